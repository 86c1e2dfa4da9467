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


_ONE = {
    "artwork": Sentence("1 artwork"),
    "crop": Sentence("1 crop"),
    "file": Sentence("1 file"),
    "pair": Sentence("1 pair"),
    "photo": Sentence("1 photo"),
    "relief": Sentence("1 relief"),
    "row": Sentence("1 row"),
    "thumbnail": Sentence("1 thumbnail"),
    "vector": Sentence("1 vector"),
}
_MANY = {
    "artwork": lambda count: Sentence("{count} artworks", count=count),
    "crop": lambda count: Sentence("{count} crops", count=count),
    "file": lambda count: Sentence("{count} files", count=count),
    "pair": lambda count: Sentence("{count} pairs", count=count),
    "photo": lambda count: Sentence("{count} photos", count=count),
    "relief": lambda count: Sentence("{count} reliefs", count=count),
    "row": lambda count: Sentence("{count} rows", count=count),
    "thumbnail": lambda count: Sentence("{count} thumbnails", count=count),
    "vector": lambda count: Sentence("{count} vectors", count=count),
}


def counted_things(number: int, noun: str) -> Sentence:
    """As `counted`, of a noun of the table above."""
    return _ONE[noun] if number == 1 else _MANY[noun](f"{number:,}")
