"""Outlines of cards that straight edges in a photo bear out, whatever is printed between them. numpy and Pillow only.

A trained detector feels where the middle of a card of a game that it does not know is, but takes a window or a panel
of its picture for the card. A card has four straight edges in a card's proportions. So rectangles of all sizes are laid
around a felt place, in 18 turns; sums of the gradient along lines, by its direction, say what edges bear out of their
sides (Ballard's generalised Hough transform and Viola and Jones' summed tables are the idea). The best are fitted side
by side, because a photographed card is no rectangle. What they hold the catalogue has to say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, CornersError, as_corners
from karuta.engine.proposal_views import unseen
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

# The photo's longer side for laying rectangles, twice that for fitting them.
COARSE = 192
# The shorter side of a card, as shares of the photo's shorter one, and to the longer, slanted or cut off a little.
SIZES, SHAPES = 0.09 * 1.12 ** np.arange(24), (0.60, 0.655, 0.70, 0.75, 0.82)
# The middle may lie so far from a felt place, in shares of each side.
OFFSETS = (-0.16, -0.08, 0.0, 0.08, 0.16)
TURNS = 18  # of a quarter of a round; the rest is the same rectangle with its other side up
# So many of each turn are kept, and then laid about one place: of 88 simulated photos of strange frames the right
# outline was the first in 74 and among the first six in 86. They differ by a corner, by this share of the longer side.
TURN_BEST, LAID, APART = 40, 6, 0.12
# An end of a side moves by as much, in shares of the other side's length; then by two of these steps. Between lines
# that bear a side out equally, the one that moved less.
MOVES, STAY = np.linspace(-0.09, 0.09, 11), 0.02
# Along a side, without its ends: corners are round.
ALONG = np.linspace(0.04, 0.96, 24, dtype=np.float32)
# A gradient is divided by the mean of those around it, in a window of this share of the picture, and clipped.
AROUND, STRONGEST = 0.035, 2.5
# A card in full view has an edge on all sides, so the side that is borne out least counts as much as the mean. What
# edges bear out less is no card: of simulated photos of strange frames the right outline had 0.42 and more.
WEAKEST, LEAST_WORTH = 0.5, 0.4
# Outlines that share so much are one.
SAME = 0.85


class EdgeOutlines:
    """The edges of one photo; `pixels`: (height, width, 3) uint8, RGB. Outlines are (4, 2) each in these pixels."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = np.ascontiguousarray(pixels)

    def around(self, places: Sequence[Place], *, most: int) -> list[Corners]:
        """The outlines around these places that edges bear out most, best first; at most `most`.

        Clockwise, a short side first; which way up they are is not known. None where there is no place.
        """
        outlines = [outline for place in places for outline in self._laid(place)]
        return unseen(fitted(self._fine, outlines), least=SAME)[:most]

    def _laid(self, place: Place) -> list[Corners]:
        """The first outlines, in the photo's pixels, that edges bear out most in all turns."""
        best = []
        for turned in self._turns:
            boxes = self._boxes + turned.shift(place)
            worth = borne_out(turned.sides(boxes))
            some = np.argpartition(-worth, TURN_BEST - 1)[:TURN_BEST]
            best.append(np.vstack([worth[some], np.full(TURN_BEST, turned.turn), boxes[:, some]]))
        likeliest = np.hstack(best)
        likeliest = likeliest[:, np.argsort(-likeliest[0], kind="stable")]
        cos, sin, x, y = np.cos(likeliest[1]), np.sin(likeliest[1]), likeliest[[2, 3, 3, 2]], likeliest[[4, 4, 5, 5]]
        corners = np.stack([cos * x - sin * y, sin * x + cos * y]).T + np.array(self._turns[0].seen.size) / 2
        outlines = short_side_first(corners * self._turns[0].seen.step)
        kept: list[Corners] = []
        while len(outlines) and len(kept) < LAID:
            kept.append(outlines[0])
            ways = np.stack([kept[-1], np.roll(kept[-1], 2, axis=0)])
            apart = length(outlines[:, None] - ways[None]).max(axis=-1).min(axis=1)
            outlines = outlines[apart > APART * side_lengths(kept[-1])[1]]
        return kept

    @cached_property
    def _fine(self) -> Gradient:
        return gradient(self._pixels, side=2 * COARSE)

    @cached_property
    def _turns(self) -> list[TurnedEdges]:
        seen = gradient(self._pixels, side=COARSE)
        return [TurnedEdges(seen, turn * (math.pi / 2 / TURNS)) for turn in range(TURNS)]

    @cached_property
    def _boxes(self) -> Boxes:
        """Cards of all sizes about a place, upright and lying, also beside it."""
        wide, shape = np.meshgrid(SIZES * min(self._turns[0].seen.size), SHAPES)
        upright = np.stack([wide, wide / shape], axis=-1).reshape(-1, 2)
        sizes = np.concatenate([upright, upright[:, ::-1]])[:, None]
        middles = sizes * np.stack(np.meshgrid(OFFSETS, OFFSETS), axis=-1).reshape(-1, 2)
        low, high = middles - sizes / 2, middles + sizes / 2
        boxes = np.stack([low[..., 0], high[..., 0], low[..., 1], high[..., 1]])
        return np.asarray(np.rint(boxes.reshape(4, -1)).astype(np.intp))


