"""Four corners while a person draws them: a box, clicks in any order, quarter turns, one corner moved.

Stores nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from karuta.domain.label import Points
from karuta.domain.sighting import CornersError, as_corners

Point = tuple[float, float]

CARD_ASPECT = 0.69
"""Width by height of a card, about: 59 x 86 mm and 63 x 88 mm."""
_FIRST_HEIGHT = 0.5


def is_card(points: Sequence[Point]) -> bool:
    """Whether the points can be a card: four, convex, clockwise, with an area."""
    try:
        as_corners(points)
    except CornersError:
        return False
    return True


def box(one: Point, other: Point) -> Points:
    """The upright rectangle between two opposite corners, in either order."""
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def around(points: Sequence[Point]) -> Points:
    """Points clicked in any order, as corners: clockwise from the one nearest to the top left."""
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    clockwise = sorted(points, key=lambda point: math.atan2(point[1] - y, point[0] - x))
    first = min(range(len(clockwise)), key=lambda at: sum(clockwise[at]))
    return (*clockwise[first:], *clockwise[:first])


def turned(points: Points) -> Points:
    """The same corners with the card turned clockwise by a quarter: its left edge becomes its top."""
    return (points[3], *points[:3])


def rotated(point: Point, degrees: float) -> Point:
    """A point turned about the origin, clockwise where y goes down."""
    if not degrees:
        return point
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return cosine * point[0] - sine * point[1], sine * point[0] + cosine * point[1]


def upright_turn(points: Points) -> float:
    """By how many degrees the photo must turn so that its card's top edge is level and on top."""
    (x, y), (other_x, other_y) = points[0], points[1]
    return -math.degrees(math.atan2(other_y - y, other_x - x))


def moved(points: Points, place: int, by: Point) -> Points:
    """The corners with one moved; unchanged if that would not make a card."""
    corner = (points[place][0] + by[0], points[place][1] + by[1])
    result = (*points[:place], corner, *points[place + 1 :])
    return result if is_card(result) else points


def first_card(size: tuple[int, int]) -> Points:
    """A card in the middle of a photo of `size` (width, height), as a start without a mouse."""
    high = _FIRST_HEIGHT * min(size[1], size[0] / CARD_ASPECT)
    wide = CARD_ASPECT * high
    left, top = (size[0] - wide) / 2, (size[1] - high) / 2
    return box((left, top), (left + wide, top + high))
