"""Listings that a buyer's search would miss are said, each with why and with a title that it would find."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from karuta import bootstrap
from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.sentence import Sentence
from karuta.listings.domain.listing_words import (
    Buried,
    BuriedListing,
    TitleTemplate,
    TitleTemplates,
    buried_listing,
)
from karuta.listings.domain.titles.reading import TitleField, TitleReading, TitleToken
from karuta.paths import LibraryFolder, resources_folder

FOX = Card(CardKey("yugioh", "1"), {"en": "Rain Fox", "ja": "雨狐"}, printings=(Printing("A-1", rarities=("Rare",)),))
TEMPLATES = TitleTemplates(
    [
        TitleTemplate("*", "en", "Yugioh {name} {set_code} {rarity}"),
        TitleTemplate("*", "ja", "遊戯王 {name} {set_code}"),
    ]
)


def title(text: str, *codes: str, **said: str) -> TitleReading:
    """`said`: words by the kind of their token; of a game they are its name."""
    fields = {name: TitleField.OTHER if name == "game" else TitleField(name) for name in said}
    tokens = [TitleToken(0, 1, words, fields[name], words, Sentence("x")) for name, words in said.items()]
    return TitleReading(text, set_codes=codes, tokens=tuple(tokens))


PHOTO = resources_folder() / "demo" / "photos" / "01-plain.jpg"


@pytest.mark.parametrize(
    ("searched", "by", "reasons", "better"),
    [
        (title("Rain Fox A-1", "A-1"), "name", (), None),
        (title("Rain Fox"), "part", (Buried.NO_CODE,), "Yugioh Rain Fox A-1 Rare"),
        (title("A-1 NM", "A-1", condition="NM"), "code", (Buried.NO_NAME,), "Yugioh Rain Fox A-1 Rare NM"),
        (title("Foxy A-1", "A-1"), "nickname", (Buried.NICKNAME,), "Yugioh Rain Fox A-1 Rare"),
        (title("Rain Fxo A-1", "A-1"), "alike", (Buried.MISSPELLED,), "Yugioh Rain Fox A-1 Rare"),
        (title("あめぎつね 美品", condition="美品"), "romaji", (Buried.ROMAJI, Buried.NO_CODE), "遊戯王 雨狐 A-1 美品"),
        (
            title("Pokemon Rain Fox A-1", "A-1", game="pokemon"),
            "name",
            (Buried.WRONG_WORD,),
            "Yugioh Rain Fox A-1 Rare",
        ),
        (title("Yugioh Rain Fox A-1", "A-1", game="yugioh"), "name", (), None),
    ],
)
def test_each_rule_says_why_and_offers_a_title_that_is_found(
    searched: TitleReading, by: str, reasons: tuple[Buried, ...], better: str | None
) -> None:
    assert buried_listing(searched, by, FOX, TEMPLATES) == BuriedListing(reasons, better)


@pytest.fixture(scope="module")
def rows(
    copied_demo: Callable[[Path], LibraryFolder], tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, str]]:
    """The reports of listings of one photo with several titles."""
    place = tmp_path_factory.mktemp("buried")
    copied_demo(place / "library")
    titles = {
        "L1": "First Light on Mount Asahina KZF-EN001 NM",
        "L2": "Frist Ligth on Mount Asahina KZF-EN001 near mint",
        "L3": "rare card, look at the photo",
        "L4": "Pokemon First Light on Mount Asahina KZF-EN001",
        "L5": "Icefall Horn",
        "L6": "First Light on Mount Asahina proxy",
        "L7": "First Light on Mount Asahina lot of 30 cards",
        "L8": "Charizard ex Pokémon",
    }
    with (place / "listings.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["listing_id", "title", "photos"], *([*title, PHOTO] for title in titles.items())])
    base = ["--library", str(place / "library"), "check", str(place / "listings.csv"), "--photos-anywhere"]
    assert bootstrap.run([*base, "--out", str(place / "out.csv"), "--html", str(place / "out.html")]) == 0
    with (place / "out.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    page = (place / "out.html").read_text(encoding="utf-8")
    shown: list[list[Any]] = json.loads(page.partition('id="rows">')[2].partition("</script>")[0])
    assert [row[7:9] for row in shown] == [[listing["buried"], listing["better_title"]] for listing in found]
    assert '<option value="misspelled"' in page and '<option value="romaji"' not in page
    return found


def test_the_reports_name_the_listings_that_are_buried_and_their_better_titles(rows: list[dict[str, str]]) -> None:
    buried = {row["listing_id"]: row["buried"] for row in rows}
    better = {row["listing_id"]: row["better_title"] for row in rows}
    assert buried["L1"] == "" and better["L1"] == ""
    assert buried["L2"] == "misspelled"
    assert better["L2"] == "First Light on Mount Asahina KZF-EN001 trading card near mint"
    assert buried["L3"].split()[0] == "no_name" and "First Light on Mount Asahina" in better["L3"]
    assert buried["L4"] == "wrong_word" and "Pokemon" not in better["L4"]


def test_a_title_of_another_game_says_why_nothing_can_be_told_and_gets_no_title_of_the_shown_card(
    rows: list[dict[str, str]],
) -> None:
    (row,) = [record for record in rows if record["listing_id"] == "L8"]
    assert row["verdict"] == "cannot_tell"
    assert row["reasons"].startswith("card: The title names no card that the catalogue knows.")
    assert (row["buried"], row["better_title"]) == ("", "")


def test_what_is_wrong_or_a_lot_is_not_called_buried(rows: list[dict[str, str]]) -> None:
    verdicts = {row["listing_id"]: row["verdict"] for row in rows}
    assert (verdicts["L5"], verdicts["L6"]) == ("wrong_card", "not_genuine")
    assert [row["buried"] for row in rows if row["listing_id"] in ("L5", "L6", "L7")] == ["", "", ""]
