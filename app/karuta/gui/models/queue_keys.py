"""Where each photo of a long list stands, worked out in a lane so that the window need not; holds no list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class KnownKeys:
    """What stood in the list at one moment; only to be asked whether a photo is in it."""

    revision: int
    places: Mapping[str | Path, int]


@dataclass(frozen=True)
class Order:
    """Where each photo stands. `same_as`: the revision of the list that holds just these photos, None for another."""

    places: dict[str | Path, int]
    same_as: int | None

    @classmethod
    def of(cls, photos: Sequence[str], known: KnownKeys) -> Order:
        """In a lane, in short steps: one long step would hold up the window even from another thread."""
        places: dict[str | Path, int] = {photo: place for place, photo in enumerate(photos)}
        same = len(places) == len(known.places)
        for photo in photos:
            if not same:
                break
            same = photo in known.places
        return cls(places, known.revision if same else None)
