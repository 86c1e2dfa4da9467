"""A folder of photos becomes a list for a shop."""
