"""Labels and training sets as files for other programs."""
