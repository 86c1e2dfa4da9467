"""Finding a card by name."""
