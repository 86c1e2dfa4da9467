"""Maple, ginkgo, willow and an old camphor."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.growth import Habit, draw_limbs, grown
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import beams, ground_below, hill_rows, mirrored_below, profile, sky, sun
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, maple_leaf, petal, placed


def draw_maple(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (mix(p.light, p.pale, 0.5), p.pale, p.pale, p.light), cloud=WHITE)
    picture = lit(picture, beams(sheet, rng, x=-0.7, y=-1.1) * 0.7, p.pale)
    line = (0.72 + 0.06 * profile(rng, sheet, cells=3)).astype(np.float32)
    carpet = ramp(clouds(rng, sheet, 26, octaves=3), (p.dark, p.mid, p.light, p.mid))
    picture = mixed(picture, carpet, ground_below(sheet, line))
    sketch = Sketch(sheet, picture)
    for x, width, length in ((0.62, 0.11, 0.42), (-0.25, 0.2, 0.5)):
        tree = grown(
            rng,
            Habit(depth=7, fork=0.58, shrink=0.79, wander=0.3),
            x=x,
            y=0.95,
            turn=-1.57 + rng.normal(0, 0.1),
            length=length,
            width=width,
        )
        draw_limbs(sketch, tree, rgb("#33211c"), light=rgb("#9a7a66"))
        tints = (p.dark, p.mid, rgb("#e0401c"), p.light, rgb("#f8c84a"))
        for bx, by, _ in tree.tips:
            for _ in range(3):
                lx, ly = bx + rng.normal(0, 0.06), by + rng.normal(0, 0.05)
                shape = maple_leaf(lx, ly, rng.uniform(0.026, 0.05), rng.uniform(0, 6.28))
                tone = int(np.clip(1.9 - (ly - by) * 16 + rng.normal(0, 1.0), 0, 4))
                sketch.polygon(shape, tints[tone])
    for _ in range(90):
        y = rng.uniform(-0.2, 1.25)
        size = rng.uniform(0.02, 0.035) * (1 + max(0, y))
        sketch.polygon(
            maple_leaf(rng.uniform(-1.05, 1.05), y, size, rng.uniform(0, 6.28)),
            (p.mid, p.light, rgb("#f8c84a"), p.dark)[int(rng.integers(0, 4))],
        )
    return sketch.done()


def draw_willow(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (mix(p.mid, p.light, 0.5), p.light, p.pale, p.pale), cloud=WHITE, much=0.6)
    picture = sun(picture, sheet, x=0.5, y=-0.55, radius=0.17, colour=mix(p.accent, WHITE, 0.2), halo=p.pale)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.light, p.pale, 0.3),
        near=p.mid,
        mist=p.pale,
        top=0.25,
        bottom=0.45,
        rows=3,
        tall=0.22,
    )
    picture = mirrored_below(picture, sheet, rng, line=0.5, tint=p.mid, murk=0.2)
    sketch = Sketch(sheet, picture)
    sketch.polygon(
        curve([(-1.3, 0.72), (-0.7, 0.62), (-0.2, 0.78), (0.1, 1.0), (0.3, 1.4), (-1.3, 1.4)], 60),
        mix(p.dark, rgb("#3f5a20"), 0.6),
    )
    trunk = curve([(-0.55, 0.86), (-0.5, 0.3), (-0.62, -0.15), (-0.45, -0.6)], 80)
    sketch.stroke(trunk, np.linspace(0.24, 0.12, 80), rgb("#3a2f22"))
    sketch.stroke(trunk + np.array([-0.03, 0]), np.linspace(0.05, 0.02, 80), rgb("#8a7656"))
    crowns = []
    for tip in ((-1.0, -0.7), (-0.75, -1.0), (-0.3, -1.05), (0.1, -0.85), (0.42, -0.5), (0.2, -0.2), (-1.05, -0.2)):
        limb = curve([trunk[60], ((trunk[60][0] + tip[0]) / 2, (trunk[60][1] + tip[1]) / 2 - 0.12), tip], 40)
        sketch.stroke(limb, np.linspace(0.08, 0.02, 40), rgb("#3a2f22"))
        crowns.append(limb)
    for layer, tone in ((0, shade(p.dark, 0.9)), (1, p.mid), (2, mix(p.mid, rgb("#b8d86a"), 0.6))):
        for limb in crowns:
            for _ in range(9):
                x, y = limb[int(rng.integers(14, 40))]
                fall = rng.uniform(0.35, 1.0)
                way = curve([(x, y), (x + 0.07, y + fall * 0.3), (x + 0.1 + rng.normal(0, 0.04), y + fall)], 40)
                sketch.stroke(way, np.linspace(0.008, 0.003, 40), shade(tone, 0.8))
                for i in range(3, 40, 2):
                    for hand in (-1, 1):
                        sketch.polygon(
                            placed(
                                petal(0.075, 0.017),
                                x=way[i][0],
                                y=way[i][1],
                                turn=1.45 + hand * 0.5 + rng.normal(0, 0.12),
                            ),
                            mix(tone, p.pale, 0.12 * layer * rng.random()),
                        )
    return sketch.done()


def _fan_leaf(sketch: Sketch, *, x: float, y: float, size: float, turn: float, colour: Colour) -> None:
    a = np.linspace(-1.05, 1.05, 26)
    r = size * (0.92 + 0.06 * np.cos(a * 14)) * (1 - 0.25 * np.exp(-((a / 0.12) ** 2)))
    blade = np.concatenate([[(0.0, 0.0)], np.stack([r * np.cos(a), r * np.sin(a)], axis=1)])
    sketch.polygon(placed(blade, x=x, y=y, turn=turn), colour)
    for b in np.linspace(-0.8, 0.8, 6):
        sketch.line(
            placed(np.array([(0.0, 0.0), (size * 0.85 * np.cos(b), size * 0.85 * np.sin(b))]), x=x, y=y, turn=turn),
            shade(colour, 0.8),
            width=0.003,
        )
    sketch.stroke(
        placed(np.array([(-size * 0.55, 0.0), (0.0, 0.0)]), x=x, y=y, turn=turn), [0.005, 0.009], shade(colour, 0.75)
    )


def draw_ginkgo(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.95 - 0.5 * sheet.polar(0.1, -0.2)[0] + 0.35 * (clouds(rng, sheet, 3.5, octaves=5) - 0.5), 0, 1),
        (p.deep, p.dark, p.mid, p.light, p.pale),
    )
    blobs = Sketch(sheet, picture)
    for _ in range(70):
        blobs.circle(
            rng.uniform(-1.1, 1.1),
            rng.uniform(-1.2, 1.2),
            rng.uniform(0.04, 0.12),
            mix(p.light, p.pale, rng.random()),
            alpha=0.4,
        )
    picture = blurred(blobs.done(), 6)
    sketch = Sketch(sheet, picture)
    tree = grown(
        rng,
        Habit(depth=5, fork=0.42, shrink=0.8, wander=0.22, droop=0.3),
        x=-1.05,
        y=0.5,
        turn=-0.5,
        length=0.52,
        width=0.1,
    )
    draw_limbs(sketch, tree, rgb("#3a2a1c"), light=p.light)
    golds = (rgb("#d8901a"), rgb("#f0b52a"), rgb("#f8cf4a"), rgb("#fbe38a"), rgb("#c9c04a"))
    for limb in tree.limbs[1:]:
        for i in (3, 6, 9):
            x, y = limb.way[i]
            _fan_leaf(
                sketch,
                x=x + rng.normal(0, 0.03),
                y=y + rng.normal(0, 0.03),
                size=rng.uniform(0.12, 0.2),
                turn=rng.uniform(0, 6.28),
                colour=golds[int(rng.integers(0, 5))],
            )
    for _ in range(17):
        _fan_leaf(
            sketch,
            x=rng.uniform(-1, 1),
            y=rng.uniform(-1, 1.2),
            size=rng.uniform(0.12, 0.26),
            turn=rng.uniform(0, 6.28),
            colour=golds[int(rng.integers(0, 4))],
        )
    return curved(sketch.done(), contrast=1.04)


def draw_camphor(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.9 - 0.55 * sheet.polar(0.0, -0.5)[0] + 0.25 * (clouds(rng, sheet, 4) - 0.5), 0, 1),
        (p.deep, p.dark, p.mid, p.light, p.pale, WHITE),
    )
    line = (0.72 + 0.05 * profile(rng, sheet, cells=4)).astype(np.float32)
    picture = mixed(
        picture,
        ramp(clouds(rng, sheet, 20, octaves=3), (p.deep, p.dark, mix(p.mid, p.dark, 0.4))),
        ground_below(sheet, line),
    )
    x, y = sheet.grid()
    half = 0.34 + 0.5 * np.exp((y - 0.98) * 2.8) + 0.28 * np.exp(-(y + 0.95) * 3.2) + 0.02 * np.sin(y * 9)
    side = x / half + 0.06 * np.sin(y * 5)
    body = smooth(1.0, 0.97, np.abs(side)) * smooth(1.02, 0.99, y - 0.03 * np.sin(x * 30))
    furrow = np.interp(side + 0.03 * np.sin(y * 7 + x * 5), np.linspace(-1.2, 1.2, 60), rng.random(60)).astype(
        np.float32
    )
    bark = clouds(rng, sheet, 12, octaves=4, stretch=0.3)
    tone = np.clip(0.55 - 0.4 * side + 0.5 * (furrow - 0.5) + 0.35 * (bark - 0.5), 0, 1)
    wood = ramp(tone.astype(np.float32), (rgb("#150f0a"), rgb("#3f2e1f"), rgb("#7f6244"), rgb("#c9aa7c")))
    wood = mixed(
        wood, mix(p.mid, rgb("#6a9a3a"), 0.5), smooth(0.5, 0.75, clouds(rng, sheet, 5)) * smooth(0.2, 1.0, y) * 0.7
    )
    picture = mixed(picture, wood, body)
    sketch = Sketch(sheet, picture)
    for tip, start in (
        ((-1.2, 1.12), (-0.5, 0.8)),
        ((-0.55, 1.25), (-0.3, 0.9)),
        ((0.4, 1.28), (0.2, 0.9)),
        ((1.2, 1.05), (0.55, 0.78)),
        ((1.0, 1.3), (0.45, 0.9)),
    ):
        way = curve([start, ((start[0] + tip[0]) / 2, (start[1] + tip[1]) / 2 - 0.04), tip], 40)
        sketch.stroke(way, np.linspace(0.24, 0.012, 40), rgb("#2a1e14"))
        sketch.stroke(way - np.array([0.02, 0.05]), np.linspace(0.09, 0.004, 40), rgb("#7f6244"))
    rope = curve([(-0.47, 0.12), (-0.2, 0.25), (0.2, 0.26), (0.48, 0.1)], 90)
    sketch.stroke(rope, 0.12, rgb("#5a4420"))
    for i in range(0, 90, 4):
        rx, ry = rope[i]
        sketch.stroke([(rx - 0.02, ry + 0.055), (rx + 0.03, ry - 0.055)], [0.02, 0.03], rgb("#d8bd7a"))
    for i in (18, 38, 58, 76):
        rx, ry = rope[i]
        for k, (dx, dy) in enumerate(((0.0, 0.05), (0.035, 0.14), (-0.01, 0.23))):
            sketch.polygon(
                np.array([(-0.04, 0), (0.04, 0), (0.055, 0.1), (-0.025, 0.1)]) + np.array([rx + dx, ry + dy]),
                shade(WHITE, 1.0 - 0.08 * k),
            )
    for _ in range(420):
        lx, ly = rng.normal(0, 0.8), -1.25 + abs(rng.normal(0, 0.28))
        sketch.polygon(
            placed(petal(rng.uniform(0.06, 0.13), 0.045), x=lx, y=ly, turn=rng.uniform(0, 6.28)),
            mix(p.dark, mix(p.light, p.pale, rng.random() * 0.6), rng.random()),
        )
    picture = lit(sketch.done(), beams(sheet, rng, x=0.6, y=-1.5, count=26) * 0.8, p.pale)
    glow = Mask(sheet)
    for _ in range(34):
        glow.circle(rng.uniform(-1, 1), rng.uniform(-0.2, 1.1), rng.uniform(0.006, 0.014), WHITE)
    specks = glow.plane()
    return lit(picture, specks + blurred(specks, 7) * 3, rgb("#f8ffc0"))
