"""The old patterns of cloth as functions of a place: u to the right, v down, one cell a unit; they know no picture."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from kazeyomi.canvas import Sheet, smooth
from kazeyomi.colour import Plane
from kazeyomi.noise import looked_up
from kazeyomi.sketch import BLACK, WHITE, Mask, curve, petal, placed

"""Values from 0 (ground) to 1 (figure), to be coloured by a ramp."""


def seigaiha(u: Plane, v: Plane) -> Plane:
    """Waves: fans of rings, each row in front of the one above it."""
    far = shells(u, v)
    ring = 0.5 + 0.5 * np.cos(far * np.pi * 7)
    return np.where(far > 0.93, 0.0, 0.18 + 0.82 * smooth(0.35, 0.65, ring)).astype(np.float32)


def shells(u: Plane, v: Plane) -> Plane:
    """Overlapping discs, each row in front of the one above it: 0 in a disc's middle, 1 at its rim."""
    value = np.ones_like(u)
    row = np.floor(v * 2)
    for k in (-1, 0, 1, 2):
        j = row + k
        shift = np.mod(j, 2) * 0.5
        cx = np.floor(u - shift + 0.5) + shift
        far = np.hypot(u - cx, v - (j + 1) * 0.5) / 0.53
        value = np.where(far < 1, far, value)
    return value.astype(np.float32)


def asanoha(u: Plane, v: Plane) -> Plane:
    """Hemp leaf: triangles with spokes from their middles."""
    a, b, c = _triangle(u, v)
    edge = np.minimum(np.minimum(a, b), c)
    spread = np.sort(np.stack([a, b, c]), axis=0)
    spoke = spread[1] - spread[0]
    line = np.minimum(edge * 0.9, spoke * 0.5)
    leaf = smooth(0.02, 0.045, line)
    return np.asarray((1 - leaf * (0.75 - 0.5 * (spread[2] - 0.33))), dtype=np.float32)


def shippo(u: Plane, v: Plane) -> Plane:
    """Seven treasures: circles that overlap by a quarter, a small flower in every gap."""
    inside = np.zeros_like(u)
    rim = np.full_like(u, 9.0)
    for du in range(-1, 3):
        for dv in range(-1, 3):
            cx, cy = np.floor(u) + du, np.floor(v) + dv
            on = np.mod(cx + cy, 2) == 0
            far = np.hypot(u - cx, v - cy)
            inside += np.where(on & (far < 1), 1, 0)
            rim = np.where(on, np.minimum(rim, np.abs(far - 1)), rim)
    fu, fv = np.mod(u, 1) - 0.5, np.mod(v, 1) - 0.5
    odd = np.mod(np.floor(u) + np.floor(v), 2)
    angle = np.arctan2(fv, fu) + odd
    flower = smooth(0.16, 0.13, np.hypot(fu, fv) / (0.75 + 0.3 * np.cos(angle * 4)))
    value = np.where(inside >= 2, 0.62, 0.22) + flower * 0.5 * (inside < 2)
    return np.where(rim < 0.035, 1.0, value).astype(np.float32)


def tatewaku(u: Plane, v: Plane) -> Plane:
    """Rising steam: wavy lines that swell and narrow in turn, a cloud knot in every belly."""
    swing = 0.24 * np.sin(v * 2 * np.pi / 1.6)
    column = np.floor(u)
    sign = np.where(np.mod(column, 2) == 0, 1, -1)
    left, right = swing * sign * -1, 1 + swing * sign
    local = u - column
    edge = np.minimum(np.abs(local - left), np.abs(local - right))
    edge = np.minimum(edge, np.minimum(np.abs(local - 1 - swing * sign), np.abs(local + swing * sign)))
    line = smooth(0.075, 0.055, edge) * (1 - 0.8 * smooth(0.02, 0.01, np.abs(edge - 0.038)))
    belly_v = np.where(sign > 0, 0.4, 1.2)
    dv = np.mod(v - belly_v + 0.8, 1.6) - 0.8
    far, angle = np.hypot(local - 0.5, dv * 0.9), np.arctan2(dv, local - 0.5)
    knot = smooth(0.02, 0.0, far - 0.26 * (0.72 + 0.28 * np.abs(np.cos(angle * 2.5)))) * (
        0.35 + 0.35 * np.cos(far * 55)
    )
    return np.asarray(np.clip(0.08 + line + knot, 0, 1), dtype=np.float32)


def karakusa(u: Plane, v: Plane) -> Plane:
    """Arabesque: rolling vines."""
    tile = _vine_tile()
    size = tile.shape[0]
    return looked_up(tile, np.mod(u / 2, 1) * (size - 1), np.mod(v / 2, 1) * (size - 1))


def _triangle(u: Plane, v: Plane) -> tuple[Plane, Plane, Plane]:
    """The three weights of a place in its triangle of the lattice."""
    y = v / (np.sqrt(3) / 2)
    x = u - y * 0.5
    fx, fy = np.mod(x, 1), np.mod(y, 1)
    upper = fx + fy < 1
    a = np.where(upper, fx, 1 - fx)
    b = np.where(upper, fy, 1 - fy)
    return a.astype(np.float32), b.astype(np.float32), (1 - a - b).astype(np.float32)


@lru_cache(maxsize=1)
def _vine_tile() -> Plane:
    sheet = Sheet(512, 512)
    mask = Mask(sheet)
    for ox in (-2, 0, 2):
        for oy in (-2, 0, 2):
            _vine(mask, ox, oy)
    return mask.plane()


def _vine(mask: Mask, ox: float, oy: float) -> None:
    x = np.linspace(-1, 1, 120)
    for level, sign in ((-0.5, 1), (0.5, -1)):
        stem = np.stack([x + ox, level + 0.22 * sign * np.sin(x * np.pi) + oy], axis=1)
        mask.stroke(stem, 0.06, WHITE)
    for cx, cy, spin, start in (
        (-0.5, -0.16, 1, 1.6),
        (0.5, -0.84, -1, -1.6),
        (-0.5, 0.84, -1, -1.6),
        (0.5, 0.16, 1, 1.6),
        (0.0, 0.0, 1, 0.0),
        (1.0, 0.0, -1, 0.0),
    ):
        t = np.linspace(0, 1, 70)
        r = 0.27 * (1 - 0.86 * t)
        a = start + spin * t * 8.5
        spiral = np.stack([cx + ox + r * np.cos(a), cy + oy + r * np.sin(a)], axis=1)
        mask.stroke(spiral, np.linspace(0.06, 0.03, 70), WHITE)
        mask.spot(spiral[-1], 0.05, WHITE)
        for k in range(3):
            lx, ly = spiral[4 + 9 * k]
            outward = np.arctan2(ly - cy - oy, lx - cx - ox)
            mask.polygon(placed(petal(0.2, 0.12), x=lx, y=ly, turn=outward + 0.5 * spin), WHITE)
            mask.stroke(
                curve(
                    [(lx, ly), (lx + 0.15 * np.cos(outward + 0.5 * spin), ly + 0.15 * np.sin(outward + 0.5 * spin))], 8
                ),
                0.014,
                BLACK,
            )
