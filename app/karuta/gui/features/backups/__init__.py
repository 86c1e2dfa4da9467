"""Backups of the labels: listed, made, brought back."""
