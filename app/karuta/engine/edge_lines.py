"""Edges in a photo along straight lines: rectangles laid where they bear them out, and sides fitted to them.

Knows no cards. Sums of the gradient along lines, by its direction, say it (Ballard's generalised Hough transform and
Viola and Jones' summed tables are the idea). What is hidden, or lies beside the photo, is neither edge nor in view.
numpy and Pillow only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
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
Place = NDArray[np.float64]
"""(2,) x and y"""
Boxes = NDArray[np.int32]
"""(n, 4): left, right, top, bottom, about the middle of a turned picture."""

TURNS = 18  # of a quarter of a round; the rest is the same rectangle with its other side up
# So many of each turn are kept, before those are left out whose corners are all nearer than a share of the longer side.
TURN_BEST, LEAST_DISTANCE = 40, 0.12
# An end of a side moves by as much at most, in shares of the other side's length; then by two of these steps.
REACH, STEPS = 0.09, 11
# Along a side, without its ends: corners are round.
ALONG = np.linspace(0.04, 0.96, 24, dtype=np.float32)
# A gradient counts by how much stronger it is than those around it, and no more than so many times.
AROUND, STRONGEST, QUIET = 0.035, 2.5, 2.0
# A card in full view has an edge on all sides, so the side that is borne out least counts as much as the mean.
WEAKEST = 0.5
# Between lines that bear a side out equally, the one that moved less.
STAY = 0.02
# So wide is the line along which a hiding card's own edge is no edge of another one.
EDGE = 4
# Outlines that share so much are one.
SAME = 0.85


@dataclass(frozen=True, eq=False)
class Gradient:
    """How strongly and in which direction brightness changes, as the vector of twice the angle: `along` (rows,

    columns) is positive where it changes across the picture, `aslant` where it changes down the diagonal; `shown`: what
    is in view. All have an edge of nought around them, for what lies outside. `step`: (2,) pixels of the photo to one
    of these, x then y.
    """

    along: Floats
    aslant: Floats
    shown: NDArray[np.bool_]
    step: NDArray[np.float64]

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) without the edge."""
        return self.along.shape[1] - 2, self.along.shape[0] - 2

    def at(self, x: Floats, y: Floats) -> NDArray[np.int32]:
        """Index of each place in the flat arrays."""
        wide, tall = self.size
        column = np.clip(np.rint(x).astype(np.int32), -1, wide) + 1
        row = np.clip(np.rint(y).astype(np.int32), -1, tall) + 1
        return np.asarray(row * (wide + 2) + column)

    def across(self, x: Floats, y: Floats, turn: NDArray[np.float32] | NDArray[np.float64]) -> Floats:
        """How much an edge whose normal has this direction (radians) runs through each place, 1 to -1: an edge at right

        angles to it counts less than nought. `x`, `y`: equal shapes; `turn` the same, or less.
        """
        at = self.at(x, y)
        cos, sin = np.cos(2 * turn).astype(np.float32), np.sin(2 * turn).astype(np.float32)
        found: Floats = self.along.ravel().take(at)
        found *= cos
        other = self.aslant.ravel().take(at)
        other *= sin
        found += other
        return found


def gradient(pixels: Pixels, *, side: int, cards: Sequence[Corners] = ()) -> Gradient:
    """The longer side made about so long; what lies under one of these `cards`, or is its own edge, is hidden."""
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
    shown = _shown([card / (full / reduced) for card in cards], size.shape)
    along, aslant = (np.pad((counted * part(twice) * shown).astype(np.float32), 1) for part in (np.cos, np.sin))
    return Gradient(along, aslant, np.pad(shown, 1), full / reduced)


def _shown(cards: Sequence[Corners], shape: tuple[int, int]) -> NDArray[np.bool_]:
    from PIL import ImageDraw  # brings the library of fonts, and few photos come here

    cover = Image.new("1", shape[::-1])
    draw = ImageDraw.Draw(cover)
    for card in cards:
        points = [(float(x), float(y)) for x, y in card]
        draw.polygon(points, fill=1)
        draw.line([*points, points[0]], fill=1, width=EDGE)
    return ~np.asarray(cover)


