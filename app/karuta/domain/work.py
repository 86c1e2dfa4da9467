"""How much work a stranger's file may ask for, counted in what a reader goes through and never in seconds.

Every reader counts its parts here, empty ones too: an empty row, a fill byte or an empty entry costs what a full one
does. A file may have some parts whatever its size, and more in proportion to its bytes, which honest files never use
up. Measured with files of 40 MB (`python -m tests.lab.fuzz_strangers`): 20 s of a processor at most.
"""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.errors import CatalogueError


@dataclass(frozen=True)
class Allowance:
    """`free`: the parts that every file may have. `each`: the bytes of a file that allow it one part more."""

    free: int
    each: int


READS = Allowance(100_000, 32)
"""Of a picture, by its decoder: one for each byte between two segments of a JPEG, four for a chunk of a PNG."""

LINES = Allowance(500_000, 24)
"""Lines of a text, elements of XML, objects and lists of JSON: some 8 microseconds each, in all passes."""

ROWS = Allowance(150_000, 300)
"""Rows of a list that may be cards, empty ones too: up to 100 microseconds each. 11,001 cards are 11,001 rows."""

MARKS = Allowance(1_000_000, 1)
"""Tags of a workbook's XML, which is packed: a cell has four, a microsecond each."""

MOST_MARKS = 8_000_000

ENTRIES = Allowance(50_000, 1_000)
"""Files and folders of a zip."""


class TooMuchWork(CatalogueError):  # noqa: N818 - what happened
    """A file holds more parts than its size explains."""


class Work:
    """What a file may still ask for. `name`: the file's, for the refusal; `size`: its bytes."""

    def __init__(self, name: object, allowance: Allowance, *, size: int = 0) -> None:
        self._name = name
        self._allowance = allowance
        self._bytes = size
        self._counted = 0

    def read(self, count: int) -> None:
        """So many bytes more, of a file whose size shows while it is read."""
        self._bytes += count

    def count(self, parts: int = 1) -> None:
        """Raises `TooMuchWork`."""
        self._counted += parts
        if self._counted > self._allowance.free + self._bytes // self._allowance.each:
            raise TooMuchWork(
                "{path} has far more rows, cells, lines or entries than its size explains, and is not read; save it "
                "anew without the empty ones.",
                path=self._name,
            )
