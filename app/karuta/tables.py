"""Rows of tables that people and other programs wrote: CSV in any usual form, XLSX, and our own small tables.

One reader for all: encoding, delimiter, header, bounds, and what is wrong with a row. Each user says what its columns
mean. A row that cannot be read is told with its line, and costs no other row: a quotation mark that is never closed
takes its own line alone. Never holds more than a million characters of a row.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar
from xml.etree.ElementTree import ParseError

from karuta.domain.errors import CatalogueError, reason_of
from karuta.domain.sentence import Sentence
from karuta.domain.work import LINES, MARKS, MOST_MARKS, ROWS, Work
from karuta.lines import MOST_BYTES, TOO_LONG, Line, lines_of

DELIMITERS = ",;\t|"
CSV_SUFFIXES = (".csv", ".tsv", ".tab")
XLSX_SUFFIXES = (".xlsx", ".xlsm")
SUFFIXES = (*CSV_SUFFIXES, *XLSX_SUFFIXES)
TITLE_ROWS = 9
"""So many rows may stand above the names of the columns: a title, a date, who made the list."""

# A cell has a few lines of text at most.
_MOST_LINES = 50
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Read as Japanese, a western text has a single Chinese character here and there, and no kana.
_JAPANESE = re.compile("[\u3040-\u30ff]|[\u3040-\u9fff]{2}")
# A line of a row that spans lines costs so many times a plain one, and may be read for each row above it.
_READ_WITHIN = 5
_NO_TEXT = re.compile("[\udc80-\udcff]")
# An XLSX file is a zip: the sizes of its members are checked before anything is read, then how many tags they hold.
_MOST_UNPACKED = 2_000_000_000
_MOST_RATIO = 300
_PIECE = 1 << 20
_SHEETS = "xl/worksheets/"
_READ_AGAIN = 4
"""What is no sheet is read each time that the workbook is opened: for its sheets, its header, a sample, its rows."""
_CELLS_A_ROW = 50
"""So many cells that only fill a row up cost what a row does."""
# What openpyxl raises for damaged files; it has no exception of its own for most of it.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
    AssertionError,
    OverflowError,
    RecursionError,
)

Row = TypeVar("Row")
CsvRow = tuple[int, list[str] | csv.Error]
"""The line on which a row begins, and its cells as they stand there, or why it is none."""


@dataclass(frozen=True)
class TableRow:
    """`line`: where it begins, from 1. `fault`: why its cells cannot be used."""

    line: int
    cells: tuple[str, ...] = ()
    fault: Sentence | None = None


@dataclass(frozen=True)
class TableHeader:
    """The line that names the columns. `names`: in small letters, words joined by `_`."""

    path: Path
    encoding: str
    delimiter: str
    line: int
    names: tuple[str, ...]

    def places(self, columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
        """Field -> its column, from 0. `columns`: field -> the names that it may have, the surest first."""
        places = {field: next((name for name in names if name in self.names), None) for field, names in columns.items()}
        return {field: self.names.index(name) for field, name in places.items() if name is not None}

    def twice(self, columns: Mapping[str, tuple[str, ...]]) -> str | None:
        """A column that is meant and stands there twice."""
        columns_named = (self.names[at] for at in self.places(columns).values())
        return next((name for name in columns_named if self.names.count(name) > 1), None)

    def rows(self) -> Iterator[TableRow]:
        """Every row below it that is not empty, each cell in one line. Raises `OSError`."""
        for row in _csv(self.path, self.encoding, self.delimiter):
            if row.line > self.line:
                clean = tuple(" ".join(cell.split()) for cell in row.cells)
                if row.fault is not None:
                    yield row
                elif any("\0" in cell for cell in clean):
                    yield TableRow(row.line, fault=Sentence("it holds what is not text"))
                elif any(clean):
                    yield TableRow(row.line, clean)


def header_of(path: Path, known_names: Collection[str]) -> TableHeader | None:
    """None of an empty file. `known_names`: names of columns, by which the delimiter is told. Raises `OSError`."""
    encoding = _encoding_of(path)
    chosen = ""
    for read in _texts(path, encoding):
        line = (read.text or "").strip("\r\n")
        if read.number == 1 and line.casefold().startswith("sep=") and len(line) == len("sep=") + 1:
            # A spreadsheet's own line that names the delimiter.
            chosen = line[-1]
            continue
        if line.strip():
            delimiter = chosen or _delimiter_of(line, known_names)
            names = tuple(column_name(cell) for cell in _cells_of(line, delimiter))
            return TableHeader(path, encoding, delimiter, read.number, names)
    return None


def column_name(text: str) -> str:
    """A column's name, however it is written."""
    return "_".join(text.strip().strip("'").casefold().split())


