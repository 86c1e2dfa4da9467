"""Finds the backs of cards in a photo: pictures that are known, laid where the detector feels something; no cards.

The detector has learned to pass over backs. It still feels where their middles are, but not how they lie: a back looks
much the same turned round. So each known back is laid there, small, in many turns and sizes; where one fits, the
corners net brings its outline to the edge, and the embedding and the similarity together say whether it is this back.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, holds, iou
from karuta.engine.detect import BackFinder, Centre
from karuta.engine.rectify import PhotoCuts
from karuta.engine.similarity import ContrastMap, contrast_map, similarities

Outlines = NDArray[np.float64]
"""(n, 4, 2)"""

# A back at this size, (width, height), is laid on the photo, whose longer side is made about so small for it.
SMALL = (10, 14)
PHOTO_SIDE = 224
ASPECT = 59 / 86
# Of half a round: the other half is the back upside down.
TURNS = 12
# The longer side of a card, as shares of the photo's shorter one.
SIZES = tuple(0.12 * 1.16**step for step in range(15))
# So many of the best lays are brought to the edge where they are others, each from its own size and from a larger one:
# an inner frame is easily taken for the edge.
TRIED, MOST_IOU, GROWN = 3, 0.7, 1.2
# A back fits so well at least before its outline is looked for.
LEAST_FIT = 0.35
# A crop of which a contrast map is made, (width, height).
_CONTRAST_CUT = (88, 128)
# Places looked at in one photo; where a card is known, only those where the detector feels more than it does on most
# tables (of 226 places beside a card 0.055 in the middle, 0.108 in one of twenty).
MOST_PLACES = 4
BESIDE_A_CARD = 0.1
# What a crop must be to be a back; see `tests/long/backs.py` for the figures behind them.
LEAST_SCORE, LEAST_TOGETHER, MORE_THAN_A_CARD = 0.6, 1.2, 0.1


@dataclass(frozen=True)
class KnownBack:
    """A picture of the back of a game's cards."""

    game: str
    picture_sha256: str


@dataclass(frozen=True)
class BackMatch:
    """How much a crop is like the nearest back: cosine, and similarity."""

    game: str
    score: float
    similarity: float

    @property
    def together(self) -> float:
        return self.score + self.similarity


@dataclass(frozen=True, eq=False)
class _SeenBack:
    """A back whose picture is there. `contrasts`: upright, and upside down; `small`: see `_levelled`."""

    game: str
    vector: NDArray[np.float32]
    contrasts: tuple[ContrastMap, ContrastMap]
    small: NDArray[np.float32]


class Backs:
    """The backs of a catalogue. `vectors`: (n, dimension) float32, unit, a row a back."""

    def __init__(
        self, known: Sequence[KnownBack], vectors: NDArray[np.float32], picture: Callable[[str], Pixels | None]
    ) -> None:
        """`picture`: the pixels of a picture by its content hash, None where they cannot be had."""
        self._known = tuple(known)
        self._vectors = vectors
        self._picture = picture

    @property
    def hash(self) -> str:
        """Names these backs: looks that were made with others are stale."""
        text = "".join(f"{back.game} {back.picture_sha256}\n" for back in sorted(self._known, key=_by_name))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @cached_property
    def _seen(self) -> list[_SeenBack]:
        found = []
        for back, vector in zip(self._known, self._vectors, strict=True):
            pixels = self._picture(back.picture_sha256)
            if pixels is not None:
                turned = np.ascontiguousarray(pixels[::-1, ::-1])
                image = Image.fromarray(np.ascontiguousarray(pixels)).resize(SMALL, Image.Resampling.BOX)
                small = _levelled(np.asarray(image, dtype=np.float32)[None])[0]
                found.append(_SeenBack(back.game, vector, (contrast_map(pixels), contrast_map(turned)), small))
        return found

    def outlines_in(self, cuts: PhotoCuts, detector: BackFinder, *, taken: Sequence[Corners]) -> list[Corners]:
        """Outlines in which a back may lie, at most one a place, (4, 2) each in full-size pixels, upright.

        `taken`: outlines of cards that are known, where nothing is looked for.
        """
        if not self._seen:
            return []
        small = _reduced(cuts.pixels)
        scale = np.array(cuts.pixels.shape[1::-1]) / np.array(small.shape[1::-1])
        found = []
        free = _free(detector.centres(cuts.pixels), [array / cuts.scale for array in taken])
        least = BESIDE_A_CARD if taken else 0.0
        for centre in [item for item in free if item.confidence >= least][:MOST_PLACES]:
            at = np.array([centre.x, centre.y]) / scale
            lays = [lay * scale for lay in self._lays(small, at)]
            wider = [_grown(lay) for lay in lays]
            at_edge = [array * cuts.scale for array in detector.refine(cuts.pixels, [*lays, *wider])]
            if at_edge:
                found.append(self._likest(cuts, at_edge))
        return found

    def _likest(self, cuts: PhotoCuts, outlines: Sequence[Corners]) -> Corners:
        """The outline whose crop is likest to a back, turned so that this stands upright."""
        best, chosen = -math.inf, outlines[0]
        for outline in outlines:
            crop = contrast_map(cuts.crop(outline, size=_CONTRAST_CUT))
            for back in self._seen:
                upright, turned = similarities(crop, back.contrasts)
                if max(upright, turned) > best:
                    best, chosen = max(upright, turned), np.roll(outline, 2, axis=0) if turned > upright else outline
        return chosen

    def _lays(self, small: Pixels, at: NDArray[np.float64]) -> list[Corners]:
        """The outlines around a place in which a back fits, best first, each another one; none where none does."""
        outlines = _around(at, shorter=min(small.shape[:2]))
        backs = np.stack([back.small for back in self._seen])
        fits = (_levelled(_held(small, outlines)) @ np.concatenate([backs, _upside_down(backs)]).T).max(axis=1)
        chosen: list[Corners] = []
        for place in np.argsort(-fits, kind="stable"):
            if fits[place] < LEAST_FIT or len(chosen) == TRIED:
                break
            if all(iou(outlines[place], other) < MOST_IOU for other in chosen):
                chosen.append(outlines[place])
        return chosen

    def nearest(self, crop: Pixels, embedding: NDArray[np.float32], *, first: float) -> BackMatch | None:
        """The back that an upright crop shows; None where it shows none.

        `first`: the score of the nearest card; a back is nearer than that.
        """
        bound = max(LEAST_SCORE, first + MORE_THAN_A_CARD)
        near = [back for back in self._seen if float(back.vector @ embedding) >= bound]
        if not near:
            return None
        own = contrast_map(crop)
        found = [
            BackMatch(back.game, float(back.vector @ embedding), float(similarities(own, back.contrasts[:1])[0]))
            for back in near
        ]
        best = max(found, key=lambda one: one.together)
        return best if best.together >= LEAST_TOGETHER else None


