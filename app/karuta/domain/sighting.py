"""The geometry of a card seen in a photo: corners, their order, overlap; numpy only, no pixels.

Corners are `(4, 2)` floats, x then y, in pixels of the full-size upright photo, in the order top-left,
top-right, bottom-right, bottom-left *of the upright card*. They may lie outside the photo.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Corners = NDArray[np.float64]


SAME_SIGHTING = 0.5
"""Two quadrilaterals that overlap by more than this (IoU) are one sighting."""


STILL_SHARE = 0.04
"""Of the card's height: what a hand trembles, and what the detector differs from frame to frame."""
STILL_SECONDS = 0.5


class CornersError(ValueError):
    """Four points that are not a card: not finite, not four, crossed, concave or without area."""


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
    if any(turn <= 0 for turn in _turns(corners)) or area(corners) < 1.0:
        raise CornersError("corners must go clockwise around a convex card, without crossing")
    return corners


def kept_corners(corners: Corners) -> Corners:
    """Corners as a library keeps them: to a hundredth of a pixel."""
    return np.round(corners, 2) + 0.0


def _turns(corners: Corners) -> list[float]:
    """The cross product of each edge with the next; all positive if the corners go clockwise (y down).

    Plain floats: for four points numpy's `roll` and `cross` cost thirty times the arithmetic.
    """
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners.tolist()
    edges = [(bx - ax, by - ay), (cx - bx, cy - by), (dx - cx, dy - cy), (ax - dx, ay - dy)]
    following = [*edges[1:], edges[0]]
    return [x * v - y * u for (x, y), (u, v) in zip(edges, following, strict=True)]


def _signed_area(points: Sequence[Sequence[float]]) -> float:
    """The shoelace formula; positive if the points go clockwise (y down)."""
    twice = 0.0
    x, y = points[-1] if len(points) else (0.0, 0.0)
    for u, v in points:
        twice += x * v - u * y
        x, y = u, v
    return twice / 2


def area(corners: ArrayLike) -> float:
    """Area in square pixels (shoelace formula), never negative."""
    return abs(_signed_area(np.asarray(corners, dtype=np.float64).tolist()))


def height(corners: ArrayLike) -> float:
    """Mean length of the left and right edges, in pixels."""
    points = np.asarray(corners, dtype=np.float64)
    return float((np.linalg.norm(points[3] - points[0]) + np.linalg.norm(points[2] - points[1])) / 2)


# A card that is seen very aslant is still not so much wider than high, as a line of letters is.
MOST_WIDE = 1.6


def is_card_shaped(corners: ArrayLike) -> bool:
    """Whether the outline may be of a whole card, and not of the strip with its name alone."""
    points = np.asarray(corners, dtype=np.float64)
    wide = float(np.linalg.norm(points[1] - points[0]) + np.linalg.norm(points[2] - points[3])) / 2
    return wide <= MOST_WIDE * height(points)


def iou(outline: ArrayLike, other_outline: ArrayLike) -> float:
    """Intersection over union (IoU) of two convex quadrilaterals, 0 to 1 (Sutherland-Hodgman clipping)."""
    first, second = _clockwise(outline), _clockwise(other_outline)
    if _are_apart(first, second):
        return 0.0
    overlap = _clip(first, second)
    shared = area(overlap) if len(overlap) >= 3 else 0.0
    union = area(first) + area(second) - shared
    return float(shared / union) if union > 0 else 0.0


def overlap_share(outline: ArrayLike, other_outline: ArrayLike) -> float:
    """Intersection over the smaller area of two convex quadrilaterals, 0 to 1; 1 if one lies inside the other."""
    first, second = _clockwise(outline), _clockwise(other_outline)
    if _are_apart(first, second):
        return 0.0
    overlap = _clip(first, second)
    smaller = min(area(first), area(second))
    return float(area(overlap) / smaller) if len(overlap) >= 3 and smaller > 0 else 0.0


def holds(corners: Corners, place: ArrayLike) -> bool:
    """Whether a place, (2,) x and y, lies in a clockwise outline, its edge counted."""
    sides = np.roll(corners, -1, axis=0) - corners
    to_place = np.asarray(place, dtype=np.float64) - corners
    return bool((sides[:, 0] * to_place[:, 1] - sides[:, 1] * to_place[:, 0] >= 0).all())


def picture_corners(wide: float = 1.0, tall: float = 1.0) -> Corners:
    """The corners of a picture of this size, in its pixels; without one, of a card in its own units."""
    return np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], dtype=np.float64)


