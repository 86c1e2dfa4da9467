"""Cards that lie under known cards: found by what is left in view of them, believed where that agrees."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.engine.test_parts_of_cards import eyes
from tests.engine.test_second_looks import FeelsWhere, photo

from karuta.domain.match import Neighbour, Verdict
from karuta.domain.sighting import iou, overlap_share
from karuta.engine.detect import Hypothesis
from karuta.engine.proposal_views import (
    GREY,
    SAME_CARD,
    SAME_OVER,
    ProposalView,
    blocks_in_view,
    chosen_views,
    part_in_view,
    unseen,
    without,
)

ABOVE = np.array([(380.0, 200), (640, 200), (640, 580), (380, 580)])
# As large; more than a half of it lies under the other.
BELOW = ABOVE + (-110, -70)
SIZE = (900, 790)


class SeesWithout(FeelsWhere):
    """Outlines the card below only where the one above is grey."""

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        x, y = ABOVE.mean(axis=0).astype(int)
        is_grey = bool((pixels[y - 40 : y + 40, x - 40 : x + 40] == GREY).all())
        return [Hypothesis(BELOW)] if is_grey else super().propose(pixels)


@pytest.mark.parametrize(
    "detector",
    [
        FeelsWhere([ABOVE, BELOW], []),
        SeesWithout([ABOVE, ABOVE - (280, 150)], []),
    ],
    ids=["outlined", "another outline sticks out"],
)
def test_a_card_under_a_known_one_is_likely_and_both_are_told(tmp_path: Path, detector: FeelsWhere) -> None:
    path = photo(tmp_path / "a.png", (7, BELOW), (9, ABOVE))
    found = {sighting.matches[0].card.card_id: sighting for sighting in eyes(detector).recognise(path, k=3).sightings}
    assert found["9"].verdict is Verdict.SURE
    assert found["7"].verdict is Verdict.LIKELY
    assert iou(found["7"].corners, BELOW) > 0.85


def test_known_cards_that_lie_under_a_card_hide_nothing_of_it(tmp_path: Path) -> None:
    middle = BELOW + (0, 180)
    left, top, above = middle + (-195, 83), middle + (50, -301), middle + (68, 48)
    path = photo(tmp_path / "a.png", (3, left), (5, top), (7, middle), (9, above))
    found = eyes(FeelsWhere([above, left, top, middle], [])).recognise(path, k=3).sightings
    assert {item.matches[0].card.card_id for item in found if item.verdict.accepts} == {"3", "5", "7", "9"}


@pytest.mark.parametrize("seed", [700, 701, 702])
def test_a_stranger_under_a_known_card_is_nobody(tmp_path: Path, seed: int) -> None:
    path = photo(tmp_path / "a.png", (seed, BELOW), (9, ABOVE))
    detector = FeelsWhere([ABOVE, BELOW], [])
    said = [
        sighting.verdict
        for sighting in eyes(detector).recognise(path, k=3).sightings
        if sighting.matches[0].card.card_id != "9"
    ]
    assert not set(said) & {Verdict.SURE, Verdict.LIKELY}


def test_where_nothing_else_is_felt_nothing_is_looked_for_under_a_card(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png", (7, BELOW), (9, ABOVE))
    (sighting,) = eyes(FeelsWhere([ABOVE], [])).recognise(path, k=3).sightings
    assert sighting.matches[0].card.card_id == "9"


def test_blocks_under_another_card_are_not_in_view_and_grey_in_the_crop() -> None:
    in_view = blocks_in_view(ABOVE, SIZE, over=[ABOVE + (130, 0)])
    assert in_view[:, :2].all() and not in_view[:, 2:].any()
    shown = part_in_view(np.full((100, 68, 3), 7, np.uint8), ABOVE, SIZE, over=[ABOVE + (130, 0)])
    assert (shown[:, :30] == 7).all() and (shown[:, 38:] == 128).all()


def test_an_outline_that_was_seen_either_way_up_is_left_out() -> None:
    upside_down, near = np.roll(ABOVE, 2, axis=0), ABOVE + (4, 3)
    assert [each is BELOW for each in unseen([near, upside_down, BELOW, BELOW + 2], but=[ABOVE])] == [True]
    assert len(unseen([ABOVE, near], least=0.99)) == 2


def test_known_cards_are_grey_in_the_picture_without_them() -> None:
    pixels = np.full((SIZE[1], SIZE[0], 3), 7, np.uint8)
    seen = without(pixels, [ABOVE, BELOW])
    assert (seen[300, 500] == GREY).all() and (seen[300, 300] == GREY).all()
    assert (seen[700, 500] == 7).all() and (pixels == 7).all()


def test_a_card_found_under_another_stands_beside_it_however_much_they_share() -> None:
    above = view(ABOVE)
    nearly = view(ABOVE + (40, 30))
    assert chosen_views([above, nearly], least_evidence=-9) == [above]
    beneath = dataclasses.replace(view(BELOW), beneath=True, blocks=np.ones((8, 4), bool))
    assert len(chosen_views([above, beneath], least_evidence=-9)) == 2
    same = dataclasses.replace(nearly, beneath=True)
    assert chosen_views([above, same], least_evidence=-9) == [above]
    assert SAME_CARD < 0.6


def test_two_that_agree_with_different_pictures_are_two_cards_unless_they_share_most() -> None:
    def agreeing(corners: np.ndarray, picture: str) -> ProposalView:
        return dataclasses.replace(view(corners), agrees=True, neighbours=(Neighbour(picture, 0.9),))

    above, other, most = agreeing(ABOVE, "a"), ABOVE + (80, 90), ABOVE + (20, 30)
    assert SAME_CARD < overlap_share(ABOVE, other) < SAME_OVER < overlap_share(ABOVE, most)
    assert len(chosen_views([above, agreeing(other, "b")], least_evidence=-9)) == 2
    assert len(chosen_views([above, agreeing(other, "a")], least_evidence=-9)) == 1
    assert len(chosen_views([above, view(other)], least_evidence=-9)) == 1
    assert len(chosen_views([above, agreeing(most, "b")], least_evidence=-9)) == 1


def test_what_a_picture_agrees_with_needs_no_other_evidence() -> None:
    poor = view(ABOVE)
    assert chosen_views([poor], least_evidence=9) == []
    assert len(chosen_views([dataclasses.replace(poor, agrees=True)], least_evidence=9)) == 1


def view(corners: np.ndarray) -> ProposalView:
    crop = np.zeros((1, 1, 3), np.uint8)
    return ProposalView(corners, crop, np.zeros((64, 44), np.float32), np.zeros(1, np.float32), (), 0.4)
