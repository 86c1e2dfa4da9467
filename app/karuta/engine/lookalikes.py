"""Whether two artworks are one picture: re-coloured, cropped or mirrored as it may be; knows no cards.

A picture is looked at as it is, mirrored, with its colours turned, and with a rim that reflects it, as if what was
cropped were there again. So the embedding finds what somebody changed. How alike two pictures are is the larger of two
numbers: the cosine of their embeddings, and their likeness place by place, which knows no colours. What was cropped far
is like nothing much, but like its own picture by far the most: to a picture that leads all others less is enough.
Figures and limits: `tests/long/collisions.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels, mirrored
from karuta.engine.likeness import likenesses, relief

# Chosen on 200 pictures of the shared catalogue (seed 7), and measured on pictures of its other cards. At 0.71 and
# 0.86, 28 of 1,000 unaltered artworks looked like another card's.
COSINE = 0.73
# Place by place, two simple pictures are easily alike, so their embeddings must be similar too.
LIKENESS, LEAST_COSINE = 0.89, 0.45
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
    """Row `row` of the others looks like the picture; `likeness` is at most 1."""

    row: int
    likeness: float


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
    found = [int(row) for row in rows[np.argsort(-best[rows])] if best[row] > -1.5]
    return [
        NearPicture(row, int(scores[:, row].argmax()), lead=_lead(best, others, row) if row == found[0] else 0.0)
        for row in found
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
    reliefs = {False: relief(picture), True: relief(mirrored(picture))}
    found = []
    for one, other in zip(candidates, pictures, strict=True):
        cosine = float(vectors[one.view] @ others[one.row])
        placed = -1.0 if other is None else float(likenesses(reliefs[one.view == _MIRRORED], [relief(other)])[0])
        leads = one.lead >= LEAD and cosine >= LEADING_COSINE
        if cosine >= COSINE or leads or (placed >= LIKENESS and cosine >= LEAST_COSINE):
            found.append(SamePicture(one.row, min(1.0, max(cosine, placed))))
    return max(found, key=lambda one: one.likeness, default=None)


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
