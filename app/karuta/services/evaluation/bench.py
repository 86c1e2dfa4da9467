"""Measures how long a lookup takes here, step by step, on photos of the library's own cards. Changes nothing.

Known: a simulated photo of a card, or a person's own photo. Unknown: the same photo, asked of the catalogue without
that card. None: a table without a card. Each is measured at every size; the sizes are made by scaling one photo.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import ClassVar

import numpy as np
from PIL import Image

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import LibraryError, PictureError
from karuta.domain.pixels import Pixels
from karuta.engine.decode import decode
from karuta.engine.prepare import fit
from karuta.engine.recognise import Recogniser
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import artwork_pixels, picture_file
from karuta.services.catalogue.self_test import without_cards
from karuta.services.library.open_library import OpenLibrary, open_for_reading
from karuta.services.lookups.identify import Read
from karuta.training.photographer import Grade, photograph

MEGAPIXELS = (1, 2, 12)
PHOTOS = 4
"""So many of each sort; more says little more of a machine."""
_SEED = 35
_SIZE = (900, 1200)
_QUALITY = 90
_STEPS = ("decode", "detect", "embed", "search", "verify", "read", "total")


@dataclass(frozen=True)
class BenchStep:
    """The median of `n` lookups. `known`: whether the photo's card is in the catalogue; None: it shows none."""

    name: str
    megapixels: int
    known: bool | None
    ms: float
    processor_ms: float
    n: int


@dataclass(frozen=True)
class Machine:
    """The place where it was measured."""

    system: str
    processor: str
    cores: int
    python: str


@dataclass(frozen=True)
class BenchRate:
    """Photos looked up (`lookup`) or pictures embedded (`catalogue`) a second, by so many processes at once."""

    name: str
    processes: int
    a_second: float
    n: int


@dataclass(frozen=True)
class DonePiece:
    """`at`: when it was done, by the clock of its process."""

    process: int
    at: float


class BenchProcess:
    """One of the processes whose rate is measured. Each has one thread."""

    _opened: ClassVar[OpenLibrary]

    @classmethod
    def begin(cls, library: LibraryFolder, resources: Path) -> None:
        cls._opened = open_for_reading(library, resources, threads=1)

    @classmethod
    def look_up(cls, photo: Path) -> DonePiece:
        cls._opened.recogniser.recognise(photo, k=5)
        return DonePiece(os.getpid(), time.perf_counter())

    @classmethod
    def embed(cls, picture: Path) -> DonePiece:
        """As for a catalogue: from the file to the vector."""
        embedder = cls._opened.recogniser.model.embedder
        embedder.embed([fit(artwork_pixels(picture), embedder.spec)])
        return DonePiece(os.getpid(), time.perf_counter())


def rate_of(name: str, processes: int, pieces: Sequence[DonePiece]) -> BenchRate:
    """The sum of all processes' rates, each from its first piece to its last, so that no start is counted."""
    times_of: dict[int, list[float]] = defaultdict(list)
    for piece in pieces:
        times_of[piece.process].append(piece.at)
    rates = [(len(times) - 1) / (times[-1] - times[0]) for times in times_of.values() if len(times) > 1]
    return BenchRate(name, processes, round(sum(rates), 2), len(pieces))


def some_pictures(opened: OpenLibrary, most: int) -> list[Path]:
    """Files of the catalogue's pictures that are there."""
    view = opened.recogniser.view
    files = (picture_file(opened.folder, view, sha256) for sha256 in sorted(view.by_picture)[:most])
    return [path for path in files if path is not None]


@dataclass(frozen=True, eq=False)
class _Sort:
    """A photo, of which size, and who is asked about it."""

    path: Path
    megapixels: int
    known: bool | None
    recogniser: Recogniser


def bench(
    opened: OpenLibrary,
    read: Read,
    *,
    photos: Sequence[Path],
    runs: int,
    folder: Path,
    progress: Callable[[int, int], None],
    cancel: CancelToken,
) -> list[BenchStep]:
    """`photos`: a person's own; without any, simulated ones. `folder`: an empty one, for the photos' sizes.

    Raises `LibraryError` if the catalogue has no picture, `PictureError` for a photo that cannot be read, `Cancelled`.
    """
    sorts = list(_own(photos, opened.recogniser, folder) if photos else _simulated(opened, folder))
    samples: dict[tuple[str, int, bool | None], list[tuple[float, float]]] = {}
    for done, sort in enumerate(sorts, start=1):
        # The first of each warms files and memory up.
        for run in range(runs + 1):
            cancel.check()
            spent = _lookup(sort, read)
            if run:
                for name, times in spent.items():
                    samples.setdefault((name, sort.megapixels, sort.known), []).append(times)
        progress(done, len(sorts))
    order = sorted(samples, key=lambda key: (key[1], (True, False, None).index(key[2]), _STEPS.index(key[0])))
    return [BenchStep(*key, *_medians(samples[key]), len(samples[key])) for key in order]


