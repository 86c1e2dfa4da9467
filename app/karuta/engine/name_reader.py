"""Reads the lines of large letters in a photo: where they are, and which letter stands at each place of each one.

A strip is 32 pixels high with capitals of 16, as wide as its line, 512 at most. Knows no card and no name: whose a line
is, is decided in `domain/printing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.printing.letters import BLANK, LETTERS
from karuta.domain.shape import Misshapen
from karuta.domain.sighting import Corners, height
from karuta.engine.code_reader import golden_strips, prepared
from karuta.engine.model_shape import NamedAccuracy, NamedFile
from karuta.engine.name_lines import LineFinder, NameLine
from karuta.engine.prepare import golden_crops
from karuta.engine.reader_card import checked, read_sealed
from karuta.engine.rectify import rectify
from karuta.engine.sessions import open_session

HEIGHT, CAPITALS = 32, 16
# Strips are as wide as their line, to the next step; those of one width are read together.
STEP, MOST_WIDE = 32, 512
# Lines are looked for in a photo whose longer side has so many pixels.
LONGEST = 1280
# So many of the likeliest lines are read, which bounds what a photo costs.
MOST = 80
_ENDS = 0.6
# A line that is less clear is read the other way up too.
CLEAR = 0.9


@dataclass(frozen=True, eq=False)
class SeenLine:
    """`corners`: (4, 2) of its band of capitals, in the pixels given, from its own upper left. `logs`: (places,
    classes) float32, logarithms of probabilities; class 0 is no letter, the others are those of `LETTERS`.
    """

    corners: Corners
    logs: NDArray[np.float32]

    @cached_property
    def clearness(self) -> float:
        """How sure the likeliest reading is of a letter in the mean, 0 to 1; 0 where there is none."""
        lettered = self.logs[self.logs.argmax(axis=1) != BLANK]
        return float(np.exp(lettered.max(axis=1)).mean()) if len(lettered) else 0.0


@dataclass(frozen=True, eq=False)
class NameReader:
    """Two loaded networks, one that finds lines and one that reads them. `name`: as their card says."""

    finder: LineFinder
    session: Any
    name: str

    def read(self, pixels: Pixels) -> list[SeenLine]:
        """The likeliest lines first. `pixels`: (height, width, 3) uint8, RGB, upright."""
        shrunk = min(1.0, LONGEST / max(pixels.shape[:2]))
        image = Image.fromarray(pixels)
        if shrunk < 1.0:
            size = max(1, round(image.width * shrunk)), max(1, round(image.height * shrunk))
            image = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        scale = np.array(pixels.shape[1::-1]) / np.array(image.size)
        lines = self.finder.lines(np.asarray(image))[:MOST]
        grey = np.asarray(Image.fromarray(pixels).convert("L"))
        strips = [strip_of(grey, line, scale) for line in lines]
        seen = [SeenLine(line.corners * scale, logs) for line, logs in zip(lines, self.logs(strips), strict=True)]
        return self._right_way_up(seen, strips)

    def read_bands(self, pixels: Pixels, bands: Sequence[Corners]) -> list[SeenLine]:
        """The lines at these bands of capitals, (4, 2) each in these pixels, that nothing was looked for."""
        grey = np.asarray(Image.fromarray(pixels).convert("L"))
        lines = [NameLine(band, height(band), 1.0) for band in bands]
        logs = self.logs([strip_of(grey, line, np.ones(2)) for line in lines])
        return [SeenLine(band, said) for band, said in zip(bands, logs, strict=True)]

    def _right_way_up(self, seen: Sequence[SeenLine], strips: Sequence[NDArray[np.uint8]]) -> list[SeenLine]:
        """What is hardly legible is read the other way up too: the finder takes many lines that are for upright."""
        unclear = [number for number, line in enumerate(seen) if line.clearness < CLEAR]
        turned = self.logs([np.ascontiguousarray(strips[number][::-1, ::-1]) for number in unclear])
        lines = list(seen)
        for number, logs in zip(unclear, turned, strict=True):
            other = SeenLine(np.roll(seen[number].corners, 2, axis=0), logs)
            lines[number] = max(seen[number], other, key=lambda line: line.clearness)
        return lines

    def logs(self, strips: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """Of strips, (32, width) uint8 each: logarithms of probabilities, (width / 4, classes)."""
        by_width: dict[int, list[int]] = defaultdict(list)
        for number, strip in enumerate(strips):
            by_width[strip.shape[1]].append(number)
        logs: dict[int, NDArray[np.float32]] = {}
        for numbers in by_width.values():
            taken = prepared(np.stack([strips[number] for number in numbers]))
            (answer,) = self.session.run(None, {"strips": taken})
            values = np.asarray(answer, dtype=np.float32)[:, :, 0].transpose(0, 2, 1)
            values = values - values.max(axis=2, keepdims=True)
            values = values - np.log(np.exp(values).sum(axis=2, keepdims=True))
            logs |= dict(zip(numbers, values, strict=True))
        return [logs[number] for number in range(len(strips))]


def strip_of(grey: NDArray[np.uint8], line: NameLine, scale: NDArray[np.float64]) -> NDArray[np.uint8]:
    """(32, width) uint8: a line with half its capitals' height around it. `grey`: (height, width) uint8; `scale`: (2,)
    from the line's pixels to these.
    """
    along = line.corners[1] - line.corners[0]
    length = float(np.linalg.norm(along))
    right = along / max(length, 1e-6)
    down = np.array([-right[1], right[0]])
    unit = line.capitals / CAPITALS
    wide = length / unit + 2 * _ENDS * CAPITALS
    width = min(MOST_WIDE, int(-(-wide // STEP) * STEP))
    middle = line.corners.mean(axis=0)
    half_wide, half_tall = right * max(wide, width) * unit / 2, down * HEIGHT * unit / 2
    corners = np.array([-half_wide - half_tall, half_wide - half_tall, half_wide + half_tall, half_tall - half_wide])
    return rectify(grey, (middle + corners) * scale, size=(width, HEIGHT))


CARD = "names.json"
FORMAT = 1


@dataclass(frozen=True)
class NamesCard:
    """Everything in a name reader's card that the program relies on; `workshop.backbone.export_names` writes it."""

    format: Literal[1]
    name: str
    network: NamedFile
    finder: NamedFile
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
        return self.network, self.finder, self.golden


def golden_answers(reader: NameReader) -> NDArray[np.float32]:
    """(rows, classes + 1): what is read of the golden strips; in the last column how much of a line the finder feels in
    the first golden crop, over and over.
    """
    letters = np.exp(np.concatenate(reader.logs(list(golden_strips()))))
    felt = np.resize(1 / (1 + np.exp(-reader.finder.said(golden_crops()[0])[0])), len(letters))
    return np.concatenate([letters, felt[:, None]], axis=1)


def load_name_reader(folder: Path, *, threads: int = 1) -> NameReader:
    """Load and check the networks in `folder`. Raises `ModelError`."""
    card = read_names_card(folder)

    def load() -> NameReader:
        finder = LineFinder(open_session(folder / card.finder.file, threads=threads))
        return NameReader(finder, open_session(folder / card.network.file, threads=threads), card.name)

    return checked(folder, card.golden, load, golden_answers)


def read_names_card(folder: Path) -> NamesCard:
    """The card, after it and the files that it names were checked. Raises `ModelError`."""
    return read_sealed(folder, CARD, NamesCard)
