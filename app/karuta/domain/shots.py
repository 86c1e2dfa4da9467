"""Groups of photos that are one shot: re-encoded, resized or cropped a little; compares nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Group = frozenset[str]


class Shots:
    """Which photos are one shot, told pair by pair; a photo that is in no pair stands alone."""

    def __init__(self) -> None:
        self._group_of: dict[str, Group] = {}

    def tell(self, pairs: Iterable[tuple[str, str]]) -> None:
        """These two are one shot each; a shot's copies of copies are of it too."""
        for first, second in pairs:
            group = self[first] | self[second]
            self._group_of.update(dict.fromkeys(group, group))

    def __getitem__(self, photo: str) -> Group:
        return self._group_of.get(photo, frozenset((photo,)))

    @property
    def count(self) -> int:
        """How many photos have a copy."""
        return len(self._group_of)


def place_in_shot(group: Group, photo: str, places: Mapping[str, int]) -> tuple[int, int]:
    """Which of its shot's listed photos this one is, from 1, and how many there are; (1, 1) where it is alone."""
    listed = in_list_order(group, places)
    return (listed.index(photo) + 1, len(listed)) if photo in places else (1, 1)


def next_of_shot(group: Group, photo: str, places: Mapping[str, int]) -> str | None:
    """The next listed photo of the same shot, after the last one the first; None where there is no other."""
    listed = in_list_order(group, places)
    if photo not in listed or len(listed) < 2:
        return next((one for one in listed if one != photo), None)
    return listed[(listed.index(photo) + 1) % len(listed)]


def in_list_order(group: Group, places: Mapping[str, int]) -> list[str]:
    """The photos of a shot that are in the list, as they stand there."""
    return sorted((photo for photo in group if photo in places), key=places.__getitem__)


def together(photos: Sequence[str], shots: Shots) -> list[str]:
    """The same photos, each shot's together where its first one stands; the order is otherwise kept."""
    if not shots.count:
        return list(photos)
    places = {photo: place for place, photo in enumerate(photos)}
    seen: set[str] = set()
    ordered: list[str] = []
    for photo in photos:
        if photo in seen:
            continue
        group = shots[photo]
        copies = [photo] if len(group) == 1 else in_list_order(group, places)
        seen.update(copies)
        ordered += copies
    return ordered
