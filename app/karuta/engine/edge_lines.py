"""Edges in a photo along straight lines: how much of a rectangle's sides they bear out, and where a side lies best.

Knows no cards. Sums of the gradient along lines, by its direction, say it (Ballard's generalised Hough transform and
Viola and Jones' summed tables are the idea). numpy and Pillow only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
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
Outline = NDArray[np.float64]
"""(4, 2)"""

TURNS = 18  # of a quarter of a round; the rest is the same rectangle with its other side up
# So many are fitted of each place, where a corner is apart by a share of the longer side.
MOST_RECTANGLES, LEAST_DISTANCE = 6, 0.12
TURN_BEST, ALL_BEST = 40, 300  # of each turn, and of all, before those that hardly differ are left out
# An end of a side moves by as much at most, in shares of the other side's length; then by `FINER` of that.
REACH, STEPS, FINER = 0.09, 11, 0.4
# Along a side, without its ends: corners are round.
ALONG = np.linspace(0.04, 0.96, 24, dtype=np.float32)
# A gradient counts by how much stronger it is than those around it, and no more than so many times.
AROUND, STRONGEST, QUIET = 0.035, 2.5, 2.0
# A card in full view has an edge on all sides, so the side that is borne out least counts as much as the mean.
WEAKEST = 0.5
# Between lines that bear a side out equally, the one that moved less.
STAY = 0.02


@dataclass(frozen=True, eq=False)
class Gradient:
    """How strongly and in which direction brightness changes, as the vector of twice the angle: `along` (rows,

    columns) is positive where it changes across the picture, `aslant` where it changes down the diagonal. `step`: (2,)
    pixels of the photo to one of these, x then y. Both have an edge of nought around them, for what lies outside.
    """

    along: Floats
    aslant: Floats
    step: NDArray[np.float64]

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) without the edge."""
        return self.along.shape[1] - 2, self.along.shape[0] - 2

    def across(self, x: Floats, y: Floats, turn: NDArray[np.float32] | NDArray[np.float64]) -> Floats:
        """How much an edge whose normal has this direction (radians) runs through each place, 1 to -1: an edge at right

        angles to it counts less than nought. `x`, `y`: equal shapes; `turn` the same, or less.
        """
        wide, tall = self.size
        column = np.clip(np.rint(x).astype(np.int32), -1, wide) + 1
        row = np.clip(np.rint(y).astype(np.int32), -1, tall) + 1
        at = row * (wide + 2) + column
        cos, sin = np.cos(2 * turn).astype(np.float32), np.sin(2 * turn).astype(np.float32)
        found: Floats = self.along.ravel().take(at)
        found *= cos
        other = self.aslant.ravel().take(at)
        other *= sin
        found += other
        return found


def gradient(pixels: Pixels, *, side: int) -> Gradient:
    step = max(1, round(max(pixels.shape[:2]) / side))
    small: Floats = np.asarray(Image.fromarray(pixels).reduce(step), dtype=np.float32)
    smooth: Floats = np.pad(small, ((1, 1), (1, 1), (0, 0)), mode="edge")
    smooth = smooth[:, :-2] + 2 * smooth[:, 1:-1] + smooth[:, 2:]
    smooth = (smooth[:-2] + 2 * smooth[1:-1] + smooth[2:]) * np.float32(1 / 16)
    across, down = np.zeros_like(smooth), np.zeros_like(smooth)
    across[:, 1:-1] = smooth[:, 2:] - smooth[:, :-2]
    down[1:-1] = smooth[2:] - smooth[:-2]
    strongest = (across**2 + down**2).argmax(axis=2)[..., None]
    x, y = (np.take_along_axis(array, strongest, axis=2)[..., 0] for array in (across, down))
    size = np.hypot(x, y)
    around = _mean_around(size, max(3, round(AROUND * max(size.shape))))
    counted = np.minimum(size / (around + QUIET), STRONGEST) / STRONGEST
    twice = 2 * np.arctan2(y, x)
    full, reduced = np.array(pixels.shape[1::-1]), np.array(small.shape[1::-1])
    along, aslant = (np.pad((counted * part(twice)).astype(np.float32), 1) for part in (np.cos, np.sin))
    return Gradient(along, aslant, full / reduced)


