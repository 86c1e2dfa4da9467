"""Workers in the background of one open library."""
