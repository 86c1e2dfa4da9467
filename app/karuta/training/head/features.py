"""Computes the pooled features that a training needs and the cache lacks. Trains nothing."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.pixels import Pixels
from karuta.engine.decode import decode
from karuta.engine.embed import Embedder, unit
from karuta.engine.prepare import fit
from karuta.files import file_hash
from karuta.training.head.feature_cache import FeatureCache
from karuta.training.head.task import PictureFile
from karuta.training.photographer import Grade, simulated_crop

# Change it when the photographer's pictures change, because older features do not match newer ones.
SIMULATION = 1
GRADE_ODDS = (0.35, 0.45, 0.2)
AT_ONCE = 32
# One file on the disk for this many: at most so many are lost by a kill.
KEPT_AT_ONCE = 512


@dataclass(frozen=True)
class Wanted:
    """One picture whose features are needed: the name to store them under, and how its pixels are made."""

    name: str
    make: Callable[[], Pixels]


Told = Callable[[int, int, float], None]
"""Called with (pictures done, pictures in all, seconds left)."""


def wanted_picture(picture: PictureFile, embedder: Embedder) -> Wanted:
    """A crop or an artwork from the disk."""
    return Wanted(picture.sha256, lambda: fit(_pixels(picture), embedder.spec))


def wanted_simulation(picture: PictureFile, number: int, *, seed: int, embedder: Embedder) -> Wanted:
    """A simulated photo's crop of an artwork; the same number and seed give the same crop."""
    said = f"simulated {SIMULATION} {picture.sha256} {seed} {number} {embedder.spec.size}"
    return Wanted(
        hashlib.sha256(said.encode()).hexdigest(), lambda: _simulated(picture, number, seed, embedder.spec.size)
    )


def _pixels(picture: PictureFile) -> Pixels:
    """From these very bytes: otherwise features of another picture could be stored under this name."""
    pixels = decode(picture.path)
    if file_hash(picture.path) != picture.sha256:
        raise PictureError(
            "truncated", "{name} is damaged; `karuta doctor` says how to fix it.", name=picture.path.name
        )
    return pixels


def _simulated(picture: PictureFile, number: int, seed: int, size: tuple[int, int]) -> Pixels:
    rng = np.random.default_rng([seed, number])
    grade = tuple(Grade)[int(rng.choice(len(GRADE_ODDS), p=GRADE_ODDS))]
    return simulated_crop(_pixels(picture), grade=grade, rng=rng, size=size)


def make_features(
    wanted: Sequence[Wanted],
    *,
    embedder: Embedder,
    cache: FeatureCache,
    normalise: bool,
    cancel: CancelToken,
    told: Told,
) -> set[str]:
    """Put all features into the cache. Returns the names of pictures that cannot be read.

    Raises `Cancelled`; what was computed is kept. `normalise`: as the model does with its pooled features.
    """
    lacking = set(cache.missing(one.name for one in wanted))
    todo = [one for one in {one.name: one for one in wanted}.values() if one.name in lacking]
    unusable: set[str] = set()
    names: list[str] = []
    rows: list[NDArray[np.float32]] = []
    began = time.monotonic()

    def keep() -> None:
        if names:
            cache.add(names, np.concatenate(rows))
            names.clear()
            rows.clear()

    try:
        for at in range(0, len(todo), AT_ONCE):
            cancel.check()
            made = _made(todo[at : at + AT_ONCE], unusable)
            if made:
                pooled = embedder.pooled([pixels for _, pixels in made])
                rows.append(unit(pooled) if normalise else pooled)
                names.extend(name for name, _ in made)
            if len(names) >= KEPT_AT_ONCE:
                keep()
            done = min(len(todo), at + AT_ONCE)
            told(done, len(todo), (time.monotonic() - began) / done * (len(todo) - done))
    finally:
        keep()
    return unusable


def _made(some: Sequence[Wanted], unusable: set[str]) -> list[tuple[str, Pixels]]:
    made = []
    for one in some:
        try:
            made.append((one.name, one.make()))
        except PictureError:
            unusable.add(one.name)
    return made
