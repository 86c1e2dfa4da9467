"""Strips of small print as a photo shows them, with what is written there: what a code reader learns from.

A strip is what `engine/code_reader` cuts: 32 pixels high, capitals about 15 of them, stretched by a quarter, padded on
the right to 256. A line of ink is drawn large on its ground (a frame's colour, foil, art above, a text box below), laid
askew, made as small as photos show it, worn, and enlarged again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from karuta.domain.printing.verifying import numbers_of
from workshop.code_reader.strings import StringMix, StripText, written
from workshop.code_reader.typefaces import CAPITALS, Letter, TypeFace

_ROOM = 12


@dataclass(frozen=True, eq=False)
class PrintLine:
    """`ink`: (48, width) uint8, capitals in rows 12 to 35. `spans`: left and right of each letter in its pixels."""

    ink: NDArray[np.uint8]
    spans: tuple[tuple[float, float], ...]


def drawn_line(text: str, face: TypeFace, *, spacing: float, wide: float) -> PrintLine:
    """`spacing`: pixels more between letters, for capitals of 24. `wide`: the whole, stretched by so much."""
    return set_line([face.letter(sign) for sign in text], spacing=spacing, wide=wide)


def set_line(letters: Sequence[Letter], *, spacing: float, wide: float) -> PrintLine:
    """As `drawn_line`, of letters that were drawn before."""
    total = sum(advance + spacing for _, advance in letters) + 2 * _ROOM
    ink = np.zeros((2 * CAPITALS, max(1, round(total)) + 60), dtype=np.uint8)
    at, spans = float(_ROOM), []
    for shape, advance in letters:
        left = max(0, round(at) - _ROOM)
        part = ink[:, left : left + shape.shape[1]]
        np.maximum(part, shape[:, : part.shape[1]], out=part)
        spans.append((at, at + advance))
        at += advance + spacing
    ink = ink[:, : max(1, round(total))]
    width = max(1, round(ink.shape[1] * wide))
    resized = np.asarray(Image.fromarray(ink).resize((width, ink.shape[0]), Image.Resampling.BILINEAR))
    return PrintLine(resized, tuple((a * wide, b * wide) for a, b in spans))


Grey = NDArray[np.float32]


def grey_pictures(files: Sequence[Path], *, count: int, rng: np.random.Generator) -> list[NDArray[np.uint8]]:
    """Some pictures in grey, to cut what stands above a code from. None: `texture` takes their place."""
    if not files:
        return []
    chosen = rng.permutation(len(files))[:count]
    pictures = []
    for number in chosen:
        with Image.open(files[int(number)]) as picture:
            pictures.append(np.asarray(picture.convert("L")))
    return pictures


def ground(size: tuple[int, int], level: float, rng: np.random.Generator) -> Grey:
    """(height, width) around `level`: even, a slope, a sheen of foil, a grain, in any mixture."""
    height, width = size
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)
    grey = np.full(size, level, dtype=np.float32)
    if rng.random() < 0.6:
        grey += rng.normal(0, 14) * (x / width - 0.5) + rng.normal(0, 10) * (y / height - 0.5)
    if rng.random() < 0.3:
        turn, wave = rng.uniform(0, np.pi), rng.uniform(15, 160)
        along = (x * np.cos(turn) + y * np.sin(turn)) / wave * 2 * np.pi
        grey += rng.uniform(3, 32) * np.sin(along + rng.uniform(0, 6.3))
    if rng.random() < 0.4:
        grey += texture(size, rng) * rng.uniform(2, 22)
    return grey


def texture(size: tuple[int, int], rng: np.random.Generator) -> Grey:
    """Soft random stains, mean 0, spread about 1."""
    height, width = size
    grey = np.zeros(size, dtype=np.float32)
    for cell in (4, 11, 30):
        small = rng.normal(0, 1, (height // cell + 2, width // cell + 2)).astype(np.float32)
        image = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
        grey += rng.random() * np.asarray(image)
    return grey


def with_neighbours(
    under: Grey, *, top: float, bottom: float, pictures: Sequence[NDArray[np.uint8]], rng: np.random.Generator
) -> Grey:
    """The strips with what may stand over `top` and under `bottom` (rows): art and its edge, a box and its lines."""
    picture = under.copy()
    if rng.random() < 0.6:
        edge = int(top)
        if edge > 0:
            picture[:edge] = art((edge, under.shape[1]), pictures, rng)
            _edge_line(picture, edge, rng)
    if rng.random() < 0.5:
        edge = int(bottom)
        if edge < under.shape[0]:
            picture[edge:] = ground((under.shape[0] - edge, under.shape[1]), rng.uniform(90, 240), rng)
            _edge_line(picture, edge, rng)
    return picture


def art(size: tuple[int, int], pictures: Sequence[NDArray[np.uint8]], rng: np.random.Generator) -> Grey:
    if not pictures or rng.random() < 0.15:
        return rng.uniform(20, 230) + texture(size, rng) * np.float32(rng.uniform(10, 60))
    picture = pictures[int(rng.integers(len(pictures)))]
    height, width = picture.shape
    scale = rng.uniform(4, 9)
    wide, tall = min(width, max(2, int(size[1] / scale))), min(height, max(2, int(size[0] / scale) + 1))
    left, top = rng.integers(width - wide + 1), rng.integers(height - tall + 1)
    part = Image.fromarray(picture[top : top + tall, left : left + wide])
    return np.asarray(part.resize((size[1], size[0]), Image.Resampling.BICUBIC), dtype=np.float32)


def _edge_line(picture: Grey, row: int, rng: np.random.Generator) -> None:
    thick = int(rng.integers(0, 7))
    picture[max(0, row - thick) : row] = rng.uniform(10, 245)


HEIGHT, WIDTH = 32, 256
# In heights of capitals: what is softer is not legible.
MOST_BLUR = 0.22
# What a strip is drawn at: capitals of 24 where the strip has 15.
_LARGE = (round(HEIGHT * CAPITALS / 15), round(WIDTH * CAPITALS / 15 / 1.25))


@dataclass(frozen=True)
class Wear:
    """The wear of strips. `pixels`: height of capitals in the photo, least and most. `blur`: mean, `smear`: most,
    in heights of capitals. `looks`: how often each drawn line is photographed, as drawing it costs the most.
    """

    pixels: tuple[float, float]
    tilt: float
    lift: float
    size: float
    blur: float
    noise: float
    covered: float
    cut: float
    smear: float = 0.3
    looks: int = 1


@dataclass(frozen=True, eq=False)
class Strip:
    """`pixels`: (32, 256) uint8, grey. `written`: what is wholly in view, as the network shall read it."""

    pixels: NDArray[np.uint8]
    written: str
    capitals: float


@dataclass(frozen=True, eq=False)
class StripBatch:
    """`pixels`: (n, 32, 256) uint8. `letters`: all their numbers in a row; `lengths`: how many each has."""

    pixels: NDArray[np.uint8]
    letters: NDArray[np.int64]
    lengths: NDArray[np.int64]


class StripMaker:
    """Draws strips; a step's batch depends on the seed and the step alone."""

    def __init__(
        self,
        faces: Sequence[TypeFace],
        pictures: Sequence[NDArray[np.uint8]],
        *,
        mix: StringMix,
        wear: Wear,
        seed: int,
    ) -> None:
        self._faces = list(faces)
        self._pictures = list(pictures)
        self._mix, self._wear, self._seed = mix, wear, seed

    def batch(self, step: int, *, size: int) -> StripBatch:
        rng = np.random.default_rng((self._seed, step))
        texts = (written(rng, self._mix) for _ in range(-(-size // self._wear.looks)))
        strips = [strip for text in texts for strip in self.strips(text, rng)][:size]
        letters = [numbers_of(strip.written) for strip in strips]
        return StripBatch(
            np.stack([strip.pixels for strip in strips]),
            np.array([number for letter in letters for number in letter], dtype=np.int64),
            np.array([len(letter) for letter in letters], dtype=np.int64),
        )

    def strips(self, text: StripText, rng: np.random.Generator) -> list[Strip]:
        """One drawn line, photographed as often as `Wear.looks` says."""
        wear = self._wear
        height, whole = _LARGE
        face = self._faces[int(rng.integers(len(self._faces)))]
        size = rng.uniform(1 - wear.size, 1 + wear.size)
        line = drawn_line(text.printed or " ", face, spacing=rng.normal(0.7, 1.3), wide=_width(rng))
        is_cut = rng.random() < wear.cut
        # A narrower place has the same scale, and its strip is grey where it ends.
        valid = 1.0 if rng.random() < 0.55 else rng.uniform(0.5, 1)
        width = whole * valid
        room = width - line.ink.shape[1] * size
        left = rng.uniform(min(room, 0), max(room, 0)) if not is_cut else rng.uniform(-width / 4, width * 0.9)
        if room < 0:
            size, left = width / line.ink.shape[1] * 0.98, 0.0
        middle = height / 2 + rng.uniform(-wear.lift, wear.lift) * CAPITALS
        ink = laid(line.ink, _LARGE, size=size, left=left, middle=middle, tilt=rng.normal(0, wear.tilt / 2), rng=rng)
        strip = self._coloured(ink, middle=middle, half=size * CAPITALS / 2, rng=rng)
        seen = text.read
        if is_cut and len(text.read) == len(line.spans):
            inside = [left + a * size > -2 and left + b * size < width + 2 for a, b in line.spans]
            seen = "".join(letter for letter, is_in in zip(text.read, inside, strict=True) if is_in)
        elif is_cut:
            seen = text.read if left >= 0 and left + line.ink.shape[1] * size <= width else ""
        end = round(WIDTH * valid)
        return [self._photographed(strip, seen, size * CAPITALS, end, rng) for _ in range(wear.looks)]

    def _photographed(
        self, strip: NDArray[np.float32], seen: str, drawn: float, end: int, rng: np.random.Generator
    ) -> Strip:
        """`drawn`: how high its capitals are; `end`: where the place ends on the right."""
        least, most = np.log(self._wear.pixels)
        capitals = float(np.exp(rng.uniform(least, most)))
        pixels = worn(strip, capitals, drawn, self._wear, rng, size=(WIDTH, HEIGHT))
        pixels[:, end:] = pixels[:, :end].mean()
        return Strip(pixels, seen, capitals)

    def _coloured(
        self, ink: NDArray[np.float32], *, middle: float, half: float, rng: np.random.Generator
    ) -> NDArray[np.float32]:
        """Ink on a frame with neighbours, 0 to 255."""
        dark = rng.random() < 0.72
        level = rng.uniform(70, 245) if dark else rng.uniform(5, 160)
        contrast = rng.uniform(22, 200)
        under = ground(ink.shape, level, rng)
        gap = (0.3 + rng.exponential(0.5)) * half, (0.3 + rng.exponential(0.6)) * half
        under = with_neighbours(
            under, top=middle - half - gap[0], bottom=middle + half + gap[1], pictures=self._pictures, rng=rng
        )
        colour = ground(ink.shape, level - contrast if dark else level + contrast, rng)
        if rng.random() < 0.12:
            glow = np.asarray(
                Image.fromarray((ink * 255).astype(np.uint8))
                .filter(ImageFilter.MaxFilter(3))
                .filter(ImageFilter.MaxFilter(3))
                .filter(ImageFilter.MaxFilter(3))
                .filter(ImageFilter.GaussianBlur(3))
            )
            under = np.asarray(under + glow * (rng.uniform(-60, 60) / 255), dtype=np.float32)
        strip = np.asarray(under * (1 - ink) + colour * ink, dtype=np.float32)
        if rng.random() < self._wear.covered:
            cover(strip, rng)
        return np.clip(strip, 0, 255)


def _width(rng: np.random.Generator) -> float:
    return float(np.clip(rng.normal(0.95, 0.14), 0.6, 1.3))


def laid(
    ink: NDArray[np.uint8],
    canvas: tuple[int, int],
    *,
    size: float,
    left: float,
    middle: float,
    tilt: float,
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """The line on an empty `canvas` (height, width), 0 to 1: askew by `tilt` degrees and a little in perspective."""
    height, width = canvas
    slope = np.tan(np.deg2rad(tilt))
    pinch, lean = rng.normal(0, 0.04), rng.normal(0, 0.05)
    corners = []
    for x, y in ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height)):
        down = (y - middle - slope * (x - width / 2)) / size * (1 + pinch * (x / width - 0.5)) + CAPITALS
        corners.append(((x - left + lean * (y - middle)) / size, down))
    matrix = _quad(corners, (width, height))
    image = Image.fromarray(ink).transform(
        (width, height), Image.Transform.PERSPECTIVE, matrix, Image.Resampling.BILINEAR
    )
    return np.asarray(image, dtype=np.float32) / np.float32(255)


def _quad(corners: Sequence[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """Pillow's eight numbers for the corners of a strip of `size` (width, height) to lie at `corners` of the source."""
    width, height = size
    rows, targets = [], []
    for (x, y), (u, v) in zip(((0, 0), (width, 0), (width, height), (0, height)), corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        targets += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows, dtype=float), np.array(targets))]


def cover(strip: NDArray[np.float32], rng: np.random.Generator) -> None:
    width = strip.shape[1]
    wide, left = int(rng.uniform(0.02, 0.12) * width), int(rng.uniform(0, width))
    part = strip[:, left : left + wide]
    share = rng.uniform(0.2, 1)
    part += share * (rng.uniform(0, 255) - part)


def worn(
    strip: NDArray[np.float32],
    capitals: float,
    drawn: float,
    wear: Wear,
    rng: np.random.Generator,
    *,
    size: tuple[int, int],
) -> NDArray[np.uint8]:
    """Made as small as in a photo, soft, noisy, packed, and enlarged again to a strip's `size` (width, height)."""
    height, width = strip.shape
    scale = capitals / drawn
    # A strip is stretched later: in the photo it has its true shape.
    small = (max(8, round(width * scale)), max(5, round(height * scale)))
    image = Image.fromarray(strip.astype(np.uint8)).resize(
        small, Image.Resampling.BOX if rng.random() < 0.4 else Image.Resampling.BICUBIC
    )
    if rng.random() < 0.65:
        image = image.filter(ImageFilter.GaussianBlur(capitals * min(MOST_BLUR, float(rng.exponential(wear.blur)))))
    if rng.random() < 0.15:
        image = _smeared(image, capitals * rng.uniform(0, wear.smear), rng.uniform(0, np.pi))
    if rng.random() < 0.3:
        image = image.filter(ImageFilter.UnsharpMask(radius=1.2, percent=int(rng.integers(40, 220)), threshold=0))
    pixels = np.asarray(image, dtype=np.float32)
    gain, lift = rng.uniform(0.35, 1.15), rng.uniform(-25, 35)
    pixels = pixels * gain + lift
    pixels = pixels + rng.normal(0, 1, pixels.shape).astype(np.float32) * rng.exponential(wear.noise)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if rng.random() < 0.6:
        image = _packed(image, rng)
    way = Image.Resampling.BICUBIC if rng.random() < 0.6 else Image.Resampling.BILINEAR
    return np.array(image.resize(size, way))


def _smeared(image: Image.Image, length: float, turn: float) -> Image.Image:
    """By a hand that moved `length` pixels."""
    steps = max(2, round(length) + 1)
    pixels = np.asarray(image, dtype=np.float32)
    moves = [(round(length * k / (steps - 1) * np.sin(turn)), round(length * k / (steps - 1) * np.cos(turn)))
             for k in range(steps)]  # fmt: skip
    return Image.fromarray(np.mean([np.roll(pixels, move, axis=(0, 1)) for move in moves], axis=0).astype(np.uint8))


def _packed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """As JPEG, with its blocks anywhere."""
    left, top = (int(n) for n in rng.integers(8, size=2))
    around = Image.fromarray(np.pad(np.asarray(image), ((top, 0), (left, 0)), mode="edge"))
    packed = io.BytesIO()
    around.save(packed, "JPEG", quality=int(rng.integers(25, 96)))
    return Image.open(packed).crop((left, top, *around.size))
