"""`confirm`, `undo`, `redo` and `labels` through the real command line: what they print and how they end."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from tests.commands import Run
from tests.labelling import LEFT, RIGHT, ToldRecogniser, draw_photo
from tests.packs import add, card, write_pack

from karuta.cli import answering
from karuta.domain.recognition import Recognition
from karuta.domain.sighting import Corners
from karuta.paths import LibraryFolder


@dataclass(frozen=True)
class ToldRecogniserOfMatches:
    """A library's recogniser that was told its answers; asked for as many matches as are kept."""

    told: ToldRecogniser

    def recognise(self, path: Path, *, k: int) -> Recognition:
        assert k == 9
        return self.told(path)

    def recognise_corners(self, path: Path, corners: Sequence[Corners], *, k: int) -> Recognition:
        assert k == 9
        return self.told.at(path, corners)


@dataclass(frozen=True)
class ToldLibrary:
    """What `open_for_reading` gives."""

    recogniser: ToldRecogniserOfMatches
    warning: str | None = None


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    folder = LibraryFolder(tmp_path / "library")
    cards = [card("1", "Rain"), card("2", "白龍"), card("1", "Snow", game="menko")]
    add(write_pack(tmp_path / "pack", cards), folder)
    return folder


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """`two.png` shows two cards, every other photo one."""
    told = ToldLibrary(ToldRecogniserOfMatches(ToldRecogniser({"two.png": (LEFT, RIGHT)})))
    monkeypatch.setattr(answering, "open_for_answers", lambda folder, resources, exemplars, exact: told)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return draw_photo(tmp_path / "a.png")


def test_the_labels_of_a_library_of_an_older_version_are_read_and_it_stays_as_it_is(
    run: Run, library: LibraryFolder, photo: Path, tmp_path: Path
) -> None:
    assert run("confirm", photo, "2")[0] == 0
    for path in (library.labels_db, library.catalogue_db):
        with closing(sqlite3.connect(path)) as file:
            file.execute(f"PRAGMA user_version={file.execute('PRAGMA user_version').fetchone()[0] - 1}")
    before = {path: path.read_bytes() for path in library.root.rglob("*") if path.is_file()}
    assert run("labels", "stats", "--json").one["labels"] == 1
    for form in ("csv", "jsonl", "coco", "label-studio", "folders", "training", "events"):
        code, _, err = run("labels", "export", tmp_path / f"out.{form}", "--format", form)
        assert code == 0, (form, err)
    for words in (("labels", "conflicts"), ("backups",), ("backup", "--to", tmp_path)):
        assert run(*words)[0] == 0, words
    assert {path: path.read_bytes() for path in library.root.rglob("*") if path.is_file()} == before
    assert run("undo")[0] == 0, "and the next that writes brings it up to date"


def exported(run: Run, folder: Path) -> list[dict[str, str]]:
    out = folder / "exported.csv"
    assert run("labels", "export", out, "--force")[0] == 0
    with out.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def test_confirm_saves_and_says_what(run: Run, photo: Path, tmp_path: Path) -> None:
    code, out, err = run("confirm", photo, "2", "--annotator", "anna", "--batch", "b1", "--listing", "l1")
    assert (code, err) == (0, "")
    assert out == "Saved: a.png, card 1: 白龍 (ohajiki:2), by anna.\n"
    (row,) = exported(run, tmp_path)
    assert (row["game"], row["card_id"], row["name"]) == ("ohajiki", "2", "白龍")
    assert (row["annotator"], row["batch"], row["listing"], row["sighting"]) == ("anna", "b1", "l1", "1")


def test_a_bare_id_of_two_games_names_both_and_saves_nothing(run: Run, library: LibraryFolder, photo: Path) -> None:
    code, out, err = run("confirm", photo, "1")
    assert (code, out) == (1, "")
    assert "ohajiki:1" in err
    assert "menko:1" in err
    assert not library.labels_db.exists()
    assert run("confirm", photo, "menko:1")[0] == 0


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_photo_that_is_none_is_one_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.jpg").write_bytes(content)
    code, _, err = run("confirm", tmp_path / "x.jpg", "2")
    assert code == 1
    assert err.count("\n") == 1
    assert "x.jpg" in err
    assert run("confirm", tmp_path / "gone.jpg", "2")[0] == 1


def test_undo_and_redo_walk_through_ones_own_actions(run: Run, photo: Path, tmp_path: Path) -> None:
    run("confirm", photo, "2", "--annotator", "anna")
    run("confirm", photo, "menko:1", "--annotator", "ben")
    assert run("undo", "--annotator", "anna")[:2] == (0, "Undone: confirm 白龍 on a.png.\n")
    assert [row["name"] for row in exported(run, tmp_path)] == ["Snow"]
    assert run("undo", "--annotator", "ben")[0] == 0
    assert exported(run, tmp_path) == []
    code, out, err = run("undo", "--annotator", "ben")
    assert (code, out) == (1, "")
    assert err == "Nothing to undo: ben has no action left to undo in this library.\n"
    assert run("redo", "--annotator", "anna")[:2] == (0, "Redone: confirm 白龍 on a.png.\n")
    assert run("redo", "--annotator", "anna")[0] == 1
    assert [row["name"] for row in exported(run, tmp_path)] == ["白龍"]


