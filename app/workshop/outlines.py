"""Views to train the corners net on: nearly flat cards, and how far each corner is off. numpy and Pillow only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import carried, homography, picture_corners
from karuta.engine.cards_net import outline_view
from karuta.training.photographer import Grade, Range, Scene, photograph
from workshop.faces import FaceMaker, FaceMix
from workshop.photographer.pages import photograph_page, photograph_rows
from workshop.photographer.scattered import photograph_scatter
from workshop.photographer.situations import SITUATIONS
from workshop.photographer.tone import toned
from workshop.photographer.usual import share_in_view
from workshop.scenes import fitting, mistaken

# A card with less of it in view has no edges to learn from.
LEAST_VISIBLE = 0.35
# The longer side of the photos in pixels, as the detector decodes them.
LONGEST = (420, 700)
SHAPES = ((0.75, 0.5), (4 / 3, 0.2), (1.0, 0.12), (0.5625, 0.12), (16 / 9, 0.06))


@dataclass(frozen=True)
class OutlineMix:
    """How often what is photographed, in which grades, and how wrong corners are.

    `wrong`: scales of the error, drawn evenly; 1 is some four hundredths of a card at each corner. `any_face`: how many
    of the faces are of no game. `rows`: cards laid out, as many as forty, so small ones. `over`: one of `situations`.
    `beside`: how much more wrong the corners are of a card that lies beside the photo; in part for one that is cut.
    """

    single: float = 0.6
    scatter: float = 0.2
    page: float = 0.2
    grades: tuple[float, float, float] = (0.3, 0.45, 0.25)
    wrong: tuple[float, float] = (0.15, 1.6)
    views: int = 3
    odd_colours: float = 0.1
    toned: float = 0.3
    any_face: float = 0.0
    rows: float = 0.0
    over: float = 0.0
    situations: tuple[str, ...] = ("card-over", "fan")
    beside: float = 0.0


@dataclass(frozen=True, eq=False)
class Outlined:
    """`pixels`: (height, width, 3) uint8 RGB, a view.

    `move`: (4, 2) float32, from its card's corners to the true ones, in the view's card units.
    """

    pixels: Pixels
    move: NDArray[np.float32]


class OutlineMaker:
    """Draws views. The same seed and step give the same batch, whatever was drawn before."""

    def __init__(self, faces: Sequence[Path], *, size: tuple[int, int], mix: OutlineMix, seed: int) -> None:
        self._faces = FaceMaker(faces, mix=FaceMix(odd_colours=mix.odd_colours, any_face=mix.any_face))
        self._size = size
        self._mix = mix
        self._seed = seed

    def batch(self, step: int, *, size: int) -> list[Outlined]:
        views: list[Outlined] = []
        number = 0
        while len(views) < size:
            rng = np.random.default_rng([self._seed, step, number])
            views += self._views(self._scene(rng), rng)
            number += 1
        return views[:size]

    def _scene(self, rng: np.random.Generator) -> Scene:
        mix = self._mix
        odds = np.array([mix.single, mix.scatter, mix.page, mix.rows, mix.over])
        way = int(rng.choice(len(odds), p=odds / odds.sum()))
        grade = tuple(Grade)[int(rng.choice(3, p=mix.grades))]
        size = _size(rng)
        if way == 1:
            cards = [self._face(rng) for _ in range(int(rng.integers(2, 6)))]
            return photograph_scatter(cards, grade=grade, rng=rng, size=size)
        if way == 2:
            cards = [self._face(rng) for _ in range(9 if rng.random() < 0.6 else int(rng.integers(1, 9)))]
            return photograph_page(cards, grade=grade, rng=rng, size=size)
        if way == 3:
            laid, columns = self._faces.laid_out(rng, size, each=3)
            cards = [face.pixels for face in laid]
            return photograph_rows(cards, grade=grade, rng=rng, size=size, columns=columns)
        if way == 4:
            situation = SITUATIONS[mix.situations[int(rng.integers(len(mix.situations)))]]
            made = situation.take([self._face(rng) for _ in range(situation.cards)], rng, size)
            return fitting(made, max(size))
        share = float(rng.uniform(0.3, 0.97)) ** 2 * 0.75
        return photograph([self._face(rng)], grade=grade, rng=rng, size=size, share=Range(share, share))

    def _views(self, scene: Scene, rng: np.random.Generator) -> Iterator[Outlined]:
        seen = [card.corners for card in scene.cards if card.visible >= LEAST_VISIBLE]
        pixels = toned(scene.pixels, rng) if rng.random() < self._mix.toned else scene.pixels
        for number in rng.permutation(max(len(seen), self._mix.views))[: self._mix.views] if seen else ():
            true = seen[int(number) % len(seen)]
            beside = self._mix.beside * (1 - share_in_view(true, pixels.shape[1::-1]))
            guess = mistaken(true, rng, scale=float(rng.uniform(*self._mix.wrong)) * (1 + beside))
            if guess is not None:
                move = carried(true, homography(guess, picture_corners())) - picture_corners()
                yield Outlined(outline_view(pixels, guess, size=self._size), move.astype(np.float32))

    def _face(self, rng: np.random.Generator) -> Pixels:
        return self._faces.face(rng).pixels


def _size(rng: np.random.Generator) -> tuple[int, int]:
    shapes, odds = zip(*SHAPES, strict=True)
    shape = shapes[int(rng.choice(len(shapes), p=odds))]
    longest = float(rng.uniform(*LONGEST))
    return round(longest * min(1.0, shape)), round(longest / max(1.0, shape))
