"""Scryfall's bulk files and the Pokémon TCG data: faces, languages, sets without a code, broken rows, damage."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.sources import add_source, cards_of, write_json, write_pictures

from karuta.domain.card import CardKey, Printing
from karuta.domain.errors import CatalogueError
from karuta.listings.domain.inventory import shop_id
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import Tally, Unpaired
from karuta.services.catalogue.take_in import Fates
from karuta.store.cards import Catalogue


def uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-{number:012x}"


def magic_card(number: int, name: str, *, oracle: int | None = None, **more: Any) -> dict[str, Any]:
    """A card object of Scryfall's."""
    return {
        "object": "card",
        "id": uuid(number),
        "oracle_id": uuid(oracle or 1000 + number),
        "multiverse_ids": [],
        "mtgo_id": None,
        "name": name,
        "lang": "en",
        "released_at": "2026-01-01",
        "uri": "https://example.invalid/x",
        "scryfall_uri": "https://example.invalid/y",
        "layout": "normal",
        "highres_image": True,
        "image_uris": {"small": "https://example.invalid/s.jpg", "large": "https://example.invalid/l.jpg"},
        "mana_cost": "{1}{U}",
        "cmc": 2.0,
        "type_line": "Creature — Crow",
        "colors": ["U"],
        "digital": False,
        "set": "lan",
        "set_name": "Lanterns",
        "collector_number": str(number),
        "rarity": "rare",
        "illustration_id": uuid(5000 + number),
        "prices": {"usd": None},
        **more,
    }


