"""YGOPRODeck and yaml-yugi: every field as they write it, what they are loose in, and one card where both name it."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.packs import card as karuta_card
from tests.packs import write_pack
from tests.sources import add_source, cards_of, cdb_row, write_cdb, write_json, write_pictures

from karuta.domain.card import CardKey
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.sources.yugioh import language_of
from karuta.services.catalogue.take_in import Fates
from karuta.store.cards import Catalogue


def deck_card(number: int, name: str, **more: Any) -> dict[str, Any]:
    """An entry of YGOPRODeck's `data`."""
    return {
        "id": number,
        "name": name,
        "typeline": ["Dragon", "Effect"],
        "type": "Effect Monster",
        "humanReadableCardType": "Effect Monster",
        "frameType": "effect",
        "desc": "It waits.",
        "race": "Dragon",
        "atk": 1000,
        "def": -1,
        "level": 4,
        "attribute": "DARK",
        "archetype": "Lantern",
        "ygoprodeck_url": "https://example.invalid/card",
        "card_sets": [
            {
                "set_name": "First",
                "set_code": "LAN-EN001",
                "set_rarity": "Rare",
                "set_rarity_code": "(R)",
                "set_price": "0",
            },
            {"set_name": "First", "set_code": "LAN-EN001", "set_rarity": "Ultra Rare", "set_rarity_code": "(UR)"},
        ],
        "card_images": [
            {"id": number, "image_url": "https://example.invalid/1.jpg", "image_url_small": "", "image_url_cropped": ""}
        ],
        "card_prices": [{"cardmarket_price": "0.02"}],
        **more,
    }


def yugi_card(konami: int | None, password: int | None, name: str, **more: Any) -> dict[str, Any]:
    """A file of yaml-yugi's `data/cards`."""
    none = dict.fromkeys(("de", "es", "fr", "it", "pt", "ja", "ja_romaji", "ko", "ko_rr", "zh-TW", "zh-CN"))
    names = {"en": name, **none, **more.pop("names", {})}
    return {
        "konami_id": konami,
        "password": password,
        "name": names,
        "text": {"en": "It waits.", "de": None},
        "card_type": "Monster",
        "monster_type_line": "Dragon / Effect",
        "attribute": "DARK",
        "level": 4,
        "atk": "?",
        "def": 800,
        "series": ["Lantern"],
        "images": [{"index": 1, "image": "Lantern-LAN-EN-R.png"}],
        "sets": {
            "en": [{"set_number": "LAN-EN001", "set_name": "First", "rarities": ["Rare", "Ultra Rare"]}],
            "ja": [{"set_number": "LAN-JP???", "set_name": "First", "rarities": None}],
        },
        "limit_regulation": {"tcg": "Unlimited", "ocg": "Not yet released"},
        "yugipedia_page_id": 640000 + (password or konami or 0),
        **more,
    }


def test_one_card_is_one_whichever_sources_name_it_in_any_order(tmp_path: Path) -> None:
    write_pack(
        tmp_path / "karuta",
        [karuta_card("4321", "Lantern", game="yugioh", codes={"passcode": "20001000"}, kind="Monster")],
        images=[("lantern.png", "4321", "main")],
        pictures={"lantern.png": 9},
    )
    write_cdb(tmp_path / "cards.cdb", [cdb_row(20001000, "Lantern"), cdb_row(20001001, "Lantern", alias=20001000)])
    write_json(tmp_path / "cardinfo.json", {"data": [deck_card(20001000, "Lantern")]})
    write_json(tmp_path / "cards.json", [yugi_card(4321, 20001000, "Lantern", names={"de": "Laterne"})])
    sources = [tmp_path / name for name in ("karuta", "cards.cdb", "cardinfo.json", "cards.json")]
    dice = random.Random(3)
    for number in range(6):
        order = dice.sample(sources, len(sources))
        library = LibraryFolder(tmp_path / f"library-{number}")
        reports = [add_source(path, library) for path in order]
        assert [report.joined for report in reports] == [0, 1, 1, 1]
        ((card_id, card),) = cards_of(library).items()
        assert card.names["de"] == "Laterne"
        assert {printing.set_code for printing in card.printings} == {"LAN-EN001", "LAN-JP???"}
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            for text in ("4321", "20001000", "20001001", "yugioh:4321"):
                assert catalogue.find(text) == CardKey("yugioh", card_id)
            assert len(catalogue.artworks(CardKey("yugioh", card_id))) == 1
        before = library.catalogue_db.read_bytes()
        again = [add_source(path, library) for path in order]
        assert [report.cards.changed for report in again] == [0, 0, 0, 0]
        assert library.catalogue_db.read_bytes() == before


