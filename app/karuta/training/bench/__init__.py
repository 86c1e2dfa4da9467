"""What measures a model and what it is measured on: programs for the command line, which train nothing."""
