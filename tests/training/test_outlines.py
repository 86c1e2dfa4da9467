"""Views for the corners' net: what is asked of it leads from wrong corners to the card's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.training.drawn_catalogue import drawn_catalogue

from karuta.domain.sighting import picture_corners
from karuta.engine.cards_net import CornersNet, moved
from karuta.engine.detect import Hypothesis
from workshop.outlines import OutlineMaker, OutlineMix
from workshop.scenes import mistaken

SIZE = (48, 64)
CARD = np.array([(60.0, 40), (150, 52), (142, 180), (50, 168)])


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sorted((drawn_catalogue(tmp_path_factory.mktemp("faces") / "cards", 6) / "images").iterdir())


def maker(faces: list[Path], **changed: object) -> OutlineMaker:
    return OutlineMaker(faces, size=SIZE, mix=replace(OutlineMix(), **changed), seed=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("way", ["single", "scatter", "page", "rows"])
def test_each_kind_of_photo_gives_views_with_small_moves(faces: list[Path], way: str) -> None:
    only = {name: float(name == way) for name in ("single", "scatter", "page", "rows")}
    views = maker(faces, **only).batch(0, size=7)
    assert len(views) == 7
    for view in views:
        assert view.pixels.shape == (64, 48, 3)
        assert view.pixels.dtype == np.uint8
        assert view.move.shape == (4, 2)
        assert 0 < np.abs(view.move).max() < 0.5


def test_a_card_that_the_photo_cuts_is_further_off_where_that_is_asked_for(faces: list[Path]) -> None:
    halves = {"single": 0.0, "scatter": 0.0, "page": 0.0, "over": 1.0, "situations": ("half",)}
    usual, wide = (maker(faces, **halves, beside=beside).batch(0, size=9) for beside in (0.0, 2.0))
    off = [np.mean([np.abs(view.move).mean() for view in views]) for views in (usual, wide)]
    assert off[1] > 1.5 * off[0]


def test_the_move_that_is_asked_for_brings_a_proposal_to_its_card() -> None:
    from karuta.domain.sighting import carried, homography

    guess = mistaken(CARD, np.random.default_rng(2), scale=1.0)
    assert guess is not None
    move = carried(CARD, homography(guess, picture_corners())) - picture_corners()
    assert np.abs(moved(Hypothesis(guess, 0.9, upright=True), move).corners - CARD).max() < 1e-6
    assert CornersNet.__doc__
