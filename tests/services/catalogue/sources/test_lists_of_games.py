"""Lists in the layouts of games and tools that nobody spoke of: what goes in, under which ids, names and numbers.

Cards and pictures are drawn; keys, nesting and quirks are those of the projects that publish such lists.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.any_lists import WORDS, opaque
from tests.sources import write_json

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError
from karuta.services.catalogue.sources import list_rows
from karuta.services.catalogue.sources.card_source import SourceCard, SourceOptions
from karuta.services.catalogue.sources.recognise import open_source

NUMBERED = tuple(enumerate(WORDS, start=1))
Rows = list[dict[str, Any]]


def lorcana() -> Any:
    """An enchanted card names the card of which it is another artwork, and a shop's ids look like a card's."""
    cards = [
        {
            **{"id": number, "fullName": f"{name} - Under {WORDS[-number]}", "name": name, "version": "Under a tree"},
            **{
                "externalLinks": {"cardTraderId": 9000 + number, "tcgPlayerId": 500 + number},
                "fullText": f"Waits {name}",
            },
            **{"images": {"full": f"https://example.invalid/{number}_full.jpg"}, "number": number % 6 + 1},
            **{
                "setCode": str(1 + number // 7),
                "abilities": [{"name": "WAIT"}],
                "type": "Character",
                "cost": number % 7,
            },
        }
        for number, name in NUMBERED
    ]
    cards.append({**cards[2], "id": 900, "number": 205, "baseId": 3, "externalLinks": {"cardTraderId": 77}})
    return {"metadata": {"language": "en"}, "sets": {"1": {"name": "Lamps"}, "2": {"name": "Rain"}}, "cards": cards}


def star_wars() -> Any:
    """A name and a subtitle tell cards apart; a number counts in its set, and each variant has one."""
    rows: Rows = []
    for number, name in NUMBERED:
        for at, subtitle in enumerate(("Old Friend", "At Sea")[: 1 + number % 2]):
            for more, variant in ((0, "Normal"), (200, "Hyperspace"))[: 1 + (number % 3 == 0)]:
                code = f"{2 * number + at + more:03d}"
                rows.append(
                    {
                        **{"Set": "SOX", "Number": code, "Name": name, "Subtitle": subtitle, "Type": "Unit"},
                        **{"Power": str(number % 5 + at), "HP": "7", "VariantType": variant, "Rarity": "Rare"},
                        **{"FrontArt": f"https://example.invalid/cards/SOX/{code}.png"},
                    }
                )
    return {"total_cards": len(rows), "data": rows}


def altered() -> Any:
    """Of each name three cards with other costs, whose ids differ by `_C`, `_R1`, `_R2`."""
    return {
        f"ALT_CORX_B_AX_{number:02d}_{mark}": {
            **{
                "id": f"ALT_CORX_B_AX_{number:02d}_{mark}",
                "name": {"en": name, "fr": f"Le {name}"},
                "type": "CHARACTER",
            },
            **{"imagePath": {"en": f"https://example.invalid/{opaque(number)}.jpg"}, "cardSet": "CORX"},
            **{"elements": {"MAIN_COST": str(number % 6 + at), "RECALL_COST": str(at), "OCEAN_POWER": str(at)}},
        }
        for number, name in NUMBERED
        for at, mark in enumerate(("C", "R1", "R2"))
    }


def arkham() -> Any:
    """Two cards of one name; a reprint names the card that it repeats."""
    rows = [
        {
            **{"code": f"01{number:03d}", "name": name, "pack_code": "core", "pack_name": "Core", "position": number},
            **{"type_code": "asset", "text": f"Waits {number}", "imagesrc": f"/bundles/cards/01{number:03d}.png"},
        }
        for number, name in NUMBERED
    ]
    again = {**rows[0], "code": "01501", "duplicate_of_code": "01001"}
    return [*rows, again, {**rows[4], "code": "02005", "text": "Waits long", "pack_name": "Dunwich"}]


def magic_set(code: str, name: str, first: int = 1) -> dict[str, Any]:
    cards = [
        {
            **{"name": f"{word} Warden", "number": str(number), "setCode": code, "uuid": opaque(number + first)},
            **{
                "foreignData": [
                    {"language": "German", "name": f"{word}wart"},
                    {"language": "Chinese Simplified", "name": "灯"},
                ]
            },
            **{"identifiers": {"scryfallOracleId": opaque(number + 70), "tcgplayerProductId": str(first + number)}},
            **{"type": "Creature", "power": str(number % 4), "text": f"Waits {number}", "language": "English"},
        }
        for number, word in enumerate(WORDS, start=first)
    ]
    for card, same in zip(cards, range(1, 99), strict=False):
        card["identifiers"]["scryfallOracleId"] = opaque(same + 70)
        card["power"], card["text"] = str(same % 4), f"Waits {same}"
    return {"code": code, "name": name, "cards": cards, "tokens": [{"name": "Bird", "uuid": opaque(5)}]}


def sealed(value: Any) -> Any:
    return {"meta": {"date": "2025", "version": "5"}, "data": value}


def pitched_with_printings() -> Any:
    return [
        {
            **{"unique_id": opaque(10 * number + pitch), "name": f"{name} Strike", "pitch": str(pitch + 1)},
            **{"functional_text": "Waits", "types": ["Action"]},
            "printings": [
                {
                    **{
                        "unique_id": opaque(900 + 9 * number + at),
                        "id": f"{code}{3 * number + pitch:03d}",
                        "set_id": code,
                    },
                    **{"rarity": "C", "tcgplayer_product_id": str(100 * number + 10 * pitch + at)},
                    **{"image_url": f"https://example.invalid/{code}{3 * number + pitch:03d}.png"},
                }
                for at, code in enumerate(("MSX", "WTX")[: 1 + number % 2])
            ],
        }
        for number, name in NUMBERED
        for pitch in range(1 + number % 3)
    ]


def vanguard() -> Any:
    rows = [
        {"id": number, "name": f"Knight {name}", "sets": [f"Set One - BX01/{number:03d}EN (RRR)"], "grade": number % 4}
        for number, name in NUMBERED
    ]
    return {"data": rows, "current_page": 1, "last_page": 4}


def weiss() -> Any:
    return [
        {
            **{
                "code": f"LX/W31-E{number:03d}{mark}",
                "sid": f"E{number:03d}",
                "set": "W31",
                "name": f"{name}, in the Rain",
            },
            **{
                "image": f"https://example.invalid/LX_W31_E{number:03d}{mark}.png",
                "level": number % 4,
                "color": "BLUE",
            },
        }
        for number, name in NUMBERED
        for mark in ("", "SP")[: 1 + (number % 5 == 0)]
    ]


def in_locales() -> Any:
    return [
        {"id": f"LX_{number:03d}", "name": {"deDE": f"{name}laterne", "enUS": name, "jaJP": f"{name}の灯"}, "set": "LX"}
        for number, name in NUMBERED
    ]


def edges() -> Any:
    nodes = [
        {"node": {"id": f"c{100 + number}", "name": name, "collectorNumber": str(number), "set": {"code": "LX"}}}
        for number, name in NUMBERED
    ]
    return {"data": {"allCards": {"edges": nodes}}}


def digimon() -> Any:
    return [
        {"name": f"{name}mon", "id": f"BX1-{number:03d}", "set_name": ["BX-01: One"], "main_effect": "", "dp": 2000}
        for number, name in NUMBERED
    ]


def tcgdex() -> Any:
    return [
        {"id": f"bx1-{number}", "localId": str(number), "name": name, "set": {"id": "bx1", "name": "Base"}}
        for number, name in NUMBERED
    ]


JSON_LISTS: dict[str, Callable[[], Any]] = {
    **{"lorcana": lorcana, "star wars": star_wars, "altered": altered, "arkham": arkham, "vanguard": vanguard},
    **{"weiss": weiss, "locales": in_locales, "edges and nodes": edges, "digimon": digimon, "tcgdex": tcgdex},
    "magic, one set": lambda: sealed(magic_set("10X", "Tenth")),
    "magic, all sets": lambda: sealed({"10X": magic_set("10X", "Tenth"), "2XD": magic_set("2XD", "Second", 40)}),
    "magic, a name a key": lambda: sealed(
        {f"{name} Warden": [{"name": f"{name} Warden", "type": "Creature"}] for name in WORDS}
    ),
    "printings within cards": pitched_with_printings,
    "sets in a list": lambda: [
        {"code": c, "name": c, "cards": [{"number": n, "name": f"{w} {c}"} for n, w in NUMBERED]} for c in "AB"
    ],
    "deep below other keys": lambda: {"response": {"data": {"cards": [{"id": n, "name": w} for n, w in NUMBERED]}}},
}


def read(path: Path) -> tuple[dict[str, SourceCard], int]:
    with open_source(path, options=SourceOptions(), cancel=CancelToken()) as (source,):
        rows = list(source.cards())
    cards = {row.card.key.card_id: row for row in rows if isinstance(row, SourceCard)}
    return cards, len(rows) - len(cards)


def test_a_nested_file_too_large_to_be_read_whole_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_json(
        tmp_path / "all.json", sealed({"10X": magic_set("10X", "Tenth"), "2XD": magic_set("2XD", "Second")})
    )
    monkeypatch.setattr(list_rows, "MOST_WHOLE", 1000)
    with pytest.raises(
        CatalogueError, match="its list lies within other objects, and it is too large to be read whole"
    ):
        read(path)


def write_sheets(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
