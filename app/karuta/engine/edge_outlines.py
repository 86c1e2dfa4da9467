"""Outlines of cards that straight edges in a photo bear out, whatever is printed between them. numpy and Pillow only.

A trained detector feels where the middle of a card of a game that it does not know is, but takes a window or a panel of
its picture for the card. A card has four straight edges in a card's proportions. So rectangles are laid (`edge_lines`):
of all sizes around a felt place, as large as a known card around a place or under that card, or partly beside the
photo. Those that edges bear out most, by what of their sides is in view, are fitted side by side, because a
photographed card is no rectangle. What they hold the catalogue has to say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, CornersError, as_corners, iou
from karuta.engine.edge_lines import (
    WEAKEST,
    Boxes,
    Floats,
    Gradient,
    Outlines,
    Place,
    TurnedEdges,
    borne_out,
    distinct,
    fitted,
    gradient,
    laid,
    length,
    turns,
)

# The photo's longer side for laying rectangles, twice that for fitting them, and for laying cut ones. A known card's
# shorter side for fitting those under it; half of that for laying them, and others like it.
COARSE, CUT_COARSE, ALIKE = 192, 128, 72
# The shorter side of a card, as shares of the photo's shorter one, and that side to the longer, slanted cards too. The
# photo's edge cuts the larger ones.
SIZES, CUT_SIZES = 0.09 * 1.12 ** np.arange(24), slice(10, None)
ASPECTS = (0.60, 0.655, 0.70, 0.75, 0.82)
# The middle may lie so far from a felt place, in shares of each side; else middles are so far apart.
OFFSETS, STEP = (-0.16, -0.08, 0.0, 0.08, 0.16), 0.06
# Outlines laid about one place, looked at in one batch, and places tried at once: of 88 simulated photos of strange
# frames the right outline was the first in 74 and among the first six in 86.
AT_ONCE = 6
# What edges bear out less is no card: of simulated photos of strange frames the right outline had 0.42 and more. Nor is
# what is like a known card, or in view in part.
LEAST_WORTH, LEAST_OF_PART = 0.4, 0.3
# A side counts where so much of it is in view. How much of all four is at least and at most, under a card: what is
# wholly in view was found already. Of a card that the photo's edge cuts so much of two sides is in view at most, and so
# much of the one between them at least.
IN_VIEW, SHARES, CUT, UNCUT = 0.2, (0.3, 0.95), 0.85, 0.6
# An outline that is laid on the edges beside it shares so much with what it was.
BESIDE = 0.92


class EdgeOutlines:
    """The edges of one photo; `pixels`: (height, width, 3) uint8, RGB. Outlines are (4, 2) each in these pixels."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = np.ascontiguousarray(pixels)

    def around(
        self, places: Sequence[Place], *, most: int, weakest: float = WEAKEST, least: float = LEAST_WORTH
    ) -> list[Corners]:
        """The outlines around these places that edges bear out most, best first; at most `most`.

        Clockwise, a short side first; which way up they are is not known. None where there is no place. `weakest`: how
        much the side counts that is borne out least, which may be covered; `least`: outlines that edges bear out less
        are none.
        """

        def worth(turned: TurnedEdges, boxes: Boxes) -> Floats:
            return turned.borne_out(boxes, weakest=weakest)

        found = []
        for place in places:
            found += laid(self._turns, lambda turned, at=place: _moved(self._boxes, turned, at), worth, most=AT_ONCE)  # type: ignore[misc]
        return distinct(_sorted(self._fine, found, weakest=weakest, least=least), most=most)

    def alike(self, places: Sequence[Place], cards: Sequence[Corners]) -> list[Corners]:
        """Around each place at most one outline as large as the nearest of these cards, turned and the way up like it.

        Cards that lie beside each other are of one size. So smaller ones are found than where nothing is known.
        """
        if not places:
            return []
        middles = np.array([card.mean(axis=0) for card in cards])
        longest = max(self._pixels.shape[:2])
        shorter = float(np.median([side_lengths(card)[0] for card in cards]))
        seen = gradient(self._pixels, side=min(longest, max(2 * COARSE, round(ALIKE / 2 / shorter * longest))))
        edges = [TurnedEdges(seen, _turn(card)) for card in cards]
        best = []
        for place in places:
            nearest = int(length(middles - place).argmin())
            size = np.array(side_lengths(cards[nearest])) / seen.step.mean()
            around = _boxes(_sizes_like(size), size * _grid(STEP * np.arange(-8, 9)))
            boxes = _moved(around, edges[nearest], place)
            best += [*edges[nearest].outlines(boxes[[int(edges[nearest].borne_out(boxes).argmax())]])]
        found, worth = fitted(seen, np.array(best))
        kept = []
        for outline, good in zip(found, worth, strict=True):
            with suppress(CornersError):
                kept += [as_corners(outline)] if good >= LEAST_OF_PART else []
        return kept

    def cut(self, *, aspect: float, most: int) -> list[Corners]:
        """The outlines partly beside the photo of which edges bear out three sides most, best first.

        The fourth follows from `aspect`, a card's width to its height. Clockwise, a short side first; which way up they
        are is not known.
        """
        edges = turns(gradient(self._pixels, side=CUT_COARSE))
        shorter, reach = min(edges[0].seen.size), edges[0].reach
        lengths = SIZES[CUT_SIZES] * shorter
        sizes = np.concatenate([np.outer(lengths, each) for each in ((1, 1 / aspect), (1 / aspect, 1))])
        boxes = _boxes(sizes, _grid(np.arange(-reach, reach + 1, max(1.0, STEP * shorter))))
        found = laid(edges, lambda _: boxes, _three_sides, most=AT_ONCE, least=LEAST_OF_PART)
        size = np.array(self._pixels.shape[1::-1], dtype=np.float64)
        laid_there = _sorted(self._fine, found)
        return distinct((completed(outline, size, aspect=aspect) for outline in laid_there), most=most)

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
        short, long = side_lengths(own / coarse.step)
        sizes = _sizes_like((short, long), (long, short))
        grid = _grid(np.arange(-long, long + 1, max(1.0, STEP * short)))

        def boxes(turned: TurnedEdges) -> Boxes:
            found = _boxes(sizes, grid + turned.forth(own.mean(axis=0)))
            return np.asarray(found[(np.abs(found) <= turned.reach).all(axis=1)])

        found = laid(turns(coarse), boxes, _in_view, most=most, least=LEAST_OF_PART)
        if not found:
            return []
        fitted_there, _ = fitted(fine, np.array(found))
        return [outline + low for outline in distinct(_turned_like(outline, own) for outline in fitted_there)]

    def beside(self, outline: Corners) -> Corners | None:
        """An outline with each side moved to the edge beside it. None if that is another outline, or none."""
        (found,), _ = fitted(self._fine, np.asarray(outline)[None])
        with suppress(CornersError):
            return moved if iou(moved := as_corners(found), outline) >= BESIDE else None
        return None

    @cached_property
    def _fine(self) -> Gradient:
        return gradient(self._pixels, side=2 * COARSE)

    @cached_property
    def _turns(self) -> list[TurnedEdges]:
        return turns(gradient(self._pixels, side=COARSE))

    @cached_property
    def _boxes(self) -> Boxes:
        """Cards of all sizes about a place, upright and lying, also beside it."""
        wide, aspect = np.meshgrid(SIZES * min(self._turns[0].seen.size), ASPECTS)
        upright = np.stack([wide, wide / aspect], axis=-1).reshape(-1, 2)
        sizes = np.concatenate([upright, upright[:, ::-1]])
        return _boxes(sizes, sizes[:, None] * _grid(OFFSETS))


