"""The catalogue as a page: all cards, narrowed as a person types and chooses, a card's sheet, and cards by hand."""
