"""What many pictures share: skies, sun and moon, mist, hills, reflections, gold leaf; no subject of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, blurred, darkened, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, rgb, shade
from kazeyomi.noise import Rng, clouds, looked_up, ridges, rolling
from kazeyomi.sketch import WHITE, Mask, Points, Sketch, curve


def sky(
    sheet: Sheet, rng: Rng, colours: Sequence[Colour], *, cloud: Colour | None = None, much: float = 0.5
) -> Picture:
    """A ramp from the top edge down, with drawn-out clouds."""
    tilt = rolling(rng, sheet, 1.5) * 0.08
    picture = ramp(sheet.down() + tilt - 0.04, colours)
    if cloud is None:
        return picture
    streaks = clouds(rng, sheet, 3.5, octaves=6, stretch=3.2)
    cover = smooth(0.62 - 0.3 * much, 0.95 - 0.2 * much, streaks)
    return mixed(picture, cloud, cover * 0.75)


def disc(sheet: Sheet, x: float, y: float, radius: float) -> Plane:
    """A filled circle."""
    far, _ = sheet.polar(x, y)
    return np.asarray(np.clip((radius - far) * sheet.unit + 0.5, 0, 1), dtype=np.float32)


def sun(picture: Picture, sheet: Sheet, *, x: float, y: float, radius: float, colour: Colour, halo: Colour) -> Picture:
    """A sun with its glow around it."""
    far, _ = sheet.polar(x, y)
    glow = np.exp(-np.maximum(far - radius, 0) * 3.2) * 0.75 + np.exp(-np.maximum(far - radius, 0) * 11) * 0.35
    return mixed(lit(picture, glow.astype(np.float32), halo), colour, disc(sheet, x, y, radius))


def moon(
    picture: Picture, sheet: Sheet, rng: Rng, *, x: float, y: float, radius: float, colour: Colour, phase: float = 1.0
) -> Picture:
    """A moon with its seas; `phase` 1 is full, 0.3 a sickle."""
    far, _ = sheet.polar(x, y)
    seas = smooth(0.5, 0.72, clouds(rng, sheet, 2.2 / radius, octaves=5))
    limb = np.sqrt(np.clip(1 - (far / radius) ** 2, 0, 1))
    face = ramp(
        np.clip(0.25 + 0.75 * limb**0.5 - 0.3 * seas, 0, 1), (shade(colour, 0.35), colour, mix(colour, WHITE, 0.75))
    )
    cover = disc(sheet, x, y, radius)
    if phase < 1:
        offset = radius * (0.25 + 1.5 * phase)
        cover = cover * (1 - disc(sheet, x + offset * 0.8, y - offset * 0.45, radius * 1.02) * 0.97)
    glow = np.exp(-np.maximum(far - radius, 0) * 4.0) * 0.5 + np.exp(-np.maximum(far - radius, 0) * 14) * 0.3
    return mixed(lit(picture, (glow * (0.35 + 0.65 * phase)).astype(np.float32), colour), face, cover)


def stars(picture: Picture, sheet: Sheet, rng: Rng, *, count: int, tint: Colour = WHITE, below: float = 1.0) -> Picture:
    """Stars of all sizes; none lower than `below` (0 top, 1 bottom)."""
    plane = np.zeros(sheet.shape, dtype=np.float32)
    xs = (rng.random(count) * (sheet.width - 1)).astype(int)
    ys = (rng.random(count) * (sheet.height - 1) * below).astype(int)
    power = rng.random(count) ** 6
    np.maximum.at(plane, (ys, xs), (0.35 + 2.2 * power).astype(np.float32))
    bright = np.zeros_like(plane)
    np.maximum.at(bright, (ys, xs), np.where(power > 0.45, 16 * power, 0).astype(np.float32))
    light = blurred(plane, 0.9) * 4.0 + blurred(bright, 2.2) * 1.6 + blurred(bright, 7.0) * 2.0
    return lit(picture, light.astype(np.float32), mix(tint, WHITE, 0.4))


def profile(rng: Rng, sheet: Sheet, *, rough: float = 0.5, cells: float = 3.0, octaves: int = 6) -> Plane:
    """A skyline: one value from -1 to 1 for every column."""
    total = np.zeros(sheet.width, dtype=np.float32)
    at = np.linspace(0, 1, sheet.width)
    weight = 1.0
    for octave in range(octaves):
        knots = rng.random(int(cells * 2**octave) + 3) * 2 - 1
        ease = np.linspace(0, 1, len(knots))
        total += np.float32(weight) * np.interp(at, ease, knots).astype(np.float32)
        weight *= rough
    return (total / np.float32(np.abs(total).max() + 1e-6)).astype(np.float32)


def ground_below(sheet: Sheet, line: Plane) -> Plane:
    """1 below a skyline given in units for every column."""
    _, y = sheet.grid()
    return np.clip((y - line[None, :]) * sheet.unit + 0.5, 0, 1).astype(np.float32)


def hill_rows(
    picture: Picture,
    sheet: Sheet,
    rng: Rng,
    *,
    far: Colour,
    near: Colour,
    mist: Colour,
    top: float,
    bottom: float,
    rows: int,
    tall: float = 0.22,
    rough: float = 0.5,
) -> Picture:
    """Rows of hills from far to near, each with mist at its foot."""
    _, y = sheet.grid()
    for i in range(rows):
        share = i / max(1, rows - 1)
        level = top + (bottom - top) * share**1.15
        line = level - tall * (0.55 + 0.45 * share) * (
            0.5 + 0.5 * profile(rng, sheet, rough=rough, cells=2.5 + 1.2 * i)
        )
        body = ground_below(sheet, line)
        colour = mix(far, near, share)
        foot = smooth(0.0, 0.32 + 0.1 * share, y - line[None, :])
        texture = (rolling(rng, sheet, 26) - 0.5) * 0.10
        face = mixed(sheet.fill(colour), mist, np.clip(foot * (0.75 - 0.5 * share), 0, 1))
        edge = np.exp(-np.maximum(y - line[None, :], 0) * 26).astype(np.float32)
        face = np.clip(face + (texture + edge * 0.06)[..., None], 0, 1)
        picture = mixed(picture, face, body)
    return picture


def mist_band(
    picture: Picture, sheet: Sheet, rng: Rng, *, at: float, thick: float, colour: Colour, much: float = 0.8
) -> Picture:
    """A torn band of mist around the height `at` (units)."""
    _, y = sheet.grid()
    torn = clouds(rng, sheet, 2.6, octaves=5, stretch=3.0)
    band = np.exp(-(((y - at + (torn - 0.5) * thick * 2.2) / thick) ** 2))
    return mixed(picture, colour, (band * much * smooth(0.25, 0.7, torn)).astype(np.float32))


def mirrored_below(
    picture: Picture, sheet: Sheet, rng: Rng, *, line: float, tint: Colour, murk: float = 0.35, ripple: float = 1.0
) -> Picture:
    """Water below `line` (units) that shows what is above it, broken by ripples that grow towards the viewer."""
    rows, columns = np.indices(sheet.shape, dtype=np.float32)
    waterline = line * sheet.unit + sheet.height / 2
    below = np.maximum(rows - waterline, 0)
    depth = below / max(1.0, sheet.height - waterline)
    waves = rolling(rng, sheet, 34, stretch=7.0) + 0.6 * rolling(rng, sheet, 90, stretch=9.0) - 0.8
    wobble = waves * (4 + 46 * depth) * ripple
    image = looked_up(picture, columns + wobble * 0.7, np.clip(waterline - below - wobble, 0, sheet.height - 1))
    image = mixed(image, tint, murk + 0.3 * depth)
    image = np.clip(image + (np.clip(waves, -0.5, 0.5) * (0.05 + 0.12 * depth))[..., None], 0, 1)
    water = np.clip(rows - waterline + 0.5, 0, 1).astype(np.float32)
    shore = np.exp(-below / 3.0) * water * 0.35
    return darkened(mixed(picture, image, water), shore.astype(np.float32))


def far_birds(sketch: Sketch, rng: Rng, *, x: float, y: float, count: int, size: float, colour: Colour) -> None:
    """A few birds as two strokes each."""
    for _ in range(count):
        bx, by = x + rng.normal(0, 0.16), y + rng.normal(0, 0.08)
        s, lift = size * rng.uniform(0.6, 1.2), rng.uniform(0.2, 0.6)
        for side in (-1, 1):
            wing = curve([(bx, by), (bx + side * s * 0.45, by - s * lift), (bx + side * s, by - s * lift * 0.5)], 16)
            sketch.stroke(wing, np.linspace(s * 0.16, 0.002, 16), colour)


def pine_tree(sketch: Sketch, rng: Rng, *, x: float, foot: float, tall: float, colour: Colour) -> None:
    """A dark conifer with ragged boughs."""
    sketch.polygon([(x - tall * 0.025, foot), (x, foot - tall), (x + tall * 0.025, foot)], colour)
    for level in np.linspace(0.12, 0.97, 11):
        reach = tall * 0.27 * (1 - level) ** 0.8 + tall * 0.012
        y = foot - tall * level
        droop = tall * 0.06
        for side in (-1, 1):
            r = reach * rng.uniform(0.75, 1.15)
            sketch.polygon(
                [
                    (x, y - tall * 0.08),
                    (x + side * r, y + droop),
                    (x + side * r * 0.5, y + droop * 0.4),
                    (x, y + droop * 0.7),
                ],
                colour,
            )


def beams(
    sheet: Sheet, rng: Rng, *, x: float, y: float, count: int = 26, spread: float = 6.3, start: float = 0.0
) -> Plane:
    """Rays of light from a point, soft and uneven."""
    far, angle = sheet.polar(x, y)
    knots = rng.random(count * 3)
    turn = np.mod(angle - start, 2 * np.pi)
    light = np.interp(turn, np.linspace(0, spread, len(knots)), knots, right=0.0)
    return np.asarray((smooth(0.4, 1.0, light.astype(np.float32)) * np.exp(-far * 0.7)), dtype=np.float32)


def torn_edge(rng: Rng, points: Points, amount: float) -> Points:
    """The same outline, a little ragged."""
    return np.asarray(points + rng.normal(0, amount, points.shape))


def masked(sheet: Sheet, points: Points) -> Plane:
    """A polygon as a plane."""
    mask = Mask(sheet)
    mask.polygon(points, WHITE)
    return mask.plane()


def gold_leaf(sheet: Sheet, rng: Rng, colour: Colour) -> Picture:
    """Squares of gold leaf, every one a little different, their seams showing."""
    x, y = sheet.grid()
    gx, gy = (x + 3.03) / 0.42, (y + 3.07) / 0.42
    tone = rng.random((40, 40)).astype(np.float32)[gy.astype(int), gx.astype(int)]
    seam = np.maximum(np.abs(np.mod(gx, 1) - 0.5), np.abs(np.mod(gy, 1) - 0.5))
    worn = ridges(rng, sheet, 6, octaves=4)
    value = (
        0.5
        + 0.14 * (tone - 0.5)
        + 0.22 * (clouds(rng, sheet, 4, octaves=5) - 0.5)
        + 0.12 * smooth(0.485, 0.5, seam)
        - 0.12 * smooth(0.75, 0.95, worn)
    )
    return ramp(
        np.clip(value, 0, 1).astype(np.float32),
        (shade(colour, 0.35), shade(colour, 0.8), mix(colour, rgb("#f6d87a"), 0.5), rgb("#fbeeb4")),
    )


def globe(
    sheet: Sheet,
    face: Plane,
    colours: tuple[Colour, ...],
    *,
    x: float,
    y: float,
    radius: float,
    lamp: tuple[float, float] = (-0.6, -0.5),
) -> tuple[Picture, Plane]:
    """A lit ball: its colours from `face` through a ramp, and where it is."""
    gx, gy = sheet.grid()
    dx, dy = (gx - x) / radius, (gy - y) / radius
    depth = np.sqrt(np.clip(1 - dx * dx - dy * dy, 0, 1))
    light = np.clip(dx * lamp[0] + dy * lamp[1] + depth * 0.62, 0, 1)
    picture = ramp(np.clip(face, 0, 1), colours) * (0.05 + 1.05 * light)[..., None]
    return np.clip(picture, 0, 1).astype(np.float32), disc(sheet, x, y, radius)


def lightning(sketch: Sketch, rng: Rng, start: tuple[float, float], end: tuple[float, float], width: float) -> None:
    line = np.array([start, end])
    for level in range(6):
        middle = (line[:-1] + line[1:]) / 2 + rng.normal(0, 0.16 * 0.55**level, (len(line) - 1, 2)) * np.array(
            [1.0, 0.35]
        )
        line = np.insert(line, np.arange(1, len(line)), middle, axis=0)
    sketch.stroke(line, np.linspace(width, width * 0.3, len(line)), WHITE)
    if width > 0.008:
        for i in rng.integers(8, 48, 4):
            x, y = line[i]
            lightning(sketch, rng, (x, y), (x + rng.normal(0, 0.4), y + rng.uniform(0.25, 0.6)), width * 0.45)
