"""The queue: its view (filter and order), its model and its list."""
