"""Where cards are kept: one reader for each kind of source, all of them giving the same rows."""
