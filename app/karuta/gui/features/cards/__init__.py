"""Finding a card by name, and adding cards to the catalogue."""
