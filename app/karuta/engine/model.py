"""A model on disk becomes sessions in memory, after its files were found unaltered; trains nothing.

Flipped bits in weights load and run silently, so every file's SHA-256 is checked, and golden pictures are run
once: what comes out must be what came out when the model was made.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Calibration
from karuta.domain.errors import ModelError
from karuta.domain.ranking import Thresholds
from karuta.engine.cards_net import CardsNet
from karuta.engine.corners_net import CornersNet, RefinedDetector
from karuta.engine.detect import Detector
from karuta.engine.embed import Embedder
from karuta.engine.golden import golden_crops
from karuta.engine.prepare import InputSpec, Levels
from karuta.engine.sessions import open_session
from karuta.files import file_hash

FORMAT = 1
CARD = "model.json"
# The card's key for the hash of all the rest of it.
SEAL = "card_sha256"
# What the answers of the detector's network mean: see `cards_net`.
DETECTOR_KIND = "centres-and-corners"
LEAST_GOLDEN_COSINE = 0.999
THREADS = 2


@dataclass(frozen=True, eq=False)
class Model:
    """`hash` names the space of the vectors: equal hashes, comparable vectors, whatever the detector.

    `detector`: the model's own, None where it has none.
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


def load_model(folder: Path, *, threads: int = THREADS) -> Model:
    """Load and check the model in `folder`. Raises `ModelError` with what is wrong and what mends it."""
    card = read_model_card(folder)
    try:
        spec = _input_spec(card["embedder"])
        projection = np.load(folder / card["projection"]["file"], allow_pickle=False)
        golden = np.load(folder / card["golden"]["file"], allow_pickle=False)
        session = open_session(folder / card["embedder"]["file"], threads=threads)
        if projection.shape != (card["embedder"]["pooled"] + 1, card["projection"]["dimension"]):
            raise ValueError("the projection has another shape")
        embedder = Embedder(
            session,
            input_name=session.get_inputs()[0].name,
            spec=spec,
            projection=np.ascontiguousarray(projection, dtype=np.float32),
            normalise_pooled=bool(card["embedder"]["normalise_pooled"]),
        )
        model = Model(
            name=str(card["name"]),
            hash=model_hash(card),
            embedder=embedder,
            judge=_judge(card["verdict"]),
            least_evidence=float(card["verdict"]["least_evidence"]),
            card=card,
            detector=_detector(card, folder, threads=threads),
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise ModelError("The model in {folder} cannot be loaded ({error})", folder=folder, error=error) from error
    _check_golden(model, golden, folder)
    return model


def read_model_card(folder: Path) -> dict[str, Any]:
    """`model.json`, after it and every file that it names were found unaltered. Raises `ModelError`.

    A card of before there were seals has none and is taken as it is: a library keeps the model that it was made with.
    """
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError("There is no model in {folder}", folder=folder) from error
    except (OSError, ValueError) as error:
        raise ModelError("The model's card {path} is damaged", path=folder / CARD) from error
    if isinstance(card, dict) and SEAL in card and card[SEAL] != card_hash(card):
        raise ModelError("The model's card {path} was altered or damaged, so it is not used", path=folder / CARD)
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise ModelError(
            "The model in {folder} is of a kind that this Karuta does not know", folder=folder, mend="update Karuta"
        )
    check_files(folder, card)
    return card


def check_files(folder: Path, card: dict[str, Any]) -> None:
    """Raises `ModelError` where a file that the card names is missing or another than it says."""
    parts = ["embedder", "projection", "golden"]
    parts += [part for part in ("detector", "corners") if card.get(part) is not None]
    for part in parts:
        _check_file(folder, card.get(part), part)


def card_hash(card: dict[str, Any]) -> str:
    """SHA-256 of all that a card says but this hash itself: its JSON with sorted keys, without spaces, as UTF-8."""
    rest = {key: value for key, value in card.items() if key != SEAL}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _judge(figures: dict[str, Any]) -> Thresholds | Calibration:
    if figures.get("calibration") is not None:
        return Calibration.read(figures["calibration"])
    return Thresholds(**figures["thresholds"])


def _detector(card: dict[str, Any], folder: Path, *, threads: int) -> Detector | None:
    described = card.get("detector")
    if described is None:
        return None
    if described["kind"] != DETECTOR_KIND:
        raise ValueError(f"its detector is of the kind {described['kind']}")
    session = open_session(folder / described["file"], threads=threads)
    detector = CardsNet(session, input_name=session.get_inputs()[0].name, spec=_input_spec(described))
    better = card.get("corners")
    if better is None:
        return detector
    session = open_session(folder / better["file"], threads=threads)
    corners = CornersNet(session, input_name=session.get_inputs()[0].name, spec=_input_spec(better))
    return RefinedDetector(detector, corners)


def _check_file(folder: Path, entry: Any, part: str) -> None:
    if not isinstance(entry, dict) or not entry.get("sha256") or not entry.get("file"):
        raise ModelError(
            "The model in {folder} names no hash for its {part}, so it is not used", folder=folder, part=part
        )
    path = folder / str(entry["file"])
    try:
        found = file_hash(path)
    except OSError as error:
        raise ModelError("The model's file {path} is missing or cannot be read", path=path) from error
    if found != entry["sha256"]:
        raise ModelError("The model's file {path} was altered or damaged, so it is not used", path=path)


def model_hash(card: dict[str, Any]) -> str:
    """SHA-256 of all that decides a vector: the network, its input, the projection."""
    embedder, projection = card["embedder"], card["projection"]
    essence = {
        "embedder": embedder["sha256"],
        "input": embedder["input"],
        "normalise_pooled": embedder["normalise_pooled"],
        "projection": projection["sha256"],
    }
    return hashlib.sha256(json.dumps(essence, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _input_spec(part: dict[str, Any]) -> InputSpec:
    described = part["input"]
    if described["layout"] != "NCHW" or described["channels"] != "RGB":
        raise ValueError(f"its input is {described['layout']} {described['channels']}, not NCHW RGB")
    mean, scale, levels = described["mean"], described["scale"], described.get("levels")
    return InputSpec(
        width=int(described["width"]),
        height=int(described["height"]),
        mean=(float(mean[0]), float(mean[1]), float(mean[2])),
        scale=(float(scale[0]), float(scale[1]), float(scale[2])),
        levels=None if levels is None else Levels(cut=float(levels["cut"]), strength=float(levels["strength"])),
    )


def _check_golden(model: Model, golden: NDArray[np.float32], folder: Path) -> None:
    vectors = model.embedder.embed(list(golden_crops()))
    if golden.shape != vectors.shape or float((golden * vectors).sum(axis=1).min()) < LEAST_GOLDEN_COSINE:
        raise ModelError(
            "The model in {folder} does not give on this machine what it gave when it was made",
            folder=folder,
            mend="report it, with the processor's name",
        )
