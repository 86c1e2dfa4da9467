"""Birds folded from paper, one and a thousand."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade, turn
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.patterns import seigaiha
from kazeyomi.sketch import WHITE, Sketch, placed


def paper_crane(
    sketch: Sketch, *, x: float, y: float, size: float, colour: Colour, lean: float = 0.0, edge: Colour | None = None
) -> None:
    """A folded crane, facet by facet."""
    facets: tuple[tuple[float, tuple[tuple[float, float], ...]], ...] = (
        (0.55, ((0.02, 0.28), (-0.62, -0.86), (-0.16, 0.12))),
        (0.72, ((-0.16, 0.12), (-0.96, -0.42), (-0.36, 0.3))),
        (0.95, ((-0.16, 0.14), (-0.36, 0.3), (-0.98, -0.44))),
        (0.62, ((0.1, 0.14), (0.36, 0.3), (0.92, -0.62))),
        (0.9, ((0.1, 0.16), (0.92, -0.62), (0.5, 0.12))),
        (1.12, ((0.78, -0.44), (0.92, -0.62), (1.14, -0.36))),
        (0.8, ((-0.36, 0.3), (0.0, 0.62), (0.0, 0.08))),
        (1.05, ((0.36, 0.3), (0.0, 0.62), (0.0, 0.08))),
        (1.3, ((0.0, 0.1), (0.36, 0.3), (0.5, -0.98), (0.2, -0.2))),
        (1.08, ((0.0, 0.1), (0.2, -0.2), (0.5, -0.98), (-0.02, -0.1))),
    )
    for light, points in facets:
        shape = placed(np.array(points), x=x, y=y, size=size, turn=lean)
        sketch.polygon(shape, shade(colour, light))
        if edge is not None:
            sketch.line([*shape, shape[0]], edge, width=0.004, alpha=0.5)


def draw_origami(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    value = seigaiha(x * 3.2, y * 3.2)
    picture = ramp(value, (p.deep, mix(p.deep, p.dark, 0.6), p.dark, mix(p.dark, p.mid, 0.4)))
    glow, _ = sheet.polar(0, -0.05)
    picture = lit(picture, np.exp(-(glow**2) * 2.2).astype(np.float32) * 0.6, p.mid)
    shadow = Sketch(sheet, sheet.fill((0.0, 0.0, 0.0)))
    paper_crane(shadow, x=0.02, y=0.22, size=0.92, colour=WHITE)
    picture = darkened(picture, blurred(smooth(0.02, 0.1, shadow.done()[..., 0]), 16) * 0.75)
    sketch = Sketch(sheet, picture)
    paper_crane(sketch, x=-0.04, y=0.12, size=0.92, colour=mix(p.accent, (1.0, 0.6, 0.2), 0.2), edge=WHITE)
    picture = sketch.done()
    body = smooth(0.25, 0.4, picture[..., 0] - picture[..., 2])
    print_ = ramp(np.clip(seigaiha(x * 9 + y * 3, y * 9 - x * 3), 0, 1), (rgb("#b3261c"), rgb("#f6d9a0")))
    return mixed(picture, picture * (0.45 + 0.75 * print_), body * 0.75)


def draw_garland(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.55 + 0.5 * (clouds(rng, sheet, 2, octaves=4) - 0.5) - 0.2 * sheet.down(), 0, 1),
        (p.deep, p.dark, mix(p.dark, p.mid, 0.6)),
    )
    sketch = Sketch(sheet, picture)
    hues = [turn(rgb("#e0533a"), d, chroma=1.05) for d in (0, 30, 65, 110, 170, 230, 275, 320)]
    for depth, count, size in ((0, 9, 0.1), (1, 6, 0.16)):
        for k in range(count):
            x = -sheet.right + (k + 0.5) * 2 * sheet.right / count + rng.normal(0, 0.03)
            sketch.line([(x, -1.4), (x, 1.4)], mix(p.pale, p.dark, 0.5), width=0.005)
            y, step = -1.25 + rng.uniform(0, 0.15), size * 1.12
            i = int(rng.integers(0, 8))
            while y < 1.3:
                colour = hues[i % 8] if depth else shade(hues[i % 8], 0.5)
                paper_crane(
                    sketch, x=x, y=y, size=size * 0.95, colour=colour, lean=rng.normal(0, 0.12), edge=shade(colour, 0.5)
                )
                y += step
                i += 1
        if depth == 0:
            sketch = Sketch(sheet, blurred(sketch.done(), 2.0))
    return curved(sketch.done(), contrast=1.08, saturation=1.1)
