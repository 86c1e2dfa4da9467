"""The place of a card in a photo: corners from rotation, share and perspective. Geometry only, no pixels.

Coordinates are continuous: a pixel's centre is at one half, and the photo spans 0 to its width and height.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from karuta.domain.sighting import area

Corners = NDArray[np.float64]


def rectangle(width: float, height: float) -> Corners:
    """Upright corners TL, TR, BR, BL around the origin."""
    x, y = width / 2, height / 2
    return np.array([(-x, -y), (x, -y), (x, y), (-x, y)], dtype=np.float64)


def turned(points: Corners, degrees: float) -> Corners:
    """The points turned clockwise (y is down) around the origin."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return points @ np.array([(cos, sin), (-sin, cos)], dtype=np.float64)


def tilted(points: Corners, perspective: float, rng: np.random.Generator) -> Corners:
    """The rectangle as a tilted card appears to a pinhole camera.

    The corner that moves most moves by `perspective` card widths. A real tilt is drawn, then scaled to this
    displacement, so that the limit is exact.
    """
    if perspective <= 0:
        return points
    width = float(np.linalg.norm(points[1] - points[0]))
    size = math.sqrt(area(points))
    axis, tilt = rng.uniform(0, 2 * math.pi), math.radians(rng.uniform(20, 40))
    distance = rng.uniform(1.6, 4.0) * size
    across = np.array([math.cos(axis), math.sin(axis)])
    along = np.array([-across[1], across[0]])
    u, v = points @ across, points @ along
    depth = distance / (distance + v * math.sin(tilt))
    seen = (u * depth)[:, None] * across + (v * math.cos(tilt) * depth)[:, None] * along
    seen -= seen.mean(axis=0)
    seen *= size / math.sqrt(area(seen))
    moves = seen - points + rng.normal(0.0, 0.01 * width, (4, 2))  # a card is never quite flat
    result: Corners = points + moves * (perspective * width / np.linalg.norm(moves, axis=1).max())
    return result


def with_area(points: Corners, pixels: float) -> Corners:
    """The points scaled around the origin to an area in square pixels."""
    return points * math.sqrt(pixels / area(points))


def placed(points: Corners, size: tuple[int, int], outside: float, rng: np.random.Generator) -> Corners:
    """The points moved into the photo. Points larger than the photo are shrunk; `outside` pixels may leave it."""
    width, height = size
    span = np.ptp(points, axis=0)
    room = np.array([width, height], dtype=np.float64)
    points = points * min(1.0, float(((room * 0.985 + outside) / span).min()))
    low = -points.min(axis=0) - outside
    high = room - points.max(axis=0) + outside
    low, high = np.minimum(low, high), np.maximum(low, high)
    if rng.random() < 0.5:  # half of the sellers aim at the middle
        middle = np.clip(room / 2 + rng.normal(0, 0.05, 2) * room, low, high)
    else:
        middle = rng.uniform(low, high)
    result: Corners = points + middle
    return result
