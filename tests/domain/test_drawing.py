"""Corners while they are drawn: whatever a hand does, what comes out is a card."""

from __future__ import annotations

from itertools import permutations

from hypothesis import assume, given
from hypothesis import strategies as st

from karuta.domain.desk import around, box, is_card, moved, turned

numbers = st.integers(-500, 500).map(float)
points = st.tuples(numbers, numbers)


@given(points, points)
def test_a_dragged_box_is_a_card_whichever_way_it_went(one: tuple[float, float], other: tuple[float, float]) -> None:
    assume(abs(one[0] - other[0]) >= 2 and abs(one[1] - other[1]) >= 2)
    drawn = box(one, other)
    assert is_card(drawn)
    assert drawn == box(other, one)
    assert drawn[0] == (min(one[0], other[0]), min(one[1], other[1]))


def test_four_clicks_in_any_order_are_the_same_corners() -> None:
    corners = ((100.0, 80.0), (454.0, 84.0), (450.0, 600.0), (96.0, 596.0))
    assert {around(clicked) for clicked in permutations(corners)} == {corners}


@given(points, points)
def test_four_quarter_turns_are_none_and_each_is_a_card(one: tuple[float, float], other: tuple[float, float]) -> None:
    assume(abs(one[0] - other[0]) >= 2 and abs(one[1] - other[1]) >= 2)
    card = box(one, other)
    assert turned(turned(turned(turned(card)))) == card
    assert is_card(turned(card))
    assert turned(card)[:2] == (card[3], card[0])


@given(st.integers(0, 3), points)
def test_a_moved_corner_never_leaves_a_crossed_card(place: int, by: tuple[float, float]) -> None:
    card = box((0, 0), (60, 90))
    result = moved(card, place, by)
    assert is_card(result)
    assert all(result[at] == card[at] for at in range(4) if at != place)
    assert result[place] in {card[place], (card[place][0] + by[0], card[place][1] + by[1])}
