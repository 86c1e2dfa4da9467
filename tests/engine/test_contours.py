"""The contour detector proposes the card's own corners on plain grounds, at any turn."""

from __future__ import annotations

import numpy as np
import pytest
from tests.pictures import card, photo_of

from karuta.domain.sighting import as_corners, iou
from karuta.engine.contours import ContourDetector, short_edge_first


@pytest.mark.parametrize("angle", [0, 20, 90, 145, 180, 250])
@pytest.mark.parametrize("ground", [(30, 30, 34), (225, 220, 210)])
def test_a_card_on_a_plain_ground_is_proposed(angle: int, ground: tuple[int, int, int]) -> None:
    radians = np.deg2rad(angle)
    turn = np.array([[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]])
    corners = np.array([(-177.0, -258.0), (177.0, -258.0), (177.0, 258.0), (-177.0, 258.0)]) @ turn.T + (500, 600)
    photo = photo_of(card(angle), corners, size=(1000, 1200), ground=ground)
    proposals = ContourDetector().propose(photo)
    assert max(iou(proposal.corners, corners) for proposal in proposals) > 0.93
    assert all(as_corners(proposal.corners) is not None for proposal in proposals)


def test_a_flat_picture_has_nothing_but_itself_to_propose() -> None:
    assert len(ContourDetector().propose(np.full((300, 300, 3), 120, np.uint8))) == 0


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 2), (17, 23)])
def test_tiny_and_thin_pictures_are_no_trouble(size: tuple[int, int]) -> None:
    ContourDetector().propose(np.zeros((*size, 3), np.uint8))


def test_the_first_edge_is_a_short_one_and_the_upper() -> None:
    tall = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 20.0), (0.0, 20.0)])
    for start in range(4):
        assert short_edge_first(np.roll(tall, start, axis=0)).tolist() == tall.tolist()