def sheets_of(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook by name; of any other table none. Raises as `table_rows`."""
    if path.suffix.lower() not in XLSX_SUFFIXES:
        return ()
    with _workbook(path) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def table_rows(path: Path, sheet: str | None = None) -> Iterator[TableRow]:
    """Every row of a table with any columns, the header among them, cells as they stand there.

    `sheet`: which of a workbook's; without it the first.

    XLSX is read row by row, and everything in it is text here: a number becomes its digits, an empty cell "". Raises
    `OSError`, `TooMuchWork`, and `CatalogueError` for an XLSX file that is damaged or too large.
    """
    work = Work(path, ROWS, size=path.stat().st_size)
    for row in _xlsx(path, sheet) if path.suffix.lower() in XLSX_SUFFIXES else _text_rows(path):
        work.count(1 + len(row.cells) // _CELLS_A_ROW)
        yield row


def _text_rows(path: Path) -> Iterator[TableRow]:
    encoding = _encoding_of(path)
    lines = (read.text for read in islice(_texts(path, encoding), TITLE_ROWS + 1) if read.text)
    # A title above the table has no delimiter.
    parted = (delimiter for line in lines if len(_cells_of(line, delimiter := _delimiter_of(line, ()))) > 1)
    return _csv(path, encoding, next(parted, DELIMITERS[0]))


def csv_rows(lines: Iterable[Line], text_of: Callable[[Line], str]) -> Iterator[CsvRow]:
    """Every row of a file that must be CSV with commas. `text_of`: a line's text, with its end.

    A row that spans lines ends where it is too long.
    """
    # An old Mac's line end may lie within one of our lines.
    fed = _Fed(part for line in lines for part in io.StringIO(text_of(line), newline=""))
    reader = csv.reader(fed, strict=True)
    while True:
        begins = reader.line_num + 1
        fed.left = MOST_BYTES
        try:
            yield begins, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield begins, error


class _Fed:
    """Lines for a CSV reader; `left`: how many characters are left for the present row."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.left = MOST_BYTES

    def __iter__(self) -> _Fed:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.left -= len(line)
        if self.left < 0:
            raise csv.Error(f"a row {TOO_LONG}")
        return line


@dataclass(frozen=True)
class EditedRows(Generic[Row]):
    """Rows of small tables that people edit. `troubles`: a sentence for each row, or file, that could not be used."""

    rows: tuple[Row, ...]
    troubles: tuple[Sentence, ...]


def edited_rows(
    paths: Iterable[Path],
    header: Sequence[str],
    read: Callable[[Sequence[str]], Row | Sentence],
    *,
    unreadable: Sentence | None = None,
    delimiters: str = ",",
) -> EditedRows[Row]:
    """The rows of these tables, one table after the other. `read`: a row of these cells, or why it is left out.

    One row is one line, `#` begins a comment, and the header may be missing, as may the file. `unreadable`: what is
    said of a file, with its `path` and the `reason`; without it, `OSError` is raised. `delimiters`: the first of them
    that a line has parts its cells.
    """
    rows: list[Row] = []
    troubles: list[Sentence] = []
    for path in paths:
        try:
            for line, cells in _edited_lines(path, header, delimiters):
                row = cells if isinstance(cells, Sentence) else read(cells)
                if isinstance(row, Sentence):
                    left_out = Sentence(
                        "{file} line {line} is left out: {reason}.", file=path.name, line=line, reason=row
                    )
                    troubles.append(left_out)
                else:
                    rows.append(row)
        except FileNotFoundError:
            continue
        except OSError as error:
            if unreadable is None:
                raise
            troubles.append(Sentence(unreadable, path=path, reason=reason_of(error)))
    return EditedRows(tuple(rows), tuple(troubles))


def _edited_lines(path: Path, header: Sequence[str], delimiters: str) -> Iterator[tuple[int, list[str] | Sentence]]:
    """The number of each line that is a row, and its cells, or why it has none."""
    with path.open("rb") as file:
        for line in lines_of(file):
            try:
                text = (line.data or b"\xff").decode("utf-8").strip(" \r\n")
                delimiter = next((mark for mark in delimiters if mark in text), delimiters[-1])
                cells = [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter, strict=True), [])]
            except UnicodeDecodeError:
                yield line.number, Sentence("it is not UTF-8 text")
            except (csv.Error, ValueError):
                yield line.number, Sentence("its quotation marks do not match")
            else:
                if text.strip() and not text.startswith("#") and [cell.casefold() for cell in cells] != header:
                    yield line.number, cells


@dataclass(frozen=True)
class _Text:
    """A line with its end, or why it is no text."""

    number: int
    text: str | None
    fault: Sentence | None = None


