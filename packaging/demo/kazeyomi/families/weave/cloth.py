"""Cloth with its pattern, its threads and its folds, and the wall behind it; no garment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, shade
from kazeyomi.motif import Motif, Palette
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.patterns import PATTERNS
from kazeyomi.scenery import masked
from kazeyomi.sketch import Points, normals


def inks(p: Palette) -> Sequence[Colour]:
    return (p.deep, p.dark, p.mid, p.light, p.pale)


def woven(motif: Motif, u: Plane, v: Plane, *, colours: Sequence[Colour] | None = None) -> Picture:
    """The pattern at `u`, `v`, woven: fine threads over it, figures a little raised."""
    value = PATTERNS[motif.form](u, v)
    picture = ramp(value, colours or inks(motif.palette))
    threads = 1 + 0.05 * np.sin(u * 150) * np.sin(v * 150)
    raised = np.clip(0.5 + (hillshade(blurred(value, 1.0), strength=2.2, azimuth=235, altitude=50) - 0.766), 0, 1)
    return np.asarray(np.clip(picture * (threads * (0.62 + 0.76 * raised))[..., None], 0, 1), dtype=np.float32)


def backdrop(sheet: Sheet, rng: Rng, colour: Colour) -> Picture:
    """A wall of old wood panels in half light."""
    x, _ = sheet.grid()
    boards = np.mod(x * 1.6 + 0.3, 1.0)
    fibre = clouds(rng, sheet, 5, octaves=6, stretch=0.12)
    tone = 0.30 + 0.35 * (fibre - 0.5) + 0.16 * rolling(rng, sheet, 2.0)
    tone = tone * (0.55 + 0.45 * smooth(0.0, 0.03, np.minimum(boards, 1 - boards)))
    return ramp(
        np.clip(tone, 0, 1).astype(np.float32),
        (shade(colour, 0.25), shade(colour, 0.6), colour, mix(colour, (1.0, 0.9, 0.7), 0.5)),
    )


def strip(picture: Picture, sheet: Sheet, motif: Motif, way: Points, widths: Plane, *, cell: float = 3.0) -> Picture:
    """A ribbon of the cloth laid along a way."""
    x, y = sheet.grid()
    across = normals(way)
    u, v = np.zeros(sheet.shape, dtype=np.float32), np.full(sheet.shape, 9.0, dtype=np.float32)
    best = np.full(sheet.shape, 9.0, dtype=np.float32)
    gone = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
    for (px, py), (nx, ny), s, w in zip(way, across, gone, widths, strict=True):
        dx, dy = x - np.float32(px), y - np.float32(py)
        along = np.abs(dx * np.float32(ny) - dy * np.float32(nx))
        side = dx * np.float32(nx) + dy * np.float32(ny)
        far = along + np.float32(0.25) * np.abs(side)
        closer = far < best
        best = np.where(closer, far, best)
        u = np.where(closer, np.float32(s) - (dx * np.float32(ny) - dy * np.float32(nx)) * np.float32(-1), u)
        v = np.where(closer, side / np.float32(max(w / 2, 1e-3)), v)
    body = masked(
        sheet, np.concatenate([way + across * widths[:, None] / 2, (way - across * widths[:, None] / 2)[::-1]])
    )
    cloth = woven(motif, u * cell, np.clip(v, -1.2, 1.2) * np.float32(widths.max() / 2 * cell))
    light = np.clip(0.85 - 0.35 * v + 0.25 * np.sin(u * 9), 0.2, 1.2)
    picture = darkened(picture, blurred(np.roll(body, 8, axis=0), 9) * 0.55)
    return mixed(picture, np.clip(cloth * light[..., None], 0, 1).astype(np.float32), body)
