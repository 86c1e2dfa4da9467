"""The cards of one source while it is read; a card that several files name becomes one. Reads no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from karuta.domain.card import CardKey
from karuta.services.catalogue.join_cards import CardIdentity, merged
from karuta.services.catalogue.sources.card_source import SourceCard


class GatheredCards:
    """In the order in which they were first named."""

    def __init__(self) -> None:
        self._cards: dict[CardKey, SourceCard] = {}
        self._by_identity: dict[str, CardKey] = {}
        self._in_file: set[tuple[tuple[str, ...], str]] = set()

    def add(self, row: SourceCard, file: str, line: int) -> bool:
        """Store a card, or add what it says to the one that is there; false if the same file named it before.

        A row with the publisher's id of another card and its own passcode is that card too, with one more passcode.
        """
        identity = CardIdentity.of(row.card.key, row.card.codes)
        names = (str(row.card.key), *sorted(identity.publisher), *identity.passcodes[:1])
        key = next((self._by_identity[name] for name in names if name in self._by_identity), row.card.key)
        itself = (str(row.card.key), *identity.passcodes[:1])
        if (itself, file) in self._in_file:
            return False
        self._in_file.add((itself, file))
        for name in names:
            self._by_identity.setdefault(name, key)
        there = self._cards.get(key)
        if there is None:
            self._cards[key] = replace(row, file=file, line=line)
        else:
            pictures = tuple(dict.fromkeys((*there.pictures, *row.pictures)))
            self._cards[key] = replace(there, card=merged(there.card, row.card, new_wins=False), pictures=pictures)
        return True

    def cards(self) -> Iterator[SourceCard]:
        return iter(self._cards.values())
