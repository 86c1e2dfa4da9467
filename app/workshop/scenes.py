"""Scenes to train the detector on: square pictures with the corners of every card. numpy and Pillow only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, CornersError, area, as_corners, carried, homography, picture_corners
from karuta.engine.cards_net import INSIDE, view_of
from karuta.training.photographer import Grade, Range, Scene, photograph, simulated_crop
from workshop.faces import FaceMaker, FaceMix, Printed
from workshop.photographer.pages import photograph_nothing, photograph_page, photograph_rows
from workshop.photographer.scattered import photograph_scatter
from workshop.photographer.situations import SITUATIONS

BACKGROUND = 127
# Width to height of usual photos: phones upright and across, squares, chat apps' long ones.
SHAPES: tuple[tuple[float, float], ...] = ((0.75, 0.45), (4 / 3, 0.2), (1.0, 0.15), (0.5625, 0.1), (16 / 9, 0.1))
# A card of which less is in view gets no second look; of those that do, how many are upside down in it.
LEAST_SHOWN, UPSIDE_DOWN = 0.3, 0.1
# The share of whole cards among the scenes of cards that the photo's edge cuts.
WHOLE = 0.25


@dataclass(frozen=True, eq=False)
class Framed:
    """A letterboxed scene: `pixels` (side, side, 3) uint8 RGB; each card's corners in them, and how much is seen.

    `has_top`: of each card, whether anything on it says which way up it is; empty where all have.
    """

    pixels: Pixels
    corners: tuple[Corners, ...]
    visible: tuple[float, ...]
    has_top: tuple[bool, ...] = ()


@dataclass(frozen=True)
class SceneMix:
    """How often what is photographed, and in which grades (plain, hard, brutal).

    `any_face`: how many of the faces are of no game; `no_card`: how often something of another shape lies there.
    `over`: how often one of `situations`, by default those in which cards lie over cards. `again`: how often one card
    of any of these scenes enlarged, with what lies around it, as a detector's second look has it. `cut`: how often a
    card that the photo's edge cuts, as the detector looks for such cards: in a smaller photo with a margin around it.
    """

    single: float = 0.46
    near: float = 0.17
    whole: float = 0.03
    scatter: float = 0.15
    page: float = 0.11
    nothing: float = 0.08
    grades: tuple[float, float, float] = (0.3, 0.45, 0.25)
    turned: float = 0.4
    odd_colours: float = 0.1
    rows: float = 0.0
    over: float = 0.0
    again: float = 0.0
    cut: float = 0.0
    situations: tuple[str, ...] = ("card-over", "stack", "fan")
    any_face: float = 0.0
    no_card: float = 0.0

    @property
    def faces(self) -> FaceMix:
        return FaceMix(odd_colours=self.odd_colours, any_face=self.any_face)


class SceneMaker:
    """Draws scenes. The same seed and number give the same scene, whatever was drawn before."""

    def __init__(self, faces: Sequence[Path], *, side: int, mix: SceneMix, seed: int) -> None:
        self._faces = FaceMaker(faces, mix=mix.faces)
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
            "rows": self._rows,
            "over": self._over,
            "again": self._again,
            "cut": self._cut,
        }
        self._larger = None
        if mix.again:
            scenes = replace(mix, again=0.0, cut=0.0, near=0.0, whole=0.0, nothing=0.0, turned=0.0)
            self._larger = SceneMaker(faces, side=3 * side // 2, mix=scenes, seed=seed)
        odds = np.array([getattr(mix, way) for way in self._ways])
        self._odds = odds / odds.sum()

    def scene(self, number: int) -> Framed:
        return self._drawn_scene(np.random.default_rng([self._seed, number]))

    def _drawn_scene(self, rng: np.random.Generator) -> Framed:
        way = list(self._ways)[int(rng.choice(len(self._ways), p=self._odds))]
        grade = tuple(Grade)[int(rng.choice(3, p=self._mix.grades))]
        framed = self._ways[way](grade, rng)
        if rng.random() < self._mix.turned:
            framed = turned(framed, quarters=int(rng.integers(1, 4)))
        return framed

    def _single(self, grade: Grade, rng: np.random.Generator) -> Framed:
        size = self._size(rng)
        # By length, not by area, so that small cards are as frequent as large ones.
        long = float(rng.uniform(0.1, 0.97)) * min(size[1], size[0] / 0.686)
        share = long * long * 0.686 / (size[0] * size[1])
        face = self._faces.face(rng)
        made = photograph([face.pixels], grade=grade, rng=rng, size=size, share=Range(share, share))
        return self._framed(made, [face])

    def _near(self, grade: Grade, rng: np.random.Generator) -> Framed:
        """A part of a photo around a card, as in a second look at a small card, or in a photo aimed carelessly."""
        size = self._size(rng)
        long = float(rng.uniform(0.25, 0.9)) * min(size[1], size[0] / 0.686)
        share = long * long * 0.686 / (size[0] * size[1])
        face = self._faces.face(rng)
        made = photograph([face.pixels], grade=grade, rng=rng, size=size, share=Range(share, share))
        corners = made.cards[0].corners
        reach = float(np.ptp(corners, axis=0).max()) * float(rng.uniform(0.92, 1.6)) / 2
        middle = corners.mean(axis=0) + rng.uniform(-0.3, 0.3, 2) * reach
        seen = cut(made.pixels, corners, middle=middle, reach=reach, side=self._side)
        return replace(seen, has_top=(face.has_top,))

    def _again(self, grade: Grade, rng: np.random.Generator) -> Framed:
        """The detector enlarges a small card that it has outlined roughly, sometimes upside down."""
        del grade
        assert self._larger is not None
        scene = self._larger._drawn_scene(rng)
        shown = [corners for corners, seen in zip(scene.corners, scene.visible, strict=True) if seen >= LEAST_SHOWN]
        true = shown[int(rng.integers(len(shown)))] if shown else None
        guess = None if true is None else mistaken(true, rng, scale=float(rng.uniform(0.2, 2.5)))
        if guess is None:
            return self._drawn_scene(rng)
        view = view_of(scene.pixels, np.roll(guess, 2 * int(rng.random() < UPSIDE_DOWN), axis=0), side=self._side)
        moved = [corners @ view.forth[:, :2].T + view.forth[:, 2] for corners in scene.corners]
        inside = [area(np.clip(corners, 0, self._side)) / max(area(corners), 1.0) for corners in moved]
        visible = tuple(seen * share for seen, share in zip(scene.visible, inside, strict=True))
        return replace(scene, pixels=view.pixels, corners=tuple(moved), visible=visible)

    def _whole(self, grade: Grade, rng: np.random.Generator) -> Framed:
        """A scanner app's picture: the card is the picture, or a little of its edge is cut off."""
        height = self._side
        width = round(height * float(rng.uniform(0.66, 0.72)))
        face = self._faces.face(rng)
        pixels = simulated_crop(face.pixels, grade=grade, rng=rng, size=(width, height), jitter=0.0)
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
        if self._mix.any_face and rng.random() < 0.4:
            left, top, right, low = (int(rng.integers(0, max(2, round(0.04 * height)))) for _ in range(4))
            pixels, corners = pixels[top : height - low, left : width - right], corners - (left, top)
        seen = letterboxed(pixels, [corners], [1.0], side=self._side)
        return replace(seen, has_top=(face.has_top,))

    def _scatter(self, grade: Grade, rng: np.random.Generator) -> Framed:
        cards = [self._drawn(rng) for _ in range(int(rng.integers(2, 8)))]
        made = photograph_scatter([card.pixels for card in cards], grade=grade, rng=rng, size=self._size(rng))
        return self._framed(made, cards)

    def _page(self, grade: Grade, rng: np.random.Generator) -> Framed:
        count = 9 if rng.random() < 0.6 else int(rng.integers(1, 9))
        cards = [self._faces.face(rng) for _ in range(count)]
        made = photograph_page([card.pixels for card in cards], grade=grade, rng=rng, size=self._size(rng))
        return self._framed(made, cards)

    def _rows(self, grade: Grade, rng: np.random.Generator) -> Framed:
        """As many as forty, laid out; most faces come twice."""
        size = self._size(rng)
        cards, columns = self._faces.laid_out(rng, size, each=2)
        made = photograph_rows([card.pixels for card in cards], grade=grade, rng=rng, size=size, columns=columns)
        return self._framed(made, cards)

    def _over(self, grade: Grade, rng: np.random.Generator) -> Framed:
        """One of the mix's situations; always in good light. A posted picture is brought to the size first."""
        del grade
        situation = SITUATIONS[self._mix.situations[int(rng.integers(len(self._mix.situations)))]]
        cards = [self._faces.face(rng) for _ in range(situation.cards)]
        made = situation.take([card.pixels for card in cards], rng, self._size(rng))
        return self._framed(fitting(made, self._side), cards)

    def _cut(self, grade: Grade, rng: np.random.Generator) -> Framed:
        """Draw a cut card, or a whole one: the program cannot know before it looks."""
        if rng.random() < WHOLE:
            return shrunk(self._single(grade, rng))
        face = self._faces.face(rng)
        made = SITUATIONS["half"].take([face.pixels], rng, self._size(rng))
        return shrunk(self._framed(fitting(made, self._side), [face]))

    def _nothing(self, grade: Grade, rng: np.random.Generator) -> Framed:
        size = self._size(rng)
        if rng.random() < self._mix.no_card:
            things = [self._faces.no_card(rng) for _ in range(int(rng.integers(2, 5)))]
            made = photograph_scatter([thing.pixels for thing in things], grade=grade, rng=rng, size=size)
            return self._framed(made, things)
        return self._framed(photograph_nothing(grade=grade, rng=rng, size=size), [])

    def _drawn(self, rng: np.random.Generator) -> Printed:
        return self._faces.no_card(rng) if rng.random() < self._mix.no_card / 3 else self._faces.face(rng)

    def _framed(self, made: Scene, faces: Sequence[Printed]) -> Framed:
        cards = [card for card in made.cards if faces[card.source].is_card]
        seen = letterboxed(
            made.pixels, [card.corners for card in cards], [card.visible for card in cards], side=self._side
        )
        return replace(seen, has_top=tuple(faces[card.source].has_top for card in cards))

    def _size(self, rng: np.random.Generator) -> tuple[int, int]:
        shapes, odds = zip(*SHAPES, strict=True)
        shape = shapes[int(rng.choice(len(shapes), p=odds))]
        return (round(self._side * min(1.0, shape)), round(self._side / max(1.0, shape)))


