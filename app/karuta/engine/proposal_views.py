"""Ways to look at a detector's proposals, which are kept, and which blocks of a card are in view. Looks nothing up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.calibration import CropQuality
from karuta.domain.match import Neighbour
from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, carried, height, homography, iou, overlap_share, picture_corners
from karuta.engine.detect import Hypothesis
from karuta.engine.similarity import BLOCKS, Blocks, ContrastMap


def quality(crop: NDArray[np.uint8], *, pixels: float, outline: float) -> CropQuality:
    """The quality of a crop, (height, width, 3) uint8 RGB. `pixels`: the card's height in the full-size photo.

    Its sharpness is fine detail relative to all contrast, the standard deviation of the Laplacian over that of the grey
    values; 0 is flat or fully blurred. Darkness scales both, so it does not count as blur (variance of the Laplacian:
    Pech-Pacheco et al., ICPR 2000).
    """
    grey = crop.astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    curve = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    spread = float(grey.std())
    return CropQuality(
        sharpness=float(curve.std()) / spread if spread > 1.0 else 0.0,
        light=float(grey.mean()) / 255,
        contrast=spread / 255,
        pixels=pixels,
        outline=outline,
    )


# Two sightings that share more than this of the smaller one are one card (a card's own art box, a sleeve). Cards that
# lie over each other share more: in a hand neighbours have an IoU of 0.36 to 0.5, which is a share of 0.53 to 0.67.
SAME_CARD, SAME_OVER = 0.4, 0.75
# How much a confident outline counts beside the score when one of several overlapping views is chosen. By the score
# alone, a patch of cloth beat the card beside it (chosen on 120 simulated photos).
CONFIDENCE_WEIGHT = 0.2
# What is very likely a card is outlined even though no picture says so: in a camera's frame, which has not been looked
# up, and where the catalogue lacks the card. On the demo's 24 photos all 44 cards have 0.61 and more.
OUTLINE_CONFIDENCE = 0.5
# A card's shorter side to the longer, slanted or cut off a little: cards have 0.64 to 0.75. Of an outline whose sides
# are more alike nobody knows which are a card's long ones.
LEAST_SHAPE, MOST_SHAPE = 0.6, 0.82
# Outlines that share so much are one.
SAME_OUTLINE = 0.92


@dataclass(frozen=True, eq=False)
class ProposalView:
    """One way to look at one proposal: corners in full-size pixels, its crop, vector and neighbours.

    `confidence`: the detector's; `back`: the game whose back it shows; `blocks`:
    those of the card that are in view, where it was looked up by a part of it; `contrast`: the crop's; `beneath`: it
    was found under a card that is known, by what that leaves in view; `agrees`: its picture, or a verdict on enough
    evidence, says that it is a card; `card_like`: whether the crop looks like a card of any game, None if unknown.
    """

    corners: Corners
    crop: NDArray[np.uint8]
    contrast: ContrastMap
    embedding: NDArray[np.float32]
    neighbours: tuple[Neighbour, ...]
    confidence: float
    back: str | None = None
    blocks: Blocks | None = None
    beneath: bool = False
    agrees: bool = False
    card_like: bool | None = None

    @cached_property
    def quality(self) -> CropQuality:
        return quality(self.crop, pixels=height(self.corners), outline=self.confidence)

    @property
    def evidence(self) -> float:
        """How much speaks for a whole card, comparable within and between photos."""
        score = self.neighbours[0].score if self.neighbours else -1.0
        return score + CONFIDENCE_WEIGHT * self.confidence

    @property
    def first_picture(self) -> str | None:
        """The picture that it agrees with."""
        return self.neighbours[0].picture_sha256 if self.agrees and self.neighbours else None


Outlined = TypeVar("Outlined", Hypothesis, ProposalView)


def each_once(outlines: Sequence[Outlined], *, but: Sequence[Outlined] = ()) -> list[Outlined]:
    """Non-maximum suppression: those of one card with neither one of `but` nor an earlier one."""
    kept = list(but)
    for candidate in outlines:
        if not any(is_one_card(candidate, other) for other in kept):
            kept.append(candidate)
    return kept[len(but) :]


def ways_round(proposal: Hypothesis) -> list[Corners]:
    """If the detector cannot tell top from bottom, both ways are tried, and the catalogue decides.

    All four of an outline that is nearly square: of a card in a photo that was squeezed the long sides may be the short
    ones.
    """
    if proposal.upright:
        return [proposal.corners]
    turns = (0, 2, 1, 3) if is_nearly_square(proposal.corners) else (0, 2)
    return [np.roll(proposal.corners, turn, axis=0) for turn in turns]


def is_nearly_square(corners: Corners) -> bool:
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    short, long = sorted((sides[0] + sides[2], sides[1] + sides[3]))
    return bool(short > MOST_SHAPE * long)


def whole_photo(size: tuple[int, int]) -> list[Hypothesis]:
    """The photo itself as the one card that it may be, either way up; none where no card has its shape.

    `size`: (width, height). A card that fills the photo shows a detector no table around it, so an inner patch is all
    that it proposes.
    """
    wide, tall = size
    if not LEAST_SHAPE <= min(size) / max(size) <= MOST_SHAPE:
        return []
    return [Hypothesis(np.roll(picture_corners(wide, tall), int(wide > tall), axis=0), upright=False)]


def chosen_views(seen: Sequence[ProposalView], *, least_evidence: float) -> list[ProposalView]:
    """The best view of each card. Views that overlap a better one, or look like no card, are left out.

    Of a card that the catalogue lacks no picture says anything, so the detector may be sure alone. Parts, and what
    agrees with its picture, need no evidence, for they are there only where they were believed: those that the photo's
    edge cuts come first, for nothing else was believed then; those under a known card last.
    """
    kept: list[ProposalView] = []
    for view in sorted(seen, key=lambda look: (look.beneath, look.blocks is None, look.back is None, -look.evidence)):
        is_card = view.blocks is not None or view.back or view.agrees or view.confidence >= OUTLINE_CONFIDENCE
        if not is_card and view.evidence < least_evidence:
            continue
        if not any(is_one_card(view, other) for other in kept):
            kept.append(view)
    return kept


def is_one_card(outlined: Outlined, other: Outlined) -> bool:
    """Whether two that overlap are of one card.

    A card may lie over one that was found by what is left of it, or that agrees with another picture.
    """
    differ = outlined.first_picture is not None and other.first_picture not in (None, outlined.first_picture)
    least = SAME_OVER if outlined.beneath or other.beneath or differ else SAME_CARD
    return overlap_share(outlined.corners, other.corners) >= least


def sticks_out(corners: Corners, others: Sequence[Corners]) -> bool:
    """Whether an outline may be of a card that lies over or under each of the others."""
    return all(overlap_share(corners, other) < SAME_OVER for other in others)


def is_free(corners: Corners, taken: Sequence[Corners]) -> bool:
    """Whether an outline lies on none of these cards."""
    return all(overlap_share(corners, other) < SAME_CARD for other in taken)


def unseen(outlines: Iterable[Corners], *, but: Sequence[Corners] = (), least: float = SAME_OUTLINE) -> list[Corners]:
    """Leave out repetitions of `but` and of earlier outlines, either way up. `least`: the IoU of a repetition."""
    kept: list[Corners] = []
    for outline in outlines:
        ways = (outline, np.roll(outline, 2, axis=0))
        if all(iou(way, other) < least for other in [*but, *kept] for way in ways):
            kept.append(outline)
    return kept


GREY = 128
# A block is looked at in so many steps across and down; so much of it may lie under another card.
DOTS, COVERED = 4, 0.2
_NEAR_EDGE = 1.0  # pixels


def blocks_in_view(corners: Corners, size: tuple[int, int], *, over: Sequence[Corners] = ()) -> Blocks:
    """The blocks of a card at `corners` that lie wholly in a photo of this size, (width, height).

    Of those, the ones that hardly lie under one of the cards `over` it.
    """
    grid = _places(corners)
    near = (grid >= -_NEAR_EDGE) & (grid <= np.array(size) + _NEAR_EDGE)
    inside: Blocks = near[..., 0] & near[..., 1]
    ends = inside[::DOTS, ::DOTS]
    in_view = ends[:-1, :-1] & ends[:-1, 1:] & ends[1:, :-1] & ends[1:, 1:]
    if over:
        hidden = _under(grid, over).astype(np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(hidden, (DOTS + 1, DOTS + 1))[::DOTS, ::DOTS]
        in_view &= windows.mean(axis=(-2, -1)) <= COVERED
    return np.asarray(in_view)


def part_in_view(crop: Pixels, corners: Corners, size: tuple[int, int], *, over: Sequence[Corners] = ()) -> Pixels:
    """A crop, cut at `corners` of a photo of this size; what lies beside it, or under one of the cards `over`, grey."""
    places = _places(corners)
    gone = ((places < 0) | (places > np.array(size))).any(axis=-1) | _under(places, over)
    hidden = np.asarray(Image.fromarray(gone.astype(np.uint8) * 255).resize(crop.shape[1::-1])) > GREY
    shown = crop.copy()
    shown[hidden] = GREY
    return shown


def without(pixels: Pixels, cards: Sequence[Corners]) -> Pixels:
    """The picture with these cards grey."""
    rows, columns = np.indices(pixels.shape[:2], dtype=np.float64)
    hidden = _under(np.stack([columns, rows], axis=-1), cards)
    return np.where(hidden[..., None], np.uint8(GREY), pixels)


def _places(corners: Corners) -> NDArray[np.float64]:
    """(down, across, 2): places of a card at `corners`, evenly from edge to edge, the ends of its blocks among them."""
    grid = np.stack(np.meshgrid(*(np.linspace(0, 1, DOTS * blocks + 1) for blocks in BLOCKS)), axis=-1)
    return carried(grid.reshape(-1, 2), homography(picture_corners(), corners)).reshape(grid.shape)


def _under(places: NDArray[np.float64], cards: Sequence[Corners]) -> NDArray[np.bool_]:
    """Whether each of the (..., 2) places lies in one of the clockwise outlines."""
    hidden = np.zeros(places.shape[:-1], dtype=bool)
    for card in cards:
        inside = np.ones(hidden.shape, dtype=bool)
        for corner, side in zip(card, np.roll(card, -1, axis=0) - card, strict=True):
            inside &= side[0] * (places[..., 1] - corner[1]) - side[1] * (places[..., 0] - corner[0]) >= 0
        hidden |= inside
    return hidden