def machine() -> Machine:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return Machine(system, _processor(), os.cpu_count() or 1, platform.python_version())


def memory_mb() -> float | None:
    """The most that this process has had in memory; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def _lookup(sort: _Sort, read: Read) -> dict[str, tuple[float, float]]:
    """Milliseconds of each step, of the clock and of all processors."""
    began = time.process_time()
    recognition = sort.recogniser.recognise(sort.path, k=5)
    looked = time.process_time()
    timings = dict(read(sort.path, recognition).timings_ms)
    ended = time.process_time()
    spent = {
        **recognition.processor_ms,
        "read": recognition.processor_ms.get("read", 0.0) + (ended - looked) * 1000,
        "total": (ended - began) * 1000,
    }
    return {name: (timings.get(name) or 0.0, spent[name]) for name in _STEPS}


def _medians(samples: Sequence[tuple[float, float]]) -> tuple[float, float]:
    wall, processor = zip(*samples, strict=True)
    return round(median(wall), 2), round(median(processor), 2)


def _own(photos: Sequence[Path], recogniser: Recogniser, folder: Path) -> Iterator[_Sort]:
    """A card that is sure or likely is known."""
    for number, path in enumerate(photos):
        sightings = recogniser.recognise(path, k=1).sightings
        is_accepted = any(sighting.verdict.accepts for sighting in sightings) if sightings else None
        for megapixels, scaled in _scaled(Image.fromarray(decode(path)), folder / str(number)):
            yield _Sort(scaled, megapixels, known=is_accepted, recogniser=recogniser)


def _simulated(opened: OpenLibrary, folder: Path) -> Iterator[_Sort]:
    whole, rng = opened.recogniser, np.random.default_rng(_SEED)
    for number, (card, picture) in enumerate(_pictures(opened)):
        shown = photograph([picture], grade=Grade.PLAIN, rng=rng, size=_SIZE)
        empty = photograph([], grade=Grade.PLAIN, rng=rng, size=_SIZE)
        stranger = without_cards(whole, {card})
        for megapixels, path in _scaled(Image.fromarray(shown.pixels), folder / str(number)):
            yield _Sort(path, megapixels, known=True, recogniser=whole)
            yield _Sort(path, megapixels, known=False, recogniser=stranger)
        for megapixels, path in _scaled(Image.fromarray(empty.pixels), folder / f"{number} empty"):
            yield _Sort(path, megapixels, known=None, recogniser=whole)


def _pictures(opened: OpenLibrary) -> Iterator[tuple[CardKey, Pixels]]:
    """By lot, but the same lot each time: pictures of one card, with the card. Raises `LibraryError` without any."""
    view, taken = opened.recogniser.view, 0
    for sha256 in sorted(view.by_picture, key=lambda text: hashlib.sha256(f"{_SEED} {text}".encode()).digest()):
        cards = {artwork.card for artwork in view.by_picture[sha256]}
        path = picture_file(opened.folder, view, sha256)
        if taken == PHOTOS or len(cards) > 1 or path is None:
            continue
        try:
            yield cards.pop(), artwork_pixels(path)
            taken += 1
        except PictureError:
            continue
    if not taken:
        raise LibraryError("No picture of the catalogue in {folder} can be read.", folder=opened.folder.root)


def _scaled(photo: Image.Image, stem: Path) -> Iterator[tuple[int, Path]]:
    """The photo at each size, as a JPEG."""
    for megapixels in MEGAPIXELS:
        scale = (megapixels * 1e6 / (photo.width * photo.height)) ** 0.5
        size = round(photo.width * scale), round(photo.height * scale)
        path = stem.with_name(f"{stem.name} {megapixels}.jpg")
        photo.resize(size, Image.Resampling.BICUBIC).save(path, quality=_QUALITY)
        yield megapixels, path
