"""Where cards are kept: one reader per kind of source, all of them giving the same rows."""
