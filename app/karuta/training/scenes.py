"""Scenes to train the detector on: square pictures with the corners of every card; numpy and Pillow only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.sighting import Corners, area
from karuta.engine.decode import decode
from karuta.training.photographer import (
    Grade,
    Range,
    photograph,
    photograph_nothing,
    photograph_page,
    photograph_scatter,
    simulated_crop,
)

Pixels = NDArray[np.uint8]
BACKGROUND = 127
# Width to height of what people send: phones held upright and across, squares, chat apps' long ones.
SHAPES: tuple[tuple[float, float], ...] = ((0.75, 0.45), (4 / 3, 0.2), (1.0, 0.15), (0.5625, 0.1), (16 / 9, 0.1))


@dataclass(frozen=True, eq=False)
class Framed:
    """A letterboxed scene: `pixels` (side, side, 3) uint8 RGB; each card's corners in them, and how much is seen."""

    pixels: Pixels
    corners: tuple[Corners, ...]
    visible: tuple[float, ...]


@dataclass(frozen=True)
class SceneMix:
    """How often what is photographed, and in which grades (plain, hard, brutal)."""

    single: float = 0.46
    near: float = 0.17
    whole: float = 0.03
    scatter: float = 0.15
    page: float = 0.11
    nothing: float = 0.08
    grades: tuple[float, float, float] = (0.3, 0.45, 0.25)
    turned: float = 0.4
    odd_colours: float = 0.1


class SceneMaker:
    """Draws scenes; the same seed and number give the same scene, whatever was drawn before."""

    def __init__(self, faces: Sequence[Path], *, side: int, mix: SceneMix, seed: int) -> None:
        self._faces = faces
        self._side = side
        self._mix = mix
        self._seed = seed
        self._ways = {
            "single": self._single,
            "near": self._near,
            "whole": self._whole,
            "scatter": self._scatter,
            "page": self._page,
            "nothing": self._nothing,
        }
        odds = np.array([getattr(mix, way) for way in self._ways])
        self._odds = odds / odds.sum()

    def scene(self, number: int) -> Framed:
        rng = np.random.default_rng([self._seed, number])
        way = list(self._ways)[int(rng.choice(len(self._ways), p=self._odds))]
        grade = tuple(Grade)[int(rng.choice(3, p=self._mix.grades))]
        framed = self._ways[way](grade, rng)
        if rng.random() < self._mix.turned:
            framed = turned(framed, quarters=int(rng.integers(1, 4)))
        return framed

    def _single(self, grade: Grade, rng: np.random.Generator) -> Framed:
        size = self._size(rng)
        # By length, not by area: small cards are as frequent as large ones.
        long = float(rng.uniform(0.1, 0.97)) * min(size[1], size[0] / 0.686)
        share = long * long * 0.686 / (size[0] * size[1])
        made = photograph([self._face(rng)], grade=grade, rng=rng, size=size, share=Range(share, share))
        return letterboxed(made.pixels, [card.corners for card in made.cards], [1.0], side=self._side)

    def _near(self, grade: Grade, rng: np.random.Generator) -> Framed:
        """A part of a photo around a card, as the second look at a small card and careless aim have it."""
        size = self._size(rng)
        long = float(rng.uniform(0.25, 0.9)) * min(size[1], size[0] / 0.686)
        share = long * long * 0.686 / (size[0] * size[1])
        made = photograph([self._face(rng)], grade=grade, rng=rng, size=size, share=Range(share, share))
        corners = made.cards[0].corners
        reach = float(np.ptp(corners, axis=0).max()) * float(rng.uniform(0.92, 1.6)) / 2
        middle = corners.mean(axis=0) + rng.uniform(-0.3, 0.3, 2) * reach
        return cut(made.pixels, corners, middle=middle, reach=reach, side=self._side)

    def _whole(self, grade: Grade, rng: np.random.Generator) -> Framed:
        """A scanner app's picture: the card is the picture."""
        height = self._side
        width = round(height * float(rng.uniform(0.66, 0.72)))
        pixels = simulated_crop(self._face(rng), grade=grade, rng=rng, size=(width, height), jitter=0.0)
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
        return letterboxed(pixels, [corners], [1.0], side=self._side)

    def _scatter(self, grade: Grade, rng: np.random.Generator) -> Framed:
        cards = [self._face(rng) for _ in range(int(rng.integers(2, 8)))]
        made = photograph_scatter(cards, grade=grade, rng=rng, size=self._size(rng))
        return letterboxed(
            made.pixels, [one.corners for one in made.cards], [one.visible for one in made.cards], side=self._side
        )

    def _page(self, grade: Grade, rng: np.random.Generator) -> Framed:
        count = 9 if rng.random() < 0.6 else int(rng.integers(1, 9))
        cards = [self._face(rng) for _ in range(count)]
        made = photograph_page(cards, grade=grade, rng=rng, size=self._size(rng))
        return letterboxed(
            made.pixels, [one.corners for one in made.cards], [one.visible for one in made.cards], side=self._side
        )

    def _nothing(self, grade: Grade, rng: np.random.Generator) -> Framed:
        made = photograph_nothing(grade=grade, rng=rng, size=self._size(rng))
        return letterboxed(made.pixels, [], [], side=self._side)

    def _face(self, rng: np.random.Generator) -> Pixels:
        face = decode(self._faces[int(rng.integers(len(self._faces)))])
        if rng.random() < self._mix.odd_colours:
            face = face[:, :, rng.permutation(3)]
        return face

    def _size(self, rng: np.random.Generator) -> tuple[int, int]:
        shapes, odds = zip(*SHAPES, strict=True)
        shape = shapes[int(rng.choice(len(shapes), p=odds))]
        return (round(self._side * min(1.0, shape)), round(self._side / max(1.0, shape)))


