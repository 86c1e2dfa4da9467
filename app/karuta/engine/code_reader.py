"""Reads small print on cards: cuts strips where it may stand, and says which letter stands at each place of one.

A strip is 32 pixels high with capitals of 15, stretched across by a quarter, and filled up on the right to 256 pixels.
How high a line stands scatters by more than its capitals. So a place is cut once, as a band of all heights; its line is
where grey changes most along the rows, with the least above and below, and a few strips are cut around that.

In a photo that shows a part of a card close up nothing says where the card lies. There a line of dark or light letters
on a plain ground is found by its edges.

Knows no card and no code: what a string means is decided in `domain/printing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from karuta.domain.pixels import Pixels
from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.verifying import CLASSES, LETTERS, SeenStrip
from karuta.domain.shape import Misshapen
from karuta.domain.sighting import Corners, carried, height, homography, picture_corners
from karuta.engine.model_shape import NamedAccuracy, NamedFile
from karuta.engine.prepare import golden_crops
from karuta.engine.reader_card import checked, read_sealed
from karuta.engine.rectify import rectify
from karuta.engine.sessions import open_session

HEIGHT, WIDTH = 32, 256
CAPITALS = 15
STRETCH = 1.25
# Strips so many pixels above and below the line: the network reads one better than another, and which is chance.
SHIFTS = {Print.CODE: (-3, 0, 3), Print.PASSCODE: (-2, 2), Print.EDITION: (0,)}
FEWER_SHIFTS = (-2, 2)
# Sharpened strips are cut of a band as if its blur had each of these widths (sigma, in pixels of a strip), with so much
# noise in it: which blur it is nobody says, and of the strips that it does not fit no code fits any.
SOFTNESS, NOISE, SHARPENED_SHIFTS = (1.8, 2.5, 3.2), 0.05, (-4, -2, 0, 2, 4)
_PADDED = 16
# Rows above and below capitals in which little stands.
_GAP = 4
# What cutting a band needs of the photo around it.
_AROUND = 4
_CARD = picture_corners()


@dataclass(frozen=True, eq=False)
class CutStrips:
    """The strips of one place, (n, 32, 256) uint8, grey. `middles`: where each one's middle lies on the card, from the
    top. `capitals`: their height in the photo's pixels. `shown`: of how many places each shows the card.
    """

    place: PrintPlace
    strips: NDArray[np.uint8]
    middles: tuple[float, ...]
    capitals: float
    shown: int


def cut_strips(pixels: Pixels, corners: Corners, place: PrintPlace, *, is_sharpened: bool = False) -> CutStrips:
    """`pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) of the card in these pixels."""
    band = _band(pixels, corners, place)
    last = len(band) - HEIGHT
    lines = [line - HEIGHT // 2 for line in lines_in(band, most=place.lines)]
    shifts: Sequence[int] = SHIFTS[place.what] if place.lines == 1 else FEWER_SHIFTS
    bands = [band]
    if is_sharpened:
        bands, shifts = [_sharpened(band, softness) for softness in SOFTNESS], SHARPENED_SHIFTS
    rows = sorted({min(max(line + shift, 0), last) for line in lines for shift in shifts})
    lefts = sorted({0, max(0, band.shape[1] - WIDTH)})
    places = [(each, row, left) for each in bands for row in rows for left in lefts]
    strips = np.stack([_filled_up(each[row : row + HEIGHT, left:]) for each, row, left in places])
    middles = tuple(place.highest + row * place.capitals / CAPITALS for _, row, _ in places)
    shown = min(PLACES, band.shape[1] * PLACES // WIDTH)
    return CutStrips(place, strips, middles, height(corners) * place.capitals, shown)


def _band(pixels: Pixels, corners: Corners, place: PrintPlace) -> NDArray[np.uint8]:
    """All of a place at a strip's scale, (height, width) uint8, grey: half a strip more above and below.

    One for several lines may be wider than a strip: two are cut of each then, from the left and from the right.
    """
    unit = place.capitals / CAPITALS
    across = unit / STRETCH / place.shape
    top, bottom = place.highest - unit * HEIGHT / 2, place.lowest + unit * HEIGHT / 2
    right = place.right if place.lines > 1 else min(place.right, place.left + WIDTH * across)
    size = max(8, round((right - place.left) / across)), max(HEIGHT, round((bottom - top) / unit))
    quarter = np.array([(place.left, top), (right, top), (right, bottom), (place.left, bottom)])
    return rectify(*_grey_around(pixels, carried(quarter, homography(_CARD, corners))), size=size)


def _sharpened(band: NDArray[np.uint8], softness: float) -> NDArray[np.uint8]:
    """Undo a Gaussian blur of this sigma (pixels), as far as noise allows (Wiener filter)."""
    values = np.pad(band.astype(np.float32), _PADDED, mode="reflect")
    down, right = np.fft.fftfreq(values.shape[0])[:, None], np.fft.rfftfreq(values.shape[1])
    passed = np.exp(-2 * (np.pi * softness) ** 2 * (down**2 + right**2))
    # What all pixels share passes whole.
    gain = passed / (passed**2 + NOISE) * (1 + NOISE)
    sharp = np.fft.irfft2(np.fft.rfft2(values) * gain, s=values.shape)[_PADDED:-_PADDED, _PADDED:-_PADDED]
    return np.clip(np.rint(sharp), 0, 255).astype(np.uint8)


def lines_in(band: NDArray[np.uint8], *, most: int = 1) -> list[int]:
    """The middle rows of lines' capitals, the likeliest first, `most` of them.

    `band`: (height, width) uint8, at a strip's scale, 32 high or more.
    """
    values = band.astype(np.float32)
    # Roots, so that one hard edge of the art counts no more than a few letters.
    changes = np.sqrt(np.abs(values[:, 2:] - values[:, :-2])).mean(axis=1)
    sums = np.concatenate([[0.0], np.cumsum(changes)])
    rows = np.arange(HEIGHT // 2, len(band) - HEIGHT // 2 + 1)
    half = CAPITALS // 2 + 1
    inside = (sums[rows + half] - sums[rows - half]) / (2 * half)
    over = (sums[rows - half] - sums[rows - half - _GAP]) / _GAP
    under = (sums[rows + half + _GAP] - sums[rows + half]) / _GAP
    score = inside - 0.6 * np.maximum(over, under) - 0.4 * np.minimum(over, under)
    middles: list[int] = []
    for _ in range(most):
        middles.append(int(rows[np.argmax(score)]))
        score[np.abs(rows - middles[-1]) < CAPITALS] = -np.inf
        if not np.isfinite(score).any():
            break
    return middles


def cut_place(pixels: Pixels, corners: Corners, place: PrintPlace) -> Pixels:
    """The whole place for a person to look at, twice as large as a strip: (height, width, 3) uint8, RGB.

    `pixels` and `corners` as for `cut_strips`.
    """
    unit = place.capitals / CAPITALS
    left, top, right, bottom = _bounds(place)
    size = round(2 * (right - left) / (unit / place.shape)), round(2 * (bottom - top) / unit)
    return rectify(pixels, corners_of_place(corners, place), size=size)


def corners_of_place(corners: Corners, place: PrintPlace) -> Corners:
    """(4, 2): where the whole place lies in the photo, with its margin."""
    left, top, right, bottom = _bounds(place)
    quarter = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    return carried(quarter, homography(_CARD, corners))


def _bounds(place: PrintPlace) -> tuple[float, float, float, float]:
    """Left, top, right, bottom, as parts of a card: half a line more than its capitals above and below."""
    return place.left, place.highest - place.capitals, place.right, place.lowest + place.capitals


def _grey_around(pixels: Pixels, corners: Corners) -> tuple[NDArray[np.uint8], Corners]:
    """The part of a photo with these corners, (height, width) uint8, and the corners there: a third of the work."""
    tall, wide = pixels.shape[:2]
    low = np.clip(np.floor(corners.min(axis=0)).astype(int) - _AROUND, 0, (wide - 1, tall - 1))
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int) + _AROUND, low + 1, (wide, tall))
    part = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]])
    return np.asarray(Image.fromarray(part).convert("L")), corners - low


def _filled_up(strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    whole = np.full((HEIGHT, WIDTH), round(float(strip.mean())), dtype=np.uint8)
    whole[: strip.shape[0], : strip.shape[1]] = strip[:, :WIDTH]
    return whole


# Capitals of so many pixels are looked for, in a photo whose longer side is `LONGEST`; a close-up has no smaller ones.
HEIGHTS = (26, 36, 50, 70, 98)
LONGEST = 1600
# So many of the likeliest lines are read, which bounds what a photo costs.
MOST = 120
_SLANT_SIZE = 500
# Edges one pixel wide have the directions of the pixels' grid: one that leans by 11 degrees passed for one of 27.
_SLANT_BLUR = ImageFilter.GaussianBlur(2)
# What stands beside a picture that was turned.
_GROUND = 128
_ACROSS, _DOWN = 96, 5
_BAND = (HEIGHT - CAPITALS) // 2


@dataclass(frozen=True, eq=False)
class Turned:
    """A photo, grey, turned by `degrees` to the left about its middle. `size`: before that, `shrunk` of the photo's."""

    image: Image.Image
    degrees: float
    size: tuple[int, int]
    shrunk: float

    def in_photo(self, points: Corners) -> Corners:
        """Points of the turned picture in the photo's pixels."""
        angle = np.radians(self.degrees)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        centred = points - np.array(self.image.size) / 2
        return np.asarray((centred @ turn + np.array(self.size) / 2) / self.shrunk, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class FoundLine:
    """`strip`: (32, 256) uint8, grey. `corners`: (4, 2) of where it is in the photo's pixels. `capitals`: their height
    there.
    """

    strip: NDArray[np.uint8]
    corners: Corners
    capitals: float


def turned(pixels: Pixels, *, quarters: int) -> Turned:
    """The photo with the edges that most of it has upright, and so many quarters of a turn more. Grey from here on."""
    whole = Image.fromarray(pixels).convert("L")
    shrunk = min(1.0, LONGEST / max(whole.size))
    small = whole.resize((max(1, round(whole.width * shrunk)), max(1, round(whole.height * shrunk))), reducing_gap=2.0)
    coarse = small.reduce(max(1, max(small.size) // _SLANT_SIZE)).filter(_SLANT_BLUR)
    degrees = _slant(np.asarray(coarse)) + 90.0 * quarters
    image = small.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=_GROUND)
    return Turned(image, degrees, small.size, shrunk)


def found_lines(photo: Turned) -> list[FoundLine]:
    """The likeliest lines first; their corners are in the photo's pixels."""
    scored: list[tuple[float, FoundLine]] = []
    for capitals in HEIGHTS:
        scale = CAPITALS / capitals
        across = scale * STRETCH
        size = max(1, round(photo.image.width * across)), max(1, round(photo.image.height * scale))
        if size[1] < HEIGHT or size[0] < WIDTH // 2:
            continue
        grey = np.asarray(photo.image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0))
        for score, top, left in _likely(grey):
            scored.append((score, _line(grey, top, left, across=across, scale=scale, photo=photo)))
    scored.sort(key=lambda entry: -entry[0])
    return [line for _, line in scored[:MOST]]


def _slant(grey: NDArray[np.uint8]) -> float:
    """By how many degrees a photo has to be turned so that most of its edges stand upright or lie; -45 to 45."""
    down, right = np.gradient(grey.astype(np.float32))
    weights = right * right + down * down
    angles = np.degrees(np.arctan2(down, right)) % 90.0
    counts = np.bincount((angles.ravel() * 2).astype(np.int64) % 180, weights.ravel(), minlength=180)
    around = np.concatenate([counts[-3:], counts, counts[:3]])
    smooth = np.convolve(around, np.array([1, 2, 3, 4, 3, 2, 1]), mode="valid")
    angle = float(smooth.argmax()) / 2 + 0.25
    return angle if angle <= 45 else angle - 90


def _likely(grey: NDArray[np.uint8]) -> list[tuple[float, int, int]]:
    """Score, top and left of the strips in which edges stand in the middle band and few above and below it."""
    edges = np.abs(np.diff(grey.astype(np.int16), axis=1))
    total = np.zeros((edges.shape[0] + 1, edges.shape[1] + 1), dtype=np.int64)
    total[1:, 1:] = edges.cumsum(axis=0, dtype=np.int64).cumsum(axis=1)
    tops = np.arange(0, grey.shape[0] - HEIGHT + 1, _DOWN)
    lefts = np.arange(0, max(1, grey.shape[1] - WIDTH // 2), _ACROSS)
    rights = np.minimum(lefts + WIDTH, edges.shape[1])

    def between(first: int, last: int) -> NDArray[np.float64]:
        """The mean of the edges in these rows of each strip."""
        rows = total[tops + last] - total[tops + first]
        return np.asarray((rows[:, rights] - rows[:, lefts]) / ((last - first) * (rights - lefts)), dtype=np.float64)

    score = between(_BAND, HEIGHT - _BAND) - (between(0, _BAND - 2) + between(HEIGHT - _BAND + 2, HEIGHT)) / 2
    order = np.argsort(-score, axis=None, kind="stable")[:MOST]
    return [
        (float(score.flat[at]), int(tops[at // len(lefts)]), int(lefts[at % len(lefts)]))
        for at in order
        if score.flat[at] > 0
    ]


def _line(grey: NDArray[np.uint8], top: int, left: int, *, across: float, scale: float, photo: Turned) -> FoundLine:
    part = grey[top : top + HEIGHT, left : left + WIDTH]
    strip = np.full((HEIGHT, WIDTH), round(float(part.mean())), dtype=np.uint8)
    strip[:, : part.shape[1]] = part
    x, y = np.array([left, left + part.shape[1]]) / across, np.array([top, top + HEIGHT]) / scale
    corners = np.array([(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])], dtype=np.float64)
    return FoundLine(strip, photo.in_photo(corners), CAPITALS / scale / photo.shrunk)


CARD = "reader.json"
FORMAT = 1
PLACES = 64


@dataclass(frozen=True)
class ReaderCard:
    """Everything in a reader's card that the program relies on; `workshop/code_reader/reader_folder` writes it."""

    format: Literal[1]
    name: str
    network: NamedFile
    golden: NamedFile
    alphabet: str
    made: str = ""
    licence: str = ""
    trained_on: str = ""
    made_by: tuple[str, ...] = ()
    accuracy: tuple[NamedAccuracy, ...] = ()

    def __post_init__(self) -> None:
        if self.alphabet != LETTERS:
            raise Misshapen("it reads another alphabet")

    @property
    def files(self) -> tuple[NamedFile, ...]:
        return self.network, self.golden


class CodeReader:
    """A loaded network. `name`: as its card says."""

    def __init__(self, session: Any, *, name: str) -> None:
        self._session = session
        self._input = session.get_inputs()[0].name
        self.name = name

    def seen(
        self, pixels: Pixels, corners: Corners, places: Sequence[PrintPlace], *, is_sharpened: bool = False
    ) -> list[SeenStrip]:
        """Read these places of one card, a few strips for each.

        `pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) in these pixels.
        """
        cuts = [cut_strips(pixels, corners, place, is_sharpened=is_sharpened) for place in places]
        if not cuts:
            return []
        logs = self.logs(np.concatenate([cut.strips for cut in cuts]))
        return [
            SeenStrip(cut.place, log, cut.capitals, float(strip.std()), middle=middle, shown=cut.shown)
            for (cut, strip, middle), log in zip(_each(cuts), logs, strict=True)
        ]

    def logs(self, strips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(n, 64, classes): logarithms of probabilities; `strips` (n, 32, 256) uint8, grey."""
        (answer,) = self._session.run(None, {self._input: prepared(strips)})
        values = np.asarray(answer, dtype=np.float32)[:, :, 0].transpose(0, 2, 1)
        values = values - values.max(axis=2, keepdims=True)
        return np.asarray(values - np.log(np.exp(values).sum(axis=2, keepdims=True)), dtype=np.float32)


