"""How many of a thing, in English, as a sentence that the window can say in its own language."""

from __future__ import annotations

from karuta.domain.sentence import Sentence


def counted(number: int, noun: str) -> str:
    """`0 cards`, `1 card`, `2,000 cards`"""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted_labels(number: int) -> Sentence:
    return Sentence("1 label") if number == 1 else Sentence("{count} labels", count=f"{number:,}")


def counted_cards(number: int) -> Sentence:
    return Sentence("1 card") if number == 1 else Sentence("{count} cards", count=f"{number:,}")
