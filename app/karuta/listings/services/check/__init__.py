"""Listings: what their photos show beside what they say, and what cards are sold for."""
