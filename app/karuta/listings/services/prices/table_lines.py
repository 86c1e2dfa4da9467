"""Rows of a table that somebody else's program wrote: any usual encoding, delimiter and line end. Judges no content.

A row that cannot be read is told with its line, and costs no other row: a quotation mark that is never closed takes its
own line alone. Never holds more than a megabyte of a row.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from karuta.domain.sentence import Sentence
from karuta.lines import MOST_BYTES, lines_of

DELIMITERS = ",;\t|"
# A row of a listing has a title of a few lines at most.
_MOST_LINES = 50
_PIECE = 1 << 16
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class TableCells:
    """`line`: where the row begins, from 1. `fault`: why it has no cells."""

    line: int
    cells: tuple[str, ...] = ()
    fault: Sentence | None = None


@dataclass(frozen=True)
class _Read:
    number: int
    text: str | None
    fault: Sentence | None = None


def encoding_of(path: Path) -> str:
    """UTF-8 where most lines that are not plain are; else what Excel in Japan writes, or Excel in the west."""
    with path.open("rb") as file:
        if file.read(2) in _UTF_16:
            return "utf-16"
        file.seek(0)
        sound = broken = japanese = 0
        for line in lines_of(file):
            if line.data is None or line.data.isascii():
                continue
            if _decoded(line.data, "utf-8") is not None:
                sound += 1
                continue
            broken += 1
            text = _decoded(line.data, "cp932")
            japanese += text is not None and any("\u3040" <= letter <= "\u9fff" for letter in text)
    if sound >= broken:
        return "utf-8"
    return "cp932" if japanese == broken else "cp1252"


def cells_of(path: Path, *, encoding: str, delimiter: str) -> Iterator[TableCells]:
    """Every row that is not empty. Raises `OSError`."""
    with path.open("rb") as file:
        waiting: deque[_Read] = deque()
        lines = _lines(file, encoding)
        while (first := waiting.popleft() if waiting else next(lines, None)) is not None:
            row = _row(first, waiting, lines, delimiter)
            if row is not None:
                yield row


def first_lines(path: Path, *, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines that are text, with their numbers: a header is looked for among them."""
    with path.open("rb") as file:
        yield from ((line.number, line.text) for line in _lines(file, encoding) if line.text is not None)


def _row(first: _Read, waiting: deque[_Read], lines: Iterator[_Read], delimiter: str) -> TableCells | None:
    if first.text is None:
        return TableCells(first.number, fault=first.fault)
    feed = _Feed(first.text, waiting, lines)
    try:
        cells = next(csv.reader(feed, delimiter=delimiter), [])
        fault = Sentence("a quotation mark is not closed") if feed.ran_out or not feed.is_sound(delimiter) else None
    except csv.Error as error:
        cells, fault = [], Sentence("it is not CSV ({error})", error=error)
    if fault is not None:
        waiting.extendleft(reversed(feed.taken))
        return TableCells(first.number, fault=fault)
    clean = tuple(" ".join(cell.split()) for cell in cells)
    if any("\0" in cell for cell in clean):
        return TableCells(first.number, fault=Sentence("it holds what is not text"))
    return TableCells(first.number, clean) if any(clean) else None


class _Feed:
    """The lines of one row for a CSV reader, which asks for another one while a quotation mark is open."""

    def __init__(self, first: str, waiting: deque[_Read], lines: Iterator[_Read]) -> None:
        self._text = first
        self._first: str | None = first
        self._waiting, self._lines = waiting, lines
        self._left = MOST_BYTES - len(first)
        self.taken: list[_Read] = []
        self.ran_out = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._first is not None:
            text, self._first = self._first, None
            return text
        line = self._waiting.popleft() if self._waiting else next(self._lines, None)
        if line is not None:
            self.taken.append(line)
        if line is None or line.text is None or len(self.taken) >= _MOST_LINES or len(line.text) > self._left:
            self.ran_out = True
            raise StopIteration
        self._left -= len(line.text)
        return line.text

    def is_sound(self, delimiter: str) -> bool:
        """Whether a row of several lines is one: a mark that some later row opens or has within it closes none."""
        lines = [one.text or "" for one in self.taken]
        try:
            return not lines or len(list(csv.reader([self._text, *lines], delimiter=delimiter, strict=True))) == 1
        except csv.Error:
            return False


def _lines(file: IO[bytes], encoding: str) -> Iterator[_Read]:
    if encoding == "utf-16":
        file, encoding = io.BufferedReader(_AsUtf8(file)), "utf-8"
    number = 0
    for line in lines_of(file):
        if line.data is None:
            number += 1
            yield _Read(number, None, Sentence("it is longer than 1 MB"))
            continue
        text = _decoded(line.data, encoding)
        if text is None:
            number += 1
            yield _Read(number, None, Sentence("it is not text in the file's encoding ({encoding})", encoding=encoding))
            continue
        # An old Mac's line end may lie within one of our lines.
        for part in io.StringIO(text, newline=""):
            number += 1
            yield _Read(number, part)


class _AsUtf8(io.RawIOBase):
    """A file in UTF-16 as UTF-8, piece by piece."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            piece = self._file.read(_PIECE)
            self._ready = self._decoder.decode(piece, final=not piece).encode("utf-8", "replace")
            if not piece:
                break
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def delimiter_of(header: str, known: Iterable[str]) -> str:
    """The delimiter that makes the most known columns of a header, then the most columns."""
    names = frozenset(known)

    def columns(delimiter: str) -> tuple[int, int]:
        cells = header_cells(header, delimiter)
        return sum(cell in names for cell in cells), len(cells)

    return max(DELIMITERS, key=columns)


def header_cells(header: str, delimiter: str) -> list[str]:
    """A header's names, in small letters, words joined by `_`."""
    try:
        cells = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [column_name(cell) for cell in cells]


def column_name(text: str) -> str:
    """A column's name, however it is written."""
    return "_".join(text.strip().strip("'").casefold().split())
