"""Pictures of pictures: a card on a screen, a phone's screenshot, a thumbnail, several photos pasted into one.

The pages that the screens show, a shop on a monitor or an app on a phone, are of no real one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import carried, homography, picture_corners
from karuta.training.photographer import pose, surfaces
from karuta.training.photographer.arrays import (
    Colour,
    Floats,
    Size,
    clouds,
    draw_colour,
    print_text,
    shaded,
    to_image,
    to_planes,
)
from karuta.training.photographer.camera import expose
from karuta.training.photographer.canvas import Canvas
from karuta.training.photographer.conditions import Grade, Range, draw_conditions, draw_look
from karuta.training.photographer.holder import CardLayer
from karuta.training.photographer.photograph import PHOTO_SIZE, PlacedCard, Scene, photograph, taken
from karuta.training.photographer.pose import Corners
from workshop.photographer.usual import changed, compressed, easy_conditions, flat, font, one_place, uncovered


@dataclass(frozen=True)
class Display:
    """`size`: of the page in pixels; `bezel`: the dark edge around it; `card`: the picture's height in the page's."""

    size: Size
    bezel: int
    card: tuple[float, float]


DISPLAYS: Final = (
    Display((1000, 620), 26, (0.6, 0.9)),
    Display((640, 860), 40, (0.45, 0.75)),
    Display((440, 900), 22, (0.4, 0.6)),
)


def shown_on(display: Display, card: Pixels, rng: np.random.Generator) -> CardLayer:
    """The display with the card's clean picture on its page; opaque."""
    wide, tall = display.size
    dark = bool(rng.random() < 0.45)
    page = _page(display.size, dark=dark, rng=rng)
    high = round(tall * float(rng.uniform(*display.card)))
    across = min(round(high * card.shape[1] / card.shape[0]), round(wide * 0.92))
    high = round(across * card.shape[0] / card.shape[1])
    spare = wide - across
    left = round(spare * (0.5 if rng.random() < 0.5 else float(rng.uniform(0.1, 0.9))))
    top = round(0.07 * tall + (tall * 0.93 - high) * float(rng.uniform(0.1, 0.6)))
    page.paste(Image.fromarray(card).resize((across, high), Image.Resampling.BICUBIC), (left, top))
    edge = display.bezel
    body = shaded((30, 30, 33), float(rng.uniform(0.4, 1.6)))
    image = Image.new("RGB", (wide + 2 * edge, tall + 2 * edge), body)
    image.paste(page, (edge, edge))
    image = image.convert("RGBA")
    corners = np.array([(0, 0), (across, 0), (across, high), (0, high)], dtype=np.float64) + (left + edge, top + edge)
    outline = np.array([(0, 0), (image.width, 0), image.size, (0, image.height)], dtype=np.float64)
    return CardLayer(image, corners, outline)


@dataclass(frozen=True)
class PhonePage:
    """`image`: RGB; `at`: where the top left of the photo in it is; `scale`: of the photo in it."""

    image: Image.Image
    at: tuple[float, float]
    scale: float


def phone_page(photo: Image.Image, size: Size, rng: np.random.Generator) -> PhonePage:
    """A phone's screenshot with the photo in it."""
    wide = round(size[0] * float(rng.uniform(0.6, 0.8)))
    tall = round(wide * float(rng.choice([16 / 9, 19.5 / 9])))
    dark = bool(rng.random() < 0.4)
    ground: Colour = (18, 18, 20) if dark else (255, 255, 255)
    ink: Colour = (235, 235, 235) if dark else (25, 25, 30)
    image = Image.new("RGB", (wide, tall), ground)
    draw = ImageDraw.Draw(image)
    unit = wide / 36
    time = f"{int(rng.integers(0, 24))}:{int(rng.integers(0, 60)):02d}"
    draw.text((unit, unit * 0.4), time, fill=ink, font=font(round(unit * 1.4)))
    draw.rounded_rectangle((wide - 4 * unit, unit * 0.5, wide - unit, unit * 1.9), unit * 0.4, outline=ink, width=2)
    draw.rectangle((wide - 3.7 * unit, unit * 0.8, wide - 2 * unit, unit * 1.6), fill=ink)
    bar = draw_colour(rng) if rng.random() < 0.5 else ground
    draw.rectangle((0, 2.6 * unit, wide, 6 * unit), fill=bar)
    draw.line((2.4 * unit, 3.4 * unit, 1.2 * unit, 4.3 * unit, 2.4 * unit, 5.2 * unit), fill=ink, width=3)
    draw.ellipse((wide - 3 * unit, 3.2 * unit, wide - unit, 5.2 * unit), outline=ink, width=3)
    edge = float(rng.choice([0.0, unit]))
    by = min((wide - 2 * edge) / photo.width, 0.62 * tall / photo.height)
    shown = photo.resize((round(photo.width * by), round(photo.height * by)), Image.Resampling.BICUBIC)
    at = (round((wide - shown.width) / 2), round(6 * unit + edge))
    image.paste(shown, at)
    low = at[1] + shown.height
    draw.text((unit, low + unit), f"${int(rng.integers(1, 400))}.00", fill=ink, font=font(round(unit * 2)))
    _lines(image, (round(unit), round(low + 3.6 * unit), wide - round(unit), round(tall - 5.5 * unit)), ground, rng)
    draw.rounded_rectangle((unit, tall - 5 * unit, wide - unit, tall - 2 * unit), unit, fill=draw_colour(rng))
    draw.rounded_rectangle((wide * 0.36, tall - unit, wide * 0.64, tall - 0.6 * unit), unit * 0.2, fill=ink)
    return PhonePage(image, (float(at[0]), float(at[1])), by)


