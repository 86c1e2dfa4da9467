"""Long bodies that bend: a skin with its own colours laid over a curve, its scales and its shading; no animal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kazeyomi.brush import Floats
from kazeyomi.canvas import smooth
from kazeyomi.colour import Picture, Plane
from kazeyomi.patterns import shells
from kazeyomi.sketch import Points, Sketch, normals


@dataclass(frozen=True)
class Skin:
    """Places on a flat skin: `s` 0 at the tail to 1 at the head, `t` -1 to 1 across; both `(along, across)`."""

    s: Plane
    t: Plane


def skin(along: int = 240, across: int = 34) -> Skin:
    s = np.linspace(0, 1, along, dtype=np.float32)
    t = np.linspace(-1, 1, across, dtype=np.float32)
    return Skin(*(np.ascontiguousarray(part) for part in np.meshgrid(s, t, indexing="ij")))


def laid(sketch: Sketch, way: Points, widths: ArrayLike, colours: Picture) -> None:
    """The skin's colours `(along, across, 3)` laid over the way (which needs one point more than `along`)."""
    along, across = colours.shape[:2]
    at = np.linspace(0, len(way) - 1, along + 1)
    index = np.arange(len(way))
    line = np.stack([np.interp(at, index, way[:, 0]), np.interp(at, index, way[:, 1])], axis=1)
    half = np.interp(at, index, np.broadcast_to(np.asarray(widths, dtype=np.float64), (len(way),))) / 2
    side = normals(line)
    t = np.linspace(-1, 1, across + 1)
    knots = line[:, None, :] + side[:, None, :] * (half[:, None] * t[None, :])[..., None]
    for i in range(along):
        for j in range(across):
            red, green, blue = colours[i, j]
            quad = (knots[i, j], knots[i + 1, j], knots[i + 1, j + 1], knots[i, j + 1])
            sketch.polygon(quad, (float(red), float(green), float(blue)))


def rounded(where: Skin, *, from_side: float = -0.35, dark: float = 0.35) -> Plane:
    """Light on a round body from one side, with a darker rim."""
    light = np.sqrt(np.clip(1 - (where.t - from_side) ** 2 / 1.9, 0, 1))
    rim = smooth(0.75, 1.0, np.abs(where.t)) * dark
    return np.asarray(np.clip(0.35 + 0.75 * light - rim, 0, 1.15), dtype=np.float32)


def scales(where: Skin, *, rows: float, columns: float) -> Plane:
    """Overlapping scales that open towards the tail, 0 in their joints to 1 where they are highest."""
    return (1 - shells(where.t * columns, -where.s * rows) ** 2).astype(np.float32)


def fan(
    sketch: Sketch,
    root: ArrayLike,
    *,
    turn: float,
    length: float,
    spread: float,
    colour: tuple[float, float, float],
    rays: int = 9,
    alpha: float = 0.85,
) -> None:
    """A fin: a soft fan with rays and a wavy hem."""
    x, y = np.asarray(root, dtype=np.float64)
    a = turn + np.linspace(-spread / 2, spread / 2, rays * 4)
    hem = (
        length
        * (0.9 + 0.1 * np.cos(np.linspace(0, rays * 2 * np.pi, rays * 4)))
        * np.cos(np.linspace(-0.7, 0.7, rays * 4))
    )
    edge: Floats = np.stack([x + hem * np.cos(a), y + hem * np.sin(a)], axis=1)
    sketch.polygon([(x, y), *edge], colour, alpha=alpha)
    for i in range(2, rays * 4, 4):
        sketch.line([(x, y), edge[i]], (colour[0] * 0.6, colour[1] * 0.6, colour[2] * 0.6), width=0.004, alpha=0.6)