def share_inside(corners: ArrayLike, size: tuple[int, int]) -> float:
    """How much of a card lies in a photo of this size, (width, height): 0 to 1."""
    whole = area(corners)
    seen = _clip(_clockwise(corners), picture_corners(*size))
    return area(seen) / whole if whole and len(seen) else 0.0


def _clockwise(corners: ArrayLike) -> Corners:
    points = np.asarray(corners, dtype=np.float64)
    return points if _signed_area(points.tolist()) >= 0 else points[::-1]


def _are_apart(outline: Corners, other_outline: Corners) -> bool:
    """Whether a line across or down parts them; so it is with nearly all pairs of forty cards."""
    return bool(
        (outline.max(axis=0) < other_outline.min(axis=0)).any()
        or (other_outline.max(axis=0) < outline.min(axis=0)).any()
    )


def _clip(subject: Corners, window: Corners) -> Corners:
    points: list[tuple[float, float]] = [(x, y) for x, y in subject.tolist()]
    rim = window.tolist()
    for (sx, sy), (ex, ey) in zip(rim, [*rim[1:], rim[0]], strict=True):
        sides = [(ex - sx) * (y - sy) - (ey - sy) * (x - sx) for x, y in points]
        kept: list[tuple[float, float]] = []
        for at, (x, y) in enumerate(points):
            side_from, side_to = sides[at], sides[(at + 1) % len(points)]
            if side_from >= 0:
                kept.append((x, y))
            if (side_from >= 0) != (side_to >= 0):
                u, v = points[(at + 1) % len(points)]
                share = side_from / (side_from - side_to)
                kept.append((x + share * (u - x), y + share * (v - y)))
        points = kept
        if not points:
            break
    return np.asarray(points, dtype=np.float64).reshape(-1, 2)


def homography(source: Corners, target: Corners) -> NDArray[np.float64]:
    """The (3, 3) matrix that maps four source points to four target points."""
    rows = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    solved = np.linalg.solve(np.array(rows, dtype=np.float64), np.asarray(target, dtype=np.float64).reshape(8))
    return np.append(solved, 1.0).reshape(3, 3)


def carried(points: Corners, matrix: NDArray[np.float64]) -> Corners:
    """The points mapped by a homography."""
    seen = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(seen[:, :2] / seen[:, 2:], dtype=np.float64)


def reading_order(cards: Sequence[Corners]) -> list[int]:
    """Positions in reading order: rows top-down, left to right in a row.

    Two cards are in one row if their centres are closer vertically than half the median card height. A row grows from
    its topmost card, so a slanted column never becomes one row.
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


def pair_greedily(detected: Sequence[Corners], truth: Sequence[Corners], *, at_least: float = 0.5) -> dict[int, int]:
    """Truth position -> found position, best overlap first, each used once, with an IoU of `at_least` or more."""
    overlaps = sorted(
        ((iou(f, t), ti, fi) for ti, t in enumerate(truth) for fi, f in enumerate(detected)),
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


def settled(corners_found: Sequence[ArrayLike], frozen: Sequence[ArrayLike]) -> dict[int, int | None]:
    """Position in `found` -> position in `frozen` of the same sighting, or None for a new one.

    Best overlap first, each frozen sighting once. A further detection of the same sighting is left out.
    """
    overlaps = sorted(
        (
            (overlap, f, z)
            for f, corners in enumerate(corners_found)
            for z, other in enumerate(frozen)
            if (overlap := iou(corners, other)) > SAME_SIGHTING
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    result: dict[int, int | None] = {}
    taken: set[int] = set()
    for _, f, z in overlaps:
        if f not in result and z not in taken:
            result[f] = z
            taken.add(z)
    overlapping = {f for _, f, _ in overlaps}
    result.update((f, None) for f in range(len(corners_found)) if f not in overlapping)
    return dict(sorted(result.items()))


class Steady:
    """Is given the card's corners for frame after frame, each with its time in seconds."""

    def __init__(self) -> None:
        self._anchor: Corners | None = None
        self._since = 0.0

    def see(self, corners: Corners | None, at: float) -> bool:
        """Whether the card has stayed in its place long enough. `corners`: None if there is no card."""
        if corners is None:
            self._anchor = None
            return False
        if self._anchor is None or self._moved(corners):
            self._anchor, self._since = corners, at
        return at - self._since >= STILL_SECONDS

    def _moved(self, corners: Corners) -> bool:
        assert self._anchor is not None
        furthest = float(np.linalg.norm(corners - self._anchor, axis=1).max())
        return furthest > STILL_SHARE * max(1.0, height(self._anchor))
