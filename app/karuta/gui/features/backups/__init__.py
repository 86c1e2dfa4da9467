"""Backups of the labels: listed, made, restored."""