def _by_name(back: KnownBack) -> tuple[str, str]:
    return back.game, back.picture_sha256


def _reduced(pixels: Pixels) -> Pixels:
    step = max(1, max(pixels.shape[:2]) // PHOTO_SIDE)
    return np.asarray(Image.fromarray(np.ascontiguousarray(pixels)).reduce(step))


def _free(centres: Sequence[Centre], taken: Sequence[Corners]) -> list[Centre]:
    """Places outside all of the outlines."""
    return [centre for centre in centres if not any(holds(corners, (centre.x, centre.y)) for corners in taken)]


def _grown(corners: Corners) -> Corners:
    middle = corners.mean(axis=0)
    return np.asarray(middle + GROWN * (corners - middle), dtype=np.float64)


def _around(at: NDArray[np.float64], *, shorter: int) -> Outlines:
    """A card around a place in all turns and sizes."""
    unit = np.array([(-ASPECT, -1), (ASPECT, -1), (ASPECT, 1), (-ASPECT, 1)], dtype=np.float64) / 2
    angles = np.arange(TURNS) * math.pi / TURNS
    cos, sin = np.cos(angles), np.sin(angles)
    turns = np.stack([np.stack([cos, sin], axis=-1), np.stack([-sin, cos], axis=-1)], axis=1)
    turned = np.einsum("ij,tjk->tik", unit, turns)
    sized = turned[None] * (np.array(SIZES) * shorter)[:, None, None, None]
    return np.asarray(sized.reshape(-1, 4, 2) + at, dtype=np.float64)


def _held(pixels: Pixels, outlines: Outlines) -> NDArray[np.float32]:
    """(n, 14, 10, 3): what each outline holds, one pixel for each of its places; beyond the edge the edge's."""
    wide, tall = SMALL
    across, down = (np.arange(wide) + 0.5) / wide, (np.arange(tall) + 0.5) / tall
    first, right, below = outlines[:, 0], outlines[:, 1] - outlines[:, 0], outlines[:, 3] - outlines[:, 0]
    places = (
        first[:, None, None]
        + right[:, None, None] * across[None, None, :, None]
        + below[:, None, None] * down[None, :, None, None]
    )
    x = np.clip(places[..., 0].astype(np.intp), 0, pixels.shape[1] - 1)
    y = np.clip(places[..., 1].astype(np.intp), 0, pixels.shape[0] - 1)
    return pixels[y, x].astype(np.float32)


def _levelled(views: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, tall, wide, 3) -> (n, tall * wide * 3): each channel about nought, all together of length one."""
    level = views - views.mean(axis=(1, 2), keepdims=True)
    flat = level.reshape(len(level), -1)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    return np.asarray(flat / (length + 1e-3), dtype=np.float32)


def _upside_down(small: NDArray[np.float32]) -> NDArray[np.float32]:
    wide, tall = SMALL
    return small.reshape(-1, tall, wide, 3)[:, ::-1, ::-1].reshape(len(small), -1)
