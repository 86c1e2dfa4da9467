"""`karuta catalogue` through the real command line: what it prints, as JSON and for a person, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import Run
from tests.fakes import fake_model
from tests.packs import add, card, small_pack, write_pack, write_picture

from karuta.paths import LibraryFolder
from karuta.services.catalogue import add_by_hand, add_folder
from karuta.store.cards import Catalogue


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the shipped one."""
    monkeypatch.setattr(add_folder, "ready_for_writing", lambda library, resources: fake_model())


@pytest.fixture
def filled(library: LibraryFolder, tmp_path: Path) -> LibraryFolder:
    storms = card(
        "7",
        "Thunder God",
        kind="Monster",
        codes={"passcode": "00000007", "other_passcodes": ["8", "9"]},
        facts={"type_line": "Deity", "level": 7},
        readings={"ja": "らいじん"},
        printings=[
            {"set_code": "RAI-EN007", "set_name": "Storms", "lang": "en", "rarities": ["Rare"]},
            {"set_code": "RAI-EN007", "set_name": "Storms", "lang": "en", "rarities": ["Ultra Rare", "Rare"]},
            {"set_code": "RAI-JP007", "lang": "ja"},
        ],
    )
    storms["names"]["ja"] = "雷神"
    cards = [storms, card("1", "Rain"), card("1", "Snow", game="menko")]
    write_pack(tmp_path / "storms", cards, images=[("7.png", "7", "main")], pictures={"7.png": 7})
    add(tmp_path / "storms", library)
    write_picture(tmp_path / "storms" / "images" / "7.png", 8)
    add(tmp_path / "storms", library)
    return library


def test_add_reports_as_the_contract_says(run: Run, tmp_path: Path) -> None:
    folder = small_pack(tmp_path / "spring", 3)
    with (folder / "cards.jsonl").open("a", encoding="utf-8") as file:
        file.write("nonsense\n")
    report = run("catalogue", "add", folder, "--json").one
    keys = ["pack", "cards", "artworks", "skipped", "seconds", "mended", "format", "joined", "unpaired", "backs"]
    keys += ["packs", "fates", "shared_ids", "map", "game", "unused"]
    assert list(report) == keys
    assert (report["format"], report["joined"], report["unpaired"]) == ("karuta", 0, {"pictures": 0, "cards": 0})
    assert report["pack"] == "spring"
    assert report["cards"] == report["artworks"] == {"added": 3, "changed": 0, "same": 0}
    assert report["skipped"] == [{"file": "cards.jsonl", "line": 4, "reason": "not JSON"}]
    assert report["seconds"] > 0
    again = run("catalogue", "add", folder, "--pack", "again", "--json").one
    assert (again["pack"], again["artworks"]) == ("again", {"added": 0, "changed": 0, "same": 3})


