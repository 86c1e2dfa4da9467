"""Sources of cards: one reader per kind of source, all of them giving the same rows."""
