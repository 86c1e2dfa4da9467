"""Parts of cards: which blocks are in view, and what is looked for beside the photo."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.pictures import card

from karuta.engine import proposal_views
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.proposal_views import (
    MARGIN,
    blocks_in_view,
    cut_cards,
)
from karuta.engine.similarity import contrast_map, kept_contrast_map, similarities

WHOLE = np.array([(0.0, 0), (440, 0), (440, 640), (0, 640)])


def test_only_blocks_that_lie_wholly_in_the_photo_are_in_view() -> None:
    assert blocks_in_view(WHOLE, (440, 640)).all()
    left = blocks_in_view(WHOLE, (225, 640))
    assert left[:, :2].all() and not left[:, 2:].any()
    below = blocks_in_view(WHOLE - (0, 330), (440, 640))
    assert not below[:5].any() and below[5:].all()


def test_similarity_over_some_blocks_does_not_ask_the_others() -> None:
    face, other = card(3), card(4)
    half = face.copy()
    half[:, 88:] = other[:, 88:]
    blocks = blocks_in_view(WHOLE, (225, 640))
    over_all, over_some = (
        float(similarities(contrast_map(half), [kept_contrast_map(face)], blocks=one)[0]) for one in (None, blocks)
    )
    assert over_some > 0.95 > over_all + 0.05


class Recording(Detector):
    """A detector that proposes what it is told, in the pixels that it is given, and keeps these."""

    longest = 640

    def __init__(self, *corners: NDArray[np.float64]) -> None:
        self.corners = corners
        self.seen: NDArray[np.uint8] | None = None

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        self.seen = pixels
        return [Hypothesis(one, 0.9, upright=True) for one in self.corners]


def test_a_photo_that_would_become_too_large_is_reduced_before_it_is_drawn_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposal_views, "MOST_DRAWN_OUT", 150_000)
    photo = np.random.default_rng(0).integers(0, 256, (400, 300, 3)).astype(np.uint8)
    by = round(MARGIN * 200)
    cut = np.array([(200.0, 50), (400, 50), (400, 350), (200, 350)])
    eyes = Recording(cut / 2 + by)
    assert [one.corners.tolist() for one in cut_cards(eyes, photo)] == [cut.tolist()]
    assert eyes.seen is not None and eyes.seen.shape == (200 + 2 * by, 150 + 2 * by, 3)


def test_a_cut_card_is_looked_for_beside_the_photo_and_given_in_its_pixels() -> None:
    photo = np.random.default_rng(0).integers(0, 256, (400, 300, 3)).astype(np.uint8)
    by = round(MARGIN * 400)
    cut = np.array([(200.0, 50), (400, 50), (400, 350), (200, 350)])
    inside = np.array([(20.0, 50), (150, 50), (150, 240), (20, 240)])
    outside = cut + (95, 0)
    eyes = Recording(cut + by, inside + by, outside + by)
    assert [one.corners.tolist() for one in cut_cards(eyes, photo)] == [cut.tolist()]
    assert eyes.seen is not None and eyes.seen.shape == (400 + 2 * by, 300 + 2 * by, 3)
    assert np.array_equal(eyes.seen[by:-by, by:-by], photo)
