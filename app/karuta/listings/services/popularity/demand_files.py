"""Reads the rules of what is shown first; says *Supply and demand* as JSON and as a table (CSV). Decides nothing.

Rules: each unusable row is one sentence, and the rest counts. Where a file has no usable rule, the shipped ones stand;
the cap is always there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.file_names import written
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
    Popularity,
    ShownFirst,
    Spread,
)
from karuta.listings.services.popularity.count_demand import CountedDemand
from karuta.paths import LibraryFolder, check_target
from karuta.tables import edited_rows

COLUMNS = (
    "place",
    "game",
    "card_id",
    "name",
    "name_ja",
    "pack",
    "listed",
    "looked_for",
    "buried",
    "rule",
    "common",
    "held",
)


def popularity_json(found: Popularity, counted: CountedDemand, *, rows: int | None, troubles: Sequence[str]) -> Any:
    """One object. `rows`: at most so many cards; None: all."""
    return {
        "listed_by": found.listed_by.value,
        "looked_for_by": found.sought_by.value,
        "cards": len(found.rows),
        "listings": found.listings,
        "listed": _spread(found.listed),
        "looked_for": _spread(found.looked_for),
        "neither": found.untouched,
        "cap": {"most": found.rules.cap.most, "of": found.rules.cap.of},
        "rows": [_row(number, one) for number, one in enumerate(found.rows[:rows], start=1)],
        "packs": [
            {("pack" if name == "name" else name): value for name, value in vars(pack).items()} for pack in found.packs
        ],
        "skipped": [
            {"file": row.file, "line": row.line, "reason": str(row.reason)}
            for counts in counted.of_tables
            for row in counts.skipped
        ],
        "skips": counted.skips,
        "troubles": list(troubles),
    }


def write_popularity(
    found: Popularity, path: Path, *, force: bool = True, raw: bool = False, reads: Iterable[Path | None] = ()
) -> Path:
    """Every card with its place. Raises `OSError`; `KarutaError` where a file is there and not to be replaced.

    `raw`: cells are not guarded against spreadsheets. `reads`: the tables that it was counted from.
    """
    check_target(path, force=force, reads=reads)

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(written(COLUMNS, raw=raw))
            for number, one in enumerate(found.rows, start=1):
                writer.writerow(written(_cells(number, one), raw=raw))

    return write_whole(path, fill)


def _spread(found: Spread) -> dict[str, int | float | None]:
    share = round(found.ten / found.total, 4) if found.total else None
    return {"total": found.total, "ten": found.ten, "ten_share": share, **vars(found)}


def _row(number: int, one: ShownFirst) -> dict[str, Any]:
    demand = one.demand
    named = {"game": demand.card.game, "card_id": demand.card.card_id, "name": demand.name, "pack": demand.pack or None}
    counts = {"listed": demand.listed, "looked_for": demand.looked_for, "buried": demand.buried}
    return {"place": number, **named, **counts, "rule": str(one.rule), "common": one.is_common, "held": one.is_held}


def _cells(number: int, one: ShownFirst) -> tuple[object, ...]:
    demand = one.demand
    counts = (demand.listed, demand.looked_for, demand.buried)
    said = ("yes" if flag else "no" for flag in (one.is_common, one.is_held))
    return (number, *demand.card, demand.name, demand.japanese, demand.pack, *counts, one.rule, *said)


FILE = "shown-first.csv"
_HEADER = ["rule", "when", "rows", "order"]
_CAP = "cap"
_MOST_RULES = 100
_OF = re.compile(r"([0-9]{1,6}) +of +([0-9]{1,6})")

Row = FirstRule | FirstCap | Sentence


@dataclass(frozen=True)
class ReadFirstRules:
    """`troubles`: a sentence for each row, or file, that could not be used."""

    rules: FirstRules
    troubles: tuple[Sentence, ...] = ()


def read_first_rules(library: LibraryFolder, resources: Path) -> ReadFirstRules:
    """Own rules take the place of the shipped ones, and so does an own cap."""
    shipped, own = _file(resources / FILE), _file(library.shown_first_csv)
    rules = [tuple(row for row in rows if isinstance(row, FirstRule)) for rows in (own, shipped)]
    caps = (row for rows in (own, shipped) for row in rows if isinstance(row, FirstCap))
    troubles = tuple(row for row in (*shipped, *own) if isinstance(row, Sentence))
    return ReadFirstRules(FirstRules(rules[0] or rules[1], next(caps, SHIPPED_CAP)), troubles)


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
    found: Iterator[Row] = edited_rows(path, _HEADER, _rule_row, unreadable=_unreadable)
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


def _rule_row(cells: Sequence[str]) -> Row:
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
    return [word.value for word in words]
