"""Photos: into the queue, looked up, shown, found again."""
