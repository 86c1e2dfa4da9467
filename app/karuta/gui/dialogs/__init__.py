"""Windows above the window: each asks for one thing and gives back what was chosen."""
