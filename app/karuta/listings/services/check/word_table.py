"""Reads a small table that people may edit: a header, `#` for comments, each unusable row one sentence."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from karuta.domain.sentence import Sentence
from karuta.lines import Line, lines_of

Row = TypeVar("Row")


def table_rows(
    path: Path, header: Sequence[str], read: Callable[[Sequence[str]], Row | Sentence]
) -> Iterator[Row | Sentence]:
    """What `read` makes of each row's cells, or a sentence with file and line that says why not. Raises `OSError`."""
    with path.open("rb") as file:
        for line in lines_of(file):
            cells = _cells(line)
            if cells is None or cells == header:
                continue
            row = cells if isinstance(cells, Sentence) else read(cells)
            if isinstance(row, Sentence):
                yield Sentence(
                    "{file} line {line} is left out: {reason}.", file=path.name, line=line.number, reason=row
                )
            else:
                yield row


def _cells(line: Line) -> list[str] | Sentence | None:
    """None for a comment or an empty line."""
    try:
        text = (line.data or b"\xff").decode("utf-8").strip()
        if not text or text.startswith("#"):
            return None
        (cells,) = csv.reader([text], strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        return Sentence("it is not UTF-8 text with matching quotation marks")
    return [cell.strip() for cell in cells]
