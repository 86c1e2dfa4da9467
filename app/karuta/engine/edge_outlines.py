"""Outlines of cards that straight edges in a photo bear out, whatever is printed between them. numpy and Pillow only.

A trained detector feels where the middle of a card of a game that it does not know is, but takes a window or a panel
of its picture for the card. A card has four straight edges in a card's proportions. So rectangles are laid
(`edge_lines`): of all sizes around a felt place, as large as a known card under it, or partly beside the photo. Those
that edges bear out most, by what of their sides is in view, are fitted side by side, because a photographed card is
no rectangle. What they hold the catalogue has to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners
from karuta.engine.edge_lines import (
    STEP,
    Boxes,
    Floats,
    Gradient,
    Place,
    TurnedEdges,
    distinct,
    fitted,
    gradient,
    laid,
    length,
    side_lengths,
    turns,
)
from karuta.engine.proposal_views import CARD_SHAPES

# The photo's longer side for laying rectangles, twice that for fitting them, and for laying cut ones. A known card's
# shorter side for fitting those under it; half of that for laying them.
COARSE, CUT_COARSE, ALIKE = 192, 128, 72
# The shorter side of a card, as shares of the photo's shorter one. The photo's edge cuts the larger ones.
SIZES, CUT_SIZES = 0.09 * 1.12 ** np.arange(24), slice(10, None)
# The middle may lie so far from a felt place, in shares of each side.
OFFSETS = (-0.16, -0.08, 0.0, 0.08, 0.16)
# Outlines laid about one place, looked at in one batch, and places tried at once: of 88 simulated photos of strange
# frames the right outline was the first in 74 and among the first six in 86.
AT_ONCE = 6
# What edges bear out less is no card: of simulated photos of strange frames the right outline had 0.42 and more. Nor is
# what is in view in part.
LEAST_WORTH, LEAST_OF_PART = 0.4, 0.3
# A side counts where so much of it is in view. How much of all four is at least and at most, under a card: what is
# wholly in view was found already. Of a card that the photo's edge cuts so much of two sides is in view at most (with
# 0.8 one of 12 halves was lost), and so much of the one between them at least.
IN_VIEW, SHARES, CUT, UNCUT = 0.2, (0.3, 0.95), 0.85, 0.6


class EdgeOutlines:
    """The edges of one photo; `pixels`: (height, width, 3) uint8, RGB. Outlines are (4, 2) each in these pixels."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = np.ascontiguousarray(pixels)

    def around(self, places: Sequence[Place], *, most: int) -> list[Corners]:
        """The outlines around these places that edges bear out most, best first; at most `most`.

        Clockwise, a short side first; which way up they are is not known. None where there is no place.
        """
        found = []
        for place in places:
            rated = (turned.rated(self._boxes + turned.shift(place)) for turned in self._turns)
            found += laid(rated, self._turns[0].seen, most=AT_ONCE)
        return distinct(fitted(self._fine, found, least=LEAST_WORTH, ranked=True), most=most)

    def cut(self, *, aspect: float, most: int) -> list[Corners]:
        """The outlines partly beside the photo of which edges bear out three sides most, best first.

        The fourth follows from `aspect`, a card's width to its height. Clockwise, a short side first; which way up they
        are is not known.
        """
        seen = gradient(self._pixels, side=CUT_COARSE)
        shorter, reach = min(seen.size), seen.reach
        lengths = SIZES[CUT_SIZES] * shorter
        sizes = np.concatenate([np.outer(lengths, each) for each in ((1, 1 / aspect), (1 / aspect, 1))])
        boxes = _boxes(sizes, _grid(np.arange(-reach, reach + 1, max(1.0, STEP * shorter))))
        rated = (turned.rated(boxes, _three_sides) for turned in turns(seen))
        found = laid(rated, seen, most=AT_ONCE, least=LEAST_OF_PART)
        size = np.array(self._pixels.shape[1::-1], dtype=np.float64)
        there = fitted(self._fine, found, ranked=True)
        return distinct((completed(outline, size, aspect=aspect) for outline in there), most=most)

    def under(self, card: Corners, cards: Sequence[Corners], *, most: int) -> list[Corners]:
        """The outlines as large as this card and about it that edges bear out most where none of the `cards` lies.

        Best first, the way up that is nearer to that of the card.
        """
        short, long = side_lengths(card)
        low = np.maximum(np.rint(card.mean(axis=0) - 2 * long), 0).astype(int)
        high = np.minimum(np.rint(card.mean(axis=0) + 2 * long), self._pixels.shape[1::-1]).astype(int)
        pixels = np.ascontiguousarray(self._pixels[low[1] : high[1], low[0] : high[0]])
        over, own = [each - low for each in cards], card - low
        longest = max(pixels.shape[:2])
        coarse, fine = (
            gradient(pixels, side=min(longest, round(longest * side / short)), cards=over)
            for side in (ALIKE / 2, ALIKE)
        )
        size = side_lengths(own / coarse.step)
        grid = _grid(np.arange(-size[1], size[1] + 1, max(1.0, STEP * size[0])))
        sizes, middle = _sizes_like(size, size[::-1]), own.mean(axis=0)
        rated = []
        for turned in turns(coarse):
            boxes = _boxes(sizes, grid + turned.forth(middle))
            rated.append(turned.rated(boxes[:, (np.abs(boxes) <= coarse.reach).all(axis=0)], _corner))
        found = laid(rated, coarse, most=most, least=LEAST_OF_PART)
        return [
            outline + low for outline in distinct((_turned_like(each, own) for each in fitted(fine, found)), most=most)
        ]

    @cached_property
    def _fine(self) -> Gradient:
        return gradient(self._pixels, side=2 * COARSE)

    @cached_property
    def _turns(self) -> list[TurnedEdges]:
        return turns(gradient(self._pixels, side=COARSE))

    @cached_property
    def _boxes(self) -> Boxes:
        """Cards of all sizes about a place, upright and lying, also beside it."""
        wide, aspect = np.meshgrid(SIZES * min(self._turns[0].seen.size), CARD_SHAPES)
        upright = np.stack([wide, wide / aspect], axis=-1).reshape(-1, 2)
        sizes = np.concatenate([upright, upright[:, ::-1]])
        return _boxes(sizes, sizes[:, None] * _grid(OFFSETS))


