"""Trains and judges the networks that ship. It is not in the wheel, and nothing of the program imports it."""