def test_several_passcodes_of_one_card_join_by_the_publishers_id(tmp_path: Path, library: LibraryFolder) -> None:
    one, other = deck_card(20001000, "Lantern"), deck_card(70000000, "Lantern")
    for card in (one, other):
        card["misc_info"] = [{"konami_id": 4321}]
    write_json(tmp_path / "cardinfo.json", {"data": [one, other, one]})
    write_pictures(tmp_path / "pics", ["20001000", "70000000"])
    report = add_source(tmp_path / "cardinfo.json", library)
    assert (report.cards.added, report.artworks.added, report.skipped) == (1, 2, ())
    assert report.fates == Fates(rows=3, cards=1, printings=1, same=1)
    assert cards_of(library)["4321"].codes["other_passcodes"] == ["70000000"]


def test_a_list_as_it_was_sent_is_unpacked(tmp_path: Path, library: LibraryFolder) -> None:
    data = gzip.compress(json.dumps({"data": [deck_card(n, f"Card {n}") for n in range(1, 50)]}).encode())
    (tmp_path / "cardinfo.json.gz").write_bytes(data)
    assert add_source(tmp_path / "cardinfo.json.gz", library).cards.added == 49
    (tmp_path / "cut.json.gz").write_bytes(data[: len(data) // 2])
    with pytest.raises(CatalogueError, match=r"None of the rows.*cannot be unpacked"):
        add_source(tmp_path / "cut.json.gz", LibraryFolder(tmp_path / "second"))


def test_another_name_under_one_passcode_is_named_and_not_joined(tmp_path: Path, library: LibraryFolder) -> None:
    cards = [deck_card(20001000, "Lantern"), deck_card(20001000, "Crow")]
    report = add_source(write_json(tmp_path / "cardinfo.json", {"data": cards}), library)
    assert [row.reason for row in report.skipped] == ["it has the id 20001000 of row 1, and another name: left out"]
    assert (report.shared_ids, cards_of(library)["20001000"].names) == (1, {"en": "Lantern"})


def test_a_number_of_another_register_joins_no_strangers(tmp_path: Path, library: LibraryFolder) -> None:
    """A folder of somebody's own may have passcodes as ids, and those look like the publisher's."""
    pack = [karuta_card("10000", "Dragon of Ten", game="yugioh", codes={"passcode": "00010000"})]
    add_source(write_pack(tmp_path / "own", pack), library)
    write_json(tmp_path / "cards.json", [yugi_card(10000, 20001000, "Lantern")])
    with pytest.raises(CatalogueError, match=r"None of the rows.*not joined: yugioh:10000 has its publisher's id"):
        add_source(tmp_path / "cards.json", library)


@pytest.mark.parametrize(("make", "name"), [(deck_card, "cardinfo.json"), (yugi_card, "cards.json")])
def test_broken_cards_are_told_exactly_and_one_that_stands_twice_says_nothing_new(
    tmp_path: Path, library: LibraryFolder, make: Any, name: str
) -> None:
    numbers = range(20001000, 20001100)
    cards = [make(*((n,) if make is deck_card else (n % 5000 + 1, n)), f"Card {n}") for n in numbers]
    for number, fault in (
        (4, {"name": None}),
        (30, {"name": []}),
        (31, {"id": None} if make is deck_card else {"konami_id": None, "password": 0}),
    ):
        cards[number] = {**cards[number], **fault}
    cards[31].pop("yugipedia_page_id", None)
    cards[60] = cards[59]
    lines = [json.dumps(card) for card in cards]
    lines[90] = lines[90].replace('"name":', '"name"', 1)
    text = "[\n" + ",\n".join(lines) + "\n]"
    (tmp_path / name).write_text('{"data": ' + text + "}" if make is deck_card else text, encoding="utf-8")
    report = add_source(tmp_path / name, library)
    assert report.fates == Fates(rows=100, cards=95, same=1, skipped=4)
    assert [row.line for row in report.skipped] == [6, 32, 33, 92]
    assert {row.file for row in report.skipped} == {name}
    assert all(row.reason for row in report.skipped)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        *[("LOB-005", "en"), ("LOB-E005", "en"), ("LOB-EN005", "en"), ("SBC1-ENS01", "en"), ("DUAD-AE001", "en")],
        *[("LOB-DE005", "de"), ("LOB-G005", "de"), ("LOB-F005", "fr"), ("LOB-FR005", "fr"), ("LOB-IT1", "it")],
        *[
            ("LOB-SP005", "es"),
            ("LOB-PT005", "pt"),
            ("RD/KP01-JP023", "ja"),
            ("LOB-KR???", "ko"),
            ("DBTM-SC020", "zh-CN"),
        ],
        *[("BLAR-EN10K", "en"), ("PROMO", "")],
    ],
)
def test_the_language_of_a_printing_stands_in_its_code(code: str, language: str) -> None:
    assert language_of(code) == language
