"""The frames of the game: eight kinds, each with a material, a window and a metal by rarity; no art, no text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kazeyomi.canvas import blurred, darkened, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, rgb, shade
from kazeyomi.materials import brocade, hammered, night, paper, pearl, scroll, teal_wood, vermilion, vines
from kazeyomi.metal import BRASS, COPPER, STEEL, plate
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import BLACK, WHITE, Mask, Points, Sketch, petal, placed, star_points
from kazeyomi.windows import CARD, HEIGHT, WIDTH, arched, at, cut, domed, gate, notched, plain, px, rounded, scalloped

METALS = {"Common": COPPER, "Silver": STEEL, "Gilded": BRASS}


@dataclass(frozen=True)
class Ornament:
    """Something that lies on the card: its colours, where it is, the shadow it throws."""

    colours: Picture
    cover: Plane
    shadow: Plane

    def onto(self, picture: Picture) -> Picture:
        return mixed(darkened(picture, self.shadow * 0.6), self.colours, self.cover)


@dataclass(frozen=True)
class Frame:
    """`ground` is the card without art; art goes where `window` is 1; `trim` (rim, banner, crest) goes over both."""

    ground: Picture
    window: Plane
    trim: Ornament
    banner_ink: Colour
    panel_ink: Colour
    dark_panel: bool


@dataclass(frozen=True)
class Style:
    """One kind of card."""

    material: Callable[[Rng], Picture]
    window: Callable[[float], Points]
    edge: Colour
    banner: Colour
    banner_ink: Colour
    panel: Colour
    panel_ink: Colour
    sign: str


STYLES = {
    "Realm": Style(
        teal_wood, arched, rgb("#082a28"), rgb("#f0e6c8"), rgb("#123f3a"), rgb("#efe7cf"), rgb("#1c2a26"), "界"
    ),
    "Spirit": Style(
        vermilion, notched, rgb("#3a0808"), rgb("#1d1014"), rgb("#f6e2b8"), rgb("#f4e6d0"), rgb("#2c1410"), "霊"
    ),
    "Craft": Style(hammered, cut, rgb("#1c0e08"), rgb("#2a1a10"), rgb("#f2d8a8"), rgb("#e9dcc4"), rgb("#2a1a0e"), "工"),
    "Weave": Style(
        brocade, scalloped, rgb("#24103a"), rgb("#f6ead0"), rgb("#42205a"), rgb("#f4ead6"), rgb("#2c1840"), "織"
    ),
    "Omen": Style(night, domed, rgb("#040714"), rgb("#0b1234"), rgb("#e6ecff"), rgb("#10183c"), rgb("#dde4ff"), "天"),
    "Bloom": Style(
        vines, rounded, rgb("#3f6338"), rgb("#fbf6e4"), rgb("#2c5a34"), rgb("#fbf8ea"), rgb("#20361f"), "花"
    ),
    "Verse": Style(scroll, plain, rgb("#1a1c22"), rgb("#f4eddb"), rgb("#1c1a1c"), rgb("#f6f0e0"), rgb("#1e1c1e"), "詩"),
    "Treasure": Style(
        pearl, gate, rgb("#0a0710"), rgb("#150f1e"), rgb("#f0dcf6"), rgb("#1c1528"), rgb("#ece0f4"), "宝"
    ),
}

PANEL = (66, 966, 776, 1152)
BANNER = (46, 842, 796, 930)
CREST = (96, 96, 62)


@lru_cache(maxsize=32)
def frame(kind: str, rarity: str) -> Frame:
    """The frame of a kind of card in a rarity's metal; always the same."""
    style = STYLES[kind]
    metal = METALS[rarity]
    rng = np.random.default_rng([sum(kind.encode()), 7])
    ground = _with_edge(style.material(rng), style, metal)
    ground = _with_panel(ground, style, rng)
    window = Mask(CARD)
    window.polygon(style.window(9), WHITE)
    return Frame(
        ground, window.plane(), _trim(style, metal, kind), style.banner_ink, style.panel_ink, sum(style.panel) < 1.2
    )


def _with_edge(picture: Picture, style: Style, metal: tuple[Colour, ...]) -> Picture:
    """The card's dark edge with a fine metal line inside it."""
    x, y = np.arange(WIDTH, dtype=np.float32)[None, :], np.arange(HEIGHT, dtype=np.float32)[:, None]
    near = np.minimum(np.minimum(x, WIDTH - 1 - x), np.minimum(y, HEIGHT - 1 - y))
    near = np.broadcast_to(near, CARD.shape).astype(np.float32)
    picture = darkened(picture, smooth(60, 24, near) * 0.45)
    picture = mixed(picture, style.edge, smooth(24, 22.5, near))
    picture = mixed(picture, metal[3], smooth(2.2, 1.2, np.abs(near - 25.5)))
    return mixed(picture, metal[1], smooth(1.6, 0.8, np.abs(near - 28.5)))


