"""The photo on the desk: reading it, deciding about it, showing it."""
