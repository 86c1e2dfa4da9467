"""Whether two pictures are one shot: re-encoded, resized or slightly cropped. Knows no cards.

Two steps. Fingerprints of 64 bits, the signs of a picture's lowest frequencies, find candidates among any number of
photos. A global fingerprint cannot do more: a second shot from the same place differs from the first by fewer bits than
a crop that loses a twentieth. So `is_one_shot` aligns one candidate with the other and looks at the residual.

`ShotIndex` finds the candidates exactly. Each fingerprint is cut into three bands. If two differ by at most
`CANDIDATE_BITS` (5) bits, they have a band that differs by at most one bit; otherwise they would differ by six. So only
sorted bands with at most one flipped bit are searched.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.engine.decode import open_picture

SIDE = 64
MOST_CROPPED = 0.05
"""Of a side: how much each edge of a copy may have lost."""

CANDIDATE_BITS = 5
"""At most so many bits apart. The farthest of 1,200 copies of simulated photos was 4 bits away."""

MOST_LEFT_OVER = 0.18
"""Of the picture's own contrast, in the third worst of 64 parts. Chosen on copies and second shots, simulated."""

MOST_SHEAR = 0.0115
"""Cutting and scaling turn nothing: of 540 copies none seemed sheared by more than 0.0102, of 60 second shots that
were turned by half a degree or more none by less than 0.0128."""

Grey = NDArray[np.float32]
"""(SIDE, SIDE) float32: the whole picture, whatever its shape, as a small square."""

_INSETS = (0.0, MOST_CROPPED / 2, MOST_CROPPED)
_CELLS = 32
_BITS = 64
_PARTS = 8
_FURTHEST = 0.09
_STEPS = 12


@dataclass(frozen=True)
class Prints:
    """A picture's fingerprints: of the whole, of its inner part, and of all windows that a crop may have left.

    If one picture is a crop of another, either the whole of the first is a window of the second, or the inner part of
    the second is a window of the first. So two numbers are kept per photo, and a new one brings its windows.
    """

    whole: int
    inner: int
    windows: NDArray[np.uint64]


