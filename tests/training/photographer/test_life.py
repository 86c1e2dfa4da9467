"""Photos as people post them, and as the table of their grade says: each shows what its row says, as often."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.training.photographer.drawn import CORNER_COLOURS, PATCH_CENTRES, drawn_card

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import area, as_corners, carried, homography, iou
from karuta.training.photographer import GRADES, CardLook, Conditions, Fault, Foil, Grade, Scene
from karuta.training.photographer import conditions as table_of
from karuta.training.photographer.conditions import draw_conditions, draw_look
from karuta.training.photographer.pose import rectangle, tilted
from workshop.photographer.situations import SITUATIONS

SIZE = (240, 320)
CARDS = [drawn_card(seed) for seed in range(9)]
UNIT = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
# In these nothing lies on the card, so that its patches are where the scene says.
BARE = ("slab", "sideways", "stretched", "screen", "screenshot", "thumbnail", "collage", "stack")


def taken(name: str, seed: int, *, cards: list[Pixels] = CARDS) -> Scene:
    situation = SITUATIONS[name]
    return situation.take(cards[: situation.cards], np.random.default_rng([seed, *name.encode()]), SIZE)


def likest_patches(scene: Scene, number: int = 0) -> list[int]:
    """For each patch of a card: which of the four colours is the likest to what the photo has there."""
    found = []
    for place in carried(np.array(PATCH_CENTRES), homography(UNIT, scene.cards[number].corners)):
        x, y = (int(value) for value in place)
        seen = scene.pixels[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].reshape(-1, 3).astype(float).mean(axis=0)
        hues = [hue(seen) @ hue(np.array(colour, dtype=float)) for colour in CORNER_COLOURS]
        found.append(int(np.argmax(hues)))
    return found


def hue(colour: np.ndarray) -> np.ndarray:
    level = colour - colour.mean()
    return np.asarray(level / (np.linalg.norm(level) + 1e-9))


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_same_generator_takes_the_same_photo_with_corners_that_are_a_card(name: str) -> None:
    once, again, other = taken(name, 1), taken(name, 1), taken(name, 2)
    assert np.array_equal(once.pixels, again.pixels)
    assert once.pixels.shape != other.pixels.shape or not np.array_equal(once.pixels, other.pixels)
    assert once.pixels.dtype == np.uint8 and once.cards
    for card in once.cards:
        as_corners(card.corners)
        assert 0 < card.visible <= 1


@pytest.mark.parametrize("name", BARE)
def test_each_corner_of_the_upright_card_is_where_the_photo_shows_it(name: str) -> None:
    right = [one == place for seed in range(5) for place, one in enumerate(likest_patches(taken(name, seed)))]
    assert sum(right) >= 0.8 * len(right)


def test_a_mirrored_card_has_left_and_right_exchanged_and_is_upright_still() -> None:
    found = np.array([likest_patches(taken("mirrored", seed)) for seed in range(6)])
    assert (found == (1, 0, 3, 2)).mean() >= 0.8


@pytest.mark.parametrize(("name", "low", "high"), [("hand", 0.3, 0.85), ("card-over", 0.35, 0.85), ("half", 0.4, 0.64)])
def test_as_much_of_the_card_is_left_as_is_said(name: str, low: float, high: float) -> None:
    assert all(low <= taken(name, seed).cards[0].visible <= high for seed in range(6))


def test_the_artwork_alone_shows_the_art_and_the_cards_corners_lie_outside() -> None:
    # The drawn card's art begins where its patches end: of them only small parts can be left.
    white = np.full_like(CARDS[0], 255)
    white[52:182, 22:156] = (200, 30, 30)
    scene = taken("art", 4, cards=[white])
    tall, wide = scene.pixels.shape[:2]
    corners = scene.cards[0].corners
    assert (corners.min(axis=0) < 0).all() and (corners.max(axis=0) > (wide, tall)).all()
    assert (scene.pixels[..., 0].astype(int) - scene.pixels[..., 1] > 60).mean() > 0.85


def test_each_card_of_a_fan_shows_a_quarter_at_least_and_lies_over_its_neighbour() -> None:
    for seed in range(3):
        cards = taken("fan", seed).cards
        assert len(cards) == SITUATIONS["fan"].cards
        assert all(card.visible >= 0.25 for card in cards)
        assert all(iou(one.corners, other.corners) > 0.1 for one, other in pairwise(cards))


DRAWS = 600


def drawn(grade: Grade) -> list[tuple[Conditions, CardLook]]:
    rng = np.random.default_rng(11)
    pairs = []
    for _ in range(DRAWS):
        conditions = draw_conditions(grade, rng)
        pairs.append((conditions, draw_look(conditions, rng)))
    return pairs


@pytest.mark.parametrize("grade", Grade)
def test_a_photo_without_a_grave_fault_stays_within_its_grade(grade: Grade) -> None:
    table = GRADES[grade]
    for conditions, look in drawn(grade):
        faults = conditions.faults
        assert Fault.DARK in faults or conditions.light in table.light
        assert conditions.light_slope in table.light_slope
        assert conditions.shadow == 1.0 or conditions.shadow in table.shadow
        assert conditions.blur in table.blur
        assert Fault.MOTION in faults or conditions.motion == 0 or conditions.motion in table.motion
        assert not (conditions.blur and conditions.motion)
        assert conditions.noise in table.noise
        assert Fault.CHAT in faults or conditions.jpeg in table.jpeg
        assert Fault.FAR in faults or look.share in table.share
        assert Fault.STEEP in faults or look.perspective in table.perspective
        assert Fault.FOIL in faults or look.foil is Foil.NONE or look.foil_strength in table.foil
        assert Fault.GLARE in faults or look.glares in table.glares
        assert Fault.BAND in faults or look.band == 0
        assert -180 <= look.rotation <= 180


def test_a_brutal_photo_has_two_different_grave_faults_within_their_ranges() -> None:
    seen: set[Fault] = set()
    for conditions, look in drawn(Grade.BRUTAL):
        faults = conditions.faults
        assert len(set(faults)) == 2
        seen.update(faults)
        assert Fault.DARK not in faults or 0.15 <= conditions.light <= 0.35
        assert Fault.GLARE not in faults or (look.glares and look.glare_saturates)
        assert Fault.STEEP not in faults or look.perspective in table_of.STEEP_PERSPECTIVE
        assert Fault.FAR not in faults or 0.025 <= look.share <= 0.75 / 4
        assert Fault.MOTION not in faults or 9 <= conditions.motion <= 22
        assert Fault.BAND not in faults or 0.2 <= look.band <= 0.3
        assert Fault.CHAT not in faults or (conditions.chat and 18 <= conditions.jpeg <= 35)
        assert Fault.FOIL not in faults or (look.foil_whole and 0.25 <= look.foil_strength <= 0.6)
    assert seen == set(Fault)


def test_a_tilt_moves_no_corner_farther_than_it_says() -> None:
    card = rectangle(59, 86)
    for seed in range(50):
        seen = tilted(card, 0.09, np.random.default_rng(seed))
        moves = np.linalg.norm(seen - card, axis=1)
        assert moves.max() == pytest.approx(0.09 * 59)
        assert area(seen) > 0
