"""Return does what the screen says: a marked match, else what the verdict says, and nothing where it says nothing."""

from __future__ import annotations

import pytest

from karuta.domain.desk import LiveSighting, ReturnKey, what_return_does
from karuta.domain.label import Kind
from karuta.domain.match import Verdict


@pytest.mark.parametrize(
    ("verdict", "does"),
    [
        (Verdict.SURE, ReturnKey(Kind.CONFIRM, 0)),
        (Verdict.LIKELY, ReturnKey(Kind.CONFIRM, 0)),
        (Verdict.UNSURE, ReturnKey()),
        (Verdict.UNKNOWN, ReturnKey(Kind.UNKNOWN)),
        (Verdict.UNREADABLE, ReturnKey(Kind.UNREADABLE)),
        (None, ReturnKey()),
    ],
)
def test_without_a_mark_return_says_what_the_verdict_says(verdict: Verdict | None, does: ReturnKey) -> None:
    assert what_return_does(verdict, matches=9) == does


@pytest.mark.parametrize("verdict", [*Verdict, None])
def test_a_marked_match_is_what_return_takes(verdict: Verdict | None) -> None:
    assert what_return_does(verdict, matches=9, marked=3) == ReturnKey(Kind.CONFIRM, 3)
    assert what_return_does(verdict, matches=9, marked=3, is_decided=True) == ReturnKey(Kind.CONFIRM, 3)


@pytest.mark.parametrize("verdict", [*Verdict, None])
def test_a_decided_card_takes_no_return(verdict: Verdict | None) -> None:
    assert what_return_does(verdict, matches=9, is_decided=True) == ReturnKey()


def test_return_confirms_no_match_that_is_not_there() -> None:
    assert what_return_does(Verdict.SURE, matches=0) == ReturnKey()
    assert what_return_does(Verdict.UNKNOWN, matches=2, marked=5) == ReturnKey(Kind.UNKNOWN)


def test_a_verdict_about_a_card_that_was_ruled_out_says_nothing() -> None:
    assert what_return_does(Verdict.SURE, matches=9, is_ruled_out=True) == ReturnKey()
    assert what_return_does(Verdict.SURE, matches=9, is_ruled_out=True, marked=8) == ReturnKey(Kind.CONFIRM, 8)
    assert what_return_does(Verdict.UNKNOWN, matches=9, is_ruled_out=True) == ReturnKey(Kind.UNKNOWN)


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.UNREADABLE])
def test_return_says_nothing_of_a_card_where_nothing_looks_like_one(verdict: Verdict) -> None:
    assert what_return_does(verdict, matches=9, is_nothing=True) == ReturnKey()
    assert what_return_does(verdict, matches=9, is_nothing=True, marked=2) == ReturnKey(Kind.CONFIRM, 2)


@pytest.mark.parametrize("verdict", [*Verdict, None])
@pytest.mark.parametrize("back", ["kazeyomi", None])
@pytest.mark.parametrize("card_like", [True, False, None])
def test_a_sighting_is_nothing_only_where_neither_the_catalogue_nor_its_looks_say_that_it_is_a_card(
    verdict: Verdict | None, back: str | None, *, card_like: bool | None
) -> None:
    corners = ((0.0, 0.0), (6.0, 0.0), (6.0, 9.0), (0.0, 9.0))
    sighting = LiveSighting(1, "s", corners, None, verdict, (), None, back=back, card_like=card_like)
    says_none = verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE)
    assert sighting.is_nothing == (says_none and back is None and card_like is False)


def test_return_on_a_recognised_back_says_that_it_is_one() -> None:
    assert what_return_does(Verdict.UNKNOWN, matches=0, is_back=True) == ReturnKey(Kind.BACK)
    assert what_return_does(Verdict.UNKNOWN, matches=0, is_back=True, is_decided=True) == ReturnKey()
