"""Ink on paper: strokes whose bristles run dry, washes with a wet edge, streams of a flow; it chooses no subject."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kazeyomi.canvas import Sheet, blurred, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, shade
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.scenery import masked
from kazeyomi.sketch import WHITE, Mask, Points, normals

Floats = NDArray[np.float64]
Flow = Callable[[Floats, Floats], tuple[Floats, Floats]]


def paper(sheet: Sheet, rng: Rng, colour: Colour) -> Picture:
    """Washi: long fibres, stains of age, a paler middle."""
    fibres = Mask(sheet)
    for _ in range(260):
        x, y = rng.uniform(-sheet.right, sheet.right), rng.uniform(-sheet.bottom, sheet.bottom)
        a, length = rng.uniform(0, 6.28), rng.uniform(0.03, 0.14)
        bend = rng.normal(0, 0.4)
        t = np.linspace(0, 1, 8)
        way = np.stack([x + length * t * np.cos(a + bend * t), y + length * t * np.sin(a + bend * t)], axis=1)
        fibres.line(way, WHITE, width=0.002, alpha=0.5)
    stain = clouds(rng, sheet, 3, octaves=6)
    far, _ = sheet.polar()
    tone = 0.62 + 0.34 * (stain - 0.5) + 0.2 * fibres.plane() - 0.16 * smooth(0.6, 1.6, far)
    return ramp(np.clip(tone, 0, 1).astype(np.float32), (shade(colour, 0.72), colour, mix(colour, WHITE, 0.6)))


def inked(picture: Picture, amount: Plane, colour: Colour) -> Picture:
    """Ink soaked into paper: it darkens, it never covers."""
    ink = np.asarray(colour, dtype=np.float32)
    return (picture * (1 - np.clip(amount, 0, 1)[..., None] * (1 - ink))).astype(np.float32)


def brush(sheet: Sheet, rng: Rng, points: Points, widths: ArrayLike, *, dry: float = 0.5, bristles: int = 34) -> Plane:
    """One stroke of a brush; `dry` 0 is a full brush, 1 leaves more paper than ink towards its end."""
    mask = Mask(sheet)
    width = np.broadcast_to(np.asarray(widths, dtype=np.float64), (len(points),))
    across = normals(points)
    t = np.linspace(0, 1, len(points))
    thick = float(width.max()) / bristles * 1.7
    for i in range(bristles):
        offset = (i + 0.5) / bristles - 0.5 + rng.normal(0, 0.006)
        line = points + across * (width * offset)[:, None]
        load = rng.uniform(0.45, 1.5) - 0.5 * dry * (abs(offset) > 0.4)
        left = load - t * dry * rng.uniform(0.8, 1.5) + 0.12 * np.sin(t * rng.uniform(20, 70) + rng.uniform(0, 6))
        start = 0
        for end in range(1, len(points) + 1):
            if end == len(points) or (left[end] > 0) != (left[start] > 0):
                if left[start] > 0 and end - start > 1:
                    mask.line(line[start:end], WHITE, width=thick, alpha=0.75)
                start = end
    plane = blurred(mask.plane(), 0.8)
    return np.clip(plane * (0.78 + 0.3 * rolling(rng, sheet, 40)), 0, 1).astype(np.float32)


def wash(sheet: Sheet, rng: Rng, points: Points, *, soft: float = 6.0, ragged: float = 0.03) -> Plane:
    """A wet patch: pale within, its pigment gathered at the edge."""
    body = masked(sheet, points)
    wet = blurred(body, soft) + (clouds(rng, sheet, 16, octaves=4) - 0.5) * ragged * 8
    patch = smooth(0.42, 0.58, wet.astype(np.float32))
    rim = patch * (1 - smooth(0.5, 0.95, blurred(patch, soft * 1.3)))
    return np.clip(patch * (0.45 + 0.35 * clouds(rng, sheet, 5)) + rim * 0.5, 0, 1).astype(np.float32)


def leaf_stroke(
    x: float, y: float, *, length: float, width: float, turn: float, bend: float = 0.0
) -> tuple[Points, Floats]:
    """The way and the widths of a leaf made with one press of the brush."""
    t = np.linspace(0, 1, 26)
    a = turn + bend * t
    step = length / 25
    way = np.stack([x + np.cumsum(np.cos(a) * step), y + np.cumsum(np.sin(a) * step)], axis=1)
    return way, width * np.sin(np.pi * np.clip(t, 0.02, 1) ** 0.7) ** 0.9 + 0.002


def streams(rng: Rng, sheet: Sheet, flow: Flow, *, count: int, steps: int, step: float = 0.012) -> Floats:
    """Ways of drifting specks, `(count, steps, 2)`: each starts anywhere and follows the flow."""
    x = rng.uniform(-sheet.right * 1.15, sheet.right * 1.15, count)
    y = rng.uniform(-sheet.bottom * 1.15, sheet.bottom * 1.15, count)
    ways = np.empty((count, steps, 2))
    for i in range(steps):
        ways[:, i, 0], ways[:, i, 1] = x, y
        dx, dy = flow(x, y)
        speed = np.maximum(np.hypot(dx, dy), 1e-6)
        x, y = x + step * dx / speed, y + step * dy / speed
    return ways


def seal(picture: Picture, sheet: Sheet, rng: Rng, *, x: float, y: float, size: float, colour: Colour) -> Picture:
    """A painter's seal: a red square with a sign of our own cut out of it, a moon over three waves."""
    stamp = Mask(sheet)
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * size + np.array([x, y])
    stamp.polygon(square, WHITE)
    dark = (0.0, 0.0, 0.0)
    stamp.circle(x + size * 0.3, y - size * 0.35, size * 0.36, dark)
    stamp.circle(x + size * 0.13, y - size * 0.44, size * 0.34, WHITE)
    for i in range(3):
        t = np.linspace(-0.75, 0.75, 30)
        wave = np.stack([x + size * t, y + size * (0.22 + 0.25 * i + 0.08 * np.sin(t * 9 + i))], axis=1)
        stamp.stroke(wave, size * 0.11, dark)
    worn = smooth(0.3, 0.55, clouds(rng, sheet, 40, octaves=3))
    return mixed(picture, colour, stamp.plane() * (0.55 + 0.4 * worn))
