"""What the four projects publish, as their addresses have it, made for tests: cards that do not exist."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Any

from PIL import Image

from tests.loopback import Published
from tests.pictures import card as drawn_card

CARDS = 12
DECK = "db.ygoprodeck.com/api/v7/cardinfo.php?misc=yes"
DECK_PICTURES = "images.ygoprodeck.com/images/cards"
YUGI = "dawnbrandbots.github.io/yaml-yugi/cards.json"
BULK = "api.scryfall.com/bulk-data"
BULK_FILE = "data.scryfall.io/default-cards/default-cards-20261125.jsonl.gz"
MAGIC_PICTURES = "cards.scryfall.io/normal"
ARCHIVE = "codeload.github.com/PokemonTCG/pokemon-tcg-data/zip/refs/heads/master"
POKEMON_PICTURES = "images.pokemontcg.io"


@cache
def picture(seed: int, *, format: str = "JPEG") -> bytes:
    said = io.BytesIO()
    Image.fromarray(drawn_card(seed)).save(said, format=format)
    return said.getvalue()


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def passcode(number: int) -> int:
    return 10_000_000 + 1000 * number


def ygoprodeck(count: int = CARDS) -> dict[str, Published]:
    """Cards in two sets, LAN and MOO; the first has a second artwork."""
    files = {}
    for language in ("en", "de", "fr", "it", "pt"):
        cards = [_deck_card(number, language) for number in range(1, count + 1)]
        address = DECK if language == "en" else f"{DECK}&language={language}"
        files[address] = Published(as_json({"data": cards}), is_packed=True, has_ranges=False)
    for number in [*(passcode(number) for number in range(1, count + 1)), passcode(1) + 1]:
        files[f"{DECK_PICTURES}/{number}.jpg"] = Published(picture(number % 997))
    return files


def _deck_card(number: int, language: str) -> dict[str, Any]:
    code = passcode(number)
    images = [code, code + 1] if number == 1 else [code]
    return {
        "id": code,
        "name": f"Card {number} ({language})",
        "type": "Effect Monster",
        "humanReadableCardType": "Effect Monster",
        "frameType": "effect",
        "desc": "It waits. " * 20,
        "race": "Dragon",
        "card_sets": [{"set_name": "First", "set_code": f"{'LAN' if number % 2 else 'MOO'}-EN{number:03}"}],
        "card_images": [{"id": image, "image_url": f"https://{DECK_PICTURES}/{image}.jpg"} for image in images],
        "misc_info": [{"konami_id": 4000 + number}],
    }


def yaml_yugi(count: int = CARDS) -> dict[str, Published]:
    cards = [
        {
            "konami_id": 4000 + number,
            "password": passcode(number),
            "yugipedia_page_id": number,
            "name": {"en": f"Card {number}", "ja": f"カード{number}"},
            "text": {"en": "It waits. " * 40},
            "card_type": "Monster",
            "sets": {"en": [{"set_number": f"LAN-EN{number:03}", "set_name": "First", "rarities": ["Rare"]}]},
        }
        for number in range(1, count + 1)
    ]
    return {YUGI: Published(as_json(cards), is_packed=True)}


def uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-{number:012x}"


def scryfall(count: int = CARDS) -> dict[str, Published]:
    """The index, today's file, and a picture a card; card 2 has two sides, card 3 is card 1 in another set."""
    rows = [_magic_card(number) for number in range(1, count + 1)]
    index = {
        "object": "list",
        "data": [
            {"type": "oracle_cards", "jsonl_download_uri": "https://data.scryfall.io/other.jsonl.gz"},
            {"type": "default_cards", "jsonl_download_uri": f"https://{BULK_FILE}", "updated_at": "2026-11-25"},
        ],
    }
    lines = b"\n".join(as_json(row) for row in rows) + b"\n"
    files = {BULK: Published(as_json(index), has_ranges=False), BULK_FILE: Published(gzip.compress(lines, mtime=0))}
    for number in range(1, count + 1):
        for side in ("front", "back") if number == 2 else ("front",):
            files[f"{MAGIC_PICTURES}/{side}/{uuid(number)}.jpg"] = Published(
                picture(number + (50 if side == "back" else 0))
            )
    return files


def _magic_card(number: int) -> dict[str, Any]:
    of = 1 if number == 3 else number

    def uris(side: str) -> dict[str, Any]:
        address = f"https://{MAGIC_PICTURES}/{side}/{uuid(number)}.jpg?17"
        return {"small": address, "normal": address.removesuffix("?17")}

    card: dict[str, Any] = {
        "object": "card",
        "id": uuid(number),
        "oracle_id": uuid(1000 + of),
        "name": f"Crow {of}",
        "lang": "en",
        "scryfall_uri": "https://example.invalid/y",
        "layout": "normal",
        "set": "two" if number == 3 else "one",
        "set_name": "Lanterns",
        "collector_number": str(number),
        "rarity": "rare",
        "illustration_id": uuid(5000 + of),
        "oracle_text": "It waits. " * 20,
    }
    if number != 2:
        return {**card, "image_uris": uris("front")}
    faces = [
        {"name": side, "illustration_id": uuid(6000 + at), "image_uris": uris(side)}
        for at, side in enumerate(("front", "back"))
    ]
    return {**card, "layout": "transform", "name": "Dusk // Dawn", "illustration_id": None, "card_faces": faces}


def pokemon(count: int = CARDS, *, more: Mapping[str, bytes] | None = None) -> dict[str, Published]:
    """The archive of the repository with two sets, and a small picture a card. `more`: into the archive."""
    codes = ("base1", "me2")
    sets = [{"id": code, "name": f"Set {code}", "printedTotal": count, "ptcgoCode": code.upper()} for code in codes]
    files, members = {}, {"sets/en.json": as_json(sets), "README.md": b"# Data", "decks/en/base1.json": b"[]"}
    for code in codes:
        cards = [_pokemon_card(code, number) for number in range(1, count // 2 + 1)]
        members[f"cards/en/{code}.json"] = as_json(cards)
        for number in range(1, count // 2 + 1):
            seed = number + (100 if code == "me2" else 0)
            files[f"{POKEMON_PICTURES}/{code}/{number}.png"] = Published(picture(seed, format="PNG"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {
            **{f"pokemon-tcg-data-master/{name}": body for name, body in members.items()},
            **(more or {}),
        }.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    files[ARCHIVE] = Published(packed.getvalue(), has_ranges=False)
    return files


def _pokemon_card(code: str, number: int) -> dict[str, Any]:
    address = f"https://{POKEMON_PICTURES}/{code}/{number}"
    return {
        "id": f"{code}-{number}",
        "name": f"Mouse {code} {number}",
        "supertype": "Pokémon",
        "subtypes": ["Basic"],
        "number": str(number),
        "rarity": "Common",
        "flavorText": "It waits. " * 20,
        "images": {"small": f"{address}.png", "large": f"{address}_hires.png"},
    }


ALL = {"ygoprodeck": ygoprodeck, "yaml-yugi": yaml_yugi, "scryfall": scryfall, "pokemon-tcg-data": pokemon}
