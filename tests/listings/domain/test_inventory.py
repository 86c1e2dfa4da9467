"""A list counts printings, keeps what is unsure apart, and is written as each shop takes it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.finish import FINISHES
from karuta.listings.domain.inventory import PLACES, InventoryError, InventoryRow, ShopFormat, counted_rows
from karuta.listings.services.inventory.make_inventory import (
    WrittenList,
    beside,
    placed_rows,
    read_format,
    shop_formats,
    shop_text,
    write_inventory,
)
from karuta.paths import resources_folder

FORMS = {name: read_format(path) for name, path in shop_formats(resources_folder()).items()}
DRAGON = Card(
    CardKey("yugioh", "089631139"),
    {"en": "Blue-Eyes White Dragon", "ja": "青眼の白龍"},
    codes={"passcode": "89631139"},
    facts={"type": "Normal Monster"},
    printings=(Printing("LOB-EN001", "Legend of Blue Eyes", "en", ("Ultra Rare",)),),
)
ELDER = Card(
    CardKey("magic", "a-b"),
    {"en": "=Elder, the Kite"},
    facts={"shop_ids": {"tcgplayer": {"LEA-161": 77}, "cardmarket": {"LEA-161": 88}}},
    printings=(Printing("LEA-161", "Alpha", "en", ("rare",)),),
)


def seen(card: Card, photo: str = "a.jpg", **more: object) -> InventoryRow:
    row = InventoryRow(photo, 1, "sure", card, card.name, is_settled=True, places=((photo, 1),), title=card.name)
    return replace(row, **more)  # type: ignore[arg-type]


BLUE = seen(DRAGON, set_code="LOB-EN001", language="en", edition="first", condition="near_mint", price=12.5)
KITE = seen(ELDER, set_code="LEA-161", language="ja", count=3, condition="played")


def table(name: str, *rows: InventoryRow, raw: bool = False) -> list[dict[str, str]]:
    text = shop_text(rows, FORMS[name], raw=raw)
    return list(csv.DictReader(io.StringIO(text), delimiter=FORMS[name].delimiter))


def test_one_row_a_printing_with_its_count_and_unsure_ones_one_by_one() -> None:
    other = replace(BLUE, photo="b.jpg", places=(("b.jpg", 1),))
    maybe = replace(BLUE, verdict="unsure", is_settled=False)
    unlimited = replace(BLUE, edition="unlimited")
    rows = counted_rows([maybe, BLUE, unlimited, KITE, other, maybe])
    assert [(row.name, row.edition, row.count, row.is_settled) for row in rows] == [
        ("=Elder, the Kite", None, 3, True),
        ("Blue-Eyes White Dragon", "first", 2, True),
        ("Blue-Eyes White Dragon", "unlimited", 1, True),
        ("Blue-Eyes White Dragon", "first", 1, False),
        ("Blue-Eyes White Dragon", "first", 1, False),
    ]
    assert rows[1].places == (("a.jpg", 1), ("b.jpg", 1))
    found = placed_rows(rows, FORMS["csv"], with_unsure=False)
    assert (len(found.placed), len(found.unsure)) == (3, 2)
    assert len(placed_rows(rows, FORMS["csv"], with_unsure=True).placed) == 5


def test_foils_have_rows_of_their_own_and_each_shop_has_its_word_for_it() -> None:
    finishes = [replace(KITE, finish=finish) for finish in (*FINISHES, None)]
    assert [(row.finish, row.count) for row in counted_rows(finishes)] == [("foil", 3), ("reverse", 3), (None, 6)]
    assert [(row.finish, row.count) for row in counted_rows(finishes[2:3] * 2)] == [("plain", 6)]
    words = (("moxfield", "Foil"), ("tcgplayer", "Printing"), ("cardmarket", "isFoil"), ("cardmarket", "isReverseHolo"))
    said = [[row[column] for row in table(shop, *finishes)] for shop, column in words]
    assert said == [["foil", "", "", ""], ["Foil", "", "Normal", ""], ["1", "", "", ""], ["", "1", "", ""]]
    # With a Yu-Gi-Oh card foil is a rarity, which shops know by its number.
    assert table("tcgplayer", replace(BLUE, finish="foil"))[0]["Printing"] == "1st Edition"


def test_a_shops_words_are_its_own() -> None:
    (row,) = table("cardmarket", KITE)
    assert {name: value for name, value in row.items() if value} == {
        **{"idProduct": "88", "groupCount": "3", "idLanguage": "7", "condition": "6"},
    }
    (row,) = table("tcgplayer", BLUE)
    assert (row["Product Line"], row["Set Name"], row["Number"]) == ("YuGiOh", "Legend of Blue Eyes", "LOB-EN001")
    assert (row["Condition"], row["Printing"], row["Add to Quantity"]) == ("Near Mint", "1st Edition", "1")
    assert (row["TCG Marketplace Price"], row["TCGplayer Id"]) == ("12.50", "")
    (row,) = table("moxfield", KITE, raw=True)
    assert (row["Count"], row["Name"], row["Edition"]) == ("3", "=Elder, the Kite", "lea")
    assert (row["Collector Number"], row["Language"], row["Condition"]) == ("161", "Japanese", "Played")
    (row,) = table("ebay", replace(BLUE, title="x" * 100))
    assert (len(row["*Title"]), row["*Category"], row["*Quantity"]) == (80, "183454", "1")
    assert row["CD:Card Condition - (ID: 40001)"] == "400010"


def test_a_name_is_no_formula_and_japanese_is_whole() -> None:
    blue, kite = table("csv", BLUE, KITE)
    assert (blue["name_ja"], kite["name"]) == ("青眼の白龍", "'=Elder, the Kite")
    assert table("csv", KITE, raw=True)[0]["name"] == "=Elder, the Kite"


@pytest.mark.parametrize("name", [name for name in FORMS if not FORMS[name].is_deck])
def test_what_strangers_wrote_is_one_row_and_runs_nothing(name: str) -> None:
    hostile = ("=1+1", "\t@SUM(A1)", "\r=1", "a\r=1\nb", '"hi"; a,b', "\x0b-2+3", "＝1", "x" * 10_000, "\u202egnp.exe")
    facts = {"shop_ids": {"cardmarket": {"AB-1": 1}}}
    cards = [
        seen(Card(ELDER.key, {"ja": text}, facts=facts, printings=(Printing("AB-1", text, "en", (text,)),)), photo=text)
        for text in hostile
    ]
    rows = table(name, *(replace(row, set_code="AB-1", rarity=row.name) for row in cards))
    assert len(rows) == len(hostile) and all(None not in row for row in rows)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝")]


def test_a_deck_has_a_passcode_a_line() -> None:
    fusion = seen(replace(DRAGON, codes={"passcode": "023995346"}, facts={"type": "Fusion Monster"}), count=2)
    assert shop_text([BLUE, fusion], FORMS["ydk"], raw=False).splitlines() == [
        *("#created by Karuta", "#main", "89631139", "#extra", "23995346", "23995346", "!side")
    ]
    assert not FORMS["ydk"].is_placed(KITE)


def test_what_the_shop_cannot_place_lies_beside_its_file(tmp_path: Path) -> None:
    out = tmp_path / "stock.csv"
    nameless = replace(KITE, set_code=None)
    found = placed_rows([BLUE, KITE, nameless], FORMS["cardmarket"], with_unsure=False)
    done = write_inventory(out, found, FORMS["cardmarket"], FORMS["csv"], force=False, raw=False)
    assert done == WrittenList(beside(out, "by-name"), beside(out))
    assert "88;3;" in out.read_text(encoding="utf-8")
    assert "Blue-Eyes White Dragon" not in out.read_text(encoding="utf-8")
    named = beside(out, "by-name").read_text(encoding="utf-8").splitlines()
    assert named[0].startswith("Name;Set;Number;Set name;")
    assert named[1:] == ["Blue-Eyes White Dragon;LOB;LOB-EN001;Legend of Blue Eyes;;1;12.50;en;near_mint;first"]
    assert "Elder" in beside(out).read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", [name for name in FORMS if name != "cardmarket"])
def test_every_other_form_names_cards_by_more_than_ids(name: str) -> None:
    assert FORMS[name].is_placed(BLUE) and FORMS[name].named_form is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[columns]\na = '{nothing}'", "`nothing` is not a known word"),
        ("[columns]\na = '{name.__class__}'", "places in braces"),
        ("[columns]\na = '{name!r}'", "places in braces"),
        ("[columns]\na = '{count:>9999999999}'", "places in braces"),
        ("[columns]\na = '{name'", "`{name` is not"),
        ("delimiter = ';;'\n[columns]\na = '{name}'", "not one character"),
        ("columns = 3", "not an object"),
        ("[columns", "not TOML"),
        ("title = 'x'", "missing"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InventoryError) as refused:
        read_format(tmp_path / "own.toml")
    assert reason in str(refused.value) and "own.toml" in str(refused.value)


def test_a_template_of_ones_own_takes_any_place(tmp_path: Path) -> None:
    columns = "\n".join(f"{name} = '{{{name}}}'" for name in PLACES)
    (tmp_path / "own.toml").write_text(f'delimiter = "\\t"\n[columns]\n{columns}', encoding="utf-8")
    form = read_format(tmp_path / "own.toml")
    assert isinstance(form, ShopFormat) and form.title == "own"
    assert dict(zip(form.columns, form.cells(BLUE), strict=True)) == BLUE.words()


def test_what_a_shop_requires_and_nobody_has_said_is_named() -> None:
    """eBay takes no row without a price."""
    row = InventoryRow("a.jpg", 1, "sure", card=DRAGON, name=DRAGON.name, set_code="LOB-EN001", is_settled=True)
    said = [str(gap) for gap in FORMS["ebay"].gaps([row, replace(row, price=2.5)])]
    assert said == ["1 row without *StartPrice, which the shop requires: fill it in before you upload the file."]
    assert not FORMS["cardmarket"].gaps([row])
