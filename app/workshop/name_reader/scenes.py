"""Pieces of photos with several cards in view, and what the finder of lines should answer at each cell of four pixels.

Drawn cards are laid on a table as ladders, fans and heaps (`Scene`, large), with hands and light on top; pieces are cut
from a scene at any angle and size, and worn as photos are (`SceneMaker.batch`). Faces and scenes are kept for a while
and used many times, because drawing shares its core with the training; which ones a step uses follows from its number.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from workshop.code_reader.typefaces import TypeFace
from workshop.name_reader.drawn_cards import TALL, WIDE, CardFace, FaceMaker
from workshop.name_reader.grounds import Grey, hand, light, soft, table

CELL = 4
# A scene's side in pixels.
SIDE = 1200
# By its capitals' height in pixels a line is silent below the first, counts from the second to the last, and may say
# something or not in between and beyond.
SILENT, COUNTS, TOO_LARGE = 7.0, 9.0, 60.0
# From the capitals' top, where the band begins and ends that is said to be in the line.
BAND = (0.2, 0.8)
_AROUND = 0.12
_FACES, _SCENES, _USES = 24, 16, 2

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SceneMix:
    """`pieces`: (side, how many) of even steps, then of odd ones. `capitals`: least and most that a piece is cut for.
    `at_line`: how many pieces are cut around a line. `blur` (in capitals), `noise` (levels): means.
    """

    pieces: tuple[tuple[int, int], tuple[int, int]]
    capitals: tuple[float, float]
    at_line: float
    blur: float
    noise: float


@dataclass(frozen=True, eq=False)
class Scene:
    """`owner`: (SIDE, SIDE) uint8, the number of the card that is in view, 0 for none. `lines` (n, 4, 2) of the
    cards `cards` (n,); `counts`: as a face's.
    """

    pixels: Image.Image
    half: Image.Image
    owner: NDArray[np.uint8]
    lines: Floats
    cards: NDArray[np.int64]
    counts: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Pieces:
    """`pixels` (n, side, side) uint8; `said` (n, 5, side/4, side/4) float32 as the network's output, the first 0 or 1;
    `weighs` (n, side/4, side/4) float32: 0 where it does not matter what is said.
    """

    pixels: Grey
    said: NDArray[np.float32]
    weighs: NDArray[np.float32]


class SceneMaker:
    def __init__(self, faces: Sequence[TypeFace], mix: SceneMix, *, seed: int) -> None:
        self._drawer, self._mix, self._seed = FaceMaker(faces), mix, seed
        self._noise = np.random.default_rng(seed).normal(0, 1, (600, 600)).astype(np.float32)
        self._face = functools.lru_cache(maxsize=2 * _FACES)(self._drawn_face)
        self._table = functools.lru_cache(maxsize=8)(self._drawn_table)
        self._scene = functools.lru_cache(maxsize=2 * _SCENES)(self._drawn_scene)

    def batch(self, step: int) -> Pieces:
        """The pieces of a step, always the same ones."""
        rng = np.random.default_rng((self._seed, 1, step))
        side, count = self._mix.pieces[step % 2]
        first = step // _USES
        made = [self._piece(self._scene(first + int(rng.integers(_SCENES))), side, rng) for _ in range(count)]
        return Pieces(*(np.stack(arrays) for arrays in zip(*made, strict=True)))

    def _drawn_face(self, number: int) -> CardFace:
        return self._drawer.face(np.random.default_rng((self._seed, 2, number)))

    def _drawn_table(self, number: int) -> Image.Image:
        return table((SIDE, SIDE), np.random.default_rng((self._seed, 3, number)))

    def _drawn_scene(self, number: int) -> Scene:
        rng = np.random.default_rng((self._seed, 4, number))
        image = self._table(number // 4).copy()
        if rng.random() < 0.5:
            image = image.transpose(Image.Transpose(int(rng.integers(2, 5))))
        owner = Image.new("L", (SIDE, SIDE), 0)
        lines, cards, counts = [np.zeros((0, 4, 2))], [np.zeros(0, np.int64)], [np.zeros(0, bool)]
        for card, corners in enumerate(_laid_out(rng), start=1):
            face = self._face(number + int(rng.integers(_FACES)))
            matrix = _lay(image, owner, face, corners, card, rng)
            lines.append(through(matrix, face.lines.reshape(-1, 2)).reshape(-1, 4, 2))
            cards.append(np.full(len(face.lines), card))
            counts.append(face.counts)
        for _ in range(int(rng.choice([0, 1, 2, 3], p=[0.35, 0.35, 0.2, 0.1]))):
            x, y = rng.uniform(150, SIDE - 150, 2)
            mask = hand((SIDE, SIDE), (x, y), rng)
            skin = soft((SIDE, SIDE), (120, 120), rng, spread=18)
            lift = int(rng.integers(-80, 90))
            shade = mask.resize((SIDE // 8, SIDE // 8)).filter(ImageFilter.GaussianBlur(rng.uniform(2, 5)))
            skin = ImageChops.add(skin, shade.resize((SIDE, SIDE)), scale=2, offset=lift // 2)
            image.paste(skin, (0, 0), mask)
            owner.paste(0, (0, 0), mask)
        if rng.random() < 0.6:
            image = ImageChops.add(image, light((SIDE, SIDE), rng))
        if rng.random() < 0.5:
            dark = soft((SIDE, SIDE), (SIDE * rng.uniform(0.3, 1),) * 2, rng, spread=40)
            image = ImageChops.multiply(image, dark.point([min(255, 120 + int(v * 0.8)) for v in range(256)]))
        return Scene(
            image,
            image.reduce(2),
            np.asarray(owner),
            np.concatenate(lines),
            np.concatenate(cards),
            np.concatenate(counts),
        )

    def _piece(
        self, scene: Scene, side: int, rng: np.random.Generator
    ) -> tuple[Grey, NDArray[np.float32], NDArray[np.float32]]:
        capitals = float(np.exp(rng.uniform(*np.log(self._mix.capitals))))
        chosen = self._chosen(scene, rng)
        if chosen is None:
            scale = float(np.exp(rng.uniform(np.log(0.3), np.log(1.6))))
            middle = rng.uniform(0.2 * SIDE, 0.8 * SIDE, 2)
        else:
            corners = scene.lines[chosen]
            scale = float(np.clip(capitals / heights(corners[None])[0], 0.3, 2.4))
            middle = corners[0] + rng.uniform(0, 1) * (corners[1] - corners[0]) + rng.normal(0, side / 5, 2) / scale
        matrix = _view(middle, scale, side, rng)
        halved = scale < 0.62
        source = scene.half if halved else scene.pixels
        to_source = np.diag([0.5, 0.5, 1.0]) @ matrix if halved else matrix
        piece = source.transform(
            (side, side),
            Image.Transform.PERSPECTIVE,
            (to_source / to_source[2, 2]).reshape(-1)[:8].tolist(),
            Image.Resampling.BILINEAR,
            fillcolor=int(rng.integers(256)),
        )
        at = cell_middles(side // CELL)
        x, y = np.rint(through(matrix, at.reshape(-1, 2))).astype(np.int64).T
        within = (x >= 0) & (y >= 0) & (x < SIDE) & (y < SIDE)
        owner = np.where(within, scene.owner[y.clip(0, SIDE - 1), x.clip(0, SIDE - 1)], 0)
        lines = through(_inverse(matrix), scene.lines.reshape(-1, 2)).reshape(-1, 4, 2)
        said, weighs = cell_targets(lines, scene.cards, scene.counts, owner.reshape(at.shape[:2]))
        return self._worn(piece, min(capitals, 30.0), rng), said, weighs

    def _chosen(self, scene: Scene, rng: np.random.Generator) -> int | None:
        """A line to cut around: in view at its middle, titles more often than rules."""
        if not len(scene.lines) or rng.random() > self._mix.at_line:
            return None
        middles = np.rint(scene.lines.mean(axis=1)).astype(np.int64).clip(0, SIDE - 1)
        seen = (scene.owner[middles[:, 1], middles[:, 0]] == scene.cards) & scene.counts
        large = seen & (heights(scene.lines) > 11)
        among = np.flatnonzero(large if large.any() and rng.random() < 0.85 else seen)
        return int(among[rng.integers(len(among))]) if len(among) else None

    def _worn(self, piece: Image.Image, capitals: float, rng: np.random.Generator) -> Grey:
        """Soft, noisy, of any exposure, packed, as photos are."""
        side = piece.width
        at = rng.random()
        if at < 0.25:
            small = round(side * rng.uniform(0.45, 0.9))
            piece = piece.resize((small, small), Image.Resampling.BILINEAR)
            piece = piece.resize((side, side), Image.Resampling.BICUBIC)
        if at < 0.6:
            piece = piece.filter(ImageFilter.GaussianBlur(min(0.2, rng.exponential(self._mix.blur)) * capitals))
        elif at < 0.7:
            piece = piece.filter(ImageFilter.UnsharpMask(radius=1.5, percent=int(rng.integers(40, 200)), threshold=0))
        pixels: NDArray[np.float32] = np.asarray(piece, dtype=np.float32)
        if rng.random() < 0.08:
            step = rng.normal(0, 0.1 * capitals, 2)
            moved = [np.roll(pixels, (round(step[0] * k), round(step[1] * k)), (0, 1)) for k in range(4)]
            pixels = np.asarray(np.mean(moved, axis=0), dtype=np.float32)
        if rng.random() < 0.05:
            pixels = 255 - pixels
        pixels = np.float32(255) * (pixels / np.float32(255)) ** np.float32(np.exp(rng.normal(0, 0.35)))
        y, x = rng.integers(0, 600 - side, 2)
        noise = self._noise[y : y + side, x : x + side]
        pixels = pixels * np.float32(rng.uniform(0.3, 1.1)) + np.float32(rng.uniform(-10, 45))
        pixels = pixels + noise * np.float32(rng.exponential(self._mix.noise))
        worn = np.clip(pixels, 0, 255).astype(np.uint8)
        if rng.random() < 0.4:
            packed = io.BytesIO()
            Image.fromarray(worn).save(packed, "JPEG", quality=int(rng.integers(25, 95)))
            worn = np.asarray(Image.open(packed))
        return worn


def _laid_out(rng: np.random.Generator) -> list[Floats]:
    """Corners of the cards on the table, the lowest first: a ladder, a fan, a heap, rows, one, none."""
    kind = rng.random()
    wide = rng.uniform(260, 560)
    size = np.array([wide, wide * rng.uniform(1.36, 1.48)])
    angle = np.deg2rad(rng.normal(0, 12))
    x, y = rng.uniform(0.3, 0.7, 2) * SIDE
    cards: list[tuple[float, float, float]] = []
    if kind < 0.36:
        count, step = int(rng.integers(2, 9)), rng.uniform(0.07, 0.2) * size[1]
        aside = rng.normal(0, 0.07) * wide
        for k in range(count):
            along = (k - count / 2) * step + rng.normal(0, 0.02) * size[1]
            cross = k * aside + rng.normal(0, 0.03) * wide
            cards.append((x + cross * np.cos(angle) - along * np.sin(angle),
                          y + cross * np.sin(angle) + along * np.cos(angle), angle + rng.normal(0, 0.04)))  # fmt: skip
    elif kind < 0.58:
        count, step = int(rng.integers(3, 8)), np.deg2rad(rng.uniform(5, 16)) * (1 if rng.random() < 0.8 else -1)
        far = size[1] * rng.uniform(0.6, 1.3)
        for k in range(count):
            turn = angle + (k - (count - 1) / 2) * step + rng.normal(0, 0.02)
            cards.append((x + far * np.sin(turn), y + far - far * np.cos(turn), turn))
    elif kind < 0.8:
        count = int(rng.integers(2, 11))
        spread = rng.uniform(0.15, 0.4) * SIDE
        any_turn = rng.random() < 0.5
        for _ in range(count):
            turn = rng.uniform(0, 2 * np.pi) if any_turn else angle + rng.normal(0, 0.3) + np.pi * (rng.random() < 0.15)
            cards.append((x + rng.normal(0, spread), y + rng.normal(0, spread), turn))
    elif kind < 0.9:
        gap = 1 + rng.uniform(0.0, 0.15)
        for row in range(3):
            y = (row * gap + 0.5) * size[1]
            cards += [((column * gap + 0.5) * wide, y, rng.normal(0, 0.02)) for column in range(3)]
    elif kind < 0.96:
        cards.append((x, y, angle))
    lean = rng.normal(0, 0.04, (2, 2))
    laid = []
    for u, v, turn in cards:
        half = size / 2
        square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
        turned = square @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        turned = turned @ (np.eye(2) + lean) * (1 + rng.normal(0, 0.015, (4, 1)))
        laid.append(turned + np.array([u, v]))
    return laid


def _lay(
    image: Image.Image, owner: Image.Image, face: CardFace, corners: Floats, card: int, rng: np.random.Generator
) -> Floats:
    """Puts a face there; the matrix from the face's pixels to the scene's."""
    square = np.array([[0, 0], [WIDE, 0], [WIDE, TALL], [0, TALL]], dtype=float)
    low = np.maximum(0, np.floor(corners.min(axis=0)) - 2).astype(int)
    high = np.minimum(SIDE, np.ceil(corners.max(axis=0)) + 2).astype(int)
    matrix = projective(square, corners)
    if (high - low).min() < 4:
        return matrix
    back = _inverse(matrix) @ np.array([[1.0, 0, low[0]], [0, 1, low[1]], [0, 0, 1]])
    numbers = (back / back[2, 2]).reshape(-1)[:8].tolist()
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    way = Image.Transform.PERSPECTIVE
    part = Image.fromarray(face.pixels).transform(size, way, numbers, Image.Resampling.BILINEAR)
    shape = Image.new("L", (WIDE, TALL), 0)
    ImageDraw.Draw(shape).rounded_rectangle((1, 1, WIDE - 2, TALL - 2), rng.choice([2, 18, 24]), fill=255)
    mask = shape.transform(size, way, numbers, Image.Resampling.BILINEAR)
    at = (int(low[0]), int(low[1]))
    if rng.random() < 0.4:
        shadow = mask.filter(ImageFilter.BoxBlur(5)).point([int(v * 0.6) for v in range(256)])
        image.paste(int(rng.integers(30)), (at[0] + 3, at[1] - 4), shadow)
    image.paste(part, at, mask)
    owner.paste(card, at, mask.point([0] * 128 + [255] * 128))
    return matrix


def _view(middle: Floats, scale: float, side: int, rng: np.random.Generator) -> Floats:
    """The matrix from a piece's pixels to the scene's."""
    at = rng.random()
    turn = rng.normal(0, 0.2)
    if at < 0.4:
        turn = rng.uniform(0, 2 * np.pi)
    elif at < 0.55:
        turn += np.pi / 2 * rng.integers(1, 4)
    square = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * side / scale
    square = square * np.exp(rng.normal(0, 0.06, 2))
    turned = square @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    turned = turned + rng.normal(0, 0.03, (4, 2)) * side / scale
    return projective(np.array([[0, 0], [side, 0], [side, side], [0, side]], dtype=float), turned + middle)


def projective(here: Floats, there: Floats) -> Floats:
    """(3, 3): takes the four points `here` to those `there`."""
    rows, targets = [], []
    for (x, y), (u, v) in zip(here, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        targets += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(targets)), 1.0).reshape(3, 3)


def through(matrix: Floats, points: Floats) -> Floats:
    """(n, 2) points, taken by the matrix."""
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def heights(lines: Floats) -> Floats:
    """How high the capitals of (n, 4, 2) lines are."""
    left, right = lines[:, 3] - lines[:, 0], lines[:, 2] - lines[:, 1]
    return np.asarray((np.hypot(*left.T) + np.hypot(*right.T)) / 2, dtype=np.float64)


def cell_middles(count: int) -> Floats:
    """(count, count, 2): x and y of the middles of cells."""
    along = (np.arange(count) + 0.5) * CELL
    return np.stack(np.meshgrid(along, along), axis=-1)


def cell_targets(
    lines: Floats, cards: NDArray[np.int64], counts: NDArray[np.bool_], owner: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What is said at each cell, (5, n, n), and how much it weighs, (n, n). `owner`: the card in view at each cell."""
    count = len(owner)
    said, weighs = np.zeros((5, count, count), np.float32), np.ones((count, count), np.float32)
    middles = cell_middles(count)
    tall = heights(lines)
    low, high = lines.min(axis=1) / CELL - 1, lines.max(axis=1) / CELL + 1
    near = (tall >= SILENT) & (high > 0).all(axis=1) & (low < count).all(axis=1)
    for number in np.flatnonzero(near):
        line = lines[number]
        x0, y0 = np.maximum(0, np.floor(low[number])).astype(int)
        x1, y1 = np.minimum(count, np.ceil(high[number])).astype(int)
        part = slice(y0, y1), slice(x0, x1)
        ways = line[1] - line[0] + line[2] - line[3]
        length = float(np.hypot(*ways)) / 2
        along = ways / (2 * length)
        normal = np.array([-along[1], along[0]])
        # Along the line from its middle, and across it: the height and the middle may change along the line.
        from_middle = middles[part] - line.mean(axis=0)
        u = from_middle @ along / length + 0.5
        edges = line[3] - line[0], line[2] - line[1]
        height = (1 - u) * np.hypot(*edges[0]) + u * np.hypot(*edges[1])
        height = np.maximum(height, 1.0)
        off = -(from_middle @ normal) / height
        mine = owner[part] == cards[number]
        reach = _AROUND * tall[number] / length
        wide = (np.abs(off) < BAND[1] - 0.5 + _AROUND) & (np.abs(u - 0.5) < 0.5 + 2 * reach) & mine
        if counts[number] and COUNTS <= tall[number] <= TOO_LARGE and length > 1.2 * tall[number]:
            inside = (np.abs(off) <= BAND[1] - 0.5) & (np.abs(u - 0.5) <= 0.5) & mine
            weighs[part][wide & (said[0][part] == 0)] = 0
            weighs[part][inside] = 1
            values = (1.0, along[0], along[1], np.log(height / 16), off)
            for channel, value in enumerate(values):
                said[channel][part] = np.where(inside, value, said[channel][part])
        else:
            full = (np.abs(off) < 0.65) & (np.abs(u - 0.5) < 0.5 + 2 * reach) & mine & (said[0][part] == 0)
            weighs[part][full] = 0
    return said, weighs
