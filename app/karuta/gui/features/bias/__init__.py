"""Cards that are suggested more often than confirmed."""
