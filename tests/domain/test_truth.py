"""What a truth file says: which ids are right, and how a card lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judged import row

from karuta.domain.card import CardKey
from karuta.domain.sighting import Corners
from karuta.domain.truth import Rotation, rotation_of


def turned(degrees: float) -> Corners:
    """An upright card turned clockwise (y points down)."""
    angle = np.radians(degrees)
    around = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.array([[-59.0, -86.0], [59.0, -86.0], [59.0, 86.0], [-59.0, 86.0]]) @ around + 500


def test_an_id_is_right_bare_or_with_its_game_and_never_in_another_game() -> None:
    card = CardKey("yugioh", "4007")
    assert row("4007").is_named(card)
    assert row("yugioh:4007").is_named(card)
    assert row("1|4007").is_named(card)
    assert not row("other:4007").is_named(card)
    assert not row("400").is_named(card)
    assert not row("").is_named(card)


@pytest.mark.parametrize(
    ("degrees", "rotation"),
    [
        (0, Rotation.UPRIGHT),
        (-19, Rotation.UPRIGHT),
        (19, Rotation.UPRIGHT),
        (21, Rotation.BETWEEN),
        (45, Rotation.BETWEEN),
        (90, Rotation.QUARTER),
        (180, Rotation.HALF),
        (-170, Rotation.HALF),
        (270, Rotation.THREE_QUARTERS),
        (-90, Rotation.THREE_QUARTERS),
        (359, Rotation.UPRIGHT),
    ],
)
def test_a_card_turned_clockwise_is_counted_to_the_nearest_quarter(degrees: float, rotation: Rotation) -> None:
    assert rotation_of(turned(degrees)) is rotation


@given(st.floats(-720, 720))
def test_every_angle_has_a_rotation_and_a_quarter_more_has_the_next(degrees: float) -> None:
    quarters = [Rotation.UPRIGHT, Rotation.QUARTER, Rotation.HALF, Rotation.THREE_QUARTERS]
    if abs(degrees % 90 - 20) < 0.01 or abs(degrees % 90 - 70) < 0.01:
        return  # on the edge, rounding decides
    one, next_one = rotation_of(turned(degrees)), rotation_of(turned(degrees + 90))
    if one is Rotation.BETWEEN:
        assert next_one is Rotation.BETWEEN
    else:
        assert next_one is quarters[(quarters.index(one) + 1) % 4]