def _grid(along: Sequence[float] | NDArray[np.floating] | NDArray[np.integer]) -> NDArray[np.float64]:
    """(n, 2): all pairs."""
    return np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2).astype(np.float64)


def _sizes_like(*sizes: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2): each of these, (width, height), a step smaller, as it is, and a step larger."""
    return np.concatenate([np.outer(1 + STEP * np.arange(-1, 2), size) for size in sizes])


def _boxes(sizes: NDArray[np.float64], middles: NDArray[np.float64]) -> Boxes:
    """Boxes of all `sizes`, (m, 2) width and height, with all of these `middles`, (k, 2), or (m, k, 2) for each."""
    half = sizes[:, None] / 2
    low, high = middles - half, middles + half
    found = np.stack([low[..., 0], high[..., 0], low[..., 1], high[..., 1]], axis=-1)
    return np.asarray(np.rint(found.reshape(-1, 4)), dtype=np.int32)


def _moved(boxes: Boxes, turned: TurnedEdges, place: Place) -> Boxes:
    return np.asarray(boxes + np.rint(turned.forth(place)).astype(np.int32).repeat(2))


def _sorted(
    seen: Gradient, outlines: Sequence[Corners], *, weakest: float = WEAKEST, least: float = 0.0
) -> list[Outlines]:
    """Fitted, those first that edges bear out most."""
    if not outlines:
        return []
    found, worth = fitted(seen, np.array(outlines), weakest=weakest)
    return [found[at] for at in np.argsort(-worth, kind="stable") if worth[at] >= least]


def _three_sides(turned: TurnedEdges, boxes: Boxes) -> Floats:
    """How much edges bear out the three sides in view; nought where a box is not cut as it should be."""
    shares, worth = turned.shares(boxes), np.zeros(len(boxes), dtype=np.float32)
    is_cut = (shares >= IN_VIEW) & (shares <= CUT)
    for far, near, one, other in ((0, 1, 2, 3), (1, 0, 2, 3), (2, 3, 0, 1), (3, 2, 0, 1)):
        fits = np.flatnonzero((shares[far] <= IN_VIEW) & (shares[near] >= UNCUT) & is_cut[one] & is_cut[other])
        worth[fits] = np.maximum(worth[fits], borne_out(turned.sides(boxes[fits])[[near, one, other]]))
    return worth


def _in_view(turned: TurnedEdges, boxes: Boxes) -> Floats:
    """How much edges bear out the sides in view; nought where no corner is, or too little."""
    shares, worth = turned.shares(boxes), np.zeros(len(boxes), dtype=np.float32)
    counts, whole = shares >= IN_VIEW, shares.mean(axis=0)
    is_corner = counts[:2].any(axis=0) & counts[2:].any(axis=0)
    fits = np.flatnonzero(is_corner & (whole >= SHARES[0]) & (whole <= SHARES[1]))
    worth[fits] = borne_out(turned.sides(boxes[fits]), weight=np.where(counts, shares, 0)[:, fits])
    return worth


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


def side_lengths(card: Corners) -> tuple[float, float]:
    """The mean length of its first and third side, and of the others."""
    lengths = length(np.roll(card, -1, axis=0) - card)
    return float(lengths[::2].mean()), float(lengths[1::2].mean())


def _turn(card: Corners) -> float:
    across = card[1] - card[0] + card[2] - card[3]
    return math.atan2(across[1], across[0])


def _turned_like(one: Corners, like: Corners) -> Corners:
    """The outline, the way up that is nearer to that of `like`."""
    up, own = (card[0] + card[1] - card[2] - card[3] for card in (like, one))
    return one if float(up @ own) >= 0 else np.roll(one, 2, axis=0)
