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
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, CornersError, as_corners, iou
from karuta.engine.similarity import NOISE, mean_around

Floats = NDArray[np.float32]
Outlines = NDArray[np.float64]
"""(n, 4, 2)"""
Place = NDArray[np.float64]
"""(2,) x and y"""
Boxes = NDArray[np.intp]
"""(4, n): left, right, top, bottom, about the middle of a turned picture."""
Sums = NDArray[np.complex64]
"""Of what stands, summed downwards, and as the imaginary part of what lies, summed across: both are read at once."""

TURNS = 18  # of a quarter of a round; the rest is the same rectangle with its other side up
# Boxes are so far apart, in shares of a side; outlines whose corners are at most twice as far apart are one.
STEP = 0.06
# So many of each turn are kept, before those are left out that are one with a better one.
TURN_BEST = 40
# An end of a side moves by as much, in shares of the other side's length; then by two of these steps.
MOVES = np.linspace(-0.09, 0.09, 11)
# Along a side, without its ends: corners are round.
ALONG = np.linspace(0.04, 0.96, 24, dtype=np.float32)
# A gradient counts by how much stronger it is than those around it, and no more than so many times.
AROUND, STRONGEST = 0.035, 2.5
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

    @property
    def reach(self) -> int:
        """Squares of 2 `reach` + 1 pixels, its middle in the middle, hold all of it however it is turned."""
        return math.ceil(math.hypot(*self.size) / 2) + 1

    def at(self, x: Floats, y: Floats) -> NDArray[np.intp]:
        """Index of each place in the flat arrays."""
        wide, tall = self.size
        column = np.clip(np.rint(x), -1, wide).astype(np.intp)
        row = np.clip(np.rint(y), -1, tall).astype(np.intp)
        return np.asarray((row + 1) * (wide + 2) + column + 1)

    def across(self, at: NDArray[np.intp], turn: NDArray[np.floating]) -> Floats:
        """How much an edge whose normal has this direction (radians) runs through each place, 1 to -1: an edge at right

        angles to it counts less than nought. `turn`: of the same shape, or less.
        """
        found: Floats = self.along.ravel().take(at) * np.cos(2 * turn).astype(np.float32)
        found += self.aslant.ravel().take(at) * np.sin(2 * turn).astype(np.float32)
        return found

    def outlines(self, boxes: Boxes, turn: float | NDArray[np.float64]) -> Outlines:
        """Boxes, turned by as much, as outlines in the photo's pixels, (n, 4, 2), clockwise from the box's left top."""
        left, right, top, bottom = boxes.astype(np.float64)
        x, y = np.stack([left, right, right, left]), np.stack([top, top, bottom, bottom])
        cos, sin = np.cos(turn), np.sin(turn)
        return (np.stack([cos * x - sin * y, sin * x + cos * y]).T + np.array(self.size) / 2) * self.step


def gradient(pixels: Pixels, *, side: int, cards: Sequence[Corners] = ()) -> Gradient:
    """The longer side made about so long; what lies under one of these `cards`, or is its own edge, is hidden."""
    step = max(1, round(max(pixels.shape[:2]) / side))
    small = np.asarray(Image.fromarray(pixels).reduce(step))
    padded = np.pad(np.ascontiguousarray(small.transpose(2, 0, 1)), ((0, 0), (1, 1), (1, 1)), mode="edge")
    smooth: Floats = padded.astype(np.float32)
    smooth = smooth[:, :, :-2] + 2 * smooth[:, :, 1:-1] + smooth[:, :, 2:]
    smooth = (smooth[:, :-2] + 2 * smooth[:, 1:-1] + smooth[:, 2:]) * np.float32(1 / 16)
    change = np.zeros((2, *smooth.shape), dtype=np.float32)
    change[0, :, :, 1:-1] = smooth[:, :, 2:] - smooth[:, :, :-2]
    change[1, :, 1:-1] = smooth[:, 2:] - smooth[:, :-2]
    strongest = change[:, 0]
    for other in (change[:, 1], change[:, 2]):
        strongest = strongest + ((other**2).sum(axis=0) > (strongest**2).sum(axis=0)) * (other - strongest)
    x, y = strongest
    square = x * x + y * y
    size = np.sqrt(square)
    around = mean_around(size, max(3, round(AROUND * max(size.shape))))
    full, reduced = np.array(pixels.shape[1::-1]), np.array(small.shape[1::-1])
    shown = _shown([card / (full / reduced) for card in cards], size.shape)
    counted = np.minimum(size / (around + NOISE), STRONGEST) / STRONGEST * shown / np.maximum(square, 1e-6)
    along, aslant = (np.pad(part * counted, 1) for part in (x * x - y * y, 2 * x * y))
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