def _page(size: Size, *, dark: bool, rng: np.random.Generator) -> Image.Image:
    """A bar above, lines of text and some boxes."""
    ground: Colour = (24, 25, 28) if dark else (246, 246, 247)
    page = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, size[0], round(0.06 * size[1])), fill=draw_colour(rng))
    wide, tall = size
    _lines(page, (round(0.05 * wide), round(0.12 * tall), round(0.95 * wide), round(0.95 * tall)), ground, rng)
    for _ in range(int(rng.integers(0, 5))):
        x, y = rng.uniform(0, 0.9, 2) * size
        w, h = rng.uniform(0.05, 0.2, 2) * size
        draw.rounded_rectangle((x, y, x + w, y + h), 6, fill=draw_colour(rng, value=(30, 240)))
    return page


def _lines(image: Image.Image, box: tuple[int, int, int, int], ground: Colour, rng: np.random.Generator) -> None:
    """Grey print in a part of the page."""
    size = (box[2] - box[0], box[3] - box[1])
    if min(size) < 12:
        return
    part = Image.new("RGB", size, ground)
    print_text(ImageDraw.Draw(part), size, max(6, round(image.width * 0.032)), rng)
    image.paste(part, box[:2])


def add_moire(image: Image.Image, outline: Corners, rng: np.random.Generator) -> None:
    """Two gratings beat: slow bands that bend with the lens, shifted from channel to channel; and a fine grid."""
    planes = to_planes(image)
    tall, wide = planes.shape[1:]
    x = np.arange(wide, dtype=np.float32)[None, :]
    y = np.arange(tall, dtype=np.float32)[:, None]
    angle = float(rng.uniform(0, math.pi))
    pitch = float(rng.uniform(0.01, 0.06)) * max(wide, tall)
    bend = clouds(rng, (wide, tall), (2, 2)) * np.float32(rng.uniform(2, 9))
    phase = (x * math.cos(angle) + y * math.sin(angle)) / np.float32(pitch) * np.float32(2 * math.pi) + bend
    strength = np.float32(rng.uniform(0.03, 0.11))
    grid = np.float32(rng.uniform(0.01, 0.05))
    fine = float(rng.uniform(2.05, 3.4))
    lines = np.sin(x * np.float32(2 * math.pi / fine)) + np.sin(y * np.float32(2 * math.pi / fine))
    mask = _mask((wide, tall), outline)
    for channel in range(3):
        gain = strength * np.sin(phase + np.float32(channel * 2.1)) + grid * lines
        planes[channel] *= 1 + gain * mask
    planes *= np.float32(rng.uniform(1.0, 1.15))
    image.paste(to_image(planes))


def add_reflection(image: Image.Image, outline: Corners, rng: np.random.Generator) -> None:
    """A window or a lamp mirrored in the glass: a bright slanting shape, soft at its edges."""
    size = image.size
    mask = Image.new("L", size, 0)
    at = outline.mean(axis=0) + rng.normal(0, 0.2, 2) * size
    wide, tall = float(rng.uniform(0.08, 0.3)) * size[0], float(rng.uniform(0.15, 0.5)) * size[1]
    lean = float(rng.uniform(-0.5, 0.5)) * wide
    shape = np.array([(-wide + lean, -tall), (wide + lean, -tall), (wide - lean, tall), (-wide - lean, tall)]) / 2 + at
    points = [(float(px), float(py)) for px, py in shape]
    ImageDraw.Draw(mask).polygon(points, fill=int(rng.uniform(40, 120)))
    mask = mask.filter(ImageFilter.BoxBlur(0.012 * size[0]))
    inside = Image.fromarray((_mask(size, outline) * 255).astype(np.uint8))
    empty = Image.new("L", size, 0)
    image.paste((235, 242, 255), (0, 0, *size), Image.composite(mask, empty, inside))


def _mask(size: Size, outline: Corners) -> Floats:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([(float(px), float(py)) for px, py in outline], fill=255)
    return np.asarray(mask, dtype=np.float32) / np.float32(255)


_THUMBNAIL = Range(60, 90)  # pixels, the card's height


