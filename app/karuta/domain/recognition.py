"""The recognition of a photo, what a crop lacks to be readable, and what the look rests on. Pure values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Calibration, CropQuality, Curve
from karuta.domain.card import CardKey
from karuta.domain.finish import Finish, Slab
from karuta.domain.match import Match, Verdict
from karuta.domain.printing.answer import PrintingAnswer
from karuta.domain.printing.evidence import PrintSays
from karuta.domain.printing.names import ReadName
from karuta.domain.ranking import Thresholds
from karuta.domain.sighting import Corners, share_inside

EXACT = "exact"
"""How a list was searched that came from comparing with every vector; so was one that says nothing."""


class Missing(StrEnum):
    """Never translated in JSON. `edges_hidden`: the card's outline is hardly to be seen, as under a hand."""

    CUT_OFF = "cut_off"
    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    LOW_CONTRAST = "low_contrast"
    EDGES_HIDDEN = "edges_hidden"


@dataclass(frozen=True)
class _Way:
    """A feature of `CropQuality.features`, and the way in which it could be better."""

    missing: Missing
    feature: int
    upwards: bool


_NAMES = [field.name for field in fields(CropQuality)]
# A row a fault that a person can see and mend; the feature counts as in `CropQuality`.
_WAYS = (
    _Way(Missing.TOO_SMALL, _NAMES.index("pixels"), upwards=True),
    _Way(Missing.BLURRED, _NAMES.index("sharpness"), upwards=True),
    _Way(Missing.LOW_CONTRAST, _NAMES.index("contrast"), upwards=True),
)
# More light is no better everywhere, so it is named only beyond everything that the curve was fitted on.
_LIGHT = (
    _Way(Missing.TOO_DARK, _NAMES.index("light"), upwards=True),
    _Way(Missing.TOO_BRIGHT, _NAMES.index("light"), upwards=False),
)
# What hides a card's edges lowers the detector's confidence, but so does every fault above: it is said where they are
# not enough.
_OUTLINE = _Way(Missing.EDGES_HIDDEN, _NAMES.index("outline"), upwards=True)
_STEPS = 9
# A change that gains less says nothing.
_LEAST_GAIN = 0.02
# A card of which more than this lies outside the photo is cut off.
_OUTSIDE = 0.1


def missing_in(
    quality: CropQuality, judge: Calibration | Thresholds, *, corners: Corners, size: tuple[int, int]
) -> tuple[Missing, ...]:
    """The things that an unreadable crop lacks, what would help most first; empty if the curve cannot say.

    `corners`, (4, 2): the card's, in a photo of this `size`, (width, height).
    """
    cut = (Missing.CUT_OFF,) if share_inside(corners, size) < 1 - _OUTSIDE else ()
    if isinstance(judge, Thresholds):
        return (*cut, *((Missing.BLURRED,) if quality.sharpness < judge.sharpness else ()))
    return (*cut, *_faults(quality.features, judge.picture, enough=judge.readable))


def _faults(features: Sequence[float], curve: Curve, *, enough: float) -> list[Missing]:
    """The single change that helps most, then the next, until a card of the catalogue would be recognised.

    And what lies beyond everything that the curve was fitted on, of which it knows nothing.
    """
    changed, missing = list(features), list[Missing]()
    reached = curve.probability(changed)
    for ways in (_WAYS, (_OUTLINE,)):
        while reached < enough:
            better = [(*_bettered(changed, item, curve), item) for item in ways if item.missing not in missing]
            gained, value, way = max(better, key=lambda change: change[0], default=(0.0, 0.0, None))
            if way is None or gained < reached + _LEAST_GAIN:
                break
            changed[way.feature], reached = value, gained
            missing.append(way.missing)
    beyond = [
        item.missing for item in (*_WAYS, *_LIGHT) if item.missing not in missing and _is_beyond(features, item, curve)
    ]
    return [*missing, *beyond]


def _is_beyond(features: Sequence[float], way: _Way, curve: Curve) -> bool:
    value = features[way.feature]
    return value < curve.low[way.feature] if way.upwards else value > curve.high[way.feature]


def _bettered(features: list[float], way: _Way, curve: Curve) -> tuple[float, float]:
    """The probability with the best value of this feature the one way, and that value."""
    own = min(max(features[way.feature], curve.low[way.feature]), curve.high[way.feature])
    end = curve.high[way.feature] if way.upwards else curve.low[way.feature]
    tried = [float(value) for value in np.linspace(own, end, _STEPS)]
    return max(
        (curve.probability([*features[: way.feature], value, *features[way.feature + 1 :]]), value) for value in tried
    )


@dataclass(frozen=True, eq=False)
class FoundSighting:
    """One card seen in one photo.

    `corners`: (4, 2) in pixels of the full-size upright photo. `crop`: (height, width, 3) uint8, RGB, upright, as the
    embedder saw it. `embedding`: (dimension,) float32, unit length. `quality`: None if it was not measured. `back`: the
    game whose card back it is; then there are no matches. `printing`: None if the small print was not read;
    `print_says`: what it says of the first match. `card_like`: whether it looks like a card of any game, None where the
    model does not say. `missing`: what an unreadable crop lacks. `one_of`: as of a `Ranking`. `read_name`: None where
    no name was read on it. `finish`: None of a back, and of a part of a card. `slab`: what a label
    above it says, None where there is none.
    """

    corners: Corners
    crop: NDArray[np.uint8]
    embedding: NDArray[np.float32]
    verdict: Verdict
    matches: tuple[Match, ...]
    quality: CropQuality | None = None
    back: str | None = None
    card_like: bool | None = None
    printing: PrintingAnswer | None = None
    print_says: PrintSays | None = None
    missing: tuple[Missing, ...] = ()
    one_of: tuple[CardKey, ...] = ()
    read_name: ReadName | None = None
    finish: Finish | None = None
    slab: Slab | None = None


@dataclass(frozen=True, eq=False)
class Recognition:
    """The answer for one photo. `size` is (width, height), upright; `sightings` are in reading order.

    `model` and `index` are written `name@hash12` (`index` is `exact` if no index answered); the full hashes stand
    beside them. `timings_ms` has decode, detect, embed, search, verify and total, in milliseconds,
    and read where small print was read. `crops`: how many were embedded. `artworks_hash`,
    `reader_hash` and `searched` say what the answer rests on and how its lists were searched. `processor_ms`: as
    `timings_ms`, of all processors.
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
    processor_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Provenance:
    """The parts that answered. `artworks_hash`: of the live artworks as this model embeds them, without exemplars.

    `reader_hash`: of what reads besides, after the loop's version (`loop-N:`); older looks have none.
    A look with other grounds than the present ones is stale. Exemplars do not count, or every label would make every
    look stale.
    """

    model_hash: str
    artworks_hash: str
    reader_hash: str | None = None


@dataclass(frozen=True)
class Forest:
    """An Annoy forest that proposed candidates, which were then compared exactly.

    `forest`: the hash of its file. `pictures`: the hash of the pictures in it. `beside`: the hash of those added since,
    which were searched exactly. `nodes`: the least number of nodes that it inspected.
    """

    forest: str
    pictures: str
    trees: int
    seed: int
    nodes: int
    beside: str | None = None


def searched_text(forest: Forest | None) -> str:
    """As text, for looks and events."""
    return EXACT if forest is None else json.dumps(asdict(forest), separators=(",", ":"))
