"""A dragon along any curve: scaled body, belly, mane, claws, a head in profile; it does not decide where it flies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazeyomi.body import fan, laid, rounded, scales, skin
from kazeyomi.canvas import mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, shade
from kazeyomi.noise import Rng
from kazeyomi.sketch import BLACK, WHITE, Points, Sketch, curve, normals, petal, placed, trace


@dataclass(frozen=True)
class Hide:
    """A dragon's colours: back, its lighter side, belly, mane and eyes."""

    back: Colour
    side: Colour
    belly: Colour
    mane: Colour
    eye: Colour = (1.0, 0.85, 0.2)


def body_colours(hide: Hide, *, rows: float = 60, belly_side: int = 1) -> Picture:
    """The flat skin: scales on the back, plates on the belly (at `t` towards `belly_side`)."""
    where = skin(420, 30)
    shell = scales(where, rows=rows, columns=3.2)
    colours = ramp(np.clip(shell, 0, 1), (shade(hide.back, 0.35), hide.back, mix(hide.back, hide.side, 0.6), hide.side))
    t = where.t * belly_side
    plate = np.mod(where.s * rows * 1.6, 1.0)
    belly = ramp(
        np.clip(0.25 + 0.75 * plate, 0, 1), (shade(hide.belly, 0.45), hide.belly, mix(hide.belly, WHITE, 0.45))
    )
    colours = mixed(colours, belly, smooth(0.42, 0.5, t))
    seam = np.exp(-(((t - 0.46) / 0.05) ** 2))
    light = rounded(where, from_side=-0.3 * belly_side) * (1 - 0.4 * seam)
    gloss = np.exp(-(((where.t + 0.38 * belly_side) / 0.14) ** 2)) * 0.28
    return np.asarray(
        np.clip(1 - (1 - np.clip(colours * light[..., None], 0, 1)) * (1 - gloss[..., None]), 0, 1), dtype=np.float32
    )


