"""The back of every card of the game: waves in the dark, a brass rim, the season wind's wheel; it writes no files."""

from __future__ import annotations

import numpy as np
from PIL import Image

from kazeyomi.canvas import Sheet, as_image, blurred, darkened, inside, mixed, smooth
from kazeyomi.colour import ramp, rgb
from kazeyomi.metal import BRASS, plate
from kazeyomi.patterns import seigaiha
from kazeyomi.windows import HEIGHT, WIDTH

_INK = (rgb("#0b1430"), rgb("#16265a"), rgb("#2a4a8c"), rgb("#6a8fc4"))
_PAPER = rgb("#f4ecd8")
_SEAL = rgb("#a8281e")
_PETALS = 5


def back() -> Image.Image:
    """Twice as large as it is kept, as a face is. Its wheel has five arms, so it has a top and a bottom."""
    sheet = Sheet(WIDTH, HEIGHT)
    x, y = sheet.grid()
    picture = ramp(seigaiha(x * 3.1, y * 3.1), _INK)
    far, angle = sheet.polar()
    picture = darkened(picture, smooth(0.5, 1.7, far) * 0.6)
    # The wheel: a paper moon, and arms of wind that turn round it.
    moon = inside(far - 0.62, sheet)
    picture = darkened(picture, blurred(inside(far - 0.68, sheet), 18) * 0.5)
    picture = mixed(picture, _PAPER, moon)
    arms = 0.5 + 0.5 * np.cos(_PETALS * (angle + np.pi / 2) - 5.5 * far)
    arm = smooth(0.45, 0.6, arms.astype(np.float32)) * inside(far - 0.53, sheet) * inside(0.16 - far, sheet)
    picture = mixed(picture, _INK[1], arm)
    picture = mixed(picture, _SEAL, inside(far - 0.115, sheet))
    ring = inside(np.abs(far - 0.655) - 0.035, sheet)
    return as_image(plate(picture, sheet, np.maximum(ring, _rim(sheet)), BRASS, spun=0.3))


def _rim(sheet: Sheet) -> np.ndarray:
    """A line of metal along the edge, with a smaller one within it."""
    x, y = sheet.grid()
    edge = np.minimum(sheet.right - np.abs(x), sheet.bottom - np.abs(y))
    outer = inside(np.abs(edge - 0.05) - 0.05, sheet)
    inner = inside(np.abs(edge - 0.165) - 0.012, sheet)
    return np.maximum(outer, inner).astype(np.float32)
