"""Whether two artworks are one picture, however it was re-coloured, cropped or mirrored, and where two differ most.

A picture is looked at as it is, mirrored, with its colours turned, and with a rim that reflects it, as if what was
cropped were there again. So the embedding finds what somebody changed. How alike two pictures are is the larger of two
numbers: the cosine of their embeddings, and their similarity place by place, which knows no colours. What was cropped
far is like nothing much, but like its own picture by far the most: to a picture that leads all others less is enough.
Figures: `tests/lab/README.md`. Where two differ, they are aligned, adjusted for light and compared
region by region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels, mirrored
from karuta.engine.similarity import contrast_map, similarities

Plane = NDArray[np.float32]

# The size for the comparison: fine enough for a name's letters, small enough for 20 ms.
_SIZE = (176, 256)
# Two scans of one frame are shifted by a few pixels; beyond that they are different pictures.
_MOST_SHIFT = 4
_CONTRAST = 50.0
_SMOOTH = 2
# Light and print vary from scan to scan over wide areas. What remains after subtracting the local mean is drawing.
_LOCAL = 24
# Wide and low like lines of text: what tells two cards with one artwork apart is mostly text.
_WINDOW = (0.4, 0.11)
# A window with less than this share of the first one's difference shows only print and paper.
_LEAST_OF_FIRST = 0.25
# In 0-255: two scans of one picture differ by less than this nearly everywhere.
_LEAST_DIFFERENCE = 4.0


@dataclass(frozen=True)
class Region:
    """A part of a card, in shares of its width and height. `difference`: mean difference there, 0 to 255."""

    left: float
    top: float
    width: float
    height: float
    difference: float


def most_different(picture: Pixels, other_picture: Pixels, *, count: int = 3) -> tuple[Region, ...]:
    """Up to `count` regions without overlap, most different first; none if both are the same picture.

    Both (height, width, 3) uint8, RGB, upright cards; they may differ in size and by a small shift.
    """
    first, second = _flattened(_reduced(picture)), _flattened(_reduced(other_picture))
    second = _aligned(second, first)
    apart = _blurred(np.abs(first - second).mean(axis=2), _SMOOTH)
    wide, tall = round(_WINDOW[0] * _SIZE[0]), round(_WINDOW[1] * _SIZE[1])
    means = _means(apart, wide=wide, tall=tall)
    regions: list[Region] = []
    while len(regions) < count:
        top, left = (int(at) for at in np.unravel_index(int(np.argmax(means)), means.shape))
        difference = float(means[top, left])
        least = max(_LEAST_DIFFERENCE, _LEAST_OF_FIRST * regions[0].difference if regions else 0.0)
        if difference < least:
            break
        regions.append(Region(left / _SIZE[0], top / _SIZE[1], wide / _SIZE[0], tall / _SIZE[1], difference))
        means[max(0, top - tall + 1) : top + tall, max(0, left - wide + 1) : left + wide] = -1.0
    return tuple(regions)


def _reduced(pixels: Pixels) -> Plane:
    """At the common size, brightness and contrast: a darker scan shows the same picture."""
    image = Image.fromarray(np.ascontiguousarray(pixels)).resize(_SIZE, Image.Resampling.BOX)
    plane = np.asarray(image, dtype=np.float32)
    gain = np.float32(_CONTRAST / max(float(plane.std()), 8.0))
    even: Plane = (plane - plane.mean()) * gain
    return even


def _flattened(plane: Plane) -> Plane:
    """Smoothed, minus half of the local mean.

    The other half stays: a card that is red where the other is blue differs there.
    """
    planes = [_blurred(plane[..., at], _SMOOTH) - _blurred(plane[..., at], _LOCAL) / 2 for at in range(3)]
    return np.stack(planes, axis=2)


def _aligned(plane: Plane, to: Plane) -> Plane:
    """`plane` shifted by the few pixels at which it fits `to` best."""
    steps = range(-_MOST_SHIFT, _MOST_SHIFT + 1)
    inner = slice(_MOST_SHIFT, -_MOST_SHIFT)
    target = to[inner, inner].mean(axis=2)
    grey = plane.mean(axis=2)

    def apart(shift: tuple[int, int]) -> tuple[float, int]:
        rolled = np.roll(grey, shift, axis=(0, 1))[inner, inner]
        return float(np.abs(rolled - target).mean()), abs(shift[0]) + abs(shift[1])

    best = min(((down, across) for down in steps for across in steps), key=apart)
    down, across = best
    padded = np.pad(plane, ((_MOST_SHIFT,) * 2, (_MOST_SHIFT,) * 2, (0, 0)), mode="edge")
    tall, wide = plane.shape[:2]
    return padded[_MOST_SHIFT - down : _MOST_SHIFT - down + tall, _MOST_SHIFT - across : _MOST_SHIFT - across + wide]


def _blurred(plane: Plane, radius: int) -> Plane:
    """The mean of a square around each pixel; edges repeat."""
    padded = np.pad(plane, radius, mode="edge")
    return _means(padded, wide=2 * radius + 1, tall=2 * radius + 1)


def _means(plane: Plane, *, wide: int, tall: int) -> Plane:
    """The mean of each window of this size, by its top left corner (from a summed-area table)."""
    sums = np.zeros((plane.shape[0] + 1, plane.shape[1] + 1), dtype=np.float64)
    sums[1:, 1:] = plane.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    windows = sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide]
    return (windows / (wide * tall)).astype(np.float32)


# Chosen on 200 pictures of the shared catalogue (seed 7), and measured on pictures of its other cards. At 0.71 and
# 0.86, 28 of 1,000 unaltered artworks looked like another card's.
COSINE = 0.73
# Place by place, two simple pictures are easily alike, so their embeddings must be similar too.
SIMILARITY, LEAST_COSINE = 0.89, 0.45
# Chosen on 21 of the same pictures: crops led by 0.26 to 0.44, pictures that were no copy of anything by 0.07 at most.
LEAD, LEADING_COSINE = 0.16, 0.55
LED = 1000  # among fewer pictures, one that has nothing to do with a new one may lead by as much
LOOKED_AT = 3  # nearest pictures that are laid over a new one
_TURNS = (43, 85, 128, 171, 213)  # of 256: by sixths of the circle of colours
_RIMS = (0.08, 0.14)  # of a side; without them 91 % of the crops were found, with them 98 %
_MIRRORED = 1


@dataclass(frozen=True)
class NearPicture:
    """Row `row` of the others is near to a view of a picture; `lead`: by how much nearer than all that are not like it.

    Only of the nearest one; of the others it is 0.
    """

    row: int
    view: int
    lead: float = 0.0


@dataclass(frozen=True)
class SamePicture:
    """Row `row` of the others looks like the picture; `similarity` is at most 1."""

    row: int
    similarity: float


def views(picture: Pixels) -> list[Pixels]:
    """The variants of a picture, (height, width, 3) uint8 RGB, each of its size."""
    turned = (_turned(picture, turn) for turn in _TURNS)
    return [picture, mirrored(picture), *turned, *(_rimmed(picture, rim) for rim in _RIMS)]


def nearest(vectors: NDArray[np.float32], others: NDArray[np.float32], own: NDArray[np.bool_]) -> list[NearPicture]:
    """The others that are nearest to any of a picture's views, the nearest first.

    `vectors`: (views, dimension) of one picture; `others`: (n, dimension); `own`: (n,) rows that do not count.
    """
    scores = vectors @ others.T
    scores[:, own] = -2.0
    best = scores.max(axis=0)
    count = min(LOOKED_AT, len(best))
    rows = np.argpartition(-best, count - 1)[:count] if count else np.empty(0, dtype=np.intp)
    nearest_rows = [int(row) for row in rows[np.argsort(-best[rows])] if best[row] > -1.5]
    return [
        NearPicture(row, int(scores[:, row].argmax()), lead=_lead(best, others, row) if row == nearest_rows[0] else 0.0)
        for row in nearest_rows
    ]


def _lead(best: NDArray[np.float32], others: NDArray[np.float32], row: int) -> float:
    """By how much a row is nearer than every one that shows another picture than it does; 0 among few."""
    rivals = best[others @ others[row] < COSINE]
    return float(best[row] - rivals.max()) if len(rivals) >= LED else 0.0


def most_alike(
    picture: Pixels,
    vectors: NDArray[np.float32],
    candidates: Sequence[NearPicture],
    others: NDArray[np.float32],
    pictures: Sequence[Pixels | None],
) -> SamePicture | None:
    """The candidate that is the same picture, or None.

    `vectors`: (views, dimension) of `picture`; `others`: (n, dimension). `pictures`: the candidates' pixels, None if a
    file is gone.
    """
    contrasts = {False: contrast_map(picture), True: contrast_map(mirrored(picture))}
    same = []
    for candidate, other in zip(candidates, pictures, strict=True):
        cosine = float(vectors[candidate.view] @ others[candidate.row])
        placed = (
            -1.0
            if other is None
            else float(similarities(contrasts[candidate.view == _MIRRORED], [contrast_map(other)])[0])
        )
        leads = candidate.lead >= LEAD and cosine >= LEADING_COSINE
        if cosine >= COSINE or leads or (placed >= SIMILARITY and cosine >= LEAST_COSINE):
            same.append(SamePicture(candidate.row, min(1.0, max(cosine, placed))))
    return max(same, key=lambda candidate: candidate.similarity, default=None)


def _rimmed(picture: Pixels, rim: float) -> Pixels:
    height, width = picture.shape[:2]
    down, across = int(rim * height), int(rim * width)
    wider = np.pad(picture, ((down, down), (across, across), (0, 0)), mode="reflect")
    return np.asarray(Image.fromarray(wider).resize((width, height), Image.Resampling.BICUBIC))


def _turned(picture: Pixels, turn: int) -> Pixels:
    colours = np.array(Image.fromarray(np.ascontiguousarray(picture)).convert("HSV"))
    colours[..., 0] += np.uint8(turn)
    return np.asarray(
        Image.merge("HSV", [Image.fromarray(plane) for plane in np.moveaxis(colours, 2, 0)]).convert("RGB")
    )
