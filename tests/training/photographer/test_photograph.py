"""A photo of the photographer shows the cards where it says they are, the same for the same generator."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.training.photographer.drawn import CORNER_COLOURS, PATCH_CENTRES, drawn_card

from karuta.domain.sighting import area, as_corners, carried, homography, iou, reading_order
from karuta.training.photographer import Grade, Range, Scene, photograph
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


def seen_at(scene: Scene, place: tuple[float, float], corners: np.ndarray) -> np.ndarray:
    """The mean colour of 5 x 5 pixels where a place of the card (in shares of it) should be."""
    unit = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
    x, y = carried(np.array([place]), homography(unit, corners))[0]
    column, row = int(x), int(y)
    return scene.pixels[row - 2 : row + 3, column - 2 : column + 3].reshape(-1, 3).astype(float).mean(axis=0)


def hue_distance(one: np.ndarray, other: np.ndarray) -> float:
    """Of two colours, whatever the light: the angle between what is left without their grey."""
    a, b = one - one.mean(), other - other.mean()
    return float(1 - a @ b / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9))


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
    right = total = 0
    for seed in range(24):
        scene = photograph(CARDS[:1], grade=Grade.PLAIN, rng=np.random.default_rng(seed), size=(450, 600))
        for number, place in enumerate(PATCH_CENTRES):
            colour = seen_at(scene, place, scene.cards[0].corners)
            nearest = min(range(4), key=lambda i: hue_distance(colour, np.array(CORNER_COLOURS[i], dtype=float)))
            right += nearest == number
            total += 1
    # A glare or a foil may sit on a patch now and then.
    assert right >= 0.95 * total


def test_a_card_alone_is_wholly_in_view_in_a_plain_photo() -> None:
    for seed in range(12):
        scene = photograph(CARDS[:1], grade=Grade.PLAIN, rng=np.random.default_rng(seed), size=SMALL)
        (card,) = scene.cards
        assert card.visible == 1.0
        assert (card.corners >= 0).all()
        assert (card.corners <= np.array(SMALL)).all()


def test_a_card_keeps_its_aspect_when_it_lies_flat() -> None:
    wide = drawn_card(1, size=(260, 178))
    scene = photograph([wide], grade=Grade.PLAIN, rng=np.random.default_rng(3), size=SMALL)
    corners = scene.cards[0].corners
    top, side = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    assert top / side == pytest.approx(260 / 178, rel=0.12)


def test_the_share_can_be_asked_for() -> None:
    for seed in range(8):
        scene = photograph(
            CARDS[:1], grade=Grade.HARD, rng=np.random.default_rng(seed), size=SMALL, share=Range(0.02, 0.04)
        )
        assert 0.02 <= scene.cards[0].look.share <= 0.04


def test_cards_side_by_side_do_not_overlap() -> None:
    for seed in range(8):
        scene = photograph_scatter(
            CARDS[:4], grade=Grade.PLAIN, rng=np.random.default_rng(seed), size=SMALL, overlap=False
        )
        corners = [card.corners for card in scene.cards]
        assert len(corners) >= 3
        assert all(iou(one, other) == 0 for i, one in enumerate(corners) for other in corners[i + 1 :])
        assert [card.source for card in scene.cards] == sorted({card.source for card in scene.cards})


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


def test_a_page_holds_nine_cards() -> None:
    with pytest.raises(ValueError, match="holds 9 cards, not 10"):
        photograph_page([CARDS[0]] * 10, grade=Grade.PLAIN, rng=np.random.default_rng(0), size=SMALL)


def test_a_photo_of_nothing_has_no_card() -> None:
    for seed in range(10):
        scene = photograph_nothing(grade=Grade.HARD, rng=np.random.default_rng(seed), size=SMALL)
        assert scene.cards == ()
        assert scene.pixels.std() > 0


@pytest.mark.parametrize("size", [(64, 64), (320, 320), (640, 480), (90, 200)])
def test_any_size_can_be_asked_for(size: tuple[int, int]) -> None:
    for seed, grade in enumerate(Grade):
        rng = np.random.default_rng(seed)
        for scene in (
            photograph(CARDS[:1], grade=grade, rng=rng, size=size),
            photograph_page(CARDS[:2], grade=grade, rng=rng, size=size),
            photograph_scatter(CARDS[:2], grade=grade, rng=rng, size=size),
        ):
            assert scene.pixels.shape == (size[1], size[0], 3)
