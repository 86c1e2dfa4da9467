"""Which sighting of a photo each row of a truth file labels. Where that is not clear it says so and never guesses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from karuta.domain.counted import counted
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.sighting import Corners
from karuta.domain.sighting_identity import settled
from karuta.domain.truth import TruthCard


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
