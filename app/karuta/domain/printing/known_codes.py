"""All set codes of a game: which card a code names that is legible and none of the matches'. Pure.

A hundred thousand codes are too many to sum one by one. What was read freely finds the nearest ones, with a letter or
two misread, missing or too many; those are then compared as any strings are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.printing.judging import BOUNDS, Bounds, is_read
from karuta.domain.printing.verifying import SeenStrip, clearest, is_readable, verified

COMPARED = 24
_MOST_MISREAD = 2
_ANY = ord("?")
# A number alone is that of a card in every set.
_TELLING = re.compile(r"(?=.*[A-Z].*\d).{5,}")


@dataclass(frozen=True)
class KnownCodes:
    """`owners`: of each code, in capitals, the cards that it is printed on."""

    owners: Mapping[str, Collection[CardKey]]

    def named(self, strips: Sequence[SeenStrip], *, bounds: Bounds = BOUNDS) -> Collection[CardKey]:
        """The cards whose code is read there, as surely as a card's own is; none where it is not."""
        free = clearest(strips)
        if free is None or free.log < bounds.legible:
            return ()
        fits = verified(strips, self.nearest(free.text))
        return self.owners[fits.fits[0].text] if fits.fits and is_read(fits, bounds) else ()

    def nearest(self, text: str) -> list[str]:
        """The codes that differ from a text in two letters at most, the nearest first."""
        tried = [
            text,
            *(text[:at] + text[at + 1 :] for at in range(len(text))),
            *(f"{text[:at]}?{text[at:]}" for at in range(len(text) + 1)),
        ]
        distances: dict[str, int] = {}
        for number, each in enumerate(tried):
            if len(each) not in self._by_length:
                continue
            texts, table = self._by_length[len(each)]
            letters = np.frombuffer(each.encode("ascii", "replace"), dtype=np.uint8)
            misread = ((table != letters) & (letters != _ANY)).sum(axis=1) + (number > 0)
            for at in map(int, np.flatnonzero(misread <= _MOST_MISREAD)):
                distances[texts[at]] = min(int(misread[at]), distances.get(texts[at], _MOST_MISREAD))
        return sorted(distances, key=lambda code: (distances[code], code))[:COMPARED]

    @cached_property
    def _by_length(self) -> Mapping[int, tuple[Sequence[str], NDArray[np.uint8]]]:
        """Codes of one length, and their letters: (codes, letters)."""
        lengths: dict[int, list[str]] = {}
        for code in sorted(code for code in self.owners if is_readable(code) and _TELLING.fullmatch(code)):
            lengths.setdefault(len(code), []).append(code)
        return {
            length: (codes, np.frombuffer("".join(codes).encode("ascii"), dtype=np.uint8).reshape(-1, length))
            for length, codes in lengths.items()
        }
