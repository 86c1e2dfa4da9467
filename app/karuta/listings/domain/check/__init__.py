"""Listings: a title, its photos, and whether they show what it sells. Pure; reads no file."""
