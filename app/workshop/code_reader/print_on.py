"""Prints small letters on a card's face, at a place of the table, over what stood there. Photographs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.printing.places import PrintPlace
from karuta.print_table import print_table
from workshop.code_reader.strips import drawn_line
from workshop.code_reader.typefaces import CAPITALS, TypeFace


@dataclass(frozen=True)
class PrintStamp:
    """`text` at a place. `middle`: of its capitals from the top, a share of the height. `starts`, `ends`: where it
    begins or ends, a share of the width, one of the two. `clean`: from where to where, in shares of the width, the
    ground is taken that covers what stood there; None leaves it.
    """

    place: PrintPlace
    text: str
    middle: float
    starts: float | None = None
    ends: float | None = None
    clean: tuple[float, float] | None = None


def face_of(picture: Pixels, *, game: str, width: int) -> Pixels:
    """A picture at a card's true shape, `width` pixels wide, so that small print can be drawn on it."""
    size = (width, round(width / print_table().of(game).shape))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


def printed_on(face: Pixels, stamps: Sequence[PrintStamp], typeface: TypeFace, *, wide: float = 0.9) -> Pixels:
    """The face with these texts in one font, dark on light ground and light on dark."""
    picture = face.copy()
    for stamp in stamps:
        _print(picture, stamp, typeface, wide)
    return picture


def _print(face: NDArray[np.uint8], stamp: PrintStamp, typeface: TypeFace, wide: float) -> None:
    height, width = face.shape[:2]
    capitals = stamp.place.capitals * height
    line = drawn_line(stamp.text, typeface, spacing=0.8, wide=wide)
    scale = capitals / CAPITALS
    size = max(1, round(line.ink.shape[1] * scale)), max(1, round(line.ink.shape[0] * scale))
    ink = np.asarray(Image.fromarray(line.ink).resize(size, Image.Resampling.BOX), dtype=np.float32) / 255
    top = round(stamp.middle * height - size[1] / 2)
    left = round((stamp.starts or 0.0) * width) if stamp.ends is None else round(stamp.ends * width) - size[0]
    if stamp.clean is not None:
        _cover(
            face,
            stamp,
            rows=(round(stamp.middle * height - capitals * 1.1), round(stamp.middle * height + capitals * 1.1)),
        )
    part = face[top : top + size[1], left : left + size[0]].astype(np.float32)
    ink = ink[: part.shape[0], : part.shape[1], None]
    colour = 25.0 if part.mean() > 85 else 235.0
    face[top : top + part.shape[0], left : left + part.shape[1]] = part * (1 - ink) + colour * ink


def _cover(face: NDArray[np.uint8], stamp: PrintStamp, *, rows: tuple[int, int]) -> None:
    assert stamp.clean is not None
    width = face.shape[1]
    ground = face[rows[0] : rows[1], round(stamp.clean[0] * width) : round(stamp.clean[1] * width)]
    tiled = np.concatenate([ground, ground[:, ::-1]], axis=1)
    left, right = round(stamp.place.left * width), round(stamp.place.right * width)
    times = -(-(right - left) // tiled.shape[1])
    face[rows[0] : rows[1], left:right] = np.tile(tiled, (1, times, 1))[:, : right - left]
