"""Parts of cards that may be all that a photo shows: the artwork alone, or a card that the photo's edge cuts.

Says where to look and which blocks of a card are then in view; looks nothing up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.match import CatalogueView
from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, carried, homography
from karuta.engine.detect import Detector, Proposal
from karuta.engine.likeness import BLOCKS, SIZE, Blocks, KeptRelief, Reliefs
from karuta.engine.proposal_views import one_a_place

# The photo is drawn out on every side by this share of its longer side, so that a card's middle may lie beside it.
MARGIN = 0.3
# A card that is cut has so many of its 32 blocks in view; one with more was looked at already.
CUT_BLOCKS = (6, 24)
MOST_CUT = 3
# So many pictures of a game say where its art is (a quarter of a second where their reliefs are not kept); fewer say
# nothing.
ASKED, LEAST_ASKED = 128, 48
# In a frame pictures have the same relief: the mean's square is this share of the mean square or more.
COMMON = 0.12
# An art box takes such a share of the card; more is a picture to the edge, which is a card that fills the photo.
ART_SHARES = (0.15, 0.75)
# The photo's shape may differ so much from the art box's, either way.
SHAPE = 1.25
GREY = 128
# A block is looked at in so many steps across and down; so much of it may lie under another card.
DOTS, COVERED = 4, 0.2
_UNIT = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
_NEAR_EDGE = 1.0  # pixels


@dataclass(frozen=True)
class ArtWindow:
    """Where a game's cards have their art, in pixels of a relief; right and bottom are behind the last."""

    game: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def blocks(self) -> Blocks:
        """Those that lie wholly in the art."""
        wide, tall = SIZE[0] // BLOCKS[0], SIZE[1] // BLOCKS[1]
        across, down = np.arange(BLOCKS[0]) * wide, np.arange(BLOCKS[1]) * tall
        columns = (across >= self.left) & (across + wide <= self.right)
        rows = (down >= self.top) & (down + tall <= self.bottom)
        return np.asarray(rows[:, None] & columns[None, :])

    def card_around(self, size: tuple[int, int]) -> Corners:
        """The corners of the card whose art fills a photo of this size, (width, height); they lie outside it."""
        scale = np.array(size) * SIZE / (self.right - self.left, self.bottom - self.top)
        corners: Corners = (_UNIT - np.array([self.left, self.top]) / SIZE) * scale
        return corners

    def fits(self, size: tuple[int, int], *, card: float) -> bool:
        """Whether a photo of this size has the art's shape; `card`: a card's width to its height."""
        own = (self.right - self.left) / SIZE[0] * card / ((self.bottom - self.top) / SIZE[1])
        return 1 / SHAPE <= size[0] / size[1] / own <= SHAPE

    def alone(self, crop: Pixels, corners: Corners | None = None) -> Pixels:
        """The crop with nothing but its art; the rest grey, wherever it was cut."""
        del corners
        tall, wide = crop.shape[:2]
        x0, x1 = (round(at / SIZE[0] * wide) for at in (self.left, self.right))
        y0, y1 = (round(at / SIZE[1] * tall) for at in (self.top, self.bottom))
        shown = np.full_like(crop, GREY)
        shown[y0:y1, x0:x1] = crop[y0:y1, x0:x1]
        return shown


def art_windows(view: CatalogueView, reliefs: Reliefs) -> tuple[ArtWindow, ...]:
    """The games of a catalogue whose cards have a frame with art in it."""
    asked: dict[str, list[str]] = {}
    for picture in sorted(view.by_picture):
        for artwork in view.by_picture[picture]:
            some = asked.setdefault(artwork.card.game, [])
            if len(some) < ASKED and (not some or some[-1] != picture):
                some.append(picture)
    found = []
    for game, pictures in sorted(asked.items()):
        held = [one for one in (reliefs.of(picture) for picture in pictures) if one is not None]
        box = art_box(held) if len(held) >= LEAST_ASKED else None
        if box is not None:
            found.append(ArtWindow(game, *box))
    return tuple(found)


def art_box(reliefs: Sequence[KeptRelief]) -> tuple[int, int, int, int] | None:
    """The largest part in which the pictures share nothing: left, top, right, bottom; None if it is no art box.

    A frame is what the pictures of a game share, and their art is where they differ.
    """
    planes = np.stack([np.asarray(one, dtype=np.float32) for one in reliefs])
    mean, square = planes.mean(axis=0), (planes * planes).mean(axis=0)
    common = _smooth(mean * mean) / np.maximum(_smooth(square), 1e-6)
    box = _largest(common < COMMON + 1 / len(planes))
    share = (box[2] - box[0]) * (box[3] - box[1]) / (SIZE[0] * SIZE[1])
    return box if ART_SHARES[0] <= share <= ART_SHARES[1] else None


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


def drawn_out(pixels: Pixels) -> tuple[Pixels, int]:
    """The photo with its edges repeated on every side, and by how many pixels."""
    by = round(MARGIN * max(pixels.shape[:2]))
    return np.pad(pixels, ((by, by), (by, by), (0, 0)), mode="edge"), by


def cut_cards(detector: Detector, pixels: Pixels) -> list[Proposal]:
    """Cards that the photo's edge cuts, the likeliest first: corners in its pixels, some of them outside.

    A detector feels a card at its middle. That may lie beside the photo, so its edges are repeated on every side.
    """
    wider, by = drawn_out(pixels)
    found = [replace(one, corners=one.corners - by) for one in one_a_place(detector.propose(wider))]
    size = (pixels.shape[1], pixels.shape[0])
    in_view = [int(blocks_in_view(one.corners, size).sum()) for one in found]
    return [one for one, count in zip(found, in_view, strict=True) if CUT_BLOCKS[0] <= count <= CUT_BLOCKS[1]][
        :MOST_CUT
    ]


def _smooth(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of three by three."""
    padded = np.pad(plane, 1, mode="edge")
    tall, wide = plane.shape
    return np.asarray(sum(padded[y : y + tall, x : x + wide] for y in range(3) for x in range(3)) / 9)


def _largest(free: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """The largest rectangle of free places: left, top, right, bottom."""
    best, chosen = 0, (0, 0, 0, 0)
    heights = np.zeros(free.shape[1], dtype=int)
    for row, places in enumerate(free):
        heights = np.where(places, heights + 1, 0)
        for left in range(len(heights)):
            lowest = np.minimum.accumulate(heights[left:])
            areas = lowest * np.arange(1, len(lowest) + 1)
            at = int(areas.argmax())
            if areas[at] > best:
                best = int(areas[at])
                chosen = (left, row + 1 - int(lowest[at]), left + at + 1, row + 1)
    return chosen
