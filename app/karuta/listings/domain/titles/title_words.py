"""The words of titles that are no card names, as rows: `Ultra Rare` and ウル, `1st`, 美品, `playset`. Reads no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from karuta.domain.text import fold, squeeze
from karuta.listings.domain.titles.reading import TitleField

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


HEAD = 3
Lengths = dict[str, tuple[int, ...]]


def lengths_by_head(texts: Iterable[str]) -> Lengths:
    """For the first letters of texts, which lengths there are, the longest first; a head has those of shorter ones."""
    found: dict[str, set[int]] = {}
    for text in texts:
        found.setdefault(text[:HEAD], set()).add(len(text))
    whole = {head: {*lengths, *_shorter(found, head)} for head, lengths in found.items()}
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in whole.items()}


def _shorter(found: Mapping[str, set[int]], head: str) -> Iterator[int]:
    """Of texts that are shorter than a head and begin it."""
    for size in range(1, min(len(head), HEAD)):
        yield from (length for length in found.get(head[:size], ()) if length == size)


def ends(lengths: Lengths, text: str, start: int) -> Sequence[int]:
    """Where a text that begins at `start` may end. Asked at every letter of a title, so it is as short as can be."""
    found = lengths.get(text[start : start + HEAD])
    if found is None:
        found = lengths.get(text[start : start + 2]) or lengths.get(text[start : start + 1])
        if found is None:
            return ()
    last = len(text) - start
    return [start + one for one in found if one <= last]
