"""The wing's commands."""
