"""Finds fingerprints that differ by a few bits among very many, exactly. Decides nothing about pictures.

Each fingerprint is cut into three bands. If two differ by at most `CANDIDATE_BITS` (5) bits, they have a band that
differs by at most one bit; otherwise they would differ by six. So only sorted bands with at most one flipped bit are
searched.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from karuta.engine.same_shot import CANDIDATE_BITS, Prints

Words = NDArray[np.uint64]
"""(n,) uint64: fingerprints, or what is cut out of them."""

_BANDS = ((0, 21), (21, 21), (42, 22))
# Up to this many added since the bands were sorted are compared one by one.
_UNSORTED = 512


class ShotIndex:
    """Photos by number, in the order in which they were added; each with its whole and its inner fingerprint."""

    def __init__(self, whole: Sequence[int] = (), inner: Sequence[int] = ()) -> None:
        self._count = len(whole)
        self._words: Words = np.empty(2 * max(1, self._count), np.uint64)
        self._words[0 : 2 * self._count : 2] = np.array(whole, np.uint64)
        self._words[1 : 2 * self._count : 2] = np.array(inner, np.uint64)
        self._sort()

    def __len__(self) -> int:
        return self._count

    def add(self, prints: Prints) -> None:
        at = 2 * self._count
        if at == len(self._words):
            self._words = np.concatenate([self._words, np.empty_like(self._words)])
        self._words[at : at + 2] = (prints.whole, prints.inner)
        self._count += 1
        if 2 * self._count - self._sorted > max(_UNSORTED, self._sorted // 4):
            self._sort()

    def near(self, prints: Prints) -> list[int]:
        """The photos of which this one may be a copy, or which may be copies of it; the nearest first."""
        windows = np.unique(prints.windows)
        held = self._words[: 2 * self._count]
        places = np.concatenate([self._in_bands(windows), np.arange(self._sorted, len(held))])
        return _nearest(windows, held[places], places)

    def near_by_brute_force(self, prints: Prints) -> list[int]:
        """The same, by comparing with each: the reference for tests of `near`."""
        held = self._words[: 2 * self._count]
        return _nearest(np.unique(prints.windows), held, np.arange(len(held)))

    def _sort(self) -> None:
        self._sorted = 2 * self._count
        held = self._words[: self._sorted]
        self._orders, self._bands = [], []
        for start, width in _BANDS:
            band = _band(held, start, width)
            order = np.argsort(band, kind="stable")
            self._orders.append(order)
            self._bands.append(band[order])

    def _in_bands(self, windows: Words) -> NDArray[np.intp]:
        found = []
        for (start, width), order, band in zip(_BANDS, self._orders, self._bands, strict=True):
            turned = np.concatenate([np.zeros(1, np.uint64), np.uint64(1) << np.arange(width, dtype=np.uint64)])
            asked = np.unique(_band(windows, start, width)[:, None] ^ turned[None, :])
            first, last = np.searchsorted(band, asked, "left"), np.searchsorted(band, asked, "right")
            found += [order[one:end] for one, end in zip(first, last, strict=True) if one < end]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.intp)


def _band(words: Words, start: int, width: int) -> Words:
    return (words >> np.uint64(start)) & np.uint64((1 << width) - 1)


def _nearest(windows: Words, held: Words, places: NDArray[np.intp]) -> list[int]:
    apart = np.full(len(held), 64, np.uint8)
    for window in windows:
        np.minimum(apart, np.bitwise_count(held ^ window), out=apart)
    near = np.flatnonzero(apart <= CANDIDATE_BITS)
    ordered = near[np.argsort(apart[near], kind="stable")]
    return list(dict.fromkeys(int(place) // 2 for place in places[ordered]))
