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
from tests.fakes import SPEC, ToldDetector
from tests.pictures import card, photo_of

from karuta.domain.match import Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, iou
from karuta.engine import loop
from karuta.engine.detect import Centre
from karuta.engine.loop import CROPS
from karuta.engine.prepare import fit
from karuta.engine.recognise import Recogniser
from karuta.engine.search import ExactSearch, PictureVectors
from karuta.engine.similarity import ContrastMaps
from karuta.engine.sources import places_to_try

SIZE = (900, 790)
LEFT = np.array([(90.0, 140), (350, 120), (370, 500), (100, 510)])
RIGHT = LEFT + (420, 60)


class FeelsWhere(ToldDetector):
    """Outlines what it was told, and feels cards elsewhere too, as a net before a game that it does not know."""

    def __init__(self, outlined: list[Corners], felt: list[Corners], *, confidence: float = 1.0) -> None:
        super().__init__(outlined, upright=True)
        self._proposals = [dataclasses.replace(proposal, confidence=confidence) for proposal in self._proposals]
        self._felt = [outline.mean(axis=0) + (9, -7) for outline in felt]

    def centres(self, pixels: NDArray[np.uint8]) -> list[Centre]:
        del pixels
        return [Centre(float(x), float(y), 0.4) for x, y in self._felt]

    def refine(self, pixels: NDArray[np.uint8], outlines: Sequence[Corners]) -> list[Corners]:
        del pixels
        return list(outlines)


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


@pytest.mark.parametrize("felt", [[LEFT], [RIGHT + 400]], ids=["felt at its middle", "in the middle of the photo"])
def test_a_card_of_which_only_a_patch_was_outlined_is_found_by_its_edges(tmp_path: Path, felt: list[Corners]) -> None:
    lies = LEFT if felt[0] is LEFT else LEFT + (np.array(SIZE) / 2 - LEFT.mean(axis=0)) + (15, -10)
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
    assert [sighting.matches[0].card.card_id for sighting in found] == ["7", "9"]
    assert iou(found[1].corners, RIGHT) > 0.9


@pytest.mark.parametrize("seed", [700, 701, 702])
def test_a_card_that_is_not_in_the_catalogue_is_not_found_by_its_edges(tmp_path: Path, seed: int) -> None:
    path = photo(tmp_path / "a.png", (seed, LEFT))
    assert eyes(FeelsWhere([], [LEFT])).recognise(path, k=3).sightings == ()


def test_a_photo_in_which_nothing_is_known_has_a_budget_of_crops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = photo(tmp_path / "a.png", (700, LEFT), (701, RIGHT))
    answering = strict(FeelsWhere([inner(LEFT), inner(RIGHT)], [LEFT, RIGHT]))
    usual = answering.recognise(path, k=1).crops
    monkeypatch.setattr(loop, "CROPS", 8)
    turned = 2
    assert answering.recognise(path, k=1).crops <= 8 + turned < usual <= CROPS + turned


def test_a_place_in_a_card_that_is_settled_is_not_tried_and_near_ones_once() -> None:
    detector = FeelsWhere([], [LEFT, RIGHT, RIGHT + 4])
    pixels = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    (place,) = places_to_try(pixels, detector.centres(pixels), [LEFT])
    assert place == pytest.approx(RIGHT.mean(axis=0) + (9, -7))
    middle, *felt = places_to_try(pixels, detector.centres(pixels), [])
    assert middle == pytest.approx(np.array(SIZE) / 2)
    assert len(felt) == 2


def strict(detector: FeelsWhere) -> Recogniser:
    """Drawn cards are 0.76 to 0.88 like their own mirrored pictures."""
    return eyes(detector, half=0.81, steep=40.0)


def mirrored(path: Path, corners: Corners) -> Corners:
    """The photo with left and right exchanged, and where the card lies in it, clockwise from the upper left one."""
    with Image.open(path) as opened:
        seen = np.asarray(opened)
    Image.fromarray(np.ascontiguousarray(seen[:, ::-1])).save(path)
    return np.asarray((corners * (-1, 1) + (seen.shape[1], 0))[[1, 0, 3, 2]])


@pytest.mark.parametrize("confidence", [1.0, 6.0], ids=["outlined", "surely"])
def test_a_photo_in_which_left_and_right_are_exchanged_shows_the_card_all_the_same(
    tmp_path: Path, confidence: float
) -> None:
    path = photo(tmp_path / "a.png", (14, LEFT))
    lies = mirrored(path, LEFT)
    detector = FeelsWhere([lies], [lies], confidence=confidence)
    (sighting,) = strict(detector).recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "14"
    assert sighting.verdict is Verdict.SURE
    assert iou(sighting.corners, lies) > 0.9, "clockwise, as the card is seen"
    picture = np.asarray(
        Image.fromarray(card(14)).resize((sighting.crop.shape[1], sighting.crop.shape[0])), dtype=float
    )
    off = [float(np.abs(picture - crop).mean()) for crop in (sighting.crop, sighting.crop[:, ::-1])]
    assert off[0] < 0.5 * off[1], "the crop is the card as it is printed"


def wide(name: str) -> Pixels:
    """The picture of a card that is read sideways, as its catalogue has it."""
    return np.ascontiguousarray(np.rot90(card(int(name, 16))))


def test_a_card_whose_picture_is_wide_is_known_lying(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png", (14, LEFT))
    upright = strict(FeelsWhere([LEFT], [LEFT]))
    names = tuple(artwork.picture_sha256 for artwork in upright.view.artworks)
    vectors = upright.model.embedder.embed([fit(wide(name), SPEC) for name in names])
    search = ExactSearch(PictureVectors(names, vectors))
    (sighting,) = (
        dataclasses.replace(upright, search=search, contrasts=ContrastMaps(wide)).recognise(path, k=3).sightings
    )
    assert sighting.matches[0].card.card_id == "14"
    assert sighting.verdict is Verdict.SURE
    assert iou(sighting.corners, LEFT) > 0.9
    assert np.linalg.norm(sighting.corners[0] - LEFT[1]) < 30, "its picture's upper left corner"


def test_a_card_over_a_side_of_which_something_lies_is_known_by_the_rest(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png", (7, LEFT))
    with Image.open(path) as opened:
        seen = np.array(opened)
    for row in range(150, 470, 64):
        seen[row : row + 60, :165] = (150, 110, 90)
    Image.fromarray(seen).save(path)
    (sighting,) = eyes(FeelsWhere([LEFT + (4, 3)], [LEFT])).recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "7"
    assert iou(sighting.corners, LEFT) > 0.9


def test_a_card_that_was_squeezed_until_its_long_sides_are_the_short_ones_is_known(tmp_path: Path) -> None:
    squeezed = np.array([(90.0, 140), (400, 140), (400, 410), (90, 410)])
    path = photo(tmp_path / "a.png", (7, squeezed))
    (sighting,) = eyes(FeelsWhere([], [squeezed])).recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "7"
    assert np.linalg.norm(sighting.corners[0] - squeezed[0]) < 30, "it stands upright"
