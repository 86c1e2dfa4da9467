"""What tells foil from plain, on foil drawn in the way by which it is judged."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from karuta.domain.card import CardKey
from karuta.domain.errors import ModelError
from karuta.domain.finish import FINISHES, NOT_TOLD
from karuta.domain.match import Match
from karuta.engine.finish import load_finish_reader, probabilities
from karuta.paths import resources_folder
from workshop.finish import Drawing, drawn

SHIPPED = resources_folder() / "models" / "finish"
MATCH = Match(CardKey("shapes", "1"), "Shape", "1.webp", "0" * 64, score=0.9, probability=None, exemplar=False)


def test_what_is_told_of_drawn_foil_is_nearly_always_right() -> None:
    pictures = tuple(sorted((resources_folder() / "demo" / "catalogue" / "images").glob("*.webp")))
    cards = [card for number in range(20) for card in drawn(Drawing(pictures, 53, is_grating=True), number)]
    reader = load_finish_reader(SHIPPED, lambda match: None)
    chances = probabilities(np.array([seen for _, seen in cards]), reader.layer)
    told = [
        (kind, int(row.argmax())) for (kind, _), row in zip(cards, chances, strict=True) if row.max() >= reader.least
    ]
    assert len(told) >= len(cards) / 3
    assert sum(kind == said for kind, said in told) >= 0.85 * len(told)
    assert set(Counter(said for _, said in told)) == set(range(len(FINISHES)))


def test_a_card_whose_picture_is_gone_is_not_told_and_altered_numbers_tell_nothing(tmp_path: Path) -> None:
    crop = np.full((256, 176, 3), 90, dtype=np.uint8)
    assert load_finish_reader(SHIPPED, lambda match: None).of(crop, MATCH) == NOT_TOLD
    shutil.copytree(SHIPPED, tmp_path / "finish")
    data = bytearray((tmp_path / "finish" / "layer.npy").read_bytes())
    data[-1] ^= 1
    (tmp_path / "finish" / "layer.npy").write_bytes(data)
    with pytest.raises(ModelError, match="altered"):
        load_finish_reader(tmp_path / "finish", lambda match: None)


@pytest.mark.parametrize("level", [0, 255])
def test_a_crop_on_which_nothing_is_to_be_seen_is_told_as_nothing(level: int) -> None:
    picture = np.asarray(np.random.default_rng(1).integers(0, 255, (260, 178, 3)), dtype=np.uint8)
    crop = np.full((256, 176, 3), level, dtype=np.uint8)
    assert load_finish_reader(SHIPPED, lambda match: picture).of(crop, MATCH).value is None
