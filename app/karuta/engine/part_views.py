"""Parts of cards that a photo shows: which blocks of a card are in view, and cards that the photo's edge cuts.

Looks nothing up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, carried, homography
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.likeness import BLOCKS, Blocks
from karuta.engine.proposal_views import one_a_place

# The photo is drawn out on every side by this share of its longer side, so that a card's middle may lie beside it.
MARGIN = 0.3
# Then so many pixels at most: seven bytes each, with the copy that is made smaller for the detector.
MOST_DRAWN_OUT = 64_000_000
# A card that is cut has so many of its 32 blocks in view; one with more was looked at already.
CUT_BLOCKS = (6, 24)
MOST_CUT = 3
GREY = 128
# A block is looked at in so many steps across and down; so much of it may lie under another card.
DOTS, COVERED = 4, 0.2
_UNIT = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
_NEAR_EDGE = 1.0  # pixels


def blocks_in_view(corners: Corners, size: tuple[int, int], *, over: Sequence[Corners] = ()) -> Blocks:
    """The blocks of a card at `corners` that lie wholly in a photo of this size, (width, height).

    Of those, the ones that hardly lie under one of the cards `over` it.
    """
    grid = _places(corners, DOTS * BLOCKS[0] + 1, DOTS * BLOCKS[1] + 1)
    near = (grid >= -_NEAR_EDGE) & (grid <= np.array(size) + _NEAR_EDGE)
    inside: Blocks = near[..., 0] & near[..., 1]
    ends = inside[::DOTS, ::DOTS]
    found = ends[:-1, :-1] & ends[:-1, 1:] & ends[1:, :-1] & ends[1:, 1:]
    if over:
        hidden = _under(grid, over).astype(np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(hidden, (DOTS + 1, DOTS + 1))[::DOTS, ::DOTS]
        found &= windows.mean(axis=(-2, -1)) <= COVERED
    return np.asarray(found)


def part_in_view(crop: Pixels, corners: Corners, size: tuple[int, int], *, over: Sequence[Corners] = ()) -> Pixels:
    """A crop, cut at `corners` of a photo of this size; what lies beside it, or under one of the cards `over`, grey."""
    places = _places(corners, DOTS * BLOCKS[0] + 1, DOTS * BLOCKS[1] + 1)
    gone = ((places < 0) | (places > np.array(size))).any(axis=-1) | _under(places, over)
    hidden = np.asarray(Image.fromarray(gone.astype(np.uint8) * 255).resize(crop.shape[1::-1])) > GREY
    shown = crop.copy()
    shown[hidden] = GREY
    return shown


def _places(corners: Corners, across: int, down: int) -> NDArray[np.float64]:
    """(down, across, 2): places of a card at `corners`, evenly from edge to edge."""
    grid = np.stack(np.meshgrid(np.linspace(0, 1, across), np.linspace(0, 1, down)), axis=-1)
    return carried(grid.reshape(-1, 2), homography(_UNIT, corners)).reshape(grid.shape)


def _under(places: NDArray[np.float64], cards: Sequence[Corners]) -> NDArray[np.bool_]:
    """Which of the (..., 2) places lie in one of the clockwise outlines."""
    found = np.zeros(places.shape[:-1], dtype=bool)
    for card in cards:
        inside = np.ones(found.shape, dtype=bool)
        for corner, side in zip(card, np.roll(card, -1, axis=0) - card, strict=True):
            inside &= side[0] * (places[..., 1] - corner[1]) - side[1] * (places[..., 0] - corner[0]) >= 0
        found |= inside
    return found


@dataclass(frozen=True, eq=False)
class DrawnOut:
    """A photo, reduced by `step`, with its edges repeated on every side by so many pixels."""

    pixels: Pixels
    by: int
    step: int

    def forth(self, corners: Corners) -> Corners:
        """Corners in the photo's pixels in these."""
        return np.asarray(corners / self.step + self.by)

    def back(self, corners: Corners) -> Corners:
        return np.asarray((corners - self.by) * self.step)


def drawn_out(pixels: Pixels) -> DrawnOut:
    """The photo with its edges repeated; one that would become too large is reduced before."""
    tall, wide = (side + 2 * MARGIN * max(pixels.shape[:2]) for side in pixels.shape[:2])
    step = max(1, math.ceil(math.sqrt(tall * wide / MOST_DRAWN_OUT)))
    small = pixels if step == 1 else np.asarray(Image.fromarray(np.ascontiguousarray(pixels)).reduce(step))
    by = round(MARGIN * max(small.shape[:2]))
    return DrawnOut(np.pad(small, ((by, by), (by, by), (0, 0)), mode="edge"), by, step)


def cut_cards(detector: Detector, pixels: Pixels) -> list[Hypothesis]:
    """Cards that the photo's edge cuts, the likeliest first: corners in its pixels, some of them outside.

    A detector feels a card at its middle. That may lie beside the photo, so its edges are repeated on every side.
    """
    wider = drawn_out(pixels)
    found = [
        replace(one, corners=wider.back(one.corners), part=True) for one in one_a_place(detector.propose(wider.pixels))
    ]
    size = (pixels.shape[1], pixels.shape[0])
    in_view = [int(blocks_in_view(one.corners, size).sum()) for one in found]
    return [one for one, count in zip(found, in_view, strict=True) if CUT_BLOCKS[0] <= count <= CUT_BLOCKS[1]][
        :MOST_CUT
    ]
