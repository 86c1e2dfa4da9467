"""A loose outline of a card that is known for sure gives way to one that fits the card's picture; no other does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.sighting import Corners, iou
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.recognise import Recogniser
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.library.demo import DemoFiles
from karuta.services.library.open_library import open_for_reading

FILES = DemoFiles.within(resources_folder())
SLANTED = "22-perspective.jpg"
TRUTH = {photo.name: photo for photo in read_truth(FILES.truth).photos}


class Watched(Detector):
    """The detector, and for which outlines it was asked for others. `others`: what it gives then, if not its own."""

    def __init__(self, detector: Detector, others: list[Corners] | None = None) -> None:
        self.longest = detector.longest
        self._detector = detector
        self._others = others
        self.asked: list[Corners] = []

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        return self._detector.propose(pixels)

    def refine_loose(self, pixels: NDArray[np.uint8], corners: Corners) -> list[Corners]:
        self.asked.append(corners)
        return self._detector.refine_loose(pixels, corners) if self._others is None else self._others


@pytest.fixture(scope="module")
def recogniser(made_demo: LibraryFolder) -> Recogniser:
    return open_for_reading(made_demo, resources_folder()).recogniser


def overlaps(recogniser: Recogniser, name: str) -> list[float]:
    """How much of each true card its outline shares with it."""
    found = recogniser.recognise(FILES.photos / name, k=1).sightings
    true = [np.array(card.corners) for card in TRUTH[name].cards if card.corners is not None]
    return [max(iou(sighting.corners, corners) for sighting in found) for corners in true]


@pytest.mark.parametrize("name", ["14-binder.jpg", "15-several.jpg", "22-perspective.jpg", "23-perspective.jpg"])
def test_slanted_cards_dark_frames_and_cards_beside_others_are_outlined_well(recogniser: Recogniser, name: str) -> None:
    assert min(overlaps(recogniser, name)) >= 0.85


@pytest.mark.parametrize("name", ["01-plain.jpg", "16-not-in-catalogue.jpg", "17-not-in-catalogue.jpg"])
def test_a_tight_outline_and_a_stranger_are_left_as_they_are(recogniser: Recogniser, name: str) -> None:
    """A stranger would else be laid out until it looked like somebody."""
    watched = Watched(recogniser.detector)
    replace(recogniser, detector=watched).recognise(FILES.photos / name, k=1)
    assert watched.asked == []


def test_another_outline_that_fits_no_better_or_is_of_another_card_changes_nothing(recogniser: Recogniser) -> None:
    name = "15-several.jpg"
    plain = replace(recogniser, detector=Watched(recogniser.detector, []))
    assert isinstance(plain.detector, Watched)
    corners = [np.array([(20.0, 20.0), (60.0, 20.0), (60.0, 80.0), (20.0, 80.0)])]
    elsewhere = replace(recogniser, detector=Watched(recogniser.detector, corners))
    assert overlaps(elsewhere, name) == pytest.approx(overlaps(plain, name), abs=0.001)


class Loose(Detector):
    """Proposes the true outlines, too large or too small; so what comes of them hangs on no network's sums."""

    def __init__(self, longest: int, photo: str, *, by: float) -> None:
        self.longest = longest
        with Image.open(FILES.photos / photo) as opened:
            self._wide = opened.width
        self._true = [np.array(card.corners) for card in TRUTH[photo].cards if card.corners is not None]
        self._outlines = [by * (corners - corners.mean(axis=0)) + corners.mean(axis=0) for corners in self._true]

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        scale = pixels.shape[1] / self._wide
        return [Hypothesis(corners * scale, confidence=1.0, upright=True) for corners in self._outlines]

    def refine_loose(self, pixels: NDArray[np.uint8], corners: Corners) -> list[Corners]:
        return [true * (pixels.shape[1] / self._wide) for true in self._true]


def test_a_loose_outline_gives_way_to_the_one_that_fits_the_picture(recogniser: Recogniser) -> None:
    loose = replace(recogniser, detector=Loose(recogniser.detector.longest, SLANTED, by=0.9))
    assert min(overlaps(loose, SLANTED)) >= 0.98
    assert min(overlaps(replace(loose, contrasts=None), SLANTED)) < 0.85
