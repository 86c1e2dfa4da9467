"""The files of a model's folder, the projection among them, and the sealed card that describes them. Measures nothing.

The projection is the matrix from pooled features to embeddings; how labelled crops scatter decides it.

python -m karuta.training.model_folder FOLDER seals the card of a model again, after it was edited by hand
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Calibration
from karuta.domain.ranking import Thresholds
from karuta.engine.arrays import write_array
from karuta.engine.embed import unit
from karuta.engine.model import CARD, SEAL, card_hash, check_files
from karuta.files import write_whole
from karuta.json_files import read_json

Features = NDArray[np.float32]
Projection = NDArray[np.float32]


def project(features: Features, projection: Projection) -> Features:
    """(n, dimension) float32, unit length."""
    return unit(features @ projection[:-1] + projection[-1])


Vectors = NDArray[Any]


def within_class_covariance(changes: Vectors, weights: Vectors | None = None) -> NDArray[np.float64]:
    """How crops deviate from their artworks, (n, dimension), as a matrix (dimension, dimension): the mean of products.

    Not around their mean: what all photos of a camera have in common should be ignored as well.
    """
    values = np.asarray(changes, dtype=np.float64)
    shares = np.full(len(values), 1.0) if weights is None else np.asarray(weights, dtype=np.float64)
    return np.asarray((values * (shares / shares.sum())[:, None]).T @ values)


def normalising_map(covariance: NDArray[np.float64], *, ridge: float) -> NDArray[np.float64]:
    """(dimension, dimension): divides by the root of the covariance plus `ridge` times its mean variance.

    The ridge limits the effect: few crops say little about most directions.
    """
    dimension = len(covariance)
    raised = covariance + np.eye(dimension) * (ridge * float(np.trace(covariance)) / dimension + 1e-12)
    variances, axes = np.linalg.eigh(raised)
    return np.asarray((axes / np.sqrt(variances)) @ axes.T)


EMBEDDER, PROJECTION, GOLDEN, DETECTOR = "embedder.onnx", "projection.npy", "golden.npy", "detector.onnx"


def save_array(path: Path, array: NDArray[np.float32]) -> None:
    """One `.npy` file, little-endian, float32, in C order."""
    write_whole(path, lambda beside: write_array(beside, np.asarray(array, dtype="<f4")))


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """`model.json` with its own hash, so that a flipped digit in it is noticed. Raises `OSError`."""
    text = sealed_text(card)
    write_whole(folder / CARD, lambda beside: beside.write_bytes(text.encode()))


def sealed_text(card: Mapping[str, Any]) -> str:
    """A card's JSON with the hash of all the rest of it."""
    # The hash is taken of what a reader gets, after JSON has converted tuples and numbers.
    plain = json.loads(json.dumps({key: value for key, value in card.items() if key != SEAL}, allow_nan=False))
    return json.dumps({**plain, SEAL: card_hash(plain)}, ensure_ascii=False, indent=1) + "\n"


def seal(folder: Path) -> None:
    """Write the card again with its hash. Raises `ModelError` if it names files that differ from these."""
    card = read_json(folder / CARD, dict[str, Any])
    check_files(folder, card)
    write_card(folder, card)


def described_judge(judge: Thresholds | Calibration) -> dict[str, Any]:
    if isinstance(judge, Calibration):
        return {"calibration": judge.written()}
    return {"thresholds": vars(judge)}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m karuta.training.model_folder", description="Seals the card of a model again."
    )
    parser.add_argument("folder", type=Path, nargs="+", help="a model's folder")
    for folder in parser.parse_args(argv).folder:
        seal(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
