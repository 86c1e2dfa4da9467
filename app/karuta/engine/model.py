"""Loads a model from disk into sessions after checking that its files are unaltered. Trains nothing.

Flipped bits in weights load and run without an error. So every file's SHA-256 is checked, and the golden pictures are
run once: their vectors must be those of when the model was made.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Calibration
from karuta.domain.errors import ModelError, reason_of
from karuta.domain.ranking import Thresholds
from karuta.domain.shape import Misshapen, shaped
from karuta.engine.arrays import read_array
from karuta.engine.cards_net import CardsNet, CornersNet, RefinedDetector
from karuta.engine.detect import Detector
from karuta.engine.embed import Embedder
from karuta.engine.int8_networks import Int8Networks
from karuta.engine.model_shape import (
    ModelCard,
    NamedCorners,
    NamedDetector,
    NamedEmbedder,
    NamedFile,
    NamedInput,
    NamedVerdict,
    read_calibration,
)
from karuta.engine.prepare import InputSpec, Levels, golden_crops
from karuta.engine.sessions import open_session
from karuta.files import file_hash
from karuta.json_files import read_json

FORMAT = 1
CARD = "model.json"
# The card's key for the hash of all the rest of it.
SEAL = "card_sha256"
# Its key for the weights that say whether a crop looks like a card; older models have none.
CARD_LIKE = "card_like"
# The meaning of the detector network's output: see `cards_net`.
DETECTOR_KIND: Literal["centres-and-corners"] = "centres-and-corners"
LEAST_GOLDEN_COSINE = 0.999
THREADS = 2

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded model. Equal `hash` means comparable vectors, whatever the detector.

    `detector`: the model's own, None if it has none.
    """

    name: str
    hash: str
    embedder: Embedder
    judge: Thresholds | Calibration
    least_evidence: float
    card: dict[str, Any]
    detector: Detector | None = None

    @property
    def title(self) -> str:
        return f"{self.name}@{self.hash[:12]}"

    @property
    def eyes_hash(self) -> str | None:
        return eyes_hash(self.card)


def load_model(folder: Path, *, threads: int = THREADS, int8: Int8Networks | None = None) -> Model:
    """Load and check the model in `folder`. Raises `ModelError` with what is wrong and what mends it.

    `int8`: what finds cards may be had from here in eight bits.
    """
    card, named = _read_card(folder)
    try:
        sizes = (named.embedder.pooled, named.projection.dimension)
        projection = read_array(folder / named.projection.file, shape=(sizes[0] + 1, sizes[1]))
        golden = read_array(folder / named.golden.file, shape=(len(golden_crops()), sizes[1]))
        if not np.isfinite(projection).all():
            raise Misshapen("its projection contains values that are not numbers")
        units = named.card_like
        card_like = None if units is None else read_array(folder / units.file, shape=(sizes[0] + 2, units.units))
        network = _network(folder, named.embedder, threads=threads)
        embedder = Embedder(
            network,
            input_name=network.get_inputs()[0].name,
            spec=_input_spec(named.embedder.input),
            projection=projection,
            normalise_pooled=named.embedder.normalise_pooled,
            contrast=named.embedder.contrast_cells,
            card_like=card_like,
        )
        model = Model(
            name=named.name,
            hash=model_hash(card),
            embedder=embedder,
            judge=_judge(named.verdict),
            least_evidence=named.verdict.least_evidence,
            card=card,
            detector=_detector(named, folder, threads=threads, int8=int8),
        )
        _check_golden(model, golden, folder)
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError("The model in {folder} cannot be loaded ({error})", folder=folder, error=error) from error
    return model


def read_model_card(folder: Path) -> dict[str, Any]:
    """`model.json`, after it and every file that it names were checked. Raises `ModelError`.

    Everything that the program relies on has the shape of `ModelCard`. Model cards older than seals have none and are
    accepted, because a library keeps the model that it was made with.
    """
    card, _ = _read_card(folder)
    return card


def _read_card(folder: Path) -> tuple[dict[str, Any], ModelCard]:
    card = read_card_alone(folder)
    check_files(folder, card)
    try:
        return card, shaped(card, ModelCard)
    except Misshapen as error:
        raise ModelError("The model's card {path} is damaged: {reason}", path=folder / CARD, reason=error) from error


def read_card_alone(folder: Path) -> dict[str, Any]:
    """`model.json`, checked, whatever the state of the files that it names. Raises `ModelError`."""
    try:
        card = read_json(folder / CARD, dict[str, Any])
    except FileNotFoundError as error:
        raise ModelError("There is no model in {folder}", folder=folder) from error
    except Misshapen as error:
        raise ModelError("The model's card {path} is damaged: {reason}", path=folder / CARD, reason=error) from error
    except OSError as error:
        raise ModelError(
            "The model's card {path} cannot be read ({reason})", path=folder / CARD, reason=reason_of(error)
        ) from error
    if SEAL in card and card[SEAL] != card_hash(card):
        raise ModelError("The model's card {path} was altered or damaged, so it is not used", path=folder / CARD)
    if card.get("format") != FORMAT:
        raise ModelError(
            "The model in {folder} is of a kind that this Karuta does not know", folder=folder, mend="update Karuta"
        )
    return card


def named_files(card: dict[str, Any]) -> dict[str, str]:
    """The files that a card names, and their hashes. Raises `Misshapen`."""
    files = (shaped(card.get(part), NamedFile) for part in _parts(card))
    return {file.file: file.sha256 for file in files}


