"""Which cards are suggested more often than confirmed."""
