"""Printings as numbers in their sets: which one a number means, what somebody has of a set and what is missing. Pure.

A set is what stands before the last hyphen of its codes: `LOB` of `LOB-EN005`. Codes of one card that differ by their
language alone (`LOB-EN005`, `LOB-DE005`) are one place of the set.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from karuta.domain.card import CardKey, Printing
from karuta.domain.text import fold
from karuta.listings.domain.inventory import WHOLE_CODES, InventoryRow, set_and_number
from karuta.listings.domain.titles.set_codes import LANGUAGE_OF

LANGUAGES = tuple(dict.fromkeys(LANGUAGE_OF.values()))
MOST_COUNT = 9999
_DIGITS = re.compile("[0-9]+")
# Besides languages: what was sold in Asia and in Canada, `LOB-A005` and `LOB-C005`.
_SPOKEN = re.compile(f"({'|'.join(sorted(LANGUAGE_OF, key=len, reverse=True))})(?=.*[0-9])|[AC](?=[0-9])")


@dataclass(frozen=True)
class SetNumber:
    """A printing. `name`: its card's."""

    card: CardKey
    name: str
    printing: Printing

    @property
    def set(self) -> str:
        """Where the code names none, the set's name."""
        return set_and_number(self.printing.set_code)[0] or self.printing.set_name

    @property
    def number(self) -> str:
        return set_and_number(self.printing.set_code)[1]

    @cached_property
    def digits(self) -> str:
        """Without what is around them: `5` of `EN005`, `12` of `12a`."""
        found = _DIGITS.search(self.number)
        return found[0].lstrip("0") or "0" if found else ""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Its place in the set, whatever its language."""
        number = self.number.upper()
        spoken = _SPOKEN.match(number) if self.card.game in WHOLE_CODES else None
        return *self.card, self.set.upper(), number[spoken.end() :] if spoken else number

    @property
    def order(self) -> tuple[str, str, int, str]:
        """As the cards of a set are sorted."""
        return self.card.game, self.set.upper(), int(self.digits or 0), self.number

    def is_of(self, asked: str) -> bool:
        """Whether a set is called so, by its code or its name."""
        return fold(asked) in (fold(self.set), fold(self.printing.set_name))


@dataclass(frozen=True)
class KnownSet:
    """`numbers`: how many printings it has. A whole game has neither code nor name."""

    game: str
    set: str
    name: str
    numbers: int

    def has(self, number: SetNumber) -> bool:
        return number.card.game == self.game and self.set in ("", number.set)


def known_sets(numbers: Iterable[SetNumber]) -> list[KnownSet]:
    """Those with short codes first, so that a code stands before all that it is a part of; whole games last."""
    names: dict[tuple[str, str], str] = {}
    counts = Counter[tuple[str, str]]()
    for one in numbers:
        for of in (one.set, ""):
            counts[one.card.game, of] += 1
        names.setdefault((one.card.game, one.set), one.printing.set_name)
    found = [KnownSet(game, of, names.get((game, of), ""), count) for (game, of), count in counts.items()]
    return sorted(found, key=lambda one: (not one.set, len(one.set), one.set, one.game))


class NumberBook:
    """Printings by what may be typed or written for them: the digits, the number, the whole code."""

    def __init__(self, numbers: Iterable[SetNumber]) -> None:
        self._known: dict[str, list[SetNumber]] = defaultdict(list)
        for number in numbers:
            for text in {fold(text) for text in (number.digits, number.number, number.printing.set_code)}:
                self._known[text].append(number)

    def meant(
        self,
        text: str,
        *,
        within: Callable[[SetNumber], bool] = lambda one: True,
        first: Sequence[str] = (),
        language: str | None = None,
    ) -> list[SetNumber]:
        """Those of this number, the likeliest first: of the sets named `first`, in this language, without letters."""
        written, ranks = fold(text.strip()), {name: rank for rank, name in enumerate(first)}
        spelt = (written, written.lstrip("0") or "0") if written else ()
        found = ([one for one in self._known.get(form, ()) if within(one)] for form in spelt)
        return sorted(
            next(filter(None, found), []),
            key=lambda one: (
                ranks.get(one.set, len(ranks)),
                one.printing.lang != (language or "en"),
                one.printing.lang != "en",
                len(one.number),
                one.printing.set_code,
            ),
        )


@dataclass(frozen=True)
class OwnedNumber:
    """A place of a set, and how many of it there are. `printing`: the first of its languages. `wanted`: so many."""

    printing: SetNumber
    count: int
    wanted: int

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.count)

    @property
    def double(self) -> int:
        """Beyond those that are wanted."""
        return max(0, self.count - self.wanted)

    def entry(self, count: int) -> Entry:
        """So many of it."""
        return Entry(self.printing.card, self.printing.name, self.printing.printing.set_code, count=count)

    def as_json(self) -> dict[str, Any]:
        """The line of `karuta inventory --missing --json`, and the columns of its table."""
        printing = self.printing
        return {
            **printing.card._asdict(),
            "name": printing.name,
            "set": printing.set,
            "set_name": printing.printing.set_name,
            "number": printing.number,
            "set_code": printing.printing.set_code,
            "count": self.count,
            "missing": self.missing,
            "double": self.double,
        }


@dataclass(frozen=True)
class OwnedSet:
    """`unplaced`: how many cards of the set there are of which nobody knows from which set they are."""

    numbers: tuple[OwnedNumber, ...]
    unplaced: int


def owned_of_set(numbers: Iterable[SetNumber], rows: Iterable[InventoryRow], *, playset: int) -> OwnedSet:
    """`numbers`: the printings of the set. `rows`: what somebody has; what nobody has looked at yet does not count."""
    places: dict[tuple[str, ...], list[SetNumber]] = defaultdict(list)
    for number in numbers:
        places[number.place].append(number)
    by_code = {(one.card, one.printing.set_code.upper()): place for place, some in places.items() for one in some}
    cards = {card for card, _ in by_code}
    counts: Counter[tuple[str, ...]] = Counter()
    unplaced = 0
    for row in rows:
        if row.card is None or not row.is_settled or row.card.key not in cards:
            continue
        place = by_code.get((row.card.key, (row.set_code or "").upper()))
        if place is not None:
            counts[place] += row.count
        elif not row.set_code:
            unplaced += row.count
    owned = [
        OwnedNumber(
            min(some, key=lambda one: (one.printing.lang != "en", one.printing.set_code)),
            counts[place],
            playset,
        )
        for place, some in places.items()
    ]
    return OwnedSet(tuple(sorted(owned, key=lambda one: one.printing.order)), unplaced)


@dataclass(frozen=True)
class Entry:
    """So many cards of a printing that somebody typed the number of; what nobody said of them is None."""

    card: CardKey
    name: str
    set_code: str
    finish: str | None = None
    condition: str | None = None
    language: str | None = None
    count: int = 1
