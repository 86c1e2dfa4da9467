"""Finds the lines of text in a whole photo, at any angle: where their capitals stand, not what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners

CELL, STEP = 4, 32
# A cell is in a line from this probability, and a line is one from this mean of its cells.
CELL_BELIEF, LINE_BELIEF = 0.4, 0.58
# Neighbours are of one line where their directions, heights (ln) and middles (in capitals) differ by no more.
_TURN, _GROWTH, _ASIDE = np.cos(np.deg2rad(25)), 0.35, 0.5
# Pieces are of one line where they continue each other; lengths in capitals.
_JOIN_TURN, _JOIN_GROWTH, _JOIN_ASIDE, _GAP = np.cos(np.deg2rad(9)), 0.3, 0.45, 2.5
# What a line has at least, in capitals, and what its ends get beyond the first and last cell.
_SHORTEST, _BEYOND = 2.0, 0.2
# How many pieces may be joined, the longest ones: each costs a comparison with each.
_MOST = 100

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NameLine:
    """`corners` (4, 2) of the band from the capitals' top to the baseline, from the line's own upper left round, in
    the photo's pixels. `capitals`: their height. `belief`: the mean probability of its cells.
    """

    corners: Corners
    capitals: float
    belief: float


class LineFinder:
    """Owns the network's session; reads nothing."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def lines(self, pixels: Pixels) -> list[NameLine]:
        """The lines of a photo, (h, w, 3) uint8 RGB of any size, the likeliest first.

        Seen are capitals of 9 to 60 pixels; less than that says nothing.
        """
        return lines_of(self.said(pixels))

    def said(self, pixels: Pixels) -> NDArray[np.float32]:
        """What the network says of each cell of a photo, as `lines_of` takes it."""
        grey = np.asarray(Image.fromarray(pixels).convert("L"), dtype=np.float32)
        tall, wide = (-(-side // STEP) * STEP for side in grey.shape)
        photo = np.zeros((1, 1, tall, wide), dtype=np.float32)
        photo[0, 0, : grey.shape[0], : grey.shape[1]] = (grey / 255 - 0.5) * 4
        answer: NDArray[np.float32] = self._session.run(None, {"photo": photo})[0][0]
        return answer


@dataclass(frozen=True, eq=False)
class _Cells:
    """The cells in a line: where they are, and what each says. (n,) and (n, 2)."""

    middles: Floats
    ways: Floats
    growths: Floats
    on_line: Floats
    weights: Floats


@dataclass(frozen=True, eq=False)
class _Fits:
    """Straight lines through cells: (n,) and (n, 2). `start` and `end` along the way from `middles`."""

    middles: Floats
    ways: Floats
    capitals: Floats
    start: Floats
    end: Floats
    belief: Floats

    @property
    def length(self) -> Floats:
        return (self.end - self.start) / self.capitals


def lines_of(said: NDArray[np.float32]) -> list[NameLine]:
    """The lines in what the network says, (5, rows, columns): the logit, cosine and sine, ln(height / 16), offset."""
    rows, columns = np.nonzero(said[0] > np.log(CELL_BELIEF / (1 - CELL_BELIEF)))
    if not len(rows):
        return []
    cells = _cells(said, rows, columns)
    pieces = _numbered(_roots(len(rows), *_neighbours(cells, said.shape[1:], rows, columns)))
    fits = _fits(cells, pieces)
    joined = _numbered(_roots(len(fits.capitals), *_continuing(fits))[pieces])
    return _believed(_fits(cells, joined))


def _cells(said: NDArray[np.float32], rows: Numbers, columns: Numbers) -> _Cells:
    at = said[:, rows, columns].astype(np.float64)
    middles = np.asarray((np.column_stack([columns, rows]) + 0.5) * CELL, dtype=np.float64)
    ways = at[1:3].T / np.maximum(np.hypot(at[1], at[2]), 1e-6)[:, None]
    growths = np.clip(at[3], -2, 2)
    aside = (np.clip(at[4], -1, 1) * 16 * np.exp(growths))[:, None] * _normals(ways)
    weights: Floats = np.asarray(1 / (1 + np.exp(-at[0])), dtype=np.float64)
    return _Cells(middles, ways, growths, middles + aside, weights)


def _normals(ways: Floats) -> Floats:
    """From a line's top to its baseline."""
    return np.column_stack([-ways[:, 1], ways[:, 0]])


def _dot(a: Floats, b: Floats) -> Floats:
    return np.asarray((a * b).sum(axis=-1))


def _neighbours(cells: _Cells, shape: tuple[int, ...], rows: Numbers, columns: Numbers) -> tuple[Numbers, Numbers]:
    """Pairs of cells that touch, also at a corner, and are of one line."""
    numbers = np.full((shape[0] + 2, shape[1] + 2), -1)
    numbers[rows + 1, columns + 1] = np.arange(len(rows))
    pairs = [
        (numbers[rows + 1 + down, columns + 1 + right], np.arange(len(rows)))
        for down, right in ((0, 1), (1, -1), (1, 0), (1, 1))
    ]
    a, b = (np.concatenate(side) for side in zip(*pairs, strict=True))
    a, b = a[a >= 0], b[a >= 0]
    capitals = 16 * np.exp((cells.growths[a] + cells.growths[b]) / 2)
    apart = np.abs(_dot(cells.on_line[a] - cells.on_line[b], _normals(cells.ways[a])))
    same = (
        (_dot(cells.ways[a], cells.ways[b]) > _TURN)
        & (np.abs(cells.growths[a] - cells.growths[b]) < _GROWTH)
        & (apart < _ASIDE * capitals)
    )
    return a[same], b[same]


def _continuing(fits: _Fits) -> tuple[Numbers, Numbers]:
    """Pairs of pieces of which one goes on where the other ends."""
    large = np.argsort(-(fits.end - fits.start), kind="stable")[:_MOST]
    a, b = (large[numbers] for numbers in np.triu_indices(len(large), 1))
    capitals = np.sqrt(fits.capitals[a] * fits.capitals[b])
    way = fits.ways[a] + fits.ways[b]
    way /= np.maximum(np.hypot(*way.T), 1e-6)[:, None]
    between = fits.middles[b] - fits.middles[a]
    along = _dot(between, way)
    gap = np.where(along > 0, along + fits.start[b] - fits.end[a], fits.start[a] - along - fits.end[b])
    same = (
        (_dot(fits.ways[a], fits.ways[b]) > _JOIN_TURN)
        & (np.abs(np.log(fits.capitals[a] / fits.capitals[b])) < _JOIN_GROWTH)
        & (np.abs(_dot(between, _normals(way))) < _JOIN_ASIDE * capitals)
        & (gap < _GAP * capitals)
    )
    return a[same], b[same]


def _roots(count: int, a: Numbers, b: Numbers) -> Numbers:
    """(count,): the least number that each is joined with by pairs."""
    roots = np.arange(count)
    while True:
        low, high = np.minimum(roots[a], roots[b]), np.maximum(roots[a], roots[b])
        if (low == high).all():
            return roots
        np.minimum.at(roots, high, low)
        while (roots[roots] != roots).any():
            roots = roots[roots]


def _numbered(roots: Numbers) -> Numbers:
    return np.asarray(np.unique(roots, return_inverse=True)[1].reshape(-1))


def _fits(cells: _Cells, pieces: Numbers) -> _Fits:
    """A straight line through each piece; `pieces`: the number of each cell's."""
    sizes = np.bincount(pieces)
    weights = np.bincount(pieces, cells.weights)

    def mean(values: Floats) -> Floats:
        return np.asarray(np.bincount(pieces, values * cells.weights) / weights)

    def means(points: Floats) -> Floats:
        return np.column_stack([mean(points[:, 0]), mean(points[:, 1])])

    middles, said = means(cells.on_line), means(cells.ways)
    said /= np.maximum(np.hypot(*said.T), 1e-6)[:, None]
    capitals = 16 * np.exp(mean(cells.growths))
    x, y = (cells.on_line - middles[pieces]).T
    # The direction in which its middles spread most, the way round that its cells say.
    turn = np.arctan2(2 * mean(x * y), mean(x * x) - mean(y * y)) / 2
    spread = np.column_stack([np.cos(turn), np.sin(turn)])
    spread *= np.where(_dot(spread, said) < 0, -1, 1)[:, None]
    along = _dot(np.column_stack([x, y]), said[pieces])
    reach = np.sqrt(mean(along * along))
    # A piece that is not longer than a few letters says its direction better than it shows it.
    ways = np.where(((reach > 1.2 * capitals) & (_dot(spread, said) > _TURN))[:, None], spread, said)
    along = _dot(cells.middles - middles[pieces], ways[pieces])
    start, end = np.full(len(sizes), np.inf), np.full(len(sizes), -np.inf)
    np.minimum.at(start, pieces, along)
    np.maximum.at(end, pieces, along)
    beyond = CELL / 2
    return _Fits(middles, ways, capitals, start - beyond, end + beyond, np.asarray(weights / sizes))


def _believed(fits: _Fits) -> list[NameLine]:
    """Those that are long enough, the likeliest first."""
    lines = []
    numbers = np.flatnonzero((fits.length >= _SHORTEST) & (fits.belief >= LINE_BELIEF))
    for number in numbers[np.argsort(-fits.belief[numbers], kind="stable")]:
        capitals, way = fits.capitals[number], fits.ways[number]
        normal, beyond = np.array([-way[1], way[0]]), _BEYOND * capitals
        start = fits.middles[number] + way * (fits.start[number] - beyond)
        end = fits.middles[number] + way * (fits.end[number] + beyond)
        half = normal * capitals / 2
        corners = np.stack([start - half, end - half, end + half, start + half])
        lines.append(NameLine(corners, float(capitals), float(fits.belief[number])))
    return lines
