"""Adding cards: what a source is, how a table's columns are assigned, and the adding itself."""
