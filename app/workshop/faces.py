"""Faces to train finding on: a catalogue's, and such as no game has; draws no photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.engine.decode import decode
from workshop.photographer.any_face import any_face, no_face, painted

WIDTH, SMALL = 220, 100
# Where the art of a catalogue's faces is, in shares of width and height; the rest is one game's frame.
ART = (0.13, 0.2, 0.87, 0.68)


@dataclass(frozen=True)
class FaceMix:
    """How many faces have their colours in another order, and how many are of no game at all."""

    odd_colours: float = 0.1
    any_face: float = 0.0


@dataclass(frozen=True, eq=False)
class Printed:
    """`pixels`: (height, width, 3) uint8 RGB; `has_top`: whether anything says which way up; `is_card`: or a thing."""

    pixels: Pixels
    has_top: bool = True
    is_card: bool = True


class FaceMaker:
    """Draws faces; the same state of the generator gives the same face."""

    def __init__(self, faces: Sequence[Path], *, mix: FaceMix) -> None:
        self._faces = faces
        self._mix = mix

    def face(self, rng: np.random.Generator, *, width: int = WIDTH) -> Printed:
        """`width`: of a face of no game, in pixels."""
        if self._mix.any_face and rng.random() < self._mix.any_face:
            made = any_face(rng, picture=self._picture, width=width)
            return Printed(made.pixels, made.has_top)
        face = self._decoded(rng)
        if rng.random() < self._mix.odd_colours:
            face = face[:, :, rng.permutation(3)]
        return Printed(face)

    def laid_out(self, rng: np.random.Generator, size: tuple[int, int], *, each: int) -> tuple[list[Printed], int]:
        """Small faces for rows that fill a photo of this (width, height), at most 48, and in how many columns.

        `each`: how often a face comes, about.
        """
        columns = int(rng.integers(2, 9))
        ratio = columns * 59 / 86 * size[1] / size[0]
        count = columns * max(1, min(6, round(ratio * float(rng.uniform(0.7, 1.1)))))
        some = [self.face(rng, width=SMALL) for _ in range(-(-count // each))]
        return [some[int(rng.integers(len(some)))] for _ in range(count)], columns

    def no_card(self, rng: np.random.Generator) -> Printed:
        return Printed(no_face(rng, picture=self._picture, width=WIDTH), has_top=False, is_card=False)

    def _picture(self, size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
        """A part of some card's art in some colours, or something painted."""
        if rng.random() < 0.35:
            return painted(size, rng)
        face = Image.fromarray(self._decoded(rng))
        left, top, right, low = np.array(ART) * (face.width, face.height, face.width, face.height)
        # As much of the art as has the wanted shape, then somewhere between a third of that and all.
        scale = min((right - left) / size[0], (low - top) / size[1]) * float(rng.uniform(0.4, 1.0))
        wide, tall = scale * size[0], scale * size[1]
        x, y = float(rng.uniform(left, right - wide)), float(rng.uniform(top, low - tall))
        art = face.resize(size, Image.Resampling.BILINEAR, box=(x, y, x + wide, y + tall))
        if rng.random() < 0.5:
            art = art.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        return Image.fromarray(np.asarray(art)[:, :, rng.permutation(3)]) if rng.random() < 0.5 else art

    def _decoded(self, rng: np.random.Generator) -> Pixels:
        return decode(self._faces[int(rng.integers(len(self._faces)))])
