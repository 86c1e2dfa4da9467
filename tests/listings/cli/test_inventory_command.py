"""`karuta inventory` through the real command line: photos and labels become a list, and a shop's file."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest
from tests.commands import Run
from tests.packs import card, library_with, write_pack
from tests.window import photograph

from karuta.paths import LibraryFolder

COUNT = 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made")
    numbers = range(1, COUNT + 1)
    pack = write_pack(
        place / "pack",
        [
            card(
                str(n),
                printings=[{"set_code": f"AB-{n}", "set_name": "Abc", "lang": "en"}],
                facts={"shop_ids": {"cardmarket": {f"AB-{n}": 100 + n}}} if n < COUNT else {},
            )
            for n in numbers
        ],
        drawn={str(n): n for n in numbers},
    )
    library_with(place, pack)
    for name, *cards in (("a.png", 1, 2), ("b.png", 1), ("c.png", COUNT), ("d.png", 77)):
        photograph(place / "photos" / str(name), *(int(number) for number in cards))
    (place / "photos" / "notes.txt").write_text("no picture")
    return place


@pytest.fixture
def library(folder: Path) -> LibraryFolder:
    return LibraryFolder(folder / "library")


@pytest.fixture
def inventory(run: Run) -> Run:
    return partial(run, "inventory")


def test_a_folder_of_photos_becomes_a_list_with_counts(inventory: Run, folder: Path) -> None:
    told = inventory(folder / "photos", "--json", "--condition", "good")
    rows = told.json
    assert told.code == 0 and "1 file passed over" in told.err
    settled = [row for row in rows if row["settled"]]
    assert [(row["card_id"], row["set_code"], row["count"], row["condition"]) for row in settled] == [
        *(("1", "AB-1", 2, "good"), ("2", "AB-2", 1, "good"), ("5", "AB-5", 1, "good"))
    ]
    assert [Path(row["photo"]).name for row in rows if not row["settled"]] == ["d.png"]
    assert set(rows[0]) >= {"photo", "sighting", "game", "name", "language", "edition", "price", "verdict"}


def test_one_game_alone_is_listed(inventory: Run, folder: Path) -> None:
    (game,) = {row["game"] for row in inventory(folder / "photos", "--json").json} - {None}
    for asked, count in ((game, 3), ("nobody's", 0)):
        told = inventory(folder / "photos", "--json", "--game", asked)
        assert (f"no card of the game nobody's; it has {game}." in told.err) == (asked != game)
        assert sum(row["settled"] for row in told.json) == count


def test_a_shops_file_has_what_the_shop_can_place_and_no_unsure_card(
    inventory: Run, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "stock.csv"
    code, printed, err = inventory(folder / "photos", "--to", "cardmarket", "--out", out)
    assert (code, printed) == (0, "")
    with out.open(encoding="utf-8", newline="") as file:
        assert [(row["idProduct"], row["groupCount"]) for row in csv.DictReader(file, delimiter=";")] == [
            *(("101", "2"), ("102", "1"))
        ]
    assert "stock.by-name.csv by name, set and number" in err and "d.png" in err
    assert "Card 5;AB;5;" in (tmp_path / "stock.by-name.csv").read_text(encoding="utf-8")
    assert inventory(folder / "photos", "--to", "cardmarket", "--out", out).code == 1


def test_what_was_confirmed_is_a_list_too(run: Run, inventory: Run, folder: Path, tmp_path: Path) -> None:
    photos = folder / "photos"
    assert run("confirm", photos / "d.png", "4", "--sighting", "0", "--printing", "AB-4").code == 0
    (tmp_path / "own.toml").write_text("[columns]\nwhat = '{name} {set} {number} x{count} ({verdict})'\n")
    template = ("--template", tmp_path / "own.toml")
    code, out, _ = inventory("--confirmed", *template)
    assert code == 0 and out.splitlines()[1].endswith("AB 4 x1 (confirmed)")
    assert inventory(photos / "a.png", "--confirmed", *template).out.splitlines() == ["what"]


def test_wrong_usage_is_said(inventory: Run, tmp_path: Path) -> None:
    assert inventory().code == inventory("a.png", "--to", "shop").code == 2
    code, _, err = inventory(tmp_path / "gone.png")
    assert code == 1 and "gone.png" in err
    assert inventory(tmp_path) == (1, "", f"There is no picture in {tmp_path}.\n")
