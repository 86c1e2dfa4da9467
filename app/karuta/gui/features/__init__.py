"""One folder a subject: its commands, dialogs, models and delegates."""
