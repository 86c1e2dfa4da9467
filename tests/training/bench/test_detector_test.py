"""A detector is measured by what it finds, how exactly, which way up, and what it sees where nothing is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.fakes import ToldDetector

from workshop.bench.detector_test import explained, looked, read_set
from workshop.bench.judge_sets import Row, write_rows

CARD = np.array([(40.0, 30), (110, 30), (110, 130), (40, 130)])


def photo_set(folder: Path, corners: list[str]) -> Path:
    (folder / "photos").mkdir(parents=True)
    Image.new("RGB", (200, 160)).save(folder / "photos" / "0.jpg")
    empty = dict.fromkeys(Row.__annotations__, "")
    write_rows(
        folder / "truth.csv", [Row(**{**empty, "photo": "photos/0.jpg", "corners": corner}) for corner in corners]
    )
    return folder


@pytest.fixture
def one_card(tmp_path: Path) -> Path:
    return photo_set(tmp_path / "one", [" ".join(str(value) for value in CARD.ravel())])


def test_a_card_that_is_found_as_it_lies_counts_as_upright_and_exact(one_card: Path) -> None:
    found = looked(ToldDetector([CARD], upright=True), read_set(one_card))
    assert found.overlap.tolist() == [pytest.approx(1.0)]
    assert found.upright.tolist() == [True]
    assert len(found.false) == 0
    assert "found 1/1" in explained(found)


def test_what_lies_beside_the_card_is_false_and_the_card_is_missed(one_card: Path) -> None:
    found = looked(ToldDetector([CARD + (60, 0)], upright=True), read_set(one_card))
    assert found.overlap.tolist() == [0.0]
    assert found.false.tolist() == [1.0]


def test_whatever_is_seen_in_a_photo_without_cards_is_false(tmp_path: Path) -> None:
    found = looked(ToldDetector([CARD], upright=True), read_set(photo_set(tmp_path / "none", [""])))
    assert len(found.overlap) == 0
    assert found.false.tolist() == [1.0]
    assert "1 false in 1 photos" in explained(found)
