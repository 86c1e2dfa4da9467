"""The issue of a card: places of codes, scores of strings, verdicts. Reads no pixels."""
