"""Mountains from the side: cones, ridges, pillars, a lake before them."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling, warped_clouds
from kazeyomi.scenery import (
    far_birds,
    ground_below,
    hill_rows,
    mirrored_below,
    mist_band,
    moon,
    pine_tree,
    profile,
    sky,
    stars,
    sun,
)
from kazeyomi.sketch import Sketch, placed


def _cone(sheet: Sheet, rng: Rng, *, x: float, top: float, foot: float, flat: float) -> tuple[Plane, Plane, Plane]:
    """A volcano from the side: its body, how far down the slope (0..1), and gullies that run down it."""
    gx, gy = sheet.grid()
    down = np.clip((gy - top) / (foot - top), 0, 1.4)
    half = flat + 0.30 * down + 1.15 * down**2.3
    side = (gx - x) / half
    jag = (rolling(rng, sheet, 60) - 0.5) * 0.05
    body = smooth(0.0, 0.02, (1 + jag - np.abs(side)) * half) * smooth(-0.004, 0.004, gy - top - jag * 0.4)
    gullies = np.interp(side, np.linspace(-1, 1, 90), rng.random(90)).astype(np.float32)
    fine = np.interp(side + 0.02 * down, np.linspace(-1, 1, 260), rng.random(260)).astype(np.float32)
    return body, down.astype(np.float32), 0.6 * gullies + 0.4 * fine - 0.35 * side.astype(np.float32)


def draw_fuji(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale, p.pale), cloud=p.pale, much=0.35)
    picture = sun(picture, sheet, x=0.42, y=-0.5, radius=0.24, colour=p.accent, halo=p.pale)
    body, down, light = _cone(sheet, rng, x=-0.12, top=-0.52, foot=0.72, flat=0.13)
    rock = ramp(np.clip(0.15 + 0.75 * light, 0, 1), (p.deep, p.dark, mix(p.mid, p.dark, 0.35)))
    snowline = 0.27 + 0.16 * (light - 0.5) + (clouds(rng, sheet, 14, octaves=3) - 0.5) * 0.12
    snow = ramp(np.clip(0.2 + 0.85 * light, 0, 1), (mix(p.mid, p.light, 0.4), p.pale, (1.0, 1.0, 1.0)))
    rock = mixed(rock, snow, smooth(0.05, -0.03, down - snowline))
    rock = mixed(rock, p.light, smooth(0.45, 1.0, down) * 0.8)
    picture = mixed(picture, rock, body)
    picture = mist_band(picture, sheet, rng, at=0.38, thick=0.12, colour=p.pale)
    picture = hill_rows(
        picture, sheet, rng, far=p.mid, near=p.deep, mist=p.light, top=0.62, bottom=sheet.bottom, rows=4, tall=0.2
    )
    sketch = Sketch(sheet, picture)
    for x in np.linspace(-sheet.right, sheet.right, 26):
        tall = rng.uniform(0.1, 0.26)
        pine_tree(
            sketch, rng, x=x + rng.normal(0, 0.03), foot=sheet.bottom + 0.02, tall=tall, colour=shade(p.deep, 0.7)
        )
    far_birds(sketch, rng, x=0.4, y=-0.12, count=5, size=0.075, colour=p.deep)
    return sketch.done()


def draw_ridges(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.mid, p.light, p.pale, p.pale), cloud=p.pale)
    picture = moon(picture, sheet, rng, x=-0.35, y=-0.55, radius=0.2, colour=p.accent)
    picture = hill_rows(
        picture, sheet, rng, far=mix(p.light, p.pale, 0.45), near=p.deep, mist=mix(p.pale, p.light, 0.5),
        top=-0.22, bottom=sheet.bottom + 0.05, rows=9, tall=0.42, rough=0.52,
    )  # fmt: skip
    sketch = Sketch(sheet, picture)
    far_birds(sketch, rng, x=0.3, y=-0.55, count=7, size=0.06, colour=p.dark)
    return sketch.done()


def draw_lake(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light, p.pale, p.pale), cloud=p.light, much=0.6)
    picture = sun(picture, sheet, x=-0.2, y=0.02, radius=0.12, colour=(1.0, 0.95, 0.8), halo=p.light)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.mid, p.light, 0.3),
        near=p.dark,
        mist=p.light,
        top=0.08,
        bottom=0.22,
        rows=3,
        tall=0.5,
        rough=0.55,
    )
    picture = mirrored_below(picture, sheet, rng, line=0.22, tint=p.deep, murk=0.12)
    sketch = Sketch(sheet, picture)
    boat = np.array([(-1, -0.18), (-0.7, 0.1), (0.7, 0.1), (1.05, -0.22), (0.6, -0.06), (-0.6, -0.06)])
    sketch.polygon(placed(boat, x=0.34, y=0.56, size=0.2), shade(p.deep, 0.6))
    sketch.polygon(
        placed(np.array([(-0.1, -0.05), (0.0, -0.42), (0.14, -0.05)]), x=0.30, y=0.56, size=0.2), shade(p.deep, 0.6)
    )
    sketch.polygon(placed(boat * np.array([1, -0.7]), x=0.34, y=0.60, size=0.2), p.deep, alpha=0.45)
    for side in (-1, 1):
        for _ in range(9):
            x = side * (sheet.right - rng.uniform(-0.05, 0.5))
            pine_tree(
                sketch, rng, x=x, foot=0.27 + 0.1 * abs(x), tall=rng.uniform(0.25, 0.6), colour=shade(p.deep, 0.75)
            )
    return sketch.done()


def draw_volcano(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, p.deep, p.dark, p.mid)), sheet, rng, count=250, below=0.6)
    field, push = warped_clouds(rng, sheet, 3.2, strength=0.7)
    x, y = sheet.grid()
    column = np.exp(-(((x + 0.22 * (y + 0.1)) / (0.14 + 0.5 * np.clip(0.05 - y, 0, 2))) ** 2)) * smooth(0.05, -0.12, y)
    smoke = ramp(
        np.clip(field * 1.2 - 0.1 + 0.5 * np.clip(y + 0.9, 0, 1), 0, 1), (p.deep, p.dark, shade(p.mid, 0.8), p.light)
    )
    picture = mixed(picture, smoke, np.clip(column * (0.6 + push), 0, 1))
    body, down, light = _cone(sheet, rng, x=0.0, top=-0.12, foot=0.95, flat=0.12)
    rock = ramp(np.clip(0.1 + 0.6 * light, 0, 1), (p.deep, shade(p.dark, 0.55), p.dark))
    lava = smooth(0.60, 0.72, light + 0.1 * (1 - down) + (rolling(rng, sheet, 30) - 0.5) * 0.15)
    hot = ramp(np.clip(1.05 - 0.85 * down, 0, 1), (p.mid, p.light, p.pale))
    picture = mixed(picture, mixed(rock, hot, lava), body)
    mouth, _ = sheet.polar(0.0, -0.13)
    picture = lit(picture, np.exp(-mouth * 5).astype(np.float32) * 0.9, p.light)
    fountain = Sketch(sheet, picture)
    for _ in range(130):
        speed, lean = rng.uniform(0.3, 1.0), rng.normal(0, 0.32)
        t = np.linspace(0, rng.uniform(0.3, 1.0), 14)
        path = np.stack([lean * speed * t * 1.3, -0.13 - speed * t * 1.5 + 1.3 * t * t], axis=1)
        fountain.stroke(path, np.linspace(0.012, 0.002, 14), mix(p.light, p.pale, rng.random()), alpha=0.9)
    line = 0.93 - 0.12 * profile(rng, sheet, cells=4)
    picture = mixed(fountain.done(), shade(p.deep, 0.5), ground_below(sheet, line.astype(np.float32)))
    return bloomed(picture, above=0.55, amount=0.8)


def draw_pillars(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.light, p.pale, p.pale, p.light), cloud=(1.0, 1.0, 0.97), much=0.6)
    picture = sun(picture, sheet, x=-0.45, y=-0.6, radius=0.13, colour=p.accent, halo=p.pale)
    for layer in range(5):
        share = layer / 4
        body = mix(mix(p.light, p.pale, 0.35), p.dark, share**0.8)
        for _ in range(7 - layer):
            x, half = rng.uniform(-sheet.right, sheet.right), rng.uniform(0.06, 0.13) * (0.6 + share)
            picture = _one_pillar(
                picture,
                sheet,
                rng,
                x=x,
                top=rng.uniform(-0.65, 0.05) + 0.42 * share,
                half=half,
                colour=body,
                share=share,
            )
        picture = mist_band(
            picture, sheet, rng, at=0.35 + 0.5 * share, thick=0.22, colour=mix(p.pale, p.light, 0.3), much=0.9
        )
    sketch = Sketch(sheet, picture)
    far_birds(sketch, rng, x=0.35, y=-0.6, count=6, size=0.06, colour=p.dark)
    return sketch.done()


def _one_pillar(
    picture: Picture, sheet: Sheet, rng: Rng, *, x: float, top: float, half: float, colour: Colour, share: float
) -> Picture:
    gx, gy = sheet.grid()
    lean = np.interp(gy[:, 0], np.linspace(-1.4, 1.4, 12), rng.normal(0, half * 0.22, 12)).astype(np.float32)[:, None]
    width = (
        half
        * (1 + 0.25 * np.interp(gy[:, 0], np.linspace(-1.4, 1.4, 22), rng.normal(0, 1, 22))).astype(np.float32)[:, None]
    )
    width = width + 0.25 * half * np.clip((gy - top) / 1.0, 0, 1)
    side = (gx - x - lean) / width
    crown = top + half * 0.8 * side**2 + half * 0.35 * np.sin(side * 5 + x * 40)
    body = smooth(1.04, 0.96, np.abs(side)) * smooth(-0.01, 0.01, gy - crown)
    grooves = np.interp(side + 0.05 * np.sin(gy * 9), np.linspace(-1, 1, 26), rng.random(26)).astype(np.float32)
    cracks = rolling(rng, sheet, 22, stretch=3)
    light = 0.62 - 0.38 * side + 0.35 * (grooves - 0.5) + 0.3 * (cracks - 0.5)
    face = ramp(
        np.clip(light, 0, 1).astype(np.float32), (shade(colour, 0.45), colour, mix(colour, (1.0, 1.0, 0.95), 0.5))
    )
    picture = mixed(picture, face, body.astype(np.float32))
    sketch = Sketch(sheet, picture)
    leaf = mix(shade(colour, 0.55), (0.12, 0.3, 0.16), 0.45 * share)
    for _ in range(14):
        dx = rng.uniform(-0.95, 0.95)
        foot = top + half * 0.8 * dx**2 + half * 0.2
        pine_tree(sketch, rng, x=x + dx * half, foot=foot, tall=half * rng.uniform(0.5, 0.95), colour=leaf)
    return sketch.done()
