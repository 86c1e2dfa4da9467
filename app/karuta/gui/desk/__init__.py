"""The photo on the desk: what is read of it, decided about it and shown."""
