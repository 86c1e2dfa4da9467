"""How misspelled names are asked for: the index that finds them is handed in. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class AlikeSpan:
    """Letters `start` to `end` of a text are much like the name `name`, but for `edits` letters."""

    start: int
    end: int
    name: str
    edits: int


class AlikeNames(Protocol):
    """Finds names that stand misspelled in a folded text."""

    def inside(self, text: str, borders: Sequence[bool]) -> Sequence[AlikeSpan]:
        """The likeliest first. `borders[i]`: whether a word may begin at letter i; there is one more at the end."""
        ...

    def edits(self, one: str, other: str) -> int:
        """How many letters must be changed, added, left out or swapped with the next."""
        ...


class NoAlikeNames:
    """Finds none."""

    def inside(self, text: str, borders: Sequence[bool]) -> Sequence[AlikeSpan]:
        del text, borders
        return ()

    def edits(self, one: str, other: str) -> int:
        return 0 if one == other else max(len(one), len(other))
