"""Randomness with a shape: hills, clouds, cells; always from a generator that is handed in."""

from __future__ import annotations

import numpy as np
from PIL import Image

from kazeyomi.canvas import Sheet
from kazeyomi.colour import Plane

Rng = np.random.Generator


def rolling(rng: Rng, sheet: Sheet, cells: float, *, stretch: float = 1.0) -> Plane:
    """Smooth random hills, about `cells` over the shorter side, mean 0.5; `stretch` > 1 draws them out sideways."""
    per_unit = cells / 2
    nx = max(2, round(per_unit * sheet.right * 2 / stretch)) + 3
    ny = max(2, round(per_unit * sheet.bottom * 2)) + 3
    knots = rng.random((ny, nx)).astype(np.float32)
    shift_x, shift_y = rng.random(2)
    box = (shift_x + 0.5, shift_y + 0.5, nx - 1.5 + shift_x, ny - 1.5 + shift_y)
    image = Image.fromarray(knots).resize((sheet.width, sheet.height), Image.Resampling.BICUBIC, box=box)
    return np.asarray(image)


def clouds(
    rng: Rng, sheet: Sheet, cells: float = 3.0, *, octaves: int = 5, gain: float = 0.5, stretch: float = 1.0
) -> Plane:
    """Fractal sum of rolling hills, spread to about 0..1."""
    total = np.zeros(sheet.shape, dtype=np.float32)
    weight, norm = 1.0, 0.0
    for octave in range(octaves):
        total += np.float32(weight) * (rolling(rng, sheet, cells * 2**octave, stretch=stretch) - np.float32(0.5))
        norm += weight * weight
        weight *= gain
    return np.asarray(np.clip(total / np.float32(1.1 * np.sqrt(norm)) + 0.5, 0, 1), dtype=np.float32)


def looked_up(plane: Plane, x: Plane, y: Plane) -> Plane:
    """The plane (or picture) read at pixel positions, between pixels too; beyond its edges it is mirrored."""
    height, width = plane.shape[:2]
    x, y = _mirrored(x, width), _mirrored(y, height)
    left, top = np.minimum(x.astype(np.int32), width - 2), np.minimum(y.astype(np.int32), height - 2)
    fx, fy = x - left, y - top
    if plane.ndim == 3:
        fx, fy = fx[..., None], fy[..., None]
    upper = plane[top, left] * (1 - fx) + plane[top, left + 1] * fx
    lower = plane[top + 1, left] * (1 - fx) + plane[top + 1, left + 1] * fx
    return np.asarray((upper * (1 - fy) + lower * fy), dtype=np.float32)


def _mirrored(at: Plane, size: int) -> Plane:
    span = size - 1
    return np.asarray((span - np.abs(np.mod(at, 2 * span) - span)), dtype=np.float32)


def cells(rng: Rng, sheet: Sheet, across: int, *, jitter: float = 0.9) -> tuple[Plane, Plane, Plane]:
    """Voronoi cells, `across` over the width: distance to the seed, to the edge, and the cell's own number 0..1."""
    step = sheet.right * 2 / across
    down = int(np.ceil(sheet.bottom * 2 / step)) + 4
    wide = across + 4
    jx, jy, own = rng.random((down, wide)), rng.random((down, wide)), rng.random((down, wide))
    x, y = sheet.grid()
    gx, gy = (x + sheet.right) / step + 2, (y + sheet.bottom) / step + 2
    ix, iy = gx.astype(np.int32), gy.astype(np.int32)
    first = np.full(sheet.shape, 9.0, dtype=np.float32)
    second = first.copy()
    number = np.zeros(sheet.shape, dtype=np.float32)
    for oy in (-1, 0, 1):
        for ox in (-1, 0, 1):
            cy, cx = np.clip(iy + oy, 0, down - 1), np.clip(ix + ox, 0, wide - 1)
            px = cx + 0.5 + (jx[cy, cx] - 0.5) * jitter
            py = cy + 0.5 + (jy[cy, cx] - 0.5) * jitter
            far = np.hypot(px - gx, py - gy).astype(np.float32)
            nearer = far < first
            second = np.where(nearer, first, np.minimum(second, far))
            number = np.where(nearer, own[cy, cx].astype(np.float32), number)
            first = np.minimum(first, far)
    return first * np.float32(step), (second - first) * np.float32(step), number
