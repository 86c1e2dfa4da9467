"""Watching a training while it runs."""
