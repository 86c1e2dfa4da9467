"""Sources of cards as their projects write them, made for tests: cards that do not exist, every field that is real."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import AddReport, add_packs, together
from karuta.services.catalogue.sources.card_source import SourceOptions
from karuta.services.catalogue.sources.recognise import AUTO, open_source
from karuta.store.cards import Catalogue
from tests.packs import IndexLog, MeanColourEmbedder, silent, write_picture

MONSTER_EFFECT, TOKEN = 0x21, 0x4011


def add_source(
    path: Path, library: LibraryFolder, *, format: str = AUTO, pack: str | None = None, **options: Any
) -> AddReport:
    """`karuta catalogue add` with stand-ins for the model and the index."""
    with open_source(path, format=format, options=SourceOptions(**options), cancel=CancelToken()) as parts:
        reports = add_packs(
            parts,
            pack=pack,
            place=str(path),
            library=library,
            engine=MeanColourEmbedder(),
            ready_index=IndexLog(),
            cancel=CancelToken(),
            progress=silent,
        )
    return together(reports, name=path.name)


def cdb_row(passcode: Any, name: Any, *, alias: Any = 0, type: Any = MONSTER_EFFECT, **more: Any) -> dict[str, Any]:
    """A row of `datas` and of `texts`; `name` None: of `datas` alone."""
    row = {"ot": 3, "setcode": 0, "atk": 1200, "def": 800, "level": 4, "race": 8192, "attribute": 32, "category": 0}
    return {"id": passcode, "name": name, "alias": alias, "type": type, **row, **more}


def write_cdb(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A `cards.cdb` with the tables of BabelCDB."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE datas (id INTEGER PRIMARY KEY, ot INTEGER, alias INTEGER, setcode INTEGER, type INTEGER, "
            "atk INTEGER, def INTEGER, level INTEGER, race INTEGER, attribute INTEGER, category INTEGER)"
        )
        strings = ", ".join(f"str{number} TEXT" for number in range(1, 17))
        connection.execute(f'CREATE TABLE texts (id INTEGER PRIMARY KEY, name TEXT, "desc" TEXT, {strings})')
        columns = ("id", "ot", "alias", "setcode", "type", "atk", "def", "level", "race", "attribute", "category")
        for row in rows:
            connection.execute(
                f"INSERT INTO datas VALUES ({', '.join('?' * len(columns))})", [row[column] for column in columns]
            )
            if row["name"] is not None:
                connection.execute(
                    'INSERT INTO texts (id, name, "desc") VALUES (?, ?, ?)', [row["id"], row["name"], "It waits."]
                )
    return path


def write_pictures(folder: Path, names: Sequence[str], *, suffix: str = ".png") -> Path:
    """Drawn cards, each another."""
    for seed, name in enumerate(names):
        write_picture(folder / f"{name}{suffix}", seed + 1)
    return folder


def write_json(path: Path, value: Any, *, indent: int | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=indent), encoding="utf-8")
    return path


def cards_of(library: LibraryFolder) -> dict[str, Card]:
    """What the catalogue knows, by the cards' identifiers, which are of one game."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return {key.card_id: catalogue.card(key) for key in catalogue.card_hashes()}
