"""Searching forgives: typing errors, romaji, nicknames; what was meant to the letter still stands first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.packs import library_of

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.catalogue import Closeness, FoundCard
from karuta.paths import LibraryFolder
from karuta.services.catalogue.search_cards import CardSearch
from karuta.store.cards import Catalogue

MAGICIAN = Card(
    CardKey("ohajiki", "1"),
    {"en": "Dark Magician", "ja": "ブラック・マジシャン", "de": "Dunkler Magier"},
    readings={"ja": "ブラック・マジシャン"},
    printings=(Printing("OHA-EN001", "", "en"), Printing("OHA-JP001", "", "ja")),
)
DRAGON = Card(
    CardKey("ohajiki", "2"),
    {"en": "Blue-Eyes White Dragon", "ja": "青眼の白龍"},
    readings={"ja": "ブルーアイズ・ホワイト・ドラゴン"},
    printings=(Printing("SDK-001", "", "en"),),
)
CARDS = [
    MAGICIAN,
    DRAGON,
    Card(
        CardKey("ohajiki", "3"), {"en": "Dark Magic Attack", "ja": "黒・魔・導"}, readings={"ja": "ブラック・マジック"}
    ),
    Card(CardKey("ohajiki", "4"), {"en": "Blue Dragon Summoner"}),
    Card(CardKey("ohajiki", "5"), {"en": "Brown Eyes"}),
    Card(CardKey("ohajiki", "6"), {"en": "Bewditched Hat"}),
    Card(CardKey("ohajiki", "7"), {"en": "A Bewd of Roses"}),
    Card(CardKey("temari", "1"), {"en": "Dark Magician"}),
]
SHIPPED = "game,nickname,card\nohajiki,BEWD,Blue-Eyes White Dragon\nohajiki,ブラマジ,1\nohajiki,DM,Dark Magician\n"


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    return library_of(tmp_path, CARDS)


@pytest.fixture
def search(library: LibraryFolder, tmp_path: Path) -> CardSearch:
    resources = tmp_path / "resources"
    resources.mkdir()
    (resources / "nicknames.csv").write_text(SHIPPED, encoding="utf-8")
    return CardSearch(library, resources)


def ids(found: tuple[FoundCard, ...]) -> list[str]:
    return [card.card.card_id for card in found]


@pytest.mark.parametrize(
    ("text", "card", "field", "written", "closeness"),
    [
        ("drak magicain", MAGICIAN, "name", "Dark Magician", Closeness.SIMILAR),
        ("dunkler maiger", MAGICIAN, "name", "Dunkler Magier", Closeness.SIMILAR),
        ("magicain drak", MAGICIAN, "name", "Dark Magician", Closeness.SIMILAR),
        ("blue eyes white drgon", DRAGON, "name", "Blue-Eyes White Dragon", Closeness.SIMILAR),
        ("burakku majishan", MAGICIAN, "romaji", "ブラック・マジシャン", Closeness.EXACT),
        ("BURAKKUMAJISYAN", MAGICIAN, "romaji", "ブラック・マジシャン", Closeness.EXACT),
        ("buruuaizu", DRAGON, "romaji", "ブルーアイズ・ホワイト・ドラゴン", Closeness.PREFIX),
        ("buruaizu howaito dragon", DRAGON, "romaji", "ブルーアイズ・ホワイト・ドラゴン", Closeness.SIMILAR),
        ("ぶらっくまじしゃソ", MAGICIAN, "name", "ブラック・マジシャン", Closeness.SIMILAR),
        ("BEWD", DRAGON, "nickname", "BEWD", Closeness.EXACT),
        ("ｂｅｗｄ", DRAGON, "nickname", "BEWD", Closeness.EXACT),
        ("ぶらまじ", MAGICIAN, "nickname", "ブラマジ", Closeness.EXACT),
        ("ブラマ", MAGICIAN, "nickname", "ブラマジ", Closeness.PREFIX),
        ("青眼", DRAGON, "name", "青眼の白龍", Closeness.PREFIX),
        ("SDK-001", DRAGON, "set_code", "SDK-001", Closeness.EXACT),
        ("ohajiki:2", DRAGON, "card_id", "2", Closeness.EXACT),
    ],
)
def test_what_a_person_types_finds_the_card_that_is_meant(
    search: CardSearch, text: str, card: Card, field: str, written: str, closeness: Closeness
) -> None:
    first = next(found_card for found_card in search.find(text, limit=10) if found_card.matched.field == field)
    assert first.card in (card.key, CardKey("temari", "1"))
    assert (first.matched.text, first.matched.closeness) == (written, closeness)
    assert first.matched.field != "card_id" or first.card == card.key


def test_what_is_written_to_the_letter_stands_before_every_nickname_and_every_guess(
    search: CardSearch, library: LibraryFolder
) -> None:
    # A whole name or the beginning of one, then the nickname, then the rest.
    assert ids(search.find("bewd", limit=10)) == ["6", "2", "7"]
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        for text in ("dark", "dark magician", "blue", "dragon", "SDK", "eyes", "ohajiki:1"):
            before = ids(catalogue.search(text, 10))
            assert ids(search.find(text, limit=10))[: len(before)] == before


def test_a_word_that_is_right_is_not_guessed_at(search: CardSearch) -> None:
    assert ids(search.find("brown", limit=10)) == ["5"]
    assert search.find("SDK-002", limit=10) == ()
    assert search.find("99999999", limit=10) == ()
    assert search.find("quxquxquxqux", limit=10) == ()


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("dark magic", {"1", "3"}),
        ("magic dark", {"1", "3"}),
        ("eyes", {"2", "5"}),
        ("ブラマ", {"1"}),
        ("burakku majishan", {"1"}),
        ("OHA-EN001", {"1"}),
        ("oha-en", {"1"}),
        ("SDK001", {"2"}),
        # In the codes of whole sets, and no part of any name.
        ("oha", set()),
        ("sdk", set()),
        ("en001", set()),
        ("001", set()),
        ("dark 001", set()),
        ("drak magicain", set()),
        (" ", set()),
    ],
)
def test_a_text_calls_cards_by_names_and_by_whole_codes_only(search: CardSearch, text: str, cards: set[str]) -> None:
    assert {key.card_id for key in search.called(text) if key.game == "ohajiki"} == cards


def test_ones_own_nicknames_add_override_and_take_away(search: CardSearch, library: LibraryFolder) -> None:
    assert ids(search.find("DM", limit=1)) == ["1"]
    library.nicknames_csv.write_text(
        "# mine\nohajiki,DM,Dark Magic Attack\nohajiki,BEWD,\n,Brownie,Brown Eyes\n", encoding="utf-8-sig"
    )
    assert ids(search.find("dm", limit=5)) == ["3"]
    assert ids(search.find("brownie", limit=5)) == ["5"]
    assert [card.matched.field for card in search.find("bewd", limit=5)] == ["name", "name"]
    assert search.troubles == ()


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40))
def test_any_text_may_be_searched_for(search: CardSearch, text: str) -> None:
    for found in search.find(text, limit=5):
        assert found.matched.text
