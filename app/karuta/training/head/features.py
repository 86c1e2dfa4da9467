"""Computes the pooled features that a training needs, once each, and keeps them on disk. Trains nothing.

Pooled features do not depend on the projection. They outlive a retraining and serve the resulting model.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.pixels import Pixels
from karuta.domain.shape import shaped
from karuta.engine.decode import decode
from karuta.engine.embed import Embedder, unit
from karuta.engine.prepare import fit
from karuta.files import file_hash
from karuta.json_files import Damaged, read_sealed, write_sealed
from karuta.training.head.task import (
    PictureFile,
)
from karuta.training.photographer import Grade, simulated_crop

FORMAT = 1
SUFFIX = ".features"
_NAME_BYTES = 64

log = logging.getLogger(__name__)


# Change it when the photographer's pictures change, because older features do not match newer ones.
SIMULATION = 1
GRADE_ODDS = (0.35, 0.45, 0.2)
AT_ONCE = 32
# One file on the disk for this many: at most so many are lost by a kill.
KEPT_AT_ONCE = 512


def network_hash(card: dict[str, Any]) -> str:
    """SHA-256 over everything in a model's card that determines a pooled feature: the network, its input, a relief."""
    embedder = card["embedder"]
    essence = {
        "format": FORMAT,
        "embedder": embedder["sha256"],
        "input": embedder["input"],
        "normalise_pooled": embedder["normalise_pooled"],
    }
    if embedder.get("relief"):
        essence["relief"] = embedder["relief"]
    return hashlib.sha256(json.dumps(essence, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class _Header:
    format: int
    network: str
    pooled: int
    pictures: int


class FeatureCache:
    """One network's features: small files, each complete and checked when it is read. A damaged one is dropped."""

    def __init__(self, folder: Path, *, network: str, pooled: int) -> None:
        """`folder`: for all networks; each has a subfolder. The files are read here."""
        self._folder = folder / network[:16]
        self._network = network
        self._pooled = pooled
        self._rows: dict[str, NDArray[np.float16]] = {}
        self.damaged = 0
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            self._read(path)

    def __len__(self) -> int:
        return len(self._rows)

    def missing(self, names: Iterable[str]) -> list[str]:
        """The pictures, each once and in their order, without features yet."""
        return [name for name in dict.fromkeys(names) if name not in self._rows]

    def add(self, names: Sequence[str], features: NDArray[np.float32]) -> None:
        """Store features, on the disk when this returns.

        `names`: 64 hex digits each; `features`: (n, pooled) float32.
        """
        rows = np.ascontiguousarray(features, dtype="<f2")
        if rows.shape != (len(names), self._pooled) or any(len(name) != _NAME_BYTES for name in names):
            raise ValueError("each picture has one row of features and a name of 64 digits")
        header = {"format": FORMAT, "network": self._network, "pooled": self._pooled, "pictures": len(names)}
        payload = "".join(names).encode("ascii") + rows.tobytes()
        # Named by content: a part that is made twice has one name.
        write_sealed(self._folder / f"{hashlib.sha256(payload).hexdigest()[:32]}{SUFFIX}", header, payload)
        self._rows.update(zip(names, rows, strict=True))

    def get(self, names: Sequence[str]) -> NDArray[np.float32]:
        """(n, pooled) float32. Raises `KeyError` for a picture without features."""
        vectors = np.empty((len(names), self._pooled), dtype=np.float32)
        for number, name in enumerate(names):
            vectors[number] = self._rows[name]
        return vectors

    def _read(self, path: Path) -> None:
        try:
            header, payload = read_sealed(path)
            head = shaped(header, _Header)
            count, named = head.pictures, head.pictures * _NAME_BYTES
            same = (head.format, head.network, head.pooled) == (FORMAT, self._network, self._pooled)
            if not same or count < 0 or len(payload) != named + count * self._pooled * 2:
                raise Damaged(f"{path} is of another kind")
            names = payload[:named].decode("ascii")
        except (Damaged, ValueError, OSError) as error:
            log.warning("%s; its features are made again", error)
            self.damaged += 1
            path.unlink(missing_ok=True)
            return
        rows = np.frombuffer(payload[named:], dtype="<f2").reshape(count, self._pooled)
        self._rows.update((names[at * _NAME_BYTES : (at + 1) * _NAME_BYTES], rows[at]) for at in range(count))


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
    text = f"simulated {SIMULATION} {picture.sha256} {seed} {number} {embedder.spec.size}"
    return Wanted(
        hashlib.sha256(text.encode()).hexdigest(), lambda: _simulated(picture, number, seed, embedder.spec.size)
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
    pictures: Sequence[Wanted],
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
    lacking = set(cache.missing(picture.name for picture in pictures))
    todo = [picture for picture in {picture.name: picture for picture in pictures}.values() if picture.name in lacking]
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
            finished = min(len(todo), at + AT_ONCE)
            told(finished, len(todo), (time.monotonic() - began) / finished * (len(todo) - finished))
    finally:
        keep()
    return unusable


def _made(some: Sequence[Wanted], unusable: set[str]) -> list[tuple[str, Pixels]]:
    made = []
    for picture in some:
        try:
            made.append((picture.name, picture.make()))
        except PictureError:
            unusable.add(picture.name)
    return made
