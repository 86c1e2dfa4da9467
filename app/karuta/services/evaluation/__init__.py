"""Lookups measured against a truth file, and the report."""
