"""Tables of texts, each with a few numbers, as a file can hold them; and where in a title such a text may stand."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import TypeAlias

Numbers: TypeAlias = "array[int] | memoryview[int]"
_END = "\0"


@dataclass(frozen=True, eq=False)
class Table:
    """`lines`: the texts in UTF-8, each ended by a zero. `first`: where in `numbers` those of each text begin, and the
    end of the last; where no text has any, one zero. Both are unsigned, of 32 bits.

    Nothing is read out before it is asked for, so that a table that no title needs costs nothing.
    """

    lines: bytes | memoryview
    first: Numbers
    numbers: Numbers

    @classmethod
    def of(cls, texts: Iterable[str], rows: Collection[Collection[int]] = ()) -> Table:
        """`rows`: the numbers of each."""
        # Nobody sees a zero in a text.
        lines = "".join([text.replace(_END, "") + _END for text in texts]).encode("utf-8", "surrogatepass")
        first = accumulate(map(len, rows), initial=0)
        return cls(lines, array("I", first), array("I", chain.from_iterable(rows)))

    @cached_property
    def texts(self) -> list[str]:
        return str(self.lines, "utf-8", "surrogatepass").split(_END)[:-1]

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each text; of two that are alike, of the last."""
        return dict(zip(self.texts, range(len(self.texts)), strict=True))

    def row(self, place: int) -> tuple[int, ...]:
        """The numbers of a text by its place."""
        return tuple(self.numbers[self.first[place] : self.first[place + 1]])

    def get(self, text: str) -> tuple[int, ...]:
        """The numbers of a text; none if it is not there."""
        place = self.place.get(text)
        return () if place is None else self.row(place)


_HEAD = 3


def lengths_by_head(texts: Iterable[str]) -> Table:
    """For the first letters of texts, which lengths there are, the longest first; a head has those of shorter ones."""
    found: dict[str, set[int]] = {}
    for text in texts:
        found.setdefault(text[:_HEAD], set()).add(len(text))
    shorter = {head: {size for size in range(1, len(head)) if head[:size] in found} for head in found}
    return Table.of(found, [sorted(lengths | shorter[head], reverse=True) for head, lengths in found.items()])


def ends(lengths: Table, text: str, start: int) -> list[int]:
    """Where a text that begins at `start` may end, the farthest first. Asked at every letter, so as short as can be."""
    found = lengths.get(text[start : start + 3]) or lengths.get(text[start : start + 2]) or lengths.get(text[start])
    last = len(text) - start
    return [start + length for length in found if length <= last]
