"""What a listing's title says, token by token: card, set code, rarity, edition and the rest. Pure; reads no file."""
