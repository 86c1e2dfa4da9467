"""Rows of tables as people keep them: CSV in any usual form, and XLSX. Knows nothing of cards.

openpyxl reads XLSX row by row. Everything is text here: a number becomes its digits, an empty cell "".
"""

from __future__ import annotations

import codecs
import csv
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.sources.loose import one_line

CSV_SUFFIXES = (".csv", ".tsv", ".tab")
XLSX_SUFFIXES = (".xlsx", ".xlsm")
SUFFIXES = (*CSV_SUFFIXES, *XLSX_SUFFIXES)

MOST_COLUMNS = 500
TITLE_ROWS = 9
"""So many rows may stand above the names of the columns: a title, a date, who made the list."""
# An XLSX file is a zip: the sizes of its members are checked before anything is read.
_MOST_UNPACKED = 2_000_000_000
_MOST_RATIO = 300
_DELIMITERS = ",;\t|"
_PIECE = 1 << 20
# What openpyxl raises for damaged files; it has no exception of its own for most of it.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError),
    *(OSError, EOFError, NotImplementedError, AssertionError, OverflowError, RecursionError),
)


@dataclass(frozen=True)
class TableRow:
    """`line`: where it begins, from 1. `fault`: why its cells cannot be used."""

    line: int
    cells: tuple[str, ...] = ()
    fault: str | None = None


def table_rows(path: Path) -> Iterator[TableRow]:
    """Every row that is not empty, the header first. Raises `CatalogueError` for a file that is not a table."""
    if path.suffix.lower() in XLSX_SUFFIXES:
        return _xlsx(path)
    return _csv(path)


def _csv(path: Path) -> Iterator[TableRow]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        delimiter = _delimiter([file.readline(100_000) for _ in range(TITLE_ROWS + 1)])
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        line = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield TableRow(line, fault=Sentence("no CSV: {reason}", reason=error))
                line = reader.line_num + 1
                continue
            row = _row(line, cells)
            line = reader.line_num + 1
            if row is not None:
                yield row


def _encoding(path: Path) -> str:
    """UTF-8 or what a byte order mark says; else the encoding of Excel in Japan, or in the west."""
    with path.open("rb") as file:
        head = file.read(4)
        for mark, encoding in (
            (codecs.BOM_UTF8, "utf-8-sig"),
            (codecs.BOM_UTF16_LE, "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16"),
        ):
            if head.startswith(mark):
                return encoding
        for encoding in ("utf-8", "cp932"):
            decoder = codecs.getincrementaldecoder(encoding)()
            file.seek(0)
            try:
                kana = False
                while piece := file.read(_PIECE):
                    kana = kana or any("\u3040" <= letter <= "\u30ff" for letter in decoder.decode(piece))
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            if encoding == "utf-8" or kana:
                return encoding
    return "cp1252"


def _delimiter(lines: Sequence[str]) -> str:
    """That of the first line that has one: a title above the table has none."""
    for line in lines:
        unquoted = "".join(line.split('"')[::2])
        found = max(_DELIMITERS, key=unquoted.count)
        if found in unquoted:
            return found
    return _DELIMITERS[0]


def _xlsx(path: Path) -> Iterator[TableRow]:
    _refuse_bomb(path)
    # It takes a tenth of a second to load, and only tables need it.
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it drops: colours, rules for cells.
            warnings.simplefilter("ignore")
            # Opened here, because openpyxl leaves a damaged file open.
            with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
                for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
                    row = _row(number, [_cell(value) for value in cells])
                    if row is not None:
                        yield row
    except _BROKEN as error:
        raise CatalogueError("{path} is damaged or not an XLSX file; save it again, or as CSV.", path=path) from error


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CatalogueError("{path} is damaged or not an XLSX file; save it again, or as CSV.", path=path) from error
    if unpacked > min(_MOST_UNPACKED, max(50_000_000, _MOST_RATIO * path.stat().st_size)):
        raise CatalogueError("{path} is too large for a table of cards when unpacked; it was not opened.", path=path)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _row(line: int, cells: Sequence[str]) -> TableRow | None:
    """None for an empty row."""
    clean = tuple(one_line(cell) for cell in cells[:MOST_COLUMNS])
    if any(cells[MOST_COLUMNS:]):
        return TableRow(line, fault=Sentence("it has more than {count} columns", count=MOST_COLUMNS))
    if not any(clean):
        return None
    if any("\ufffd" in cell or "\0" in cell for cell in clean):
        return TableRow(line, fault=Sentence("holds what is not text"))
    return TableRow(line, clean)
