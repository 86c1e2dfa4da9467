"""Oil-paper umbrellas from above."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, darkened, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds
from kazeyomi.sketch import WHITE, Sketch, petal, placed
from kazeyomi.water import ring_waves


def umbrella(
    picture: Picture,
    sheet: Sheet,
    rng: Rng,
    *,
    x: float,
    y: float,
    radius: float,
    bands: Sequence[tuple[float, Colour]],
    ribs: int = 32,
    turn: float = 0.0,
) -> Picture:
    """An oil-paper umbrella from above: `bands` are (outer share of the radius, colour) from the rim inwards."""
    far, angle = sheet.polar(x, y)
    sector = np.mod((angle + turn) * ribs / (2 * np.pi), 1.0)
    rim = radius * (1 - 0.018 * (1 - (2 * sector - 1) ** 2))
    share = far / radius
    cover = np.clip((rim - far) * sheet.unit + 0.5, 0, 1)
    colours = sheet.fill(bands[0][1])
    for outer, colour in bands[1:]:
        colours = mixed(colours, colour, smooth(outer + 0.006, outer - 0.006, share))
    crease = 1 - np.abs(2 * sector - 1)
    light = 0.72 + 0.3 * crease + 0.2 * np.cos(angle + 2.3) * share - 0.14 * share
    fibre = 1 + 0.10 * (clouds(rng, sheet, 30, octaves=3) - 0.5)
    rib = smooth(0.10, 0.03, np.minimum(sector, 1 - sector)) * smooth(0.08, 0.14, share)
    colours = mixed(
        np.clip(colours * (light * fibre)[..., None], 0, 1), mix(bands[0][1], (0.0, 0.0, 0.0), 0.55), rib * 0.55
    )
    shadow = np.clip((radius * 1.02 - sheet.polar(x + radius * 0.07, y + radius * 0.11)[0]) * sheet.unit / 26, 0, 1)
    picture = mixed(darkened(picture, shadow * 0.55), colours, cover.astype(np.float32))
    sketch = Sketch(sheet, picture)
    for r, tint in ((0.1, rgb("#1c120c")), (0.085, rgb("#4a3020")), (0.05, rgb("#120a06"))):
        sketch.circle(x, y, radius * r, tint)
    for k in range(16):
        a = k * np.pi / 8
        sketch.circle(x + radius * 0.075 * np.cos(a), y + radius * 0.075 * np.sin(a), radius * 0.012, rgb("#d8b86a"))
    return sketch.done()


def _stones(sheet: Sheet, rng: Rng, tones: Sequence[Colour]) -> Picture:
    """Wet paving."""
    _, edge, own = cells(rng, sheet, 9)
    rough = clouds(rng, sheet, 24, octaves=3)
    picture = ramp(np.clip(0.25 + 0.45 * own + 0.3 * (rough - 0.5), 0, 1), tones)
    return darkened(picture, smooth(0.04, 0.0, edge) * 0.75)


def draw_bangasa(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = _stones(sheet, rng, (rgb("#15181c"), rgb("#3a4248"), rgb("#6a747a")))
    picture = umbrella(
        picture,
        sheet,
        rng,
        x=0.0,
        y=0.0,
        radius=0.94,
        bands=(
            (1.0, p.dark),
            (0.93, p.mid),
            (0.8, mix(p.mid, p.light, 0.3)),
            (0.62, p.mid),
            (0.34, p.dark),
            (0.27, p.accent),
            (0.2, p.dark),
        ),
    )
    sketch = Sketch(sheet, picture)
    for k in range(8):
        a = k * np.pi / 4 + 0.1
        cx, cy = 0.49 * np.cos(a), 0.49 * np.sin(a)
        for j in range(5):
            sketch.polygon(placed(petal(0.12, 0.085, tip=0.5, notch=0.25), x=cx, y=cy, turn=a + j * 1.2566), p.pale)
        sketch.circle(cx, cy, 0.022, p.accent)
    for _ in range(70):
        a, r = rng.uniform(0, 6.28), 0.95 * np.sqrt(rng.random())
        size = rng.uniform(0.008, 0.02)
        sketch.circle(r * np.cos(a), r * np.sin(a), size, WHITE, alpha=0.35)
        sketch.circle(r * np.cos(a) - size * 0.3, r * np.sin(a) - size * 0.3, size * 0.4, WHITE, alpha=0.9)
    return sketch.done()


def draw_janome(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """The bull's-eye umbrella, half seen, in the rain on a pond's edge."""
    p = motif.palette
    height = ring_waves(sheet, rng, drops=22, reach=0.4)
    dy, dx = np.gradient(height)
    picture = ramp(
        np.clip(0.45 + (dx + dy) * 2.2 + 0.2 * (clouds(rng, sheet, 3) - 0.5), 0, 1).astype(np.float32),
        (p.deep, p.dark, p.mid, p.light),
    )
    picture = umbrella(
        picture,
        sheet,
        rng,
        x=-0.18,
        y=0.16,
        radius=1.0,
        bands=((1.0, p.deep), (0.95, p.dark), (0.72, p.pale), (0.45, p.dark), (0.2, p.deep)),
        ribs=40,
        turn=0.3,
    )
    sketch = Sketch(sheet, picture)
    for _ in range(14):
        a = rng.uniform(-1.2, 0.6)
        x, y = -0.18 + 1.02 * np.cos(a), 0.16 + 1.02 * np.sin(a)
        sketch.circle(x, y, 0.016, p.pale, alpha=0.9)
    for _ in range(230):
        x, y, long = rng.uniform(-1.2, 1.2), rng.uniform(-1.3, 1.2), rng.uniform(0.08, 0.25)
        sketch.line([(x, y), (x - long * 0.2, y + long)], WHITE, width=0.003, alpha=0.28)
    for x, y in ((0.72, -0.72), (0.5, -0.98), (0.95, -0.95)):
        for k in range(5):
            sketch.polygon(placed(petal(0.13, 0.09, tip=0.6), x=x, y=y, turn=k * 1.2566), mix(p.accent, WHITE, 0.25))
        sketch.circle(x, y, 0.03, p.accent)
    return sketch.done()


def draw_lane(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A lane full of umbrellas from a window above."""
    picture = _stones(sheet, rng, (rgb("#0f1a20"), rgb("#2c4048"), rgb("#5a7278")))
    reds = (
        (rgb("#b8231c"), rgb("#e8d8b8")),
        (rgb("#1f3f7a"), rgb("#dfe8f4")),
        (rgb("#e0a02a"), rgb("#7a2414")),
        (rgb("#2f7a5a"), rgb("#f0ead0")),
        (rgb("#6a2f7a"), rgb("#f0d8ec")),
        (rgb("#e8e0cc"), rgb("#b8231c")),
        (rgb("#1c1c22"), rgb("#d8b86a")),
    )
    spots: list[tuple[float, float, float]] = []
    for _ in range(900):
        x, y, r = rng.uniform(-1.05, 1.05), rng.uniform(-1.15, 1.15), rng.uniform(0.19, 0.33)
        if all(np.hypot(x - ox, y - oy) > 0.82 * (r + o) for ox, oy, o in spots):
            spots.append((x, y, r))
        if len(spots) == 19:
            break
    for i, (x, y, r) in enumerate(spots):
        main, other = reds[i % 7]
        style = i % 3
        bands = (
            ((1.0, shade(main, 0.7)), (0.94, main), (0.6, other), (0.42, main))
            if style == 0
            else ((1.0, other), (0.88, main), (0.3, other))
            if style == 1
            else ((1.0, main), (0.8, shade(main, 0.75)), (0.55, main), (0.25, other))
        )
        picture = umbrella(picture, sheet, rng, x=x, y=y, radius=r, bands=bands, ribs=24, turn=rng.uniform(0, 1))
    sketch = Sketch(sheet, picture)
    for _ in range(150):
        x, y, long = rng.uniform(-1.2, 1.2), rng.uniform(-1.3, 1.2), rng.uniform(0.05, 0.14)
        sketch.line([(x, y), (x - long * 0.15, y + long)], WHITE, width=0.003, alpha=0.28)
    return sketch.done()