def prepared(strips: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 32, 256) uint8 to (n, 1, 32, 256) float32: mean 0 and spread 1 in each strip."""
    values = strips.astype(np.float32)
    middle = values.mean(axis=(1, 2), keepdims=True)
    spread = values.std(axis=(1, 2), keepdims=True)
    return np.asarray(((values - middle) / (spread + 1.0))[:, None], dtype=np.float32)


def golden_strips() -> NDArray[np.uint8]:
    """(6, 32, 256) uint8: parts of the golden crops, on their sides."""
    crops = golden_crops()[:, :WIDTH, :HEIGHT]
    return np.ascontiguousarray(crops.transpose(0, 3, 2, 1).reshape(-1, HEIGHT, WIDTH))


def golden_answers(reader: CodeReader) -> NDArray[np.float32]:
    """(rows, classes): probabilities at each place of the golden strips."""
    return np.exp(reader.logs(golden_strips())).reshape(-1, CLASSES)


def load_code_reader(folder: Path, *, threads: int = 1) -> CodeReader:
    """Load and check the reader in `folder`. Raises `ModelError`."""
    card = read_reader_card(folder)

    def load() -> CodeReader:
        session = open_session(folder / card.network.file, threads=threads)
        takes = list(session.get_inputs()[0].shape)[1:]
        if takes != [1, HEIGHT, WIDTH]:
            raise Misshapen("{file} does not accept strips", file=card.network.file)
        return CodeReader(session, name=card.name)

    return checked(folder, card.golden, load, golden_answers)


def read_reader_card(folder: Path) -> ReaderCard:
    """The card, after it and the files that it names were checked. Raises `ModelError`."""
    return read_sealed(folder, CARD, ReaderCard)


def _each(cuts: Sequence[CutStrips]) -> list[tuple[CutStrips, NDArray[np.uint8], float]]:
    return [(cut, strip, middle) for cut in cuts for strip, middle in zip(cut.strips, cut.middles, strict=True)]
