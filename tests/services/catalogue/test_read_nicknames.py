"""The tables of nicknames: a broken row is one sentence, and the rest works."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from karuta.paths import LibraryFolder
from karuta.services.catalogue.search_cards import read_nicknames

RESOURCES = Path(__file__).resolve().parents[3] / "resources"


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    (tmp_path / "library").mkdir()
    return LibraryFolder(tmp_path / "library")


def test_what_ships_has_no_broken_row(library: LibraryFolder) -> None:
    read = read_nicknames(library, RESOURCES)
    assert read.troubles == ()
    assert len(read.nicknames) > 200
    assert [nickname.card for nickname in read.nicknames.exact("ｂｅｗｄ")] == ["Blue-Eyes White Dragon"]


@pytest.mark.parametrize("comma", [",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_broken_row_is_one_sentence_and_the_rest_works(library: LibraryFolder, comma: str, end: str) -> None:
    rows = [
        "game,nickname,card",
        "g,Ace,1",
        "g,Two",
        "",
        "# a remark, with a comma, and more",
        "g,!!!,2",
        "g,,3",
        'g,"x,4',
    ]
    text = end.join(row.replace(",", comma) for row in rows) + end
    library.nicknames_csv.write_bytes(text.encode() + b"g\xff" + comma.encode() + b"z" + end.encode() + b"g,Last,5")
    read = read_nicknames(library, Path("nowhere"))
    assert [str(trouble) for trouble in read.troubles] == [
        "nicknames.csv line 3 is left out: it has 2 cells and not three: game, nickname, card.",
        "nicknames.csv line 7 is left out: it names no nickname.",
        "nicknames.csv line 8 is left out: its quotation marks do not match.",
        "nicknames.csv line 9 is left out: it is not UTF-8 text.",
    ]
    assert [(nickname.nickname, nickname.card) for nickname in read.nicknames] == [
        ("Ace", "1"),
        ("!!!", "2"),
        ("Last", "5"),
    ]


def test_ones_own_row_for_all_games_overrides_every_games(library: LibraryFolder, tmp_path: Path) -> None:
    shutil.copy(RESOURCES / "nicknames.csv", tmp_path / "nicknames.csv")
    library.nicknames_csv.write_text(",DM,Door Mouse\n", encoding="utf-8")
    found = read_nicknames(library, tmp_path).nicknames.exact("dm")
    assert [(nickname.game, nickname.card) for nickname in found] == [("", "Door Mouse")]
