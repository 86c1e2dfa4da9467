"""Which issue of a card this is: places of codes, scores of strings, verdicts. Reads no pixels."""
