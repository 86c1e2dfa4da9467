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
from contextlib import suppress
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, CornersError, as_corners, iou
from karuta.engine.edge_lines import (
    WEAKEST,
    Best,
    Boxes,
    Gradient,
    Outlines,
    TurnedEdges,
    distinct,
    fitted,
    gradient,
    length,
    side_lengths,
    turns,
)

# The photo's longer side for laying rectangles, and for fitting them.
COARSE, FINE = 192, 384
# The shorter side of a card, as shares of the photo's shorter one, and that side to the longer, slanted cards too.
SIZES = tuple(0.09 * 1.12**step for step in range(24))
ASPECTS = (0.60, 0.655, 0.70, 0.75, 0.82)
# The middle may lie so far from the place, in shares of each side.
OFFSETS = (-0.16, -0.08, 0.0, 0.08, 0.16)
# Two outlines that share so much are one when fitted.
SAME = 0.85
# An outline that is laid on the edges beside it shares so much with what it was.
BESIDE = 0.92
# What edges bear out less is no card. Of simulated photos of strange frames the right outline had 0.42 and more.
LEAST_WORTH = 0.4
# Where cards are known others are looked for that are as large: at so many pixels to the shorter side, in such shares
# of its size, the middle so far from the place, in shares of each side; borne out by so much.
ALIKE_SIDE, ALIKE_SIZES, ALIKE_OFFSETS, ALIKE_WORTH = 32, (0.9, 1.0, 1.1), np.linspace(-0.48, 0.48, 13), 0.3
# Turns that differ by less than this many radians are one.
ALIKE_TURN = 0.06


class StraightEdges:
    """The edges of one photo; `pixels`: (height, width, 3) uint8, RGB."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = np.ascontiguousarray(pixels)

    def outlines(
        self,
        places: Sequence[NDArray[np.float64]],
        *,
        most: int,
        weakest: float = WEAKEST,
        least: float = LEAST_WORTH,
    ) -> list[Corners]:
        """The outlines around these places, (2,) x and y each, that edges bear out most, best first; at most `most`.

        (4, 2) each in the photo's pixels, clockwise, a short side first; which way up they are is not known. None
        where there is no place. `weakest`: how much the side counts that is borne out least, which may be
        covered; `least`: outlines that edges bear out less are none.
        """
        laid = self._laid(places, weakest)
        if not len(laid):
            return []
        found, worth = fitted(self._fine, laid, weakest=weakest)
        best = [found[at] for at in np.argsort(-worth, kind="stable") if worth[at] >= least]
        return distinct(best, same=SAME, most=most)

    def alike(self, places: Sequence[NDArray[np.float64]], cards: Sequence[Corners]) -> list[Corners]:
        """Around each place at most one outline as large as the nearest of these cards, turned and the way up like it.

        Cards that lie beside each other are of one size. So smaller ones are found than where nothing is known.
        """
        if not places:
            return []
        middles = np.array([array.mean(axis=0) for array in cards])
        nearest = [cards[int(length(middles - place).argmin())] for place in places]
        longest = max(self._pixels.shape[:2])
        shorter = float(np.median([side_lengths(array)[0] for array in cards]))
        seen = gradient(self._pixels, side=min(longest, max(FINE, round(ALIKE_SIDE / shorter * longest))))
        by_turn: dict[int, list[int]] = {}
        for which, card in enumerate(nearest):
            by_turn.setdefault(round(_turn(card) / ALIKE_TURN), []).append(which)
        laid = []
        for turn, some in by_turn.items():
            laid += _laid_alike(
                TurnedEdges(seen, turn * ALIKE_TURN), [(places[which], nearest[which]) for which in some]
            )
        found, worth = fitted(seen, np.array(laid).reshape(-1, 4, 2))
        kept = []
        for one, good in zip(found, worth, strict=True):
            with suppress(CornersError):
                kept += [as_corners(one)] if good >= ALIKE_WORTH else []
        return kept

    def beside(self, outline: Corners) -> Corners | None:
        """An outline, (4, 2) in the photo's pixels, with each side moved to the edge beside it.

        None if that is another outline, or none.
        """
        (found,), _ = fitted(self._fine, np.asarray(outline)[None])
        with suppress(CornersError):
            return moved if iou(moved := as_corners(found), outline) >= BESIDE else None
        return None

    @cached_property
    def _coarse(self) -> Gradient:
        return gradient(self._pixels, side=COARSE)

    @cached_property
    def _fine(self) -> Gradient:
        return gradient(self._pixels, side=FINE)

    @cached_property
    def _turns(self) -> list[TurnedEdges]:
        return list(turns(self._coarse))

    def _laid(self, places: Sequence[NDArray[np.float64]], weakest: float) -> Outlines:
        """Rectangles around the places, the best `MOST_RECTANGLES` of each, in the photo's pixels."""
        seen = self._coarse
        boxes: Boxes | None = None
        found = [Best() for _ in places]
        for turned in self._turns:
            boxes = boxes or Boxes(_boxes(shorter=min(seen.size)), across=2 * turned.reach + 1)
            for which, place in enumerate(places):
                right, down = (int(along) for along in np.rint(turned.forth(place / seen.step)))
                worth, held = boxes.worth(
                    *turned.sums, right=right + turned.reach, down=down + turned.reach, weakest=weakest
                )
                found[which].keep(turned, held, worth, moved=(right, right, down, down))
        return np.array([array for some in found for array in some.different()]).reshape(-1, 4, 2)


