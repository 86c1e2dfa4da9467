"""From a photo and four corners to a crop: flat, upright, of the embedder's size. Decides nothing."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.sighting import Corners, homography

# The crop is cut from pixels at most this much finer than itself, so that bicubic resampling stays sharp.
FINENESS = 1.5
# Pixels around a card, including those outside the photo. A card that fills the largest photo needs fewer.
MOST_AROUND = 80_000_000


def rectify(
    pixels: NDArray[np.uint8],
    corners: Corners,
    *,
    size: tuple[int, int],
    resampling: Image.Resampling = Image.Resampling.BICUBIC,
) -> NDArray[np.uint8]:
    """Cut one card out of a photo. Bicubic is sharper, bilinear takes half the time.

    `pixels`: (height, width, 3) uint8, RGB, upright, or (height, width), grey; `corners`: (4, 2) in these pixels, in
    upright order; `size`: (width, height) of the crop. Returns the same kind of pixels, (height, width, 3) or (height,
    width) uint8; pixels outside the photo repeat its nearest edge.
    """
    image, shifted = _neighbourhood(pixels, corners, size=size)
    width, height = size
    coefficients = _perspective(shifted, size=size)
    crop = image.transform((width, height), Image.Transform.PERSPECTIVE, coefficients, resampling)
    return np.asarray(crop)


def _neighbourhood(
    pixels: NDArray[np.uint8], corners: Corners, *, size: tuple[int, int]
) -> tuple[Image.Image, Corners]:
    """The part of the photo around the card, padded and reduced (averaging) to about the crop's resolution."""
    tall, wide = pixels.shape[:2]
    low = np.floor(corners.min(axis=0)).astype(int) - 3
    high = np.ceil(corners.max(axis=0)).astype(int) + 3
    inside_low = np.clip(low, 0, (wide - 1, tall - 1))
    inside_high = np.clip(high, inside_low + 1, (wide, tall))
    part = pixels[inside_low[1] : inside_high[1], inside_low[0] : inside_high[0]]
    # Corners far outside a photo must not ask for gigabytes. Beyond the photo's own size, repeated edges add nothing.
    before, after = (
        np.clip(margin, 0, 4 * max(part.shape[:2]) + 64) for margin in (inside_low - low, high - inside_high)
    )
    around = np.prod(np.array(part.shape[1::-1], dtype=np.float64) + before + after)
    if around > MOST_AROUND:
        step = math.ceil(math.sqrt(around / MOST_AROUND))
        return _neighbourhood(pixels[::step, ::step], corners / step, size=size)
    if before.any() or after.any():
        around_it = ((before[1], after[1]), (before[0], after[0]), (0, 0))
        part = np.pad(part, around_it[: part.ndim], mode="edge")
    image = Image.fromarray(np.ascontiguousarray(part))
    edges = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    across, down = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
    finer = min(across / size[0], down / size[1]) / FINENESS
    if finer <= 1:
        return image, corners - low
    smaller = (max(1, round(image.width / finer)), max(1, round(image.height / finer)))
    scale = np.array(smaller) / np.array(image.size)
    resized = image.resize(smaller, Image.Resampling.BOX, reducing_gap=2.0)
    return resized, (corners - low) * scale


def _perspective(corners: Corners, *, size: tuple[int, int]) -> tuple[float, ...]:
    """Pillow's eight coefficients of the plane homography from the crop to the photo."""
    width, height = size
    targets = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    return tuple(float(value) for value in homography(targets, corners).ravel()[:8])
