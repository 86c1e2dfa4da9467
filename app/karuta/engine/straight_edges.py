"""Outlines that straight edges in a photo bear out, whatever is printed between them. numpy and Pillow only.

A trained detector feels where the middle of a card of a game that it does not know is, but takes a window or a panel of
its picture for the card. A card has four straight edges in a card's proportions. So rectangles of all turns and sizes
are laid around a place; for each, how much of each of its sides runs along an edge is read from sums of the gradient
along lines, by its direction (Ballard's generalised Hough transform and Viola and Jones' summed tables are the idea).
The best are fitted side by side, because a photographed card is no rectangle. What they hold the catalogue has to say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, CornersError, as_corners, iou

Floats = NDArray[np.float32]
Outlines = NDArray[np.float64]
"""(n, 4, 2)"""

# The photo's longer side for laying rectangles, and for fitting them.
COARSE, FINE = 192, 384
# Of a quarter of a round; the rest is the same rectangle with its other side up.
TURNS = 18
# The shorter side of a card, as shares of the photo's shorter one, and that side to the longer, slanted cards too.
SIZES = tuple(0.09 * 1.12**step for step in range(24))
ASPECTS = (0.60, 0.655, 0.70, 0.75, 0.82)
# The middle may lie so far from the place, in shares of each side.
OFFSETS = (-0.16, -0.08, 0.0, 0.08, 0.16)
# So many are fitted of each place, where a corner is apart by a share of the longer side; and by the share in common
# of two outlines that are one when fitted.
EACH, DIFFERENT, SAME = 6, 0.12, 0.85
# An end of a side moves by as much at most, in shares of the other side's length; then by `FINER` of that.
REACH, STEPS, FINER = 0.09, 11, 0.4
# Along a side, without its ends: corners are round.
ALONG = np.linspace(0.04, 0.96, 24)
# What edges bear out less is no card. Of simulated photos of strange frames the right outline had 0.42 and more.
LEAST_WORTH = 0.4
# A gradient counts by how much stronger it is than those around it, and no more than so many times.
AROUND, STRONGEST, QUIET = 0.035, 2.5, 2.0
# Between lines that bear a side out equally, the one that moved less.
STAY = 0.02


@dataclass(frozen=True, eq=False)
class _Gradient:
    """How strongly and in which direction brightness changes, as the vector of twice the angle: `along` (rows,

    columns) is positive where it changes across the picture, `aslant` where it changes down the diagonal. `step`: (2,)
    pixels of the photo to one of these, x then y.
    """

    along: Floats
    aslant: Floats
    step: NDArray[np.float64]

    def borne_out(self, places: NDArray[np.float64], direction: NDArray[np.float64]) -> Floats:
        """How much an edge whose normal has this direction (radians) runs through each place, 0 to 1; `places`:

        (..., 2) x then y; `direction`: the same without the last axis, or less.
        """
        tall, wide = self.along.shape
        x, y = np.rint(places[..., 0]).astype(np.int32), np.rint(places[..., 1]).astype(np.int32)
        inside = (x >= 0) & (x < wide) & (y >= 0) & (y < tall)
        at = np.clip(y, 0, tall - 1) * wide + np.clip(x, 0, wide - 1)
        cos, sin = np.cos(2 * direction).astype(np.float32), np.sin(2 * direction).astype(np.float32)
        found = self.along.ravel()[at] * cos + self.aslant.ravel()[at] * sin
        return np.asarray(np.maximum(found, 0) * inside, dtype=np.float32)


class StraightEdges:
    """The edges of one photo; `pixels`: (height, width, 3) uint8, RGB."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = np.ascontiguousarray(pixels)

    def outlines(self, places: Sequence[NDArray[np.float64]], *, most: int) -> list[Corners]:
        """The outlines around these places, (2,) x and y each, that edges bear out most, best first; at most `most`.

        (4, 2) each in the photo's pixels, clockwise, a short side first; which way up they are is not known. None
        where there is no place.
        """
        laid = self._laid(places)
        if not len(laid):
            return []
        fitted, worth = self._fitted(laid)
        kept: list[Corners] = []
        for place in np.argsort(-worth, kind="stable"):
            if worth[place] < LEAST_WORTH:
                break
            try:
                one = as_corners(fitted[place])
            except CornersError:
                continue
            if all(iou(way, other) < SAME for other in kept for way in (one, np.roll(one, 2, axis=0))):
                kept.append(one)
            if len(kept) == most:
                break
        return kept

    @cached_property
    def _coarse(self) -> _Gradient:
        return _gradient(self._pixels, side=COARSE)

    @cached_property
    def _fine(self) -> _Gradient:
        return _gradient(self._pixels, side=FINE)

    def _laid(self, places: Sequence[NDArray[np.float64]]) -> Outlines:
        """Rectangles around the places, the best `EACH` of each, in the photo's pixels."""
        seen = self._coarse
        tall, wide = seen.along.shape
        middle = np.array([wide, tall]) / 2
        boxes = _boxes(shorter=min(tall, wide))
        reach = math.ceil(math.hypot(wide, tall) / 2) + 1
        found: list[list[tuple[float, Corners]]] = [[] for _ in places]
        for turn in np.arange(TURNS) * (math.pi / 2 / TURNS):
            sums = _line_sums(seen, float(turn), reach)
            back = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
            for which, place in enumerate(places):
                at = back @ (place / seen.step - middle)
                moved = boxes + np.rint(at[[0, 0, 1, 1]]).astype(np.int32) + reach
                left, right, top, bottom = moved.T
                held = moved[(left >= 0) & (right <= 2 * reach) & (top >= 0) & (bottom <= 2 * reach)]
                if len(held):
                    worth = _worth(held, *sums)
                    best = np.argpartition(-worth, min(40, len(worth)) - 1)[:40]
                    corners = _box_corners(held[best] - reach) @ back + middle
                    found[which] += zip(worth[best].tolist(), corners * seen.step, strict=True)
        return np.array([one for some in found for one in _others(some)]).reshape(-1, 4, 2)

    def _fitted(self, outlines: Outlines) -> tuple[Outlines, NDArray[np.float64]]:
        """The outlines with each side where edges bear it out most, and how much they do."""
        seen = self._fine
        corners = outlines / seen.step
        for share in (1.0, FINER):
            lines, sides = _moved_sides(seen, corners, share)
            corners = _crossings(np.roll(lines, 1, axis=1), lines)
        worth = 0.5 * sides.mean(axis=1) + 0.5 * sides.min(axis=1)
        return corners * seen.step, worth


