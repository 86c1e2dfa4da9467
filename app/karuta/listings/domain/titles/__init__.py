"""Reading of a listing's title, token by token: card, set code, rarity, edition and the rest. Pure; reads no file."""
