"""The shape of a model's card, with bounds, so that no value in it can do harm. Opens no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from karuta.domain.calibration import Calibration
from karuta.domain.ranking import Thresholds
from karuta.domain.sentence import Sentence, of_texts
from karuta.domain.shape import Misshapen, refuse_hash, refuse_name, shaped
from karuta.domain.training_progress import Compared

_SIDES = range(16, 2049)
_VALUES = range(1, 65_537)
_LARGEST = 1e4
_BANDS = tuple[float, float, float]


@dataclass(frozen=True)
class NamedFile:
    """A file of the model's folder, and the hash of its bytes."""

    file: str
    sha256: str

    def __post_init__(self) -> None:
        refuse_name(self.file)
        refuse_hash(self.sha256)


@dataclass(frozen=True)
class NamedLevels:
    cut: float
    strength: float

    def __post_init__(self) -> None:
        _within("cut", self.cut, 0, 0.49)
        _within("strength", self.strength, 0, 1)


@dataclass(frozen=True)
class NamedInput:
    layout: Literal["NCHW"]
    channels: Literal["RGB"]
    width: int
    height: int
    mean: _BANDS
    scale: _BANDS
    levels: NamedLevels | None = None

    def __post_init__(self) -> None:
        for name, side in (("width", self.width), ("height", self.height)):
            _within(name, side, _SIDES[0], _SIDES[-1])
        for name, values in (("mean", self.mean), ("scale", self.scale)):
            for value in values:
                _within(name, value, -_LARGEST, _LARGEST)


@dataclass(frozen=True)
class NamedContrastMap:
    """The cells of a coarse contrast map, which divide a contrast map's 64 x 44 evenly."""

    down: Literal[8, 16, 32]
    across: Literal[11, 22]


@dataclass(frozen=True)
class NamedEmbedder(NamedFile):
    """`pooled`: all features before the projection, the contrast map's among them."""

    input: NamedInput
    pooled: int
    normalise_pooled: bool
    relief: NamedContrastMap | None = None

    @property
    def contrast_cells(self) -> tuple[int, int] | None:
        return None if self.relief is None else (self.relief.down, self.relief.across)

    def __post_init__(self) -> None:
        super().__post_init__()
        _within("pooled", self.pooled, _VALUES[0], _VALUES[-1])


@dataclass(frozen=True)
class NamedProjection(NamedFile):
    dimension: int

    def __post_init__(self) -> None:
        super().__post_init__()
        _within("dimension", self.dimension, _VALUES[0], _VALUES[-1])


@dataclass(frozen=True)
class NamedUnits(NamedFile):
    """`units`: of the layer that says whether a crop looks like a card."""

    units: int

    def __post_init__(self) -> None:
        super().__post_init__()
        _within("units", self.units, _VALUES[0], _VALUES[-1])


@dataclass(frozen=True)
class NamedDetector(NamedFile):
    """`kind`: the meaning of its network's output; see `cards_net`."""

    kind: Literal["centres-and-corners"]
    input: NamedInput


@dataclass(frozen=True)
class NamedCorners(NamedFile):
    input: NamedInput


@dataclass(frozen=True)
class NamedVerdict:
    """One of `calibration` and `thresholds`."""

    least_evidence: float
    calibration: Mapping[str, Any] | None = None
    thresholds: Thresholds | None = None

    def __post_init__(self) -> None:
        if self.calibration is None and self.thresholds is None:
            raise Misshapen("it has no thresholds for the verdicts")
        if self.calibration is not None:
            read_calibration(self.calibration)


@dataclass(frozen=True)
class NamedAccuracy:
    """One accuracy: `k` right of `n`, with its 95 % interval."""

    set: str
    measure: str
    k: int
    n: int
    low: float
    high: float
    command: str = ""


@dataclass(frozen=True)
class NamedTraining:
    """How a candidate was made. `learned_from`: its list of photos."""

    figures: Mapping[str, Compared | None] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    sentences: tuple[Mapping[str, Any], ...] | None = None
    seconds: float = 0.0
    learned_from: NamedFile | None = None

    def __post_init__(self) -> None:
        of_texts(self.remarks, self.sentences)


@dataclass(frozen=True)
class ModelCard:
    """Everything in a card that the program relies on; `training/model_folder` writes it."""

    name: str
    embedder: NamedEmbedder
    projection: NamedProjection
    golden: NamedFile
    verdict: NamedVerdict
    detector: NamedDetector | None = None
    corners: NamedCorners | None = None
    card_like: NamedUnits | None = None
    made: str = ""
    licence: str = ""
    trained_on: str = ""
    made_by: tuple[str, ...] = ()
    accuracy: tuple[NamedAccuracy, ...] = ()
    training: NamedTraining | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            raise Misshapen("`{place}` is not {wanted}", place="name", wanted=Sentence("a name"))


@dataclass(frozen=True)
class _Curve:
    low: tuple[float, ...]
    high: tuple[float, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class _Likened:
    weight: float
    answer: _Curve
    alone: _Curve
    sure: tuple[tuple[float, float], ...]
    unknown: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Calibration:
    answer: _Curve
    alone: _Curve
    picture: _Curve
    sure: tuple[tuple[float, float], ...]
    unknown: tuple[tuple[float, float], ...]
    likely: float
    readable: float
    tie: float
    elsewhere: float
    warmth: float
    likened: _Likened | None = None


def read_calibration(figures: Mapping[str, Any]) -> Calibration:
    """Raises `Misshapen` for invalid figures."""
    shaped(dict(figures), _Calibration)
    try:
        return Calibration.read(figures)
    except ValueError as error:
        raise Misshapen("its calibration is invalid: {reason}", reason=error) from error


def read_training(card: Mapping[str, Any]) -> NamedTraining | None:
    """How a model was trained, as its card says; None for a shipped one. Raises `Misshapen`."""
    return None if card.get("training") is None else shaped(card["training"], NamedTraining)


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise Misshapen("`{place}` is not between {low} and {high}", place=name, low=low, high=high)
