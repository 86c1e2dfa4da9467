"""Measures of a model, and the sets for them: command-line programs that train nothing."""
