"""Photos for the networks that ship: cards and things of no game, and other ways to post a card than a plain photo."""
