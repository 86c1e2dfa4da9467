"""How a person assigned a table's columns, kept in the library for the next table with the same columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from karuta.files import write_whole
from karuta.json_files import put_aside, read_kept
from karuta.paths import LibraryFolder

_MOST = 200


@dataclass(frozen=True)
class RememberedTable:
    """`columns`: those of the table. `fields`: field -> column, as the person chose."""

    columns: tuple[str, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class RememberedTables:
    """The newest first."""

    tables: tuple[RememberedTable, ...] = ()


def recall(library: LibraryFolder, columns: Sequence[str]) -> Mapping[str, str]:
    """The fields chosen for a table with these columns; empty if there are none."""
    kept = read_kept(library.tables_json, RememberedTables, instead=RememberedTables()).value
    return next((one.fields for one in kept.tables if one.columns == tuple(columns)), {})


def remember(library: LibraryFolder, columns: Sequence[str], fields: Mapping[str, str]) -> None:
    """Raises `OSError`."""
    kept = read_kept(library.tables_json, RememberedTables, instead=RememberedTables())
    if kept.fault is not None:
        put_aside(library.tables_json)
    others = [one for one in kept.value.tables if one.columns != tuple(columns)]
    tables = RememberedTables((RememberedTable(tuple(columns), dict(fields)), *others)[:_MOST])
    text = json.dumps(asdict(tables), ensure_ascii=False, indent=1)
    write_whole(library.tables_json, lambda path: path.write_text(text, encoding="utf-8"))