def mistaken(true: Corners, rng: np.random.Generator, *, scale: float) -> Corners | None:
    """Corners as a detector may place them: slightly moved, turned, scaled, each off by itself; None if crossed."""
    angle = math.radians(rng.normal(0, 2.0) * scale)
    cos, sin = math.cos(angle), math.sin(angle)
    unit = picture_corners() - 0.5
    aspect = np.array([1.0, 1.458])  # a card's height in its widths
    turned = (unit * aspect) @ np.array([(cos, sin), (-sin, cos)]) / aspect
    grown = turned * (1 + rng.normal(0, 0.035, 2) * scale) + rng.normal(0, 0.025, 2) * scale
    each = grown + rng.normal(0, 0.02, (4, 2)) * scale + 0.5
    try:
        return as_corners(carried(each, homography(picture_corners(), true)))
    except (CornersError, np.linalg.LinAlgError):
        return None


def fitting(made: Scene, side: int) -> Scene:
    """The scene, made smaller where it is larger than the square."""
    tall, wide = made.pixels.shape[:2]
    scale = side / max(tall, wide)
    if scale >= 1:
        return made
    size = (round(wide * scale), round(tall * scale))
    pixels = np.asarray(Image.fromarray(made.pixels).resize(size, Image.Resampling.BICUBIC))
    return replace(made, pixels=pixels, cards=tuple(replace(card, corners=card.corners * scale) for card in made.cards))


