"""For tests of copies: what happens to a photo on its way through other people's programs, and a second shot."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image

from karuta.engine.decode import THUMBNAIL_LONGEST
from karuta.engine.same_shot import Grey, small_grey

Photo = Image.Image
Edit = Callable[[Photo, np.random.Generator], Photo]


def saved(photo: Photo, quality: int) -> Photo:
    """As JPEG, and opened again."""
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def resized(photo: Photo, share: float) -> Photo:
    size = (max(1, round(photo.width * share)), max(1, round(photo.height * share)))
    return photo.resize(size, Image.Resampling.BICUBIC)


def cropped(photo: Photo, left: float, top: float, right: float, bottom: float) -> Photo:
    """Each edge loses a share of its side."""
    wide, high = photo.size
    return photo.crop((round(left * wide), round(top * high), round((1 - right) * wide), round((1 - bottom) * high)))


def _cropped_somehow(photo: Photo, rng: np.random.Generator) -> Photo:
    return cropped(photo, *rng.uniform(0, 0.05, 4))


EDITS: Mapping[str, Edit] = {
    "JPEG 30": lambda photo, rng: saved(photo, 30),
    "JPEG 60": lambda photo, rng: saved(photo, 60),
    "JPEG 90": lambda photo, rng: saved(photo, 90),
    "resized to 25 %": lambda photo, rng: resized(photo, 0.25),
    "resized to 25-100 %": lambda photo, rng: resized(photo, float(rng.uniform(0.25, 1))),
    "cropped by 0-5 % a side": _cropped_somehow,
    "cropped by 5 % on every side": lambda photo, rng: cropped(photo, 0.05, 0.05, 0.05, 0.05),
    "cropped by 5 % in a corner": lambda photo, rng: cropped(photo, 0.05, 0.05, 0, 0),
    "all three": lambda photo, rng: saved(
        resized(_cropped_somehow(photo, rng), float(rng.uniform(0.25, 1))), int(rng.integers(30, 91))
    ),
}


def two_shots(photo: Photo, rng: np.random.Generator, *, turned: tuple[float, float]) -> tuple[Photo, Photo]:
    """Two looks at one table from nearly one place: the second turned by so many degrees, moved, other light, noise."""
    wide, high = photo.size
    first = photo.crop((round(0.1 * wide), round(0.1 * high), round(0.9 * wide), round(0.9 * high)))
    angle = np.deg2rad(rng.uniform(*turned) * rng.choice([-1, 1]))
    zoom = float(rng.uniform(0.78, 0.82))
    cos, sin = float(np.cos(angle)) * zoom, float(np.sin(angle)) * zoom
    x, y = (0.5 + rng.uniform(-0.04, 0.04, 2)) * (wide, high)
    left = x - cos * wide / 2 + sin * high / 2
    top = y - sin * wide / 2 - cos * high / 2
    coefficients = (cos, -sin, left, sin, cos, top)
    second = photo.transform(photo.size, Image.Transform.AFFINE, coefficients, Image.Resampling.BICUBIC)
    pixels = np.asarray(second, np.float32) * rng.uniform(0.92, 1.08)
    pixels += rng.normal(0, 3, pixels.shape)
    return first, saved(Image.fromarray(pixels.clip(0, 255).astype(np.uint8)), 85)


def as_thumbnail(photo: Photo) -> bytes:
    """As a library keeps it."""
    small = photo.copy()
    small.thumbnail((THUMBNAIL_LONGEST, THUMBNAIL_LONGEST), Image.Resampling.BOX, reducing_gap=2.0)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def as_compared(photo: Photo) -> Grey:
    return small_grey(as_thumbnail(photo))
