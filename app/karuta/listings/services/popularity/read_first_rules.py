"""Reads the rules of what is shown first: the table that ships with Karuta, or the person's own in its place.

Each unusable row is one sentence, and the rest counts. Where a file has no usable rule, the shipped ones stand; the cap
is always there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.sentence import Sentence, commas
from karuta.files import write_whole
from karuta.listings.domain.popularity import (
    MOST_ROWS,
    SHIPPED_CAP,
    Condition,
    FirstCap,
    FirstOrder,
    FirstRule,
    FirstRules,
)
from karuta.paths import LibraryFolder
from karuta.tables import edited_rows

FILE = "shown-first.csv"
_HEADER = ["rule", "when", "rows", "order"]
_CAP = "cap"
_MOST_RULES = 100
_OF = re.compile(r"([0-9]{1,6}) +of +([0-9]{1,6})")

Row = FirstRule | FirstCap | Sentence


@dataclass(frozen=True)
class ReadFirstRules:
    """`troubles`: a sentence for each row, or file, that could not be used. `is_own`: the person's own count."""

    rules: FirstRules
    troubles: tuple[Sentence, ...] = ()
    is_own: bool = False


def read_first_rules(library: LibraryFolder, resources: Path) -> ReadFirstRules:
    """Own rules take the place of the shipped ones, and so does an own cap."""
    shipped, own = _file(resources / FILE), _file(library.shown_first_csv)
    rules, caps = [[one for one in rows if isinstance(one, FirstRule)] for rows in (shipped, own)], []
    for rows in (shipped, own):
        caps += [one for one in rows if isinstance(one, FirstCap)][:1]
    return ReadFirstRules(
        FirstRules(tuple(rules[1] or rules[0]), caps[-1] if caps else SHIPPED_CAP),
        tuple(one for one in (*shipped, *own) if isinstance(one, Sentence)),
        is_own=bool(rules[1]),
    )


def own_rules_file(library: LibraryFolder, resources: Path) -> Path:
    """The person's own file, for an editor; made from the shipped one where there is none. Raises `OSError`."""
    place = library.shown_first_csv
    if not place.exists():
        text = (resources / FILE).read_bytes()
        write_whole(place, lambda beside: beside.write_bytes(text))
    return place


def _file(path: Path) -> list[Row]:
    rows: list[Row] = []
    caps = 0
    found: Iterator[Row] = edited_rows(path, _HEADER, _row, unreadable=_unreadable)
    for row in found:
        caps += isinstance(row, FirstCap)
        if isinstance(row, FirstRule) and sum(isinstance(kept, FirstRule) for kept in rows) >= _MOST_RULES:
            too_many = Sentence(
                "{file} has more than {most} rules; the rest is left out.", file=path.name, most=_MOST_RULES
            )
            return [*rows, too_many]
        rows.append(row)
    if caps > 1:
        rows.append(Sentence("{file} has several caps; the first one counts.", file=path.name))
    return rows


def _unreadable(path: Path, reason: str) -> Sentence:
    return Sentence("The rules in {path} cannot be read ({reason}).", path=path, reason=reason)


def _row(cells: Sequence[str]) -> Row:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not four: rule, when, rows, order", count=len(cells))
    name, when, rows, order = cells
    if when.casefold() == _CAP:
        return _cap(rows)
    words = [word.strip() for word in when.casefold().split("+")]
    unknown = next((word for word in words if word not in _known(Condition)), None)
    if unknown is not None:
        known = commas((*_known(Condition), _CAP))
        return Sentence("{word} is not a condition; known are {known}", word=unknown or "–", known=known)
    if order and order not in _known(FirstOrder):
        known = commas(tuple(_known(FirstOrder)))
        return Sentence("{word} is not an order; known are {known}", word=order, known=known)
    if not (rows.isascii() and rows.isdigit() and 1 <= int(rows[:9]) <= MOST_ROWS):
        return Sentence("{rows} is not a number of rows from 1 to {most}", rows=rows or "–", most=MOST_ROWS)
    conditions = tuple(Condition(word) for word in dict.fromkeys(words))
    return FirstRule(name or when, conditions, int(rows), FirstOrder(order or FirstOrder.LOOKED_FOR))


def _cap(text: str) -> FirstCap | Sentence:
    found = _OF.fullmatch(text.strip())
    if found is None:
        return Sentence("{text} is not a cap; write it like 2 of 20", text=text or "–")
    cap = FirstCap(int(found[1]), int(found[2]))
    return cap.trouble or cap


def _known(words: type[Condition] | type[FirstOrder]) -> list[str]:
    return [one.value for one in words]
