"""Guard, mirror, blade and coins."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, curved, lit, mixed
from kazeyomi.colour import Picture, mix, rgb, shade
from kazeyomi.families.relics.cloth import silk
from kazeyomi.metal import BRASS, BRONZE, COPPER, IRON, STEEL, patina, plate, tapestry
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import hill_rows, mirrored_below, moon, sky, stars
from kazeyomi.sketch import BLACK, WHITE, Mask, Sketch, circle_points, curve, petal, placed


def draw_tsuba(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A sword guard: iron pierced with a crane, gold let in."""
    picture = silk(sheet, rng, "kikko", (rgb("#3a1014"), rgb("#6a1c20"), rgb("#9a3a2a")))
    iron = Mask(sheet)
    t = np.linspace(0, 2 * np.pi, 160)
    mokko = 0.82 + 0.05 * np.cos(4 * t)
    iron.polygon(np.stack([mokko * np.cos(t), 1.08 * mokko * np.sin(t)], axis=1), WHITE)
    inner = 0.68 + 0.045 * np.cos(4 * t)
    iron.polygon(np.stack([inner * np.cos(t), 1.08 * inner * np.sin(t)], axis=1), BLACK)
    wing_l = curve([(0.0, 0.06), (-0.3, -0.32), (-0.72, -0.36), (-0.6, -0.1), (-0.42, 0.1), (-0.12, 0.22)], 60)
    iron.polygon(np.concatenate([wing_l, [(0.0, 0.06)]]), WHITE)
    iron.polygon(np.concatenate([wing_l, [(0.0, 0.06)]]) * np.array([-1, 1]), WHITE)
    for k in range(5):
        cut = curve(
            [
                (-0.14 - 0.06 * k, 0.16 - 0.05 * k),
                (-0.34 - 0.06 * k, 0.04 - 0.06 * k),
                (-0.5 - 0.04 * k, -0.12 - 0.05 * k),
            ],
            16,
        )
        iron.stroke(cut, 0.022, BLACK)
        iron.stroke(cut * np.array([-1, 1]), 0.022, BLACK)
    iron.stroke(curve([(0.0, 0.1), (0.1, -0.3), (-0.06, -0.52), (0.06, -0.78)], 40), np.linspace(0.14, 0.06, 40), WHITE)
    iron.stroke(curve([(0.0, 0.1), (-0.05, 0.45), (0.0, 0.8)], 40), np.linspace(0.22, 0.05, 40), WHITE)
    iron.polygon(circle_points(1.0, 60) * np.array([0.24, 0.34]), WHITE)
    iron.polygon(np.array([(-0.05, -0.26), (0.05, -0.26), (0.065, 0.0), (0.0, 0.3), (-0.065, 0.0)]), BLACK)
    for side in (-1, 1):
        iron.polygon(circle_points(1.0, 40) * np.array([0.05, 0.1]) + (side * 0.165, 0.0), BLACK)
    hammered = clouds(rng, sheet, 20, octaves=4) * 0.5
    picture = plate(picture, sheet, iron.plane(), IRON, relief=hammered, spun=0.3, lift=20)
    picture = patina(picture, sheet, rng, iron.plane(), rgb("#4a2414"), much=0.4)
    gold = Mask(sheet)
    for k in range(12):
        a = k * np.pi / 6 + 0.26
        r = 0.755 + 0.05 * np.cos(4 * a)
        for j in range(5):
            gold.polygon(
                placed(petal(0.055, 0.034), x=r * np.cos(a), y=1.08 * r * np.sin(a), turn=j * 1.2566 + a), WHITE
            )
    line = np.stack(
        [(0.66 + 0.045 * np.cos(4 * t)) * np.cos(t) * 1.035, 1.08 * (0.66 + 0.045 * np.cos(4 * t)) * np.sin(t) * 1.035],
        axis=1,
    )
    gold.line(line, WHITE, width=0.012)
    for side in (-1, 1):
        for k in range(4):
            gold.stroke(
                curve([(side * (0.2 + 0.1 * k), -0.12 - 0.05 * k), (side * (0.34 + 0.1 * k), -0.24 - 0.02 * k)], 10),
                0.016,
                WHITE,
            )
    gold.circle(0.06, -0.76, 0.03, WHITE)
    picture = plate(picture, sheet, gold.plane() * iron.plane(), BRASS, spun=0.4, lift=2)
    sketch = Sketch(sheet, picture)
    sketch.circle(0.06, -0.79, 0.025, rgb("#c22a1e"))
    return curved(sketch.done(), contrast=1.06)


