"""The count of keys is worth something only if a wrong label is found: each kind of one is."""

from __future__ import annotations

import numpy as np
import pytest

from karuta.domain.truth import TruthCard
from tests.lab.mixed_photos import faults_in

LEFT, RIGHT = (0, 0, 40, 0, 40, 60, 0, 60), (100, 0, 140, 0, 140, 60, 100, 60)
TRUTH = {
    "two.jpg": [
        TruthCard(ids, np.reshape(place, (4, 2)).astype(float)) for ids, place in ((("7",), LEFT), ((), RIGHT))
    ],
    "none.jpg": [],
}
GOOD = (("two.jpg", LEFT, "confirm", "7"), ("two.jpg", RIGHT, "unknown", ""), ("none.jpg", (), "no_card", ""))


def said(*rows: tuple[str, tuple[int, ...], str, str]) -> list[str]:
    cells = [
        {
            "photo": photo,
            "corners": " ".join(map(str, place)),
            "kind": kind,
            "card_id": card,
            "sighting": "",
            "name": "",
        }
        for photo, place, kind, card in rows
    ]
    return faults_in(cells, TRUTH)


def test_right_labels_have_no_fault() -> None:
    assert said(*GOOD) == []


@pytest.mark.parametrize(
    ("at", "instead"),
    [
        (0, ("two.jpg", LEFT, "confirm", "8")),
        (0, ("two.jpg", LEFT, "unknown", "")),
        (0, ("two.jpg", RIGHT, "confirm", "7")),
        (0, ("none.jpg", LEFT, "confirm", "7")),
        (0, ("two.jpg", (), "no_card", "")),
        (1, ("two.jpg", RIGHT, "no_card", "")),
        (1, ("two.jpg", RIGHT, "confirm", "7")),
        (2, ("none.jpg", (), "unknown", "")),
    ],
)
def test_each_wrong_label_is_a_fault(at: int, instead: tuple[str, tuple[int, ...], str, str]) -> None:
    rows = list(GOOD)
    rows[at] = instead
    assert said(*rows)


def test_a_card_without_a_label_and_one_with_two_are_faults() -> None:
    assert said(*GOOD[1:]) == ["two.jpg: 0 labels"]
    assert said(*GOOD, GOOD[0]) == ["two.jpg: 2 labels"]