def _mean_around(plane: Floats, by: int) -> Floats:
    """The mean of a square of 2 `by` + 1."""
    total = np.pad(plane.astype(np.float64), ((by + 1, by), (by + 1, by)), mode="edge").cumsum(axis=0).cumsum(axis=1)
    wide = 2 * by + 1
    found = total[wide:, wide:] - total[:-wide, wide:] - total[wide:, :-wide] + total[:-wide, :-wide]
    return np.asarray(found / wide**2, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class TurnedEdges:
    """A picture turned back by `turn` radians about its middle: cards that are turned so stand upright in it.

    Squares of 2 `reach` + 1 pixels, its middle in the middle, hold all of it. Boxes are (n, 4) int32: left, right, top,
    bottom, about the middle.
    """

    seen: Gradient
    turn: float

    @property
    def reach(self) -> int:
        wide, tall = self.seen.size
        return math.ceil(math.hypot(wide, tall) / 2) + 1

    def forth(self, place: NDArray[np.float64]) -> NDArray[np.float64]:
        """Position of a place in the small picture, relative to its middle."""
        return np.asarray(self._back @ (place - self._middle))

    def outlines(self, boxes: NDArray[np.int32]) -> Outlines:
        """Boxes as outlines in the photo's pixels, (n, 4, 2), clockwise from the box's left top."""
        left, right, top, bottom = boxes.T.astype(np.float64)
        corners = np.stack([left, top, right, top, right, bottom, left, bottom], axis=1).reshape(-1, 4, 2)
        return np.asarray((corners @ self._back + self._middle) * self.seen.step)

    def cards(self, boxes: NDArray[np.int32]) -> Outlines:
        """The outlines, each from the end of a short side."""
        left, right, top, bottom = boxes.T
        lying = (right - left > bottom - top)[:, None, None]
        found = self.outlines(boxes)
        return np.where(lying, np.roll(found, 1, axis=1), found)

    @cached_property
    def sums(self) -> tuple[Floats, Floats]:
        """Edges that stand, summed downwards, and edges that lie, summed across. An edge counts beside itself too."""
        x, y = self._grid
        found = self.seen.across(x, y, np.array(self.turn))
        standing, lying = np.maximum(found, 0), np.maximum(-found, 0)
        standing[:, 1:-1] = np.maximum(standing[:, 1:-1], np.maximum(standing[:, 2:], standing[:, :-2]))
        lying[1:-1] = np.maximum(lying[1:-1], np.maximum(lying[2:], lying[:-2]))
        return standing.cumsum(axis=0), lying.cumsum(axis=1)

    def sides(self, boxes: NDArray[np.int32], shown: NDArray[np.bool_] | None = None) -> tuple[Floats, Floats]:
        """(4, n) each: how much edges bear out each side where it is in view, and which share of it is; left, right,

        top, bottom. `shown`: (height, width) of the small picture, else all of it; beside it nothing is in view.
        """
        wide, tall = self.seen.size
        x, y = self._grid
        inside = (x >= 0) & (x < wide) & (y >= 0) & (y < tall)
        if shown is not None:
            column, row = (np.clip(np.rint(axis).astype(np.int32), -1, most) for axis, most in ((x, wide), (y, tall)))
            inside = np.pad(shown, 1)[row + 1, column + 1]
        across = 2 * self.reach + 1
        left, right, top, bottom = np.clip(boxes + self.reach, 0, across - 1).T
        ends = [(top * across + left, bottom * across + left), (top * across + right, bottom * across + right)]
        ends += [(top * across + left, top * across + right), (bottom * across + left, bottom * across + right)]
        in_view = [inside.astype(np.float32).cumsum(axis=axis) for axis in (0, 1)]
        lengths = [np.maximum(boxes[:, 1 + at] - boxes[:, at], 1).astype(np.float32) for at in (2, 0)]
        worth, shares = [], []
        for which, (begin, end) in enumerate(ends):
            along, seen = (sums[which // 2].ravel() for sums in (self.sums, in_view))
            view = seen.take(end) - seen.take(begin)
            worth.append((along.take(end) - along.take(begin)) / np.maximum(view, 1))
            shares.append(view / lengths[which // 2])
        return np.stack(worth), np.stack(shares)

    @property
    def _middle(self) -> NDArray[np.float64]:
        return np.array(self.seen.size) / 2

    @property
    def _back(self) -> NDArray[np.float64]:
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return np.array([[cos, sin], [-sin, cos]])

    @cached_property
    def _grid(self) -> tuple[Floats, Floats]:
        """The place of each pixel of the square in the small picture, x and y."""
        wide, tall = self.seen.size
        steps = np.arange(-self.reach, self.reach + 1, dtype=np.float32)
        cos, sin = np.float32(math.cos(self.turn)), np.float32(math.sin(self.turn))
        x, y = cos * steps[None] - sin * steps[:, None], sin * steps[None] + cos * steps[:, None]
        return x + np.float32(wide / 2), y + np.float32(tall / 2)


def turns(seen: Gradient) -> Iterator[TurnedEdges]:
    """The picture in all turns."""
    return (TurnedEdges(seen, turn * (math.pi / 2 / TURNS)) for turn in range(TURNS))


class Boxes:
    """Boxes of all sizes in a square of `across` columns and rows, about its first corner until they are moved."""

    def __init__(self, boxes: NDArray[np.int32], *, across: int) -> None:
        self._boxes, self._across = boxes, across
        left, right, top, bottom = boxes.T
        self._ends = (left.min(), right.max(), top.min(), bottom.max())
        self._places = [row * across + column for row in (top, bottom) for column in (left, right)]
        self._per_tall = np.float32(1) / np.maximum(bottom - top, 1).astype(np.float32)
        self._per_wide = np.float32(1) / np.maximum(right - left, 1).astype(np.float32)

    def worth(
        self, standing: Floats, lying: Floats, *, right: int, down: int, weakest: float = WEAKEST
    ) -> tuple[Floats, NDArray[np.int32]]:
        """How much edges bear out each box that lies in the square when moved so far, and these boxes, not moved.

        The mean of its four sides; of this the one that is borne out least makes the share `weakest` by itself.
        """
        boxes, places, per_tall, per_wide = self._boxes, self._places, self._per_tall, self._per_wide
        most = self._across - 1
        ends = self._ends
        if min(ends[0] + right, ends[2] + down) < 0 or max(ends[1] + right, ends[3] + down) > most:
            first, last, top, bottom = boxes.T
            held = (first >= -right) & (last <= most - right) & (top >= -down) & (bottom <= most - down)
            boxes, per_tall, per_wide = boxes[held], per_tall[held], per_wide[held]
            places = [place[held] for place in places]
        v, h = standing.ravel(), lying.ravel()
        top_left, top_right, low_left, low_right = (place + (down * self._across + right) for place in places)
        sides = [
            (v.take(low_left) - v.take(top_left)) * per_tall,
            (v.take(low_right) - v.take(top_right)) * per_tall,
            (h.take(top_right) - h.take(top_left)) * per_wide,
            (h.take(low_right) - h.take(low_left)) * per_wide,
        ]
        least = np.minimum(np.minimum(sides[0], sides[1]), np.minimum(sides[2], sides[3]))
        mean = (sides[0] + sides[1] + sides[2] + sides[3]) * np.float32(0.25)
        return np.asarray(mean * np.float32(1 - weakest) + least * np.float32(weakest), dtype=np.float32), boxes


class Best:
    """The outlines of one place that are borne out most, from all turns."""

    def __init__(self) -> None:
        self._worth: list[Floats] = []
        self._corners: list[Outlines] = []
        self._least = np.float32(-1)

    def keep(
        self,
        turned: TurnedEdges,
        boxes: NDArray[np.int32],
        worth: Floats,
        *,
        moved: Sequence[int] = (0, 0, 0, 0),
        least: float = -1.0,
    ) -> None:
        """Of these boxes, (n, 4), worth (n,) each, those that may still be among the best, `moved` by so much."""
        better = np.flatnonzero((worth > self._least) & (worth >= least))
        if len(better) > TURN_BEST:
            better = better[np.argpartition(-worth[better], TURN_BEST - 1)[:TURN_BEST]]
        if not len(better):
            return
        self._worth.append(worth[better])
        self._corners.append(turned.cards(boxes[better] + np.array(moved, dtype=np.int32)))
        held = np.concatenate(self._worth)
        if len(held) > ALL_BEST:
            self._least = np.partition(held, len(held) - ALL_BEST)[len(held) - ALL_BEST]

    def different(self, *, most: int = MOST_RECTANGLES) -> list[Outline]:
        """The first that differ from each other, by a corner at least."""
        kept: list[Outline] = []
        left = self._outlines()
        while len(left) and len(kept) < most:
            kept.append(left[0])
            long = float(length(left[0][1:3] - left[0][2:4]).max())
            ways = np.stack([left[0], np.roll(left[0], 2, axis=0)])
            apart = length(left[:, None] - ways[None]).max(axis=-1).min(axis=1)
            left = left[apart > LEAST_DISTANCE * long]
        return kept

    def _outlines(self) -> Outlines:
        """(n, 4, 2), best first."""
        if not self._worth:
            return np.empty((0, 4, 2))
        order = np.argsort(-np.concatenate(self._worth), kind="stable")[:ALL_BEST]
        return np.asarray(np.concatenate(self._corners)[order])


def fitted(seen: Gradient, outlines: Outlines, *, weakest: float = WEAKEST) -> tuple[Outlines, NDArray[np.float64]]:
    """The outlines with each side where edges bear it out most, and how much they do; in the photo's pixels."""
    corners = outlines / seen.step
    for share in (1.0, FINER):
        lines, sides = _moved_sides(seen, corners, share)
        corners = _crossings(np.roll(lines, 1, axis=1), lines)
    worth = (1 - weakest) * sides.mean(axis=1) + weakest * sides.min(axis=1)
    return corners * seen.step, worth


def _moved_sides(seen: Gradient, corners: Outlines, share: float) -> tuple[Outlines, Floats]:
    """(n, 4, 2, 2): two points of the line on which each side lies best, and (n, 4) how much edges bear it out.

    The two ends of a side move across it, each by itself.
    """
    ends, others = np.roll(corners, -1, axis=1), np.roll(corners, -2, axis=1)
    side = ends - corners
    normal = np.stack([-side[..., 1], side[..., 0]], axis=-1) / np.maximum(length(side), 1e-6)[..., None]
    moves = np.linspace(-REACH, REACH, STEPS) * share
    first, second = (array.ravel() for array in np.meshgrid(moves, moves, indexing="ij"))
    by = normal * length(others - ends)[..., None]
    begin = corners[:, :, None] + first[:, None] * by[:, :, None]
    end = ends[:, :, None] + second[:, None] * by[:, :, None]
    line = end - begin
    x, y = (begin[..., at, None].astype(np.float32) + ALONG * line[..., at, None].astype(np.float32) for at in (0, 1))
    direction = np.arctan2(line[..., 0], -line[..., 1])
    worth = np.maximum(seen.across(x, y, direction[..., None]), 0).mean(axis=-1)
    chosen = (worth - STAY * (np.abs(first) + np.abs(second)) / REACH).argmax(axis=-1)[..., None]
    points = np.stack([begin, end], axis=-2)
    lines = np.take_along_axis(points, chosen[..., None, None], axis=2)[:, :, 0]
    return lines, np.take_along_axis(worth, chosen, axis=2)[..., 0]


def length(vectors: Outlines) -> NDArray[np.float64]:
    return np.asarray(np.hypot(vectors[..., 0], vectors[..., 1]))


def _crossings(one: Outlines, other: Outlines) -> Outlines:
    """(n, 4, 2): where lines through two points each cross; far outside where they do not."""
    p, r = one[..., 0, :], one[..., 1, :] - one[..., 0, :]
    q, s = other[..., 0, :], other[..., 1, :] - other[..., 0, :]
    across = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    apart = q - p
    along = (apart[..., 0] * s[..., 1] - apart[..., 1] * s[..., 0]) / np.where(np.abs(across) < 1e-6, 1e-6, across)
    return np.asarray(p + along[..., None] * r)


def distinct(outlines: Iterable[Outline], *, same: float, most: int | None = None) -> list[Corners]:
    """The first that are outlines at all and share less than `same` with each earlier one; at most `most`."""
    kept: list[Corners] = []
    for outline in outlines:
        with suppress(CornersError):
            corners = as_corners(outline)
            if all(iou(corners, other) < same for other in kept):
                kept.append(corners)
        if len(kept) == most:
            break
    return kept


def side_lengths(card: Corners) -> tuple[float, float]:
    """The mean length of its first and third side, and of the others."""
    lengths = length(np.roll(card, -1, axis=0) - card)
    return float(lengths[::2].mean()), float(lengths[1::2].mean())