@dataclass(frozen=True, eq=False)
class Gradient:
    """How strongly and in which direction brightness changes, as the vector of twice the angle: `along` (rows,

    columns) is positive where it changes across the picture, `aslant` where it changes down the diagonal. Both have an
    edge of nought around them, for what lies outside. `step`: (2,) pixels of the photo to one of these, x then y.
    """

    along: Floats
    aslant: Floats
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
        strength: Floats = self.along.ravel().take(at) * np.cos(2 * turn).astype(np.float32)
        strength += self.aslant.ravel().take(at) * np.sin(2 * turn).astype(np.float32)
        return strength


def gradient(pixels: Pixels, *, side: int) -> Gradient:
    """The longer side made about so long."""
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
    counted = np.minimum(size / (around + NOISE), STRONGEST) / STRONGEST / np.maximum(square, 1e-6)
    along, aslant = (np.pad(part * counted, 1) for part in (x * x - y * y, 2 * x * y))
    return Gradient(along, aslant, full / reduced)


@dataclass(frozen=True, eq=False)
class TurnedEdges:
    """A picture turned back by `turn` radians about its middle: cards that are turned so stand upright in it."""

    seen: Gradient
    turn: float

    def shift(self, place: Place) -> Boxes:
        """Moves boxes about nought to a place in the photo, when it is added to them."""
        x, y = place / self.seen.step - np.array(self.seen.size) / 2
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        moved = np.rint([cos * x + sin * y, cos * y - sin * x])
        return np.asarray(moved.astype(np.intp).repeat(2)[:, None])

    def sides(self, boxes: Boxes) -> Floats:
        """(4, n): how much of each side edges bear out: left, right, top, bottom."""
        across = 2 * self.seen.reach + 1
        left, right, top, bottom = np.clip(boxes + self.seen.reach, 0, across - 1)
        top, bottom = top * across, bottom * across
        left_top, right_top, left_foot, right_foot = (
            self._sums.take(row + column) for row in (top, bottom) for column in (left, right)
        )
        standing = left_foot - left_top, right_foot - right_top
        lying = right_top - left_top, right_foot - left_foot
        borne: Floats = np.stack([*(side.real for side in standing), *(side.imag for side in lying)])
        lengths = np.maximum([boxes[3] - boxes[2], boxes[1] - boxes[0]], 1).repeat(2, axis=0)
        return borne / lengths.astype(np.float32)

    @cached_property
    def _sums(self) -> Sums:
        """An edge counts beside itself too."""
        strengths = self.seen.across(self._places, np.array(self.turn))
        standing, lying = np.maximum(strengths, 0), np.maximum(-strengths, 0)
        standing[:, 1:-1] = np.maximum(standing[:, 1:-1], np.maximum(standing[:, 2:], standing[:, :-2]))
        lying[1:-1] = np.maximum(lying[1:-1], np.maximum(lying[2:], lying[:-2]))
        sums = np.empty(standing.shape, dtype=np.complex64)
        standing.cumsum(axis=0, dtype=np.float32, out=sums.real)
        lying.cumsum(axis=1, dtype=np.float32, out=sums.imag)
        return sums.ravel()

    @property
    def _places(self) -> NDArray[np.intp]:
        """The place of each pixel of the square in the small picture."""
        wide, tall = self.seen.size
        steps = np.arange(-self.seen.reach, self.seen.reach + 1, dtype=np.float32)
        cos, sin = np.float32(math.cos(self.turn)), np.float32(math.sin(self.turn))
        x, y = cos * steps[None] - sin * steps[:, None], sin * steps[None] + cos * steps[:, None]
        return self.seen.at(x + np.float32(wide / 2), y + np.float32(tall / 2))


def borne_out(sides: Floats) -> Floats:
    """(n,) of (4, n): the mean of the sides; the one that is borne out least makes the share `WEAKEST` by itself."""
    mean, least = sides.mean(axis=0), sides.min(axis=0)
    return np.asarray((1 - WEAKEST) * mean + WEAKEST * least)


def fitted(seen: Gradient, outlines: Sequence[Corners]) -> list[Corners]:
    """Move each outline's sides to the strongest edges beside them; those that edges bear out, the best first.

    The result is in the photo's pixels.
    """
    corners = np.reshape(outlines, (-1, 4, 2)) / seen.step
    for moves in (MOVES, 0.4 * MOVES):
        lines, sides = _moved_sides(seen, corners, moves)
        corners = _crossings(np.roll(lines, 1, axis=1), lines)
    worth, borne = borne_out(sides.T), []
    for at in np.argsort(-worth, kind="stable"):
        with suppress(CornersError):
            borne += [as_corners(corners[at] * seen.step)] if worth[at] >= LEAST_WORTH else []
    return borne


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


def _crossings(lines: Outlines, other_lines: Outlines) -> Outlines:
    """(n, 4, 2): where lines through two points each cross; far outside where they do not."""
    p, r = lines[..., 0, :], lines[..., 1, :] - lines[..., 0, :]
    q, s = other_lines[..., 0, :], other_lines[..., 1, :] - other_lines[..., 0, :]
    across = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    apart = q - p
    along = (apart[..., 0] * s[..., 1] - apart[..., 1] * s[..., 0]) / np.where(np.abs(across) < 1e-6, 1e-6, across)
    return np.asarray(p + along[..., None] * r)
