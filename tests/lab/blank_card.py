"""What the fresh frames are drawn with: plates, lettering, discs, textures, foil. Knows no game and no layout."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps
from tests.lab.game_sets import Picture, art, font, words

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
Point = tuple[float, float]
BLACK, WHITE, INK = (12, 11, 14), (248, 247, 244), (26, 23, 28)


def hsv(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return round(255 * red), round(255 * green), round(255 * blue)


def clouds(rng: np.random.Generator, size: tuple[int, int], cells: int) -> np.ndarray:
    """A soft plane of mean 0, about -1 to 1, `(height, width)`."""
    small = rng.integers(0, 256, (cells, cells)).astype(np.uint8)
    plane = np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
    return (plane - plane.mean()) / 110


def letters(text: str, size: int, *, weight: int = 0) -> Picture:
    """The text as a mask, cut to its ink."""
    face = font(size)
    left, top, right, bottom = face.getbbox(text, stroke_width=weight)
    mask = Image.new("L", (max(1, round(right - left) + 2), max(1, round(bottom - top) + 2)), 0)
    ImageDraw.Draw(mask).text((1 - left, 1 - top), text, fill=255, font=face, stroke_width=weight)
    return mask


def brushed(rng: np.random.Generator, count: int, size: int) -> Picture:
    """As many signs that look like an East Asian script and mean nothing, as a mask."""
    scale = 3
    mask = Image.new("L", (count * size * scale, size * scale), 0)
    draw = ImageDraw.Draw(mask)
    thick = max(2, round(size * scale / 11))
    for place in range(count):
        x, wide = place * size * scale + size * scale * 0.08, size * scale * 0.82
        rows = sorted(rng.uniform(0.08, 0.92, int(rng.integers(1, 5))))
        for at in rows:
            begin, end = sorted(rng.uniform(0, 1, 2))
            draw.line([(x + wide * min(begin, 0.3), wide * at), (x + wide * max(end, 0.7), wide * at)], 255, thick)
        for at in rng.uniform(0.1, 0.9, int(rng.integers(1, 3))):
            lean = float(rng.normal(0, 0.12))
            draw.line([(x + wide * at, wide * 0.05), (x + wide * (at + lean), wide * 0.98)], 255, thick)
        if rng.random() < 0.4:
            draw.arc((x, wide * 0.2, x + wide, wide * 1.05), *sorted(rng.uniform(0, 360, 2)), fill=255, width=thick)
    return mask.resize((count * size, size), Image.Resampling.LANCZOS)


def looped(rng: np.random.Generator, count: int, size: int) -> Picture:
    """As many signs that look like a script of South-East Asia, with loops and marks above, as a mask."""
    scale = 3
    cell = size * scale * 0.62
    mask = Image.new("L", (math.ceil(count * cell) + scale, size * scale), 0)
    draw = ImageDraw.Draw(mask)
    thick = max(2, round(size * scale / 14))
    for place in range(count):
        x, top, low = place * cell + cell * 0.1, size * scale * 0.34, size * scale * 0.95
        wide = cell * 0.74
        draw.arc((x, top, x + wide, top + wide * 1.2), 180, 360, fill=255, width=thick)
        draw.line([(x + wide - thick, top + wide * 0.6), (x + wide - thick, low)], 255, thick)
        loop = wide * 0.34
        side = x if rng.random() < 0.6 else x + wide * 0.4
        draw.line([(side + thick / 2, top + wide * 0.6), (side + thick / 2, low - loop / 2)], 255, thick)
        draw.ellipse((side, low - loop, side + loop, low), outline=255, width=thick)
        if rng.random() < 0.4:
            draw.arc((x, 0, x + wide, top * 1.3), 200, 340, fill=255, width=thick)
    return mask.resize((max(1, mask.width // scale), size), Image.Resampling.LANCZOS)


def written(rng: np.random.Generator, count: int, size: int, *, script: str, weight: int = 0) -> Picture:
    """About as many words in `script`: latin, brushed or looped."""
    if script == "brushed":
        return brushed(rng, count * 3, size)
    if script == "looped":
        return looped(rng, count * 5, size)
    return letters(words(rng, count), size, weight=weight)


def filled_line(rng: np.random.Generator, room: float, size: int, *, script: str) -> Picture:
    """Whole words as long as there is room, as a mask."""
    if script != "latin":
        mask = written(rng, 16, size, script=script)
        return mask.crop((0, 0, min(mask.width, round(room)), mask.height))
    parts = words(rng, 16).split()
    while len(parts) > 1 and font(size).getlength(" ".join(parts)) > room:
        parts.pop()
    return letters(" ".join(parts), size)


class BlankCard:
    """A face while it is drawn: whatever is put on it covers what was there."""

    def __init__(self, size: tuple[int, int], colour: Colour) -> None:
        self.image = Image.new("RGB", size, colour)
        self.name = ""

    def called(self, name: str) -> str:
        """The name, which is the card's from now on."""
        self.name = name
        return name

    @property
    def done(self) -> Picture:
        """The face, with the name that stands on it in `info`."""
        self.image.info["name"] = self.name
        return self.image

    def wash(self, box: Box, top: Colour, bottom: Colour) -> None:
        """One colour above that runs into another below."""
        x0, y0, x1, y1 = (round(value) for value in box)
        share = np.linspace(0, 1, y1 - y0)[:, None, None]
        band = np.array(top) * (1 - share) + np.array(bottom) * share
        self.image.paste(Image.fromarray(np.broadcast_to(band, (y1 - y0, x1 - x0, 3)).astype(np.uint8)), (x0, y0))

    def grain(self, rng: np.random.Generator, box: Box, *, cloud: float, grain: float, cells: int = 7) -> None:
        """Stone, leather or paper: soft clouds and fine grain over a box."""
        x0, y0, x1, y1 = (round(value) for value in box)
        part = np.asarray(self.image.crop((x0, y0, x1, y1)), dtype=np.float32)
        plane = clouds(rng, (x1 - x0, y1 - y0), cells) * cloud + rng.normal(0, grain, (y1 - y0, x1 - x0))
        self.image.paste(Image.fromarray(np.clip(part + plane[..., None], 0, 255).astype(np.uint8)), (x0, y0))

    def put(self, picture: Picture, at: Point, *, radius: float = 0, mask: Picture | None = None) -> None:
        if mask is None and radius:
            mask = Image.new("L", picture.size, 0)
            ImageDraw.Draw(mask).rounded_rectangle((0, 0, picture.width - 1, picture.height - 1), radius, fill=255)
        self.image.paste(picture, (round(at[0]), round(at[1])), mask)

    def picture(self, number: int, box: Box, *, radius: float = 0) -> None:
        """The demo's art in a box."""
        size = (round(box[2] - box[0]), round(box[3] - box[1]))
        self.put(art(number, size), (box[0], box[1]), radius=radius)

    def plate(
        self, box: Box, fill: Colour, *, radius: float = 0, alpha: int = 255, edge: Colour | None = None, line: int = 3
    ) -> None:
        x0, y0, x1, y1 = box
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        if not radius:
            self.shape(corners, fill, alpha=alpha, edge=edge, line=line)
            return
        mask = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(mask).rounded_rectangle(box, radius, fill=alpha)
        self.image.paste(fill, (0, 0, *self.image.size), mask)
        if edge is not None:
            ImageDraw.Draw(self.image).rounded_rectangle(box, radius, outline=edge, width=line)

    def shape(
        self, points: Sequence[Point], fill: Colour, *, alpha: int = 255, edge: Colour | None = None, line: int = 3
    ) -> None:
        if alpha == 255:
            ImageDraw.Draw(self.image).polygon(points, fill=fill)
        elif alpha:
            mask = Image.new("L", self.image.size, 0)
            ImageDraw.Draw(mask).polygon(points, fill=alpha)
            self.image.paste(fill, (0, 0, *self.image.size), mask)
        if edge is not None:
            ImageDraw.Draw(self.image).line([*points, points[0]], edge, line, joint="curve")

    def say(
        self,
        mask: Picture,
        at: Point,
        fill: Colour,
        *,
        anchor: str = "left",
        edge: Colour | None = None,
        reach: int = 3,
        wide: float = 1e9,
        lean: float = 0.0,
    ) -> None:
        """Lettering whose middle line is at `at`; squeezed to `wide`, and with an outline if it has an edge colour."""
        if lean:
            more = round(mask.height * lean)
            grown = ImageOps.expand(mask, (0, 0, more, 0), 0)
            mask = grown.transform(
                grown.size, Image.Transform.AFFINE, (1, lean, -more, 0, 1, 0), Image.Resampling.BICUBIC
            )
        if mask.width > wide:
            mask = mask.resize((max(1, round(wide)), mask.height), Image.Resampling.LANCZOS)
        x = at[0] - {"left": 0.0, "middle": mask.width / 2, "right": float(mask.width)}[anchor]
        place = (round(x), round(at[1] - mask.height / 2))
        if edge is not None:
            around = ImageOps.expand(mask, reach + 1, 0).filter(ImageFilter.MaxFilter(2 * reach + 1))
            self.image.paste(edge, (place[0] - reach - 1, place[1] - reach - 1), around)
        self.image.paste(fill, place, mask)

    def paragraph(
        self, rng: np.random.Generator, box: Box, fill: Colour, *, size: int = 19, lines: int = 5, script: str = "latin"
    ) -> None:
        """Small print from the top of the box: so many lines, the last one short."""
        x0, y0, x1, _ = box
        for row in range(lines):
            room = (x1 - x0) * (float(rng.uniform(0.3, 0.8)) if row == lines - 1 else float(rng.uniform(0.9, 1.0)))
            mask = filled_line(rng, room, size, script=script)
            self.image.paste(fill, (round(x0), round(y0 + row * size * 1.32)), mask)

    def disc(
        self, middle: Point, radius: float, fill: Colour, *, edge: Colour = BLACK, line: int = 4, text: str = ""
    ) -> None:
        """A round sign with light from above, and a number or letter in it."""
        x, y = middle
        draw = ImageDraw.Draw(self.image)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill, outline=edge, width=line)
        lit = tuple(min(255, value + 45) for value in fill)
        draw.chord((x - radius * 0.72, y - radius * 0.76, x + radius * 0.72, y + radius * 0.5), 190, 350, fill=lit)
        if text:
            dark = sum(fill) < 380
            mask = letters(text, round(radius * 1.35), weight=1)
            self.say(mask, middle, WHITE if dark else BLACK, anchor="middle", wide=radius * 1.6)

    def shine(self, rng: np.random.Generator, *, strength: float, lines: float = 0.0) -> None:
        """Printed rainbow over all, as on a foil that was scanned; `lines`: how strong its fine lines are."""
        wide, tall = self.image.size
        y, x = np.mgrid[0:tall, 0:wide].astype(np.float32)
        turn = (x * rng.uniform(0.5, 1.5) + y * rng.uniform(0.5, 1.5)) / wide + clouds(rng, (wide, tall), 5) * 0.4
        tint = np.stack([np.cos(2 * math.pi * (turn - shift)) for shift in (0.0, 0.33, 0.67)], axis=2)
        tint = tint * 60 * strength
        if lines:
            tint = tint + (np.sin((x + y * 0.6) * 0.55) * 26 * lines)[..., None]
        self.image = Image.fromarray(np.clip(np.asarray(self.image) + tint, 0, 255).astype(np.uint8))

    def shadow(self, box: Box, *, top: int, bottom: int) -> None:
        """Darkens a box, more from above to below; 0 nothing, 255 black."""
        x0, y0, x1, y1 = (round(value) for value in box)
        share = np.linspace(top, bottom, y1 - y0).astype(np.uint8)
        mask = Image.fromarray(np.ascontiguousarray(np.broadcast_to(share[:, None], (y1 - y0, x1 - x0))))
        self.image.paste((8, 8, 12), (x0, y0), mask)


def star(middle: Point, radius: float, points: int, *, inner: float = 0.45, turn: float = 0.0) -> list[Point]:
    """The corners of a star; `inner` 1: of a polygon with twice the corners."""
    corners = []
    for place in range(2 * points):
        reach = radius * (1.0 if place % 2 == 0 else inner)
        angle = math.pi * place / points - math.pi / 2 + turn
        corners.append((middle[0] + reach * math.cos(angle), middle[1] + reach * math.sin(angle)))
    return corners


def arched(size: tuple[int, int], rise: float) -> Picture:
    """A mask whose upper edge is an arch that rises so much."""
    mask = Image.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((0, rise, size[0], size[1]), fill=255)
    draw.ellipse((0, 0, size[0] - 1, 2 * rise), fill=255)
    return mask


def embossed(picture: Picture, dark: Colour, light: Colour) -> Picture:
    """The picture as one metal: its edges in contrast map, its tones between two colours."""
    grey = ImageOps.autocontrast(picture.convert("L"))
    contrast = grey.filter(ImageFilter.GaussianBlur(1)).filter(ImageFilter.EMBOSS)
    return ImageOps.colorize(ImageChops.blend(grey, contrast, 0.5), dark, light)
