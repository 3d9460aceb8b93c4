"""Documents in, passages and an index out."""
