"""What the recognition of a photo gave: its size, its sightings with their matches, and how long each step took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import CropQuality
from karuta.domain.match import Match, Verdict
from karuta.domain.missing import Missing
from karuta.domain.printing.answer import PrintingAnswer
from karuta.domain.printing.evidence import Said
from karuta.domain.sighting import Corners


@dataclass(frozen=True, eq=False)
class FoundSighting:
    """One card seen in one photo.

    `corners`: (4, 2) in pixels of the full-size upright photo. `crop`: (height, width, 3) uint8, RGB, upright, as the
    embedder saw it. `embedding`: (dimension,) float32, unit length. `quality`: None if it was not measured. `back`: the
    game whose card back it is; then there are no matches. `printing`: None if the small print was not read;
    `said`: what it says of the first match. `missing`: what an unreadable crop lacks.
    """

    corners: Corners
    crop: NDArray[np.uint8]
    embedding: NDArray[np.float32]
    verdict: Verdict
    matches: tuple[Match, ...]
    quality: CropQuality | None = None
    back: str | None = None
    printing: PrintingAnswer | None = None
    said: Said | None = None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, eq=False)
class Recognition:
    """The answer for one photo. `size` is (width, height), upright; `sightings` are in reading order.

    `model` and `index` are written `name@hash12` (`index` is `exact` if no index answered); the full hashes stand
    beside them. `timings_ms` has decode, detect, embed, search, verify and total, in milliseconds,
    and read where small print was read. `crops`: how many were embedded. `artworks_hash`,
    `reader_hash` and `searched` say what the answer rests on and how its lists were searched.
    """

    size: tuple[int, int]
    sightings: tuple[FoundSighting, ...]
    timings_ms: Mapping[str, float]
    model: str
    model_hash: str
    index: str
    index_hash: str
    artworks_hash: str | None = None
    reader_hash: str | None = None
    searched: str | None = None
    crops: int = 0