def on_screen(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """A monitor, a tablet or a phone with the card's picture on it, photographed a little from the side."""
    display = DISPLAYS[int(rng.integers(len(DISPLAYS)))]
    screen = shown_on(display, cards[0], rng)
    conditions = replace(draw_conditions(Grade.PLAIN, rng), warmth=float(rng.uniform(-0.12, 0.02)), shadow=1.0)
    look = replace(uncovered(draw_look(conditions, rng)), rotation=float(rng.normal(0, 5)))
    surface = surfaces.draw_surface(rng, held=False)
    canvas = Canvas(surfaces.paint(surface, size, rng))
    outline, corners = _placed(screen, look.rotation, size, rng)
    canvas.cast_shadow(outline, strength=0.4, shift=(4.0, 6.0))
    canvas.lay_card(screen, corners)
    add_moire(canvas.image, outline, rng)
    if rng.random() < 0.6:
        add_reflection(canvas.image, outline, rng)
    scale = float(np.sqrt(size[0] * size[1] / (PHOTO_SIZE[0] * PHOTO_SIZE[1])))
    pixels = expose(canvas.image, replace(conditions, marked=False), scale=scale, rng=rng)
    share = abs(float(np.linalg.det(np.stack([corners[1] - corners[0], corners[3] - corners[0]]))))
    placed = PlacedCard(0, corners, canvas.visible()[0], replace(look, share=share / (size[0] * size[1])))
    return Scene(pixels, (placed,), replace(conditions, surface="screen"))


def screenshot(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """An app's page around a photo of the card, or around its clean picture. No camera saw it."""
    inner = _inner(cards[0], rng, size)
    page = phone_page(Image.fromarray(inner.pixels), size, rng)
    pixels = compressed(page.image, int(rng.integers(70, 97)))
    return changed(inner, pixels, np.array([(page.scale, 0), (0, page.scale), page.at], dtype=np.float64))


def thumbnail(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    scene = photograph_one(cards, rng, size)
    tall = float(np.linalg.norm(scene.cards[0].corners[3] - scene.cards[0].corners[0]))
    scale = float(rng.uniform(_THUMBNAIL.low, _THUMBNAIL.high)) / tall
    shape = (round(size[0] * scale), round(size[1] * scale))
    small = Image.fromarray(scene.pixels).resize(shape, Image.Resampling.LANCZOS)
    by = np.array(shape) / size
    move = np.array([(by[0], 0), (0, by[1]), (0, 0)], dtype=np.float64)
    return changed(scene, compressed(small, int(rng.integers(55, 90))), move)


def collage(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """Four or nine photos of one card each, with or without white lines between them."""
    across = 2 if rng.random() < 0.5 else 3
    gap = int(rng.choice([0, 4, 10]))
    ground = (255, 255, 255) if rng.random() < 0.7 else (15, 15, 15)
    cell = (size[0] // across, int(size[0] / across * float(rng.choice([1.0, 1.25]))))
    image = Image.new("RGB", (cell[0] * across, cell[1] * across), ground)
    placed: list[PlacedCard] = []
    conditions = easy_conditions(rng)
    for number in range(across * across):
        grade = Grade.PLAIN if rng.random() < 0.5 else Grade.HARD
        inner = (cell[0] - gap, cell[1] - gap)
        scene = photograph([cards[number]], grade=grade, rng=rng, size=inner, share=Range(0.3, 0.65))
        at = (number % across * cell[0] + gap // 2, number // across * cell[1] + gap // 2)
        image.paste(Image.fromarray(scene.pixels), at)
        placed += [replace(card, source=number, corners=card.corners + at) for card in scene.cards]
    pixels = compressed(image, int(rng.integers(70, 95)))
    return Scene(pixels, tuple(placed), replace(conditions, surface="collage"))


def photograph_one(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    conditions = easy_conditions(rng)
    plan = one_place(cards[0], conditions, size, rng, Range(0.25, 0.6))
    return taken(cards[:1], [plan], conditions, size, rng)


def _inner(card: Pixels, rng: np.random.Generator, size: Size) -> Scene:
    if rng.random() < 0.6:
        return photograph_one([card], rng, (size[0] * 4 // 5, size[0]))
    wide = size[0] * 3 // 5
    tall = round(wide * card.shape[0] / card.shape[1])
    image = Image.fromarray(card).resize((wide, tall), Image.Resampling.BICUBIC)
    edges = picture_corners(wide, tall)
    return flat(np.array(image), edges, rng)


def _placed(screen: CardLayer, rotation: float, size: Size, rng: np.random.Generator) -> tuple[Corners, Corners]:
    """The display's outline in the photo, and the card's corners: the card is wholly in it, the display maybe not."""
    whole = screen.outline
    shape = pose.turned(pose.tilted(whole - whole.mean(axis=0), float(rng.uniform(0.0, 0.12)), rng), rotation)
    card = carried(screen.card, homography(whole, shape))
    tall = float(np.linalg.norm(card[3] - card[0]))
    grow = size[1] * float(rng.uniform(0.35, 0.7)) / tall
    grow = min(grow, float((np.array(size) * 0.96 / np.ptp(card, axis=0)).min()))
    room = np.array(size) - np.ptp(card * grow, axis=0)
    corner = room * rng.uniform(0.25, 0.75, 2)
    shift = corner - (card * grow).min(axis=0)
    return shape * grow + shift, card * grow + shift
