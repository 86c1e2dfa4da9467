"""Second looks, agreement, and the history of a label."""
