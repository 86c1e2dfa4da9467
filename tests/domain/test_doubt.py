"""A confirmation stands against the evidence where Karuta leaves it less than a slip of the finger, or a person did."""

from __future__ import annotations

import pytest

from karuta.domain.card import CardKey
from karuta.domain.doubt import LabelDoubt, doubt_about
from karuta.domain.match import Match

X, Y, ELSEWHERE = CardKey("game", "x"), CardKey("game", "y"), CardKey("game", "z")


def match(card: CardKey, probability: float | None, picture: str = "") -> Match:
    return Match(card, card.card_id.upper(), "a.png", picture or card.card_id, 0.9, probability, exemplar=False)


def shown(x: float | None, y: float | None) -> tuple[Match, ...]:
    return match(X, x), match(Y, y)


@pytest.mark.parametrize(
    ("card", "before", "doubt"),
    [
        (X, shown(1.0, 0.0), None),
        (Y, shown(1.0, 0.0), LabelDoubt("X", X)),
        (Y, shown(0.995, 0.004), LabelDoubt("X", X)),
        (Y, shown(0.99, 0.01), None),
        (Y, shown(0.98, 0.02), None),
        (Y, shown(0.88, 0.004), LabelDoubt("X", X)),
        (Y, shown(0.5, 0.0), None),
        (Y, shown(0.6, 0.4), None),
        (ELSEWHERE, shown(1.0, 0.0), LabelDoubt("X", X)),
        (ELSEWHERE, shown(0.9, 0.095), LabelDoubt("X", X)),
        (ELSEWHERE, shown(0.9, 0.0), None),
        (ELSEWHERE, shown(0.5, 0.2), None),
        (X, shown(0.0, 1.0), LabelDoubt("Y", Y)),
        (Y, shown(None, None), None),
        (Y, (), None),
    ],
)
def test_where_karuta_leaves_it_less_than_a_slip(
    card: CardKey, before: tuple[Match, ...], doubt: LabelDoubt | None
) -> None:
    assert doubt_about(card, before) == doubt


@pytest.mark.parametrize(
    ("before", "doubt"),
    [
        (shown(1.0, 0.0), LabelDoubt("X", X)),
        (shown(0.9, 0.095), LabelDoubt("X", X)),
        (shown(0.98, 0.0), None),
        (shown(0.5, 0.495), None),
        (shown(None, None), None),
        ((), None),
    ],
)
def test_not_in_the_catalogue_stands_against_a_list_that_leaves_nothing_for_it(
    before: tuple[Match, ...], doubt: LabelDoubt | None
) -> None:
    assert doubt_about(None, before) == doubt


def test_nothing_stands_against_a_card_with_the_very_picture_of_the_likeliest() -> None:
    twins = (match(X, 0.995, "one picture"), match(Y, 0.0, "one picture"))
    assert doubt_about(Y, twins) is None


def test_what_a_person_ruled_out_on_the_same_shot_stands_against_it_and_what_is_far_likelier_is_said_first() -> None:
    assert doubt_about(X, shown(0.9, 0.1), ruled_out=True) == LabelDoubt(None)
    assert doubt_about(Y, shown(1.0, 0.0), ruled_out=True) == LabelDoubt("X", X)
