"""A file line by line, or as rows of CSV, with at most a million letters of a row in memory. Knows no content."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MOST_BYTES = 1_000_000
TOO_LONG = f"longer than {MOST_BYTES // 1_000_000} MB"
_BOM = b"\xef\xbb\xbf"

CsvRow = tuple[int, list[str] | csv.Error]
"""The line on which a row begins, and its cells as they stand there, or why it is none."""


@dataclass(frozen=True)
class Line:
    """`number` counts from 1. `data`: including its end, without a byte order mark; None if it is too long."""

    number: int
    data: bytes | None


def lines_of(file: IO[bytes]) -> Iterator[Line]:
    """Every line of a file. The rest of a line that is too long is skipped piece by piece."""
    number = 0
    while data := file.readline(MOST_BYTES + 1):
        number += 1
        too_long = len(data) > MOST_BYTES
        while too_long and not data.endswith(b"\n") and (data := file.readline(MOST_BYTES)):
            pass
        yield Line(number, None if too_long else data.removeprefix(_BOM if number == 1 else b""))


def csv_rows(lines: Iterator[str]) -> Iterator[CsvRow]:
    """Every row of lines with their ends. One that spans lines ends where it is too long."""
    fed = _Fed(lines)
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
