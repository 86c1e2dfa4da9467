"""Cards from where they are kept: what a source is, how a table's columns are assigned, and that it is added."""