def _with_panel(picture: Picture, style: Style, rng: Rng) -> Picture:
    """The field of text: paper or lacquer with the kind's crest as a watermark."""
    left, top, right, bottom = PANEL
    mask = Mask(CARD)
    shape = _soft_box(left, top, right, bottom, 14)
    mask.polygon(shape, WHITE)
    cover = mask.plane()
    tone = (
        paper(CARD, rng, style.panel)
        if sum(style.panel) > 1.2
        else np.clip(CARD.fill(style.panel) * (0.9 + 0.25 * clouds(rng, CARD, 8))[..., None], 0, 1)
    )
    mark = Mask(CARD)
    cx, cy = at((left + right) / 2, (top + bottom) / 2)
    for k in range(12):
        mark.polygon(placed(petal(0.2, 0.075, tip=0.8), x=cx, y=cy, turn=k * np.pi / 6), WHITE)
    mark.circle(cx, cy, 0.06, BLACK)
    mark.ring(cx, cy, 0.215, WHITE, width=0.006)
    tone = mixed(
        tone.astype(np.float32),
        mix(style.panel, style.edge if sum(style.panel) > 1.2 else WHITE, 0.5),
        mark.plane() * 0.16,
    )
    picture = darkened(picture, blurred(np.roll(cover, (5, 3), axis=(0, 1)), 7) * 0.6)
    picture = mixed(picture, tone, cover)
    sketch = Sketch(CARD, picture)
    line = _soft_box(left + 5, top + 5, right - 5, bottom - 5, 10)
    sketch.line([*line, line[0]], style.panel_ink, width=0.004, alpha=0.5)
    return sketch.picture()


def _soft_box(left: float, top: float, right: float, bottom: float, r: float) -> Points:
    corners = (
        (left + r, top + r, 180),
        (right - r, top + r, 270),
        (right - r, bottom - r, 0),
        (left + r, bottom - r, 90),
    )
    parts = [
        np.stack(
            [
                x + r * np.cos(np.radians(np.linspace(a, a + 90, 10))),
                y + r * np.sin(np.radians(np.linspace(a, a + 90, 10))),
            ],
            axis=1,
        )
        for x, y, a in corners
    ]
    return px(np.concatenate(parts))


def _banner_shape(inset: float) -> Points:
    left, right = BANNER[0] + inset * 1.6, BANNER[2] - inset * 1.6
    top, bottom = BANNER[1] + inset, BANNER[3] - inset
    middle = (top + bottom) / 2
    return px(
        [
            (left, middle),
            (left + 26, top),
            (right - 26, top),
            (right, middle),
            (right - 26, bottom),
            (left + 26, bottom),
        ]
    )


def _trim(style: Style, metal: tuple[Colour, ...], kind: str) -> Ornament:
    """Rim of the window, banner of the name, crest of the breath: drawn once on black, kept with their cover."""
    rim = Mask(CARD)
    outer, inner = style.window(0), style.window(12)
    rim.polygon(outer, WHITE)
    rim.polygon(inner, BLACK)
    colours = plate(CARD.fill(BLACK), CARD, rim.plane(), metal, spun=0.5, lift=6)
    cover = rim.plane()
    corners = Mask(CARD)
    for x, y in ((40, 40), (WIDTH - 40, 40), (40, HEIGHT - 40), (WIDTH - 40, HEIGHT - 40)):
        cx, cy = at(x, y)
        for k in range(4):
            corners.polygon(placed(petal(0.036, 0.02), x=cx, y=cy, turn=k * np.pi / 2 + np.pi / 4), WHITE)
    banner, face = Mask(CARD), Mask(CARD)
    banner.polygon(_banner_shape(0), WHITE)
    face.polygon(_banner_shape(6), WHITE)
    crest, disc = Mask(CARD), Mask(CARD)
    cx, cy = at(CREST[0], CREST[1])
    r = CREST[2] / CARD.unit
    points = {"Realm": 8, "Spirit": 12, "Craft": 16, "Weave": 6, "Omen": 10, "Bloom": 5, "Verse": 4, "Treasure": 9}[
        kind
    ]
    if points > 8:
        crest.polygon(star_points(points, r, r * 0.88) + np.array([cx, cy]), WHITE)
    for k in range(points):
        crest.circle(
            cx + r * 0.72 * np.cos(k * 2 * np.pi / points),
            cy + r * 0.72 * np.sin(k * 2 * np.pi / points),
            r * 0.3,
            WHITE,
        )
    crest.circle(cx, cy, r * 0.86, WHITE)
    disc.circle(cx, cy, r * 0.7, WHITE)
    for mask in (corners, banner, crest):
        colours = plate(colours, CARD, mask.plane(), metal, spun=0.45, lift=5)
        cover = np.maximum(cover, mask.plane())
    tone = ramp(
        np.clip(0.62 - 0.5 * np.abs(CARD.grid()[1] - at(0, 880)[1]) * 8, 0, 1).astype(np.float32),
        (shade(style.banner, 0.72), style.banner, mix(style.banner, WHITE, 0.16)),
    )
    colours = mixed(colours, tone, face.plane())
    colours = mixed(colours, style.edge, disc.plane())
    shadow = blurred(np.roll(cover, (6, 4), axis=(0, 1)), 7)
    return Ornament(colours, cover, shadow)
