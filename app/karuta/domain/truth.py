"""A truth file's contents: which cards are in which photo, where, and which sighting each row labels. Reads no file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.errors import KarutaError
from karuta.domain.sentence import counted
from karuta.domain.sighting import Corners, settled

QUARTER_TOLERANCE = 20.0
"""Degrees by which a card may be off a quarter turn and still be counted to it."""


class TruthError(KarutaError):
    """A truth file that cannot be used. The sentence names the file and, if it can, the line."""


class Rotation(StrEnum):
    """How a card lies in its photo: turned clockwise by about this many degrees, or between two quarter turns."""

    UPRIGHT = "0"
    QUARTER = "90"
    HALF = "180"
    THREE_QUARTERS = "270"
    BETWEEN = "between"


@dataclass(frozen=True, eq=False)
class TruthCard:
    """One row: one card of one photo.

    `ids`: the card ids that count as right, each bare or `game:card_id`; empty if the card is not in the catalogue (or
    there is no card). `corners`: where it is, None if the file does not say. `conditions`: the row's other columns.
    `line`: where the row begins in its file, from 1, counting the header.
    """

    ids: tuple[str, ...]
    corners: Corners | None = None
    conditions: Mapping[str, str] = field(default_factory=dict)
    line: int = 0

    @property
    def names_card(self) -> bool:
        """Whether the row names a card, so that the catalogue should have it."""
        return bool(self.ids)

    @property
    def written(self) -> str:
        """The ids as the file has them, `a|b`."""
        return "|".join(self.ids)

    def is_named(self, card: CardKey) -> bool:
        """Whether `card` is one of the right ones: by its bare id, or by game and id."""
        return card.card_id in self.ids or str(card) in self.ids

    @property
    def rotation(self) -> Rotation | None:
        """From the corners: the nearest quarter turn within `QUARTER_TOLERANCE` degrees; None without corners."""
        return None if self.corners is None else rotation_of(self.corners)


@dataclass(frozen=True, eq=False)
class TruthPhoto:
    """One photo and its rows, in the file's order; `name` as the file has it."""

    name: str
    cards: tuple[TruthCard, ...]


@dataclass(frozen=True, eq=False)
class Truth:
    """A truth file: its photos in the order of their first rows, and the columns that are conditions."""

    photos: tuple[TruthPhoto, ...]
    conditions: tuple[str, ...] = ()

    @property
    def cards(self) -> Sequence[TruthCard]:
        return [card for photo in self.photos for card in photo.cards]


def rotation_of(corners: Corners) -> Rotation:
    """How far the card is turned clockwise, as one of the four quarter turns or between two of them.

    The direction is that of its two horizontal edges together, so a steep view changes it little.
    """
    points = np.asarray(corners, dtype=np.float64)
    x, y = (points[1] - points[0]) + (points[2] - points[3])
    turned = math.degrees(math.atan2(y, x)) % 360
    quarter = round(turned / 90)
    if abs(turned - 90 * quarter) > QUARTER_TOLERANCE:
        return Rotation.BETWEEN
    return (Rotation.UPRIGHT, Rotation.QUARTER, Rotation.HALF, Rotation.THREE_QUARTERS)[quarter % 4]


@dataclass(frozen=True)
class Place:
    """`sighting`: the one that a row labels; None for the whole photo, or if nothing was seen at the row's corners.

    `unclear`: why the row cannot be placed, or None.
    """

    sighting: LiveSighting | None = None
    unclear: str | None = None


def placed(desk: DeskPhoto, rows: Sequence[TruthCard]) -> list[Place]:
    """A place for each row: by its corners; without corners, the only sighting, or the only one whose first match is
    the row's card.
    """
    drawn = {position: row.corners for position, row in enumerate(rows) if row.corners is not None}
    places = dict(zip(drawn, _by_corners(desk, list(drawn.values())), strict=True))
    for position, row in enumerate(rows):
        if position not in places:
            places[position] = _without_corners(desk, row, places.values(), alone=len(rows) == 1)
    return [places[position] for position in range(len(rows))]


def _by_corners(desk: DeskPhoto, drawn: Sequence[Corners]) -> list[Place]:
    met = settled(drawn, [sighting.corners for sighting in desk.sightings])
    twice = Place(unclear="another row's corners are those of the same sighting")
    return [
        twice if at not in met else Place() if (place := met[at]) is None else Place(desk.sightings[place])
        for at in range(len(drawn))
    ]


def _without_corners(desk: DeskPhoto, row: TruthCard, others: Iterable[Place], *, alone: bool) -> Place:
    taken = {place.sighting.sighting_id for place in others if place.sighting is not None}
    free = [sighting for sighting in desk.sightings if sighting.sighting_id not in taken]
    if alone and len(desk.sightings) <= 1:
        return Place(free[0]) if free else Place()
    suggested = [sighting for sighting in free if sighting.matches and row.is_named(sighting.matches[0].card)]
    if len(suggested) == 1:
        return Place(suggested[0])
    count = len(desk.sightings)
    return Place(
        unclear=f"{counted(count, 'card') if count else 'no cards'} found in this photo; the row needs "
        "corners to say which card it means"
    )
