"""Light, lens, sensor and file: turns a composed picture into what a phone would save. Never moves a corner."""

from __future__ import annotations

import functools
import io
import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import (
    Floats,
    Size,
    blur,
    clouds,
    enlarge,
    grain,
    sharpen,
    smear,
    to_image,
    to_planes,
)
from karuta.training.photographer.conditions import Conditions, Grade
from karuta.training.photographer.pose import Corners

_SMALL = 96  # light changes slowly, so it is computed at this width and enlarged


_OUTLINES = ((30, 60, 255), (0, 120, 255), (0, 200, 60), (255, 40, 40), (255, 220, 0))
_SYLLABLES = ("ka", "ru", "ta", "no", "shi", "Dra", "gon", "of", "the", "Mir", "ror", "el", "Ne", "os", "Max", "III")


def light_plane(size: Size, conditions: Conditions, rng: np.random.Generator) -> Floats:
    """The gain at each place; its mean is the conditions' light, before any shadow."""
    small = (_SMALL, max(8, round(_SMALL * size[1] / size[0])))
    x = np.linspace(-1, 1, small[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, small[1], dtype=np.float32)[:, None]
    if rng.random() < 0.35:  # a lamp near one place
        cx, cy = rng.uniform(-1, 1, 2)
        slope = np.float32(0.5) - np.hypot(x - np.float32(cx), y - np.float32(cy)) * np.float32(0.5)
    else:  # a window far away
        angle = rng.uniform(0, 2 * math.pi)
        slope = (x * np.float32(math.cos(angle)) + y * np.float32(math.sin(angle))) * np.float32(0.5)
    slope = slope + (clouds(rng, small, (2, 2)) - np.float32(0.5)) * np.float32(0.4)
    plane = 1 + np.float32(conditions.light_slope) * slope
    plane *= 1 - np.float32(rng.uniform(0, 0.25) * conditions.light_slope) * (x * x + y * y)
    plane *= np.float32(conditions.light) / plane.mean()
    if conditions.shadow < 1:
        plane *= _cast_shadow(small, conditions.shadow, rng)
    return enlarge(np.ascontiguousarray(plane, dtype=np.float32), size, smooth=False)


def _cast_shadow(size: Size, left: float, rng: np.random.Generator) -> Floats:
    """The light left by a shadow with straight edges, soft or nearly hard."""
    fine = (4 * size[0], 4 * size[1])
    mask = Image.new("L", fine, 0)
    angle, far = rng.uniform(0, 2 * math.pi), 2.0 * max(fine)
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    start = np.array(fine) * rng.uniform(0.2, 0.8, 2)
    if rng.random() < 0.6:  # covers one side of the photo
        points = [
            start + along * far,
            start - along * far,
            start + (across - along) * far,
            start + (across + along) * far,
        ]
    else:  # an arm's or a phone's
        wide, lean = rng.uniform(0.15, 0.5) * fine[0], rng.uniform(-0.4, 0.4)
        tip = start + across * wide * (1 + lean) + along * far
        points = [start - across * wide, start + across * wide, tip, start - across * wide + along * far]
    ImageDraw.Draw(mask).polygon([(float(px), float(py)) for px, py in points], fill=255)
    soft = float(rng.uniform(0.3, 1.0)) if rng.random() < 0.4 else float(rng.uniform(2, 9))
    plane = np.asarray(mask.reduce(4).filter(ImageFilter.GaussianBlur(soft)), dtype=np.float32)
    return 1 - plane * np.float32((1 - left) / 255)


def burn_in(image: Image.Image, cards: Sequence[Corners], rng: np.random.Generator) -> None:
    """Draws an outline and a name for each card, in place."""
    draw = ImageDraw.Draw(image)
    blue = rng.random() < 0.7
    outline = _OUTLINES[0] if blue else _OUTLINES[int(rng.integers(len(_OUTLINES)))]
    for corners in cards:
        width = float(np.linalg.norm(corners[1] - corners[0]))
        thick = max(1, round(width * float(rng.uniform(0.004, 0.02))))
        loose = corners + rng.normal(0, 0.015 * width, (4, 2))
        points = [(float(x), float(y)) for x, y in loose]
        draw.line([*points, points[0]], fill=outline, width=thick, joint="curve")
        tall = max(7, round(width * float(rng.uniform(0.05, 0.11))))
        name = " ".join("".join(rng.choice(_SYLLABLES, 3)) for _ in range(int(rng.integers(1, 4))))
        low = loose.min(axis=0)
        place = (max(0.0, float(low[0])), max(0.0, float(low[1]) - tall * float(rng.uniform(-0.5, 1.3))))
        draw.text(place, name, fill=(0, 255, 0) if blue else outline, font=_font(min(tall, 64)))


@functools.lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


# A wider blur is computed at half size: it leaves nothing that half the size could not hold.
_WIDE_BLUR = 0.9


def expose(
    picture: Image.Image,
    conditions: Conditions,
    *,
    scale: float,
    rng: np.random.Generator,
    cards: Sequence[Corners] = (),
) -> Pixels:
    """The photo of a composed picture.

    `scale`: the picture's pixels per pixel of a photo 1000 wide; `cards`: those that another program may have outlined.
    """
    sigma = conditions.blur * scale
    if sigma > _WIDE_BLUR:
        picture, sigma = _blurred_by_halves(picture, sigma), 0.0
    planes = to_planes(picture)
    _tone(planes, conditions, rng)
    planes *= light_plane(picture.size, conditions, rng)
    blur(planes, sigma)
    if conditions.motion:
        smear(planes, conditions.motion * scale, float(rng.uniform(0, math.pi)))
    _add_noise(planes, conditions, scale, rng)
    if conditions.sharpening:
        sharpen(planes, conditions.sharpening, max(1, round(1.2 * scale)))
    image = to_image(planes)
    if conditions.marked:
        burn_in(image, cards, rng)
    return _saved(image, conditions, scale)


def _blurred_by_halves(picture: Image.Image, sigma: float) -> Image.Image:
    small = to_planes(picture.reduce(2))
    # Halving and enlarging blur by themselves, by about 0.8 pixels.
    blur(small, math.sqrt(max(0.04, sigma * sigma - 0.64)) / 2)
    return to_image(small).resize(picture.size, Image.Resampling.BILINEAR)


def _tone(planes: Floats, conditions: Conditions, rng: np.random.Generator) -> None:
    """White balance, saturation and the phone's contrast curve, in place."""
    warm, tint = conditions.warmth, conditions.tint
    spread = 0.12 if conditions.grade is Grade.PLAIN else 0.3
    saturation = rng.uniform(1 - spread, 1 + spread)
    black, contrast = rng.uniform(-8, 14), rng.uniform(0.88, 1.08)
    grey = planes[0] * np.float32(0.3)
    grey += planes[1] * np.float32(0.59)
    grey += planes[2] * np.float32(0.11)
    grey *= np.float32((1 - saturation) * contrast)
    grey += np.float32(black)
    planes *= np.float32(saturation * contrast)
    planes += grey
    for channel, gain in enumerate((1 + warm, 1 + tint, 1 - warm)):
        planes[channel] *= np.float32(gain)


def _add_noise(planes: Floats, conditions: Conditions, scale: float, rng: np.random.Generator) -> None:
    """Fine luma noise and coarser colour noise, in place.

    A dark photo has fewer levels of noise, but more relative to its light.
    """
    sigma = conditions.noise * min(1.0, math.sqrt(scale)) * min(1.0, 0.35 + 0.65 * conditions.light)
    if sigma < 0.3:
        return
    height, width = planes.shape[1:]
    luma = grain(rng, (height, width))
    luma *= np.float32(0.8 * sigma)
    coarse = grain(rng, (3, (height + 1) // 2, (width + 1) // 2))
    coarse *= np.float32(0.6 * sigma)
    planes += luma
    for channel, colour in enumerate(coarse):
        planes[channel] += np.repeat(np.repeat(colour, 2, axis=1)[:, :width], 2, axis=0)[:height]


def _saved(image: Image.Image, conditions: Conditions, scale: float) -> Pixels:
    """Through JPEG. A chat app halves the photo first, and the viewer enlarges it again."""
    quality, full = conditions.jpeg, image.size
    if conditions.chat and scale > 0.5:
        small = (max(8, round(full[0] * 0.5 / scale)), max(8, round(full[1] * 0.5 / scale)))
        image = image.resize(small, Image.Resampling.BILINEAR)
    elif scale < 1:  # a larger photo has finer blocks than this picture, so the damage is smaller
        quality = round(100 - (100 - quality) * math.sqrt(scale))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=max(5, min(98, quality)), subsampling=2)
    decoded = Image.open(buffer).convert("RGB")
    if decoded.size != full:
        decoded = decoded.resize(full, Image.Resampling.BICUBIC)
    return np.array(decoded)
