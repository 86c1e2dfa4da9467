"""A model may bring its own detector: checked like its other files, and without a say in what vectors mean."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from karuta.domain.errors import ModelError
from karuta.engine.cards_net import CardsNet, RefinedDetector
from karuta.engine.model import load_model
from karuta.files import file_hash
from karuta.paths import resources_folder
from karuta.training.model_folder import write_card

(SHIPPED,) = (path.parent for path in (resources_folder() / "models").glob("*/model.json"))
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def described(tmp_path: Path) -> Callable[[Change], Path]:
    """A copy of the shipped model whose detector is (for the loader's eyes) another ONNX file, changed as told."""

    def made(change: Change) -> Path:
        folder = tmp_path / "model"
        shutil.copytree(SHIPPED, folder)
        shutil.copyfile(folder / "detector.onnx", folder / "other.onnx")
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        square = {**card["embedder"]["input"], "width": 320, "height": 320}
        card["detector"] = {
            "file": "other.onnx",
            "sha256": file_hash(folder / "other.onnx"),
            "kind": "centres-and-corners",
            "input": square,
        }
        card["corners"] = None
        change(card["detector"])
        write_card(folder, card)
        return folder

    return made


def test_a_model_gives_its_detector_and_keeps_the_hash_of_its_vectors(described: Callable[[Change], Path]) -> None:
    model = load_model(described(lambda detector: None))
    assert isinstance(model.detector, CardsNet)
    assert model.detector.side == 320
    assert model.hash == load_model(SHIPPED).hash


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda detector: detector.pop("sha256"), "has no hash for its detector"),
        (lambda detector: detector.update(sha256="0" * 64), "altered or damaged"),
        (lambda detector: detector.update(file="gone.onnx"), "missing"),
        (lambda detector: detector.update(kind="boxes"), "kind` is `boxes`"),
        (lambda detector: detector.pop("kind"), "kind` is missing"),
        (lambda detector: detector["input"].update(width=256), "256x320"),
        (lambda detector: detector["input"].update(channels="BGR"), "BGR"),
    ],
)
def test_a_detector_that_is_not_what_the_card_says_is_refused(
    described: Callable[[Change], Path], change: Change, says: str
) -> None:
    with pytest.raises(ModelError, match=says):
        load_model(described(change))


def test_the_shipped_detectors_corners_are_looked_at_once_more_and_do_not_change_what_vectors_mean(
    tmp_path: Path,
) -> None:
    shipped = load_model(SHIPPED)
    assert isinstance(shipped.detector, RefinedDetector)
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    write_card(folder, {**json.loads((folder / "model.json").read_text(encoding="utf-8")), "corners": None})
    without = load_model(folder)
    assert isinstance(without.detector, CardsNet)
    assert without.hash == shipped.hash


def test_altered_corners_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    with (folder / "corners.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelError, match=r"corners\.onnx was altered"):
        load_model(folder)
