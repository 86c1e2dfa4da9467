"""Scryfall's bulk files and the Pokémon TCG data: faces, languages, sets without a code, broken rows, damage."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.sources import add_source, cards_of, write_json

from karuta.listings.domain.inventory import shop_id
from karuta.paths import LibraryFolder


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
