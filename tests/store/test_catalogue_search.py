"""Searching: any language, reading, passcode or set code, however it is typed, in an order that makes sense."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.packs import put

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.catalogue import Closeness, FoundCard, NewArtwork
from karuta.store.cards import Catalogue


def card(card_id: str, name: str, *, game: str = "ohajiki", printings: int = 0, **more: object) -> Card:
    issues = tuple(Printing(f"SET{i}-EN{card_id}", "", "en") for i in range(printings))
    return Card(CardKey(game, card_id), {"en": name}, printings=issues, **more)  # type: ignore[arg-type]


THUNDER = Card(
    key=CardKey("ohajiki", "70"),
    names={"en": "Thunder-Wing Phoenix", "ja": "雷翼・フェニックス", "de": "Donnerflügel-Phönix", "ko": "천둥 날개"},
    readings={"ja": "らいよく・フェニックス"},
    codes={"passcode": "00031415", "other_passcodes": ["27182818"]},
    printings=(
        Printing("RAI-EN007", "Storms", "en"),
        Printing("RAI-JP007", "雷", "ja"),
        Printing("PROMO-???", "", "de"),
    ),
)

CARDS = [
    THUNDER,
    card("1", "Fire"),
    card("2", "Fire Wall", printings=1),
    card("3", "Fire Engine", printings=3),
    card("4", "Wall of Fire"),
    card("5", "Misfired Plan"),
    card("6", "Engine of the Wall, on Fire"),
    card("7", "100% Discount_Card"),
    card("8", "???"),
    Card(CardKey("ohajiki", "9"), {"ja": "白龍"}, readings={"ja": "はくりゅう"}),
    card("42", "Answer", codes={"passcode": "55555555"}),
    card("43", "Question", codes={"passcode": "00000042"}),
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with Catalogue.open_writing(tmp_path_factory.mktemp("search") / "catalogue.db") as opened:
        put(opened, cards=CARDS, pack="p")
        put(opened, artworks=[NewArtwork(THUNDER.key, "70.png", "main", "p" * 64, ".png")], pack="p")
        yield opened


def ids(found: tuple[FoundCard, ...]) -> list[str]:
    return [found_card.card.card_id for found_card in found]


@pytest.mark.parametrize(
    ("text", "field", "lang", "written", "closeness"),
    [
        ("Thunder-Wing Phoenix", "name", "en", "Thunder-Wing Phoenix", Closeness.EXACT),
        ("THUNDERWING", "name", "en", "Thunder-Wing Phoenix", Closeness.PREFIX),
        ("wing phoe", "name", "en", "Thunder-Wing Phoenix", Closeness.WORD),
        ("hunder", "name", "en", "Thunder-Wing Phoenix", Closeness.PART),
        ("phoenix thunder", "name", "en", "Thunder-Wing Phoenix", Closeness.WORDS),
        ("donnerflugel", "name", "de", "Donnerflügel-Phönix", Closeness.PREFIX),
        ("雷翼フェニックス", "name", "ja", "雷翼・フェニックス", Closeness.EXACT),
        ("雷翼", "name", "ja", "雷翼・フェニックス", Closeness.PREFIX),
        ("ライヨク", "reading", "ja", "らいよく・フェニックス", Closeness.PREFIX),
        ("ふぇにつくす", "name", "ja", "雷翼・フェニックス", Closeness.WORD),
        ("날개", "name", "ko", "천둥 날개", Closeness.WORD),
        ("00031415", "passcode", "", "00031415", Closeness.EXACT),
        ("31415", "passcode", "", "00031415", Closeness.EXACT),
        ("27182818", "other_passcodes", "", "27182818", Closeness.EXACT),
        ("rai-en007", "set_code", "en", "RAI-EN007", Closeness.EXACT),
        ("RAI EN007", "set_code", "en", "RAI-EN007", Closeness.EXACT),
        ("RAIJP", "set_code", "ja", "RAI-JP007", Closeness.PREFIX),
        ("PROMO-???", "set_code", "de", "PROMO-???", Closeness.EXACT),
        ("70", "card_id", "", "70", Closeness.EXACT),
        ("ohajiki:70", "card_id", "", "70", Closeness.EXACT),
    ],
)
def test_a_card_is_found_and_says_by_what(
    catalogue: Catalogue, text: str, field: str, lang: str, written: str, closeness: Closeness
) -> None:
    first = catalogue.search(text)[0]
    assert first.card == THUNDER.key
    met = first.matched
    assert (met.field, met.lang, met.text, met.closeness) == (field, lang, written, closeness)


def test_whole_names_come_before_beginnings_words_parts_and_scattered_words(catalogue: Catalogue) -> None:
    # Of the two that begin with it the one with more printings comes first; so of equals anywhere.
    assert ids(catalogue.search("fire")) == ["1", "3", "2", "6", "4", "5"]
    assert ids(catalogue.search("fire wall")) == ["2", "6", "4"]


def test_a_name_and_a_set_code_together_narrow_each_other(catalogue: Catalogue) -> None:
    assert ids(catalogue.search("fire SET0-EN3")) == ["3"]
    assert ids(catalogue.search("Thunder-Wing Phoenix - RAI-EN007")) == ["70"]
    assert catalogue.search("wall SET0-EN3") == ()


def test_two_characters_of_japanese_are_enough_in_the_old_and_the_new_form(catalogue: Catalogue) -> None:
    assert (
        ids(catalogue.search("白龍")) == ids(catalogue.search("白竜")) == ids(catalogue.search("ハクリュウ")) == ["9"]
    )


@pytest.mark.parametrize("text", ["%", "_", "*", "'", '"', "--", "(", "\\", "\0"])
def test_signs_that_mean_something_to_a_database_mean_nothing_here(catalogue: Catalogue, text: str) -> None:
    assert catalogue.search(text) == ()
    assert ids(catalogue.search(f"100{text} discount")) == ["7"]


def test_a_card_id_is_met_whole_and_comes_first(catalogue: Catalogue) -> None:
    assert ids(catalogue.search("42")) == ["42", "43"]
    assert ids(catalogue.search("55555555")) == ["42"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_part_of_a_name_finds_its_card(catalogue: Catalogue, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from([stored_card for stored_card in CARDS if stored_card.name != "???"]))
    text = data.draw(st.sampled_from(sorted({*chosen.names.values(), *chosen.readings.values()})))
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    if any(map(str.isalnum, part)) and part != "ー":
        assert chosen.key in [found.card for found in catalogue.search(part, 50)]