def _boxes(*, shorter: int) -> NDArray[np.int32]:
    """(n, 4) left, right, top, bottom of cards about nought, of all sizes, upright and lying, also beside it."""
    width = np.array(SIZES)[:, None, None, None] * shorter
    dx, dy = np.array(OFFSETS)[:, None], np.array(OFFSETS)[None, :]
    found = []
    for aspect in ASPECTS:
        for wide, tall in ((width, width / aspect), (width / aspect, width)):
            sides = (dx * wide - wide / 2, dx * wide + wide / 2, dy * tall - tall / 2, dy * tall + tall / 2)
            shape = (len(SIZES), 1, len(OFFSETS), len(OFFSETS))
            found.append(np.stack([np.broadcast_to(side, shape) for side in sides], axis=-1).reshape(-1, 4))
    return np.asarray(np.rint(np.concatenate(found)), dtype=np.int32)


def _laid_alike(turned: TurnedEdges, some: Sequence[tuple[NDArray[np.float64], Corners]]) -> list[Corners]:
    """For each place the rectangle of a card's size that is borne out most; all cards turned so."""
    found, step = [], turned.seen.step
    for place, card in some:
        short, long = np.array(side_lengths(card)) / step.mean()
        boxes = Boxes(_boxes_alike(short, long), across=2 * turned.reach + 1)
        right, down = (int(along) for along in np.rint(turned.forth(place / step)))
        worth, held = boxes.worth(*turned.sums, right=right + turned.reach, down=down + turned.reach)
        if len(held):
            found += [*turned.outlines(held[[int(worth.argmax())]] + (right, right, down, down))]
    return found


def _boxes_alike(short: float, long: float) -> NDArray[np.int32]:
    """(n, 4) left, right, top, bottom about nought."""
    size, dx, dy = (array.ravel() for array in np.meshgrid(ALIKE_SIZES, ALIKE_OFFSETS, ALIKE_OFFSETS))
    wide, tall = size * short / 2, size * long / 2
    sides = (dx * short - wide, dx * short + wide, dy * long - tall, dy * long + tall)
    return np.asarray(np.rint(np.stack(sides, axis=-1)), dtype=np.int32)


def _turn(card: Corners) -> float:
    across = card[1] - card[0] + card[2] - card[3]
    return math.atan2(across[1], across[0])
