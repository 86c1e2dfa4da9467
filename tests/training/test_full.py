"""A library's network is trained, killed, gone on with, and written. Runs where the extra `train` is installed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("timm")
pytest.importorskip("onnx")

from tests.training.tiny import RECIPE, tiny_model, tiny_task  # noqa: E402

from karuta.domain.cancel import CancelToken  # noqa: E402
from karuta.domain.errors import Cancelled  # noqa: E402
from karuta.domain.training_progress import Progress, Stepped  # noqa: E402
from karuta.engine.model import load_model  # noqa: E402
from karuta.engine.prepare import (  # noqa: E402
    fit,
    golden_crops,
    network_input,
)
from karuta.files import file_hash  # noqa: E402
from karuta.training.head.task import (  # noqa: E402
    Workplace,
)
from workshop.backbone.full_steps import Layers  # noqa: E402
from workshop.backbone.lite0 import loaded_backbone  # noqa: E402
from workshop.backbone.train_full import train_full  # noqa: E402


def silent(_: Progress) -> None:
    """Nobody looks."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    tiny_model(folder / "models" / "tiny")
    return folder


def test_a_models_file_becomes_the_network_that_it_was_written_from(made: Path) -> None:
    model = load_model(made / "models" / "tiny")
    backbone = loaded_backbone(made / "models" / "tiny" / "embedder.onnx")
    crops = [fit(crop, model.embedder.spec) for crop in golden_crops()]
    with torch.inference_mode():
        pooled = backbone(torch.from_numpy(network_input(crops, model.embedder.spec))).numpy()
    found = model.embedder.pooled(crops)
    assert np.abs(pooled - found).max() < 1e-3 * np.abs(found).max()


@pytest.mark.parametrize("layers", list(Layers))
def test_a_network_is_trained_killed_and_gone_on_with_and_becomes_a_candidate(
    made: Path, tmp_path: Path, layers: Layers
) -> None:
    recipe = replace(RECIPE, layers=layers)
    task = tiny_task(made, tmp_path)
    whole, broken = (Workplace(tmp_path / name / "training", tmp_path / name / "models") for name in ("one", "two"))
    done = train_full(task, recipe, place=whole, cancel=CancelToken(), told=silent, device="cpu")

    token = CancelToken()

    def stop(progress: Progress) -> None:
        if isinstance(progress, Stepped) and progress.step == 2:
            token.cancel()

    with pytest.raises(Cancelled, match="step 2 of 4"):
        train_full(task, recipe, place=broken, cancel=token, told=stop, device="cpu")
    assert not list(broken.models.glob("*"))
    again = train_full(task, recipe, place=broken, cancel=CancelToken(), told=silent, device="cpu")
    for name in ("embedder.onnx", "projection.npy"):
        assert file_hash(Path(done.folder) / name) == file_hash(Path(again.folder) / name)

    parent, model = load_model(task.parent), load_model(Path(done.folder))
    assert model.card["embedder"]["sha256"] != parent.card["embedder"]["sha256"]
    assert model.name.startswith("tiny-full-") and model.card["training"]["scope"] == "full"
    assert file_hash(task.parent / "embedder.onnx") == parent.card["embedder"]["sha256"], "the parent's file is its own"
    assert json.loads((Path(done.folder) / "model.json").read_text())["training"]["recipe"]["layers"] == layers.value
    assert not list(whole.training.glob("*.network"))
    finished = train_full(task, recipe, place=whole, cancel=CancelToken(), told=silent, device="cpu")
    assert finished.already
