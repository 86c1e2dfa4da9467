"""A description adds to its title, never leads it, and accuses nobody."""

from __future__ import annotations

import pytest
from tests.made_listings import reader

from karuta.listings.domain.check.listing import Because, Described, FieldFinding, FieldVerdict, described, noted

READER = reader()


def read(title: str, description: str) -> Described:
    return described(READER.read(title), READER.read(description), READER.owners_of)


def test_what_the_title_leaves_out_is_added() -> None:
    found = read("Ember Wizard", "Set code KZF-EN001, 1st Edition, Near Mint. You get 3 copies.")
    assert found.added == {"printing": "KZF-EN001", "edition": "first", "condition": "near_mint", "count": "3"}
    said = found.combined
    assert (said.set_codes, said.edition, said.condition, said.quantity) == (("KZF-EN001",), "first", "near_mint", 3)
    assert found.title == READER.read("Ember Wizard") and not found.against
    assert read("熾火・ウィザード", "状態は美品です。3枚").combined.condition == "near_mint"
    assert read("Ember Wizard", "PSA 10").combined.grade == "PSA 10"


def test_the_title_leads_and_what_is_otherwise_is_told() -> None:
    found = read("Ember Wizard KZF-EN001 unlimited NM x2", "KZF-JP001, 1st edition, damaged, 3 copies")
    assert found.combined == found.title and not found.added
    assert found.against == {"printing": "KZF-JP001", "edition": "first", "condition": "damaged", "count": "3"}
    same = read("Ember Wizard KZF-EN001 NM x2", "KZF-EN001 near mint, 2 copies")
    assert not same.added and not same.against


@pytest.mark.parametrize(
    "description",
    [
        "I also sell Frost Hawk and Storm",
        "KZF-EN001 or KZF-EN002, 1st edition or unlimited, some near mint and some damaged, 2 copies or 3 copies",
        "nothing of it 😀",
        "XXX-EN999",
    ],
)
def test_what_is_not_one_thing_or_of_other_cards_adds_nothing(description: str) -> None:
    found = read("Ember Wizard", description)
    assert found.combined == found.title and not found.against


def test_a_set_code_of_another_card_is_told_and_not_added() -> None:
    found = read("Ember Wizard", "KZT-EN003")
    assert not found.added and found.against == {"printing": "KZT-EN003"}
    nothing = FieldFinding("printing", FieldVerdict.NOT_STATED, None, None, "The title has no set code.")
    told = noted(nothing, found)
    assert (told.verdict, told.because) == (FieldVerdict.CANNOT_TELL, Because.TITLE)
    assert told.reason == "The title has no set code. The description says KZT-EN003."
