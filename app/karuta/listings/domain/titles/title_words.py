"""The words of titles that are no card names, as rows: `Ultra Rare` and ウル, `1st`, 美品, `playset`. Reads no file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from karuta.domain.text import fold, squeeze
from karuta.listings.domain.titles.reading import TitleField
from karuta.listings.domain.titles.text_tables import ends, lengths_by_head

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
