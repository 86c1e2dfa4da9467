"""One folder per subject: its commands, dialogs, models and delegates."""
