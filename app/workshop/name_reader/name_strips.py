"""Strips of title lines as photos show them, with the letters that are wholly in view: a title reader learns from them.

A strip is 32 pixels high with capitals of 16, not stretched, and as wide as its batch. A line of ink is drawn one and a
half times as large on its ground (a bar, art, foil), with what may stand beside, above and below it, laid askew and
bent as a sleeve bends it, then photographed as `code_reader.strips` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from karuta.domain.printing.letters import letters_of, numbers_of
from workshop.code_reader.strips import (
    Grey,
    Strip,
    StripBatch,
    Wear,
    art,
    cover,
    ground,
    laid,
    set_line,
    texture,
    with_neighbours,
    worn,
)
from workshop.code_reader.typefaces import CAPITALS, Letter, TypeFace
from workshop.name_reader.names import NameMaker

HEIGHT, STRIP_CAPITALS = 32, 16
_LARGER = CAPITALS / STRIP_CAPITALS
_ROOM = 12
# Letters of less than this across, in pixels of a strip, are too many for a place each 4 pixels.
_LEAST_LETTER = 5.2
_ARTWORKS, _ART_SIZE = 40, (500, 360)


@dataclass(frozen=True)
class TitleLook:
    """How often a title has each of these. `widths`: of strips, and how often each; `first`: so many steps have the
    narrowest, from which a network learns to read at all. `squeezed`: of a letter's width, least and most.
    """

    widths: tuple[tuple[int, float], ...]
    first: int
    squeezed: tuple[float, float]
    small_capitals: float
    outlined: float
    shadowed: float
    on_art: float
    signs: float
    frames: float
    lines: float
    bent: float
    tight: float
    empty: float


@dataclass(frozen=True, eq=False)
class _SetTitle:
    """A line of ink, and what is read of each of its letters."""

    ink: NDArray[np.uint8]
    spans: tuple[tuple[float, float], ...]
    signs: str


@dataclass(frozen=True)
class _Place:
    """Where a line stands on the large strip: its left and right end, its middle row, half its capitals."""

    left: float
    right: float
    middle: float
    half: float


@dataclass(frozen=True, eq=False)
class TitleMaker:
    """Draws strips; a step's batch depends on the seed and the step alone."""

    families: Sequence[Sequence[TypeFace]]
    names: NameMaker
    look: TitleLook
    wear: Wear
    seed: int
    _art: list[NDArray[np.uint8]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng((self.seed, 0, 0))
        object.__setattr__(self, "_art", [artwork(rng) for _ in range(_ARTWORKS)])

    def batch(self, step: int, *, size: int) -> StripBatch:
        rng = np.random.default_rng((self.seed, step))
        widths, shares = zip(*self.look.widths, strict=True)
        width = int(min(widths) if step < self.look.first else rng.choice(widths, p=shares))
        strips = [strip for _ in range(-(-size // self.wear.looks)) for strip in self.strips(width, rng)][:size]
        letters = [numbers_of(strip.written) for strip in strips]
        return StripBatch(
            np.stack([strip.pixels for strip in strips]),
            np.array([number for letter in letters for number in letter], dtype=np.int64),
            np.array([len(letter) for letter in letters], dtype=np.int64),
        )

    def strips(self, width: int, rng: np.random.Generator, text: str | None = None) -> list[Strip]:
        """One drawn line, photographed as often as `Wear.looks` says. `text`: None for a name or none at all."""
        look, wear = self.look, self.wear
        if text is None:
            least = width / 18
            text = "" if rng.random() < look.empty else self.names.name(rng, least=round(least), most=width // 8 + 1)
        size = rng.uniform(1 - wear.size, 1 + wear.size)
        room = width * _LARGER
        line = self._set(text, room / size, rng)
        across = (line.ink.shape[1] - 2 * _ROOM) * size
        is_cut = bool(line.signs) and (rng.random() < wear.cut or across > room)
        if is_cut:
            left = rng.uniform(room * 0.3, room * 0.9) - (across if rng.random() < 0.5 else 0)
            left = rng.uniform(room - across, 0) if across > room else left
        else:
            left = rng.uniform(0, max(0.0, room - across))
        # A title that is short stands in a strip that was cut for it, and filled up for its batch.
        is_tight = not is_cut and rng.random() < look.tight
        if is_tight:
            left = min(left, rng.uniform(0, 1.2 * CAPITALS))
        end = min(room, left + across + rng.uniform(2, 2.5 * CAPITALS)) if is_tight else room
        lift = rng.uniform(-wear.lift, wear.lift) * CAPITALS
        most = np.rad2deg(np.arctan(0.3 * CAPITALS / max(across / 2, 1.0)))
        tilt = float(rng.uniform(-1, 1)) * min(wear.tilt, most)
        middle = CAPITALS + lift
        place = _Place(left, left + across, middle, size * CAPITALS / 2)
        ink = self._laid(line, place, round(room), size=size, tilt=tilt, rng=rng)
        strip = self._coloured(ink, place, rng, has_text=bool(line.signs))
        seen = letters_of("".join(
            sign for sign, (a, b) in zip(line.signs, line.spans, strict=True)
            if left + (a - _ROOM) * size > -1.5 and left + (b - _ROOM) * size < room + 1.5
        ))  # fmt: skip
        stop = min(width, round(end / _LARGER))
        if not _fits(seen, stop):
            seen, strip = "", np.full_like(strip, strip.mean())
        return [self._photographed(strip, seen, size, (width, stop), rng) for _ in range(wear.looks)]

    def _set(self, text: str, room: float, rng: np.random.Generator) -> _SetTitle:
        """A line of ink, squeezed to fit into `room` as far as titles are."""
        families = self.families
        weights = np.sqrt([len(family) for family in families])
        family = families[int(rng.choice(len(families), p=weights / weights.sum()))]
        face = family[int(rng.integers(len(family)))]
        has_small = rng.random() < self.look.small_capitals
        signs = "".join(sign if sign == " " or face.has(sign) else letters_of(sign) for sign in text)
        letters = [_letter(face, sign, has_small=has_small) for sign in signs]
        spacing = float(np.clip(rng.normal(0.5, 1.2), -0.8, 5))
        least, most = self.look.squeezed
        wide = float(np.clip(rng.normal(0.93, 0.13), least, most))
        total = sum(advance + spacing for _, advance in letters)
        if letters:
            wide = min(wide, max(least, room * rng.uniform(0.85, 1) / total))
            wide = max(wide, min(1.0, _LEAST_LETTER * _LARGER * len(letters) / total))
        line = set_line(letters, spacing=spacing, wide=wide)
        # `set_line` stretches its margins, too.
        extra = round(_ROOM * (wide - 1))
        ink = line.ink[:, extra : line.ink.shape[1] - extra] if extra > 0 else line.ink
        if extra < 0:
            ink = np.pad(ink, ((0, 0), (-extra, -extra)))
        return _SetTitle(ink, tuple((a - extra, b - extra) for a, b in line.spans), signs)

    def _laid(
        self, line: _SetTitle, place: _Place, width: int, *, size: float, tilt: float, rng: np.random.Generator
    ) -> Grey:
        """(48, width) 0 to 1, bent."""
        canvas = (2 * CAPITALS, width)
        left = place.left - _ROOM * size
        ink = laid(line.ink, canvas, size=size, left=left, middle=place.middle, tilt=tilt, rng=rng)
        if rng.random() < self.look.bent:
            along = (np.arange(width) - rng.uniform(0, width)) / max(place.right - place.left, 60.0)
            ink = moved_down(ink, rng.normal(0, 0.35 * CAPITALS) * (along**2 - (along**2).mean()).clip(-1, 1))
        return ink

    def _photographed(
        self, strip: Grey, seen: str, size: float, widths: tuple[int, int], rng: np.random.Generator
    ) -> Strip:
        """`widths`: of the strip, and how much of it the photo fills."""
        width, stop = widths
        capitals = float(np.exp(rng.uniform(*np.log(self.wear.pixels))))
        part = strip[:, : max(8, round(stop * _LARGER))]
        pixels = worn(part, capitals, size * CAPITALS, self.wear, rng, size=(stop, HEIGHT))
        if stop < width:
            pixels = np.pad(pixels, ((0, 0), (0, width - stop)), constant_values=int(pixels.mean()))
        return Strip(pixels, seen, capitals)

    def _coloured(self, ink: Grey, place: _Place, rng: np.random.Generator, *, has_text: bool) -> Grey:
        """Ink on its ground with what stands around it, 0 to 255."""
        look = self.look
        dark = rng.random() < 0.6
        level = rng.uniform(70, 245) if dark else rng.uniform(5, 160)
        contrast = rng.uniform(50, 215)
        colour = ground(ink.shape, level - contrast if dark else level + contrast, rng)
        on_art = rng.random() < look.on_art
        if on_art:
            under = level + (art(ink.shape, self._art, rng) - 128) * np.float32(rng.uniform(0.1, 0.8))
        else:
            under = ground(ink.shape, level, rng)
            gap = (0.2 + rng.exponential(0.5)) * place.half, (0.35 + rng.exponential(0.5)) * place.half
            under = with_neighbours(
                under,
                top=place.middle - place.half - gap[0],
                bottom=place.middle + place.half + gap[1],
                pictures=self._art,
                rng=rng,
            )
        if rng.random() < look.lines:
            self._other_lines(under, place, rng, everywhere=not has_text and rng.random() < 0.6)
        if rng.random() < look.frames:
            self._frame(under, place, rng)
        if rng.random() < look.signs:
            self._signs(under, place, rng)
        if rng.random() < look.shadowed:
            down, right = (int(n) for n in rng.integers(-2, 4, size=2))
            under = _painted(under, np.roll(ink, (down, right), axis=(0, 1)), rng.uniform(0, 255))
        if rng.random() < (0.6 if on_art else look.outlined):
            under = _painted(under, thickened(ink, int(rng.integers(1, 4))), level + (60 if dark else -60))
        strip = np.asarray(under * (1 - ink) + colour * ink, dtype=np.float32)
        if rng.random() < self.wear.covered:
            cover(strip, rng)
        return np.clip(strip, 0, 255)

    def _other_lines(self, under: Grey, place: _Place, rng: np.random.Generator, *, everywhere: bool) -> None:
        """Of small letters above or below, which are not read."""
        width = under.shape[1]
        size = rng.uniform(0.25, 0.42) if everywhere else rng.uniform(0.3, 1.0)
        line = self._set(self.names.name(rng, least=width // 14, most=width // 8), 4.0 * width, rng)
        step = size * CAPITALS * rng.uniform(1.5, 2.1)
        start = (
            rng.uniform(-step, step)
            if everywhere
            else place.middle + place.half + size * CAPITALS * rng.uniform(0.9, 1.4)
        )
        if not everywhere and rng.random() < 0.4:
            start = place.middle - place.half - size * CAPITALS * rng.uniform(1.0, 1.5)
        rows = np.arange(start, under.shape[0] + step, step) if everywhere else [start]
        colour = float(under.mean()) + rng.choice([-1, 1]) * rng.uniform(40, 160)
        for row in rows:
            left = rng.uniform(-0.5, 0.3) * width
            ink = laid(line.ink, (2 * CAPITALS, width), size=size, left=left, middle=float(row), tilt=0.0, rng=rng)
            under[:] = _painted(under, ink, colour)

    def _frame(self, under: Grey, place: _Place, rng: np.random.Generator) -> None:
        """The end of the bar on one side or both: another ground, and a line at its edge."""
        width = under.shape[1]
        for is_left in (True, False):
            room = place.left if is_left else width - place.right
            if room < 6 or rng.random() < 0.35:
                continue
            wide = int(rng.uniform(0, room - 4))
            part = under[:, :wide] if is_left else under[:, width - wide :]
            if wide > 1:
                part[:] = art((under.shape[0], wide), self._art, rng) if rng.random() < 0.5 else rng.uniform(0, 255)
            thick = int(rng.integers(0, 5))
            edge = wide if is_left else width - wide - thick
            under[:, max(0, edge) : edge + thick] = rng.uniform(0, 255)

    def _signs(self, under: Grey, place: _Place, rng: np.random.Generator) -> None:
        """Round signs of a cost or an attribute beside the line, which are not read."""
        radius = place.half * rng.uniform(0.9, 1.7)
        step = radius * rng.uniform(2.0, 2.4)
        gap = radius + rng.uniform(5, 30)
        is_left = rng.random() < 0.35
        first, step = (place.left - gap, -step) if is_left else (place.right + gap, step)
        face = self.families[0][0]
        for number in range(int(rng.integers(1, 5))):
            across = first + number * step
            if not -radius < across < under.shape[1] + radius:
                break
            _disc(under, across, place.middle + rng.normal(0, 1), radius, rng.uniform(0, 255))
            if rng.random() < 0.4:
                _disc(under, across, place.middle, radius * rng.uniform(0.6, 0.9), rng.uniform(0, 255))
            if rng.random() < 0.6:
                ink = face.letter("0123456789XTWCBA*+@&"[int(rng.integers(20))])[0]
                size = radius * rng.uniform(0.8, 1.3) / CAPITALS
                left = across - ink.shape[1] * size / 2
                drawn = laid(ink, under.shape, size=size, left=left, middle=place.middle, tilt=0.0, rng=rng)
                under[:] = _painted(under, drawn, rng.uniform(0, 255))


def artwork(rng: np.random.Generator) -> NDArray[np.uint8]:
    """(360, 500) uint8: shapes over each other, some soft, as the art of a card in grey."""
    width, height = _ART_SIZE
    image = Image.fromarray(np.clip(rng.uniform(60, 190) + texture((height, width), rng) * 35, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(20, 90))):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        points = [(x + rng.normal(0, 40), y + rng.normal(0, 40)) for _ in range(int(rng.integers(2, 6)))]
        colour = int(rng.integers(256))
        if len(points) == 2:
            draw.line(points, fill=colour, width=int(rng.integers(1, 7)))
        elif rng.random() < 0.5:
            draw.polygon(points, fill=colour)
        else:
            radius = rng.uniform(2, 50)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius * rng.uniform(0.2, 1)), fill=colour)
    if rng.random() < 0.6:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 3)))
    grainy = np.asarray(image, dtype=np.float32) + texture((height, width), rng) * np.float32(rng.uniform(0, 12))
    return np.asarray(np.clip(grainy, 0, 255), dtype=np.uint8)


def moved_down(ink: Grey, shifts: NDArray[np.float64]) -> Grey:
    """Each column by its number of pixels, between rows by both."""
    height, width = ink.shape
    rows = np.arange(height)[:, None] - shifts[None]
    upper = np.floor(rows).astype(np.int64)
    part = (rows - upper).astype(np.float32)
    padded = np.pad(ink, ((1, 2), (0, 0)))
    across = np.arange(width)[None]
    first, second = (padded[np.clip(upper + 1 + more, 0, height + 2), across] for more in (0, 1))
    return np.asarray(first * (1 - part) + second * part, dtype=np.float32)


def thickened(ink: Grey, pixels: int) -> Grey:
    """With so many pixels more on each side."""
    thick = ink
    for _ in range(pixels):
        for axis in (0, 1):
            thick = np.maximum(thick, np.maximum(np.roll(thick, 1, axis), np.roll(thick, -1, axis)))
    return thick


def _painted(under: Grey, ink: Grey, colour: float) -> Grey:
    return np.asarray(under + (np.float32(colour) - under) * ink, dtype=np.float32)


def _disc(under: Grey, across: float, down: float, radius: float, colour: float) -> None:
    height, width = under.shape
    left, right = max(0, int(across - radius)), min(width, int(across + radius) + 2)
    if left >= right:
        return
    y, x = np.arange(height)[:, None] - down, np.arange(left, right)[None] - across
    ink = np.clip(radius - np.hypot(y, x) + 0.5, 0, 1).astype(np.float32)
    part = under[:, left:right]
    part += (np.float32(colour) - part) * ink


def _letter(face: TypeFace, sign: str, *, has_small: bool) -> Letter:
    if has_small and sign.islower() and len(sign.upper()) == 1 and face.has(sign.upper()):
        return face.small.letter(sign.upper())
    return face.letter(sign)


def _fits(letters: str, width: int) -> bool:
    """Whether there is a place for each letter, and one between two that are alike."""
    return len(letters) + sum(a == b for a, b in pairwise(letters)) <= width // 4
