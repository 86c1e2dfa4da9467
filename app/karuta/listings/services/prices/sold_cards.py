"""Finds the cards that a table of sales names, in memory: by id, `game:card_id`, or another source's code."""

from __future__ import annotations

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence
from karuta.store.cards import Catalogue

_SHOWN = 60


class SoldCards:
    """All cards of a catalogue by what a cell may call them. Reads the catalogue once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_id: dict[str, list[CardKey]] = {}
        self._by_code: dict[str, list[CardKey]] = {}
        for one in catalogue.known_cards():
            for name in (str(one.key), one.key.card_id):
                self._by_id.setdefault(name, []).append(one.key)
            for said in one.codes.values():
                for code in said if isinstance(said, list) else [said]:
                    for name in (_code(str(code)), _code(f"{one.key.game}:{code}")):
                        keys = self._by_code.setdefault(name, [])
                        if one.key not in keys:
                            keys.append(one.key)

    def find(self, text: str) -> CardKey | Sentence:
        """The card, or why there is none: a spreadsheet may have cut a passcode's zeros, or added `.0`."""
        name = text.strip()
        plain = name.removesuffix(".0")
        keys = self._by_id.get(name) or self._by_id.get(plain) or self._by_code.get(_code(plain), [])
        if not keys:
            return Sentence("the catalogue has no card {text}", text=name[:_SHOWN])
        if len(keys) > 1:
            named = " and ".join(map(str, keys[:2]))
            return Sentence("{text} is a card of several games; write {named}", text=name[:_SHOWN], named=named)
        return keys[0]


def _code(text: str) -> str:
    game, colon, code = text.rpartition(":")
    return f"{game}{colon}{code.lstrip('0') or '0'}"
