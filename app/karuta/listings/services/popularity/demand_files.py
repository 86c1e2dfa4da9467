"""Reads the rules of what is shown first; says *Supply and demand* as JSON and as a table (CSV). Decides nothing.

Rules: each unusable row is one sentence, and the rest counts. Where a file has no usable rule, the shipped ones stand;
the cap is always there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

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
from karuta.paths import LibraryFolder, check_target
from karuta.tables import EditedRows, edited_rows

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
_YES = {True: "yes", False: "no"}


def popularity_json(popularity: Popularity, *, rows: int | None) -> Any:
    """One object. `rows`: at most so many cards; None: all."""
    return {
        "listed_by": popularity.listed_by.value,
        "looked_for_by": popularity.sought_by.value,
        "cards": len(popularity.rows),
        "listings": popularity.listings,
        "listed": _spread(popularity.listed),
        "looked_for": _spread(popularity.looked_for),
        "neither": popularity.untouched,
        "cap": vars(popularity.rules.cap),
        "rows": [_row(number, card) for number, card in enumerate(popularity.rows[:rows], start=1)],
        "packs": [
            {("pack" if name == "name" else name): value for name, value in vars(pack).items()}
            for pack in popularity.packs
        ],
        "skipped": [vars(row) for row in popularity.counts.skipped],
        "skips": popularity.counts.skips,
        "troubles": popularity.rules.troubles,
    }


def write_popularity(
    popularity: Popularity, path: Path, *, force: bool = True, raw: bool = False, reads: Iterable[Path | None] = ()
) -> Path:
    """Every card with its place. Raises `OSError`; `KarutaError` where a file is there and not to be replaced.

    `raw`: cells are not guarded against spreadsheets. `reads`: the tables that it was counted from.
    """
    check_target(path, force=force, reads=reads)

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(written(COLUMNS, raw=raw))
            for number, card in enumerate(popularity.rows, start=1):
                cells = _cells(number, card)
                cells[-2:] = _YES[card.is_common], _YES[card.is_held]
                writer.writerow(written(cells, raw=raw))

    return write_whole(path, fill)


def _spread(spread: Spread) -> dict[str, int | float | None]:
    share = round(spread.ten / spread.total, 4) if spread.total else None
    return {"total": spread.total, "ten": spread.ten, "ten_share": share, **vars(spread)}


def _cells(number: int, card: ShownFirst) -> list[Any]:
    """A card's value in each of `COLUMNS`."""
    demand = card.demand
    named = (*demand.card, demand.name, demand.japanese, demand.pack)
    return [number, *named, demand.listed, demand.looked_for, demand.buried, card.rule, card.is_common, card.is_held]


def _row(number: int, card: ShownFirst) -> dict[str, Any]:
    row = dict(zip(COLUMNS, _cells(number, card), strict=True))
    del row["name_ja"]
    return {**row, "pack": card.demand.pack or None}


FILE = "shown-first.csv"
_HEADER = ["rule", "when", "rows", "order"]
_CAP = "cap"
_MOST_RULES = 100
_OF = re.compile(r"([0-9]{1,6}) +of +([0-9]{1,6})")

Row: TypeAlias = FirstRule | FirstCap


def read_first_rules(library: LibraryFolder, resources: Path) -> FirstRules:
    """Own rules take the place of the shipped ones, and so does an own cap."""
    shipped, own = _file(resources / FILE), _file(library.shown_first_csv)
    troubles = [*shipped.troubles, *own.troubles]
    rules, shipped_rules = (tuple(row for row in table.rows if isinstance(row, FirstRule)) for table in (own, shipped))
    if len(rules) > _MOST_RULES:
        troubles.append(
            Sentence("{file} has more than {most} rules; the rest is left out.", file=FILE, most=_MOST_RULES)
        )
    own_caps = [row for row in own.rows if isinstance(row, FirstCap)]
    if len(own_caps) > 1:
        troubles.append(Sentence("{file} has several caps; the first one counts.", file=FILE))
    caps = (row for row in (*own_caps, *shipped.rows) if isinstance(row, FirstCap))
    return FirstRules((rules or shipped_rules)[:_MOST_RULES], next(caps, SHIPPED_CAP), tuple(troubles))


def own_rules_file(library: LibraryFolder, resources: Path) -> Path:
    """The person's own file, for an editor; made from the shipped one where there is none. Raises `OSError`."""
    place = library.shown_first_csv
    if not place.exists():
        text = (resources / FILE).read_bytes()
        write_whole(place, lambda beside: beside.write_bytes(text))
    return place


def _file(path: Path) -> EditedRows[Row]:
    unreadable = Sentence("The rules in {path} cannot be read ({reason}).")
    return edited_rows([path], _HEADER, _rule_row, unreadable=unreadable)


def _rule_row(cells: Sequence[str]) -> Row | Sentence:
    if len(cells) != len(_HEADER):
        return Sentence("it has {count} cells and not four: rule, when, rows, order", count=len(cells))
    name, when, rows, order = cells
    if when.casefold() == _CAP:
        return _cap(rows)
    words = [word.strip() for word in when.casefold().split("+")]
    unknown = next((word for word in words if word not in _words_of(Condition)), None)
    if unknown is not None:
        choices = commas((*_words_of(Condition), _CAP))
        return Sentence("{word} is not a condition; known are {known}", word=unknown or "–", known=choices)
    if order and order not in _words_of(FirstOrder):
        choices = commas(_words_of(FirstOrder))
        return Sentence("{word} is not an order; known are {known}", word=order, known=choices)
    if not (rows.isascii() and rows.isdigit() and 1 <= int(rows[:9]) <= MOST_ROWS):
        return Sentence("{rows} is not a number of rows from 1 to {most}", rows=rows or "–", most=MOST_ROWS)
    conditions = tuple(Condition(word) for word in dict.fromkeys(words))
    return FirstRule(name or when, conditions, int(rows), FirstOrder(order or FirstOrder.LOOKED_FOR))


def _cap(text: str) -> FirstCap | Sentence:
    parts = _OF.fullmatch(text.strip())
    if parts is None:
        return Sentence("{text} is not a cap; write it like 2 of 20", text=text or "–")
    cap = FirstCap(int(parts[1]), int(parts[2]))
    return cap.trouble or cap


def _words_of(words: type[Condition] | type[FirstOrder]) -> list[str]:
    return [word.value for word in words]