def draw_mirror(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = silk(sheet, rng, "asanoha", (rgb("#0c1c34"), rgb("#16325a"), rgb("#2a558a")))
    cast = Mask(sheet)
    for r, w in ((0.88, 0.05), (0.72, 0.02), (0.56, 0.025), (0.34, 0.03)):
        cast.ring(0, 0, r, WHITE, width=w)
    for k in range(48):
        a = k * np.pi / 24
        cast.polygon(placed(np.array([(0.74, -0.02), (0.84, 0.0), (0.74, 0.02)]), turn=a), WHITE)
    for k in range(8):
        a = k * np.pi / 4 + np.pi / 8
        cast.circle(0.64 * np.cos(a), 0.64 * np.sin(a), 0.045, WHITE)
        cast.circle(0.64 * np.cos(a), 0.64 * np.sin(a), 0.02, BLACK)
        for j in range(4):
            cast.polygon(
                placed(
                    petal(0.07, 0.035),
                    x=0.64 * np.cos(a + np.pi / 8),
                    y=0.64 * np.sin(a + np.pi / 8),
                    turn=j * np.pi / 2 + a,
                ),
                WHITE,
            )
    for k in range(4):
        a = k * np.pi / 2 + 0.5
        t = np.linspace(0, 1, 70)
        beast = np.stack(
            [
                (0.45 + 0.05 * np.sin(t * 12)) * np.cos(a + 1.1 * t),
                (0.45 + 0.05 * np.sin(t * 12)) * np.sin(a + 1.1 * t),
            ],
            axis=1,
        )
        cast.stroke(beast, np.sin(np.linspace(0.2, np.pi, 70)) * 0.06, WHITE)
        cast.spot(beast[-6], 0.04, WHITE)
        for j in (18, 34, 50):
            cast.stroke([beast[j], beast[j] * 1.16], [0.03, 0.008], WHITE)
    for k in range(16):
        cast.polygon(
            placed(
                petal(0.16, 0.06, tip=0.6),
                x=0.15 * np.cos(k * np.pi / 8),
                y=0.15 * np.sin(k * np.pi / 8),
                turn=k * np.pi / 8,
            ),
            WHITE,
        )
    cast.circle(0, 0, 0.13, WHITE)
    body = Mask(sheet)
    body.circle(0, 0, 0.96, WHITE)
    far, _ = sheet.polar()
    relief = blurred(cast.plane(), 1.4) * 1.1 + blurred(cast.plane(), 5) * 0.6 + np.exp(-((far / 0.12) ** 2)) * 1.6
    picture = plate(picture, sheet, body.plane(), BRONZE, relief=relief.astype(np.float32), spun=0.55, lift=22)
    picture = patina(picture, sheet, rng, body.plane(), rgb("#3f8a72"), much=0.75)
    sketch = Sketch(sheet, picture)
    for side in (-1, 1):
        cord = curve([(side * 0.02, 0.0), (side * 0.22, 0.3), (side * 0.16, 0.7), (side * 0.3, 1.3)], 60)
        sketch.stroke(cord + (0.012, 0.016), 0.05, BLACK, alpha=0.4)
        sketch.stroke(cord, 0.046 + 0.008 * np.sin(np.arange(60) * 1.6), rgb("#a81c28"))
        sketch.stroke(cord - 0.006, 0.014, rgb("#f0707a"))
    return curved(sketch.done(), contrast=1.06)


def draw_blade(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(
        sky(sheet, rng, (p.deep, p.dark, p.mid, mix(p.mid, p.light, 0.4)), cloud=p.mid, much=0.4),
        sheet,
        rng,
        count=260,
        below=0.6,
    )
    picture = moon(picture, sheet, rng, x=0.42, y=-0.55, radius=0.36, colour=p.accent)
    picture = hill_rows(
        picture, sheet, rng, far=p.dark, near=shade(p.deep, 0.7), mist=p.mid, top=0.5, bottom=0.7, rows=2, tall=0.22
    )
    picture = mirrored_below(picture, sheet, rng, line=0.7, tint=p.deep, murk=0.2)
    spine = curve([(-0.5, 0.86), (-0.28, 0.3), (-0.02, -0.28), (0.3, -0.86), (0.46, -1.1)], 160)
    edge = curve([(-0.36, 0.9), (-0.14, 0.36), (0.12, -0.2), (0.4, -0.8), (0.46, -1.1)], 160)
    mask = Mask(sheet)
    mask.polygon(np.concatenate([spine, edge[::-1]]), WHITE)
    cover = mask.plane()
    sketch = Sketch(sheet, picture)
    t = np.linspace(0, 1, 160)
    for share, tint in (
        (0.0, rgb("#2a3242")),
        (0.12, rgb("#8a98a8")),
        (0.3, rgb("#4a5868")),
        (0.36, rgb("#cfdae2")),
        (0.62, rgb("#7a8a9a")),
    ):
        line = spine + (edge - spine) * share
        sketch.polygon(np.concatenate([line, edge[::-1]]), tint)
    hamon = 0.66 + 0.08 * np.sin(t * 60) + 0.05 * np.sin(t * 23 + 1)
    temper = spine + (edge - spine) * hamon[:, None]
    sketch.polygon(np.concatenate([temper, edge[::-1]]), rgb("#eef4f8"))
    sketch.line(temper, WHITE, width=0.01, alpha=0.8)
    sketch.line(edge, WHITE, width=0.008)
    picture = mixed(picture, sketch.done(), cover)
    gleam, _ = sheet.polar(0.16, -0.42)
    picture = lit(picture, (np.exp(-((gleam / 0.2) ** 2)) * cover * 0.7).astype(np.float32), WHITE)
    guard = Mask(sheet)
    guard.polygon(placed(circle_points(1.0, 50) * np.array([0.2, 0.07]), x=-0.44, y=0.9, turn=0.4), WHITE)
    picture = plate(picture, sheet, guard.plane(), BRASS, centre=(-0.44, 0.9), lift=8)
    hilt = Sketch(sheet, picture)
    grip = curve([(-0.46, 0.94), (-0.62, 1.2), (-0.72, 1.5)], 40)
    hilt.stroke(grip, 0.16, rgb("#1a1420"))
    for k in range(0, 38, 5):
        hilt.polygon(
            placed(
                np.array([(-0.04, 0.0), (0.0, -0.05), (0.04, 0.0), (0.0, 0.05)]),
                x=float(grip[k][0]),
                y=float(grip[k][1]),
                turn=0.5,
            ),
            rgb("#e8dcc0"),
        )
    for _ in range(60):
        hilt.polygon(
            placed(
                petal(0.05, 0.036, notch=0.2),
                x=rng.uniform(-1.05, 1.05),
                y=rng.uniform(-1.15, 1.1),
                turn=rng.uniform(0, 6.28),
            ),
            mix(rgb("#f2a8c0"), WHITE, rng.random() * 0.7),
            alpha=0.95,
        )
    return bloomed(hilt.done(), above=0.85, amount=0.4)


def draw_coins(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = tapestry(sheet, rng, rgb("#3a2a44"))
    spots: list[tuple[float, float, float]] = []
    for _ in range(1500):
        x, y, r = rng.uniform(-1.0, 1.0), rng.uniform(-1.1, 1.1), rng.uniform(0.2, 0.31)
        if all(np.hypot(x - ox, y - oy) > 0.74 * (r + o) for ox, oy, o in spots):
            spots.append((x, y, r))
        if len(spots) == 20:
            break
    metals = (BRASS, BRONZE, COPPER, BRASS, STEEL)
    for i, (x, y, r) in enumerate(spots):
        coin = Mask(sheet)
        coin.circle(x, y, r, WHITE)
        turn = rng.uniform(0, 1.5)
        hole = placed(np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * 0.24, x=x, y=y, size=r, turn=turn)
        coin.polygon(hole, BLACK)
        cover = coin.plane()
        raised = Mask(sheet)
        raised.ring(x, y, r * 0.9, WHITE, width=r * 0.12)
        frame = placed(np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) * 0.31, x=x, y=y, size=r, turn=turn)
        raised.line(frame, WHITE, width=r * 0.1)
        for k in range(4):
            a = turn + k * np.pi / 2
            at = np.array([x + 0.57 * r * np.cos(a), y + 0.57 * r * np.sin(a)])
            for j in range(3):
                mark = placed(
                    np.array([(-0.13, -0.12 + 0.12 * j), (0.13, -0.1 + 0.1 * j + 0.05 * ((i + k) % 3))]),
                    x=float(at[0]),
                    y=float(at[1]),
                    size=r,
                    turn=a,
                )
                raised.line(mark, WHITE, width=r * 0.05)
            mark = placed(
                np.array([(0.02 * (k % 2), -0.16), (-0.04, 0.16)]), x=float(at[0]), y=float(at[1]), size=r, turn=a
            )
            raised.line(mark, WHITE, width=r * 0.05)
        picture = plate(
            picture,
            sheet,
            cover,
            metals[i % 5],
            centre=(x, y),
            relief=blurred(raised.plane(), 1.0) * 1.1,
            spun=0.4,
            lift=9,
        )
        if i % 3 == 0:
            picture = patina(picture, sheet, rng, cover, rgb("#3f8a72"), much=0.6)
    sketch = Sketch(sheet, picture)
    cord = curve([(-1.3, 0.75), (-0.7, 0.2), (-0.2, 0.45), (0.3, -0.1), (0.75, 0.1), (1.3, -0.6)], 160)
    sketch.stroke(cord + (0.012, 0.025), 0.05, BLACK, alpha=0.45)
    for i in range(0, 160, 2):
        x, y = cord[i]
        sketch.circle(float(x), float(y), 0.026, (rgb("#c22a1e"), rgb("#f0ead8"))[(i // 4) % 2])
    return curved(sketch.done(), contrast=1.08)
