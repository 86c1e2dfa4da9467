"""Keys of the queue's rows, in order: photos by hash, files on their way in by path.

Draws nothing. Positions are computed in a lane if possible, to spare the window's thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Key = str | Path
"""A photo's hash, or the path of one that is on its way in."""


@dataclass(frozen=True)
class KnownKeys:
    """The list's keys at one moment; used only to test whether a photo is in it."""

    revision: int
    places: Mapping[Key, int]


@dataclass(frozen=True)
class Order:
    """The position of each photo.

    `same_as`: the revision of the list with exactly these photos, None if it is another.
    """

    places: dict[Key, int]
    same_as: int | None

    @classmethod
    def of(cls, photos: Sequence[str], known_keys: KnownKeys) -> Order:
        """In a lane, in short steps: one long step would hold up the window even from another thread."""
        places: dict[Key, int] = {photo: place for place, photo in enumerate(photos)}
        same = len(places) == len(known_keys.places)
        for photo in photos:
            if not same:
                break
            same = photo in known_keys.places
        return cls(places, known_keys.revision if same else None)


class QueueKeys:
    """`arriving`: how many are paths. `revision` grows whenever a key comes or goes."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        # The position of each key; None after removals, until it is needed.
        self._known_places: dict[Key, int] | None = {}
        self.arriving = 0
        self.revision = 0

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, place: int) -> Key:
        return self._keys[place]

    @property
    def places(self) -> dict[Key, int]:
        if self._known_places is None:
            self._known_places = {key: place for place, key in enumerate(self._keys)}
        return self._known_places

    @property
    def photos(self) -> list[str]:
        return [key for key in self._keys if isinstance(key, str)]

    @property
    def on_their_way(self) -> list[Path]:
        return [key for key in self._keys if isinstance(key, Path)] if self.arriving else []

    def begins(self, keys: Sequence[Key]) -> bool:
        """Whether the list begins like `keys`."""
        return len(keys) >= len(self._keys) and keys[: len(self._keys)] == self._keys

    def following(self, photo: str | None) -> list[str]:
        """The photos after this one, then those before it; all photos if it is not in the list."""
        place = self.places.get(photo) if photo else None
        keys = self._keys if place is None else self._keys[place + 1 :] + self._keys[:place]
        return [key for key in keys if isinstance(key, str)] if self.arriving else list(keys)  # type: ignore[arg-type]

    def neighbour(self, photo: str | None, step: int) -> str | None:
        """The photo this many places further, None beyond the end."""
        place = self.places.get(photo) if photo else None
        if place is None:
            place = -1 if step > 0 else len(self._keys)
        place += step
        while 0 <= place < len(self._keys):
            key = self._keys[place]
            if isinstance(key, str):
                return key
            place += 1 if step > 0 else -1
        return None

    def put(self, keys: list[Key], places: dict[Key, int] | None) -> None:
        """Replace the whole list by these."""
        self._keys, self._known_places = keys, places
        self.revision += 1
        self.arriving = sum(isinstance(key, Path) for key in keys) if self.arriving else 0

    def append(self, keys: list[Key], places: dict[Key, int] | None) -> None:
        """`places`: their positions, if they are the whole list."""
        first = len(self._keys)
        self.revision += 1
        if places is not None:
            self._known_places = places
        else:
            self.places.update((key, first + at) for at, key in enumerate(keys))
            self.arriving += sum(isinstance(key, Path) for key in keys)
        self._keys.extend(keys)

    def replace(self, path: Path, photo: str) -> int:
        """Put the photo in the place of the file that brought it. Returns that place."""
        self.revision += 1
        place = self.places.pop(path)
        self._keys[place] = photo
        self.places[photo] = place
        self.arriving -= 1
        return place

    def stretches(self, keys: Iterable[Key]) -> list[tuple[int, int]]:
        """The runs of neighbours among these, the last first: (first place, place after the last)."""
        stretches: list[tuple[int, int]] = []
        for place in sorted({self.places[key] for key in keys if key in self.places}, reverse=True):
            if stretches and stretches[-1][0] == place + 1:
                stretches[-1] = (place, stretches[-1][1])
            else:
                stretches.append((place, place + 1))
        return stretches

    def remove(self, first: int, after: int) -> None:
        self.arriving -= sum(isinstance(key, Path) for key in self._keys[first:after])
        del self._keys[first:after]
        self._known_places = None
        self.revision += 1

    def without(self, stretches: Iterable[tuple[int, int]]) -> list[Key]:
        """The keys outside these runs."""
        gone = {place for first, after in stretches for place in range(first, after)}
        return [key for place, key in enumerate(self._keys) if place not in gone]
