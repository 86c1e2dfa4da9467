"""Takes simulated photos of one card or several, and crops without the photo. Reads and writes no file.

A crop is what detect and rectify would cut from a photo, made fast, for training.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import homography
from karuta.training.photographer import covers, pose
from karuta.training.photographer.arrays import Size, clouds
from karuta.training.photographer.camera import expose
from karuta.training.photographer.canvas import Canvas
from karuta.training.photographer.conditions import CardLook, Conditions, Grade, Range, draw_conditions, draw_look
from karuta.training.photographer.holder import CardLayer, dressed
from karuta.training.photographer.pose import Corners
from karuta.training.photographer.table import LaidCard, TableTop, one_card

CROP_SIZE: Size = (176, 256)
# Faults are painted at no more than this many times the crop's width; finer detail is lost in the crop anyway.
_DETAIL = 1.1
_PHOTO_AREA = 1000 * 1333


def simulated_crop(
    card: Pixels, *, grade: Grade, rng: np.random.Generator, size: Size = CROP_SIZE, jitter: float = 0.03
) -> Pixels:
    """The crop of a simulated photo of the card, `(height, width, 3) uint8`, RGB, upright.

    Each corner is off by up to `jitter` of the card's width. A card that would be small in the photo comes out as
    coarse as it would be.
    """
    conditions = draw_conditions(grade, rng)
    look = draw_look(conditions, rng)
    aspect = size[0] / size[1]
    native = math.sqrt(look.share * _PHOTO_AREA * aspect)
    width = max(24, round(min(native, size[0] * _DETAIL)))
    canvas = _squeezed((width, round(width / aspect)), look, rng)
    layer = dressed(card, look, width=max(canvas[0], round(canvas[1] * aspect)), rng=rng)
    picture = _cut(layer, canvas, jitter, rng)
    _cover(picture, canvas, look, rng)
    edge = pose.rectangle(*canvas) + np.array(canvas) / 2
    pixels = expose(picture, conditions, scale=width / native, rng=rng, cards=[edge])
    return np.array(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC))


def _squeezed(size: Size, look: CardLook, rng: np.random.Generator) -> Size:
    """A card seen from the side has fewer pixels in one direction."""
    ways = 1 - look.perspective * rng.uniform(0.0, 1.3, 2)
    return max(16, round(size[0] * ways[0])), max(24, round(size[1] * ways[1]))


def _cut(layer: CardLayer, size: Size, jitter: float, rng: np.random.Generator) -> Image.Image:
    """The layer over a table of any colour, cut along slightly wrong corners."""
    width, height = size
    whole = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    seen = float(np.linalg.norm(layer.card[1] - layer.card[0]))
    wrong: Corners = layer.card + _wrong(jitter * seen, rng)
    matrix = homography(whole, wrong)
    patch = layer.image.transform(
        size, Image.Transform.PERSPECTIVE, tuple(matrix.ravel()[:8]), Image.Resampling.BILINEAR
    )
    table = clouds(rng, size, (2, 3)) * np.float32(40) - np.float32(20)
    colour = np.float32(rng.beta(0.9, 1.1) * 235) + rng.uniform(-20, 20, 3).astype(np.float32)
    picture = Image.fromarray(np.clip(table[..., None] + colour, 0, 255).astype(np.uint8))
    picture.paste(patch, (0, 0), patch)
    return picture


def _wrong(reach: float, rng: np.random.Generator) -> Corners:
    """Four displacements within a circle."""
    angle = rng.uniform(0, 2 * math.pi, 4)
    far = reach * rng.random(4) ** 0.7
    return np.stack([np.cos(angle) * far, np.sin(angle) * far], axis=1)


def _cover(picture: Image.Image, size: Size, look: CardLook, rng: np.random.Generator) -> None:
    width, height = size
    whole = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    if look.band:
        patch = covers.band_patch(whole, look.band, size, rng)
        if patch is not None:
            picture.paste(patch.image, patch.at, patch.image)
    if look.finger:
        patch = covers.finger_patch(covers.hand_over_edge(whole, covers.draw_skin(rng), rng)[-1], size, rng)
        if patch is not None:
            picture.paste(patch.image, patch.at, patch.image)


PHOTO_SIZE: Size = (1000, 1333)

Lay = Callable[[TableTop, Pixels, LaidCard], None]


@dataclass(frozen=True)
class PlacedCard:
    """One card in a scene.

    `source`: its position in the given list. `corners`: `(4, 2) float64`, top-left, top-right, bottom-right,
    bottom-left of the upright card in scene pixels (0 to width, a pixel's centre at one half); they may lie outside.
    `visible`: the share of the card that is in view and not covered.
    """

    source: int
    corners: Corners
    visible: float
    look: CardLook


@dataclass(frozen=True)
class Scene:
    """A simulated photo: `pixels` `(height, width, 3) uint8`, RGB; cards in the order in which they were laid."""

    pixels: Pixels
    cards: tuple[PlacedCard, ...]
    conditions: Conditions


def photograph(
    cards: Sequence[Pixels],
    *,
    grade: Grade,
    rng: np.random.Generator,
    size: Size = PHOTO_SIZE,
    share: Range | None = None,
) -> Scene:
    """A photo of one card, or of none, as its grade's table says.

    `share`: the share of the picture that it takes, instead of the grade's (a detector needs smaller ones too). A card
    that would not fit at its rotation is made smaller; its look has the resulting share.
    """
    conditions = draw_conditions(grade, rng)
    plans = [one_card(card, conditions, size, rng, share=share) for card in cards]
    return taken(cards, plans, conditions, size, rng)


def taken(
    cards: Sequence[Pixels],
    plans: Sequence[LaidCard],
    conditions: Conditions,
    size: Size,
    rng: np.random.Generator,
    *,
    table: Callable[..., TableTop] = TableTop,
    lay: Lay = TableTop.lay,
    over: Callable[[Canvas], None] = lambda canvas: None,
) -> Scene:
    """The photo of cards that lie as planned, the later ones over the earlier.

    `table`: sets up what they lie on; `lay`: how each is laid; `over`: puts things over all of them.
    """
    scale = float(np.sqrt(size[0] * size[1] / (PHOTO_SIZE[0] * PHOTO_SIZE[1])))
    top = table(size, plans, conditions, rng)
    for plan in plans:
        lay(top, cards[plan.source], plan)
    over(top.canvas)
    top.finish()
    pixels = expose(top.canvas.image, conditions, scale=scale, rng=rng, cards=[plan.corners for plan in plans])
    placed = tuple(
        PlacedCard(plan.source, plan.corners, seen, plan.look)
        for plan, seen in zip(plans, top.canvas.visible(), strict=True)
    )
    return Scene(pixels, placed, replace(conditions, surface=top.surface))