def shrunk(framed: Framed) -> Framed:
    """The scene with a margin of grey all round, of the same size."""
    side = framed.pixels.shape[0]
    small = round(INSIDE * side)
    pixels = np.asarray(Image.fromarray(framed.pixels).resize((small, small), Image.Resampling.BILINEAR))
    corners = [each * small / side for each in framed.corners]
    return replace(letterboxed(pixels, corners, framed.visible, side=side), has_top=framed.has_top)


def letterboxed(pixels: Pixels, corners: Sequence[Corners], visible: Sequence[float], *, side: int) -> Framed:
    """The picture, no larger than the square, in its middle."""
    tall, wide = pixels.shape[:2]
    top, left = (side - tall) // 2, (side - wide) // 2
    square = np.full((side, side, 3), BACKGROUND, dtype=np.uint8)
    square[top : top + tall, left : left + wide] = pixels
    return Framed(square, tuple(corner + (left, top) for corner in corners), tuple(visible))


def cut(pixels: Pixels, corners: Corners, *, middle: NDArray[np.float64], reach: float, side: int) -> Framed:
    """A square of the picture, `reach` pixels around `middle`, scaled to the side; grey outside the picture."""
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
        corners = tuple(quarter_turned(corner, tall=side) for corner in corners)
    return replace(framed, pixels=np.ascontiguousarray(np.rot90(framed.pixels, -quarters)), corners=corners)


def quarter_turned(corners: Corners, *, tall: float) -> Corners:
    """The corners after a picture of this height is turned clockwise by a quarter; the upright order stays."""
    return np.stack([tall - corners[:, 1], corners[:, 0]], axis=1)
