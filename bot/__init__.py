"""A question in, a supported answer out."""
