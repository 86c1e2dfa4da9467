"""Dragons of sea, fire and frost."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, lit, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, warped_clouds
from kazeyomi.scenery import hill_rows, moon, sky
from kazeyomi.sketch import BLACK, WHITE, Mask, Sketch, curve, trace
from kazeyomi.water import Sea, with_sea
from kazeyomi.wyrm import Hide, dragon


def draw_serpent(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale), cloud=WHITE, much=0.7)
    picture = with_sea(
        picture, sheet, rng, Sea(0.18, (p.light, p.mid, p.dark, p.deep), p.pale, light_x=0.5, swell=1.6, shine=0.7)
    )
    sketch = Sketch(sheet, picture)
    hide = Hide(rgb("#0f5a5f"), rgb("#4fc8a8"), rgb("#f4e2a0"), rgb("#e84a6a"), rgb("#ffb02a"))
    humps = ((0.95, 0.26, 0.2, 0.11), (0.48, 0.4, 0.3, 0.17), (-0.3, 0.62, 0.46, 0.24))
    for x, foot, tall, wide in humps:
        a = np.linspace(np.pi, 2 * np.pi, 90)
        way = np.stack([x - tall * 0.72 * np.cos(a), foot + tall * np.sin(a) * 1.15 + 0.05], axis=1)
        dragon(sketch, rng, way, hide, wide=wide, belly_side=1, legs=(), head=False, fins=True)
        for _ in range(60):
            fx = x + rng.choice([-1, 1]) * tall * 0.72 + rng.normal(0, 0.07)
            sketch.circle(fx, foot + 0.05 + abs(rng.normal(0, 0.02)), rng.uniform(0.008, 0.024), WHITE, alpha=0.9)
    neck = curve([(-0.62, 1.3), (-0.78, 0.6), (-0.55, -0.05), (-0.2, -0.5), (0.1, -0.62)], 260)
    dragon(sketch, rng, neck, hide, wide=0.34, belly_side=1, legs=(), fins=True)
    for _ in range(190):
        sketch.circle(
            -0.62 + rng.normal(0, 0.24), 1.0 + rng.normal(0, 0.06), rng.uniform(0.008, 0.03), WHITE, alpha=0.9
        )
    hull = np.array([(-1, -0.1), (-0.75, 0.22), (0.7, 0.22), (1.05, -0.16)]) * 0.12 + (0.72, 0.14)
    sketch.polygon(hull, rgb("#4a2a1c"))
    sketch.polygon(np.array([(0.0, -0.1), (0.0, -1.5), (0.9, -0.2)]) * 0.12 + (0.72, 0.14), rgb("#f2e6cc"))
    return sketch.done()


def draw_ember(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 2.6, strength=0.8)
    picture = ramp(
        np.clip(field * 0.9 - 0.2 + 0.25 * push + 0.25 * smooth(0.2, 1.2, sheet.grid()[1]), 0, 1),
        (p.deep, p.deep, p.dark, p.mid, p.light),
    )
    sketch = Sketch(sheet, picture)
    way = curve(
        trace(
            "-0.9,-0.9 -0.35,-1 0.15,-0.72 -0.1,-0.3 -0.65,-0.1 -0.72,0.42 -0.2,0.72 "
            "0.42,0.6 0.72,0.2 0.5,-0.2 0.3,-0.25"
        ),
        460,
    )
    dragon(
        sketch,
        rng,
        way,
        Hide(rgb("#2a1210"), rgb("#c2401a"), rgb("#ffb03a"), rgb("#ff7a1a"), rgb("#fff08a")),
        wide=0.29,
        belly_side=1,
        legs=(0.4, 0.7),
    )
    picture = sketch.done()
    fire = Sketch(sheet, BLACK)
    for _ in range(90):
        a = 3.35 + rng.normal(0, 0.22)
        reach = rng.uniform(0.3, 0.95)
        start = np.array([-0.1, -0.28])
        tip = start + reach * np.array([np.cos(a), np.sin(a) * -1.0 * 0.35 + 0.12 * rng.normal()])
        fire.stroke(
            curve([start, (start + tip) / 2 + rng.normal(0, 0.05, 2), tip], 20),
            np.sin(np.linspace(0.2, np.pi, 20)) * rng.uniform(0.02, 0.09),
            (rgb("#ff5a1a"), rgb("#ffa83a"), rgb("#fff0a0"))[int(rng.integers(0, 3))],
            alpha=0.8,
        )
    for _ in range(230):
        fire.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.002, 0.009), rgb("#ffb04a"))
    flames = blurred(fire.done(), 1.5)
    picture = (1 - (1 - picture) * (1 - flames) * (1 - np.clip(blurred(flames, 18), 0, 1) * 0.7)).astype(np.float32)
    return bloomed(picture, above=0.7, amount=0.5)


def draw_frost(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light), cloud=p.light, much=0.4)
    picture = moon(picture, sheet, rng, x=0.45, y=-0.6, radius=0.27, colour=p.pale)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=p.mid,
        near=mix(p.pale, WHITE, 0.3),
        mist=p.light,
        top=0.3,
        bottom=1.0,
        rows=4,
        tall=0.42,
        rough=0.56,
    )
    sketch = Sketch(sheet, picture)
    way = curve(
        trace(
            "0.95,0.55 0.5,0.85 -0.15,0.72 -0.3,0.3 0.15,0.12 0.45,0.35 0.1,0.58 -0.6,0.5 "
            "-0.88,-0.05 -0.6,-0.55 -0.15,-0.62"
        ),
        440,
    )
    dragon(
        sketch,
        rng,
        way,
        Hide(rgb("#5f8fb8"), rgb("#d8f0fa"), WHITE, rgb("#b8e0f4"), rgb("#3a8af0")),
        wide=0.27,
        belly_side=-1,
        legs=(0.34, 0.74),
    )
    for _ in range(26):
        x, y, size = rng.uniform(-1, 1), rng.uniform(-1.1, 1.1), rng.uniform(0.02, 0.06)
        for k in range(3):
            a = k * np.pi / 3
            sketch.line(
                [(x - size * np.cos(a), y - size * np.sin(a)), (x + size * np.cos(a), y + size * np.sin(a))],
                WHITE,
                width=0.005,
                alpha=0.85,
            )
            for sign in (-1, 1):
                bx, by = x + sign * 0.6 * size * np.cos(a), y + sign * 0.6 * size * np.sin(a)
                for off in (-0.6, 0.6):
                    sketch.line(
                        [
                            (bx, by),
                            (bx + sign * 0.3 * size * np.cos(a + off), by + sign * 0.3 * size * np.sin(a + off)),
                        ],
                        WHITE,
                        width=0.004,
                        alpha=0.8,
                    )
    picture = sketch.done()
    breath = Mask(sheet)
    for _ in range(60):
        a = rng.normal(0.1, 0.25)
        reach = rng.uniform(0.2, 0.75)
        breath.circle(
            0.25 + reach * np.cos(a), -0.55 + reach * np.sin(a), 0.02 + 0.1 * reach * rng.random(), WHITE, alpha=0.35
        )
    return lit(picture, blurred(breath.plane(), 9) * 0.8, rgb("#d8f4ff"))
