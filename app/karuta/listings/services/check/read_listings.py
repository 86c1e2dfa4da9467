"""Reads listings from a CSV file, row by row: a broken row is a listing with its trouble, and never the end."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import KarutaError, reason_of
from karuta.domain.sentence import Sentence, commas
from karuta.lines import lines_of
from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.domain.prices import decimal_mark
from karuta.tables import csv_rows

COLUMNS = ("listing_id", "title", "description", "price", "currency", "photos")
REQUIRED = ("listing_id", "photos")
_SEPARATOR = "|"
# What stands for a byte that is no UTF-8.
_NOT_UTF8 = "\ufffd"


@dataclass(frozen=True)
class ListingTable:
    """A file of listings. `columns` as its header has them; `places`: where each column of ours stands."""

    path: Path
    columns: tuple[str, ...]
    places: Mapping[str, int]

    def rows(self) -> Iterator[SoldListing]:
        """Every row but the header and blank ones, in order. Raises `KarutaError` where the file cannot be read."""
        rows = _rows(self.path)
        next(rows, None)
        for line, cells, trouble in rows:
            if trouble or any(cell.strip() for cell in cells):
                yield self._listing(line, cells, trouble)

    def _listing(self, line: int, cells: list[str], trouble: str) -> SoldListing:
        count, columns = len(cells), len(self.columns)
        if not trouble and count != columns:
            text = {"line": line, "cells": count, "columns": columns}
            trouble = Sentence("line {line} has {cells} cells for {columns} columns", **text)
        kept = tuple((*cells, *[""] * len(self.columns))[: len(self.columns)])
        said = {name: kept[at] for name, at in self.places.items()}
        listing_id = said.pop("listing_id").strip()
        photos = tuple(text.strip() for text in said.pop("photos").split(_SEPARATOR) if text.strip())
        if not trouble and any(_NOT_UTF8 in cell or "\0" in cell for cell in cells):
            trouble = Sentence("line {line} is not UTF-8 text", line=line)
        if not trouble and not listing_id:
            trouble = Sentence("line {line} has no listing_id", line=line)
        title = said.pop("title", "")
        return SoldListing(line, listing_id, title, photos, kept, trouble, **said)


class NoColumn(KarutaError):  # noqa: N818 - the condition is the point
    """A table without a column that is needed. `column`: as the table should call it."""

    def __init__(self, path: Path, column: str) -> None:
        super().__init__(
            "{file} has no column `{column}`; its first line names the columns, and --map gives them other names.",
            file=path.name,
            column=column,
        )
        self.column = column


def open_listings(path: Path, mapped: Mapping[str, str]) -> ListingTable:
    """`mapped`: our column -> the file's name for it.

    Raises `KarutaError`; `NoColumn` without the required columns.
    """
    header = next(_rows(path), None)
    columns = tuple(cell.strip() for cell in header[1]) if header is not None else ()
    wrong = [name for name in mapped if name not in COLUMNS]
    if wrong:
        raise KarutaError(
            "There is no column {name}; --map names one of: {known}.", name=wrong[0], known=commas(COLUMNS)
        )
    places = {}
    for name in COLUMNS:
        written = mapped.get(name, name)
        if written in columns:
            places[name] = columns.index(written)
        elif name in REQUIRED or name in mapped:
            raise NoColumn(path, written)
    return ListingTable(path, columns, places)


def price_mark(table: ListingTable) -> str:
    """What parts whole numbers from cents in a table's prices; "" where its cells do not say it."""
    if "price" not in table.places:
        return ""
    marks = {decimal_mark([listing.price]) for listing in table.rows()} - {""}
    return marks.pop() if len(marks) == 1 else ""


def _rows(path: Path) -> Iterator[tuple[int, list[str], str]]:
    """(line on which the row begins, cells, trouble)."""
    try:
        with path.open("rb") as file:
            # A line that is too long holds no text.
            rows = csv_rows(lines_of(file), lambda line: (line.data or b"\xff\n").decode("utf-8", errors="replace"))
            for begins, cells in rows:
                if isinstance(cells, csv.Error):
                    yield begins, [], Sentence("line {line} is not CSV ({reason})", line=begins, reason=cells)
                else:
                    yield begins, cells, ""
    except FileNotFoundError as error:
        raise KarutaError("There is no file {path}; check the name.", path=path) from error
    except OSError as error:
        raise KarutaError("{path} cannot be read ({reason}).", path=path, reason=reason_of(error)) from error
