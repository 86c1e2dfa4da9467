"""Ink that flows: a river, a drop in water, two winds."""

from __future__ import annotations

import numpy as np

from kazeyomi.brush import Floats, inked, paper, streams
from kazeyomi.canvas import Sheet, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb
from kazeyomi.families.ink.sheet import BLACK, PAPER, stamped
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, looked_up, pushed, warped_clouds
from kazeyomi.scenery import disc
from kazeyomi.sketch import WHITE, Sketch


def _flow_lines(
    picture: Picture, sheet: Sheet, ways: Floats, colours: list[Colour], *, thick: float, alpha: float
) -> Picture:
    sketch = Sketch(sheet, picture)
    taper = np.sin(np.linspace(0.05, np.pi - 0.05, ways.shape[1]))
    for i, way in enumerate(ways):
        sketch.stroke(way, taper * thick * (0.4 + 1.2 * ((i * 0.618) % 1)), colours[i % len(colours)], alpha=alpha)
    return sketch.done()


def draw_river(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = paper(sheet, rng, mix(PAPER, WHITE, 0.3))
    turn = clouds(rng, sheet, 2.2, octaves=3)

    def flow(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        px = ((x + sheet.right) * sheet.unit).astype(np.float32)
        py = ((y + sheet.bottom) * sheet.unit).astype(np.float32)
        bend = (looked_up(turn, px, py) - 0.5) * 3.6
        a = 0.9 * np.sin(y * 2.2 + 0.6) + 1.45 + bend
        return np.cos(a), np.sin(a)

    ways = streams(rng, sheet, flow, count=1500, steps=70)
    centre = ways.mean(axis=1)
    bank = np.abs(centre[:, 0] - 0.42 * np.sin(centre[:, 1] * 2.6)) - 0.16 * (1.6 + centre[:, 1])
    inside = ways[bank < 0.12]
    picture = _flow_lines(picture, sheet, ways[bank >= 0.12][:420], [mix(PAPER, BLACK, 0.25)], thick=0.006, alpha=0.55)
    colours = [p.deep, p.dark, p.mid, p.dark, mix(p.light, p.mid, 0.4), p.pale, p.deep]
    picture = _flow_lines(picture, sheet, inside, colours, thick=0.026, alpha=0.86)
    picture = mixed(picture, rgb("#c8402c"), disc(sheet, 0.55, -0.72, 0.16) * 0.9)
    return stamped(picture, sheet, motif, x=-0.78, y=0.82)


def draw_drop(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    field, push = warped_clouds(rng, sheet, 2.4, strength=0.95, octaves=6)
    wander_x = pushed(clouds(rng, sheet, 3.2, octaves=5), sheet, field - 0.5, push - 0.5) - 0.5
    wander_y = pushed(clouds(rng, sheet, 3.2, octaves=5), sheet, push - 0.5, field - 0.5) - 0.5
    far = np.hypot(x + wander_x * 1.25, (y + 0.1 + wander_y * 1.25) * 0.82)
    body = smooth(0.74, 0.1, far)
    veil = np.abs(np.sin((far * 5 + field * 5.5) * np.pi)) ** 2
    amount = np.clip(body * (0.35 + 0.75 * veil), 0, 1)
    picture = paper(sheet, rng, mix(PAPER, WHITE, 0.5))
    hue = ramp(
        np.clip(field * 1.3 - 0.15 + 0.3 * wander_x, 0, 1),
        (p.deep, p.dark, p.mid, rgb("#d65a5a"), rgb("#2d5fa8"), p.deep),
    )
    picture = (picture * (1 - amount[..., None] * (1 - hue))).astype(np.float32)
    picture = inked(picture, (smooth(0.5, 0.9, veil) * body * 0.5).astype(np.float32), BLACK)
    return stamped(picture, sheet, motif, x=-0.8, y=0.84)


def draw_winds(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = paper(sheet, rng, PAPER)

    def flow(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        dx, dy = 0.25 + 0 * x, 0.05 * np.sin(x * 3)
        for cx, cy, spin in ((-0.32, -0.34, 1.0), (0.34, 0.36, -1.0)):
            r2 = (x - cx) ** 2 + (y - cy) ** 2 + 0.02
            dx = dx - spin * (y - cy) / r2 - 0.12 * (x - cx) / r2
            dy = dy + spin * (x - cx) / r2 - 0.12 * (y - cy) / r2
        return dx, dy

    ways = streams(rng, sheet, flow, count=1300, steps=80)
    near_red = np.hypot(ways[:, 40, 0] - 0.34, ways[:, 40, 1] - 0.36) < np.hypot(
        ways[:, 40, 0] + 0.32, ways[:, 40, 1] + 0.34
    )
    picture = _flow_lines(
        picture, sheet, ways[~near_red], [BLACK, (0.2, 0.19, 0.2), BLACK, (0.5, 0.47, 0.43)], thick=0.02, alpha=0.85
    )
    picture = _flow_lines(picture, sheet, ways[near_red], [p.mid, p.dark, p.mid, p.light], thick=0.02, alpha=0.88)
    for x, y, colour in ((-0.32, -0.34, BLACK), (0.34, 0.36, p.dark)):
        picture = mixed(picture, colour, disc(sheet, x, y, 0.09) * 0.95)
    return stamped(picture, sheet, motif, x=-0.8, y=0.83)
