"""A language model that words answers, and the check of each of its sentences."""
