"""What a person can do: one verb a module, plain functions that take a cancel token."""
