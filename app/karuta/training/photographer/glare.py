"""Light reflected by ink and plastic, over one card's layer: haze, streaks, spots and the shape of a window."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops

from karuta.training.photographer.arrays import Floats, Size, clouds
from karuta.training.photographer.conditions import CardLook, Holder
from karuta.training.photographer.face import ArtBox, draw_art_box


@dataclass(frozen=True, slots=True)
class CardPlace:
    """Where the card lies in its layer, in pixels."""

    left: int
    top: int
    width: int
    height: int


def add_glare(image: Image.Image, look: CardLook, place: CardPlace, rng: np.random.Generator) -> Image.Image:
    """The layer's RGB image with the reflections of the look."""
    plastic = look.holder is not Holder.BARE
    if not look.glares and not plastic:
        return image
    small = (max(12, image.width // 5), max(16, image.height // 5))
    light = np.zeros(small[::-1], dtype=np.float32)
    if plastic:
        light += _plastic(small, rng)
    if look.glares:
        x = (np.arange(small[0], dtype=np.float32) + np.float32(0.5)) * np.float32(image.width / small[0])
        y = (np.arange(small[1], dtype=np.float32) + np.float32(0.5)) * np.float32(image.height / small[1])
        for _ in range(look.glares):
            light += _one(x[None, :], y[:, None], look, place, rng)
    plane = np.clip(light * 255, 0, 255)
    warm = rng.uniform(0.86, 1.0)
    tones = (1.0, 0.5 + 0.5 * warm, warm) if rng.random() < 0.7 else (warm, 0.5 + 0.5 * warm, 1.0)
    bands = [Image.fromarray((plane * tone).astype(np.uint8)).resize(image.size, Image.Resampling.BILINEAR)
             for tone in tones]  # fmt: skip
    return ImageChops.screen(image, Image.merge("RGB", bands))


def _plastic(size: Size, rng: np.random.Generator) -> Floats:
    """Haze over all of it, and sometimes streaks where the film is not flat."""
    light = np.full(size[::-1], rng.uniform(0.0, 0.07), dtype=np.float32)
    if rng.random() < 0.6:
        cells = (int(rng.integers(2, 4)), int(rng.integers(6, 14)))
        streaks = clouds(rng, size, cells if rng.random() < 0.5 else cells[::-1])
        light += np.clip(streaks, 0, 1.2) ** 4 * np.float32(rng.uniform(0.04, 0.3))
    return light


def _one(x: Floats, y: Floats, look: CardLook, place: CardPlace, rng: np.random.Generator) -> Floats:
    over_art = look.glare_saturates or rng.random() < 0.5
    box = draw_art_box(rng) if over_art else ArtBox(0.0, 0.0, 1.0, 1.0)
    cx = np.float32(place.left + place.width * rng.uniform(box.left, box.right))
    cy = np.float32(place.top + place.height * rng.uniform(box.top, box.bottom))
    angle = rng.uniform(0, math.pi)
    cos, sin = np.float32(math.cos(angle)), np.float32(math.sin(angle))
    across = (x - cx) * cos + (y - cy) * sin
    along = (y - cy) * cos - (x - cx) * sin
    broad = np.float32(place.width * rng.uniform(0.06, 0.22))
    long = broad * np.float32(rng.uniform(1.0, 5.0))
    strength = np.float32(look.glare_strength)
    if rng.random() < 0.2:  # a window or a tube: nearly flat inside, soft at the edge
        soft = broad * np.float32(rng.uniform(0.2, 0.8)) + np.float32(place.width * 0.02)
        inside = np.clip((broad - np.abs(across)) / soft + np.float32(0.5), 0, 1)
        inside = inside * np.clip((long - np.abs(along)) / soft + np.float32(0.5), 0, 1)
        fade = np.float32(1) + along / long * np.float32(rng.uniform(-0.5, 0.5))
        return np.asarray(inside * inside * fade * strength * np.float32(0.8), dtype=np.float32)
    far = (across / broad) ** 2 + (along / long) ** 2
    if rng.random() < 0.5:  # ink scatters light: a core with a long tail
        return np.asarray(strength / (1 + far * np.sqrt(far)), dtype=np.float32)
    halo = np.exp(-far / np.float32(6)) * np.float32(0.25)
    return np.asarray(strength * (np.exp(-far) + halo), dtype=np.float32)
