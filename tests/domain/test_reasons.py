"""Why a match stands where it does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.labelling import match

from karuta.domain.card import Artwork
from karuta.domain.match import Nearest, Verdict, are_close, reason_for

FIRST, SECOND, THIRD = match(1, 0.93), match(2, 0.81), match(3, 0.70)


def artwork(number: int, *, main: bool, picture: str | None = None) -> Artwork:
    one = match(number)
    kind = "main" if main else "alternate"
    return Artwork(one.card, one.name, one.artwork, kind, picture or one.picture_sha256)


def test_the_first_is_ahead_of_the_next_card_and_the_others_are_behind_the_first() -> None:
    matches = (FIRST, SECOND, THIRD)
    assert [reason_for(matches, place).lead for place in range(3)] == pytest.approx([0.12, -0.12, -0.23])
    assert reason_for((FIRST,), 0).lead is None


def test_a_card_with_the_same_picture_is_named_and_no_rival() -> None:
    twin = replace(SECOND, picture_sha256=FIRST.picture_sha256, score=0.93)
    reason = reason_for((FIRST, twin, THIRD), 0)
    assert reason.twin == "Shape 2"
    assert reason.lead == pytest.approx(0.23)


def test_the_nearest_picture_is_told_apart() -> None:
    mine, other = artwork(1, main=True), artwork(1, main=False, picture="x")
    assert reason_for((FIRST,), 0, [mine]).nearest is Nearest.ONLY
    assert reason_for((FIRST,), 0, [mine, other]).nearest is Nearest.MAIN
    third = replace(FIRST, picture_sha256="z")
    alternates = [mine, other, artwork(1, main=False, picture="z")]
    assert (reason_for((third,), 0, alternates).nearest, reason_for((third,), 0, alternates).number) == (
        Nearest.ALTERNATE,
        2,
    )
    assert reason_for((replace(FIRST, exemplar=True),), 0, [mine]).nearest is Nearest.EXEMPLAR
    assert reason_for((FIRST,), 0, []).nearest is Nearest.GONE


def test_where_similarity_decided_and_not_the_score_both_cards_say_so() -> None:
    first, second, third = (
        replace(one, probability=chance) for one, chance in zip((SECOND, FIRST, THIRD), (0.9, 0.05, 0.01), strict=True)
    )
    matches = (first, second, third)
    assert [reason_for(matches, place).alike for place in range(3)] == [1, -1, 0]
    refused = (replace(SECOND, probability=0.1), replace(FIRST, probability=0.8))
    assert [reason_for(refused, place).alike for place in range(2)] == [0, 0], "a person put it below"
    unknown = (replace(SECOND, probability=None), replace(FIRST, probability=None))
    assert [reason_for(unknown, place).alike for place in range(2)] == [0, 0]
    hopeless = (replace(SECOND, probability=0.004), replace(FIRST, probability=0.001))
    assert [reason_for(hopeless, place).alike for place in range(2)] == [0, 0], "both are shown as 0 %"


def test_two_cards_are_close_where_neither_is_sure_and_looking_can_tell_them_apart() -> None:
    first, second = replace(match(1), score=0.62), replace(match(2), score=0.55)
    assert are_close([first, second], Verdict.UNSURE) and are_close([first, second], Verdict.LIKELY)
    for verdict in (Verdict.SURE, Verdict.UNKNOWN, Verdict.UNREADABLE, None):
        assert not are_close([first, second], verdict)
    assert not are_close([first], Verdict.UNSURE)
    assert not are_close([first, replace(second, score=0.4)], Verdict.UNSURE)
    twin = replace(second, picture_sha256=first.picture_sha256)
    assert not are_close([first, twin], Verdict.UNSURE)