@dataclass(frozen=True, eq=False)
class TurnedEdges:
    """A picture turned back by `turn` radians about its middle: cards that are turned so stand upright in it."""

    seen: Gradient
    turn: float

    def forth(self, place: Place) -> Place:
        """Position of a place in the photo, relative to the small picture's middle."""
        x, y = place / self.seen.step - np.array(self.seen.size) / 2
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return np.array([cos * x + sin * y, cos * y - sin * x])

    def shift(self, place: Place) -> Boxes:
        """Moves boxes about nought to a place in the photo, when it is added to them."""
        return np.rint(self.forth(place)).astype(np.intp).repeat(2)[:, None]

    def rated(self, boxes: Boxes, weights: Callable[[Floats], Floats] | None = None) -> Rated:
        """Boxes by what edges bear out of their sides: left, right, top, bottom.

        `weights`: (4, n) by which share of each side is in view, nought for all sides of what is no card.
        """
        if weights is None:
            return Rated(self.turn, boxes, borne_out(self._along(boxes, self._edges) / _lengths(boxes)))
        weight = weights(self._along(boxes, self._in_view) / _lengths(boxes))
        some = np.flatnonzero(weight.any(axis=0))
        boxes, weight = boxes[:, some], weight[:, some]
        sides = np.divide(
            self._along(boxes, self._edges), np.maximum(self._along(boxes, self._in_view), 1), dtype=np.float32
        )
        return Rated(self.turn, boxes, borne_out(sides, weight))

    def _along(self, boxes: Boxes, sums: Sums) -> Floats:
        """(4, n): of each side what lies along it."""
        across = 2 * self.seen.reach + 1
        left, right, top, bottom = np.clip(boxes + self.seen.reach, 0, across - 1)
        top, bottom = top * across, bottom * across
        left_top, right_top, left_foot, right_foot = (
            sums.take(row + column) for row in (top, bottom) for column in (left, right)
        )
        found = np.empty(boxes.shape, dtype=np.float32)
        for side, end, begin in ((0, left_foot, left_top), (1, right_foot, right_top)):
            np.subtract(end.real, begin.real, out=found[side])
        for side, end, begin in ((2, right_top, left_top), (3, right_foot, left_foot)):
            np.subtract(end.imag, begin.imag, out=found[side])
        return found

    @cached_property
    def _edges(self) -> Sums:
        """An edge counts beside itself too."""
        found = self.seen.across(self._places, np.array(self.turn))
        standing, lying = np.maximum(found, 0), np.maximum(-found, 0)
        standing[:, 1:-1] = np.maximum(standing[:, 1:-1], np.maximum(standing[:, 2:], standing[:, :-2]))
        lying[1:-1] = np.maximum(lying[1:-1], np.maximum(lying[2:], lying[:-2]))
        return _summed(standing, lying)

    @cached_property
    def _in_view(self) -> Sums:
        shown = self.seen.shown.ravel().take(self._places)
        return _summed(shown, shown)

    @property
    def _places(self) -> NDArray[np.intp]:
        """The place of each pixel of the square in the small picture."""
        wide, tall = self.seen.size
        steps = np.arange(-self.seen.reach, self.seen.reach + 1, dtype=np.float32)
        cos, sin = np.float32(math.cos(self.turn)), np.float32(math.sin(self.turn))
        x, y = cos * steps[None] - sin * steps[:, None], sin * steps[None] + cos * steps[:, None]
        return self.seen.at(x + np.float32(wide / 2), y + np.float32(tall / 2))


def _summed(standing: NDArray[np.generic], lying: NDArray[np.generic]) -> Sums:
    sums = np.empty(standing.shape, dtype=np.complex64)
    standing.cumsum(axis=0, dtype=np.float32, out=sums.real)
    lying.cumsum(axis=1, dtype=np.float32, out=sums.imag)
    return sums.ravel()


def _lengths(boxes: Boxes) -> Floats:
    """(4, n) of the sides."""
    left, right, top, bottom = boxes
    return np.maximum([bottom - top, right - left], 1).repeat(2, axis=0).astype(np.float32)


def turns(seen: Gradient) -> list[TurnedEdges]:
    """The picture in all turns."""
    return [TurnedEdges(seen, turn * (math.pi / 2 / TURNS)) for turn in range(TURNS)]


def borne_out(sides: Floats, weight: Floats | None = None) -> Floats:
    """(n,) of (4, n): the mean of the sides, each by its weight; the one that is borne out least makes the share

    `WEAKEST` by itself. Sides without weight do not count.
    """
    weight = np.ones_like(sides) if weight is None else weight
    mean = (sides * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-6)
    least = np.where(weight > 0, sides, np.float32(np.inf)).min(axis=0)
    return np.asarray((1 - WEAKEST) * mean + WEAKEST * least)


class Rated(NamedTuple):
    """Boxes of one turn, and (n,) what each is worth."""

    turn: float
    boxes: Boxes
    worth: Floats


