"""Rows of a CSV file, one by one: UTF-8 with or without a byte order mark, any line ends. Judges no row.

Never holds more than a megabyte of a line, or of a row that spans lines.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from karuta.domain.truth import TruthError
from karuta.lines import MOST_BYTES, TOO_LONG, Line, lines_of

CsvRow = tuple[int, list[str] | csv.Error]
"""The line on which a row begins, and its cells as they stand there, or why it is none."""


def csv_rows(path: Path) -> Iterator[CsvRow]:
    """Every row. Raises `TruthError` for a file or a line that cannot be read."""
    fed = _Fed(csv_lines(path))
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


def csv_lines(path: Path) -> Iterator[str]:
    """The file's lines with their ends. Raises `TruthError` with the line that cannot be read."""
    try:
        with path.open("rb") as file:
            if not file.read(MOST_BYTES).strip():
                raise TruthError(
                    "{file} is empty; its first line must be `photo,card_id` or `photo,card_id,corners`.",
                    file=path.name,
                )
            file.seek(0)
            for line in lines_of(file):
                # An old Mac's line end may lie within one of our lines.
                yield from io.StringIO(_text(line, path.name), newline="")
    except FileNotFoundError as error:
        raise TruthError("There is no truth file {path}; check the name.", path=path) from error
    except IsADirectoryError as error:
        raise TruthError("{path} is a folder; choose the CSV file in it.", path=path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TruthError(
            "The truth file {path} cannot be read ({reason}); fix that and try again.", path=path, reason=reason
        ) from error


def _text(line: Line, file: str) -> str:
    if line.data is None:
        raise TruthError("{file} line {line} is longer than 1 MB; write one row per line.", file=file, line=line.number)
    try:
        return line.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TruthError(
            "{file} line {line} is not UTF-8 text; save the file as CSV in UTF-8.", file=file, line=line.number
        ) from error


class _Fed:
    """Lines for a CSV reader; `left`: how many bytes are left for the present row."""

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
