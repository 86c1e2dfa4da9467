"""Quirks of lists as people have them, one a row: it goes in whole, or asks one question, and every row is counted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.any_lists import WORDS, write_csv
from tests.services.catalogue.sources.test_lists_of_games import write_sheets
from tests.sources import add_source, cards_of, write_json

from karuta.domain.card import Card, editions_of
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.take_in import Fates

NUMBERED = tuple(enumerate(WORDS))
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Quirk:
    """`files`: name -> rows. What becomes of them: `fates`, the reasons of what is left out, cards as `outline` has
    them, the names of languages and of columns of which nothing was taken; or the question `asks`.
    """

    files: Mapping[str, Any]
    fates: Fates = field(default_factory=Fates)
    left_out: Sequence[str] = ()
    cards: Mapping[str, str] = field(default_factory=dict)
    languages: str = ""
    unused: Sequence[str] = ()
    asks: str = ""


def outline(card: Card) -> str:
    """`en Lantern | A-1 de: 1st, foil | A-2`."""
    issues = (
        f"{issue.set_code} {issue.lang}".strip() + f": {editions_of(card, issue.set_code)}".rstrip(": ")
        for issue in card.printings
    )
    return " | ".join((*(f"{language} {name}" for language, name in card.names.items()), *issues))


def rows_of(texts: Iterable[str], **more: Callable[[int], Any]) -> Rows:
    """Names, and other columns by the number of each."""
    return [{"name": text} | {column: of(at) for column, of in more.items()} for at, text in enumerate(texts)]


ALLIES = [
    {"code": f"{at:03d}", "name": name, "cost": at % 4, "kind": "Ally", "text": f"It waits {at}.", "artist": "N"}
    for at, name in NUMBERED
]
REPRINTS = [{"code": f"{500 + at}", "duplicate_of": f"{at:03d}", "pack": "again"} for at in range(5)]
REPRINTS += [{"code": "509", "duplicate_of": "none", "pack": "again"}]
RARITIES = [
    {
        "code": f"LX/W31-E{at:03d}",
        "name": f"{WORDS[at % 400 % 12]} {at % 400 // 12}",
        "level": 7 if at == 479 else at % 3,
    }
    for at in range(480)
]
THREE_OF_EACH = [f"{name} {other}" for name in WORDS for other in WORDS][:120]
PRINTINGS = [
    {"id": f"K{at}", "name": name, "set": "LAN", "number": f"{at + 1:03d}", **issue}
    for at, name in NUMBERED
    for issue in (
        {"edition": "A", "foil": "no"},
        {"edition": "A", "foil": "Yes"},
        {"edition": "U", "foil": ""},
        {"edition": "U", "foil": "cold"},
    )[: 1 + at % 4]
]
STAMPED = [
    {"name": f"{name}の灯", "subtitle": f"{WORDS[at - turn]}で", "card_identifier": f"{turn}{at:02d}/204 JA 4"}
    for at, name in NUMBERED
    for turn in (1, 2)
]
SHEETS = {
    "Cards": [["No", "Name", "Faction", "Effect"], *([at, name, "Red", "Waits"] for at, name in NUMBERED)],
    "Factions": [["Name", "Color"], ["Red", "red"]],
    "Effects": [["Name", "Text"], ["Waits", "It"]],
}
YAML = "".join(f"- id: {at:03d}\n  Name: {name}\n  No: 1:30\n" for at, name in NUMBERED)
ISSUES = "common: &common\n  set: LAN\n  rarity: ~\ncards:\n"
ISSUES += "".join(f"- {{<<: *common, id: {at}, name: '{name}', number: 0{at:02d}}}\n" for at, name in NUMBERED)
LAUGHS = "a0: &a0 [ha, ha]\n" + "".join(f"a{at}: &a{at} [*a{at - 1}, *a{at - 1}]\n" for at in range(1, 60))
JAPANESE = [*(f"{name}の灯" for name in WORDS), "白龍", "雨", "LINA"]
ALL = Fates(rows=12, cards=12)
REPRINTED = Quirk(
    {"a_core.json": ALLIES, "b_again.json": REPRINTS},
    Fates(rows=18, cards=12, printings=5, skipped=1),
    ["b_again.json row 6: it is a printing of none, which is not in the list"],
    {"003": "en Paper | 003 | 503"},
)

QUIRKS = {
    "a code of its own in every row beats the name": Quirk({"l.json": RARITIES}, Fates(rows=480, cards=480)),
    "marks of no width": Quirk(
        {"l.csv": rows_of((f"\u200b{name}\ufeff" for name in WORDS), cost=int)}, ALL, cards={"Rain": "en Rain"}
    ),
    "reprints without a name": REPRINTED,
    "reprints before their cards": Quirk(
        {"a_again.json": REPRINTS, "b_core.json": ALLIES},
        REPRINTED.fates,
        [REPRINTED.left_out[0].replace("b_", "a_")],
        REPRINTED.cards,
    ),
    "a file of other things": Quirk(
        {
            "cards.json": rows_of(WORDS, id=int, cost=int, text=str),
            "packs.json": [{"key": at, "released": "2019", "size": 9} for at in range(7)],
        },
        Fates(rows=13, cards=12, skipped=1),
        ["packs.json: the file lists other things than most beside it do: left out, 7 in all"],
    ),
    "sheets of what a column holds": Quirk(
        {"cards.xlsx": SHEETS},
        Fates(rows=14, cards=12, skipped=2),
        [
            f"cards.xlsx, {column}s line 1: the sheet lists what the column {column} holds: left out"
            for column in ("Faction", "Effect")
        ],
    ),
    **{
        f"three cards of each {column}, {form.format(1)}": Quirk(
            {"l.csv": rows_of(THREE_OF_EACH, **{column: lambda at, form=form: form.format(at // 3)}, cost=int)},
            asks=r"80 of the first 120 rows have the .* of another row and differ from it",
        )
        for column in ("id", "Card ID", "Nr.")
        for form in ("{}", "LN-{:03d}")
    },
    "editions and foils": Quirk(
        {"l.csv": PRINTINGS},
        Fates(rows=30, cards=12, printings=18),
        cards={"K0": "en Lantern | LAN-001: A", "K3": "en Paper | LAN-004: A; A, foil; U; U, cold"},
    ),
    "an edition beside no set is the printing's where it reads so": Quirk(
        {"l.csv": rows_of(WORDS, number=lambda at: f"L-{at:02d}", edition=lambda at: ("1st", "Unlimited")[at % 2])},
        ALL,
        cards={"L-01": "en Crow | L-01: Unlimited"},
    ),
    "finishes of JSON": Quirk(
        {"l.json": rows_of(WORDS, id=int, collectorNumber=lambda at: f"L-{at:02d}", finishes=lambda at: ["foil", "x"])},
        ALL,
        cards={"1": "en Crow | L-01: foil; finishes"},
    ),
    "foil is true": Quirk(
        {"l.json": rows_of(WORDS, id=int, collectorNumber=lambda at: f"L-{at:02d}", isFoil=lambda at: at % 2 == 1)},
        ALL,
        cards={"1": "en Crow | L-01: is foil", "2": "en Rain | L-02"},
    ),
    "a number, its language and its set": Quirk(
        {"l.json": {"cards": {"all": STAMPED}}},
        Fates(rows=24, cards=24),
        cards={"Crowの灯-Lanternで": "ja Crowの灯 - Lanternで | 4-101/204 ja"},
    ),
    "kanji alone and Latin letters in a Japanese list": Quirk(
        {"l.csv": rows_of(JAPANESE, cost=int)}, Fates(rows=15, cards=15), languages="ja"
    ),
    "a dot in an English name": Quirk({"l.csv": rows_of([*WORDS[1:], "Owl・Kite"], cost=int)}, ALL, languages="en"),
    "a language in the file's name": Quirk({"deck_pt.csv": rows_of(WORDS, cost=int)}, ALL, languages="pt"),
    "a few Chinese names": Quirk({"deck_zh-cn.csv": rows_of([*WORDS[1:], "白龍"])}, ALL, languages="en zh-CN"),
    "YAML: what is written": Quirk({"l.yaml": YAML}, ALL, cards={"000": "en Lantern | 1:30"}),
    "YAML: cards below a key, with what an alias takes over": Quirk(
        {"l.yml": ISSUES}, ALL, cards={"1": "en Crow | LAN-001"}
    ),
    "YAML: a card a document": Quirk(
        {"l.yaml": YAML.replace("- ", "---\n  ")}, ALL, cards={"000": "en Lantern | 1:30"}
    ),
    "YAML: tags": Quirk(
        {"l.yaml": YAML.replace("id: ", "id: !!python/name:os.system ")}, ALL, cards={"001": "en Crow | 1:30"}
    ),
    **{
        f"YAML: {what}": Quirk({"l.yaml": f"{YAML}{text}"}, asks=asks)
        for what, text, asks in (
            (
                "aliases without end",
                f"- text: {{{LAUGHS.replace(chr(10), ', ')}}}\n",
                "far more .* than its size explains",
            ),
            (
                "an alias of itself",
                "- &a {name: Rain, text: [*a]}\n",
                "the alias a stands for nothing that ends before it",
            ),
            ("values in values", f"- text: {'[' * 200}{']' * 200}\n", "more than 100 values lie within each other"),
            ("a list beyond all measure", "#" * 16_000_000, "more than 16 MB; write it as JSON"),
            ("a broken line", "- name: a: b\n", "cannot be read as YAML: line 37, mapping values are not allowed"),
        )
    },
    "a column made of two that are called names": Quirk(
        {
            "l.csv": [
                {"id": at, "fullName": f"{how} {name}", "name": name, "version": f"{name} - {how} {name}"}
                for at, (how, name) in enumerate(
                    (how, name) for how in ("Under", "In") for name in (*WORDS, *WORDS[:4])
                )
            ]
        },
        asks="The column version holds what fullName does and more; say which",
    ),
    "columns of which nothing is taken": Quirk(
        {"l.csv": rows_of(WORDS, id=int, Rules=str, Artist=str)}, ALL, unused=("Rules", "Artist")
    ),
}


def write_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def written(files: Mapping[str, Any], folder: Path) -> Path:
    """The one file, or their folder."""
    folder.mkdir()
    for name, rows in files.items():
        write = {"json": write_json, "csv": write_csv, "xlsx": write_sheets}.get(name.rpartition(".")[2], write_text)
        path = write(folder / name, rows)
    return path if len(files) == 1 else folder


@pytest.mark.parametrize("name", QUIRKS)
def test_a_list_with_this_quirk_goes_in_whole_or_asks(tmp_path: Path, library: LibraryFolder, name: str) -> None:
    quirk = QUIRKS[name]
    path = written(quirk.files, tmp_path / "game")
    if quirk.asks:
        with pytest.raises(CatalogueError, match=quirk.asks):
            add_source(path, library)
        return
    report, cards = add_source(path, library), cards_of(library)
    assert (report.fates, [f"{row.place}: {row.reason}" for row in report.skipped]) == (quirk.fates, [*quirk.left_out])
    assert {card_id: outline(cards[card_id]) for card_id in quirk.cards} == quirk.cards
    languages = {language for card in cards.values() for language in card.names}
    assert not quirk.languages or languages == set(quirk.languages.split())
    assert not quirk.unused or report.unused == quirk.unused


def test_any_damage_of_a_yaml_list_ends_in_rows_or_in_a_sentence(tmp_path: Path) -> None:
    dice = random.Random(3)
    for number in range(40):
        damaged = bytearray((YAML + ISSUES).encode())
        for _ in range(1 + number % 6):
            damaged[dice.randrange(len(damaged))] = dice.choice(b"\0 \t\n-:&*!|>'\"[{#%@\xff")
        path = tmp_path / f"{number}.yaml"
        path.write_bytes(damaged)
        try:
            fates = add_source(path, LibraryFolder(tmp_path / str(number))).fates
        except CatalogueError as error:
            assert str(error).endswith(".") and "\n" not in str(error)
        else:
            assert fates.cards + fates.printings + fates.same + fates.shared_ids + fates.skipped == fates.rows > 0
