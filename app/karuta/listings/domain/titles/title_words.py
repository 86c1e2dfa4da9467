"""The words of titles that are no card names, as rows, and tables of texts as a file can hold. Reads no file."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import TypeAlias

from karuta.domain.text import fold, squeeze
from karuta.listings.domain.titles.reading import TitleField

Numbers: TypeAlias = "array[int] | memoryview[int]"
_END = "\0"


FIELDS = frozenset(
    (
        TitleField.RARITY,
        TitleField.EDITION,
        TitleField.LANGUAGE,
        TitleField.CONDITION,
        TitleField.GRADE,
        TitleField.QUANTITY,
        TitleField.LOT,
        TitleField.PROXY,
        TitleField.GENUINE,
        TitleField.OTHER,
    )
)
"""What a row may be read as."""

EDITIONS = ("first", "limited", "unlimited")
CONDITIONS = ("mint", "near_mint", "good", "played", "damaged")


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


@dataclass(frozen=True)
class TitleWord:
    """One row. `words`: as people write them. `value`: what they mean (a grader's name for `grade`).

    Words in capitals alone, of three letters or fewer, are met in capitals only: `IT` is Italian, `it` is not.
    """

    field: TitleField
    words: str
    value: str

    @property
    def folded(self) -> str:
        return squeeze(fold(self.words))

    @property
    def is_capital(self) -> bool:
        return len(self.words) <= 3 and self.words.isascii() and self.words.isalpha() and self.words.isupper()


class TitleWords:
    """All rows, found by their folded words. Of two with the same words the first counts, or one not in capitals."""

    def __init__(self, rows: Iterable[TitleWord]) -> None:
        self._by_text: dict[str, TitleWord] = {}
        for row in rows:
            known = self._by_text.get(row.folded)
            if known is None or (known.is_capital and not row.is_capital and known.value == row.value):
                self._by_text[row.folded] = row
        self._lengths = lengths_by_head(self._by_text)

    def __len__(self) -> int:
        return len(self._by_text)

    def at(self, text: str, start: int) -> Iterable[TitleWord]:
        """The rows whose words stand at this place of a folded text, the longest first."""
        for end in ends(self._lengths, text, start):
            row = self._by_text.get(text[start:end])
            if row is not None:
                yield row
