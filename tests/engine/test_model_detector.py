"""A model may bring its own detector: checked like its other files, and without a say in what vectors mean."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from karuta.domain.errors import ModelError
from karuta.engine.cards_net import CardsNet
from karuta.engine.model import load_model
from karuta.files import file_hash
from karuta.paths import resources_folder

(SHIPPED,) = (path.parent for path in (resources_folder() / "models").glob("*/model.json"))
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def described(tmp_path: Path) -> Callable[[Change], Path]:
    """A copy of the shipped model whose detector is (for the loader's eyes) another ONNX file, changed as told."""

    def made(change: Change) -> Path:
        folder = tmp_path / "model"
        shutil.copytree(SHIPPED, folder)
        shutil.copyfile(folder / "embedder.onnx", folder / "other.onnx")
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        square = {**card["embedder"]["input"], "width": 320, "height": 320}
        card["detector"] = {
            "file": "other.onnx",
            "sha256": file_hash(folder / "other.onnx"),
            "kind": "centres-and-corners",
            "input": square,
        }
        change(card["detector"])
        (folder / "model.json").write_text(json.dumps(card), encoding="utf-8")
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
        (lambda detector: detector.pop("sha256"), "names no hash for its detector"),
        (lambda detector: detector.update(sha256="0" * 64), "altered or damaged"),
        (lambda detector: detector.update(file="gone.onnx"), "missing"),
        (lambda detector: detector.update(kind="boxes"), "kind boxes"),
        (lambda detector: detector.pop("kind"), "cannot be loaded"),
        (lambda detector: detector["input"].update(width=256), "256x320"),
        (lambda detector: detector["input"].update(channels="BGR"), "BGR"),
    ],
)
def test_a_detector_that_is_not_what_the_card_says_is_refused(
    described: Callable[[Change], Path], change: Change, says: str
) -> None:
    with pytest.raises(ModelError, match=says):
        load_model(described(change))
