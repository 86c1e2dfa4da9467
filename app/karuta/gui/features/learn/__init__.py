"""Models and training: one page."""
