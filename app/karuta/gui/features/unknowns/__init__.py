"""Cards that are not in the catalogue: groups of them, and those whose card has come since."""
