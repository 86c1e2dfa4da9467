"""Kazeyomi, a trading card game of our own: finished art becomes cards here, and cards become photos."""
