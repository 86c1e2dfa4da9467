"""The command line: one module a command group, no decisions of its own."""
