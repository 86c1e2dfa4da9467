"""Confirming by machine."""
