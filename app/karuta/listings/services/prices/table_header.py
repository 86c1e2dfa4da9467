"""The first line of a table that somebody else's program wrote: which column holds what, by its name. Reads no row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from karuta.listings.services.prices.table_lines import delimiter_of, encoding_of, first_lines, header_cells


@dataclass(frozen=True)
class TableHeader:
    """`line`: where it stands. `names`: in small letters, words joined by `_`."""

    encoding: str
    delimiter: str
    line: int
    names: tuple[str, ...]

    def places(self, columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
        """Field -> its column, from 0. `columns`: field -> the names that it may have, the surest first."""
        found = {field: next((name for name in known if name in self.names), None) for field, known in columns.items()}
        return {field: self.names.index(name) for field, name in found.items() if name is not None}

    def twice(self, columns: Mapping[str, tuple[str, ...]]) -> str | None:
        """A column that is meant and stands there twice."""
        meant = (self.names[at] for at in self.places(columns).values())
        return next((name for name in meant if self.names.count(name) > 1), None)


def header_of(path: Path, known: Collection[str]) -> TableHeader | None:
    """None of an empty file. `known`: names of columns, by which the delimiter is told. Raises `OSError`."""
    encoding = encoding_of(path)
    chosen = ""
    for number, text in first_lines(path, encoding=encoding):
        line = text.strip("\r\n")
        if number == 1 and line.casefold().startswith("sep=") and len(line) == len("sep=") + 1:
            # A spreadsheet's own line that names the delimiter.
            chosen = line[-1]
            continue
        if line.strip():
            delimiter = chosen or delimiter_of(line, known)
            return TableHeader(encoding, delimiter, number, tuple(header_cells(line, delimiter)))
    return None
