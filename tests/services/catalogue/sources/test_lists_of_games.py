"""Lists in the layouts of games and tools that nobody spoke of: what goes in, under which ids, names and numbers.

Cards and pictures are drawn; keys, nesting and quirks are those of the projects that publish such lists.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.any_lists import WORDS, opaque
from tests.sources import add_source, write_json

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.sources import list_rows
from karuta.services.catalogue.sources.card_source import SourceCard, SourceOptions
from karuta.services.catalogue.sources.recognise import open_source

NUMBERED = tuple(enumerate(WORDS, start=1))
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Expected:
    """`cards`, `further` printings or artworks, `left_out` rows, and of one card its id, names, codes and pictures."""

    cards: int
    card_id: str
    names: dict[str, str]
    codes: tuple[str, ...] = ()
    picture: str = ""
    further: int = 0
    left_out: int = 0


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


JSON_LISTS: dict[str, tuple[Callable[[], Any], Expected]] = {
    "lorcana": (
        lorcana,
        Expected(12, "3", {"en": "Rain - Under Kite"}, ("1-4", "1-205"), "3_full", further=1),
    ),
    "star wars": (
        star_wars,
        Expected(18, "Rain-At Sea", {"en": "Rain - At Sea"}, ("SOX-007", "SOX-207"), "SOX/207", further=6),
    ),
    "altered": (altered, Expected(36, "ALT_CORX_B_AX_03_R1", {"en": "Rain", "fr": "Le Rain"}, ("CORX",))),
    "arkham": (arkham, Expected(13, "01001", {"en": "Lantern"}, ("01001", "01501"), "cards/01001", further=1)),
    "magic, one set": (
        lambda: sealed(magic_set("10X", "Tenth")),
        Expected(12, opaque(71), {"en": "Lantern Warden", "de": "Lanternwart", "zh-CN": "灯"}, ("10X-1",), left_out=1),
    ),
    "magic, all sets": (
        lambda: sealed({"10X": magic_set("10X", "Tenth"), "2XD": magic_set("2XD", "Second", 40)}),
        Expected(
            *(12, opaque(71), {"en": "Lantern Warden", "de": "Lanternwart", "zh-CN": "灯"}, ("10X-1", "2XD-40")),
            further=12,
            left_out=1,
        ),
    ),
    "magic, a name a key": (
        lambda: sealed({f"{name} Warden": [{"name": f"{name} Warden", "type": "Creature"}] for name in WORDS}),
        Expected(12, "Crow Warden", {"en": "Crow Warden"}),
    ),
    "printings within cards": (
        pitched_with_printings,
        Expected(24, opaque(30), {"en": "Rain Strike"}, ("MSX009", "WTX009"), "WTX009"),
    ),
    "vanguard": (vanguard, Expected(12, "2", {"en": "Knight Crow"}, ("BX01/002EN",))),
    "weiss": (
        weiss,
        Expected(12, "LX/W31-E005", {"en": "Moon, in the Rain"}, ("LX/W31-E005", "LX/W31-E005SP"), "LX_W31_E005SP", 2),
    ),
    "locales": (in_locales, Expected(12, "LX_002", {"en": "Crow", "de": "Crowlaterne", "ja": "Crowの灯"})),
    "edges and nodes": (edges, Expected(12, "c102", {"en": "Crow"}, ("LX-2",))),
    "digimon": (digimon, Expected(12, "BX1-002", {"en": "Crowmon"}, ("BX1-002",))),
    "tcgdex": (tcgdex, Expected(12, "bx1-2", {"en": "Crow"}, ("bx1-2",))),
    "sets in a list": (
        lambda: [
            {"code": c, "name": c, "cards": [{"number": n, "name": f"{w} {c}"} for n, w in NUMBERED]} for c in "AB"
        ],
        Expected(24, "Crow A", {"en": "Crow A"}, ("A-2",)),
    ),
    "deep below other keys": (
        lambda: {"response": {"data": {"cards": [{"id": n, "name": w} for n, w in NUMBERED]}}},
        Expected(12, "2", {"en": "Crow"}),
    ),
}


def read(path: Path) -> tuple[dict[str, SourceCard], int]:
    with open_source(path, options=SourceOptions(), cancel=CancelToken()) as (source,):
        rows = list(source.cards())
    cards = {row.card.key.card_id: row for row in rows if isinstance(row, SourceCard)}
    return cards, len(rows) - len(cards)


@pytest.mark.parametrize("name", JSON_LISTS)
def test_a_list_in_the_layout_of_its_game_goes_in_whole(tmp_path: Path, name: str) -> None:
    content, expected = JSON_LISTS[name]
    cards, left_out = read(write_json(tmp_path / "list.json", content()))
    assert (len(cards), left_out) == (expected.cards, expected.left_out)
    assert sum(row.further + row.same for row in cards.values()) == expected.further
    row = cards[expected.card_id]
    assert row.card.names == expected.names
    codes = tuple(printing.set_code for printing in row.card.printings)
    assert codes == (expected.codes or codes)
    assert not expected.picture or expected.picture in row.pictures


def test_printings_side_by_side_have_a_product_id_each(tmp_path: Path) -> None:
    cards, _ = read(write_json(tmp_path / "list.json", pitched_with_printings()))
    assert cards[opaque(30)].card.facts["shop_ids"] == {"tcgplayer": {"MSX009": 300, "WTX009": 301}}


def test_a_folder_of_lists_has_its_cards_where_most_of_it_is(tmp_path: Path) -> None:
    """A project keeps its packs and factions, which have names too, beside the cards."""
    for pack in ("core", "two"):
        rows = [
            {
                "code": f"{pack}{number:03d}",
                "title": f"{name} {pack}",
                "cost": number,
                "text": "Waits",
                "side": "runner",
            }
            for number, name in NUMBERED
        ]
        write_json(tmp_path / "data" / "pack" / f"{pack}.json", rows)
    write_json(
        tmp_path / "data" / "packs.json", [{"code": "core", "name": "Core", "size": 12, "date_release": "2012"}] * 2
    )
    cards, left_out = read(tmp_path / "data")
    assert (len(cards), left_out) == (24, 1)


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


def test_all_sheets_of_a_workbook_are_read(tmp_path: Path) -> None:
    """A number that counts anew in each sheet tells no cards apart; what a sheet is called is the set."""
    sheets: dict[str, list[list[object]]] = {"Read me": [["About this list"], ["Made in 2025"]]}
    for title in ("LX1", "LX2"):
        sheets[title] = [["No", "Name"], *([number, f"{name} {title}"] for number, name in NUMBERED)]
    cards, left_out = read(write_sheets(tmp_path / "cards.xlsx", sheets))
    assert (len(cards), left_out) == (24, 1)
    assert [printing.set_code for printing in cards["Crow LX2"].card.printings] == ["LX2-2"]
    numbers = {
        title: [rows[0], *([f"{title}-{row[0]}", *row[1:]] for row in rows[1:])] for title, rows in sheets.items()
    }
    assert "LX2-2" in read(write_sheets(tmp_path / "numbers.xlsx", numbers))[0]


def test_a_spreadsheet_with_titles_above_and_a_total_below(tmp_path: Path) -> None:
    rows: list[Sequence[str]] = [
        ["My lamp cards", "", "", ""],
        ["Updated by somebody"],
        [],
        ["Card #", "Card", "Set", "Qty"],
    ]
    rows += [[f"LX-{number:03d}", name, "First Lamps", "2"] for number, name in NUMBERED]
    with (tmp_path / "sheet.csv").open("w", newline="") as file:
        csv.writer(file).writerows([*rows, ["Total", "", "", "24"]])
    cards, left_out = read(tmp_path / "sheet.csv")
    assert (len(cards), left_out, cards["LX-002"].card.name) == (12, 1, "Crow")


def test_two_columns_can_be_said_to_hold_an_id_together(tmp_path: Path) -> None:
    library = LibraryFolder(tmp_path / "library")
    path = write_json(tmp_path / "list.json", star_wars())
    report = add_source(path, library, columns={"id": "set + number", "name": "Name+Subtitle"})
    assert (report.cards.added, report.map["id"]) == (24, "Set+Number")
    with pytest.raises(CatalogueError, match=r"The table has no column Set\+Nothing"):
        add_source(path, library, columns={"id": "Set+Nothing"})


def test_names_of_a_rank_are_asked_about(tmp_path: Path) -> None:
    rows = [
        {"id": f"K-{number:03d}", "name": f"Rank {number % 4} of them", "what": f"Crow {number}"}
        for number in range(99)
    ]
    with pytest.raises(CatalogueError, match="holds few different names for the cards of the column id"):
        read(write_json(tmp_path / "list.json", rows))
