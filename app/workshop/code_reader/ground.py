"""What lies around small print: a frame's colour, foil, art above, a text box below. Draws no letters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.float32]


def grey_pictures(files: Sequence[Path], *, count: int, rng: np.random.Generator) -> list[NDArray[np.uint8]]:
    """Some pictures in grey, to cut what stands above a code from. None: `texture` takes their place."""
    if not files:
        return []
    chosen = rng.permutation(len(files))[:count]
    found = []
    for number in chosen:
        with Image.open(files[int(number)]) as picture:
            found.append(np.asarray(picture.convert("L")))
    return found


def ground(size: tuple[int, int], level: float, rng: np.random.Generator) -> Grey:
    """(height, width) around `level`: even, a slope, a sheen of foil, a grain, in any mixture."""
    height, width = size
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)
    found = np.full(size, level, dtype=np.float32)
    if rng.random() < 0.6:
        found += rng.normal(0, 14) * (x / width - 0.5) + rng.normal(0, 10) * (y / height - 0.5)
    if rng.random() < 0.3:
        turn, wave = rng.uniform(0, np.pi), rng.uniform(15, 160)
        along = (x * np.cos(turn) + y * np.sin(turn)) / wave * 2 * np.pi
        found += rng.uniform(3, 32) * np.sin(along + rng.uniform(0, 6.3))
    if rng.random() < 0.4:
        found += texture(size, rng) * rng.uniform(2, 22)
    return found


def texture(size: tuple[int, int], rng: np.random.Generator) -> Grey:
    """Soft random stains, mean 0, spread about 1."""
    height, width = size
    found = np.zeros(size, dtype=np.float32)
    for cell in (4, 11, 30):
        small = rng.normal(0, 1, (height // cell + 2, width // cell + 2)).astype(np.float32)
        image = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
        found += rng.random() * np.asarray(image)
    return found


def with_neighbours(
    under: Grey, *, top: float, bottom: float, pictures: Sequence[NDArray[np.uint8]], rng: np.random.Generator
) -> Grey:
    """The same with what may stand over `top` and under `bottom` (rows): art and its edge, a box and its lines."""
    found = under.copy()
    if rng.random() < 0.6:
        edge = int(top)
        if edge > 0:
            found[:edge] = _art((edge, under.shape[1]), pictures, rng)
            _edge_line(found, edge, rng)
    if rng.random() < 0.5:
        edge = int(bottom)
        if edge < under.shape[0]:
            found[edge:] = ground((under.shape[0] - edge, under.shape[1]), rng.uniform(90, 240), rng)
            _edge_line(found, edge, rng)
    return found


def _art(size: tuple[int, int], pictures: Sequence[NDArray[np.uint8]], rng: np.random.Generator) -> Grey:
    if not pictures or rng.random() < 0.15:
        return rng.uniform(20, 230) + texture(size, rng) * np.float32(rng.uniform(10, 60))
    picture = pictures[int(rng.integers(len(pictures)))]
    height, width = picture.shape
    scale = rng.uniform(4, 9)
    wide, tall = min(width, max(2, int(size[1] / scale))), min(height, max(2, int(size[0] / scale) + 1))
    left, top = rng.integers(width - wide + 1), rng.integers(height - tall + 1)
    part = Image.fromarray(picture[top : top + tall, left : left + wide])
    return np.asarray(part.resize((size[1], size[0]), Image.Resampling.BICUBIC), dtype=np.float32)


def _edge_line(found: Grey, row: int, rng: np.random.Generator) -> None:
    thick = int(rng.integers(0, 7))
    found[max(0, row - thick) : row] = rng.uniform(10, 245)
