"""Rules that all sources of Yu-Gi-Oh cards share: passcodes, languages, and one card named by several files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.services.catalogue.join_cards import CardIdentity, merged
from karuta.services.catalogue.sources.card_source import SourceCard
from karuta.services.catalogue.sources.json_rows import json_rows

GAME = "yugioh"
PASSCODE_DIGITS = 8

_LANGUAGES = {
    "": "en",
    **dict.fromkeys(("EN", "E", "AE", "NA", "EU", "AU", "A", "OC"), "en"),
    **dict.fromkeys(("DE", "G", "D"), "de"),
    **dict.fromkeys(("FR", "F", "C", "FC"), "fr"),
    **dict.fromkeys(("IT", "I"), "it"),
    **dict.fromkeys(("SP", "S", "ES"), "es"),
    **dict.fromkeys(("PT", "P"), "pt"),
    **dict.fromkeys(("JP", "J", "JA"), "ja"),
    **dict.fromkeys(("KR", "K", "KO"), "ko"),
    "TC": "zh-TW",
    "SC": "zh-CN",
}


def passcode(number: int) -> str:
    """As printed: eight digits. Numbers of cards without a printed passcode yet are longer, and stay as they are."""
    return str(number).zfill(PASSCODE_DIGITS)


def language_of(set_code: str) -> str:
    """The language of a printing by its set code; "" if the code does not say."""
    tail = set_code.upper().partition("-")[2]
    letters = re.match(r"[A-Z]*", tail)
    region = letters.group() if letters else ""
    for length in (2, 1, 0):
        if len(region) >= length and region[:length] in _LANGUAGES:
            return _LANGUAGES[region[:length]] if "-" in set_code else ""
    return ""


def whole_number(value: Any) -> int | None:
    """A positive integer, also from text or a float; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value.strip()) < 19:
        value = int(value)
    return value if isinstance(value, int) and value > 0 else None


def read_objects(
    files: Sequence[Path], card_of: Callable[[Any, Path], SourceCard | Sentence], *keys: str
) -> Iterator[SourceCard | SkippedRow]:
    """Every card of all files once. `card_of`: the card of an object with these keys, or why it is none."""
    gathered = GatheredCards()
    for path in files:
        for row in json_rows(path, is_row=lambda one: isinstance(one, dict) and all(key in one for key in keys)):
            card = Sentence(row.fault) if row.fault is not None else card_of(row.value, path)
            if isinstance(card, Sentence):
                yield SkippedRow(path.name, row.line, card, row.row)
            elif not gathered.add(replace(card, file=path.name, line=row.line, row=row.row)):
                twice = Sentence("card {card} is in this file twice", card=card.card.key)
                yield SkippedRow(path.name, row.line, twice, row.row)
    yield from gathered.cards()


class GatheredCards:
    """In the order in which they were first named."""

    def __init__(self) -> None:
        self._cards: dict[CardKey, SourceCard] = {}
        self._by_identity: dict[str, CardKey] = {}
        self._in_file: set[tuple[tuple[str, ...], str]] = set()

    def add(self, row: SourceCard) -> bool:
        """Store a card, or add what it says to the one that is there; false if the same file named it before.

        A row with the publisher's id of another card and its own passcode is that card too, with one more passcode.
        """
        identity = CardIdentity.of(row.card.key, row.card.codes)
        names = (str(row.card.key), *sorted(identity.publisher), *identity.passcodes[:1])
        key = next((self._by_identity[name] for name in names if name in self._by_identity), row.card.key)
        itself = (str(row.card.key), *identity.passcodes[:1])
        if (itself, row.file) in self._in_file:
            return False
        self._in_file.add((itself, row.file))
        for name in names:
            self._by_identity.setdefault(name, key)
        there = self._cards.get(key)
        if there is None:
            self._cards[key] = row
        else:
            pictures = tuple(dict.fromkeys((*there.pictures, *row.pictures)))
            card = merged(there.card, row.card, new_wins=False)
            self._cards[key] = replace(there, card=card, pictures=pictures, further=there.further + 1)
        return True

    def cards(self) -> Iterator[SourceCard]:
        return iter(self._cards.values())
