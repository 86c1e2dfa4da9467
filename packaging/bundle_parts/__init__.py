"""What `packaging/bundle.py` consists of."""
