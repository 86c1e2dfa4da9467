"""`labels merge`, `labels conflicts` and `labels export --format events` through the real command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.commands import Run
from tests.e2e.test_promises import every_command
from tests.labelling import ANNA, BEN, confirmed
from tests.merging import laptop, places

from karuta.cli.writing import TAKES_LABELS
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.store.label_file import LabelFile

Pair = tuple[LibraryFolder, LibraryFolder]


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
    counts = {"new": 1, "same": 0, "conflicts": 1, "waiting": 0}
    assert run("labels", "merge", other.root, "--dry-run", "--json", of=one).one == counts
    assert one.labels_db.read_bytes() == before
    assert not list(one.backups.glob("*.db"))
    assert run("labels", "merge", other.labels_db, "--json", of=one).one == counts
    assert run("labels", "export", tmp_path / "a.jsonl", "--format", "events", of=one).code == 0
    assert run("labels", "merge", tmp_path / "a.jsonl", "--json", of=other).one == counts | {"same": 1}
    for form in ("events", "csv", "jsonl"):
        for library, name in ((one, "a"), (other, "b")):
            assert run("labels", "export", tmp_path / name, "--format", form, "--force", of=library).code == 0
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    code, out, err = run("labels", "merge", other.root, of=one)
    assert (code, out) == (0, "0 new events, 2 here already, 1 conflict.\n")
    assert "`karuta labels conflicts` lists what people disagree about" in err


def test_conflicts_name_both_sides(run: Run, pair: Pair) -> None:
    one, other = pair
    assert run("labels", "conflicts", of=one) == (0, "Nobody disagrees.\n", "")
    run("labels", "merge", other.root, of=one)
    line = run("labels", "conflicts", "--json", of=one).one
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
    assert "anna on desk-" in run("labels", "conflicts", of=one).out


def test_what_cannot_be_merged_is_one_sentence(run: Run, pair: Pair, tmp_path: Path) -> None:
    one, other = pair
    (tmp_path / "text.jsonl").write_text("no event", encoding="utf-8")
    for wrong in (tmp_path / "text.jsonl", tmp_path / "nowhere", one.root, tmp_path):
        for more in ((), ("--dry-run",)):
            code, out, err = run("labels", "merge", wrong, *more, of=one)
            assert (code, out, err.count("\n")) == (1, "", 1), err
    empty = LibraryFolder(tmp_path / "new")
    assert run("labels", "merge", other.root, "--dry-run", "--json", of=empty).code == 0
    assert not empty.root.exists()
    assert run("labels", "merge", other.root, "--json", of=empty).one["new"] == 1


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
    assert warning not in run(*name.split(), *arguments, of=one).err
    run("labels", "merge", other.root, of=one)
    (tmp_path / "labels.csv").unlink(missing_ok=True)
    code, out, err = run(*name.split(), *arguments, of=one)
    assert err.count(warning) == 1 and "disputed" not in out
    if name == "labels export":
        assert code == 0
        (row,) = csv.DictReader((tmp_path / "labels.csv").read_text(encoding="utf-8-sig").splitlines())
        assert (row["disputed"], list(row)[-5]) == ("1", "disputed")


def test_the_list_from_photos_takes_no_label(run: Run, pair: Pair, tmp_path: Path) -> None:
    one, other = pair
    run("labels", "merge", other.root, of=one)
    assert "disputed" not in run("inventory", tmp_path / "0.png", of=one).err
    assert "disputed" not in run("train", "--without-labels", of=one).err
