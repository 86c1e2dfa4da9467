"""A file line by line, in bounds: a million bytes of a line in memory, and lines in proportion to its bytes.

Knows no content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from karuta.domain.work import LINES, Allowance, Work

MOST_BYTES = 1_000_000
TOO_LONG = f"longer than {MOST_BYTES // 1_000_000} MB"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Line:
    """`number` counts from 1. `data`: including its end, without a byte order mark; None if it is too long."""

    number: int
    data: bytes | None


def lines_of(file: IO[bytes], allowance: Allowance = LINES) -> Iterator[Line]:
    """Every line of a file. The rest of a line that is too long is skipped piece by piece. Raises `TooMuchWork`."""
    number, work = 0, Work(getattr(file, "name", "The file"), allowance)
    while data := file.readline(MOST_BYTES + 1):
        number += 1
        work.read(len(data))
        work.count()
        too_long = len(data) > MOST_BYTES
        while too_long and not data.endswith(b"\n") and (data := file.readline(MOST_BYTES)):
            pass
        yield Line(number, None if too_long else data.removeprefix(_BOM if number == 1 else b""))
