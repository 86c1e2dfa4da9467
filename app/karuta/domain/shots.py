"""Groups photos that are one shot: re-encoded, resized or slightly cropped copies. Compares nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Group = frozenset[str]


class Shots:
    """Which photos are one shot, told pair by pair. A photo in no pair stands alone."""

    def __init__(self) -> None:
        self._group_of: dict[str, Group] = {}

    def tell(self, pairs: Iterable[tuple[str, str]]) -> None:
        """These two are one shot, and so are all that were paired with either."""
        for first, second in pairs:
            group = self[first] | self[second]
            self._group_of.update(dict.fromkeys(group, group))

    def __getitem__(self, photo: str) -> Group:
        return self._group_of.get(photo, frozenset((photo,)))


def next_of_shot(group: Group, photo: str, places: Mapping[Any, int]) -> str | None:
    """The next listed photo of the same shot, cyclically; None if there is no other."""
    listed = in_list_order(group, places)
    if photo not in listed or len(listed) < 2:
        return next((one for one in listed if one != photo), None)
    return listed[(listed.index(photo) + 1) % len(listed)]


def in_list_order(group: Group, places: Mapping[Any, int]) -> list[str]:
    """The photos of a shot that are in the list, in its order."""
    return sorted((photo for photo in group if photo in places), key=places.__getitem__)
