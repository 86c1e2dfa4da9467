"""The geometry of a card seen in a photo: corners, their order, overlap; numpy only, no pixels.

Corners are `(4, 2)` floats, x then y, in pixels of the full-size upright photo, in the order top-left,
top-right, bottom-right, bottom-left *of the upright card*. They may lie outside the photo.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Corners = NDArray[np.float64]


class CornersError(ValueError):
    """Four points that are no card: not finite, not four, crossed, hollow or without area."""


def as_corners(points: ArrayLike) -> Corners:
    """The points as corners, `(4, 2)` float64.

    Raises `CornersError` when they are not four finite points that make a convex, clockwise
    (in image coordinates: y down) quadrilateral with an area of at least one square pixel.
    """
    try:
        corners = np.asarray(points, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise CornersError("corners are four pairs of numbers") from error
    if corners.shape == (8,):
        corners = corners.reshape(4, 2)
    if corners.shape != (4, 2):
        raise CornersError("corners are four points: top-left, top-right, bottom-right, bottom-left")
    if not np.isfinite(corners).all():
        raise CornersError("corners must be finite numbers")
    edges = np.roll(corners, -1, axis=0) - corners
    turns = np.cross(np.c_[edges, np.zeros(4)], np.c_[np.roll(edges, -1, axis=0), np.zeros(4)])[:, 2]
    if (turns <= 0).any() or area(corners) < 1.0:
        raise CornersError("corners must go clockwise around a convex card, without crossing")
    return corners


def area(corners: ArrayLike) -> float:
    """Area in square pixels (shoelace formula), never negative."""
    points = np.asarray(corners, dtype=np.float64)
    x, y = points[:, 0], points[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def height(corners: ArrayLike) -> float:
    """Mean length of the left and right edges, in pixels."""
    points = np.asarray(corners, dtype=np.float64)
    return float((np.linalg.norm(points[3] - points[0]) + np.linalg.norm(points[2] - points[1])) / 2)


def iou(one: ArrayLike, other: ArrayLike) -> float:
    """Intersection over union of two convex quadrilaterals, 0 to 1 (Sutherland-Hodgman clipping)."""
    first, second = _clockwise(one), _clockwise(other)
    overlap = _clip(first, second)
    shared = area(overlap) if len(overlap) >= 3 else 0.0
    union = area(first) + area(second) - shared
    return float(shared / union) if union > 0 else 0.0


def overlap_share(one: ArrayLike, other: ArrayLike) -> float:
    """Intersection over the smaller of two convex quadrilaterals, 0 to 1: 1 where one lies inside the other."""
    first, second = _clockwise(one), _clockwise(other)
    overlap = _clip(first, second)
    smaller = min(area(first), area(second))
    return float(area(overlap) / smaller) if len(overlap) >= 3 and smaller > 0 else 0.0


def _clockwise(corners: ArrayLike) -> Corners:
    points = np.asarray(corners, dtype=np.float64)
    x, y = points[:, 0], points[:, 1]
    signed = np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))
    return points if signed >= 0 else points[::-1]


def _clip(subject: Corners, window: Corners) -> Corners:
    points = [tuple(point) for point in subject]
    for start, end in zip(window, np.roll(window, -1, axis=0), strict=True):
        kept: list[tuple[float, float]] = []
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
            side_a = (end[0] - start[0]) * (ay - start[1]) - (end[1] - start[1]) * (ax - start[0])
            side_b = (end[0] - start[0]) * (by - start[1]) - (end[1] - start[1]) * (bx - start[0])
            if side_a >= 0:
                kept.append((ax, ay))
            if (side_a >= 0) != (side_b >= 0):
                share = side_a / (side_a - side_b)
                kept.append((ax + share * (bx - ax), ay + share * (by - ay)))
        points = kept
        if not points:
            break
    return np.asarray(points, dtype=np.float64).reshape(-1, 2)


def reading_order(cards: Sequence[Corners]) -> list[int]:
    """Positions in reading order: rows top-down, left to right in a row.

    Two cards are in one row where their centres are closer vertically than half the median card height;
    a row is grown from its topmost card, so a slanted column never becomes one row.
    """
    if not cards:
        return []
    centres = np.array([np.asarray(card, dtype=np.float64).mean(axis=0) for card in cards])
    near = float(np.median([height(card) for card in cards])) / 2
    left = sorted(range(len(cards)), key=lambda i: (centres[i][1], centres[i][0]))
    order: list[int] = []
    while left:
        top = centres[left[0]][1]
        row = [i for i in left if centres[i][1] - top < near]
        order.extend(sorted(row, key=lambda i: (centres[i][0], centres[i][1])))
        left = [i for i in left if i not in row]
    return order


def pair_greedily(found: Sequence[Corners], truth: Sequence[Corners], *, at_least: float = 0.5) -> dict[int, int]:
    """Truth position -> found position, best overlaps first, each used once, IoU of `at_least` or more."""
    overlaps = sorted(
        ((iou(f, t), ti, fi) for ti, t in enumerate(truth) for fi, f in enumerate(found)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for overlap, ti, fi in overlaps:
        if overlap < at_least:
            break
        if ti not in pairs and fi not in used:
            pairs[ti] = fi
            used.add(fi)
    return pairs