def write_bulk(path: Path, cards: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[\n" + ",\n".join(json.dumps(card) for card in cards) + "\n]\n", encoding="utf-8")
    return path


def test_a_bulk_file_with_every_kind_of_card(tmp_path: Path, library: LibraryFolder) -> None:
    faces = [{"object": "card_face", "name": "Day", "image_uris": {}}, {"object": "card_face", "name": "Night"}]
    german = [{**faces[0], "printed_name": "Tag"}, {**faces[1], "printed_name": "Nacht"}]
    both_sides = [{"name": "Crow", "oracle_id": uuid(900)}, {"name": "Crow", "oracle_id": uuid(900)}]
    reversible = magic_card(7, "Crow // Crow", layout="reversible_card", card_faces=both_sides, image_uris=None)
    del reversible["oracle_id"]
    cards = [
        magic_card(1, "Storm Lantern", oracle=901),
        magic_card(2, "Storm Lantern", oracle=901, lang="ja", printed_name="嵐の灯", set="stp", rarity="common"),
        magic_card(3, "Storm Lantern", oracle=901, lang="zhs", printed_name="风暴之灯"),
        magic_card(4, "Day // Night", oracle=902, layout="transform", card_faces=faces, image_uris=None),
        magic_card(5, "Day // Night", oracle=902, layout="transform", card_faces=german, lang="de"),
        magic_card(6, "Lantern", oracle=903, layout="token", type_line="Token Artifact", illustration_id=None),
        reversible,
        magic_card(8, "Only Here", digital=True, mana_cost=None, set_name=None, collector_number="8★"),
        magic_card(9, "Art // Art", layout="art_series", type_line="Card // Card", set=None),
    ]
    write_bulk(tmp_path / "bulk" / "all-cards.json", cards)
    names = [uuid(1), f"{uuid(4)}_front", f"{uuid(4)}_back", uuid(5002), "nobody"]
    write_pictures(tmp_path / "bulk" / "images", names)
    report = add_source(tmp_path / "bulk", library)
    assert (report.format, report.skipped) == ("scryfall", ())
    assert (report.cards, report.artworks) == (Tally(6, 0, 0), Tally(4, 0, 0))
    assert report.unpaired == Unpaired(pictures=1, cards=4)
    there = cards_of(library)
    assert there[uuid(901)].names == {"en": "Storm Lantern", "ja": "嵐の灯", "zh-CN": "风暴之灯"}
    assert there[uuid(901)].printings == (
        Printing("LAN-1", "Lanterns", "en", ("rare",)),
        Printing("STP-2", "Lanterns", "ja", ("common",)),
        Printing("LAN-3", "Lanterns", "zh-CN", ("rare",)),
    )
    assert there[uuid(902)].names == {"en": "Day // Night", "de": "Tag // Nacht"}
    assert there[uuid(900)].name == "Crow"
    assert there[uuid(1008)].printings[0].set_code == "LAN-8★"
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        files = [artwork.artwork.file for artwork in catalogue.artworks(CardKey("magic", uuid(902)))]
    assert files == [f"images/{uuid(4)}_front.png", f"images/{uuid(4)}_back.png"]


def test_five_broken_objects_in_a_hundred_are_told_exactly(tmp_path: Path, library: LibraryFolder) -> None:
    cards = [magic_card(number, f"Card {number}") for number in range(100)]
    cards[3]["name"] = None
    cards[40]["object"] = "ruling"
    cards[41] = {**cards[41], "oracle_id": None, "id": None}
    path = write_bulk(tmp_path / "default-cards.json", cards)
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[61] = lines[61][:200] + ","
    lines[90] = "17,"
    path.write_text("\n".join(lines), encoding="utf-8")
    report = add_source(path, library)
    assert report.cards.added == 95
    assert [row.line for row in report.skipped] == [5, 42, 43, 62, 91]


def monster(set_id: str, number: int, name: str, **more: Any) -> dict[str, Any]:
    """An entry of a set's list of the Pokémon TCG data."""
    return {
        "id": f"{set_id}-{number}",
        "name": name,
        "supertype": "Pokémon",
        "subtypes": ["Basic"],
        "hp": "60",
        "types": ["Water"],
        "attacks": [{"name": "Splash", "cost": [], "damage": ""}],
        "number": str(number),
        "artist": "Nobody",
        "rarity": "Common",
        "nationalPokedexNumbers": [number],
        "legalities": {"unlimited": "Legal"},
        "images": {"small": "https://example.invalid/1.png", "large": "https://example.invalid/1_hires.png"},
        **more,
    }


def test_the_folder_of_the_project(tmp_path: Path, library: LibraryFolder) -> None:
    root = tmp_path / "pokemon-tcg-data"
    cards = [monster("lan1", 1, "Lampfish"), monster("lan1", 2, "Crow")]
    write_json(root / "cards" / "en" / "lan1.json", cards, indent=2)
    write_json(root / "cards" / "en" / "new.json", [monster("new", 1, "Lampfish", rarity=None, images=None)])
    write_json(root / "decks" / "en" / "d.json", [{"id": "d", "name": "Deck", "cards": [{"id": "lan1-1", "count": 2}]}])
    (root / "sets").mkdir()
    (root / "sets" / "en.json").write_text(
        '[\n  {"id": "lan1", "name": "Lanterns", "printedTotal": 102, "ptcgoCode": "LA",\n  },\n'
        '  {"id": "new", "name": "Not Out Yet"}\n]',
        encoding="utf-8",
    )
    write_pictures(root / "images" / "lan1", ["1", "1_hires", "2"])
    report = add_source(root, library)
    assert (report.format, report.skipped, report.cards) == ("pokemon-tcg-data", (), Tally(3, 0, 0))
    assert (report.artworks.added, report.unpaired.cards) == (2, 1)
    there = cards_of(library)
    assert there["lan1-1"].printings == (Printing("LA-1", "Lanterns", "en", ("Common",)),)
    assert there["lan1-1"].codes == {"number": "1/102"}
    assert there["new-1"].printings == (Printing("NEW-1", "Not Out Yet", "en"),)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert [artwork.artwork.file for artwork in catalogue.artworks(CardKey("pokemon", "lan1-1"))] == [
            "images/lan1/1_hires.png"
        ]


def test_broken_cards_of_a_set_are_told(tmp_path: Path, library: LibraryFolder) -> None:
    cards: list[Any] = [monster("lan1", number, f"Card {number}") for number in range(1, 21)]
    cards[4] = {**cards[4], "id": ""}
    cards[5] = cards[6]
    cards[9] = "no card"
    write_json(tmp_path / "lan1.json", cards)
    report = add_source(tmp_path / "lan1.json", library)
    assert report.fates == Fates(rows=20, cards=17, same=1, skipped=2)
    assert [row.reason for row in report.skipped] == ["id is missing", "not a JSON object"]


def test_damaged_lists_end_in_rows_or_in_a_sentence(tmp_path: Path) -> None:
    dice = random.Random(11)
    values = [None, [], {}, "x", -1, 1.5, True, [None], {"en": 1}, [[]], "\x1f\n", "9" * 400]
    makes = (magic_card, lambda number, name: monster("lan1", number, name))
    for number in range(40):
        make = makes[number % 2]
        cards = [make(n, f"Card {n}") for n in range(1, 30)]
        for card in cards:
            for key in dice.sample(sorted(card), 4):
                card[key] = dice.choice(values)
        folder = tmp_path / str(number)
        path = write_bulk(folder / "cards.json", cards)
        if number % 4 > 1:
            data = bytearray(path.read_bytes())
            for _ in range(6):
                data[dice.randrange(len(data))] = dice.randrange(256)
            path.write_bytes(data)
        try:
            add_source(path, LibraryFolder(folder / "library"))
        except CatalogueError as error:
            assert str(error).endswith(".")


def test_a_placeholder_is_no_picture_of_a_card(tmp_path: Path, library: LibraryFolder) -> None:
    cards = [
        magic_card(1, "Lantern", image_status="highres_scan"),
        magic_card(2, "Lamp", image_status="placeholder"),
        magic_card(3, "Torch", image_status="missing"),
    ]
    write_bulk(tmp_path / "bulk" / "default-cards.json", cards)
    write_pictures(tmp_path / "bulk" / "images", [uuid(number) for number in (1, 2, 3)])
    report = add_source(tmp_path / "bulk", library)
    assert (report.cards, report.artworks) == (Tally(3, 0, 0), Tally(1, 0, 0))


def test_the_product_ids_of_shops_are_kept_by_printing(library: LibraryFolder, tmp_path: Path) -> None:
    cards = [
        magic_card(1, "Kite", tcgplayer_id=77, cardmarket_id=88),
        magic_card(2, "Kite", oracle=1001, set="osk", tcgplayer_id=None, cardmarket_id="99"),
        magic_card(3, "Kite", oracle=1001, lang="ja", tcgplayer_id=-1),
    ]
    add_source(write_json(tmp_path / "default-cards.json", cards), library)
    (kite,) = cards_of(library).values()
    assert shop_id(kite, "tcgplayer", "LAN-1") == 77
    assert [shop_id(kite, "cardmarket", code) for code in ("LAN-1", "OSK-2", "LAN-3")] == [88, 99, None]
    assert shop_id(replace(kite, facts={"shop_ids": {"tcgplayer": [1]}}), "tcgplayer", "LAN-1") is None
