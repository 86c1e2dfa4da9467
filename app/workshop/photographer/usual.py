"""Parts that the situations share: an easy grade, one card's place, how much of it is in view, a file's compression."""

from __future__ import annotations

import functools
import io
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFont

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, area, iou
from karuta.training.photographer import pose, table
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.conditions import CardLook, Conditions, Grade, Range, draw_conditions, draw_look
from karuta.training.photographer.photograph import PlacedCard, Scene
from karuta.training.photographer.table import LaidCard


def easy_conditions(rng: np.random.Generator) -> Conditions:
    """Plain or hard, one as often as the other: what makes these photos difficult is the situation alone."""
    return replace(draw_conditions(Grade.PLAIN if rng.random() < 0.5 else Grade.HARD, rng), marked=False)


def uncovered(look: CardLook) -> CardLook:
    """The look without a finger or a band of its own."""
    return replace(look, finger=False, band=0.0)


def one_place(card: Pixels, conditions: Conditions, size: Size, rng: np.random.Generator, share: Range) -> LaidCard:
    """A card's place in the photo, more often about upright than in usual photos."""
    plan = table.one_card(card, conditions, size, rng, share=share)
    return replace(plan, look=uncovered(plan.look))


def share_in_view(corners: Corners, size: Size) -> float:
    """How much of a card lies within the photo, 0 to 1."""
    frame = pose.rectangle(*size) + np.array(size) / 2
    common = iou(corners, frame)
    return common * (area(corners) + area(frame)) / (1 + common) / area(corners)


def compressed(image: Image.Image, quality: int) -> Pixels:
    """An RGB image after it was saved as JPEG."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return np.array(Image.open(buffer).convert("RGB"))


def flat(pixels: Pixels, corners: Corners, rng: np.random.Generator) -> Scene:
    """A picture that no camera took, with one card at `corners`, wholly in view."""
    conditions = replace(draw_conditions(Grade.PLAIN, rng), surface="digital")
    look = replace(uncovered(draw_look(conditions, rng)), rotation=0.0, share=_share(pixels, corners))
    visible = share_in_view(corners, (pixels.shape[1], pixels.shape[0]))
    return Scene(pixels, (PlacedCard(0, corners, visible, look),), conditions)


def changed(scene: Scene, pixels: Pixels, move: NDArray[np.float64]) -> Scene:
    """The scene with other pixels; `move` (3, 2): from (x, y, 1) of the old pixels to the new.

    Where it mirrors, the corners are named anew, so that they go clockwise from the upper left one that is seen.
    """
    cards = []
    for card in scene.cards:
        corners = np.c_[card.corners, np.ones(4)] @ move
        if np.linalg.det(move[:2]) < 0:
            corners = corners[[1, 0, 3, 2]]
        cards.append(replace(card, corners=corners, look=replace(card.look, share=_share(pixels, corners))))
    return Scene(pixels, tuple(cards), scene.conditions)


def _share(pixels: Pixels, corners: Corners) -> float:
    return area(corners) / float(pixels.shape[0] * pixels.shape[1])


@functools.lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
