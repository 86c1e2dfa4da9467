"""Titles made of what sellers write around a card's name: none of them names a card."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

PHRASES = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())
"""In seven languages."""
_BETWEEN = (" ", " ", " - ", " | ", ", ", "! ", " * ", "・")
_BESIDE = ("NM", "1st edition", "holo", "rare", "yugioh", "遊戯王", "TCG", "x3", "LP", "英語版", "ウル")


def seller_titles(*, count: int, seed: int) -> Iterator[str]:
    """Titles of one to four phrases, half of them with something else that a title says of a card."""
    dice = random.Random(seed)
    for _ in range(count):
        parts = dice.sample(PHRASES, k=dice.randint(1, 4))
        if dice.random() < 0.5:
            parts.insert(dice.randrange(len(parts) + 1), dice.choice(_BESIDE))
        title = dice.choice(_BETWEEN).join(parts)
        yield dice.choice((title, title, title.upper(), title.title()))
