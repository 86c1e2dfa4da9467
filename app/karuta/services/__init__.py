"""A person's actions: one verb a module, plain functions that take a cancel token."""
