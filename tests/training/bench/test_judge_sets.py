"""The judge's simulated sets: the same for the same seed, readable by `karuta evaluate`, honest about training."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.training.drawn_catalogue import drawn_catalogue, drawn_faces
from tests.training.photographer.drawn import drawn_card

from karuta.domain.sighting import Corners
from karuta.services.evaluation.read_truth import read_truth
from karuta.training.head.task import held_out
from karuta.training.photographer import Grade, photograph
from workshop.artworks import artwork_files
from workshop.bench import judge_sets
from workshop.bench.judge_sets import right_ids, turned
from workshop.photographer.situations import SITUATIONS

COUNTS = {
    "plain": 2, "hard": 1, "brutal": 1, "turned": 1, "face": 1, "page": 1,
    "scatter": 1, "overlap": 1, "nothing": 1, "stranger": 1, "life": 1,
}  # fmt: skip


def written(place: Path, out: str, *, seed: int = 3) -> Path:
    arguments = ["--catalogue", str(place / "cards"), "--out", str(place / out), "--seed", str(seed), "--width", "240"]
    arguments += ["--other-faces", str(place / "faces")]
    assert judge_sets.main(arguments + [f"--{name}={count}" for name, count in COUNTS.items()]) == 0
    return place / out


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judge")
    drawn_catalogue(folder / "cards", 80)
    drawn_faces(folder / "faces", list(range(80)))
    return folder


@pytest.fixture(scope="module")
def sets(place: Path) -> Path:
    return written(place, "sets")


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_set_can_be_read_as_a_truth_file_and_its_photos_are_there(sets: Path) -> None:
    named = {name: count for name, count in COUNTS.items() if name != "life"}
    for name, count in {**named, **{f"life-{name}": COUNTS["life"] for name in SITUATIONS}}.items():
        truth = read_truth(sets / name / "truth.csv")
        assert len(truth.photos) == count * (4 if name == "turned" else 1)
        assert all((sets / name / photo.name).is_file() for photo in truth.photos)


def test_each_row_says_truly_whether_its_card_may_be_trained_on(sets: Path) -> None:
    cards = [row for name in ("plain", "hard", "page", "scatter") for row in rows(sets / name)]
    assert {row["trained"] for row in cards} == {"yes", "no"}
    assert all((row["trained"] == "no") == held_out("drawn", row["card_id"]) for row in cards)


def test_a_stranger_has_no_id_and_is_left_out_of_the_catalogue_beside_it(place: Path, sets: Path) -> None:
    assert [row["card_id"] for row in rows(sets / "stranger")] == [""]
    left = {artwork.key.card_id for artwork in artwork_files(sets / "catalogue")}
    missing = {artwork.key.card_id for artwork in artwork_files(place / "cards")} - left
    assert len(missing) == 1
    assert held_out("drawn", missing.pop())


def test_turning_a_photo_carries_the_corners_with_the_pixels() -> None:
    scene = photograph([drawn_card(1)], grade=Grade.PLAIN, rng=np.random.default_rng(2), size=(200, 300))
    whole = turned(scene, 4)
    assert np.array_equal(whole.pixels, scene.pixels)
    assert np.allclose(whole.cards[0].corners, scene.cards[0].corners)
    once = turned(scene, 1)
    assert np.allclose(at(once.pixels, once.cards[0].corners), at(scene.pixels, scene.cards[0].corners))


def at(pixels: np.ndarray, corners: Corners) -> np.ndarray:
    """The colour a quarter of the way from the card's first corner to its middle."""
    x, y = corners[0] + (corners.mean(axis=0) - corners[0]) / 4
    return np.asarray(pixels[int(y), int(x)], dtype=np.float64)


def test_two_cards_that_share_a_picture_are_both_right(tmp_path: Path) -> None:
    folder = drawn_catalogue(tmp_path / "cards", 3)
    shutil.copyfile(folder / "images" / "0.png", folder / "images" / "2.png")
    right = right_ids(artwork_files(folder))
    assert [right[folder / "images" / f"{number}.png"] for number in range(3)] == ["0|2", "1", "0|2"]
