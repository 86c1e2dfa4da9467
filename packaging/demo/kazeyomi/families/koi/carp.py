"""One carp from above in any coat, the pond around it, rings on the water."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazeyomi.body import fan, laid, rounded, scales, skin
from kazeyomi.canvas import Sheet, blurred, darkened, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, rgb, shade
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import WHITE, Mask, Points, Sketch, curve, normals

SNOW, RED, BLACK, GOLD = rgb("#fbf3e6"), rgb("#e0431f"), rgb("#16161c"), rgb("#f0a21e")


@dataclass(frozen=True)
class Coat:
    """A carp's ground and its patches, how many of each."""

    ground: Colour
    patches: tuple[tuple[Colour, float], ...]


KOHAKU = Coat(SNOW, ((RED, 0.5),))


KUMONRYU = Coat(SNOW, ((BLACK, 0.55),))


KARASU = Coat(rgb("#1b1c26"), ((rgb("#2d3040"), 0.4),))


def painted(
    picture: Picture, sheet: Sheet, rng: Rng, way: Points, coat: Coat, *, wide: float, depth: float = 0.06
) -> Picture:
    """One carp seen from above along a way from tail to head, with its shadow on the ground."""
    shadow = Mask(sheet)
    widths = _girth(len(way)) * wide
    side = normals(way)
    shadow.stroke(way + np.array([depth, depth * 1.4]), widths, WHITE)
    picture = darkened(picture, blurred(shadow.plane(), 9 + 60 * depth) * 0.55)
    sketch = Sketch(sheet, picture)
    fin = mix(coat.ground, WHITE, 0.35)
    head = way[-1]
    back = np.arctan2(*(way[0] - way[6])[::-1])
    for swing, length in ((-0.42, 2.0), (0.42, 1.9), (0.0, 1.3)):
        fan(sketch, way[4], turn=back + swing, length=wide * length * 0.8, spread=0.75, colour=fin, rays=10, alpha=0.8)
    for place, length in ((0.74, 0.85), (0.42, 0.5)):
        i = int(place * (len(way) - 1))
        ahead = np.arctan2(*(way[i + 1] - way[i - 1])[::-1])
        for hand in (-1, 1):
            root = way[i] + side[i] * widths[i] * 0.42 * hand
            fan(sketch, root, turn=ahead + hand * 2.0, length=wide * length, spread=1.1, colour=fin, rays=8, alpha=0.8)
    laid(sketch, way, widths, _coat_colours(rng, coat))
    dorsal = way[int(0.35 * len(way)) : int(0.66 * len(way))]
    sketch.stroke(dorsal, np.sin(np.linspace(0, np.pi, len(dorsal))) * wide * 0.13, shade(fin, 0.75), alpha=0.8)
    ahead = np.arctan2(*(way[-1] - way[-6])[::-1])
    for hand in (-1, 1):
        eye = way[-max(4, len(way) // 22)] + side[-4] * wide * 0.22 * hand
        sketch.spot(eye, wide * 0.075, shade(coat.ground, 0.35))
        sketch.spot((eye + np.array([-0.2, -0.25]) * wide * 0.08), wide * 0.022, WHITE)
        feeler = np.array(
            [
                head + side[-1] * wide * 0.13 * hand,
                head + side[-1] * wide * 0.3 * hand + np.array([np.cos(ahead), np.sin(ahead)]) * wide * 0.18,
            ]
        )
        sketch.stroke(curve([head, *feeler], 12), np.linspace(wide * 0.05, 0.002, 12), shade(fin, 0.8))
    return sketch.done()


def _girth(n: int) -> Plane:
    s = np.linspace(0, 1, n)
    return np.interp(
        s, [0, 0.06, 0.2, 0.45, 0.68, 0.84, 0.93, 0.98, 1.0], [0.2, 0.22, 0.42, 0.88, 1.0, 0.9, 0.68, 0.42, 0.2]
    ).astype(np.float32)


def _coat_colours(rng: Rng, coat: Coat) -> Picture:
    where = skin()
    flat = Sheet(34, 240)
    colours: Picture = np.broadcast_to(np.asarray(coat.ground, dtype=np.float32), (240, 34, 3)).copy()
    for patch, much in coat.patches:
        field = clouds(rng, flat, 1.0, octaves=4, gain=0.4)
        cut = float(np.quantile(field, 1 - much))
        colours = mixed(colours, patch, smooth(cut - 0.03, cut + 0.03, field) * smooth(1.0, 0.94, where.s))
    shell = scales(where, rows=19, columns=2.7)
    body = smooth(0.85, 0.8, where.s)
    net = 1 - 0.34 * (1 - smooth(0.0, 0.5, shell)) * body
    gill = 1 - 0.3 * np.exp(-(((where.s - 0.82 - 0.05 * where.t**2) / 0.008) ** 2))
    colours = colours * (rounded(where) * net * gill)[..., None]
    gloss = np.exp(-(((where.t + 0.28) / 0.17) ** 2)) * 0.3 * smooth(0.0, 0.3, where.s)
    return np.asarray(np.clip(1 - (1 - np.clip(colours, 0, 1)) * (1 - gloss[..., None]), 0, 1), dtype=np.float32)
