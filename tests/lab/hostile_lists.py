"""Reads lists of five games whose columns were renamed, split, merged, dropped, exchanged, filled up or called in other
languages: each right, or asked of.

    python -m tests.lab.hostile_lists            600 lists; exit code 1 where one went in wrong (a minute)
    python -m tests.lab.hostile_lists --wrong    with each of these

Right: as many cards as there are, each under one of its names. Asked: one sentence that says what
to map, and nothing is read.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.any_lists import (
    WORDS,
    marked_cards,
    numbered_cards,
    pitched_cards,
    pitched_printings,
    titled_cards,
    write_csv,
)
from tests.lab import figures
from tests.sources import write_json

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError
from karuta.services.catalogue.catalogue_folder import PictureMissing
from karuta.services.catalogue.sources.card_source import SharedId, SourceCard, SourceOptions
from karuta.services.catalogue.sources.recognise import open_source

Rows = list[dict[str, Any]]
NAMES = [f"{first} {second}" for first in WORDS for second in WORDS[:8]]
_MARKS = {"csv": ",", "tsv": "\t", "semicolons": ";"}
_STRANGE = ("Spalte", "x", "champ", "列", "Wert", "col", "feld_", "data")


@dataclass(frozen=True)
class Drawn:
    """A list and what is in it: how many cards, and the names that they may go under."""

    name: str
    rows: Rows
    cards: int
    names: frozenset[str]


def _drawn(name: str, rows: Rows, card: str, *called: str) -> Drawn:
    """`card`: the column that tells cards apart; `called`: those of their names."""
    flat = _flat(rows)
    names = {str(row[column]).replace("&amp;", "&") for row in flat for column in called}
    return Drawn(name, flat, len({str(row[card]).split("_")[0] for row in flat}), frozenset(names))


def drawn_lists() -> list[Drawn]:
    return [
        _drawn("cards of one name", list(pitched_cards(NAMES)), "Unique ID", "Name"),
        _drawn("printings", list(pitched_printings(NAMES)), "Card Unique ID", "Card Name"),
        _drawn("marked ids", marked_cards(NAMES), "id", "name"),
        _drawn("numbers", numbered_cards(NAMES), "cardNumber", "name.english", "name.japanese"),
        _drawn("titles", titled_cards(NAMES), "id", "fullName", "name"),
    ]


def _flat(rows: Rows) -> Rows:
    flat: Rows = []
    for row in rows:
        cells: dict[str, Any] = {}
        for key, value in row.items():
            if isinstance(value, dict):
                cells.update({f"{key}.{inner}": text for inner, text in value.items()})
            else:
                cells[key] = ", ".join(value) if isinstance(value, list) else value
        flat.append(cells)
    return flat


def renamed(rows: Rows, dice: random.Random) -> Rows:
    """Some columns, or all, are called as nothing known."""
    columns = list(rows[0])
    some = columns if dice.random() < 0.3 else dice.sample(columns, dice.randrange(1, 1 + len(columns) // 2))
    other = {column: f"{dice.choice(_STRANGE)}{at}" for at, column in enumerate(some)}
    return [{other.get(column, column): value for column, value in row.items()} for row in rows]


def written_otherwise(rows: Rows, dice: random.Random) -> Rows:
    """Capitals, underscores, spaces."""
    how: Callable[[str], str] = dice.choice((str.upper, str.lower, str.title, lambda text: text.replace(" ", "_")))
    return [{how(column): value for column, value in row.items()} for row in rows]


def split(rows: Rows, dice: random.Random) -> Rows:
    """A column of texts is parted where one of its characters stands."""
    texts = [column for column, value in rows[0].items() if isinstance(value, str) and value]
    column, mark = dice.choice(texts), dice.choice("-_ ")
    found = []
    for row in rows:
        before, _, after = str(row[column]).partition(mark)
        parts = {f"{column} 1": before, f"{column} 2": after}
        found.append(
            {
                key: value
                for name, old in row.items()
                for key, value in (parts.items() if name == column else [(name, old)])
            }
        )
    return found


def merged(rows: Rows, dice: random.Random) -> Rows:
    """Two columns become one."""
    first, second = dice.sample(list(rows[0]), 2)
    mark = dice.choice((" ", " - ", "|", "; "))
    return [
        {
            column: f"{row[first]}{mark}{row[second]}" if column == first else value
            for column, value in row.items()
            if column != second
        }
        for row in rows
    ]


def dropped(rows: Rows, dice: random.Random) -> Rows:
    gone = dice.sample(list(rows[0]), dice.randrange(1, 3))
    return [{column: value for column, value in row.items() if column not in gone} for row in rows]


def exchanged(rows: Rows, dice: random.Random) -> Rows:
    """Two columns bear each other's name."""
    first, second = dice.sample(list(rows[0]), 2)
    other = {first: second, second: first}
    return [{other.get(column, column): value for column, value in row.items()} for row in rows]


