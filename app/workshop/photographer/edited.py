"""Pictures that somebody changed after they were taken: cut to the artwork, turned, mirrored, grey, stretched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.camera import expose
from karuta.training.photographer.conditions import Grade, Range, draw_conditions
from karuta.training.photographer.face import ArtBox
from karuta.training.photographer.photograph import PHOTO_SIZE, Scene, taken
from workshop.photographer.usual import changed, compressed, easy_conditions, flat, one_place

# Where most frames have their art. A person cuts near it: a little of the frame is left, or of the art is lost.
ART: Final = ArtBox(0.125, 0.185, 0.875, 0.70)
_CUT_INTO, _LEFT_OVER = 0.03, 0.012


def artwork_alone(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """The art as people post it: cut from a render, or from a photo of the card. The card's own corners lie outside."""
    by = rng.uniform(-_LEFT_OVER, _CUT_INTO, 4) * (1, 1, -1, -1)
    return _cut_out(cards[0], np.array([ART.left, ART.top, ART.right, ART.bottom]) + by, rng, size)


def rectangle_alone(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """An edited photo of any rectangle: the art of other frames, which is wider, higher or lower, or what somebody
    likes.
    """
    if rng.random() < 0.5:
        side, top = rng.uniform(0.03, 0.1), rng.uniform(0.07, 0.2)
        shares = (side, top, 1 - side, top + rng.uniform(0.38, 0.55))
    else:
        top = rng.uniform(0.03, 0.45)
        shares = (rng.uniform(0.02, 0.2), top, rng.uniform(0.8, 0.98), min(0.97, top + rng.uniform(0.35, 0.6)))
    return _cut_out(cards[0], np.array(shares), rng, size)


def _cut_out(card: Pixels, shares: NDArray[np.float64], rng: np.random.Generator, size: Size) -> Scene:
    """A picture of a part of a card. `shares`: left, top, right and bottom of its width and height."""
    face = Image.fromarray(card)
    left, top, right, low = shares * (face.width, face.height, face.width, face.height)
    wide = float(rng.uniform(0.25, 0.8)) * size[0]
    scale = wide / (right - left)
    shape = (max(8, round(wide)), max(8, round(scale * (low - top))))
    art = face.resize(shape, Image.Resampling.BICUBIC, box=(left, top, right, low))
    if rng.random() < 0.5:
        pixels = compressed(art, int(rng.integers(60, 96)))
    else:
        conditions = replace(draw_conditions(Grade.PLAIN, rng), shadow=1.0, marked=False)
        pixels = expose(art, conditions, scale=min(1.0, wide / PHOTO_SIZE[0]), rng=rng)
    edges = np.array([(0, 0), (face.width, 0), (face.width, face.height), (0, face.height)], dtype=np.float64)
    stretch = np.array(shape) / (right - left, low - top)
    corners: Corners = (edges - (left, top)) * stretch
    return flat(pixels, corners, rng)


def sideways(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """Turned by a quarter, one way or the other: what a phone saves that was held flat."""
    scene, (wide, tall) = _usual(cards, rng, size), size
    if rng.random() < 0.5:
        move = np.array([(0, 1), (-1, 0), (tall, 0)], dtype=np.float64)
        return changed(scene, np.ascontiguousarray(np.rot90(scene.pixels, -1)), move)
    move = np.array([(0, -1), (1, 0), (0, wide)], dtype=np.float64)
    return changed(scene, np.ascontiguousarray(np.rot90(scene.pixels)), move)


def mirrored(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """The outline stays clockwise, its first corner the upper left one that is seen."""
    scene = _usual(cards, rng, size)
    move = np.array([(-1, 0), (0, 1), (size[0], 0)], dtype=np.float64)
    return changed(scene, np.ascontiguousarray(scene.pixels[:, ::-1]), move)


def grey(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """A filter's black and white, or a copying machine's."""
    scene = _usual(cards, rng, size)
    image = Image.fromarray(scene.pixels).convert("L").convert("RGB")
    image = ImageEnhance.Contrast(image).enhance(float(rng.uniform(0.8, 1.8)))
    return replace(scene, pixels=np.array(image))


def stretched(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """One side is 0.65 to 0.85 of what it was: fitted into a square or a banner without a thought."""
    scene = _usual(cards, rng, size)
    by = np.ones(2)
    by[int(rng.integers(2))] = rng.uniform(0.65, 0.85)
    shape = (round(size[0] * by[0]), round(size[1] * by[1]))
    by = np.array(shape) / size
    image = Image.fromarray(scene.pixels).resize(shape, Image.Resampling.BICUBIC)
    return changed(scene, np.array(image), np.array([(by[0], 0), (0, by[1]), (0, 0)], dtype=np.float64))


def _usual(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    conditions = easy_conditions(rng)
    plan = one_place(cards[0], conditions, size, rng, Range(0.18, 0.6))
    return taken(cards[:1], [plan], conditions, size, rng)
