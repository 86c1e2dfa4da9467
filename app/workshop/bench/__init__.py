"""What measures a model and what it is measured on: command-line programs that train nothing."""
