"""What a seller types of a card: only what is known, by templates that a person may change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.printing.answer import MadeOut, PrintingAnswer, PrintingVerdict, RankedCode
from karuta.listings.domain.listing_words import TitleTemplate, TitleTemplates, listing_words
from karuta.listings.services.check.listing_templates import read_templates
from karuta.paths import LibraryFolder, resources_folder

CARD = Card(
    CardKey("yugioh", "1"),
    {"en": "Rain Fox", "ja": "雨狐"},
    kind="Monster",
    printings=(Printing("A-1", rarities=("Rare",)), Printing("A-1", lang="ja", rarities=("Rare",))),
)
PRINTED = Printing("B-JP1", lang="ja", rarities=("Gold Rare",))
TEMPLATES = TitleTemplates(
    [TitleTemplate("*", "en", "{name} - {rarity} {set_code}"), TitleTemplate("*", "ja", "{name}")]
)


def test_what_all_printings_share_is_filled_in() -> None:
    words = listing_words(CARD, TEMPLATES)
    assert (words.set_code, words.rarity, words.kind) == ("A-1", "Rare", "Monster")
    assert words.names == {"en": "Rain Fox", "ja": "雨狐"}
    assert words.titles == {"en": "Rain Fox - Rare A-1", "ja": "雨狐"}


def test_what_is_not_known_for_sure_is_left_out() -> None:
    several = replace(CARD, names={"en": "Rain Fox"}, printings=(Printing("A-1", rarities=("Rare",)), Printing("B-1")))
    words = listing_words(several, TEMPLATES)
    assert (words.set_code, words.rarity) == (None, "Rare")
    assert words.names == {"en": "Rain Fox", "ja": None}
    assert words.titles == {"en": "Rain Fox - Rare", "ja": None}
    assert listing_words(CARD, TitleTemplates([])).titles == {"en": None, "ja": None}


def read(code: str, *, verdict: PrintingVerdict = PrintingVerdict.READ, edition: str | None = None) -> PrintingAnswer:
    return PrintingAnswer(verdict, (RankedCode(code, "ja", 0.9),), MadeOut(set_code=code, edition=edition))


def test_what_is_read_in_the_photo_is_filled_in_and_stands_in_the_titles(tmp_path: Path) -> None:
    several = replace(CARD, printings=(Printing("A-1", lang="en", rarities=("Rare",)), PRINTED))
    templates = read_templates(LibraryFolder(tmp_path), resources_folder()).templates
    words = listing_words(several, templates, read("B-JP1", edition="first"))
    assert (words.set_code, words.rarity, words.edition, words.language) == ("B-JP1", "Gold Rare", "first", "ja")
    assert words.titles == {
        "en": "Yu-Gi-Oh! Rain Fox B-JP1 Gold Rare 1st Edition Japanese",
        "ja": "遊戯王 雨狐 B-JP1 Gold Rare 1st Edition 日本語版",
    }


def test_a_code_that_is_none_of_the_cards_leaves_nothing_to_be_known_from_the_catalogue() -> None:
    words = listing_words(CARD, TEMPLATES, read("XYZ-EN001", verdict=PrintingVerdict.OTHER))
    assert (words.set_code, words.rarity) == (None, None)
    assert listing_words(CARD, TEMPLATES, read("A-1", verdict=PrintingVerdict.ILLEGIBLE)).set_code == "A-1"


def test_the_shipped_templates_are_sound_and_a_person_s_own_take_their_place(tmp_path: Path) -> None:
    library = LibraryFolder(tmp_path)
    shipped = read_templates(library, resources_folder())
    assert shipped.troubles == ()
    titles = listing_words(CARD, shipped.templates).titles
    assert titles == {"en": "Yu-Gi-Oh! Rain Fox A-1 Rare", "ja": "遊戯王 雨狐 A-1 Rare"}
    other = replace(CARD, key=CardKey("menko", "1"))
    assert listing_words(other, shipped.templates).titles["en"] == "Rain Fox A-1 Rare trading card"
    library.listing_titles_csv.write_text("yugioh,en,SALE {name}\n", encoding="utf-8")
    own = read_templates(library, resources_folder())
    assert listing_words(CARD, own.templates).titles == {"en": "SALE Rain Fox", "ja": "遊戯王 雨狐 A-1 Rare"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("yugioh,en", "it has 2 cells and not three: game, language, template"),
        ("yugioh,fr,{name}", "fr is not a language of titles; write en or ja"),
        (
            "yugioh,en,{price}",
            "price is not a known word; known are {edition}, {kind}, {language}, {name}, {rarity}, {set_code}",
        ),
        ('yugioh,en,"{name}', "its quotation marks do not match"),
    ],
)
def test_a_bad_row_is_one_sentence_and_the_others_count(tmp_path: Path, row: str, reason: str) -> None:
    library = LibraryFolder(tmp_path)
    library.listing_titles_csv.write_text(f"# mine\n{row}\nyugioh,ja,売 {{name}}\n", encoding="utf-8")
    read = read_templates(library, resources_folder())
    assert read.troubles == (f"listing-titles.csv line 2 is left out: {reason}.",)
    assert listing_words(CARD, read.templates).titles["ja"] == "売 雨狐"
