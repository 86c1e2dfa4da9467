"""Instruments to find stars and ways by."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, darkened, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.metal import BRASS, BRONZE, COPPER, IRON, STEEL, plate, ruby, screw, tapestry
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.scenery import disc, globe, sky, stars
from kazeyomi.sketch import BLACK, WHITE, Mask, Sketch, circle_points, curve, placed, star_points


def draw_astrolabe(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, p.dark, p.mid)), sheet, rng, count=350)
    engraved = Mask(sheet)
    for r in (0.9, 0.84, 0.7, 0.5, 0.32):
        engraved.ring(0, 0.04, r, WHITE, width=0.008)
    for k in range(120):
        a = k * np.pi / 60
        inner = 0.84 if k % 10 else 0.78
        engraved.line(
            [(inner * np.cos(a), 0.04 + inner * np.sin(a)), (0.9 * np.cos(a), 0.04 + 0.9 * np.sin(a))],
            WHITE,
            width=0.005,
        )
    for cy, r in ((-0.2, 0.55), (-0.32, 0.42), (-0.42, 0.3), (-0.06, 0.72), (0.7, 1.0), (0.95, 1.1)):
        arc = circle_points(r, 160, y=0.04 + cy)
        keep = np.hypot(arc[:, 0], arc[:, 1] - 0.04) < 0.69
        for start in range(0, 159):
            if keep[start] and keep[start + 1]:
                engraved.line(arc[start : start + 2], WHITE, width=0.006)
    back = Mask(sheet)
    back.circle(0, 0.04, 0.95, WHITE)
    back.circle(0, -0.98, 0.1, WHITE)
    back.circle(0, -0.98, 0.055, BLACK)
    picture = plate(
        picture, sheet, back.plane(), BRASS, centre=(0, 0.04), relief=-blurred(engraved.plane(), 0.7) * 0.5, lift=16
    )
    picture = darkened(picture, engraved.plane() * 0.5)
    rete = Mask(sheet)
    rete.circle(0, 0.04, 0.72, WHITE)
    rete.circle(0, 0.04, 0.65, BLACK)
    rete.ring(0.0, -0.16, 0.42, WHITE, width=0.05)
    rete.stroke([(-0.68, 0.04), (0.68, 0.04)], 0.045, WHITE)
    rete.stroke([(0, -0.66), (0, 0.72)], 0.04, WHITE)
    for _ in range(17):
        a, r = rng.uniform(0, 6.28), rng.uniform(0.25, 0.62)
        x, y = r * np.cos(a), 0.04 + r * np.sin(a)
        tip = (x + 0.14 * np.cos(a + 1.2), y + 0.14 * np.sin(a + 1.2))
        rete.stroke(
            curve([(x, y), (x + 0.06 * np.cos(a), y + 0.06 * np.sin(a)), tip], 16), np.linspace(0.04, 0.004, 16), WHITE
        )
        rete.circle(x, y, 0.024, WHITE)
    picture = plate(picture, sheet, rete.plane(), BRONZE, centre=(0, 0.04), lift=6)
    rule = Mask(sheet)
    a = -0.7
    for sign in (-1, 1):
        rule.polygon(
            placed(
                np.array([(0, -0.035), (0.86, -0.02), (0.93, 0.0), (0.86, 0.02), (0, 0.035)]),
                y=0.04,
                turn=a + (np.pi if sign < 0 else 0),
            ),
            WHITE,
        )
    rule.circle(0, 0.04, 0.085, WHITE)
    picture = plate(picture, sheet, rule.plane(), COPPER, centre=(0, 0.04), lift=9)
    sketch = Sketch(sheet, picture)
    ruby(sketch, x=0, y=0.04, radius=0.035, colour=rgb("#1f5fc2"))
    return sketch.done()


def draw_orrery(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, shade(p.dark, 0.8), p.dark)), sheet, rng, count=300)
    squash, cy = 0.42, 0.08
    orbits = (0.26, 0.4, 0.54, 0.7, 0.86, 1.02)
    turns = (0.6, 2.4, 4.0, 5.3, 1.5, 3.3)

    def rings(picture: Picture, *, start: float) -> Picture:
        mask = Mask(sheet)
        for r in orbits:
            a = np.linspace(0, np.pi, 90) + start
            mask.stroke(np.stack([r * np.cos(a), cy + r * squash * np.sin(a)], axis=1), 0.018, WHITE)
        return plate(picture, sheet, mask.plane(), BRASS, lift=6)

    faces = (
        (rgb("#5a4a40"), rgb("#b09a86"), rgb("#e8dccb")),
        (rgb("#7a4a1c"), rgb("#e0b060"), rgb("#fff0c0")),
        (rgb("#0c2f6a"), rgb("#2f8ac8"), rgb("#e8f6ff")),
        (rgb("#5a1a0c"), rgb("#c8502a"), rgb("#f2b088")),
        (rgb("#6a4a2a"), rgb("#d8a878"), rgb("#fbe8cc")),
        (rgb("#14506a"), rgb("#58b8c8"), rgb("#e0fbff")),
    )
    picture = rings(picture, start=np.pi)
    stand = Mask(sheet)
    stand.polygon(
        curve(
            [
                (-0.05, cy),
                (-0.04, 0.5),
                (-0.1, 0.72),
                (-0.34, 0.98),
                (-0.4, 1.06),
                (0.4, 1.06),
                (0.34, 0.98),
                (0.1, 0.72),
                (0.04, 0.5),
                (0.05, cy),
            ],
            90,
        ),
        WHITE,
    )
    picture = plate(picture, sheet, stand.plane(), BRONZE, centre=(0, 0.7), spun=0.3)
    order = sorted(range(6), key=lambda i: np.sin(turns[i]))
    front_done = False
    for i in order:
        if np.sin(turns[i]) >= 0 and not front_done:
            picture = _sun_ball(picture, sheet, cy)
            picture = rings(picture, start=0.0)
            front_done = True
        x, y = orbits[i] * np.cos(turns[i]), cy + orbits[i] * squash * np.sin(turns[i])
        radius = (0.05, 0.065, 0.075, 0.06, 0.13, 0.1)[i]
        lamp = np.array([-x, cy - y])
        lamp = lamp / max(np.hypot(*lamp), 1e-6) * 0.75
        arm = Mask(sheet)
        arm.stroke([(x, y + radius), (x, y)], 0.02, WHITE)
        picture = plate(picture, sheet, arm.plane(), BRASS, lift=3)
        y -= radius * 0.6
        ball, cover = globe(
            sheet,
            clouds(rng, sheet, 9, octaves=5, stretch=2.5),
            faces[i],
            x=x,
            y=y,
            radius=radius,
            lamp=(float(lamp[0]), float(lamp[1])),
        )
        picture = mixed(picture, ball, cover)
    return bloomed(picture, above=0.75, amount=0.45)


def _sun_ball(picture: Picture, sheet: Sheet, cy: float) -> Picture:
    far, _ = sheet.polar(0, cy - 0.06)
    picture = lit(picture, (np.exp(-far * 5.5) * 0.9).astype(np.float32), rgb("#ffb84a"))
    ball = ramp(
        np.clip(1.15 - far / 0.15 * 0.6, 0, 1).astype(np.float32), (rgb("#d8801a"), rgb("#ffc84a"), rgb("#fff8d8"))
    )
    return mixed(picture, ball, disc(sheet, 0, cy - 0.06, 0.15))


def draw_compass(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = tapestry(sheet, rng, rgb("#6a4526"))
    case = Mask(sheet)
    case.circle(0, 0, 0.96, WHITE)
    case.circle(0, -1.02, 0.09, WHITE)
    picture = plate(picture, sheet, case.plane(), BRASS, spun=0.8, lift=16)
    face = disc(sheet, 0, 0, 0.82)
    picture = mixed(
        picture,
        ramp(
            np.clip(0.9 - 0.5 * sheet.polar(-0.1, -0.1)[0] + 0.08 * rolling(rng, sheet, 30), 0, 1),
            (p.deep, p.dark, p.mid),
        ),
        face,
    )
    sketch = Sketch(sheet, picture)
    for k in range(72):
        a = k * np.pi / 36
        inner = (0.7, 0.74)[k % 2] if k % 9 else 0.66
        sketch.line([(inner * np.cos(a), inner * np.sin(a)), (0.79 * np.cos(a), 0.79 * np.sin(a))], p.pale, width=0.007)
    for long, count, start, tints in (
        (0.36, 8, np.pi / 8, (p.light, p.mid)),
        (0.48, 4, np.pi / 4, (p.light, p.dark)),
        (0.62, 4, 0.0, (p.pale, mix(p.accent, p.deep, 0.2))),
    ):
        for k in range(count):
            a = start + k * 2 * np.pi / count
            wide = long * 0.16
            tip = (long * np.cos(a), long * np.sin(a))
            for hand in (-1, 1):
                b = a + hand * np.pi / count
                sketch.polygon([(0, 0), tip, (wide * np.cos(b), wide * np.sin(b))], tints[0 if hand > 0 else 1])
    sketch.ring(0, 0, 0.64, p.light, width=0.008)
    picture = sketch.done()
    turn = -1.15
    for sign, metal in ((0, COPPER), (1, STEEL)):
        needle = Mask(sheet)
        needle.polygon(placed(np.array([(0, -0.07), (0.72, 0.0), (0, 0.07)]), turn=turn + sign * np.pi), WHITE)
        picture = plate(picture, sheet, needle.plane(), metal, lift=12, spun=0.2)
    cap = Mask(sheet)
    cap.circle(0, 0, 0.09, WHITE)
    picture = plate(picture, sheet, cap.plane(), BRASS, lift=4, spun=0.9)
    x, y = sheet.grid()
    glare = face * smooth(0.05, 0.3, -(x * 0.6 + y * 0.8) - 0.2) * smooth(0.84, 0.7, np.hypot(x, y)) * 0.28
    return lit(picture, glare.astype(np.float32), WHITE)


def draw_iris(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """The blades of a great lens, and what it looks at."""
    p = motif.palette
    picture = tapestry(sheet, rng, p.dark)
    rim = Mask(sheet)
    rim.circle(0, 0, 0.98, WHITE)
    knurl = (np.cos(sheet.polar()[1] * 120) * smooth(0.9, 0.93, sheet.polar()[0])).astype(np.float32)
    picture = plate(picture, sheet, rim.plane(), IRON, relief=knurl * 0.3, spun=0.6, lift=18)
    ring = Mask(sheet)
    ring.circle(0, 0, 0.86, WHITE)
    picture = plate(picture, sheet, ring.plane(), BRASS, spun=0.8, lift=4)
    picture = mixed(picture, (0.01, 0.01, 0.015), disc(sheet, 0, 0, 0.78))
    blades, hole = 9, 0.36
    for k in range(blades):
        a = k * 2 * np.pi / blades
        blade = Mask(sheet)
        t = np.linspace(0, 1, 30)
        inner_a = a + t * 1.5
        inner = np.stack([hole * (1 + 0.5 * t**2) * np.cos(inner_a), hole * (1 + 0.5 * t**2) * np.sin(inner_a)], axis=1)
        outer_a = a + 1.7 - t * 1.2
        outer = np.stack([0.8 * np.cos(outer_a), 0.8 * np.sin(outer_a)], axis=1)
        blade.polygon(np.concatenate([inner, outer]), WHITE)
        leaf = blade.plane() * disc(sheet, 0, 0, 0.78)
        metal = tuple(mix(tone, p.mid, 0.25) for tone in STEEL)
        picture = plate(picture, sheet, leaf, metal, centre=(1.1 * np.cos(a), 1.1 * np.sin(a)), lift=5, spun=0.7)
    eye = disc(sheet, 0, 0, hole * 0.985)
    inside = stars(sheet.fill(rgb("#050a1c")), sheet, rng, count=900)
    ball, round_ = globe(
        sheet,
        clouds(rng, sheet, 8, octaves=6, stretch=2.4),
        (rgb("#6a2f14"), p.accent, rgb("#fff0c8")),
        x=0.05,
        y=0.04,
        radius=0.2,
    )
    picture = mixed(picture, mixed(inside, ball, round_), eye)
    far, _ = sheet.polar(-0.12, -0.13)
    picture = lit(picture, (np.exp(-((far / 0.16) ** 2)) * eye * 0.7).astype(np.float32), rgb("#a8c8ff"))
    sketch = Sketch(sheet, picture)
    for k in range(9):
        a = k * 2 * np.pi / 9 + 0.2
        screw(sketch, rng, x=0.82 * np.cos(a), y=0.82 * np.sin(a), radius=0.03)
    sketch.polygon(star_points(3, 0.05, 0.025) + np.array([0, -0.93]), p.accent)
    return bloomed(sketch.done(), above=0.85, amount=0.3)