def check_files(folder: Path, card: dict[str, Any]) -> None:
    """Raises `ModelError` if a file that the card names is missing or altered."""
    for part in _parts(card):
        _check_file(folder, card.get(part), part)


def _parts(card: dict[str, Any]) -> list[str]:
    return [
        "embedder",
        "projection",
        "golden",
        *(part for part in ("detector", "corners", CARD_LIKE) if card.get(part)),
    ]


def card_hash(card: dict[str, Any]) -> str:
    """SHA-256 of everything in a card except this hash: its JSON with sorted keys, without spaces, as UTF-8."""
    rest = {key: value for key, value in card.items() if key != SEAL}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _judge(figures: NamedVerdict) -> Thresholds | Calibration:
    if figures.calibration is not None:
        return read_calibration(figures.calibration)
    assert figures.thresholds is not None
    return figures.thresholds


def _detector(card: ModelCard, folder: Path, *, threads: int, int8: Int8Networks | None) -> Detector | None:
    if card.detector is None:
        return None
    forms = [_int8_session(part, int8, threads=threads) if part else None for part in (card.detector, card.corners)]
    session = forms[0] or _network(folder, card.detector, threads=threads)
    detector = CardsNet(session, input_name=session.get_inputs()[0].name, spec=_input_spec(card.detector.input))
    if card.corners is None:
        return detector
    session = forms[1] or _network(folder, card.corners, threads=threads)
    corners = CornersNet(session, input_name=session.get_inputs()[0].name, spec=_input_spec(card.corners.input))
    return RefinedDetector(detector, corners)


def _int8_session(part: NamedDetector | NamedCorners, int8: Int8Networks | None, *, threads: int) -> Any:
    return None if int8 is None else int8.session(part.sha256, _input_spec(part.input), threads=threads)


def _network(folder: Path, part: NamedEmbedder | NamedDetector | NamedCorners, *, threads: int) -> Any:
    """The network's session, after its inputs were compared with the card. Raises `ValueError` and `OSError`."""
    session = open_session(folder / part.file, threads=threads)
    takes = list(session.get_inputs()[0].shape)[1:]
    says = [3, part.input.height, part.input.width]
    # A dimension with a name accepts any number.
    if len(takes) != 3 or any(
        isinstance(side, int) and side != expected for side, expected in zip(takes, says, strict=True)
    ):
        raise Misshapen("{file} does not accept pictures of {size}", file=part.file, size=f"{says[2]}x{says[1]}")
    return session


def _check_file(folder: Path, entry: Any, part: str) -> None:
    if not isinstance(entry, dict) or not entry.get("sha256") or not entry.get("file"):
        raise ModelError(
            "The model in {folder} has no hash for its {part}, so it is not used", folder=folder, part=part
        )
    try:
        named = shaped(entry, NamedFile)
        path = folder / named.file
        actual_hash = file_hash(path)
    except Misshapen as error:
        raise ModelError("The model's card {path} is damaged: {reason}", path=folder / CARD, reason=error) from error
    except OSError as error:
        raise ModelError("The model's file {path} is missing or cannot be read", path=path) from error
    if actual_hash != named.sha256:
        raise ModelError("The model's file {path} was altered or damaged, so it is not used", path=path)


def title_of(card: dict[str, Any]) -> str:
    """The name and the hash's first twelve digits, as everywhere. Raises `KeyError` for a card that lacks them."""
    return f"{card['name']}@{model_hash(card)[:12]}"


def model_hash(card: dict[str, Any]) -> str:
    """SHA-256 of everything that determines a vector: the network, its input, a contrast map, the projection."""
    embedder, projection = card["embedder"], card["projection"]
    essence = {
        "embedder": embedder["sha256"],
        "input": embedder["input"],
        "normalise_pooled": embedder["normalise_pooled"],
        "projection": projection["sha256"],
    }
    # Left out if there is none, so that the hashes of older models do not change.
    if embedder.get("relief"):
        essence["relief"] = embedder["relief"]
    return hashlib.sha256(json.dumps(essence, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def eyes_hash(card: dict[str, Any]) -> str | None:
    """SHA-256 of what finds cards and judges answers, which vectors do not depend on; None without a detector."""
    if not card.get("detector"):
        return None
    named = [card.get(part) for part in ("detector", "corners", "verdict")]
    # Left out if there is none, so that the hashes of older models do not change.
    named += [card[CARD_LIKE]] if card.get(CARD_LIKE) else []
    return hashlib.sha256(json.dumps(named, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _input_spec(named: NamedInput) -> InputSpec:
    levels = named.levels
    return InputSpec(
        width=named.width,
        height=named.height,
        mean=named.mean,
        scale=named.scale,
        levels=None if levels is None else Levels(cut=levels.cut, strength=levels.strength),
    )


def _check_golden(model: Model, golden: NDArray[np.float32], folder: Path) -> None:
    vectors = model.embedder.embed(list(golden_crops()))
    cosine = float((golden * vectors).sum(axis=1).min())
    # Not `<`: every comparison with NaN is false.
    if not cosine >= LEAST_GOLDEN_COSINE:
        raise ModelError(
            "The model in {folder} gives other results on this machine than when it was made",
            folder=folder,
            mend="report it, with the processor's name",
        )
