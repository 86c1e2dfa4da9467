"""Photos: put into the queue, looked up, shown, found again."""