def small_grey(data: bytes) -> Grey:
    """A thumbnail's bytes as the small grey square that is compared."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        return np.asarray(image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX), np.float32)


def prints_of(picture: Grey) -> Prints:
    """All fingerprints of a picture: 81 windows in half a millisecond, because each takes two small matrix products."""
    # (9, waves, SIDE) @ (SIDE, SIDE) @ (9, SIDE, waves) -> (9 windows down, 9 across, waves, waves)
    across = np.einsum("yx,kwx->kyw", picture, _WINDOWS)
    waves = np.einsum("jvy,kyw->jkvw", _WINDOWS, across)
    bits = waves[:, :, _LOWEST[:, 0], _LOWEST[:, 1]].reshape(-1, _BITS) > 0
    words = np.ascontiguousarray(np.packbits(bits, axis=1)).view("<u8")[:, 0].astype(np.uint64)
    return Prints(int(words[_WHOLE]), int(words[_INNER]), words)


@dataclass(frozen=True)
class Laid:
    """The residual of a window of one picture aligned with another.

    `left_over`: the unexplained part, 0 for none, 1 for as much as there is contrast. `shear`: how far the two would
    still have to be turned or sheared, in sides; it reveals a camera that was held a second time.
    """

    left_over: float
    shear: float

    @property
    def is_copy(self) -> bool:
        return self.left_over <= MOST_LEFT_OVER and self.shear <= MOST_SHEAR


_NOTHING_ALIKE = Laid(1.0, 1.0)


def is_one_shot(first: Grey, second: Grey) -> bool:
    """Whether one picture, slightly cropped, is the other: aligned, no relevant residual remains.

    Both ways: it is not known which one was cropped, and the window of the larger picture is the blurrier one.
    """
    return laid_over(first, second).is_copy or laid_over(second, first).is_copy


def laid_over(first: Grey, second: Grey) -> Laid:
    """The window of `first` that is most like `second`, aligned with it."""
    window = _window_of(first, second)
    if not np.isfinite(window).all():
        return _NOTHING_ALIKE
    seen = _sampled(_smooth(first), window)
    across, down = _inside(window[0], window[1]), _inside(window[2], window[3])
    own, other = _level(_smooth(second)[down][:, across]), _level(seen[down][:, across])
    contrast = float(own.std())
    gain = float((other * own).sum() / ((other * other).sum() + 1e-6))
    if contrast < 1e-3 or gain <= 0:
        return _NOTHING_ALIKE
    parts = _in_parts(own - gain * other)
    # Not the very worst part: a hard edge that is half a pixel off fills one or two.
    left = float(np.sort(np.sqrt(parts).ravel())[-3]) / contrast
    return Laid(left, _shear(seen, own, across, down))


def _shear(seen: Grey, picture: Grey, across: NDArray[np.bool_], down: NDArray[np.bool_]) -> float:
    """One more step of least squares, in which the window may also turn and shear."""
    x, y = np.meshgrid(*[(np.arange(SIDE) + 0.5) / SIDE - 0.5] * 2)
    slope_y, slope_x = SIDE * np.gradient(seen, axis=0), SIDE * np.gradient(seen, axis=1)
    moves = (slope_x * y, slope_y * x, slope_x, slope_x * x, slope_y, slope_y * y, seen, np.ones_like(seen))
    columns = np.stack([move[down][:, across].ravel() for move in moves], axis=1)
    # By the normal equations: eight unknowns, 4,096 equations.
    square = columns.T @ columns
    square += np.eye(len(moves)) * (1e-9 * float(np.trace(square)) + 1e-9)
    solved = np.linalg.solve(square, columns.T @ picture.ravel())
    gain = max(1e-3, float(solved[6]))
    return float(np.abs(solved[:2]).max()) / gain


def _window_of(first: Grey, second: Grey) -> NDArray[np.float64]:
    """How much `first` lost at its left, right, upper and lower edge to become `second`, by Gauss-Newton steps."""
    place = (np.arange(SIDE) + 0.5) / SIDE
    window = np.zeros(4)
    rough = (_smooth(_smooth(first)), _smooth(_smooth(second)))
    fine = (_smooth(first), _smooth(second))
    for step in range(_STEPS):
        source, target = rough if step < _STEPS // 2 else fine
        seen = _sampled(source, window)
        slope_y, slope_x = np.gradient(seen)
        size = float(np.linalg.norm(seen - seen.mean())) + 1e-6
        wide, high = SIDE / (1 - window[0] - window[1]), SIDE / (1 - window[2] - window[3])
        moves = (
            slope_x * wide * (1 - place)[None, :],
            -slope_x * wide * place[None, :],
            slope_y * high * (1 - place)[:, None],
            -slope_y * high * place[:, None],
        )
        jacobian = np.stack([move.ravel() for move in moves], axis=1) / size
        unit = _unit(seen).ravel()
        jacobian -= jacobian.mean(axis=0)
        jacobian -= np.outer(unit, unit @ jacobian)
        square = jacobian.T @ jacobian
        damped = square + np.eye(4) * (1e-6 * float(np.trace(square)) + 1e-9)
        # The columns have nothing of `unit` left, so it need not be taken from the target.
        better = np.linalg.solve(damped, jacobian.T @ _unit(target).ravel())
        window = (window + better.clip(-0.03, 0.03)).clip(-_FURTHEST, _FURTHEST)
    return window


def _sampled(picture: Grey, window: NDArray[np.float64]) -> Grey:
    """The window of a picture resampled to a square; beyond the edge, edge pixels repeat."""
    left, right, top, bottom = window
    place = (np.arange(SIDE) + 0.5) / SIDE
    x = ((left + place * (1 - left - right)) * SIDE - 0.5).clip(0, SIDE - 1)
    y = ((top + place * (1 - top - bottom)) * SIDE - 0.5).clip(0, SIDE - 1)
    column, row = x.astype(int).clip(0, SIDE - 2), y.astype(int).clip(0, SIDE - 2)
    right_share, lower_share = (x - column)[None, :], (y - row)[:, None]
    rows = picture[row] * (1 - lower_share) + picture[row + 1] * lower_share
    seen: Grey = (rows[:, column] * (1 - right_share) + rows[:, column + 1] * right_share).astype(np.float32)
    return seen


def _inside(before: float, after: float) -> NDArray[np.bool_]:
    place = before + (np.arange(SIDE) + 0.5) / SIDE * (1 - before - after)
    return (place >= 0) & (place <= 1)


def _in_parts(rest: Grey) -> Grey:
    """The mean square in each of 8 x 8 parts."""
    high, wide = (length // _PARTS * _PARTS for length in rest.shape)
    square = np.square(rest[:high, :wide]).reshape(_PARTS, high // _PARTS, _PARTS, wide // _PARTS)
    parts: Grey = square.mean(axis=(1, 3))
    return parts


def _smooth(picture: Grey) -> Grey:
    taps = np.array([1, 4, 6, 4, 1], np.float32) / 16
    padded = np.pad(picture, 2, mode="edge")
    down = sum(tap * padded[at : at + SIDE] for at, tap in enumerate(taps))
    smooth: Grey = sum(tap * down[:, at : at + SIDE] for at, tap in enumerate(taps))
    return smooth


def _level(picture: Grey) -> Grey:
    level: Grey = picture - picture.mean()
    return level


def _unit(picture: Grey) -> Grey:
    level = _level(picture)
    unit: Grey = level / (float(np.linalg.norm(level)) + 1e-6)
    return unit


def _lowest() -> NDArray[np.intp]:
    """The 64 lowest frequencies of a picture, (row, column), without the mean."""
    both = [(down, across) for down in range(_BITS) for across in range(_BITS) if down + across]
    return np.array(sorted(both, key=lambda wave: (wave[0] + wave[1], wave))[:_BITS])


def _windows(waves: int) -> Grey:
    """For every window along one axis: its pixels averaged into cells, as cosine waves. (9, waves, SIDE)."""
    cells = np.arange(_CELLS)
    cosines = np.cos(np.pi * np.outer(np.arange(waves), 2 * cells + 1) / (2 * _CELLS))
    windows = []
    for before, after in itertools.product(_INSETS, repeat=2):
        edges = (before + np.arange(_CELLS + 1) / _CELLS * (1 - before - after)) * SIDE
        lower = np.maximum(edges[:-1, None], np.arange(SIDE)[None, :])
        upper = np.minimum(edges[1:, None], np.arange(1, SIDE + 1)[None, :])
        windows.append(cosines @ (upper - lower).clip(0))
    return np.array(windows, np.float32)


_LOWEST = _lowest()
_WINDOWS = _windows(int(_LOWEST.max()) + 1)
_PLACES = list(itertools.product(itertools.product(_INSETS, repeat=2), repeat=2))
_WHOLE = _PLACES.index(((0.0, 0.0), (0.0, 0.0)))
_INNER = _PLACES.index(((MOST_CROPPED, MOST_CROPPED), (MOST_CROPPED, MOST_CROPPED)))


Words = NDArray[np.uint64]
"""(n,) uint64: fingerprints, or what is cut out of them."""

_BANDS = ((0, 21), (21, 21), (42, 22))
# Up to this many added since the bands were sorted are compared one by one.
_UNSORTED = 512


class ShotIndex:
    """Photos by number, in the order in which they were added; each with its whole and its inner fingerprint."""

    def __init__(self, whole: Sequence[int] = (), inner: Sequence[int] = ()) -> None:
        self._count = len(whole)
        self._words: Words = np.empty(2 * max(1, self._count), np.uint64)
        self._words[0 : 2 * self._count : 2] = np.array(whole, np.uint64)
        self._words[1 : 2 * self._count : 2] = np.array(inner, np.uint64)
        self._sort()

    def __len__(self) -> int:
        return self._count

    def add(self, prints: Prints) -> None:
        at = 2 * self._count
        if at == len(self._words):
            self._words = np.concatenate([self._words, np.empty_like(self._words)])
        self._words[at : at + 2] = (prints.whole, prints.inner)
        self._count += 1
        if 2 * self._count - self._sorted > max(_UNSORTED, self._sorted // 4):
            self._sort()

    def near(self, prints: Prints) -> list[int]:
        """The photos of which this one may be a copy, or which may be copies of it; the nearest first."""
        windows = np.unique(prints.windows)
        held = self._words[: 2 * self._count]
        places = np.concatenate([self._in_bands(windows), np.arange(self._sorted, len(held))])
        return _nearest(windows, held[places], places)

    def near_by_brute_force(self, prints: Prints) -> list[int]:
        """Find them by comparing with each: the reference for tests of `near`."""
        held = self._words[: 2 * self._count]
        return _nearest(np.unique(prints.windows), held, np.arange(len(held)))

    def _sort(self) -> None:
        self._sorted = 2 * self._count
        held = self._words[: self._sorted]
        self._orders, self._bands = [], []
        for start, width in _BANDS:
            band = _band(held, start, width)
            order = np.argsort(band, kind="stable")
            self._orders.append(order)
            self._bands.append(band[order])

    def _in_bands(self, windows: Words) -> NDArray[np.intp]:
        near = []
        for (start, width), order, band in zip(_BANDS, self._orders, self._bands, strict=True):
            turned = np.concatenate([np.zeros(1, np.uint64), np.uint64(1) << np.arange(width, dtype=np.uint64)])
            asked = np.unique(_band(windows, start, width)[:, None] ^ turned[None, :])
            first, last = np.searchsorted(band, asked, "left"), np.searchsorted(band, asked, "right")
            near += [order[begin:end] for begin, end in zip(first, last, strict=True) if begin < end]
        return np.unique(np.concatenate(near)) if near else np.empty(0, np.intp)


def _band(words: Words, start: int, width: int) -> Words:
    return (words >> np.uint64(start)) & np.uint64((1 << width) - 1)


def _nearest(windows: Words, held: Words, places: NDArray[np.intp]) -> list[int]:
    apart = np.full(len(held), 64, np.uint8)
    for window in windows:
        np.minimum(apart, np.bitwise_count(held ^ window), out=apart)
    near = np.flatnonzero(apart <= CANDIDATE_BITS)
    ordered = near[np.argsort(apart[near], kind="stable")]
    return list(dict.fromkeys(int(place) // 2 for place in places[ordered]))


_LONGEST = 256


def photo_grey(path: Path) -> NDArray[np.uint8]:
    """(SIDE, SIDE) uint8: the whole upright photo, whatever its shape. Raises `PictureError`."""
    pixels = open_picture(path).pixels(longest=_LONGEST)
    return np.asarray(Image.fromarray(pixels).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX), np.uint8)