@pytest.mark.parametrize("name", ["gone", "empty"])
def test_add_of_no_catalogue_is_one_sentence_and_makes_no_library(
    run: Run, library: LibraryFolder, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    code, out, err = run("catalogue", "add", str(tmp_path / name), "--json")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert not library.root.exists()


def test_search_prints_one_object_a_card(run: Run, filled: LibraryFolder) -> None:
    told = run("catalogue", "search", "ライジン", "--json")
    found = told.one
    assert (told.code, told.err) == (0, "")
    assert list(found) == ["game", "card_id", "name", "names", "kind", "matched", "artwork"]
    assert (found["game"], found["card_id"], found["name"]) == ("ohajiki", "7", "Thunder God")
    assert found["matched"] == {"field": "reading", "lang": "ja", "text": "らいじん", "likeness": "exact"}
    assert Path(found["artwork"]["path"]).is_file()
    assert Path(found["artwork"]["path"]).is_relative_to(filled.root)


def test_search_says_by_what_a_card_was_found_where_it_is_not_the_name(run: Run, filled: LibraryFolder) -> None:
    assert run("catalogue", "search", "雷神")[1] == "ohajiki:7  Thunder God  (ja name: 雷神)\n"
    assert run("catalogue", "search", "rai-jp007")[1] == "ohajiki:7  Thunder God  (ja set code: RAI-JP007)\n"
    code, out, err = run("catalogue", "search", "thundr god")
    assert (code, out) == (0, "ohajiki:7  Thunder God\n")
    assert "similar names" in err


def test_search_without_a_result_is_done_and_says_so(run: Run, filled: LibraryFolder) -> None:
    assert run("catalogue", "search", "xyzzy", "--json") == (0, "", "No card matches xyzzy.\n")
    assert run("catalogue", "search", " ")[:2] == (2, "")


def test_show_prints_the_card_as_its_folder_brought_it(run: Run, filled: LibraryFolder) -> None:
    shown = run("catalogue", "show", "ohajiki:7", "--json").one
    assert (shown["game"], shown["card_id"], shown["name"]) == ("ohajiki", "7", "Thunder God")
    assert shown["names"] == {"en": "Thunder God", "ja": "雷神"}
    assert shown["readings"] == {"ja": "らいじん"}
    assert shown["codes"] == {"passcode": "00000007", "other_passcodes": ["8", "9"]}
    assert (shown["kind"], shown["facts"]) == ("Monster", {"type_line": "Deity", "level": 7})
    assert shown["printings"][2] == {"set_code": "RAI-JP007", "set_name": "", "lang": "ja", "rarities": []}
    assert [(artwork["file"], artwork["artwork"], artwork["live"]) for artwork in shown["artworks"]] == [
        ("7.png", "main", True),
        ("7.png", "main", False),
    ]
    assert all(Path(artwork["path"]).is_file() for artwork in shown["artworks"])
    assert shown["pack"] == "storms"


def test_info_counts_what_there_is(run: Run, filled: LibraryFolder) -> None:
    info = run("catalogue", "info", "--json").one
    assert info["library"] == str(filled.root)
    assert (info["cards"], info["cards_without_artwork"], info["printings"]) == (3, 2, 3)
    assert (info["artworks"], info["retired_artworks"]) == (1, 1)
    assert info["cards_by_game"] == {"menko": 1, "ohajiki": 2}
    assert info["names_by_language"] == {"en": 3, "ja": 1}
    assert [(pack["name"], pack["cards"], pack["artworks"]) for pack in info["packs"]] == [("storms", 3, 1)]
    assert "cards       3 (2 without a picture)" in run("catalogue", "info")[1]


def test_a_list_is_rehearsed_and_its_map_kept_for_others(run: Run, library: LibraryFolder, tmp_path: Path) -> None:
    rows = [{"ref": f"K{at // 2}", "Name": f"Lantern {at // 3}", "hp": at % 5} for at in range(12)]
    (tmp_path / "cards.json").write_text(json.dumps(rows), encoding="utf-8")
    saved = str(tmp_path / "game.karuta-map.toml")
    told = ("--map", "id=ref", "--game", "lanterns", "--save-map", saved)
    code, out, _ = run("catalogue", "add", str(tmp_path / "cards.json"), *told, "--rehearse")
    assert (code, library.root.exists()) == (0, False)
    lines = out.splitlines()
    assert "  rows        12: 6 cards, 0 further printings or artworks, 0 that say nothing new" in lines
    assert "  shared ids  6 rows with the id of another row, which differ from it" in lines
    assert "    and 3 more (--json lists all)" in lines
    assert "  columns     id=ref, name=Name" in lines
    assert sum(line.startswith("    Lantern ") for line in lines) == 10
    report = run("catalogue", "add", tmp_path / "cards.json", "--map-file", saved, "--rehearse", "--json").one
    assert (report["map"], report["shared_ids"], report["format"]) == ({"id": "ref", "name": "Name"}, 6, "json")
    assert report["rehearsal"]["rows"][1] == {
        "row": {"ref": "K0", "Name": "Lantern 0", "hp": "1"},
        "name": "Lantern 0",
        "fault": None,
    }
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    wrong = ("--save-map", str(tmp_path / "notes.txt"))
    code, _, said = run("catalogue", "add", str(tmp_path / "cards.json"), "--map-file", saved, *wrong, "--rehearse")
    assert (code, "is not a map of a list" in said) == (1, True)


def test_a_column_can_be_said_to_hold_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("Nr.,Name\n1,Lantern\n", encoding="utf-8")
    assert run("catalogue", "add", str(tmp_path / "mine.csv"), "--map", "id=")[0] == 0
    assert run("catalogue", "search", "Lantern", "--json").one["card_id"] == "Lantern"
    assert run("catalogue", "add", str(tmp_path / "mine.csv"), "--map", "id")[0] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ("--map", "file="),
        ("--map", "=Title"),
        ("--map", "name"),
        ("--game", "a:b"),
        ("--back",),
        ("--back", "--game", "menko", "--rehearse"),
        ("--back", "--game", "menko", "--pack", "mine"),
    ],
    ids=" ".join,
)
def test_wrong_usage_of_adding_ends_with_2(run: Run, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    table = tmp_path / "cards.csv"
    table.write_text("Title\nCrow\n", encoding="utf-8")
    code, out, err = run("catalogue", "add", str(table), *wrong)
    assert (code, out) == (2, "")
    assert err.strip()


def test_a_back_is_added_by_hand(
    run: Run, library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add_by_hand, "ready_for_writing", lambda library, resources: fake_model())
    run("catalogue", "add", str(small_pack(tmp_path / "shapes", 2)))
    write_picture(tmp_path / "back.png", 77)
    told = run("catalogue", "add", tmp_path / "back.png", "--back", "--game", "ohajiki", "--json").one
    assert (told["pack"], told["backs"]["added"]) == ("By hand", 1)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert [back.game for back in catalogue.backs()] == ["ohajiki"]
    code, _, err = run("catalogue", "add", str(tmp_path / "nowhere.png"), "--back", "--game", "ohajiki")
    assert code == 1 and "nowhere.png" in err
