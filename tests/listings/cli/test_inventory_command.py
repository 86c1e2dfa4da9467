"""`karuta inventory` through the real command line: photos and labels become a list, and a shop's file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.packs import card, write_pack
from tests.window import photograph

from karuta import bootstrap

COUNT = 5


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
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
        images=[(f"{n}.png", str(n), "main") for n in numbers],
        pictures={f"{n}.png": n for n in numbers},
    )
    assert bootstrap.run(["--library", str(place / "library"), "catalogue", "add", str(pack)]) == 0
    for name, *cards in (("a.png", 1, 2), ("b.png", 1), ("c.png", COUNT), ("d.png", 77)):
        photograph(place / "photos" / str(name), *(int(number) for number in cards))
    (place / "photos" / "notes.txt").write_text("no picture")
    return place


def said(made: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = bootstrap.run(["--library", str(made / "library"), "inventory", *arguments])
    return code, *capsys.readouterr()


def test_a_folder_of_photos_becomes_a_list_with_counts(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(made, capsys, str(made / "photos"), "--json", "--condition", "good")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and "1 file passed over" in err
    settled = [row for row in rows if row["settled"]]
    assert [(row["card_id"], row["set_code"], row["count"], row["condition"]) for row in settled] == [
        *(("1", "AB-1", 2, "good"), ("2", "AB-2", 1, "good"), ("5", "AB-5", 1, "good"))
    ]
    assert [Path(row["photo"]).name for row in rows if not row["settled"]] == ["d.png"]
    assert set(rows[0]) >= {"photo", "sighting", "game", "name", "language", "edition", "price", "verdict"}


def test_one_game_alone_is_listed(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    games = {json.loads(line)["game"] for line in said(made, capsys, str(made / "photos"), "--json")[1].splitlines()}
    (game,) = games - {None}
    for asked, count in ((game, 3), ("nobody's", 0)):
        _, out, told = said(made, capsys, str(made / "photos"), "--json", "--game", asked)
        assert (f"no card of the game nobody's; it has {game}." in told) == (asked != game)
        assert sum(json.loads(line)["settled"] for line in out.splitlines()) == count


def test_a_shops_file_has_what_the_shop_can_place_and_no_unsure_card(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "stock.csv"
    code, printed, err = said(made, capsys, str(made / "photos"), "--to", "cardmarket", "--out", str(out))
    assert (code, printed) == (0, "")
    with out.open(encoding="utf-8", newline="") as file:
        assert [(row["idProduct"], row["groupCount"]) for row in csv.DictReader(file, delimiter=";")] == [
            *(("101", "2"), ("102", "1"))
        ]
    assert "stock.by-name.csv by name, set and number" in err and "d.png" in err
    assert "Card 5;AB;5;" in (tmp_path / "stock.by-name.csv").read_text(encoding="utf-8")
    assert said(made, capsys, str(made / "photos"), "--to", "cardmarket", "--out", str(out))[0] == 1


@pytest.mark.parametrize("name", ["photos/a.png", "sales.csv", "library/labels.db"])
def test_a_list_replaces_neither_what_it_was_made_from_nor_a_library(
    made: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    out, sales = made / name, made / "sales.csv"
    sales.write_text("card_id,price,currency,date\n", encoding="utf-8")
    out.touch()
    before = out.read_bytes()
    code, _, err = said(made, capsys, str(made / "photos"), *("--sales", str(sales), "--out", str(out), "--force"))
    assert code == 1 and "so it is not written over" in err and out.read_bytes() == before


def test_what_was_confirmed_is_a_list_too(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = made / "photos" / "d.png"
    confirm = ["--library", str(made / "library"), "confirm", str(photo), "4", "--sighting", "0", "--printing", "AB-4"]
    assert bootstrap.run(confirm) == 0
    (tmp_path / "own.toml").write_text("[columns]\nwhat = '{name} {set} {number} x{count} ({verdict})'\n")
    template = ("--template", str(tmp_path / "own.toml"))
    code, out, _ = said(made, capsys, "--confirmed", *template)
    assert code == 0 and out.splitlines()[1].endswith("AB 4 x1 (confirmed)")
    assert said(made, capsys, str(made / "photos" / "a.png"), "--confirmed", *template)[1].splitlines() == ["what"]


def test_wrong_usage_is_said(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(made, capsys)[0] == 2
    assert said(made, capsys, "a.png", "--to", "shop")[0] == 2
    code, _, err = said(made, capsys, str(tmp_path / "gone.png"))
    assert code == 1 and "gone.png" in err
    assert said(made, capsys, str(tmp_path)) == (1, "", f"There is no picture in {tmp_path}.\n")
