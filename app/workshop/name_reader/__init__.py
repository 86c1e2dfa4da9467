"""Draws title lines as photos of cards show them, so that a network learns to read names. Reads no real photo."""
