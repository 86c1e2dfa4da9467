"""A training, watched while it runs."""
