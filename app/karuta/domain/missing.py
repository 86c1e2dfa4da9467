"""What a crop lacks to be readable, by the same curve that calls it *unreadable*. Knows numbers, no pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np

from karuta.domain.calibration import Calibration, CropQuality, Curve
from karuta.domain.ranking import Thresholds
from karuta.domain.sighting import Corners, share_inside


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


_NAMES = [one.name for one in fields(CropQuality)]
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
    """What is missing in an unreadable crop, what would help most first; empty if the curve cannot say.

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
    changed, found = list(features), list[Missing]()
    reached = curve.probability(changed)
    for ways in (_WAYS, (_OUTLINE,)):
        while reached < enough:
            better = [(*_bettered(changed, one, curve), one) for one in ways if one.missing not in found]
            gained, value, way = max(better, key=lambda one: one[0], default=(0.0, 0.0, None))
            if way is None or gained < reached + _LEAST_GAIN:
                break
            changed[way.feature], reached = value, gained
            found.append(way.missing)
    beyond = [one.missing for one in (*_WAYS, *_LIGHT) if one.missing not in found and _is_beyond(features, one, curve)]
    return [*found, *beyond]


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
