"""All names of a catalogue, to find those that stand misspelled inside a title. Reads no files and keeps no cards.

Candidates have most of their pairs or triples of letters in the title; rapidfuzz lays those few over it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from karuta.listings.domain.titles.set_codes import AlikeSpan
from karuta.listings.domain.titles.title_parts import Table

_CANDIDATES = 40
_LEAST_SHARE = 0.3
_LEAST_ALIKE = 62.0
_BEST = 8
_END = "\n"
# No name of so few letters is found misspelled.
_SHORT = 3


def grams_of(names: Sequence[str]) -> Table:
    """Triples of letters of Latin names, pairs of all others, as numbers of 64 bits, and whose they are, by place."""
    letters = _letters(_END + _END.join(names) + _END)
    number = np.cumsum(letters == ord(_END), dtype=np.int32) - 1
    place = np.minimum(number, len(names))
    is_latin = np.array([*(name.isascii() for name in names), False])[place]
    inside = np.array([*(len(name) > _SHORT for name in names), False])[place] & (letters != ord(_END))
    triples, pairs = _triples(letters), _pairs(letters)
    of_triple = inside[:-2] & inside[1:-1] & inside[2:] & is_latin[:-2]
    of_pair = inside[:-1] & inside[1:] & ~is_latin[:-1]
    grams = np.concatenate((triples[of_triple], pairs[of_pair]))
    owners = np.concatenate((number[:-2][of_triple], number[:-1][of_pair]))
    order = np.argsort(grams, kind="stable")
    known, first = np.unique(grams[order], return_index=True)
    return Table(known.tobytes(), array("I", [*first.tolist(), len(order)]), array("I", owners[order].tobytes()))


class AlikeIndex:
    """Folded names by their triples and pairs of letters."""

    def __init__(self, names: Sequence[str], grams: Table) -> None:
        """`grams`: of the first of these names, as `grams_of` made it."""
        self._names = names
        self._grams = np.frombuffer(grams.lines, np.uint64)
        self._first = np.frombuffer(grams.first, np.uint32)
        self._owners = np.frombuffer(grams.numbers, np.uint32)
        self._counts = np.maximum(np.bincount(self._owners, minlength=len(names)), 1).astype(np.float32)
        self._least = np.maximum(np.ceil(_LEAST_SHARE * self._counts), 1).astype(np.int32)

    def edits(self, one: str, other: str) -> int:
        return int(OSA.distance(one, other))

    def inside(self, text: str, borders: Sequence[bool]) -> list[AlikeSpan]:
        """Names of which most stands in the text, the best first."""
        found = (self._laid_over(name, text, borders) for name in self._candidates(text))
        spans = [one for one in found if one is not None]
        spans.sort(key=lambda one: (3 * one.edits - len(one.name), one.name))
        return spans[:_BEST]

    def _candidates(self, text: str) -> list[str]:
        letters = _letters(text)
        # `np.unique` would load what is else not needed.
        wanted = np.array(sorted({*_triples(letters).tolist(), *_pairs(letters).tolist()}), np.uint64)
        places = np.searchsorted(self._grams, wanted)
        is_there = places < len(self._grams)
        known = places[is_there][self._grams[places[is_there]] == wanted[is_there]]
        if not len(known):
            return []
        owners = np.concatenate([self._owners[self._first[at] : self._first[at + 1]] for at in known])
        common = np.bincount(owners, minlength=len(self._names))
        # Few have enough: what follows is asked of these alone.
        likely = np.flatnonzero(common >= self._least)
        common, counts = common[likely].astype(np.float32), self._counts[likely]
        order = np.lexsort((likely, -(common / counts * common)))[:_CANDIDATES]
        return [self._names[at] for at in likely[order]]

    def _laid_over(self, name: str, text: str, borders: Sequence[bool]) -> AlikeSpan | None:
        """The words of the text that are most like the name."""
        if len(name) > len(text):
            start, end = 0, len(text)
        else:
            laid = fuzz.partial_ratio_alignment(name, text, score_cutoff=_LEAST_ALIKE)
            if laid is None:
                return None
            start, end = laid.dest_start, laid.dest_end
        best: AlikeSpan | None = None
        for begin in _near(borders, start):
            for stop in _near(borders, end):
                if stop <= begin:
                    continue
                edits = self.edits(name, text[begin:stop])
                if best is None or edits < best.edits:
                    best = AlikeSpan(begin, stop, name, edits)
        return best


def _near(borders: Sequence[bool], place: int) -> list[int]:
    """The borders of words before, at and after a place."""
    last = len(borders) - 1
    before = next((at for at in range(place, -1, -1) if borders[at] or at == 0), 0)
    after = next((at for at in range(place, last + 1) if borders[at] or at == last), last)
    found = {before, after}
    further = next((at for at in range(after + 1, last + 1) if borders[at] or at == last), last)
    earlier = next((at for at in range(before - 1, -1, -1) if borders[at] or at == 0), 0)
    return sorted(found | {further, earlier})


def _letters(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _pairs(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (letters[:-1] << np.uint64(21)) | letters[1:]


def _triples(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (letters[:-2] << np.uint64(42)) | (letters[1:-1] << np.uint64(21)) | letters[2:]
