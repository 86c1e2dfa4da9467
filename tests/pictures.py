"""Drawn pictures for tests: cards and photos of nothing that anybody owns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

CARD_SIZE = (177, 258)


def card(seed: int) -> NDArray[np.uint8]:
    """A drawn card face, (258, 177, 3) uint8 RGB: a frame, an art box of random shapes, a text box."""
    rng = np.random.default_rng(seed)
    width, height = CARD_SIZE

    def colour(low: int = 0, high: int = 256) -> tuple[int, int, int]:
        red, green, blue = (int(value) for value in rng.integers(low, high, 3))
        return red, green, blue

    image = Image.new("RGB", CARD_SIZE, colour(40, 200))
    draw = ImageDraw.Draw(image)
    draw.rectangle((3, 3, width - 4, height - 4), outline=(20, 20, 20), width=3)
    draw.rectangle((12, 10, width - 13, 30), fill=colour(170, 256))
    draw.rectangle((20, 46, width - 21, 180), fill=colour())
    for _ in range(14):
        x, y = (int(value) for value in rng.integers(0, (width - 60, 110)))
        size = int(rng.integers(12, 50))
        shape = (20 + x, 46 + y, 20 + x + size, 46 + y + size)
        (draw.ellipse if rng.random() < 0.5 else draw.rectangle)(shape, fill=colour(), outline=colour())
    draw.rectangle((12, 190, width - 13, height - 14), fill=colour(190, 256))
    for line in range(6):
        draw.line((16, 198 + 8 * line, int(rng.integers(90, width - 16)), 198 + 8 * line), fill=(30, 30, 30))
    return np.asarray(image)


def photo_of(
    face: NDArray[np.uint8], corners: NDArray[np.float64], *, size: tuple[int, int], ground: tuple[int, int, int]
) -> NDArray[np.uint8]:
    """A photo, (height, width, 3), of one card whose corners lie at `corners`, on a plain ground."""
    height, width = face.shape[:2]
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, own, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    coefficients = tuple(np.linalg.solve(np.array(rows), np.array(values)))
    warped = (
        Image.fromarray(face)
        .convert("RGBA")
        .transform(size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    )
    photo = Image.new("RGB", size, ground)
    photo.paste(warped, mask=warped.getchannel("A"))
    return np.asarray(photo)
