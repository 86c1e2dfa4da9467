"""Quick forms find cards as the exact networks do, and give way wherever that is not so."""

from __future__ import annotations

import json
import os
import platform
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from karuta.domain.sighting import iou
from karuta.engine import int8_networks
from karuta.engine.decode import open_picture
from karuta.engine.detect import Detector
from karuta.engine.index import X86, _features
from karuta.engine.int8_networks import CARD, Int8Networks
from karuta.engine.model import load_model
from karuta.paths import resources_folder
from karuta.services.library.open_library import INT8_FOLDER

(SHIPPED,) = (path.parent for path in (resources_folder() / "models").glob("*/model.json"))
FOLDER = resources_folder() / INT8_FOLDER
PHOTO = resources_folder() / "demo" / "photos" / "02-tilted.jpg"

# Sums of bytes run over in 16 bits where a processor has neither VNNI nor AMX, so int8 forms answer otherwise there.
SUMS_ARE_WHOLE = platform.machine().lower() not in X86 or _features().get("AVX512_ICL", False)
whole_sums = pytest.mark.skipif(not SUMS_ARE_WHOLE, reason="this processor's sums of bytes run over")


@pytest.fixture
def gaining(monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor that gains by quick forms, whatever this one does."""
    monkeypatch.setattr(int8_networks, "gains", lambda folder: True)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "quick"))


def sessions(folder: Path) -> list[Any]:
    """Of the detector and the corners net: their quick session, or None."""
    card = load_model(SHIPPED).card
    nets = Int8Networks(folder)
    spec = {part: int8_networks.InputSpec(**_input(card[part]["input"])) for part in ("detector", "corners")}
    return [nets.session(card[part]["sha256"], spec[part], threads=1) for part in spec]


def _input(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("width", "height", "mean", "scale")}


def detector(int8: Int8Networks | None) -> Detector:
    found = load_model(SHIPPED, threads=1, int8=int8).detector
    assert found is not None
    return found


@whole_sums
@pytest.mark.usefixtures("gaining")
def test_each_network_that_finds_cards_has_a_quick_form_that_answers_alike() -> None:
    """Otherwise `python -m workshop.backbone.quicken` makes them anew."""
    assert all(sessions(FOLDER))


@whole_sums
@pytest.mark.usefixtures("gaining")
def test_quick_forms_outline_a_card_where_the_exact_ones_do() -> None:
    pixels = open_picture(PHOTO).pixels(longest=640)
    (first, *_), (quick, *_) = (detector(networks).propose(pixels) for networks in (None, Int8Networks(FOLDER)))
    assert not np.array_equal(first.corners, quick.corners)
    assert iou(first.corners, quick.corners) > 0.97


def test_a_processor_that_gains_nothing_keeps_the_exact_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(int8_networks, "gains", lambda folder: False)
    assert sessions(FOLDER) == [None, None]


@whole_sums
@pytest.mark.usefixtures("gaining")
def test_a_form_that_answers_otherwise_here_is_not_used(copied: Path) -> None:
    """As one does whose sums run over: on an emulated Haswell answers were 1.28 and 1.33 times as far off."""
    card = json.loads((copied / CARD).read_text(encoding="utf-8"))
    card["forms"][0]["apart"] /= 1.25
    (copied / CARD).write_text(json.dumps(card), encoding="utf-8")
    assert [session is None for session in sessions(copied)] == [True, False]


@whole_sums
@pytest.mark.usefixtures("gaining")
def test_a_damaged_form_is_not_used(copied: Path) -> None:
    file = copied / "corners.onnx"
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)
    assert [session is None for session in sessions(copied)] == [False, True]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": 1, "forms": [{}], "probe": []}'])
@pytest.mark.usefixtures("gaining")
def test_a_damaged_card_is_as_none(copied: Path, text: str) -> None:
    (copied / CARD).write_text(text, encoding="utf-8")
    assert sessions(copied) == [None, None]


def test_a_processor_is_tried_once_by_an_exact_and_a_quick_form_of_the_probe(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact, quick = (FOLDER / file["file"] for file in json.loads((FOLDER / CARD).read_text(encoding="utf-8"))["probe"])
    assert b"QuantizeLinear" in quick.read_bytes() and b"QuantizeLinear" not in exact.read_bytes()
    # A byte a weight, not four.
    assert quick.stat().st_size < 0.75 * exact.stat().st_size
    monkeypatch.delenv(int8_networks.CHOSEN)
    tried = int8_networks.gains(FOLDER)
    # What is started takes it over, whatever it would find itself.
    assert os.environ[int8_networks.CHOSEN] == ("int8" if tried else "exact")
    (copied / "probe-quick.onnx").unlink()
    assert int8_networks.gains(copied) == tried
    monkeypatch.delenv(int8_networks.CHOSEN)
    assert not int8_networks.gains(copied)
    monkeypatch.setenv(int8_networks.CHOSEN, "int8")
    assert int8_networks.gains(copied)


def test_quick_forms_do_not_change_what_vectors_are_of() -> None:
    assert load_model(SHIPPED, int8=Int8Networks(FOLDER)).hash == load_model(SHIPPED).hash
