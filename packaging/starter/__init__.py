"""What `start.py` is made of: the standard library only, nothing of Karuta's own rooms."""
