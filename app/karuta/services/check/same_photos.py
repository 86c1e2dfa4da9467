"""Finds photos that stand in several listings: the same shot, encoded anew, resized or slightly cropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.engine.same_shot import SIDE, Grey, is_one_shot, prints_of
from karuta.engine.shot_index import ShotIndex

MOST_LAID_OVER = 24
_SHARDS_OPEN = 16


def same_photos(greys: Sequence[Path], photos: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """SoldListing -> the other listings that have one of its photos. Listings are counted from 0 in the file's order.

    `greys`: the shards' files of grey squares. `photos`: how many photos each listing has, in the same order.
    """
    owner = np.repeat(np.arange(len(photos)), photos)
    first = np.cumsum([0, *(path.stat().st_size // (SIDE * SIDE) for path in greys)])

    @lru_cache(maxsize=_SHARDS_OPEN)
    def shard(number: int) -> NDArray[np.uint8]:
        return np.fromfile(greys[number], np.uint8).reshape(-1, SIDE, SIDE)

    def picture(number: int) -> Grey:
        at = int(np.searchsorted(first, number, side="right")) - 1
        return np.asarray(shard(at)[number - first[at]], np.float32)

    found: dict[int, set[int]] = {}
    for one, other in _pairs(len(owner), picture, owner):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {listing: tuple(sorted(others)) for listing, others in found.items()}


class SeenShots:
    """The same while listings come one after the other; kept in memory, 4 KB a photo."""

    def __init__(self) -> None:
        self._index = ShotIndex()
        self._greys: list[NDArray[np.uint8]] = []
        self._owners: list[str] = []
        self._same: dict[str, set[str]] = {}

    def add(self, owner: str, greys: Sequence[NDArray[np.uint8]]) -> None:
        """A listing's photos, once each listing."""
        for grey in greys:
            own = np.asarray(grey, np.float32)
            prints = prints_of(own)
            for near in self._index.near(prints)[:MOST_LAID_OVER]:
                other = self._owners[near]
                if other != owner and is_one_shot(np.asarray(self._greys[near], np.float32), own):
                    self._same.setdefault(owner, set()).add(other)
                    self._same.setdefault(other, set()).add(owner)
            self._index.add(prints)
            self._greys.append(grey)
            self._owners.append(owner)

    def others(self, owner: str) -> frozenset[str]:
        """The listings that have one of its photos too, as far as they were added."""
        return frozenset(self._same.get(owner, ()))


def _pairs(count: int, picture: Callable[[int], Grey], owner: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    index = ShotIndex()
    for number in range(count):
        grey = picture(number)
        prints = prints_of(grey)
        for near in index.near(prints)[:MOST_LAID_OVER]:
            if owner[near] != owner[number] and is_one_shot(picture(near), grey):
                yield int(owner[near]), int(owner[number])
        index.add(prints)
