"""A page is confirmed as a whole only where every undecided card of it is sure and not ruled out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.labelling import chosen, match, square

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto, LiveSighting, PageHindrance, PageRefusal, page_of
from karuta.domain.label import Kind, Label
from karuta.domain.match import Verdict
from karuta.domain.photo import KnownPhoto

PHOTO = KnownPhoto(sha256="a" * 64, name="page.png", path=None, bytes=1, batch=None, listing=None)
LABEL = Label(
    *("e", "page.png", "a" * 64, "2", 2, square(), Kind.CONFIRM, chosen().key, "Shape 1", None, "anna", "t"),
    *(None, None, None),
)


def card(number: int) -> LiveSighting:
    return LiveSighting(number, str(number), square(40 * number), None, Verdict.SURE, (match(number), match(9)), None)


def page(*cards: LiveSighting) -> DeskPhoto:
    return DeskPhoto(
        PHOTO, looked_up=True, size=(400, 100), error=None, error_message=None, sightings=cards, whole_photo=None
    )


def test_every_card_comes_with_its_first_match() -> None:
    found = page_of(page(card(1), card(2), card(3)), {})
    assert isinstance(found, tuple)
    assert [(page_card.sighting.sighting_id, page_card.match.card.card_id) for page_card in found] == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
    ]


@pytest.mark.parametrize(
    ("second", "hindrance"),
    [
        (replace(card(2), verdict=Verdict.LIKELY), PageHindrance.NOT_SURE),
        (replace(card(2), verdict=None, matches=()), PageHindrance.NOT_SURE),
        (replace(card(2), matches=()), PageHindrance.NOT_SURE),
    ],
)
def test_one_card_in_the_way_is_named(second: LiveSighting, hindrance: PageHindrance) -> None:
    assert page_of(page(card(1), second, card(3)), {}) == PageRefusal(hindrance, 2)


@pytest.mark.parametrize("kind", [Kind.CONFIRM, Kind.UNKNOWN, Kind.AUTO_CONFIRM])
def test_what_is_decided_stays_as_it_is(kind: Kind) -> None:
    decided = replace(card(2), label=replace(LABEL, kind=kind), verdict=Verdict.LIKELY)
    found = page_of(page(card(1), decided, card(3)), {})
    assert isinstance(found, tuple) and [page_card.sighting.sighting_id for page_card in found] == ["1", "3"]
    assert page_of(page(decided, replace(decided, number=3)), {}) == PageRefusal(PageHindrance.DECIDED)


def test_a_match_that_was_ruled_out_and_a_photo_of_one_card_are_no_page() -> None:
    ruled_out = {"3": frozenset({CardKey("shapes", "3")})}
    assert page_of(page(card(1), card(3)), ruled_out) == PageRefusal(PageHindrance.RULED_OUT, 3)
    assert page_of(page(card(1), card(3)), {"1": ruled_out["3"]}) != PageRefusal(PageHindrance.RULED_OUT, 1)
    assert page_of(page(card(1)), {}) == PageRefusal(PageHindrance.FEW)
    assert page_of(page(), {}) == PageRefusal(PageHindrance.FEW)
