"""Services for listings: one verb a module."""