def letterboxed(pixels: Pixels, corners: Sequence[Corners], visible: Sequence[float], *, side: int) -> Framed:
    """The picture, no larger than the square, in its middle."""
    tall, wide = pixels.shape[:2]
    top, left = (side - tall) // 2, (side - wide) // 2
    square = np.full((side, side, 3), BACKGROUND, dtype=np.uint8)
    square[top : top + tall, left : left + wide] = pixels
    return Framed(square, tuple(one + (left, top) for one in corners), tuple(visible))


def cut(pixels: Pixels, corners: Corners, *, middle: NDArray[np.float64], reach: float, side: int) -> Framed:
    """A square of the picture, `reach` pixels around `middle`, at the side's size; grey where there is no picture."""
    low = middle - reach
    image = Image.fromarray(pixels)
    scale = side / (2 * reach)
    box = (1 / scale, 0.0, float(low[0]), 0.0, 1 / scale, float(low[1]))
    grey = (BACKGROUND, BACKGROUND, BACKGROUND)
    square = image.transform((side, side), Image.Transform.AFFINE, box, Image.Resampling.BICUBIC, fillcolor=grey)
    moved = (corners - low) * scale
    inside = np.clip(moved, 0, side)
    return Framed(np.asarray(square), (moved,), (area(inside) / max(area(moved), 1.0),))


def turned(framed: Framed, *, quarters: int) -> Framed:
    """The scene turned clockwise by quarters; its cards keep their own upright order."""
    side = framed.pixels.shape[0]
    corners = framed.corners
    for _ in range(quarters):
        corners = tuple(quarter_turned(one, tall=side) for one in corners)
    return Framed(np.ascontiguousarray(np.rot90(framed.pixels, -quarters)), corners, framed.visible)


def quarter_turned(corners: Corners, *, tall: float) -> Corners:
    """The corners when a picture of this height is turned clockwise by a quarter; the upright order stays."""
    return np.stack([tall - corners[:, 1], corners[:, 0]], axis=1)
