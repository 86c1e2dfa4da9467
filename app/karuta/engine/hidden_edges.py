"""Outlines of cards that known cards lie over in part: a hand of cards, a pile. numpy and Pillow only.

Cards of one pile are of one size. So rectangles as large as a known card are laid about it, and what runs along their
sides is read as in `straight_edges`, by the part of each that no known card hides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

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
    side_lengths,
    turns,
)

# The known card's shorter side has so many pixels for laying rectangles, and for fitting them.
COARSE, FINE = 36, 72
# Sizes in shares of the known card's; middles are so far apart, in shares of its shorter side, and at most so far from
# its own, in shares of its longer one.
SIZES, STEP, FAR = (0.94, 1.0, 1.06), 0.07, 1.0
# So much around its middle is looked at, in shares of its longer side: with many small cards the photo is much larger.
AROUND = 1.9
# A side counts where so much of it is in view; so many do at least.
IN_VIEW, LEAST_SIDES = 0.2, 2
# How much of all four sides is in view at least and at most: what is wholly in view was found already.
SHARES = (0.3, 0.95)
LEAST_WORTH = 0.25
SAME = 0.8
# So wide is the line along which a known card's own edge is no edge of another one.
EDGE = 4


def hidden_outlines(pixels: Pixels, cards: Sequence[Corners], *, like: Corners, most: int) -> list[Corners]:
    """The outlines as large as `like` that edges bear out most where none of the `cards` lies, best first.

    (4, 2) each in the photo's pixels, the way up that is nearer to that of `like`.
    """
    short, long = side_lengths(like)
    middle = like.mean(axis=0)
    low = np.maximum(np.rint(middle - AROUND * long), 0).astype(int)
    high = np.minimum(np.rint(middle + AROUND * long), pixels.shape[1::-1]).astype(int)
    pixels = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]])
    cards, like = [card - low for card in cards], like - low
    longest = max(pixels.shape[:2])
    coarse, shown = _uncovered(pixels, cards, side=min(longest, round(longest * COARSE / short)))
    laid = _laid(coarse, shown, like, most=most)
    if not len(laid):
        return []
    fine, _ = _uncovered(pixels, cards, side=min(longest, round(longest * FINE / short)))
    found, _ = fitted(fine, laid)
    return [outline + low for outline in distinct((_turned_like(each, like) for each in found), same=SAME)]


def _uncovered(pixels: Pixels, cards: Sequence[Corners], *, side: int) -> tuple[Gradient, NDArray[np.bool_]]:
    """Edges that none of the cards hides, nor are its own; and where that is."""
    seen = gradient(pixels, side=side)
    wide, tall = seen.size
    cover = Image.new("1", (wide, tall))
    draw = ImageDraw.Draw(cover)
    for card in cards:
        points = [(float(x), float(y)) for x, y in card / seen.step]
        draw.polygon(points, fill=1)
        draw.line([*points, points[0]], fill=1, width=EDGE)
    shown = ~np.asarray(cover)
    edged = np.pad(shown, 1)
    return Gradient(seen.along * edged, seen.aslant * edged, seen.step), shown


def _laid(seen: Gradient, shown: NDArray[np.bool_], like: Corners, *, most: int) -> Outlines:
    """The best rectangles, in the photo's pixels."""
    own = like / seen.step
    best = Best()
    for turned in turns(seen):
        boxes = _boxes(own, turned.forth(own.mean(axis=0)), turned.reach)
        best.keep(turned, boxes, _worth(*turned.sides(boxes, shown)), least=LEAST_WORTH)
    return np.array(best.different(most=most)).reshape(-1, 4, 2)


def _boxes(card: Corners, middle: NDArray[np.float64], reach: int) -> NDArray[np.int32]:
    """(n, 4) left, right, top, bottom about the photo's middle, around the card's, upright and lying."""
    short, long = side_lengths(card)
    by = np.arange(-FAR * long, FAR * long + 1, max(1.0, STEP * short))
    size, x, y = (array.ravel() for array in np.meshgrid(SIZES, by + middle[0], by + middle[1]))
    found = []
    for wide, tall in ((size * short / 2, size * long / 2), (size * long / 2, size * short / 2)):
        found.append(np.stack([x - wide, x + wide, y - tall, y + tall], axis=-1))
    boxes = np.asarray(np.rint(np.concatenate(found)), dtype=np.int32)
    return np.asarray(boxes[(np.abs(boxes) <= reach).all(axis=1)])


def _worth(worth: Floats, share: Floats) -> Floats:
    """How much edges bear out the sides in view; nought where too few are."""
    counts = share >= IN_VIEW
    weight = np.where(counts, share, 0)
    mean = (worth * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-6)
    least = np.where(counts, worth, np.inf).min(axis=0)
    two = (counts[:2].any(axis=0)) & (counts[2:].any(axis=0)) & (counts.sum(axis=0) >= LEAST_SIDES)
    whole = share.mean(axis=0)
    fits = two & (whole >= SHARES[0]) & (whole <= SHARES[1])
    return np.asarray(np.where(fits, 0.5 * mean + 0.5 * least, 0), dtype=np.float32)


def _turned_like(one: Corners, like: Corners) -> Corners:
    """The outline, the way up that is nearer to that of `like`."""
    up, own = (card[0] + card[1] - card[2] - card[3] for card in (like, one))
    return one if float(up @ own) >= 0 else np.roll(one, 2, axis=0)
