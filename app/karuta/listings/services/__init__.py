"""What a person can do with listings: one verb a module."""