def shuffled(rows: Rows, dice: random.Random) -> Rows:
    columns = dice.sample(list(rows[0]), len(rows[0]))
    return [{column: row[column] for column in columns} for row in dice.sample(rows, len(rows))]


def repeated(rows: Rows, dice: random.Random) -> Rows:
    return dice.sample([*rows, *dice.choices(rows, k=5)], len(rows) + 5)


# What people of other languages call columns that cards have, and some that nothing here knows.
_ELSEWHERE = {
    "name": ("Nom de la carte", "Kartenname", "カード名", "Nombre", "Nome", "Название"),
    "id": ("Identifiant", "Kennung", "識別子", "Clave", "Codice", "Код"),
    "rarity": ("Rareté", "Seltenheit", "レアリティ", "Rareza", "Rarità", "Редкость"),
    "colors": ("Couleurs", "Farben", "色", "Colores", "Colori", "Цвета"),
    "cost": ("Coût", "Kosten", "コスト", "Coste", "Costo", "Цена"),
}


def translated(rows: Rows, dice: random.Random) -> Rows:
    """Every column is called as in one other language, or as nothing in it."""
    which = dice.randrange(6)
    other = {
        column: next((names[which] for key, names in _ELSEWHERE.items() if key in column.casefold().split()), "")
        for column in rows[0]
    }
    return [{other[column] or f"{'колонка' if which == 5 else 'c'} {at}": value
             for at, (column, value) in enumerate(row.items())} for row in rows]  # fmt: skip


def filled_up(rows: Rows, dice: random.Random) -> Rows:
    """Beside the columns of the list stand those that a person keeps, and empty ones."""
    more = {
        "Anzahl": "1234",
        "": " ",
        "Zustand": ("NM", "EX"),
        "Gekauft": ("2021-04-03", "2023-11-12"),
        "Notes": ("", ""),
    }
    chosen = dice.sample(list(more), dice.randrange(1, len(more)))
    first = dice.random() < 0.5
    found = []
    for row in rows:
        own = {column: dice.choice(more[column]) for column in chosen}
        found.append({**own, **row} if first else {**row, **own})
    return found


WAYS = (
    *(renamed, written_otherwise, split, merged, dropped, exchanged, shuffled, repeated),
    *(translated, filled_up),
)


def tried(
    place: Path, drawn: Drawn, way: Callable[[Rows, random.Random], Rows], dice: random.Random
) -> tuple[str, str]:
    """Right, asked or wrong, and what was seen."""
    rows = way(drawn.rows, dice)
    form = dice.choice(("csv", "tsv", "json", "nested", "semicolons", "lines"))
    if form in _MARKS:
        path = write_csv(place / f"list.{'tsv' if form == 'tsv' else 'csv'}", rows, delimiter=_MARKS[form])
    elif form == "lines":
        path = place / "list.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8-sig")
    else:
        path = write_json(
            place / "list.json", rows if form == "json" else {"about": {"n": 1}, "entries": rows}, indent=1
        )
    try:
        with open_source(path, options=SourceOptions(), cancel=CancelToken()) as (source,):
            read = [row for row in source.cards() if not isinstance(row, PictureMissing)]
            fields = dict(source.fields)
    except CatalogueError as error:
        return ("asked" if "column" in str(error) else "wrong"), str(error)
    cards = [row for row in read if isinstance(row, SourceCard)]
    is_so = len(cards) == drawn.cards and all(row.card.name in drawn.names for row in cards)
    named = len(read) - len(cards)
    shared = sum(isinstance(row, SharedId) for row in read)
    rows_told = sum(1 + row.further + row.same for row in cards) + named
    seen = f"{len(cards)} cards of {drawn.cards}, {shared} share an id, {fields}"
    if rows_told != len(rows):
        return "wrong", f"{rows_told} fates of {len(rows)} rows; {seen}"
    if is_so and not named:
        return "right", seen
    return ("named" if named and is_so else "wrong"), f"{seen}: {[row.card.name for row in cards][:3]}"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.hostile_lists",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lists", type=int, default=600, help="how many")
    parser.add_argument("--begin", type=int, default=0, help="the first one's number")
    parser.add_argument("--wrong", action="store_true", help="print each that went in wrong")
    asked = parser.parse_args(argv)
    lists = drawn_lists()
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(asked.begin, asked.begin + asked.lists):
            dice = random.Random(number)
            drawn, way = lists[number % len(lists)], WAYS[number // len(lists) % len(WAYS)]
            place = Path(scratch, str(number))
            place.mkdir()
            outcome, seen = tried(place, drawn, way, dice)
            told[outcome] += 1
            if asked.wrong and outcome == "wrong":
                sys.stdout.write(f"{number} {drawn.name}, {way.__name__}: {seen}\n")
    sys.stdout.write(f"right at once {told['right']}, asked {told['asked']}, left out and named {told['named']}\n")
    figures.share("hostile lists: wrong in silence", told["wrong"], asked.lists, most=0)
    return 1 if told["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
