"""A library is moved: all of it arrives, the old one goes last, and whatever ends it in between loses nothing."""

from __future__ import annotations

import re
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.labelling import ANNA
from tests.learning import RESOURCES
from tests.lost_labels import events
from tests.merging import laptop, merged, places

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, LibraryError
from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.backups.restore import restore
from karuta.services.labels.decide import Choice, decide
from karuta.services.library.doctor import repair
from karuta.services.library.keeping.checking import RepairContext
from karuta.services.library.move_library import Move, begin_move, end_broken_move, end_move, finish_move
from karuta.store import database
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.move_marks import AWAY, HERE, MARKS, refuse_while_moved
from karuta.store.replace_labels import replace_labels

FILES = {"labels.db": b"labels", "catalogue.db": b"catalogue", "artworks/ab/1.png": b"one", "photos/2.jpg": b"two"}


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    root = tmp_path / "old"
    for name, data in {**FILES, "window.lock": b"", "window.notes/1.json": b"{}"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return LibraryFolder(root)


def held(root: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not name.endswith((".lock", ".holder", ".json", *MARKS))}


def begun(library: LibraryFolder, target: Path) -> Move:
    return begin_move(library, target, cancel=CancelToken(), tell=lambda done, total: None)


def test_all_of_it_arrives_with_what_was_written_meanwhile_and_the_old_one_goes_last(
    library: LibraryFolder, tmp_path: Path
) -> None:
    move = begun(library, tmp_path / "new")
    assert (move.new.root / HERE).is_file() and not move.new.labels_db.exists()
    library.labels_db.write_bytes(b"labels and one more")
    (library.root / "photos" / "3.jpg").write_bytes(b"three")
    (library.root / "photos" / "2.jpg").unlink()
    finish_move(move)
    now = {**FILES, "labels.db": b"labels and one more", "photos/3.jpg": b"three"}
    del now["photos/2.jpg"]
    assert held(move.new.root) == now and held(library.root) == now
    assert (library.root / AWAY).is_file() and not (move.new.root / HERE).exists()
    move.new.labels_db.write_bytes(b"the window has gone on")
    assert end_move(move) and not library.root.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_another_program_wrote_into_the_old_one_keeps_it(library: LibraryFolder, tmp_path: Path) -> None:
    move = begun(library, tmp_path / "new")
    finish_move(move)
    library.labels_db.write_bytes(b"a label by the command line")
    assert not end_move(move)
    assert held(library.root)["labels.db"] == b"a label by the command line"


@pytest.mark.parametrize(
    ("target", "words"),
    [("old/inside", "into itself"), ("old", "into itself"), (".", "into itself"), ("full", "not empty")],
)
def test_a_wrong_place_is_one_sentence_and_nothing_is_touched(
    library: LibraryFolder, tmp_path: Path, target: str, words: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    with pytest.raises(LibraryError, match=words):
        begun(library, tmp_path / target)
    assert held(library.root) == FILES and (tmp_path / "full" / "letter.txt").read_text() == "dear"


def test_a_full_disk_is_said_before_anything_is_copied(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 40_000_000))
    with pytest.raises(LibraryError, match="it needs 50 MB, and 40 MB are free"):
        begun(library, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_stopped_it_leaves_nothing_there(library: LibraryFolder, tmp_path: Path) -> None:
    token = CancelToken()
    with pytest.raises(Cancelled):
        begin_move(library, tmp_path / "new", cancel=token, tell=lambda done, total: token.cancel())
    assert list((tmp_path / "new").iterdir()) == [] and held(library.root) == FILES


# What is written meanwhile


@pytest.fixture
def labelled(tmp_path: Path) -> LibraryFolder:
    """A library with a label."""
    library = laptop(tmp_path, "old")
    no_card_in(library)
    return library


def no_card_in(library: LibraryFolder) -> str:
    with LabelFile.open_writing(library) as file:
        decide(file, [Choice(places(file)[0][0], Kind.NO_CARD)], ANNA)
        return str(file.value("SELECT max(id) FROM events"))


def events_in(library: LibraryFolder) -> list[str]:
    return events(library.labels_db)


@pytest.mark.parametrize("name", MARKS)
def test_a_marked_folder_is_not_written_to_and_names_both_folders_and_what_ends_the_move(
    labelled: LibraryFolder, name: str
) -> None:
    move = begun(labelled, labelled.root.with_name("new"))
    if name == AWAY:
        finish_move(move)
    place = move.new if name == HERE else move.old
    before = {path: path.read_bytes() for path in place.root.rglob("*.db")}
    both = re.escape(f"The move of the library at {move.old.root} to {move.new.root}")
    ends = re.escape(f"`karuta --library {place.root} doctor --repair` finishes it")
    doors: list[Callable[[], object]] = [
        lambda: LabelFile.open_writing(place),
        lambda: Catalogue.open_writing(place.catalogue_db),
        lambda: replace_labels(place, None),
        lambda: restore(place, None),
        lambda: has_labels(place) if name == HERE else refuse_while_moved(place.root),
    ]
    for door in doors:
        with pytest.raises(LibraryError, match=f"{both}.*{ends}"):
            door()
    assert {path: path.read_bytes() for path in place.root.rglob("*.db")} == before


def test_who_has_the_old_one_open_writes_nothing_into_it_once_it_is_moved(labelled: LibraryFolder) -> None:
    with LabelFile.open_writing(labelled) as file:
        move = begun(labelled, labelled.root.with_name("new"))
        finish_move(move)
        with pytest.raises(LibraryError, match="is not finished"):
            decide(file, [Choice(places(file)[0][0], Kind.NO_CARD)], ANNA)
    assert events_in(move.new) == events_in(labelled)


def test_a_move_waits_for_nobody_who_is_writing_and_leaves_all_as_it_was(
    labelled: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    move = begun(labelled, labelled.root.with_name("new"))
    with LabelFile.open_writing(labelled) as file:
        with file.writing(), pytest.raises(LibraryError, match="in use"):
            finish_move(move)
        decide(file, [Choice(places(file)[0][0], Kind.NO_CARD)], ANNA)
    assert not (labelled.root / AWAY).exists() and list(move.new.root.iterdir()) == []


def test_a_move_refuses_to_go_over_a_label_that_only_the_new_folder_has(labelled: LibraryFolder) -> None:
    """Karuta before 0.3 wrote into such a folder, and the same move again lost what it had said to be saved."""
    move = begun(labelled, labelled.root.with_name("new"))
    shutil.copyfile(labelled.labels_db, move.new.labels_db)
    mark = (move.new.root / HERE).read_bytes()
    (move.new.root / HERE).unlink()
    saved = no_card_in(move.new)
    (move.new.root / HERE).write_bytes(mark)
    for again in (lambda: begun(labelled, move.new.root), lambda: end_broken_move(move.new)):
        with pytest.raises(LibraryError, match=r"holds 1 event .*labels merge"):
            again()
    assert saved in events_in(move.new)
    merged(labelled, move.new.root)
    again = begun(labelled, move.new.root)
    finish_move(again)
    assert end_move(again)
    assert saved in events_in(move.new)


@pytest.mark.parametrize("at", ["begun", "finished"])
@pytest.mark.parametrize("name", MARKS)
def test_repair_ends_a_move_from_either_folder(labelled: LibraryFolder, at: str, name: str) -> None:
    move = begun(labelled, labelled.root.with_name("new"))
    saved = events_in(labelled)
    if at == "finished":
        finish_move(move)
    place = move.new if name == HERE else move.old
    if not (place.root / name).is_file():
        assert end_broken_move(place) is None
        place = move.new if name == AWAY else move.old
    assert str(end_broken_move(place)) == f"the library is in {move.new.root}"
    assert events_in(move.new) == saved and not labelled.root.exists()


def test_repair_keeps_what_arrived_of_a_library_that_is_gone(labelled: LibraryFolder) -> None:
    move = begun(labelled, labelled.root.with_name("new"))
    shutil.rmtree(labelled.root)
    found = repair(RepairContext(move.new, RESOURCES))
    assert any("which is gone" in sentence for finding in found for sentence in finding.done)
    assert not (move.new.root / HERE).exists()


def test_repair_lets_a_library_stay_that_was_not_moved(labelled: LibraryFolder) -> None:
    move = begun(labelled, labelled.root.with_name("new"))
    finish_move(move)
    shutil.rmtree(move.new.root)
    assert "stays here" in str(end_broken_move(labelled))
    assert no_card_in(labelled)