def _mean_around(plane: Floats, by: int) -> Floats:
    """The mean of a square of 2 `by` + 1."""
    total = np.pad(plane.astype(np.float64), ((by + 1, by), (by + 1, by)), mode="edge").cumsum(axis=0).cumsum(axis=1)
    wide = 2 * by + 1
    found = total[wide:, wide:] - total[:-wide, wide:] - total[wide:, :-wide] + total[:-wide, :-wide]
    return np.asarray(found / wide**2, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class TurnedEdges:
    """A picture turned back by `turn` radians about its middle: cards that are turned so stand upright in it.

    Squares of 2 `reach` + 1 pixels, its middle in the middle, hold all of it.
    """

    seen: Gradient
    turn: float

    @property
    def reach(self) -> int:
        wide, tall = self.seen.size
        return math.ceil(math.hypot(wide, tall) / 2) + 1

    def forth(self, place: Place) -> Place:
        """Position of a place in the photo, relative to the small picture's middle."""
        return np.asarray(self._back @ (place / self.seen.step - self._middle))

    def outlines(self, boxes: Boxes) -> Outlines:
        """Boxes as outlines in the photo's pixels, (n, 4, 2), clockwise from the box's left top."""
        left, right, top, bottom = boxes.T.astype(np.float64)
        corners = np.stack([left, top, right, top, right, bottom, left, bottom], axis=1).reshape(-1, 4, 2)
        return np.asarray((corners @ self._back + self._middle) * self.seen.step)

    def cards(self, boxes: Boxes) -> Outlines:
        """The outlines, each from the end of a short side."""
        left, right, top, bottom = boxes.T
        lying = (right - left > bottom - top)[:, None, None]
        found = self.outlines(boxes)
        return np.where(lying, np.roll(found, 1, axis=1), found)

    def borne_out(self, boxes: Boxes, *, weakest: float = WEAKEST) -> Floats:
        """(n,): how much edges bear out boxes that are all in view."""
        return borne_out(self._along(boxes, self._edges) / _lengths(boxes), weakest=weakest)

    def shares(self, boxes: Boxes) -> Floats:
        """(4, n): which share of each side, left, right, top, bottom, is in view."""
        return self._along(boxes, self._in_view) / _lengths(boxes)

    def sides(self, boxes: Boxes) -> Floats:
        """(4, n): how much edges bear out each side where it is in view."""
        return np.asarray(self._along(boxes, self._edges) / np.maximum(self._along(boxes, self._in_view), 1))

    def _along(self, boxes: Boxes, sums: tuple[Floats, Floats]) -> Floats:
        """(4, n): of each side, left, right, top, bottom, what lies along it."""
        across = 2 * self.reach + 1
        left, right, top, bottom = np.clip(boxes + self.reach, 0, across - 1).T
        top, bottom = top * across, bottom * across
        down, over = (plane.ravel() for plane in sums)
        ends = [(down, bottom + left, top + left), (down, bottom + right, top + right)]
        ends += [(over, top + right, top + left), (over, bottom + right, bottom + left)]
        return np.stack([plane.take(end) - plane.take(begin) for plane, end, begin in ends])

    @cached_property
    def _edges(self) -> tuple[Floats, Floats]:
        """Edges that stand, summed downwards, and edges that lie, summed across. An edge counts beside itself too."""
        x, y = self._grid
        found = self.seen.across(x, y, np.array(self.turn))
        standing, lying = np.maximum(found, 0), np.maximum(-found, 0)
        standing[:, 1:-1] = np.maximum(standing[:, 1:-1], np.maximum(standing[:, 2:], standing[:, :-2]))
        lying[1:-1] = np.maximum(lying[1:-1], np.maximum(lying[2:], lying[:-2]))
        return standing.cumsum(axis=0), lying.cumsum(axis=1)

    @cached_property
    def _in_view(self) -> tuple[Floats, Floats]:
        shown = self.seen.shown.ravel().take(self.seen.at(*self._grid)).astype(np.float32)
        return shown.cumsum(axis=0), shown.cumsum(axis=1)

    @property
    def _middle(self) -> Place:
        return np.array(self.seen.size) / 2

    @property
    def _back(self) -> NDArray[np.float64]:
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return np.array([[cos, sin], [-sin, cos]])

    @property
    def _grid(self) -> tuple[Floats, Floats]:
        """The place of each pixel of the square in the small picture, x and y."""
        wide, tall = self.seen.size
        steps = np.arange(-self.reach, self.reach + 1, dtype=np.float32)
        cos, sin = np.float32(math.cos(self.turn)), np.float32(math.sin(self.turn))
        x, y = cos * steps[None] - sin * steps[:, None], sin * steps[None] + cos * steps[:, None]
        return x + np.float32(wide / 2), y + np.float32(tall / 2)


def _lengths(boxes: Boxes) -> Floats:
    """(4, n) of the sides."""
    left, right, top, bottom = boxes.T
    return np.maximum([bottom - top, right - left], 1).repeat(2, axis=0).astype(np.float32)


def turns(seen: Gradient) -> list[TurnedEdges]:
    """The picture in all turns."""
    return [TurnedEdges(seen, turn * (math.pi / 2 / TURNS)) for turn in range(TURNS)]


def borne_out(sides: Floats, *, weight: Floats | None = None, weakest: float = WEAKEST) -> Floats:
    """(n,) of (4, n): the mean of the sides, each by its weight; the one that is borne out least makes the share

    `weakest` by itself. Sides without weight do not count.
    """
    if weight is None:
        mean, least = sides.mean(axis=0), sides.min(axis=0)
    else:
        mean = (sides * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-6)
        least = np.where(weight > 0, sides, np.inf).min(axis=0)
    return np.asarray((1 - weakest) * mean + weakest * least)


def laid(
    edges: Iterable[TurnedEdges],
    boxes: Callable[[TurnedEdges], Boxes],
    worth: Callable[[TurnedEdges, Boxes], Floats],
    *,
    most: int,
    least: float = 0.0,
) -> list[Corners]:
    """The first outlines, in the photo's pixels, of the boxes that are worth most, at least `least`; in all turns.

    They differ from each other by a corner at least.
    """
    values, corners = [], []
    for turned in edges:
        some = boxes(turned)
        value = worth(turned, some)
        if len(value) > TURN_BEST:
            best = np.argpartition(-value, TURN_BEST - 1)[:TURN_BEST]
            some, value = some[best], value[best]
        values.append(value[value >= least])
        corners.append(turned.cards(some[value >= least]))
    left = np.concatenate(corners)[np.argsort(-np.concatenate(values), kind="stable")]
    kept: list[Corners] = []
    while len(left) and len(kept) < most:
        kept.append(left[0])
        long = float(length(left[0][1:3] - left[0][2:4]).max())
        ways = np.stack([left[0], np.roll(left[0], 2, axis=0)])
        apart = length(left[:, None] - ways[None]).max(axis=-1).min(axis=1)
        left = left[apart > LEAST_DISTANCE * long]
    return kept


def fitted(seen: Gradient, outlines: Outlines, *, weakest: float = WEAKEST) -> tuple[Outlines, Floats]:
    """The outlines with each side where edges bear it out most, and how much they do; in the photo's pixels."""
    corners = outlines / seen.step
    for share in (1.0, 4 / (STEPS - 1)):
        lines, sides = _moved_sides(seen, corners, share)
        corners = _crossings(np.roll(lines, 1, axis=1), lines)
    return corners * seen.step, borne_out(sides.T, weakest=weakest)


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


def distinct(outlines: Iterable[Outlines], *, most: int | None = None) -> list[Corners]:
    """The first that are outlines at all and share less than `SAME` with each earlier one; at most `most`."""
    kept: list[Corners] = []
    for outline in outlines:
        with suppress(CornersError):
            corners = as_corners(outline)
            if all(iou(corners, other) < SAME for other in kept):
                kept.append(corners)
        if len(kept) == most:
            break
    return kept
