"""Finds photos that stand in several listings: the same shot, encoded anew, resized or slightly cropped."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.engine.same_shot import SIDE, Grey, ShotIndex, is_one_shot, prints_of

MOST_LAID_OVER = 24
_SHARDS_OPEN = 16


def same_photos(greys: Sequence[Path], photos: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """SoldListing -> the other listings that have one of its photos. Listings are counted from 0 in the file's order.

    `greys`: the shards' files of grey squares. `photos`: how many photos each listing has, in the same order.
    """
    first = np.cumsum([0, *(path.stat().st_size // (SIDE * SIDE) for path in greys)])

    @lru_cache(maxsize=_SHARDS_OPEN)
    def shard(number: int) -> NDArray[np.uint8]:
        return np.fromfile(greys[number], np.uint8).reshape(-1, SIDE, SIDE)

    def picture(number: int) -> NDArray[np.uint8]:
        at = int(np.searchsorted(first, number, side="right")) - 1
        return np.asarray(shard(at)[number - first[at]])

    shots, numbers = SeenShots(picture), count()
    for listing, several in enumerate(photos):
        shots.add(listing, map(picture, islice(numbers, several)))
    return {listing: tuple(sorted(others)) for listing, others in shots.same.items()}


@dataclass(eq=False)
class _Group:
    """Photos of the same pixels. `members`: the first of them. `alike`: groups that show the same shot otherwise."""

    first: int
    members: list[int]
    alike: list[_Group]
    is_itself: bool


class SeenShots:
    """Photos of listings that come one after the other, and which listings share a shot.

    One file under many listings is laid over others once, so that a shop's stock photo costs no more than another; of
    such a group the first photos stand for all. `picture`: the grey square of a photo that was added before, by its
    number; without it all are kept in memory, 4 KB a photo.
    """

    def __init__(self, picture: Callable[[int], NDArray[np.uint8]] | None = None) -> None:
        self.same: dict[Any, set[Any]] = {}
        self._kept: list[NDArray[np.uint8]] = []
        self._is_keeping, self._picture = picture is None, picture or self._kept.__getitem__
        self._owners: list[Hashable] = []
        self._index = ShotIndex()
        self._groups: list[_Group] = []
        self._by_pixels: dict[bytes, _Group] = {}

    def add(self, owner: Hashable, greys: Iterable[NDArray[np.uint8]]) -> None:
        """A listing's photos, once each listing."""
        for grey in greys:
            if self._is_keeping:
                self._kept.append(grey)
            self._owners.append(owner)
            for other in map(self._owners.__getitem__, self._near(np.asarray(grey, np.float32))):
                if other != owner:
                    self.same.setdefault(owner, set()).add(other)
                    self.same.setdefault(other, set()).add(owner)

    def others(self, owner: Hashable) -> frozenset[Any]:
        """The listings that have one of its photos too, as far as they were added."""
        return frozenset(self.same.get(owner, ()))

    # Inside

    def _near(self, grey: Grey) -> list[int]:
        """The photos before the last one that are the same shot."""
        number, pixels = len(self._owners) - 1, sha256(grey.tobytes()).digest()
        group = self._by_pixels.get(pixels)
        if group is None:
            group = self._by_pixels[pixels] = self._new(number, grey)
        near = [
            *(group.members if group.is_itself else ()),
            *(member for other in group.alike for member in other.members),
        ]
        if len(group.members) < MOST_LAID_OVER:
            group.members.append(number)
        return near

    def _new(self, number: int, grey: Grey) -> _Group:
        # A square of one grey is nobody's shot, also beside itself.
        group = _Group(number, [], [], is_one_shot(grey, grey))
        prints = prints_of(grey)
        for place in self._index.near(prints)[:MOST_LAID_OVER]:
            other = self._groups[place]
            if is_one_shot(np.asarray(self._picture(other.first), np.float32), grey):
                group.alike.append(other)
                other.alike.append(group)
        self._index.add(prints)
        self._groups.append(group)
        return group
