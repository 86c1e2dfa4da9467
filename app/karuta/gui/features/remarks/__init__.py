"""Flags and notes on photos."""
