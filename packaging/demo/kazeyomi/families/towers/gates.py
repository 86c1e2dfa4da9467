"""Gates: one in the sea, ten thousand on a path."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, curved, lit
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import beams, hill_rows, mirrored_below, sky, sun
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed


def torii(sketch: Sketch, *, x: float, foot: float, size: float, colour: Colour, dark: Colour) -> None:
    """A gate: two legs that lean together, a tie beam, a curved lintel with a black cap."""
    for hand in (-1, 1):
        for off, share, tone in ((0.0, 1.0, 0.62), (-0.012, 0.72, 1.0), (-0.03, 0.25, 1.25)):
            sketch.stroke(
                [
                    (x + hand * size * 0.58 + off * size, foot),
                    (x + hand * size * 0.48 + off * size, foot - size * 1.18),
                ],
                [size * 0.15 * share, size * 0.12 * share],
                shade(colour, tone),
            )
        sketch.polygon(
            np.array([(-0.1, 0.0), (0.1, 0.0), (0.085, -0.12), (-0.085, -0.12)]) * size
            + (x + hand * size * 0.575, foot),
            dark,
        )
    sketch.polygon(
        np.array([(-0.68, -0.88), (0.68, -0.88), (0.68, -0.78), (-0.68, -0.78)]) * size + (x, foot), shade(colour, 0.8)
    )
    sketch.polygon(
        np.array([(-0.68, -0.88), (0.68, -0.88), (0.68, -0.85), (-0.68, -0.85)]) * size + (x, foot), shade(colour, 1.15)
    )
    sketch.polygon(np.array([(-0.06, -1.1), (0.06, -1.1), (0.06, -0.86), (-0.06, -0.86)]) * size + (x, foot), dark)
    lintel = curve([(-0.88, -1.26), (-0.5, -1.17), (0.0, -1.14), (0.5, -1.17), (0.88, -1.26)], 50)
    sketch.stroke(lintel * size + (x, foot), size * 0.11, shade(colour, 0.85))
    sketch.stroke((lintel + (0, -0.07)) * size + (x, foot), size * 0.1, colour)
    sketch.stroke((lintel * np.array([1.04, 1.0]) + (0, -0.14)) * size + (x, foot), size * 0.07, dark)


def draw_sea_gate(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light, p.pale), cloud=p.light, much=0.8)
    picture = sun(picture, sheet, x=0.0, y=0.1, radius=0.24, colour=mix(p.pale, WHITE, 0.5), halo=p.light)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.mid, p.dark, 0.3),
        near=p.dark,
        mist=p.light,
        top=0.16,
        bottom=0.24,
        rows=2,
        tall=0.22,
    )
    sketch = Sketch(sheet, picture)
    torii(sketch, x=0.0, foot=0.5, size=0.92, colour=rgb("#c8321e"), dark=rgb("#1c0f14"))
    picture = sketch.done()
    return bloomed(
        mirrored_below(picture, sheet, rng, line=0.36, tint=p.dark, murk=0.12, ripple=0.9), above=0.85, amount=0.4
    )


def draw_gates(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A path through gates without end."""
    p = motif.palette
    picture = ramp(
        np.clip(0.9 - sheet.polar(0.0, 0.05)[0] * 0.9 + 0.2 * (clouds(rng, sheet, 5) - 0.5), 0, 1),
        (rgb("#06140c"), rgb("#14401f"), rgb("#4f8a3a"), rgb("#d8eeb0"), WHITE),
    )
    sketch = Sketch(sheet, picture)
    for _ in range(260):
        a, r = rng.uniform(0, 6.28), rng.uniform(0.25, 1.3)
        sketch.polygon(
            placed(petal(0.12 * r + 0.03, 0.04), x=r * np.cos(a), y=0.05 + r * np.sin(a), turn=rng.uniform(0, 6.28)),
            mix(rgb("#14401f"), rgb("#8fc25a"), rng.random()),
        )
    sketch.polygon([(-0.06, 0.14), (0.08, 0.14), (1.1, 1.5), (-1.1, 1.5)], rgb("#8a8478"))
    for k in range(13):
        y = 0.14 + 1.3 * (k / 13) ** 1.7
        half = 0.06 + 1.04 * (y - 0.14) / 1.36
        sketch.line([(-half, y), (half, y)], rgb("#5a564c"), width=0.004 + 0.01 * (y - 0.1))
    depths = np.geomspace(0.1, 1.75, 17)
    for i, size in enumerate(depths):
        far = 1 - i / 16
        sway = 0.06 * np.sin(i * 0.8) * far
        colour = mix(mix(rgb("#e0421c"), p.mid, 0.3), rgb("#f8c89a"), 0.5 * far**2)
        foot = 0.12 + size * 0.82
        torii(sketch, x=sway, foot=foot, size=size, colour=colour, dark=mix(rgb("#140a0a"), rgb("#8a5a4a"), 0.6 * far))
    picture = lit(sketch.done(), beams(sheet, rng, x=0.5, y=-1.3, count=30) * 0.55, rgb("#fff2c0"))
    return curved(bloomed(picture, above=0.85, amount=0.35), contrast=1.05)
