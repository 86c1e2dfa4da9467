"""Describes a model whose files are made: what its card says of them. Measures nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from karuta.domain.calibration import Calibration
from karuta.domain.ranking import Thresholds
from karuta.engine.model import CARD_LIKE, DETECTOR_KIND, FORMAT
from karuta.engine.prepare import InputSpec
from karuta.files import file_hash
from karuta.training.model_folder import DETECTOR, EMBEDDER, GOLDEN, PROJECTION, described_judge, write_card

CORNERS, CARD_LIKE_FILE = "corners.onnx", "card_like.npy"


@dataclass(frozen=True)
class Accuracy:
    """One accuracy: `k` right of `n`, with its 95 % interval, and the command that measured it."""

    set: str
    measure: str
    k: int
    n: int
    low: float
    high: float
    command: str


@dataclass(frozen=True)
class ModelDescription:
    """A model's card without its files.

    `detector`, `corners`: the inputs of these networks, None without one. `contrast`: the cells of the embedder's.
    """

    name: str
    made: str
    licence: str
    trained_on: str
    made_by: tuple[str, ...]
    spec: InputSpec
    normalise_pooled: bool
    judge: Thresholds | Calibration
    least_evidence: float
    accuracy: tuple[Accuracy, ...] = ()
    detector: InputSpec | None = None
    corners: InputSpec | None = None
    contrast: tuple[int, int] | None = None


def write_model_card(folder: Path, description: ModelDescription) -> None:
    """`model.json` for the files that already lie in `folder`."""
    projection = np.load(folder / PROJECTION, allow_pickle=False)
    card = {
        "format": FORMAT,
        "name": description.name,
        "made": description.made,
        "licence": description.licence,
        "embedder": {
            **_entry(folder, EMBEDDER),
            "input": described_input(description.spec),
            "pooled": projection.shape[0] - 1,
            "normalise_pooled": description.normalise_pooled,
            **described_contrast(description.contrast),
        },
        "projection": {**_entry(folder, PROJECTION), "dimension": projection.shape[1]},
        "detector": _described_detector(folder, description.detector),
        "corners": _described_corners(folder, description.corners),
        **described_card_like(folder),
        "golden": _entry(folder, GOLDEN),
        "verdict": {**described_judge(description.judge), "least_evidence": description.least_evidence},
        "trained_on": description.trained_on,
        "made_by": list(description.made_by),
        "accuracy": [vars(measured) for measured in description.accuracy],
    }
    write_card(folder, card)


def _described_detector(folder: Path, spec: InputSpec | None) -> dict[str, Any] | None:
    if spec is None:
        return None
    return {**_entry(folder, DETECTOR), "kind": DETECTOR_KIND, "input": described_input(spec)}


def _described_corners(folder: Path, spec: InputSpec | None) -> dict[str, Any] | None:
    return None if spec is None else {**_entry(folder, CORNERS), "input": described_input(spec)}


def described_card_like(folder: Path) -> dict[str, Any]:
    """The layer that says what looks like a card; left out where there is none."""
    if not (folder / CARD_LIKE_FILE).is_file():
        return {}
    layer = np.load(folder / CARD_LIKE_FILE, allow_pickle=False)
    return {CARD_LIKE: {**_entry(folder, CARD_LIKE_FILE), "units": layer.shape[1]}}


def described_contrast(cells: tuple[int, int] | None) -> dict[str, Any]:
    """Left out if there is none, so that the hashes of older models do not change."""
    return {} if cells is None else {"relief": {"down": cells[0], "across": cells[1]}}


def described_input(spec: InputSpec) -> dict[str, Any]:
    described = {
        "layout": "NCHW",
        "height": spec.height,
        "width": spec.width,
        "channels": "RGB",
        "mean": list(spec.mean),
        "scale": list(spec.scale),
    }
    # Left out if there are none, so that the hashes of older models do not change.
    return described if spec.levels is None else {**described, "levels": vars(spec.levels)}


def _entry(folder: Path, file: str) -> dict[str, str]:
    return {"file": file, "sha256": file_hash(folder / file)}
