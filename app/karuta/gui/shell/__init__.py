"""The window itself: what it is made of, its commands, its preferences, its closing."""