def laid(rated: Iterable[Rated], seen: Gradient, *, most: int, least: float = 0.0) -> list[Corners]:
    """The first outlines, in the photo's pixels, of the boxes that are worth most, at least `least`; in all turns.

    They differ from each other by a corner at least, and begin with a short side.
    """
    best = []
    for turn, boxes, worth in rated:
        some = np.argpartition(-worth, TURN_BEST - 1)[:TURN_BEST] if len(worth) > TURN_BEST else np.arange(len(worth))
        best.append(np.vstack([worth[some], np.full(len(some), turn), boxes[:, some]]))
    found = np.hstack(best)
    found = found[:, np.argsort(-found[0], kind="stable")]
    _, turned, *sides = found[:, found[0] >= least]
    left = short_side_first(seen.outlines(np.array(sides), turned))
    kept: list[Corners] = []
    while len(left) and len(kept) < most:
        kept.append(left[0])
        ways = np.stack([left[0], np.roll(left[0], 2, axis=0)])
        apart = length(left[:, None] - ways[None]).max(axis=-1).min(axis=1)
        left = left[apart > 2 * STEP * side_lengths(left[0])[1]]
    return kept


def fitted(seen: Gradient, outlines: Sequence[Corners], *, least: float = 0.0, ranked: bool = False) -> list[Corners]:
    """Move each outline's sides to the strongest edges beside them; keep those that edges bear out by `least`.

    The result is in the photo's pixels. `ranked`: the best borne out come first.
    """
    corners = np.reshape(outlines, (-1, 4, 2)) / seen.step
    for moves in (MOVES, 0.4 * MOVES):
        lines, sides = _moved_sides(seen, corners, moves)
        corners = _crossings(np.roll(lines, 1, axis=1), lines)
    worth = borne_out(sides.T)
    order = np.argsort(-worth, kind="stable") if ranked else np.arange(len(worth))
    return [corners[at] * seen.step for at in order if worth[at] >= least]


def _moved_sides(seen: Gradient, corners: Outlines, moves: NDArray[np.float64]) -> tuple[Outlines, Floats]:
    """(n, 4, 2, 2): two points of the line on which each side lies best, and (n, 4) how much edges bear it out.

    The two ends of a side move across it, each by itself.
    """
    ends, others = np.roll(corners, -1, axis=1), np.roll(corners, -2, axis=1)
    side = ends - corners
    normal = np.stack([-side[..., 1], side[..., 0]], axis=-1) / np.maximum(length(side), 1e-6)[..., None]
    first, second = (array.ravel() for array in np.meshgrid(moves, moves, indexing="ij"))
    by = (normal * length(others - ends)[..., None])[:, :, None]
    begin, end = corners[:, :, None] + first[:, None] * by, ends[:, :, None] + second[:, None] * by
    line = end - begin
    x, y = (begin[..., at, None].astype(np.float32) + ALONG * line[..., at, None].astype(np.float32) for at in (0, 1))
    direction = np.arctan2(line[..., 0], -line[..., 1])
    worth = np.maximum(seen.across(seen.at(x, y), direction[..., None]), 0).mean(axis=-1)
    chosen = (worth - STAY * (np.abs(first) + np.abs(second)) / MOVES[-1]).argmax(axis=-1)[..., None]
    points = np.stack([begin, end], axis=-2)
    lines = np.take_along_axis(points, chosen[..., None, None], axis=2)[:, :, 0]
    return lines, np.take_along_axis(worth, chosen, axis=2)[..., 0]


def length(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.hypot(vectors[..., 0], vectors[..., 1]))


def side_lengths(card: Outlines) -> NDArray[np.float64]:
    """(..., 2): the mean length of the first and third side of (..., 4, 2), and of the others."""
    lengths = length(np.roll(card, -1, axis=-2) - card)
    return np.asarray((lengths[..., :2] + lengths[..., 2:]) / 2)


def short_side_first(outlines: Outlines) -> Outlines:
    across, down = side_lengths(outlines).T
    return np.where((across > down)[:, None, None], np.roll(outlines, 1, axis=1), outlines)


def _crossings(one: Outlines, other: Outlines) -> Outlines:
    """(n, 4, 2): where lines through two points each cross; far outside where they do not."""
    p, r = one[..., 0, :], one[..., 1, :] - one[..., 0, :]
    q, s = other[..., 0, :], other[..., 1, :] - other[..., 0, :]
    across = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    apart = q - p
    along = (apart[..., 0] * s[..., 1] - apart[..., 1] * s[..., 0]) / np.where(np.abs(across) < 1e-6, 1e-6, across)
    return np.asarray(p + along[..., None] * r)


def distinct(outlines: Iterable[Corners], *, most: int) -> list[Corners]:
    """The first outlines that share less than `SAME` with each earlier one; at most `most`."""
    kept: list[Corners] = []
    for outline in outlines:
        with suppress(CornersError):
            corners = as_corners(outline)
            if len(kept) < most and all(iou(corners, other) < SAME for other in kept):
                kept.append(corners)
    return kept
