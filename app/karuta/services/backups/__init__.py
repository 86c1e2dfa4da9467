"""Copies of the label file."""
