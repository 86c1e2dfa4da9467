"""Outlines of cards that the photo's edge cuts, by the three sides that are in view. numpy and Pillow only.

Rectangles of a card's proportions are laid so that one side lies beside the photo; what runs along the other three is
read as in `straight_edges`, by the part of each that is in view. The fourth side follows from a card's proportions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners
from karuta.engine.edge_lines import (
    Best,
    Floats,
    Gradient,
    Outlines,
    distinct,
    fitted,
    gradient,
    length,
    turns,
)

# The photo's longer side for laying rectangles, and for fitting them.
COARSE, FINE = 128, 384
# The shorter side of a card in shares of the photo's shorter one; middles are so far apart, in shares of it too.
SIZES = tuple(0.28 * 1.12**step for step in range(14))
STEP = 0.06
# Shares of the sides that are in view: of the one that lies beside the photo, of the two that the edge cuts, of the
# fourth.
BESIDE, CUT, WHOLE = 0.25, (0.2, 0.85), 0.6
LEAST_WORTH = 0.3
SAME = 0.85


def cut_outlines(pixels: Pixels, *, aspect: float, most: int) -> list[Corners]:
    """The outlines that edges bear out most, best first, (4, 2) each in the photo's pixels, partly beside it.

    `aspect`: a card's width to its height. Clockwise, a short side first; which way up they are is not known.
    """
    laid = _laid(gradient(pixels, side=COARSE), aspect)
    if not len(laid):
        return []
    size = np.array(pixels.shape[1::-1], dtype=np.float64)
    found, worth = fitted(gradient(pixels, side=FINE), laid)
    order = np.argsort(-worth, kind="stable")
    return distinct((completed(found[at], size, aspect=aspect) for at in order), same=SAME, most=most)


def completed(corners: Corners, size: NDArray[np.float64], *, aspect: float) -> Corners:
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


def _laid(seen: Gradient, aspect: float) -> Outlines:
    """The best rectangles, in the photo's pixels."""
    best = Best()
    for turned in turns(seen):
        boxes = _boxes(turned.reach, shorter=min(seen.size), aspect=aspect)
        best.keep(turned, boxes, _worth(*turned.sides(boxes)), least=LEAST_WORTH)
    return np.array(best.different()).reshape(-1, 4, 2)


def _boxes(reach: int, *, shorter: int, aspect: float) -> NDArray[np.int32]:
    """(n, 4) left, right, top, bottom about the photo's middle."""
    middles = np.arange(-reach, reach + 1, max(2, round(STEP * shorter)))
    size, x, y = (entry.ravel() for entry in np.meshgrid(np.array(SIZES) * shorter, middles, middles))
    found = []
    for wide, tall in ((size, size / aspect), (size / aspect, size)):
        found.append(np.stack([x - wide / 2, x + wide / 2, y - tall / 2, y + tall / 2], axis=-1))
    return np.asarray(np.rint(np.concatenate(found)), dtype=np.int32)


def _worth(sides: Floats, shares: Floats) -> Floats:
    """How much edges bear out the three sides in view; nought where a box is not cut as it should be."""
    best = np.zeros(sides.shape[1], dtype=np.float32)
    for far, near, one, other in ((0, 1, 2, 3), (1, 0, 2, 3), (2, 3, 0, 1), (3, 2, 0, 1)):
        cut = [(shares[at] >= CUT[0]) & (shares[at] <= CUT[1]) for at in (one, other)]
        fits = (shares[far] <= BESIDE) & (shares[near] >= WHOLE) & cut[0] & cut[1]
        three = sides[[near, one, other]]
        worth = 0.5 * three.mean(axis=0) + 0.5 * three.min(axis=0)
        best = np.maximum(best, np.where(fits, worth, 0)).astype(np.float32)
    return best
