"""Booth mode: the demo on a large screen, for whoever passes by."""
