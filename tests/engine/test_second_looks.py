"""Cards whose outline no detector found: straight edges offer one, and the catalogue's picture has to agree."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.engine.test_parts_of_cards import eyes
from tests.fakes import ToldDetector
from tests.pictures import card, photo_of

from karuta.domain.match import Verdict
from karuta.domain.sighting import Corners, iou
from karuta.engine.between_edges import places_to_try, spacing
from karuta.engine.detect import Centre

SIZE = (900, 790)
LEFT = np.array([(90.0, 140), (350, 120), (370, 500), (100, 510)])
RIGHT = LEFT + (420, 60)


class FeelsWhere(ToldDetector):
    """Outlines what it was told, and feels cards elsewhere too, as a net before a game that it does not know."""

    def __init__(self, outlined: list[Corners], felt: list[Corners], *, confidence: float = 1.0) -> None:
        super().__init__(outlined, upright=True)
        self._proposals = [dataclasses.replace(one, confidence=confidence) for one in self._proposals]
        self._felt = [one.mean(axis=0) + (9, -7) for one in felt]

    def centres(self, pixels: NDArray[np.uint8]) -> list[Centre]:
        del pixels
        return [Centre(float(x), float(y), 0.4) for x, y in self._felt]

    def brought_to_edge(self, pixels: NDArray[np.uint8], outlines: Sequence[Corners]) -> list[Corners]:
        del pixels
        return list(outlines)


class QuickForm(ToldDetector):
    """A detector in eight bits: the exact one stands behind it, and how often that was asked is counted."""

    def __init__(self, outlined: list[Corners], exact: list[Corners]) -> None:
        super().__init__(outlined, upright=True)
        self._exact, self.asked = ToldDetector(exact, upright=True), 0

    def exact(self) -> ToldDetector:
        self.asked += 1
        return self._exact


def inner(corners: Corners) -> Corners:
    """A patch of a card's picture, which is what a misled detector outlines."""
    middle = corners.mean(axis=0)
    return np.asarray(middle + 0.45 * (corners - middle))


def photo(path: Path, *placed: tuple[int, Corners]) -> Path:
    """Cards on a ground that is nowhere quite even."""
    seen = np.full((SIZE[1], SIZE[0], 3), 236, np.uint8)
    for seed, corners in placed:
        alone = photo_of(card(seed), corners, size=SIZE, ground=(1, 2, 3))
        seen = np.where((alone == (1, 2, 3)).all(axis=2, keepdims=True), seen, alone)
    weave = np.random.default_rng(2).normal(0, 6, seen.shape)
    Image.fromarray(np.clip(seen + weave, 0, 255).astype(np.uint8)).save(path)
    return path


@pytest.mark.parametrize("felt", [[LEFT], []], ids=["felt at its middle", "in the middle of the photo"])
def test_a_card_of_which_only_a_patch_was_outlined_is_found_by_its_edges(tmp_path: Path, felt: list[Corners]) -> None:
    lies = LEFT if felt else LEFT + (np.array(SIZE) / 2 - LEFT.mean(axis=0)) + (15, -10)
    path = photo(tmp_path / "a.png", (7, lies))
    (sighting,) = eyes(FeelsWhere([inner(lies)], felt)).recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "7"
    assert sighting.verdict is Verdict.SURE
    assert iou(sighting.corners, lies) > 0.9
    assert np.linalg.norm(sighting.corners[0] - lies[0]) < 30, "it stands upright"


def test_a_patch_that_agrees_with_nothing_gives_way_to_the_card_on_which_it_lies(tmp_path: Path) -> None:
    """The detector is surer of its patch than anybody can be of what edges alone bear out."""
    path = photo(tmp_path / "a.png", (7, LEFT))
    (sighting,) = eyes(FeelsWhere([inner(LEFT)], [LEFT], confidence=6.0)).recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "7"
    assert iou(sighting.corners, LEFT) > 0.9


def test_beside_a_card_that_is_known_another_is_found_by_its_edges(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png", (7, LEFT), (9, RIGHT))
    found = eyes(FeelsWhere([LEFT, inner(RIGHT)], [LEFT, RIGHT])).recognise(path, k=3).sightings
    assert [one.matches[0].card.card_id for one in found] == ["7", "9"]
    assert iou(found[1].corners, RIGHT) > 0.9


def test_where_edges_find_one_card_others_are_looked_for(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png", (7, LEFT), (9, RIGHT))
    found = eyes(FeelsWhere([], [LEFT, RIGHT])).recognise(path, k=3).sightings
    assert [one.matches[0].card.card_id for one in found] == ["7", "9"]


def test_where_no_look_agrees_with_a_picture_the_exact_detector_is_asked(tmp_path: Path) -> None:
    quick = QuickForm([inner(LEFT)], [LEFT])
    (sighting,) = eyes(quick).recognise(photo(tmp_path / "a.png", (7, LEFT)), k=3).sightings
    assert sighting.matches[0].card.card_id == "7"
    assert iou(sighting.corners, LEFT) > 0.99


def test_where_a_look_agrees_the_exact_detector_is_not_asked(tmp_path: Path) -> None:
    quick = QuickForm([LEFT, inner(RIGHT)], [])
    assert eyes(quick).recognise(photo(tmp_path / "a.png", (7, LEFT)), k=3).sightings
    assert quick.asked == 0


@pytest.mark.parametrize("seed", [700, 701, 702])
def test_a_card_that_is_not_in_the_catalogue_is_not_found_by_its_edges(tmp_path: Path, seed: int) -> None:
    path = photo(tmp_path / "a.png", (seed, LEFT))
    assert eyes(FeelsWhere([], [LEFT])).recognise(path, k=3).sightings == ()


def test_without_pictures_to_compare_with_no_edges_are_looked_at(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png", (7, LEFT))
    blind = dataclasses.replace(eyes(FeelsWhere([], [LEFT])), reliefs=None)
    assert blind.recognise(path, k=3).sightings == ()


def test_a_place_in_a_card_that_is_settled_is_not_tried_and_near_ones_once() -> None:
    detector = FeelsWhere([], [LEFT, RIGHT, RIGHT + 4])
    pixels = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    (place,) = places_to_try(pixels, detector, [LEFT])
    assert place == pytest.approx(RIGHT.mean(axis=0) + (9, -7))
    middle, *felt = places_to_try(pixels, detector, [])
    assert middle == pytest.approx(np.array(SIZE) / 2)
    assert len(felt) == 2


def test_where_many_small_cards_lie_some_are_looked_at_from_near(tmp_path: Path) -> None:
    """In the whole photo, made small enough to lay rectangles of all sizes, their edges are too near each other."""
    small = [leaning(120 + 88 * (number % 5), 120 + 106 * (number // 5)) for number in range(15)]
    path = photo(tmp_path / "a.png", *enumerate(small, start=1))
    found = eyes(FeelsWhere([], small)).recognise(path, k=3).sightings
    assert len(found) >= 12
    assert all(max(iou(one.corners, card) for card in small) > 0.8 for one in found)


def test_places_are_as_far_apart_as_most_are_from_their_nearest() -> None:
    places = [np.array(one, dtype=np.float64) for one in ((0, 0), (10, 0), (20, 0), (20, 10), (90, 90))]
    assert spacing(places) == pytest.approx(10)


def leaning(x: float, y: float) -> Corners:
    """A card 44 pixels wide around this place."""
    cos, sin = np.cos(0.576), np.sin(0.576)
    card = np.array([(-22.0, -32), (22, -32), (22, 32), (-22, 32)])
    return np.asarray(card @ np.array([[cos, sin], [-sin, cos]]) + (x, y))
