"""The walk where a photo shows a part of a card alone: believed where the part agrees, likely at best, else nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.engine.test_recognise import flat, recogniser
from tests.fakes import ToldDetector
from tests.pictures import card, photo_of

from karuta.domain.calibration import Calibration, Curve, Likened, VerdictBound
from karuta.domain.match import Verdict
from karuta.domain.sighting import Corners, iou
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.recognise import Recogniser
from karuta.engine.similarity import ContrastMaps

SIZE = (600, 800)
# Its right half lies beside the photo.
CUT = np.array([(320.0, 120), (760, 120), (760, 760), (320, 760)])
ART = (20, 46, 157, 181)


class SeesBeyond(ToldDetector):
    """Outlines nothing in the photo, and half a card at its edge, upside down."""

    def __init__(self) -> None:
        super().__init__([], upright=True)

    def beyond(self, pixels: NDArray[np.uint8]) -> list[Corners]:
        del pixels
        return [np.roll(CUT, 2, axis=0) + (4, -3)]


class Counting(ToldDetector):
    """Keeps the shape of each picture that it was asked about."""

    def __init__(self, *corners: NDArray[np.float64]) -> None:
        super().__init__(corners, upright=True)
        self.asked: list[tuple[int, ...]] = []

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        self.asked.append(pixels.shape)
        return super().propose(pixels)


def eyes(detector: Detector, *, always: float = 0.0, half: float = 0.75, steep: float = 10.0) -> Recogniser:
    """Is sure where a picture is wholly alike; or `always`.

    `half`: how alike it is where one half is believed; `steep`: how fast that grows.
    """
    base = recogniser(detector, cards=50)
    bound, never = VerdictBound(((0.0, 0.9),)), VerdictBound(((0.0, 0.1),))
    first, known = (by_similarity(n, more=always, half=half, steep=steep) for n in (10, 7))
    likened = Likened(1.0, first, known, bound, never)
    judge = Calibration(flat(9, 0.0), flat(6, 0.0), flat(5, 0.0), bound, 0.5, never, 0.5, 0.01, 0.5, 0.05, likened)
    model = dataclasses.replace(base.model, judge=judge)
    return dataclasses.replace(base, model=model, contrasts=ContrastMaps(lambda name: card(int(name, 16))))


def by_similarity(n: int, *, more: float, half: float, steep: float) -> Curve:
    """By these figures 0.9 at a similarity of 0.86, one half at 0.75: a curve sees twice the similarity, less one."""
    weights = (more - steep * (2 * half - 1), 0.0, steep, *(0.0,) * (n - 2), *(0.0,) * (n * (n + 1) // 2))
    return Curve((0.0,) * n, (1.0,) * n, weights)


def cut_photo(path: Path, seed: int) -> Path:
    Image.fromarray(photo_of(card(seed), CUT, size=SIZE, ground=(60, 60, 66))).save(path)
    return path


def artwork(path: Path, seed: int, *, size: tuple[int, int] = (420, 414)) -> Path:
    Image.fromarray(card(seed)).crop(ART).resize(size, Image.Resampling.BICUBIC).save(path)
    return path


def test_a_card_that_the_edge_cuts_is_likely_and_reaches_beyond_the_photo(tmp_path: Path) -> None:
    (sighting,) = eyes(SeesBeyond()).recognise(cut_photo(tmp_path / "half.png", 7), k=3).sightings
    assert sighting.matches[0].card.card_id == "7"
    assert sighting.verdict is Verdict.LIKELY
    assert iou(sighting.corners, CUT) > 0.9


def test_the_artwork_alone_is_likely_its_card(tmp_path: Path) -> None:
    (sighting,) = eyes(ToldDetector([], upright=True)).recognise(artwork(tmp_path / "art.png", 9), k=3).sightings
    assert sighting.matches[0].card.card_id == "9"
    assert sighting.verdict is Verdict.LIKELY
    assert (sighting.corners.min(axis=0) < 0).all() and (sighting.corners.max(axis=0) > (420, 414)).all()


@pytest.mark.parametrize("box", [(0.05, 0.1, 0.95, 0.52), (0.1, 0.3, 0.78, 0.68)], ids=["a wide art", "four blocks"])
def test_any_rectangle_of_a_card_is_likely_it_wherever_it_was_cut(
    tmp_path: Path, box: tuple[float, float, float, float]
) -> None:
    face = card(9)
    left, top, right, low = (round(share * side) for share, side in zip(box, 2 * face.shape[1::-1], strict=True))
    path = tmp_path / "cut.png"
    Image.fromarray(face[top:low, left:right]).resize((3 * (right - left), 3 * (low - top))).save(path)
    (sighting,) = eyes(ToldDetector([], upright=True)).recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "9"
    assert sighting.verdict is Verdict.LIKELY
    tall, wide = face.shape[:2]
    edges = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], dtype=np.float64)
    assert iou(sighting.corners, 3 * (edges - (left, top))) > 0.88


@pytest.mark.parametrize("seed", [700, 701, 702])
def test_a_part_of_a_card_that_is_not_in_the_catalogue_is_nobody(tmp_path: Path, seed: int) -> None:
    cut = eyes(SeesBeyond()).recognise(cut_photo(tmp_path / "half.png", seed), k=3)
    art = eyes(ToldDetector([], upright=True)).recognise(artwork(tmp_path / "art.png", seed), k=3)
    assert [cut.sightings, art.sightings] == [(), ()]


def test_without_pictures_to_compare_with_no_part_is_believed(tmp_path: Path) -> None:
    blind = dataclasses.replace(eyes(SeesBeyond()), contrasts=None)
    assert blind.recognise(cut_photo(tmp_path / "half.png", 7), k=3).sightings == ()


def test_where_a_card_is_found_no_part_is_looked_for(tmp_path: Path) -> None:
    inside = CUT - (300, 0)
    path = tmp_path / "photo.png"
    Image.fromarray(photo_of(card(5), inside, size=SIZE, ground=(60, 60, 66))).save(path)
    detector = Counting(inside)
    (sighting,) = eyes(detector).recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "5"
    assert detector.asked == [(800, 600, 3)]
