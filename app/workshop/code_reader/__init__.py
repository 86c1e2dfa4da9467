"""Draws codes as small print on cards looks, so that a network learns to read them. Reads no real photo."""
