"""The shipped model is what its card says, answers as when it was made, and tells nothing of where it was made."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from karuta.domain.errors import ModelError
from karuta.domain.ranking import Thresholds
from karuta.engine.model import SEAL, load_model, read_model_card
from karuta.engine.prepare import InputSpec, golden_crops
from karuta.files import file_hash
from karuta.paths import resources_folder
from karuta.training.head.candidate import Candidate, write_candidate
from karuta.training.model_folder import main as seal
from workshop.model_card import ModelDescription, write_model_card

MODEL = resources_folder() / "models" / "lite0-relief1376"


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((MODEL / "model.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("part", ["embedder", "projection", "golden", "detector", "corners", "card_like"])
def test_each_file_has_the_hash_that_the_card_names(card: dict[str, Any], part: str) -> None:
    assert file_hash(MODEL / card[part]["file"]) == card[part]["sha256"]


def test_a_flipped_digit_anywhere_in_the_card_is_seen(card: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    path = tmp_path / "model" / "model.json"
    text = path.read_text(encoding="utf-8")
    digits = [at for at, letter in enumerate(text) if letter.isdigit()]
    for at in digits[:: len(digits) // 40]:
        flipped = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        path.write_text(flipped, encoding="utf-8")
        if json.loads(flipped) == card:
            continue  # the last digit of a number that no float is near enough to tell from its neighbour
        with pytest.raises(ModelError):
            read_model_card(tmp_path / "model")


def test_a_card_of_before_there_were_seals_is_taken_and_can_be_sealed(card: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    path = tmp_path / "model" / "model.json"
    path.write_text(json.dumps({key: value for key, value in card.items() if key != SEAL}), encoding="utf-8")
    assert read_model_card(tmp_path / "model")["name"] == card["name"]
    assert seal([str(tmp_path / "model")]) == 0
    assert read_model_card(tmp_path / "model") == card
    (tmp_path / "model" / "projection.npy").write_bytes(b"another")
    with pytest.raises(ModelError, match="projection"):
        seal([str(tmp_path / "model")])


def test_the_model_gives_unit_vectors_that_are_the_golden_ones() -> None:
    vectors = load_model(MODEL).embedder.embed(list(golden_crops()))
    golden = np.load(MODEL / "golden.npy")
    assert golden.shape == vectors.shape == (2, 256)
    assert np.allclose(np.linalg.norm(golden, axis=1), 1, atol=1e-5)
    assert float((golden * vectors).sum(axis=1).min()) > 0.999
    assert abs(float(golden[0] @ golden[1])) < 0.5, "two pictures so unlike must not lie together"


@pytest.mark.parametrize(
    "name",
    ["embedder.onnx", "detector.onnx", "corners.onnx", "card_like.npy", "projection.npy", "golden.npy", "model.json"],
)
def test_no_file_tells_a_place_on_the_machine_that_made_it(name: str) -> None:
    content = (MODEL / name).read_bytes()
    assert not re.search(rb"/(home|root|usr|opt|tmp|work|Users)/|[A-Z]:\\\\", content)


def test_the_card_says_licence_origin_and_how_to_make_it_again(card: dict[str, Any]) -> None:
    assert "Apache" in card["licence"]
    assert card["trained_on"]
    assert any("backbone.export" in line for line in card["made_by"])
    for measured in card["accuracy"]:
        assert measured["low"] <= measured["k"] / measured["n"] <= measured["high"]
        assert measured["command"]


def test_a_retrained_model_says_as_its_parent_does_what_looks_like_a_card(card: dict[str, Any], tmp_path: Path) -> None:
    """Its network is its parent's, or close to it, and its projection has no part in that."""
    parent = load_model(MODEL)
    projection = np.load(MODEL / card["projection"]["file"])
    training = {"scope": "head", "training_set": {"labels": 0, "cards": 0}}
    made = Candidate("retrained", projection, training, (), frozenset())
    folder = write_candidate(made, parent, MODEL, models=tmp_path / "models", workplace=tmp_path / "work")
    assert read_model_card(folder)["card_like"] == card["card_like"]
    embedder = load_model(folder).embedder
    seen = embedder.pooled(list(golden_crops()))
    assert embedder.looks_like_card(seen) == parent.embedder.looks_like_card(seen) != [None, None]


def test_a_newly_described_model_keeps_what_says_what_looks_like_a_card(card: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    spec = InputSpec(width=176, height=256, mean=(127.0, 127.0, 127.0), scale=(1 / 128, 1 / 128, 1 / 128))
    judge = Thresholds(likely_gap=0.2, unknown_gap=0.05, likely_score=0.3, sharpness=0.1)
    described = ModelDescription("new", "2026-12-01", "Apache-2.0", "nothing", ("a test",), spec, True, judge, 0.4)  # noqa: FBT003
    write_model_card(tmp_path / "model", described)
    assert read_model_card(tmp_path / "model")["card_like"] == card["card_like"]
    (tmp_path / "model" / card["card_like"]["file"]).unlink()
    write_model_card(tmp_path / "model", described)
    assert "card_like" not in read_model_card(tmp_path / "model")
