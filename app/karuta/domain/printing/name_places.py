"""Where the name stands on cards of each game: one table. Cuts and reads nothing.

Places are fractions of the upright card's width and height. Yu-Gi-Oh's and the demo's were measured, the others are
taken from what is known of their frames.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NamePlace:
    """A row with a card's name. `middle` and `tall`: of the row, so that the letters fill two thirds of it."""

    game: str
    left: float
    right: float
    middle: float
    tall: float


NAME_PLACES: tuple[NamePlace, ...] = (
    NamePlace("yugioh", 0.05, 0.86, 0.070, 0.060),
    NamePlace("kazeyomi", 0.17, 0.83, 0.720, 0.055),
    NamePlace("magic", 0.06, 0.80, 0.063, 0.050),
    NamePlace("pokemon", 0.19, 0.74, 0.060, 0.058),
    NamePlace("onepiece", 0.17, 0.83, 0.900, 0.055),
)


def name_place(game: str) -> NamePlace | None:
    return next((place for place in NAME_PLACES if place.game == game), None)
