"""Rows of a CSV file, one by one: UTF-8 with or without a byte order mark, any line ends. Judges no row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from karuta.domain.truth import TruthError
from karuta.lines import MOST_BYTES, Line, lines_of
from karuta.tables import CsvRow, csv_rows


def file_rows(path: Path) -> Iterator[CsvRow]:
    """Every row. Raises `TruthError` for a file or a line that cannot be read."""
    try:
        with path.open("rb") as file:
            if not file.read(MOST_BYTES).strip():
                raise TruthError(
                    "{file} is empty; its first line must be `photo,card_id` or `photo,card_id,corners`.",
                    file=path.name,
                )
            file.seek(0)
            yield from csv_rows(lines_of(file), lambda line: _text(line, path.name))
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
