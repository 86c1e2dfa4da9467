"""The command line: one module per command group, no decisions of its own."""