def _gradient(pixels: Pixels, *, side: int) -> _Gradient:
    step = max(1, round(max(pixels.shape[:2]) / side))
    small: Floats = np.asarray(Image.fromarray(pixels).reduce(step), dtype=np.float32)
    smooth: Floats = np.pad(small, ((1, 1), (1, 1), (0, 0)), mode="edge")
    smooth = smooth[:, :-2] + 2 * smooth[:, 1:-1] + smooth[:, 2:]
    smooth = (smooth[:-2] + 2 * smooth[1:-1] + smooth[2:]) * np.float32(1 / 16)
    across, down = np.zeros_like(smooth), np.zeros_like(smooth)
    across[:, 1:-1] = smooth[:, 2:] - smooth[:, :-2]
    down[1:-1] = smooth[2:] - smooth[:-2]
    strongest = (across**2 + down**2).argmax(axis=2)[..., None]
    x, y = (np.take_along_axis(one, strongest, axis=2)[..., 0] for one in (across, down))
    size = np.hypot(x, y)
    around = _mean_around(size, max(3, round(AROUND * max(size.shape))))
    counted = np.minimum(size / (around + QUIET), STRONGEST) / STRONGEST
    twice = 2 * np.arctan2(y, x)
    full, reduced = np.array(pixels.shape[1::-1]), np.array(small.shape[1::-1])
    return _Gradient(
        (counted * np.cos(twice)).astype(np.float32), (counted * np.sin(twice)).astype(np.float32), full / reduced
    )


def _mean_around(plane: Floats, by: int) -> Floats:
    """The mean of a square of 2 `by` + 1."""
    total = np.pad(plane.astype(np.float64), ((by + 1, by), (by + 1, by)), mode="edge").cumsum(axis=0).cumsum(axis=1)
    wide = 2 * by + 1
    found = total[wide:, wide:] - total[:-wide, wide:] - total[wide:, :-wide] + total[:-wide, :-wide]
    return np.asarray(found / wide**2, dtype=np.float32)


def _boxes(*, shorter: int) -> NDArray[np.int32]:
    """(n, 4) left, right, top, bottom of cards about nought, of all sizes, upright and lying, also beside it."""
    width = np.array(SIZES)[:, None, None, None] * shorter
    dx, dy = np.array(OFFSETS)[:, None], np.array(OFFSETS)[None, :]
    found = []
    for aspect in ASPECTS:
        for wide, tall in ((width, width / aspect), (width / aspect, width)):
            sides = (dx * wide - wide / 2, dx * wide + wide / 2, dy * tall - tall / 2, dy * tall + tall / 2)
            shape = (len(SIZES), 1, len(OFFSETS), len(OFFSETS))
            found.append(np.stack([np.broadcast_to(one, shape) for one in sides], axis=-1).reshape(-1, 4))
    return np.asarray(np.rint(np.concatenate(found)), dtype=np.int32)


