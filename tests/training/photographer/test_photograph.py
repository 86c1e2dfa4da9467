"""A photo of the photographer shows the cards where it says they are, the same for the same generator."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from tests.training.photographer.drawn import PATCH_CENTRES, drawn_card
from tests.training.photographer.test_life import likest_patches

from karuta.domain.sighting import area, as_corners, iou, reading_order
from karuta.training.photographer import Grade, Scene, photograph
from workshop.photographer.pages import photograph_nothing, photograph_page
from workshop.photographer.scattered import photograph_scatter

SMALL = (300, 400)
CARDS = [drawn_card(seed) for seed in range(9)]

TAKES: dict[str, Callable[[Grade, int], Scene]] = {
    "one": lambda grade, seed: photograph(CARDS[:1], grade=grade, rng=np.random.default_rng(seed), size=SMALL),
    "side by side": lambda grade, seed: photograph_scatter(
        CARDS[:3], grade=grade, rng=np.random.default_rng(seed), size=SMALL, overlap=False
    ),
    "scattered": lambda grade, seed: photograph_scatter(
        CARDS[:4], grade=grade, rng=np.random.default_rng(seed), size=SMALL
    ),
    "page": lambda grade, seed: photograph_page(CARDS, grade=grade, rng=np.random.default_rng(seed), size=SMALL),
    "nothing": lambda grade, seed: photograph_nothing(grade=grade, rng=np.random.default_rng(seed), size=SMALL),
}


@pytest.mark.parametrize("take", TAKES.values(), ids=TAKES.keys())
@pytest.mark.parametrize("grade", Grade)
def test_a_photo_has_the_asked_size_and_corners_that_are_a_card(
    take: Callable[[Grade, int], Scene], grade: Grade
) -> None:
    for seed in range(4):
        scene = take(grade, seed)
        assert scene.pixels.shape == (SMALL[1], SMALL[0], 3)
        assert scene.pixels.dtype == np.uint8
        assert scene.pixels.flags.writeable
        assert scene.conditions.grade is grade
        for card in scene.cards:
            assert as_corners(card.corners).dtype == np.float64
            assert 0.0 <= card.visible <= 1.0
            assert card.look.share == pytest.approx(area(card.corners) / (SMALL[0] * SMALL[1]))


@pytest.mark.parametrize("take", TAKES.values(), ids=TAKES.keys())
def test_the_same_generator_takes_the_same_photo(take: Callable[[Grade, int], Scene]) -> None:
    for grade in Grade:
        once, again, other = take(grade, 7), take(grade, 7), take(grade, 8)
        assert np.array_equal(once.pixels, again.pixels)
        assert once.conditions == again.conditions
        assert [card.look for card in once.cards] == [card.look for card in again.cards]
        assert not np.array_equal(once.pixels, other.pixels)


def test_each_corner_of_the_upright_card_is_where_the_photo_shows_it() -> None:
    takes = partial(photograph, CARDS[:1], grade=Grade.PLAIN, size=(450, 600))
    found = [likest_patches(takes(rng=np.random.default_rng(seed))) for seed in range(24)]
    # A glare or a foil may sit on a patch now and then.
    assert (np.array(found) == range(len(PATCH_CENTRES))).mean() >= 0.95


def test_a_card_under_another_is_less_visible_and_the_upper_one_is_whole() -> None:
    covered = 0
    for seed in range(12):
        scene = photograph_scatter(
            CARDS[:5], grade=Grade.PLAIN, rng=np.random.default_rng(seed), size=SMALL, overlap=True
        )
        assert scene.cards[-1].visible == 1.0
        for number, card in enumerate(scene.cards):
            above = sum(iou(card.corners, other.corners) for other in scene.cards[number + 1 :])
            assert (card.visible == 1.0) == (above < 0.01) or above < 0.02
            covered += card.visible < 0.95
    assert covered >= 6


def test_a_finger_or_a_band_takes_from_what_is_seen() -> None:
    bands = fingers = 0
    for seed in range(60):
        scene = photograph(CARDS[:1], grade=Grade.BRUTAL, rng=np.random.default_rng(seed), size=SMALL)
        (card,) = scene.cards
        if card.look.band:
            assert card.visible <= 1 - 0.6 * card.look.band
            bands += 1
        elif card.look.finger:
            assert card.visible < 1.0
            fingers += 1
    assert bands >= 5
    assert fingers >= 5


def test_a_page_shows_its_cards_in_reading_order() -> None:
    upright = 0
    for seed in range(20):
        count = 5 + seed % 5
        scene = photograph_page(CARDS[:count], grade=Grade.PLAIN, rng=np.random.default_rng(seed), size=SMALL)
        assert [card.source for card in scene.cards] == list(range(count))
        if abs(scene.cards[0].look.rotation) < 8 and count == 9:
            assert reading_order([card.corners for card in scene.cards]) == list(range(count))
            upright += 1
    assert upright