def test_import_reports_and_twice_changes_nothing(run: Run, photo: Path, tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("photo,card_id\na.png,2\ngone.png,2\n", encoding="utf-8")
    code, out, err = run("labels", "import", truth)
    assert (code, out) == (1, "1 added (0 in place of another label), 0 imported before, 1 skipped.\n")
    assert "line 3 (gone.png)" in err
    truth.write_text("photo,card_id\na.png,2\n", encoding="utf-8")
    code, out, _ = run("labels", "import", truth)
    assert (code, out) == (0, "0 added (0 in place of another label), 1 imported before, 0 skipped.\n")
    moved = tmp_path / "lists" / "truth.csv"
    moved.parent.mkdir()
    truth.rename(moved)
    assert run("labels", "import", moved)[0] == 1
    assert run("labels", "import", moved, "--photos", photo.parent)[0] == 0
    assert len(exported(run, tmp_path)) == 1


def test_one_game_alone_is_exported(run: Run, photo: Path, tmp_path: Path) -> None:
    run("confirm", photo, "menko:1")
    for form in ("csv", "jsonl", "coco"):
        for game, count in (("menko", 1), ("ohajiki", 0)):
            code, _, told = run("labels", "export", tmp_path / f"o.{form}", "--format", form, "--game", game, "--force")
            assert code == 0 and told.startswith(f"{count} label"), (form, game, told)
    code, _, told = run("labels", "export", tmp_path / "o", "--format", "events", "--game", "menko")
    assert code == 2 and "--game does not go with events" in told


def test_export_goes_by_the_ending_and_never_overwrites(run: Run, photo: Path, tmp_path: Path) -> None:
    run("confirm", photo, "2")
    out = tmp_path / "out.jsonl"
    code, text, err = run("labels", "export", out)
    assert (code, text, err) == (0, "", f"1 label written to {out}.\n")
    assert json.loads(out.read_text(encoding="utf-8"))["name"] == "白龍"
    code, _, err = run("labels", "export", out)
    assert code == 1
    assert "--force" in err
    assert run("labels", "export", out, "--force", "--format", "csv")[0] == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("labels", "export", tmp_path / "no" / "such" / "o.csv")[0] == 1
    assert run("labels", "export", out, "--format", "xls")[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="devices, pipes and links with names")
@pytest.mark.parametrize("form", ["csv", "coco", "folders"])
def test_force_replaces_no_device_and_no_pipe(run: Run, photo: Path, tmp_path: Path, form: str) -> None:
    run("confirm", photo, "2")
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(os.devnull)
    for out in (pipe, link):
        code, _, told = run("labels", "export", out, "--force", "--format", form)
        assert code == 1 and str(out) in told and len(told.splitlines()) == 1
    assert pipe.is_fifo() and link.is_symlink() and Path(os.devnull).is_char_device()


def test_the_login_name_is_the_annotator_where_none_is_given(
    run: Run, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "chie")
    run("confirm", photo, "2")
    assert [row["annotator"] for row in exported(run, tmp_path)] == ["chie"]


def test_an_export_comes_back_into_an_empty_library_that_has_no_catalogue(
    run: Run, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("confirm", photo, "2", "--annotator", "anna", "--printing", "LOB-001", "--listing", "lot 7")
    rows = exported(run, tmp_path)
    monkeypatch.undo()
    elsewhere = partial(run, of=LibraryFolder(tmp_path / "empty"))
    code, out, err = elsewhere("labels", "import", tmp_path / "exported.csv", "--annotator", "ivy")
    assert (code, out) == (0, "1 added (0 in place of another label), 0 imported before, 0 skipped.\n")
    assert "Photos are not looked up: There is no" in err
    (row,) = exported(elsewhere, tmp_path)
    assert row["imported_from"].startswith("exported.csv@")
    assert row | {"model": "", "imported_from": ""} == rows[0] | {"model": ""}
    assert elsewhere("labels", "import", tmp_path / "exported.csv")[1].startswith("0 added")
    assert "anna: 1" in elsewhere("labels", "stats")[1]


def test_what_differs_what_is_bad_and_what_is_missing_is_said(run: Run, photo: Path, tmp_path: Path) -> None:
    run("confirm", photo, "2", "--annotator", "anna")
    run("labels", "export", tmp_path / "old.jsonl")
    run("confirm", photo, "menko:1", "--annotator", "ben")
    run("undo", "--annotator", "anna")
    old = json.loads((tmp_path / "old.jsonl").read_text(encoding="utf-8"))
    lines = [old, old | {"photo": "gone.png", "photo_sha256": "ab" * 32}, old | {"kind": "maybe"}]
    (tmp_path / "file.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    code, out, err = run("labels", "import", tmp_path / "file.jsonl")
    assert (code, out) == (1, "2 added (0 in place of another label), 0 imported before, 1 skipped.\n")
    assert "file.jsonl line 1 (a.png): here confirm Snow (ben, " in err
    assert "in the file confirm 白龍 (anna, " in err
    assert "what is here is later and stays" in err
    assert "file.jsonl line 3 (a.png) was skipped: its kind is `maybe`" in err
    assert "1 photo not found, such as gone.png" in err


def test_what_writes_labels_says_what_it_did_as_json(run: Run, photo: Path, tmp_path: Path) -> None:
    keys = {"labels", "photos", "action", "file"}
    confirmed = run("confirm", photo, "2", "--json").one
    assert confirmed.keys() == keys
    assert (confirmed["labels"], confirmed["photos"], confirmed["file"]) == (1, 1, None)
    for command in ("undo", "redo"):
        told = run(command, "--json").one
        assert (told.keys(), told["labels"], told["action"]) == (keys, 1, confirmed["action"])
    out = tmp_path / "out.csv"
    exported = {"labels": 1, "photos": None, "action": None, "file": str(out)}
    assert run("labels", "export", out, "--json").one == exported
    imported = run("labels", "import", out, "--json").one
    assert (imported.keys(), imported["labels"], imported["file"]) == (keys, 0, str(out))
    rebuilt = run("index", "rebuild", "--json").one
    assert (rebuilt.keys(), rebuilt["labels"]) == (keys, None)
