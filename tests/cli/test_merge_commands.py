"""`labels merge`, `labels conflicts` and `labels export --format events` through the real command line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.labelling import ANNA, BEN, confirmed
from tests.merging import laptop, places

from karuta import bootstrap
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.store.label_file import LabelFile

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(library: LibraryFolder, *arguments: str) -> tuple[int, str, str]:
        code = bootstrap.run(["--library", str(library.root), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def pair(tmp_path: Path) -> tuple[LibraryFolder, LibraryFolder]:
    one, other = laptop(tmp_path, "one"), laptop(tmp_path, "other")
    for library, who, card in ((one, ANNA, 1), (other, BEN, 2)):
        with LabelFile.open_writing(library) as file:
            decide(file, [confirmed(*places(file)[0], card)], who)
    return one, other


def test_merging_both_ways_and_exporting_both_gives_equal_files(
    run: Run, pair: tuple[LibraryFolder, LibraryFolder], tmp_path: Path
) -> None:
    one, other = pair
    before = one.labels_db.read_bytes()
    dry = run(one, "labels", "merge", str(other.root), "--dry-run", "--json")
    assert (dry[0], json.loads(dry[1])) == (0, {"new": 1, "same": 0, "conflicts": 1})
    assert one.labels_db.read_bytes() == before
    assert not list(one.backups.glob("*.db"))
    done = run(one, "labels", "merge", str(other.labels_db), "--json")
    assert (done[0], json.loads(done[1])) == (0, {"new": 1, "same": 0, "conflicts": 1})
    assert run(one, "labels", "export", str(tmp_path / "a.jsonl"), "--format", "events")[0] == 0
    done = run(other, "labels", "merge", str(tmp_path / "a.jsonl"), "--json")
    assert (done[0], json.loads(done[1])) == (0, {"new": 1, "same": 1, "conflicts": 1})
    for form in ("events", "csv", "jsonl"):
        for library, name in ((one, "a"), (other, "b")):
            assert run(library, "labels", "export", str(tmp_path / name), "--format", form, "--force")[0] == 0
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    code, out, err = run(one, "labels", "merge", str(other.root))
    assert (code, out) == (0, "0 new events, 2 here already, 1 conflict.\n")
    assert "`karuta labels conflicts` lists what people disagree about" in err


def test_conflicts_name_both_sides(run: Run, pair: tuple[LibraryFolder, LibraryFolder]) -> None:
    one, other = pair
    assert run(one, "labels", "conflicts") == (0, "Nobody disagrees.\n", "")
    run(one, "labels", "merge", str(other.root))
    code, out, _ = run(one, "labels", "conflicts", "--json")
    (line,) = map(json.loads, out.splitlines())
    assert code == 0
    assert list(line) == ["photo", "photo_sha256", "sighting", "sides"]
    assert (line["photo"], line["sighting"]) in {(f"{number}.png", place) for number in (0, 1) for place in (1, 2)}
    assert [list(side) for side in line["sides"]] == [
        ["annotator", "device", "time", "kind", "game", "card_id", "name"]
    ] * 2
    assert [(side["annotator"], side["card_id"], side["name"]) for side in line["sides"]] == [
        ("anna", "1", "Shape 1"),
        ("ben", "2", "Shape 2"),
    ]
    assert "anna on desk-" in run(one, "labels", "conflicts")[1]


def test_undo_takes_a_merge_back_and_redo_brings_it_back(run: Run, pair: tuple[LibraryFolder, LibraryFolder]) -> None:
    one, other = pair
    run(one, "labels", "merge", str(other.root), "--annotator", "anna")
    assert run(one, "labels", "conflicts")[1] != "Nobody disagrees.\n"
    code, out, err = run(one, "undo", "--annotator", "anna")
    assert (code, err) == (0, "")
    assert out == f"Undone: the merge of {other.root} (1 event).\n"
    assert run(one, "labels", "conflicts")[1] == "Nobody disagrees.\n"
    assert run(one, "redo", "--annotator", "anna")[1] == f"Redone: the merge of {other.root} (1 event).\n"
    assert run(one, "labels", "conflicts")[1] != "Nobody disagrees.\n"


def test_what_cannot_be_merged_is_one_sentence(
    run: Run, pair: tuple[LibraryFolder, LibraryFolder], tmp_path: Path
) -> None:
    one, other = pair
    (tmp_path / "text.jsonl").write_text("no event", encoding="utf-8")
    for wrong in (tmp_path / "text.jsonl", tmp_path / "nowhere", one.root, tmp_path):
        for more in ((), ("--dry-run",)):
            code, out, err = run(one, "labels", "merge", str(wrong), *more)
            assert (code, out, err.count("\n")) == (1, "", 1), err
    empty = LibraryFolder(tmp_path / "new")
    assert run(empty, "labels", "merge", str(other.root), "--dry-run", "--json")[0] == 0
    assert not empty.root.exists()
    assert json.loads(run(empty, "labels", "merge", str(other.root), "--json")[1])["new"] == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_a_folder_is_not_waited_for(
    run: Run, pair: tuple[LibraryFolder, LibraryFolder], tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    os.mkfifo(tmp_path / "there" / "labels.db")
    code, _, err = run(pair[0], "labels", "merge", str(tmp_path / "there"))
    assert code == 1
    assert "it is a device or a pipe, not a file" in err
