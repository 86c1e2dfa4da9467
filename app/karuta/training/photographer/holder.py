"""A card in its protection as one transparent layer: rounded corners, sleeve, toploader, pocket, and the light on it.

Does not decide where the layer goes: `CardLayer.card` says where in the layer the card's own corners are.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import Colour, Floats, Size, clouds, shaded
from karuta.training.photographer.conditions import CardLook, Holder
from karuta.training.photographer.face import ArtBox, draw_art_box, printed
from karuta.training.photographer.pose import Corners

# Sleeve colours seen in listings: clear (None) and black first, then the bright ones.
_SLEEVES: Final[tuple[Colour | None, ...]] = (
    None, None, None, None, (18, 18, 20), (18, 18, 20), (150, 20, 30), (25, 60, 150), (30, 110, 60), (90, 40, 120),
    (225, 225, 228), (205, 120, 30), (60, 160, 190), (200, 90, 140), (120, 125, 130), (190, 160, 60),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardPlace:
    """The place of the card in its layer, in pixels."""

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
            light += _glare(x[None, :], y[:, None], look, place, rng)
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


def _glare(x: Floats, y: Floats, look: CardLook, place: CardPlace, rng: np.random.Generator) -> Floats:
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


@dataclass(frozen=True)
class CardLayer:
    """`image`: RGBA, the card with its holder; `card`: the card's corners in it; `outline`: the holder's corners."""

    image: Image.Image
    card: Corners
    outline: Corners


@dataclass(frozen=True, slots=True)
class _Border:
    """How far the holder extends beyond the card, in card widths."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


def dressed(card: Pixels, look: CardLook, *, width: int, rng: np.random.Generator) -> CardLayer:
    """The clean card picture at `width` pixels, with foil, wear, holder and glare."""
    height = max(8, round(width * card.shape[0] / card.shape[1]))
    face = printed(card, (width, height), look, rng)
    border = _draw_border(look.holder, rng)
    left, top, right, bottom = (
        math.ceil(side * width) + 2 for side in (border.left, border.top, border.right, border.bottom)
    )
    size = (left + width + right, top + height + bottom)
    colour, alpha = _holder(look.holder, size, width, rng)
    mask = rounded(width, height, max(1, round(float(rng.uniform(0.022, 0.05)) * width)))
    colour.paste(face, (left, top), mask)
    alpha.paste(255, (left, top), mask)
    colour = add_glare(colour, look, CardPlace(left, top, width, height), rng)
    colour.putalpha(alpha)
    corners = np.array(
        [(left, top), (left + width, top), (left + width, top + height), (left, top + height)], dtype=np.float64
    )
    outline = corners.copy()
    if look.holder is not Holder.BARE:
        outline = np.array([(1, 1), (size[0] - 1, 1), (size[0] - 1, size[1] - 1), (1, size[1] - 1)], dtype=np.float64)
    return CardLayer(colour, corners, outline)


def _draw_border(holder: Holder, rng: np.random.Generator) -> _Border:
    def some(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    if holder is Holder.SLEEVE:
        side = some(0.015, 0.04)
        return _Border(side, some(0.02, 0.07), side * some(0.7, 1.3), some(0.01, 0.03))
    if holder is Holder.TOPLOADER:
        side = some(0.09, 0.14)
        return _Border(side, some(0.08, 0.22), side, some(0.07, 0.10))
    if holder is Holder.POCKET:
        return _Border(some(0.02, 0.05), some(0.02, 0.04), some(0.02, 0.05), some(0.02, 0.04))
    return _Border()


@functools.lru_cache(maxsize=64)
def rounded(width: int, height: int, radius: int) -> Image.Image:
    scale = 4 if width < 400 else 2
    mask = Image.new("L", (width * scale, height * scale), 0)
    box = (0, 0, width * scale - 1, height * scale - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius * scale, fill=255)
    return mask.reduce(scale)


def _holder(holder: Holder, size: Size, width: int, rng: np.random.Generator) -> tuple[Image.Image, Image.Image]:
    """Colour (RGB) and alpha (L) of the holder itself, visible where the card does not cover it."""
    if holder is Holder.BARE:
        return Image.new("RGB", size), Image.new("L", size, 0)
    edge = max(1, round(width * 0.006))
    tone: Colour = (200, 204, 210)
    body = int(rng.uniform(20, 90))
    if holder is Holder.SLEEVE:
        sleeve = _SLEEVES[int(rng.integers(len(_SLEEVES)))]
        tone, body = (sleeve, 255) if sleeve else (tone, int(rng.uniform(30, 100)))
    colour, alpha = Image.new("RGB", size, tone), Image.new("L", size, 0)
    on_colour, on_alpha = ImageDraw.Draw(colour), ImageDraw.Draw(alpha)
    box = (1, 1, size[0] - 2, size[1] - 2)
    lit = float(rng.uniform(0.85, 1.5))
    on_colour.rectangle(box, outline=shaded(tone, lit), width=edge)
    on_alpha.rounded_rectangle(box, width * 0.015, fill=body, outline=max(body, int(rng.uniform(90, 230))), width=edge)
    if holder is Holder.TOPLOADER:  # the inner walls, bright lines halfway
        inset = round(width * float(rng.uniform(0.03, 0.05))) + 1
        for x in (inset, size[0] - inset - edge):
            line = (x, 2, x + edge - 1, size[1] - 3)
            on_alpha.rectangle(line, fill=int(rng.uniform(110, 220)))
            bright = int(rng.uniform(170, 250))
            on_colour.rectangle(line, fill=(bright, bright, bright))
    return colour, alpha
