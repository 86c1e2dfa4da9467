"""Confirming many at once on a wall of pairs."""
