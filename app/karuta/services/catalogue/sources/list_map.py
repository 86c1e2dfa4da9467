"""Keeps what a person said of a list's columns: as a map to share, and for the next list with the same columns."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from karuta.domain.errors import CatalogueError, reason_of
from karuta.files import open_regular, write_whole
from karuta.json_files import put_aside, read_kept
from karuta.paths import LibraryFolder
from karuta.services.catalogue.sources.artwork_marks import Variants

_MOST_MAP = 100_000
_MOST = 200


@dataclass(frozen=True)
class ListMap:
    """The map of a list's columns, in a file that people share: `NAME.karuta-map.toml`."""

    format: str = ""
    game: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    variants: Variants | None = None


def read_map(path: Path) -> ListMap:
    """Raises `CatalogueError`."""
    try:
        with open_regular(path) as file:
            content = tomllib.loads(file.read(_MOST_MAP).decode("utf-8"))
        own, variants = content.get("fields", {}), content.get("variants")
        texts = {name: str(content.get(name, "")) for name in ("format", "game")}
        if not all(isinstance(column, str) for column in own.values()):
            raise ValueError("a field is no text")
        marks = None if variants is None else tuple(str(mark).casefold() for mark in variants.get("marks", ()))
        separator = str((variants or {}).get("separator", "_")) or "_"
    except (OSError, ValueError, AttributeError, TypeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise CatalogueError(
            "{path} is not a map of a list: {reason}. --save-map FILE writes one.", path=path, reason=reason
        ) from error
    return ListMap(**texts, fields=own, variants=None if marks is None else Variants(separator, marks))


def write_map(path: Path, saved: ListMap) -> None:
    """Raises `CatalogueError`."""
    lines = [f"{name} = {_toml(value)}" for name, value in (("format", saved.format), ("game", saved.game)) if value]
    lines += ["", "[fields]", *(f"{_toml(field)} = {_toml(column)}" for field, column in saved.fields.items())]
    if saved.variants is not None:
        marks = ", ".join(map(_toml, saved.variants.marks))
        lines += ["", "[variants]", f"separator = {_toml(saved.variants.separator)}", f"marks = [{marks}]"]
    try:
        write_whole(path, lambda place: place.write_text("\n".join(lines) + "\n", encoding="utf-8"))
    except OSError as error:
        raise CatalogueError("{path} cannot be written: {reason}.", path=path, reason=reason_of(error)) from error


def _toml(text: str) -> str:
    """JSON's texts are TOML's, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


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
    return next((table.fields for table in kept.tables if table.columns == tuple(columns)), {})


def remember(library: LibraryFolder, columns: Sequence[str], fields: Mapping[str, str]) -> None:
    """Raises `OSError`."""
    kept = read_kept(library.tables_json, RememberedTables, instead=RememberedTables())
    if kept.fault is not None:
        put_aside(library.tables_json)
    others = [table for table in kept.value.tables if table.columns != tuple(columns)]
    tables = RememberedTables((RememberedTable(tuple(columns), dict(fields)), *others)[:_MOST])
    text = json.dumps(asdict(tables), ensure_ascii=False, indent=1)
    write_whole(library.tables_json, lambda path: path.write_text(text, encoding="utf-8"))