def _line_sums(seen: _Gradient, turn: float, reach: int) -> tuple[Floats, Floats]:
    """(2 reach + 1, the same) each: edges that stand, summed downwards, and edges that lie, summed across, in the

    picture turned back by `turn` radians about its middle. An edge counts beside itself too.
    """
    tall, wide = seen.along.shape
    steps = np.arange(-reach, reach + 1, dtype=np.float32)
    cos, sin = math.cos(turn), math.sin(turn)
    places = np.stack(
        [cos * steps[None] - sin * steps[:, None] + wide / 2, sin * steps[None] + cos * steps[:, None] + tall / 2],
        axis=-1,
    )
    standing = seen.borne_out(places, np.array(turn))
    lying = seen.borne_out(places, np.array(turn + math.pi / 2))
    standing[:, 1:-1] = np.maximum(standing[:, 1:-1], np.maximum(standing[:, 2:], standing[:, :-2]))
    lying[1:-1] = np.maximum(lying[1:-1], np.maximum(lying[2:], lying[:-2]))
    return standing.cumsum(axis=0), lying.cumsum(axis=1)


def _worth(boxes: NDArray[np.int32], standing: Floats, lying: Floats) -> Floats:
    """How much edges bear boxes out: the mean of the four sides, and the least, half each."""
    across = standing.shape[1]
    left, right, top, bottom = boxes.T
    v, h = standing.ravel(), lying.ravel()
    tall, wide = np.maximum(bottom - top, 1), np.maximum(right - left, 1)
    up, low = top * across, bottom * across
    sides = np.stack(
        [
            (v[low + left] - v[up + left]) / tall,
            (v[low + right] - v[up + right]) / tall,
            (h[up + right] - h[up + left]) / wide,
            (h[low + right] - h[low + left]) / wide,
        ]
    )
    return np.asarray(0.5 * sides.mean(axis=0) + 0.5 * sides.min(axis=0), dtype=np.float32)


def _box_corners(boxes: NDArray[np.int32]) -> Outlines:
    """(n, 4, 2), clockwise, a short side first."""
    left, right, top, bottom = boxes.T.astype(np.float64)
    corners = np.stack([left, top, right, top, right, bottom, left, bottom], axis=1).reshape(-1, 4, 2)
    lying = (right - left > bottom - top)[:, None, None]
    return np.where(lying, np.roll(corners, 1, axis=1), corners)


def _others(found: Sequence[tuple[float, Corners]]) -> list[Corners]:
    """The best that differ from each other, by a corner at least."""
    best = sorted(found, key=lambda pair: -pair[0])[:300]
    left = np.array([one for _, one in best]).reshape(-1, 4, 2)
    kept: list[Corners] = []
    while len(left) and len(kept) < EACH:
        kept.append(left[0])
        long = float(_length(left[0][1:3] - left[0][2:4]).max())
        ways = np.stack([left[0], np.roll(left[0], 2, axis=0)])
        apart = _length(left[:, None] - ways[None]).max(axis=-1).min(axis=1)
        left = left[apart > DIFFERENT * long]
    return kept


def _moved_sides(seen: _Gradient, corners: Outlines, share: float) -> tuple[Outlines, Floats]:
    """(n, 4, 2, 2): two points of the line on which each side lies best, and (n, 4) how much edges bear it out.

    The two ends of a side move across it, each by itself.
    """
    ends, others = np.roll(corners, -1, axis=1), np.roll(corners, -2, axis=1)
    side = ends - corners
    normal = np.stack([-side[..., 1], side[..., 0]], axis=-1) / np.maximum(_length(side), 1e-6)[..., None]
    moves = np.linspace(-REACH, REACH, STEPS) * share
    first, second = (one.ravel() for one in np.meshgrid(moves, moves, indexing="ij"))
    by = normal * _length(others - ends)[..., None]
    begin = corners[:, :, None] + first[:, None] * by[:, :, None]
    end = ends[:, :, None] + second[:, None] * by[:, :, None]
    line = end - begin
    places = begin[..., None, :] + ALONG[:, None] * line[..., None, :]
    direction = np.arctan2(line[..., 0], -line[..., 1])
    worth = seen.borne_out(places, direction[..., None]).mean(axis=-1)
    chosen = (worth - STAY * (np.abs(first) + np.abs(second)) / REACH).argmax(axis=-1)[..., None]
    points = np.stack([begin, end], axis=-2)
    lines = np.take_along_axis(points, chosen[..., None, None], axis=2)[:, :, 0]
    return lines, np.take_along_axis(worth, chosen, axis=2)[..., 0]


def _length(vectors: Outlines) -> NDArray[np.float64]:
    return np.asarray(np.hypot(vectors[..., 0], vectors[..., 1]))


def _crossings(one: Outlines, other: Outlines) -> Outlines:
    """(n, 4, 2): where lines through two points each cross; far outside where they do not."""
    p, r = one[..., 0, :], one[..., 1, :] - one[..., 0, :]
    q, s = other[..., 0, :], other[..., 1, :] - other[..., 0, :]
    across = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    apart = q - p
    along = (apart[..., 0] * s[..., 1] - apart[..., 1] * s[..., 0]) / np.where(np.abs(across) < 1e-6, 1e-6, across)
    return np.asarray(p + along[..., None] * r)
