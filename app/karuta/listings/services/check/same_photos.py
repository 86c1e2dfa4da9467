"""Finds photos that stand in several listings: the same shot, encoded anew, resized or slightly cropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.engine.same_shot import SIDE, Grey, ShotIndex, is_one_shot, prints_of

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
        self._greys: list[NDArray[np.uint8]] = []
        self._owners: list[str] = []
        self._same: dict[str, set[str]] = {}
        self._shots = _Shots(lambda number: np.asarray(self._greys[number], np.float32))

    def add(self, owner: str, greys: Sequence[NDArray[np.uint8]]) -> None:
        """A listing's photos, once each listing."""
        for grey in greys:
            self._greys.append(grey)
            self._owners.append(owner)
            for near in self._shots.add(np.asarray(grey, np.float32)):
                other = self._owners[near]
                if other != owner:
                    self._same.setdefault(owner, set()).add(other)
                    self._same.setdefault(other, set()).add(owner)

    def others(self, owner: str) -> frozenset[str]:
        """The listings that have one of its photos too, as far as they were added."""
        return frozenset(self._same.get(owner, ()))


def _pairs(count: int, picture: Callable[[int], Grey], owner: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    shots = _Shots(picture)
    for number in range(count):
        for near in shots.add(picture(number)):
            if owner[near] != owner[number]:
                yield int(owner[near]), int(owner[number])


@dataclass(eq=False)
class _Group:
    """Photos of the same pixels. `members`: the first of them. `alike`: groups that show the same shot otherwise."""

    first: int
    members: list[int]
    alike: list[_Group]
    is_itself: bool


class _Shots:
    """Photos that come one after the other, from 0. One file under many listings is laid over others once, so that a
    shop's stock photo costs no more than another; of such a group the first photos stand for all.

    `picture`: the grey square of a photo that was added before.
    """

    def __init__(self, picture: Callable[[int], Grey]) -> None:
        self._picture = picture
        self._index = ShotIndex()
        self._groups: list[_Group] = []
        self._by_pixels: dict[bytes, _Group] = {}
        self._count = 0

    def add(self, grey: Grey) -> list[int]:
        """The photos before it that are the same shot."""
        number = self._count
        self._count += 1
        pixels = sha256(grey.tobytes()).digest()
        group = self._by_pixels.get(pixels)
        if group is None:
            group = self._by_pixels[pixels] = self._new(number, grey)
        found = [
            *(group.members if group.is_itself else ()),
            *(member for other in group.alike for member in other.members),
        ]
        if len(group.members) < MOST_LAID_OVER:
            group.members.append(number)
        return found

    def _new(self, number: int, grey: Grey) -> _Group:
        # A square of one grey is nobody's shot, also beside itself.
        group = _Group(number, [], [], is_one_shot(grey, grey))
        prints = prints_of(grey)
        for place in self._index.near(prints)[:MOST_LAID_OVER]:
            other = self._groups[place]
            if is_one_shot(self._picture(other.first), grey):
                group.alike.append(other)
                other.alike.append(group)
        self._index.add(prints)
        self._groups.append(group)
        return group
