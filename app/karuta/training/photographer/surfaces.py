"""Surfaces under cards, painted procedurally: wood, cloth, playmat, paper, stone, carpet, dark desks, blurred rooms.

A painter takes a size and a random generator and gives `(height, width, 3) uint8`, RGB. It knows nothing of cards.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import homography
from karuta.training.photographer import pose
from karuta.training.photographer.arrays import (
    Colour,
    Floats,
    Size,
    clouds,
    draw_colour,
    enlarge,
    grain,
    print_text,
    ramp,
    shaded,
)

Painter = Callable[[Size, np.random.Generator], Pixels]

_WOODS: Final[tuple[tuple[Colour, Colour], ...]] = (
    ((222, 190, 140), (186, 146, 94)),
    ((198, 152, 92), (150, 104, 54)),
    ((206, 160, 84), (160, 112, 46)),
    ((164, 112, 62), (112, 70, 36)),
    ((120, 72, 44), (74, 40, 24)),
    ((98, 78, 62), (60, 46, 36)),
    ((150, 70, 38), (96, 36, 18)),
    ((176, 168, 156), (124, 116, 106)),
    ((232, 222, 204), (204, 190, 166)),
    ((52, 42, 36), (24, 19, 16)),
    ((34, 32, 32), (14, 13, 13)),
)


def wood(size: Size, rng: np.random.Generator) -> Pixels:
    """Boards with growth rings, fibres, pores and dark joints."""
    width, height = size
    light, dark = _WOODS[int(rng.integers(len(_WOODS)))]
    boards = int(rng.integers(2, 7)) if rng.random() < 0.5 else 1
    board = np.minimum((np.arange(width) * boards) // width, boards - 1)
    shift = rng.uniform(0, 9, boards).astype(np.float32)[board]
    along = np.arange(width, dtype=np.float32) * np.float32(rng.uniform(4, 14) / max(size))
    plane = clouds(rng, size, (int(rng.integers(2, 6)), 2), octaves=2)
    plane *= np.float32(rng.uniform(1.0, 5.0) * 2 * math.pi)
    plane += (along + shift)[None, :] * np.float32(2 * math.pi)
    np.sin(plane, out=plane)
    plane *= np.float32(rng.uniform(0.05, 0.2))
    fibres = clouds(rng, size, (max(8, width // 4), max(2, height // 70)))
    plane += fibres * np.float32(rng.uniform(0.15, 0.45))
    plane += clouds(rng, size, (max(4, width // 24), 2)) * np.float32(rng.uniform(0.1, 0.4))
    plane += (rng.uniform(-0.15, 0.15, boards).astype(np.float32)[board] + np.float32(0.1))[None, :]
    thick = max(1, round(max(size) * 0.002))
    for joint in np.flatnonzero(np.diff(board)):
        plane[:, joint : joint + thick] = 1.5
    return ramp(plane, light, dark)


def cloth(size: Size, rng: np.random.Generator) -> Pixels:
    """Woven or knitted cloth with folds, plain, striped, chequered or with dots."""
    period = max(2, round(max(size) * float(rng.uniform(0.002, 0.012))))
    colour = draw_colour(rng)
    tile = _weave(period, rng) * np.float32(rng.uniform(0.06, 0.3))
    tile = np.tile(tile, (96 // tile.shape[0] + 1, 96 // tile.shape[1] + 1))
    tile += grain(rng, tile.shape) * np.float32(0.03)
    plane = np.tile(tile, (size[1] // tile.shape[0] + 1, size[0] // tile.shape[1] + 1))[: size[1], : size[0]]
    plane += clouds(rng, size, (3, 4), octaves=3) * np.float32(rng.uniform(0.1, 0.5))
    if rng.random() < 0.35:  # folds
        ridge = np.abs(clouds(rng, size, (2, 3), octaves=2) - np.float32(0.5))
        plane -= np.clip(np.float32(0.06) - ridge, 0, 1) * np.float32(rng.uniform(2, 7))
    pixels = ramp(plane + np.float32(0.2), shaded(colour, 0.72), shaded(colour, 1.15))
    way = rng.random()
    if way < 0.3:
        _dots(pixels, rng)
    elif way < 0.5:
        _bands(pixels, rng)
    return pixels


def _weave(period: int, rng: np.random.Generator) -> Floats:
    steps = np.arange(2 * period, dtype=np.float32)
    if rng.random() < 0.35:  # knit: slanting stitches
        lean = np.abs(steps - period)[None, :] + steps[:, None]
        stitches: Floats = np.sin(lean * np.float32(math.pi / period)) * np.float32(0.5) + np.float32(0.5)
        return stitches
    across = np.sin(steps * np.float32(math.pi / period))
    threads: Floats = np.abs(across[None, :] * across[:, None])
    return threads


def _dots(pixels: Pixels, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    pitch = max(6, round(max(width, height) * float(rng.uniform(0.03, 0.12))))
    radius = pitch * float(rng.uniform(0.15, 0.38))
    y, x = np.ogrid[: 2 * pitch, : 2 * pitch]
    cell = np.zeros((2 * pitch, 2 * pitch), dtype=np.float32)
    for cx, cy in ((pitch * 0.5, pitch * 0.5), (pitch * 1.5, pitch * 1.5)):
        cell = np.maximum(cell, np.clip(radius - np.hypot(x - cx, y - cy) + 0.5, 0, 1).astype(np.float32))
    mask = np.tile(cell, (height // (2 * pitch) + 1, width // (2 * pitch) + 1))[:height, :width]
    colour = (238, 234, 226) if rng.random() < 0.4 else draw_colour(rng)
    _tint(pixels, mask * np.float32(rng.uniform(0.4, 0.95)), colour)


def _bands(pixels: Pixels, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    pitch = max(width, height) * float(rng.uniform(0.02, 0.2))
    mask = np.zeros((height, width), dtype=np.float32)
    mask += ((np.arange(width) / pitch) % 1 < rng.uniform(0.2, 0.6)).astype(np.float32)[None, :]
    if rng.random() < 0.6:
        mask += ((np.arange(height) / pitch) % 1 < rng.uniform(0.2, 0.6)).astype(np.float32)[:, None]
    _tint(pixels, mask * np.float32(rng.uniform(0.15, 0.45)), draw_colour(rng))


def _tint(pixels: Pixels, mask: Floats, colour: Colour) -> None:
    # The cloth's own light and dark remain visible under the colour.
    shade = pixels[..., 1].astype(np.float32)
    shade *= np.float32(1 / max(1.0, float(shade.mean())))
    for channel in range(3):
        plane = pixels[..., channel].astype(np.float32)
        plane += (np.float32(colour[channel]) * shade - plane) * mask
        pixels[..., channel] = np.clip(plane, 0, 255)


def playmat(size: Size, rng: np.random.Generator) -> Pixels:
    """A printed mat: colours that blend, rays, circles and zone outlines, on fine cloth."""
    small = (max(16, size[0] // 2), max(16, size[1] // 2))
    base, second = np.array(draw_colour(rng), dtype=np.float32), np.array(draw_colour(rng), dtype=np.float32)
    blend = clouds(rng, small, (int(rng.integers(2, 5)), int(rng.integers(2, 6))), octaves=3)
    light = clouds(rng, small, (3, 3), octaves=4) * np.float32(rng.uniform(0.4, 1.4)) + np.float32(0.5)
    light += grain(rng, light.shape) * np.float32(0.03)
    picture = (base + (second - base) * np.clip(blend * 2 - 0.5, 0, 1)[..., None]) * light[..., None]
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image, "RGBA")
    for _ in range(int(rng.integers(2, 22))):
        _shape(draw, small, rng)
    if rng.random() < 0.5:
        image = image.filter(ImageFilter.BoxBlur(float(rng.uniform(0.5, 4))))
    return np.array(image.resize(size, Image.Resampling.BILINEAR))


def _shape(draw: ImageDraw.ImageDraw, size: Size, rng: np.random.Generator) -> None:
    x, y = (float(part) for part in rng.uniform(-0.1, 1.1, 2) * size)
    reach = float(rng.uniform(0.03, 0.45)) * size[0]
    fill = (*draw_colour(rng), int(rng.integers(30, 200)))
    thick = max(1, round(reach * 0.05))
    way = rng.integers(4)
    if way == 0:
        filled = fill if rng.random() < 0.5 else None
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=filled, outline=fill, width=thick)
    elif way == 1:
        corners = np.array([x, y]) + rng.uniform(-reach, reach, (int(rng.integers(3, 9)), 2))
        draw.polygon([(float(px), float(py)) for px, py in corners], fill=fill)
    elif way == 2:
        box = (x, y, x + reach, y + reach * 1.4)
        draw.rounded_rectangle(box, reach * 0.05, outline=fill, width=max(1, size[0] // 200))
    else:
        angle = rng.uniform(0, 2 * math.pi)
        end = (x + 3 * reach * math.cos(angle), y + 3 * reach * math.sin(angle))
        draw.line((x, y, *end), fill=fill, width=thick)


def paper(size: Size, rng: np.random.Generator) -> Pixels:
    """White or tinted paper, blank, ruled, squared or printed."""
    colour = draw_colour(rng, value=(185, 245)) if rng.random() < 0.6 else (236, 234, 228)
    plane = clouds(rng, size, (3, 4)) * np.float32(0.6) + grain(rng, size[::-1]) * np.float32(0.05)
    image = Image.fromarray(ramp(plane, shaded(colour, 0.93), colour))
    draw = ImageDraw.Draw(image)
    way, pitch = rng.random(), max(3, round(max(size) * float(rng.uniform(0.008, 0.035))))
    ink = draw_colour(rng, value=(60, 200))
    if way < 0.3:
        for y in range(pitch, size[1], pitch):
            draw.line((0, y, size[0], y), fill=ink)
        for x in range(pitch, size[0] if way < 0.15 else 0, pitch):
            draw.line((x, 0, x, size[1]), fill=ink)
    elif way < 0.5:
        print_text(draw, size, pitch, rng)
    return np.array(image)


def stone(size: Size, rng: np.random.Generator) -> Pixels:
    """Marble with veins, speckled granite or concrete, at times in tiles."""
    colour = draw_colour(rng, value=(60, 235))
    cloud = clouds(rng, size, (3, 4), octaves=5)
    if rng.random() < 0.45:
        bend = clouds(rng, size, (2, 3), octaves=4) * np.float32(rng.uniform(6, 14)) + cloud * np.float32(4)
        veins = np.abs(np.sin(bend))
        np.sqrt(veins, out=veins)
        plane = np.clip(veins * np.float32(rng.uniform(1.0, 2.5)), 0, 1) * np.float32(0.6) + cloud * np.float32(0.4)
    else:
        fine = (max(4, size[0] // 3), max(4, size[1] // 3))
        speckle = enlarge(grain(rng, fine[::-1]), size, smooth=False)
        plane = np.float32(0.5) + speckle * np.float32(rng.uniform(0.03, 0.25)) + (cloud - 0.5) * np.float32(0.5)
    if rng.random() < 0.25:
        pitch = max(8, round(max(size) * float(rng.uniform(0.15, 0.5))))
        thick, joint = max(1, pitch // 50), np.float32(rng.random())
        for line in range(int(rng.integers(0, pitch)), max(size), pitch):
            plane[line : line + thick] = joint
            plane[:, line : line + thick] = joint
    return ramp(plane, shaded(colour, 0.6), shaded(colour, 1.12))


def carpet(size: Size, rng: np.random.Generator) -> Pixels:
    """Pile: coarse grain over large soft patches."""
    step = float(rng.uniform(1.2, 4.0))
    fine = (max(4, int(size[0] / step)), max(4, int(size[1] / step)))
    plane = enlarge(grain(rng, fine[::-1]), size, smooth=False) * np.float32(rng.uniform(0.08, 0.22))
    plane += clouds(rng, size, (4, 6), octaves=2) * np.float32(0.6) + np.float32(0.2)
    colour = draw_colour(rng, value=(40, 200))
    return ramp(plane, shaded(colour, 0.45), shaded(colour, 1.35))


def dark(size: Size, rng: np.random.Generator) -> Pixels:
    """A nearly black desk, mouse mat or bag, as in dark photos."""
    base = rng.uniform(4, 34)
    red, green, blue = np.clip(base + rng.uniform(-3, 3, 3), 0, 255)
    colour = (int(red), int(green), int(blue))
    plane = clouds(rng, size, (2, 3)) * np.float32(0.8) + grain(rng, size[::-1]) * np.float32(rng.uniform(0.02, 0.15))
    if rng.random() < 0.3:
        plane += clouds(rng, size, (max(8, size[0] // 3), 6)) * np.float32(0.4)
    return ramp(plane, shaded(colour, 0.5), shaded(colour, 1.5))


def board(size: Size, rng: np.random.Generator) -> Pixels:
    """A smooth painted or laminated board of one colour."""
    colour = draw_colour(rng)
    plane = clouds(rng, size, (2, 3)) + grain(rng, size[::-1]) * np.float32(0.02)
    return ramp(plane, shaded(colour, 0.85), shaded(colour, 1.1))


def room(size: Size, rng: np.random.Generator) -> Pixels:
    """A room out of focus, behind a card held up: blurred blocks of furniture and windows."""
    small = (160, max(8, round(160 * size[1] / size[0])))
    image = Image.new("RGB", small, draw_colour(rng))
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(8, 30))):
        x, y = rng.uniform(-0.2, 1, 2) * small
        w, h = rng.uniform(0.03, 0.5, 2) * small
        lean = float(rng.normal(0, 0.15)) * h
        points = [(x, y), (x + w, y), (x + w + lean, y + h), (x + lean, y + h)]
        draw.polygon([(float(px), float(py)) for px, py in points], fill=draw_colour(rng, value=(15, 250)))
    image = image.filter(ImageFilter.GaussianBlur(float(rng.uniform(2, 10))))
    return np.array(image.resize(size, Image.Resampling.BICUBIC))


ROOM: Final = "room"
SURFACES: Final[dict[str, Painter]] = {
    "wood": wood,
    "cloth": cloth,
    "playmat": playmat,
    "paper": paper,
    "stone": stone,
    "carpet": carpet,
    "dark": dark,
    "board": board,
    ROOM: room,
}
_WITHOUT_DIRECTION: Final = frozenset({"dark", "board", ROOM, "carpet"})
_ODDS: Final = (0.22, 0.18, 0.10, 0.08, 0.09, 0.07, 0.13, 0.07, 0.06)


def draw_surface(rng: np.random.Generator, *, held: bool) -> str:
    """The name of a surface, about as often as sellers use it (a guess: wood, cloth and dark desks lead).

    `held`: whether the card may be held up, before a blurred room.
    """
    name = list(SURFACES)[int(rng.choice(len(SURFACES), p=_ODDS))]
    return name if held or name != ROOM else "wood"


def paint(name: str, size: Size, rng: np.random.Generator) -> Image.Image:
    """The surface at a size: straight or at an angle, sometimes out of focus or mirrored."""
    out_of_focus = float(rng.choice([0.2, 0.35])) if rng.random() < 0.15 else 1.0
    if name not in _WITHOUT_DIRECTION and rng.random() < 0.35:
        image = _at_an_angle(name, size, min(out_of_focus, 0.6), rng)
    else:
        painted = (max(16, round(size[0] * out_of_focus)), max(16, round(size[1] * out_of_focus)))
        quarter = rng.random() < 0.5
        image = Image.fromarray(SURFACES[name](painted[::-1] if quarter else painted, rng))
        image = image.transpose(Image.Transpose.ROTATE_90) if quarter else image
        image = image if image.size == size else image.resize(size, Image.Resampling.BILINEAR)
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else image


def _at_an_angle(name: str, size: Size, scale: float, rng: np.random.Generator) -> Image.Image:
    """The frame is cut, turned and tilted, from a larger painting; `scale` keeps that painting cheap."""
    frame = pose.rectangle(size[0] * scale, size[1] * scale)
    on_table = pose.turned(pose.tilted(frame, float(rng.uniform(0, 0.2)), rng), float(rng.uniform(-90, 90)))
    on_table = on_table - on_table.min(axis=0)
    width, height = np.ceil(on_table.max(axis=0)).astype(int)
    image = Image.fromarray(SURFACES[name]((int(width), int(height)), rng))
    seen = (max(16, round(size[0] * scale)), max(16, round(size[1] * scale)))
    corners = pose.rectangle(*seen) + np.array(seen) / 2
    matrix = homography(corners, on_table)
    image = image.transform(seen, Image.Transform.PERSPECTIVE, tuple(matrix.ravel()[:8]), Image.Resampling.BILINEAR)
    return image.resize(size, Image.Resampling.BILINEAR)
