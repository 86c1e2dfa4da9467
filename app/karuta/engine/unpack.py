"""From a decoded picture to upright 8-bit RGB, a strip at a time. Decodes nothing and never holds it twice.

Pillow keeps four bytes per RGB pixel, and turning, converting and handing over a picture each make a full copy: 200
megapixels took 4 GB. Here only the result is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels

# Small enough for the processor's caches and for reused memory: 12 megapixels take 72 ms; in strips of a megapixel 95,
# in one piece 208.
_STRIP_PIXELS = 50_000
_WITH_ALPHA = ("RGBA", "LA", "PA", "La", "RGBa")
SIDEWAYS = frozenset((5, 6, 7, 8))
"""EXIF orientations that swap width and height."""


def upright_rgb(image: Image.Image, *, orientation: int, step: int = 1) -> Pixels:
    """A loaded picture, upright, reduced by `step` (averaged): (height, width, 3) uint8 RGB.

    Deep modes are scaled by hand, because Pillow clips them. Transparency is shown over white.
    """
    stored = (-(-image.width // step), -(-image.height // step))
    wide, tall = stored[::-1] if orientation in SIDEWAYS else stored
    upright: Pixels = np.empty((tall, wide, 3), dtype=np.uint8)
    as_stored = _lying(upright, orientation)
    grey = _grey_of(image) if image.mode.startswith(("I", "F")) else None
    for top, strip in _strips(image, step):
        flat = Image.fromarray(grey(strip)) if grey else _rgb(strip)
        if step > 1:
            flat = flat.reduce(step)
        rows = np.asarray(flat)
        here = as_stored[top // step : top // step + len(rows)]
        here[...] = rows if rows.ndim == 3 else rows[..., None]
    return upright


def upright_image(image: Image.Image, *, orientation: int) -> Image.Image:
    """The same as a Pillow picture, for pictures too large to be held as an array as well."""
    if _by_hand(image):
        return Image.fromarray(upright_rgb(image, orientation=orientation))
    turned = TURNS.get(orientation)
    flat = image if image.mode in ("L", "RGB") else image.convert("RGB")
    return flat if turned is None else flat.transpose(turned)


def extra_bytes(image: Image.Image, orientation: int) -> int:
    """The bytes per pixel that `upright_image` takes beside the picture itself."""
    if _by_hand(image):
        return 3 + 4
    result = 1 if image.mode == "L" else 4
    return result * ((image.mode not in ("L", "RGB")) + (orientation in TURNS))


def _by_hand(image: Image.Image) -> bool:
    return image.mode.startswith(("I", "F")) or image.mode in _WITH_ALPHA or "transparency" in image.info


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture of this EXIF orientation upright."""


def _lying(upright: Pixels, orientation: int) -> Pixels:
    """A view of the upright memory in the file's orientation: what is written to it row by row stands upright."""
    lying = upright.swapaxes(0, 1) if orientation in SIDEWAYS else upright
    down = -1 if orientation in (3, 4, 6, 7) else 1
    across = -1 if orientation in (2, 3, 7, 8) else 1
    return lying[::down, ::across]


def _strips(image: Image.Image, step: int) -> Iterator[tuple[int, Image.Image]]:
    rows = max(1, _STRIP_PIXELS // (image.width * step)) * step
    if rows >= image.height:
        yield 0, image
        return
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(image.height, top + rows)))


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        coloured = image.convert("RGBA")
        white = Image.new("RGBA", coloured.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, coloured).convert("RGB")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _grey_of(image: Image.Image) -> Callable[[Image.Image], NDArray[np.uint8]]:
    """Grey values of 16 or 32 bits or floats as 8 bits; the range follows from the mode, then from the values."""
    if image.mode.startswith("I;16"):
        table = np.rint(np.arange(65536) * (255.0 / 65535.0)).astype(np.uint8)
        return lambda strip: np.asarray(table[np.asarray(strip)])
    is_float = image.mode == "F"
    top = max((_highest(np.asarray(strip)) for _, strip in _strips(image, 1)), default=0.0)
    if is_float and top <= 1.0:
        full = 1.0
    elif top <= 255.0:
        full = 255.0
    else:
        full = max(65535.0, top)

    def grey(strip: Image.Image) -> NDArray[np.uint8]:
        values = np.nan_to_num(np.asarray(strip).astype(np.float64), posinf=top)
        return np.clip(np.rint(values * (255.0 / full)), 0, 255).astype(np.uint8)

    return grey


def _highest(values: NDArray[np.generic]) -> float:
    """The highest value that is not NaN."""
    numbers = values[np.isfinite(values)]
    return float(numbers.max(initial=0)) if numbers.size else 0.0