def _grid(along: Sequence[float] | NDArray[np.floating] | NDArray[np.integer]) -> NDArray[np.float64]:
    """(n, 2): all pairs."""
    return np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2).astype(np.float64)


def _sizes_like(*sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2): each of these, (width, height), a step smaller, as it is, and a step larger."""
    return np.concatenate([np.outer(1 + STEP * np.arange(-1, 2), size) for size in sizes])


def _boxes(sizes: NDArray[np.float64], middles: NDArray[np.float64]) -> Boxes:
    """Boxes of all `sizes`, (m, 2) width and height, with all of these `middles`, (k, 2), or (m, k, 2) for each."""
    half = sizes[:, None] / 2
    low, high = middles - half, middles + half
    found = np.stack([low[..., 0], high[..., 0], low[..., 1], high[..., 1]])
    return np.rint(found.reshape(4, -1)).astype(np.intp)


def _three_sides(shares: Floats) -> Floats:
    """All but one, of boxes that are cut as they should be."""
    is_cut = (shares >= IN_VIEW) & (shares <= CUT)
    both = (is_cut[[2, 0]] & is_cut[[3, 1]]).repeat(2, axis=0)
    far = (shares <= IN_VIEW) & (shares[[1, 0, 3, 2]] >= UNCUT) & both
    return (~far & far.any(axis=0)).astype(np.float32)


def _corner(shares: Floats) -> Floats:
    """Sides in view, of boxes of which at least a corner is, and not too little or all."""
    counts, whole = shares >= IN_VIEW, shares.mean(axis=0)
    fits = counts[:2].any(axis=0) & counts[2:].any(axis=0) & (whole >= SHARES[0]) & (whole <= SHARES[1])
    return np.where(counts & fits, shares, 0)


def completed(corners: Corners, size: Place, *, aspect: float) -> Corners:
    """The outline with the side that lies farthest beside the photo where a card's proportions want it."""
    middles = (corners + np.roll(corners, -1, axis=0)) / 2
    beside = np.maximum(np.maximum(-middles, middles - size), 0).sum(axis=1)
    far = int(beside.argmax())
    here, there, third, fourth = ((far + by) % 4 for by in range(4))
    near = float(length(corners[fourth] - corners[third]))
    wanted = near / aspect if far % 2 == 0 else near * aspect
    moved = corners.copy()
    for end, begin in ((there, third), (here, fourth)):
        along = corners[end] - corners[begin]
        moved[end] = corners[begin] + along * (wanted / max(float(length(along)), 1e-6))
    return moved


def _turned_like(one: Corners, like: Corners) -> Corners:
    """The outline, the way up that is nearer to that of `like`."""
    up, own = (card[0] + card[1] - card[2] - card[3] for card in (like, one))
    return one if float(up @ own) >= 0 else np.roll(one, 2, axis=0)
