"""A detector is measured by what it finds, how exactly, which way up, and what it sees where nothing is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.fakes import ToldDetector

from karuta.engine.detect import Detector, Hypothesis
from workshop.bench.detector_test import explained, first_corner, looked, read_set
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


class Nothing(Detector):
    longest = 100

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        del pixels
        return []


def test_a_card_that_is_found_as_it_lies_counts_as_upright_and_exact(one_card: Path) -> None:
    found = looked(ToldDetector([CARD], upright=True), read_set(one_card))
    assert found.overlap.tolist() == [pytest.approx(1.0)]
    assert found.upright.tolist() == [True]
    assert len(found.false) == 0
    assert "found 1/1" in explained(found)


def test_a_card_upside_down_is_found_but_not_upright(one_card: Path) -> None:
    found = looked(ToldDetector([np.roll(CARD, 2, axis=0)], upright=True), read_set(one_card))
    assert found.overlap[0] > 0.99
    assert found.upright.tolist() == [False]


def test_what_lies_beside_the_card_is_false_and_the_card_is_missed(one_card: Path) -> None:
    found = looked(ToldDetector([CARD + (60, 0)], upright=True), read_set(one_card))
    assert found.overlap.tolist() == [0.0]
    assert found.false.tolist() == [1.0]


def test_a_detector_that_sees_nothing_misses_all(one_card: Path) -> None:
    assert "found 0/1" in explained(looked(Nothing(), read_set(one_card)))


def test_whatever_is_seen_in_a_photo_without_cards_is_false(tmp_path: Path) -> None:
    found = looked(ToldDetector([CARD], upright=True), read_set(photo_set(tmp_path / "none", [""])))
    assert len(found.overlap) == 0
    assert found.false.tolist() == [1.0]
    assert "1 false in 1 photos" in explained(found)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_the_turn_of_the_first_corner_is_told(turn: int) -> None:
    assert first_corner(np.roll(CARD, turn, axis=0) + 2, CARD) == turn
