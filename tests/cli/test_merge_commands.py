"""`labels merge`, `labels conflicts` and `labels export --format events` through the real command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.test_promises import every_command
from tests.labelling import ANNA, BEN, confirmed
from tests.merging import laptop, places

from karuta import bootstrap
from karuta.cli.writing import TAKES_LABELS
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.store.label_file import LabelFile

Run = Callable[..., tuple[int, str, str]]
Pair = tuple[LibraryFolder, LibraryFolder]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(library: LibraryFolder, *arguments: str) -> tuple[int, str, str]:
        code = bootstrap.run(["--library", str(library.root), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    one, other = laptop(tmp_path, "one"), laptop(tmp_path, "other")
    for library, who, card in ((one, ANNA, 1), (other, BEN, 2)):
        with LabelFile.open_writing(library) as file:
            decide(file, [confirmed(*places(file)[0], card)], who)
    return one, other


def test_merging_both_ways_and_exporting_both_gives_equal_files(run: Run, pair: Pair, tmp_path: Path) -> None:
    one, other = pair
    before = one.labels_db.read_bytes()
    dry = run(one, "labels", "merge", str(other.root), "--dry-run", "--json")
    assert (dry[0], json.loads(dry[1])) == (0, {"new": 1, "same": 0, "conflicts": 1, "waiting": 0})
    assert one.labels_db.read_bytes() == before
    assert not list(one.backups.glob("*.db"))
    done = run(one, "labels", "merge", str(other.labels_db), "--json")
    assert (done[0], json.loads(done[1])) == (0, {"new": 1, "same": 0, "conflicts": 1, "waiting": 0})
    assert run(one, "labels", "export", str(tmp_path / "a.jsonl"), "--format", "events")[0] == 0
    done = run(other, "labels", "merge", str(tmp_path / "a.jsonl"), "--json")
    assert (done[0], json.loads(done[1])) == (0, {"new": 1, "same": 1, "conflicts": 1, "waiting": 0})
    for form in ("events", "csv", "jsonl"):
        for library, name in ((one, "a"), (other, "b")):
            assert run(library, "labels", "export", str(tmp_path / name), "--format", form, "--force")[0] == 0
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    code, out, err = run(one, "labels", "merge", str(other.root))
    assert (code, out) == (0, "0 new events, 2 here already, 1 conflict.\n")
    assert "`karuta labels conflicts` lists what people disagree about" in err


def test_conflicts_name_both_sides(run: Run, pair: Pair) -> None:
    one, other = pair
    assert run(one, "labels", "conflicts") == (0, "Nobody disagrees.\n", "")
    run(one, "labels", "merge", str(other.root))
    code, out, _ = run(one, "labels", "conflicts", "--json")
    (line,) = map(json.loads, out.splitlines())
    assert code == 0
    assert list(line) == ["photo", "photo_sha256", "sighting", "sides", "conflict"]
    assert line["conflict"] == "card"
    assert (line["photo"], line["sighting"]) in {(f"{number}.png", place) for number in (0, 1) for place in (1, 2)}
    assert [list(side) for side in line["sides"]] == [
        ["annotator", "device", "time", "kind", "game", "card_id", "name", "printing", "blind"]
    ] * 2
    assert [(side["annotator"], side["card_id"], side["name"]) for side in line["sides"]] == [
        ("anna", "1", "Shape 1"),
        ("ben", "2", "Shape 2"),
    ]
    assert "anna on desk-" in run(one, "labels", "conflicts")[1]


def test_what_cannot_be_merged_is_one_sentence(run: Run, pair: Pair, tmp_path: Path) -> None:
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


# What takes labels out of a library says first on which of them people disagree.
TAKERS = {
    "labels export": ("{out}/labels.csv",),
    "inventory": ("--confirmed",),
    "train": (),
    "model compare": ("a", "b"),
    "model promote": ("a",),
}


def test_which_commands_take_labels_out() -> None:
    marked = {name for name, command in every_command() if TAKES_LABELS in vars(command.callback)}
    assert marked == set(TAKERS)


@pytest.mark.parametrize("name", TAKERS)
def test_a_command_that_takes_labels_out_warns_of_disputed_ones_and_never_asks(
    run: Run, pair: Pair, tmp_path: Path, name: str
) -> None:
    """Some of them cannot do their work in so small a library: they have warned by then."""
    one, other = pair
    arguments = [argument.format(out=tmp_path) for argument in TAKERS[name]]
    warning = (
        "1 label is disputed: people disagree, and nobody has settled it. Exports mark this, and nothing is trained on "
        "it; `karuta labels conflicts` lists it.\n"
    )
    assert warning not in run(one, *name.split(), *arguments)[2]
    run(one, "labels", "merge", str(other.root))
    (tmp_path / "labels.csv").unlink(missing_ok=True)
    code, out, err = run(one, *name.split(), *arguments)
    assert err.count(warning) == 1 and "disputed" not in out
    if name == "labels export":
        assert code == 0
        (row,) = csv.DictReader((tmp_path / "labels.csv").read_text(encoding="utf-8-sig").splitlines())
        assert (row["disputed"], list(row)[-5]) == ("1", "disputed")


def test_the_list_from_photos_takes_no_label(run: Run, pair: Pair, tmp_path: Path) -> None:
    one, other = pair
    run(one, "labels", "merge", str(other.root))
    assert "disputed" not in run(one, "inventory", str(tmp_path / "0.png"))[2]
    assert "disputed" not in run(one, "train", "--without-labels")[2]