def girth(n: int, wide: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Full widths from the tail's tip to the neck."""
    return np.asarray(
        np.interp(np.linspace(0, 1, n), [0, 0.12, 0.4, 0.72, 0.93, 1.0], [0.03, 0.35, 0.85, 1.0, 0.8, 0.66]) * wide
    )


def dragon(
    sketch: Sketch,
    rng: Rng,
    way: Points,
    hide: Hide,
    *,
    wide: float,
    belly_side: int = 1,
    legs: tuple[float, ...] = (0.42, 0.74),
    head: bool = True,
    fins: bool = False,
) -> None:
    """A dragon along `way`, tail first; parts of the way that lie later cover earlier ones."""
    n = len(way)
    widths = girth(n, wide)
    side = normals(way)
    colours = body_colours(hide, belly_side=belly_side)
    if fins:
        back = np.arctan2(*(way[0] - way[5])[::-1])
        for swing in (-0.5, 0.0, 0.5):
            fan(sketch, way[3], turn=back + swing, length=wide * 1.3, spread=0.7, colour=hide.mane, rays=6)
    else:
        _tuft(sketch, rng, way[2], np.arctan2(*(way[0] - way[6])[::-1]), wide * 1.2, hide.mane)
    pieces = 14
    limbs = {int(place * pieces): place for place in legs}
    for piece in range(pieces):
        low, high = piece * (n - 1) // pieces, (piece + 1) * (n - 1) // pieces + 1
        if piece in limbs:
            _leg(sketch, way, side, widths, int(limbs[piece] * (n - 1)), hide, belly_side=belly_side, wide=wide)
        for i in range(low, high - 1, max(1, n // 95)):
            ahead = np.arctan2(*(way[min(i + 1, n - 1)] - way[max(i - 1, 0)])[::-1])
            root = way[i] - side[i] * widths[i] * 0.42 * belly_side
            spine = petal(widths[i] * 0.46 + wide * 0.05, wide * 0.14, tip=1.2)
            sketch.polygon(
                placed(spine, x=root[0], y=root[1], turn=ahead - belly_side * 1.57 - 0.75 * belly_side), hide.mane
            )
        a, b = int(low / (n - 1) * 420), int(min(1.0, high / (n - 1)) * 420)
        if b > a:
            laid(sketch, way[low:high], widths[low:high], colours[a:b])
    if head:
        ahead = float(np.arctan2(*(way[-1] - way[-8])[::-1]))
        # A head is carried upright, whichever way the body came.
        level = np.cos(ahead)
        down = belly_side if abs(level) < 0.3 else (1 if level > 0 else -1)
        dragon_head(
            sketch, rng, x=float(way[-1][0]), y=float(way[-1][1]), size=wide * 1.5, turn=ahead, hide=hide, down=down
        )


def _tuft(sketch: Sketch, rng: Rng, root: Points, turn: float, size: float, colour: Colour) -> None:
    for k in range(9):
        a = turn + (k - 4) * 0.24
        tip = root + size * rng.uniform(0.8, 1.25) * np.array([np.cos(a), np.sin(a)])
        bend = (root + tip) / 2 + size * 0.16 * np.array([-np.sin(a), np.cos(a)]) * (1 if k > 4 else -1)
        sketch.stroke(
            curve([root, bend, tip], 20), np.linspace(size * 0.2, 0.003, 20), shade(colour, 0.75 + 0.3 * (k % 2))
        )


def _leg(
    sketch: Sketch,
    way: Points,
    side: Points,
    widths: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    at: int,
    hide: Hide,
    *,
    belly_side: int,
    wide: float,
) -> None:
    ahead = (way[min(at + 2, len(way) - 1)] - way[max(at - 2, 0)]) / np.linalg.norm(
        way[min(at + 2, len(way) - 1)] - way[max(at - 2, 0)]
    )
    out = side[at] * belly_side
    hip = way[at] + out * widths[at] * 0.3
    knee = hip + out * wide * 0.75 - ahead * wide * 0.3
    foot = knee + out * wide * 0.3 + ahead * wide * 0.6
    bone = curve([hip, knee, foot], 40)
    for off, share, tone in ((0.0, 1.0, 0.5), (-0.004, 0.76, 0.95), (-0.012, 0.34, 1.2)):
        sketch.stroke(bone + off, np.linspace(0.55, 0.2, 40) * wide * share, shade(hide.back, tone))
    for k in (-1, 0, 1, 2):
        a = np.arctan2(ahead[1], ahead[0]) + belly_side * (0.15 + 0.42 * k)
        tip = foot + wide * 0.42 * np.array([np.cos(a), np.sin(a)])
        hook = tip + wide * 0.2 * np.array([np.cos(a + 0.9 * belly_side), np.sin(a + 0.9 * belly_side)])
        sketch.stroke(curve([foot, tip, hook], 16), np.linspace(0.16, 0.02, 16) * wide, shade(hide.back, 0.8))
        sketch.stroke(
            curve([tip, (tip + hook) / 2, hook], 10), np.linspace(0.09, 0.01, 10) * wide, mix(hide.belly, WHITE, 0.5)
        )


def dragon_head(
    sketch: Sketch, rng: Rng, *, x: float, y: float, size: float, turn: float, hide: Hide, down: int = 1
) -> None:
    """A head in profile that looks along `turn`; `down` is the side of its jaw."""

    def at(points: object) -> Points:
        return placed(np.asarray(points, dtype=np.float64) * np.array([1.0, down]), x=x, y=y, size=size, turn=turn)

    for k in range(15):
        a = np.pi * (0.62 + 0.052 * k)
        tip = np.array([(1.0 + 0.25 * rng.random()) * np.cos(a), -0.9 * np.sin(a) + 0.35])
        lock = curve(np.array([(0.0, -0.05 + 0.02 * k), tip * 0.6 + (0.0, -0.1), tip]), 24)
        sketch.stroke(at(lock), np.linspace(0.2, 0.01, 24) * size, shade(hide.mane, 0.72 + 0.36 * (k % 3) / 2))
    for sway, shift in ((-0.1, 0.0), (0.08, 0.12)):
        horn = curve(
            [
                (0.08 + shift, -0.34),
                (-0.3 + shift, -0.66 + sway),
                (-0.75 + shift, -0.78 + sway),
                (-0.95 + shift, -1.0 + sway),
            ],
            40,
        )
        sketch.stroke(at(horn), np.linspace(0.16, 0.02, 40) * size, shade(hide.belly, 0.6))
        sketch.stroke(at(horn - (0.0, 0.015)), np.linspace(0.09, 0.008, 40) * size, mix(hide.belly, WHITE, 0.4))
        prong = curve([horn[18], horn[18] + (-0.06, -0.2), horn[18] + (0.02, -0.34)], 16)
        sketch.stroke(at(prong), np.linspace(0.08, 0.012, 16) * size, mix(hide.belly, WHITE, 0.25))
    jaw = curve(
        [(-0.1, 0.1), (0.2, 0.34), (0.62, 0.46), (1.02, 0.4), (1.06, 0.3), (0.66, 0.28), (0.3, 0.14), (-0.1, 0.1)], 60
    )
    sketch.polygon(at(jaw), shade(hide.back, 0.62))
    sketch.polygon(
        at(curve([(0.25, 0.14), (0.62, 0.32), (1.0, 0.32), (1.1, 0.08), (0.6, 0.02), (0.25, 0.14)], 40)),
        (0.35, 0.03, 0.05),
    )
    sketch.polygon(at(curve([(0.4, 0.2), (0.7, 0.27), (1.02, 0.2), (0.72, 0.17), (0.4, 0.2)], 30)), (0.85, 0.25, 0.28))
    skull = curve(
        trace(
            "-0.28,0.05 -0.22,-0.3 0.08,-0.44 0.36,-0.4 0.6,-0.22 0.92,-0.24 1.14,-0.16 "
            "1.2,0.02 1.08,0.12 0.72,0.07 0.4,0.1 0.12,0.24 -0.14,0.28 -0.28,0.05"
        ),
        120,
    )
    sketch.polygon(at(skull), shade(hide.back, 0.55))
    for step in range(1, 6):
        share = 1 - 0.09 * step
        middle = np.array([0.4, -0.1])
        sketch.polygon(
            at((skull - middle) * share + middle + (-0.012 * step, -0.022 * step)),
            mix(shade(hide.back, 0.8), hide.side, step / 6),
        )
    for fx, fy, long in ((0.95, 0.09, 0.2), (0.78, 0.07, 0.13), (0.6, 0.07, 0.12), (1.1, 0.1, 0.12)):
        sketch.polygon(
            at([(fx - 0.045, fy - 0.02), (fx + 0.045, fy - 0.02), (fx + 0.01, fy + long)]), (0.98, 0.95, 0.86)
        )
    for fx, fy, long in ((0.86, 0.36, 0.14), (0.68, 0.33, 0.1), (0.98, 0.34, 0.1)):
        sketch.polygon(at([(fx - 0.035, fy), (fx + 0.035, fy), (fx, fy - long)]), (0.98, 0.95, 0.86))
    for k in range(4):
        brow = curve(
            [(0.2 + 0.1 * k, -0.38 + 0.03 * k), (0.14 + 0.08 * k, -0.52), (-0.02 + 0.06 * k, -0.6 - 0.02 * k)], 14
        )
        sketch.stroke(at(brow), np.linspace(0.11, 0.01, 14) * size, shade(hide.mane, 0.85 + 0.1 * k))
    ex, ey = at([(0.3, -0.17)])[0]
    for r, tint in ((0.125, BLACK), (0.1, WHITE), (0.085, hide.eye), (0.042, BLACK)):
        sketch.circle(ex, ey, r * size, tint)
    sketch.stroke(
        at(curve([(0.12, -0.26), (0.3, -0.31), (0.48, -0.18)], 20)),
        np.linspace(0.05, 0.07, 20) * size,
        shade(hide.back, 0.4),
    )
    nx, ny = at([(1.04, -0.1)])[0]
    sketch.circle(nx, ny, 0.06 * size, shade(hide.back, 0.4))
    sketch.circle(nx, ny, 0.028 * size, BLACK)
    for k in range(7):
        beard = curve(
            [(0.2 + 0.09 * k, 0.34 + 0.02 * k), (0.1 + 0.09 * k, 0.54), (-0.08 + 0.1 * k, 0.66 + 0.06 * (k % 2))], 14
        )
        sketch.stroke(at(beard), np.linspace(0.09, 0.008, 14) * size, shade(hide.mane, 0.8 + 0.08 * k))
    for lift in (-1, 1):
        feeler = curve([(1.12, -0.02), (1.4, -0.1 + 0.2 * lift), (1.35, 0.5 * lift), (1.75, 0.62 * lift)], 50)
        sketch.stroke(at(feeler), np.linspace(0.075, 0.008, 50) * size, mix(hide.side, hide.belly, 0.5))
