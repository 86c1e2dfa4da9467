"""What works on one open library in the background."""
