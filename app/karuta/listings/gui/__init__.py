"""The wing's pages of the window."""
