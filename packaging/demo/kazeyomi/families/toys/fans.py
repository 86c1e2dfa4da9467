"""Folding fans, opened."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.patterns import asanoha, ichimatsu, karakusa, kikko, seigaiha, shippo
from kazeyomi.scenery import disc, gold_leaf
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed


def folding_fan(
    picture: Picture,
    sheet: Sheet,
    *,
    x: float,
    y: float,
    radius: float,
    face: Picture,
    turn: float = -np.pi / 2,
    spread: float = 2.5,
    ribs: int = 17,
    wood: Colour = (0.2, 0.1, 0.05),
    inner: float = 0.36,
    edge: Colour = (0.85, 0.68, 0.3),
) -> Picture:
    """An open fan that shows `face` on its leaf, pleat by pleat."""
    far, angle = sheet.polar(x, y)
    off = np.mod(angle - turn + np.pi, 2 * np.pi) - np.pi
    leaf = (
        smooth(spread / 2 + 0.004, spread / 2 - 0.004, np.abs(off))
        * np.clip((radius - far) * sheet.unit, 0, 1)
        * np.clip((far - radius * inner) * sheet.unit, 0, 1)
    )
    pleat = np.mod((off / spread + 0.5) * ribs * 2, 1.0)
    side = np.mod(np.floor((off / spread + 0.5) * ribs * 2), 2)
    light = np.where(side > 0, 1.06 - 0.12 * pleat, 0.74 + 0.14 * pleat)
    shadow = blurred(np.roll(leaf.astype(np.float32), (14, 8), axis=(0, 1)), 12)
    picture = darkened(picture, shadow * 0.55)
    sketch = Sketch(sheet, picture)
    for k in range(ribs + 1):
        a = turn + (k / ribs - 0.5) * spread
        tip = (x + radius * 0.5 * np.cos(a), y + radius * 0.5 * np.sin(a))
        guard = k in (0, ribs)
        sketch.stroke(
            [(x, y), tip], [radius * 0.035, radius * (0.05 if guard else 0.03)], wood if not guard else shade(wood, 0.7)
        )
    picture = sketch.done()
    picture = mixed(picture, np.clip(face * light[..., None], 0, 1).astype(np.float32), leaf.astype(np.float32))
    rim = leaf * (
        smooth(radius * 0.985, radius * 0.99, far) + smooth(radius * (inner + 0.012), radius * (inner + 0.006), far)
    )
    picture = mixed(picture, edge, np.clip(rim, 0, 1).astype(np.float32))
    sketch = Sketch(sheet, picture)
    for k in (0, ribs):
        a = turn + (k / ribs - 0.5) * spread
        sketch.stroke(
            [(x, y), (x + radius * np.cos(a), y + radius * np.sin(a))],
            [radius * 0.05, radius * 0.045],
            shade(wood, 0.8),
        )
    sketch.circle(x, y, radius * 0.04, edge)
    sketch.circle(x, y, radius * 0.018, shade(wood, 0.5))
    return sketch.done()


def _stream_face(sheet: Sheet, rng: Rng, ground: Colour, ink: Colour, line: Colour) -> Picture:
    """Flowing water in lines, with a few blossoms."""
    x, y = sheet.grid()
    flow = y * 9 + 1.5 * np.sin(x * 3.2) + 0.8 * np.sin(x * 7 + 1)
    bands = 0.5 + 0.5 * np.sin(flow * 2)
    picture = ramp(
        np.clip(0.3 + 0.5 * smooth(0.2, 0.8, bands.astype(np.float32)), 0, 1), (ink, mix(ink, ground, 0.45), ground)
    )
    picture = mixed(picture, line, smooth(0.965, 0.99, bands.astype(np.float32)))
    sketch = Sketch(sheet, picture)
    for _ in range(22):
        fx, fy, size = rng.uniform(-1, 1), rng.uniform(-0.9, 0.5), rng.uniform(0.06, 0.12)
        tone = mix(rgb("#e8485a"), rgb("#ffc0cc"), rng.random())
        for k in range(5):
            sketch.polygon(
                placed(petal(size, size * 0.72, tip=0.55, notch=0.25), x=fx, y=fy, turn=k * 1.2566 + fx), tone
            )
        sketch.circle(fx, fy, size * 0.2, rgb("#f8d85a"))
    return sketch.done()


def draw_fan(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    picture = ramp(
        np.clip(0.45 + 0.22 * asanoha(x * 3.4, y * 3.4) - 0.2 * sheet.polar()[0], 0, 1),
        (rgb("#3a0c14"), rgb("#8a1c28"), rgb("#c23a3a"), rgb("#e87a5a")),
    )
    face = _stream_face(sheet, rng, p.pale, p.dark, rgb("#e8c85a"))
    picture = folding_fan(picture, sheet, x=0.0, y=0.72, radius=1.28, face=face, spread=1.75, ribs=15, inner=0.38)
    sketch = Sketch(sheet, picture)
    for hand in (-1, 1):
        cord = curve([(0.0, 0.74), (hand * 0.16, 0.86), (hand * 0.12, 1.0), (hand * 0.2, 1.2)], 40)
        sketch.stroke(cord, 0.026, rgb("#e8c85a"))
    return sketch.done()


def draw_war_fan(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.4 + 0.4 * (clouds(rng, sheet, 4, octaves=6, stretch=3) - 0.5), 0, 1),
        (rgb("#060607"), rgb("#18181c"), rgb("#3a3638")),
    )
    face = gold_leaf(sheet, rng, p.mid)
    face = mixed(face, rgb("#c21f1a"), disc(sheet, 0.0, -0.12, 0.44))
    face = mixed(face, rgb("#8a1210"), disc(sheet, 0.0, -0.12, 0.44) * smooth(-0.3, 0.5, sheet.grid()[1]) * 0.5)
    picture = folding_fan(
        picture,
        sheet,
        x=0.0,
        y=0.95,
        radius=1.5,
        face=face,
        spread=1.5,
        ribs=11,
        wood=(0.1, 0.09, 0.1),
        inner=0.34,
        edge=rgb("#1a1412"),
    )
    sketch = Sketch(sheet, picture)
    for a in np.linspace(-np.pi / 2 - 0.62, -np.pi / 2 + 0.62, 6):
        for r in (0.62, 1.4):
            sketch.circle(r * np.cos(a), 0.95 + r * np.sin(a), 0.018, rgb("#2a1c10"))
    for hand in (-1, 1):
        t = np.linspace(0, 1, 50)
        sketch.stroke(np.stack([hand * (0.05 + 0.22 * t), 0.98 + 0.16 * np.sin(t * 2.2)], axis=1), 0.04, rgb("#a81c18"))
        for k in range(9):
            sx = hand * (0.27 + 0.012 * (k - 4))
            sketch.line([(hand * 0.27, 1.1), (sx + 0.03 * (k - 4) / 4, 1.35)], rgb("#d8352a"), width=0.012)
    return curved(sketch.done(), contrast=1.05)


def draw_scatter(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Fans let drift on a stream, over gold."""
    picture = gold_leaf(sheet, rng, motif.palette.mid)
    x, y = sheet.grid()
    for k in range(20):
        line = -1.3 + 0.14 * k + 0.10 * np.sin(x * 2.4 + k * 0.55) + 0.03 * np.sin(x * 6 + k)
        picture = mixed(picture, rgb("#1f5f8a"), smooth(0.013, 0.006, np.abs(y - line).astype(np.float32)) * 0.75)
    faces: list[Plane] = [
        seigaiha(x * 5, y * 5),
        karakusa(x * 4, y * 4),
        kikko(x * 5, y * 5),
        ichimatsu(x * 5, y * 5),
        asanoha(x * 5, y * 5),
        shippo(x * 4.5, y * 4.5),
    ]
    tones = (
        (rgb("#1f3f7a"), rgb("#f0f4f8")),
        (rgb("#1f5a3a"), rgb("#e8dca0")),
        (rgb("#6a1f5a"), rgb("#f4d8e8")),
        (rgb("#b8231c"), rgb("#fbeed8")),
        (rgb("#e8e0cc"), rgb("#b8562a")),
        (rgb("#1a1a22"), rgb("#d8b04a")),
    )
    places = (
        (-0.55, -0.42, -2.1, 0.62),
        (0.62, -0.52, -0.9, 0.58),
        (0.0, 0.3, -1.5, 0.66),
        (-0.72, 0.88, -0.5, 0.56),
        (0.78, 0.92, -2.3, 0.6),
        (0.1, -0.95, -1.2, 0.36),
    )
    for i, (fx, fy, turn, radius) in enumerate(places):
        face = ramp(faces[i], tones[i])
        picture = folding_fan(
            picture,
            sheet,
            x=fx,
            y=fy,
            radius=radius,
            face=face,
            turn=turn,
            spread=1.95,
            ribs=11,
            wood=(0.25, 0.13, 0.07),
            inner=0.34,
        )
    sketch = Sketch(sheet, picture)
    for _ in range(36):
        sketch.polygon(
            placed(
                petal(0.05, 0.034, notch=0.2), x=rng.uniform(-1, 1), y=rng.uniform(-1.1, 1.1), turn=rng.uniform(0, 6.28)
            ),
            mix(rgb("#f08aa0"), WHITE, rng.random() * 0.7),
        )
    return sketch.done()