def _encoding_of(path: Path) -> str:
    """By a byte order mark, or UTF-8 where most lines that are not plain are; else as Excel in Japan or in the west."""
    with path.open("rb") as file:
        head = file.read(3)
        if head == codecs.BOM_UTF8:
            return "utf-8"
        if head.startswith(_UTF_16):
            return "utf-16"
        file.seek(0)
        sound = broken = 0
        is_japanese, has_japanese = True, False
        for line in lines_of(file):
            if line.data is None or line.data.isascii():
                continue
            if _decoded(line.data, "utf-8") is not None:
                sound += 1
                continue
            broken += 1
            text = _decoded(line.data, "cp932") if is_japanese else None
            is_japanese = text is not None
            has_japanese = has_japanese or _JAPANESE.search(text or "") is not None
    if sound >= broken:
        return "utf-8"
    return "cp932" if is_japanese and has_japanese else "cp1252"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _texts(path: Path, encoding: str) -> Iterator[_Text]:
    """Every line, however it ends. The rest of one that is too long is skipped piece by piece."""
    # What is half a character in UTF-16 can be told by no mark of its own.
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors=errors, newline="") as file:
        number, work = 0, Work(path, LINES, size=path.stat().st_size)
        while text := file.readline(MOST_BYTES + 1):
            number += 1
            work.count()
            if len(text) > MOST_BYTES:
                while not text.endswith(("\n", "\r")) and (text := file.readline(MOST_BYTES)):
                    pass
                yield _Text(number, None, Sentence("it is longer than 1 MB"))
            elif _NO_TEXT.search(text):
                fault = Sentence("it is not text in the file's encoding ({encoding})", encoding=encoding)
                yield _Text(number, None, fault)
            else:
                yield _Text(number, text)


def _delimiter_of(header: str, known_names: Collection[str]) -> str:
    """The delimiter that makes the most known columns of a header, then the most columns."""

    def columns(delimiter: str) -> tuple[int, int]:
        cells = _cells_of(header, delimiter)
        return sum(column_name(cell) in known_names for cell in cells), len(cells)

    return max(DELIMITERS, key=columns)


def _cells_of(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _csv(path: Path, encoding: str, delimiter: str) -> Iterator[TableRow]:
    ahead: deque[_Text] = deque()
    lines = _texts(path, encoding)
    work = Work(path, LINES, size=path.stat().st_size)
    while (first := ahead.popleft() if ahead else next(lines, None)) is not None:
        yield _row(first, ahead, lines, delimiter, work)


def _row(first: _Text, ahead: deque[_Text], lines: Iterator[_Text], delimiter: str, work: Work) -> TableRow:
    """The row that begins with a line, and the lines after it while a quotation mark is open.

    `ahead`: lines that were read for a row before, and that it gave back; `work` counts them each time.
    """
    if first.text is None:
        return TableRow(first.number, fault=first.fault)
    texts, taken = [first.text], list[_Text]()
    left = MOST_BYTES - len(first.text)
    try:
        is_open = _leaves_open(first.text, delimiter)
        while is_open and len(taken) < _MOST_LINES and (line := ahead.popleft() if ahead else next(lines, None)):
            taken.append(line)
            work.count(_READ_WITHIN)
            left -= len(line.text or "")
            if line.text is None or left < 0:
                break
            texts.append(line.text)
            is_open = _leaves_open(f'"{line.text}', delimiter)
        if not is_open and _is_one_row(texts, delimiter):
            return TableRow(first.number, tuple(next(csv.reader(texts, delimiter=delimiter))))
        fault = Sentence("a quotation mark is not closed")
    except csv.Error as error:
        fault = Sentence("it is not CSV ({error})", error=error)
    ahead.extendleft(reversed(taken))
    return TableRow(first.number, fault=fault)


def _leaves_open(text: str, delimiter: str) -> bool:
    """Whether a line ends within quotation marks: then what stands below it belongs to its row."""
    return '"' in text and len(list(csv.reader([text, "."], delimiter=delimiter))) == 1


def _is_one_row(texts: Sequence[str], delimiter: str) -> bool:
    """Whether a row of several lines is one: a mark that some later row opens or has within it closes none."""
    try:
        return len(texts) == 1 or len(list(csv.reader(texts, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    # It takes a tenth of a second to load, and only tables need it.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
        if unpacked > min(_MOST_UNPACKED, max(50_000_000, _MOST_RATIO * path.stat().st_size)):
            raise CatalogueError(
                "{path} is too large for a table of cards when unpacked; it was not opened.", path=path
            )
        _count_marks(path)
        with warnings.catch_warnings():
            # openpyxl warns of what it drops: colours, rules for cells.
            warnings.simplefilter("ignore")
            # Opened here, because openpyxl leaves a damaged file open.
            with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
                yield book
    except _BROKEN as error:
        raise CatalogueError("{path} is damaged or not an XLSX file; save it again, or as CSV.", path=path) from error


def _count_marks(path: Path) -> None:
    """Before openpyxl reads it, which holds all texts, and goes through what is no row in silence."""
    work = Work(path, MARKS, size=min(path.stat().st_size, MARKS.each * (MOST_MARKS - MARKS.free)))
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            with packed.open(member) as file:
                while piece := file.read(_PIECE):
                    work.count(piece.count(b"<") * (1 if member.filename.startswith(_SHEETS) else _READ_AGAIN))


def _xlsx(path: Path, sheet: str | None) -> Iterator[TableRow]:
    with _workbook(path) as book:
        rows = (book.worksheets[0] if sheet is None else book[sheet]).iter_rows(values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield TableRow(number, tuple(_cell(value) for value in cells))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
