"""Libraries that take each other's events: any order, one state; a merge is taken back whole, and comes back whole."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from base64 import b64decode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.amounts import amount
from tests.clocks import set_right
from tests.label_model import standing
from tests.labelling import ANNA, BEN, CHIE, confirmed, square
from tests.merging import exported, laptop, merged, places, random_history, said

from karuta.domain.errors import KarutaError
from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.second_look import conflicts
from karuta.services.labels.undo import redo, undo
from karuta.store.label_file import LabelFile
from karuta.store.seals import seal_of

Pair = tuple[LibraryFolder, LibraryFolder]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Two libraries of the same photos; Anna and Ben agree about one sighting and not about another."""
    one, other = laptop(tmp_path, "one"), laptop(tmp_path, "other")
    for library, who, card in ((one, ANNA, 1), (other, BEN, 2)):
        with LabelFile.open_writing(library) as file:
            first, second, *_ = places(file)
            decide(file, [confirmed(*first, 3)], who)
            decide(file, [confirmed(*second, card)], who)
    return one, other


def test_undo_takes_a_merge_back_whole_here_alone(pair: Pair, tmp_path: Path) -> None:
    one, other = pair
    before, events = said(one), exported(one, tmp_path / "before")
    theirs = exported(other, tmp_path / "theirs")
    merged(one, other.root)
    after = said(one)
    with LabelFile.open_writing(one) as file:
        action = undo(file, ANNA)
        assert (action.kind, action.events) == (Kind.MERGE, 2)
    assert said(one) == before
    assert exported(one, tmp_path / "undone") == events
    # The others have their labels, and learn nothing of the undo.
    merged(other, one.root)
    with LabelFile.open_reading(other) as file:
        assert file.rows("SELECT count(*) FROM events WHERE source = 'merge'") == [(1,)]
        assert {row[0] for row in file.rows("SELECT annotator FROM events_in_force")} == {"anna", "ben"}
    assert theirs != exported(other, tmp_path / "theirs")
    with LabelFile.open_writing(one) as file:
        assert redo(file, ANNA).events == 2
    assert said(one) == after
    with LabelFile.open_writing(one) as file:
        undo(file, ANNA)
    assert merged(one, other.root) == 2
    assert said(one) == after
    with LabelFile.open_reading(one) as file:
        assert file.rows("SELECT * FROM set_aside") == []


def test_what_was_decided_since_a_merge_stays_when_it_is_undone(pair: Pair) -> None:
    one, other = pair
    merged(one, other.root, by=BEN)
    with LabelFile.open_writing(one) as file:
        decide(file, [Choice(places(file)[2][0], Kind.UNKNOWN)], ANNA)
        undo(file, BEN)
        assert (places(file)[2][0], "") in standing(file)
        decide(file, [Choice(places(file)[2][0], Kind.NO_CARD)], ANNA)
    with LabelFile.open_writing(one) as file:  # the witness counts fewer events than there were
        redo(file, BEN)
    assert said(one)


def test_two_sightings_of_one_place_from_two_models_are_one(tmp_path: Path) -> None:
    one = laptop(tmp_path, "one", squares=(square(5, 10),), photos=1)
    other = laptop(tmp_path, "other", squares=(square(7, 12), square(35, 10)), photos=1)
    for library, who, card in ((one, ANNA, 1), (other, BEN, 2)):
        with LabelFile.open_writing(library) as file:
            decide(file, [confirmed(*place, card) for place in places(file)], who)
    before = said(one), exported(one, tmp_path / "before")
    merged(one, other.root)
    merged(other, one.root)
    assert said(one) == said(other)
    with LabelFile.open_reading(other) as file:
        assert len(standing(file)) == 2
        ((dispute, number),) = conflicts(file)
        assert [word.annotator for word in dispute.answers] == ["anna", "ben"]
        assert number == 1
    assert exported(one, tmp_path / "a") == exported(other, tmp_path / "b")
    with LabelFile.open_writing(one) as file:
        undo(file, ANNA)
    assert (said(one)[0], exported(one, tmp_path / "undone")) == (before[0][0], before[1])


Harm = Callable[[sqlite3.Connection], object]
HARMS: dict[str, Harm] = {
    "its hash does not match": lambda file: file.execute("UPDATE events SET card_id = '9' WHERE card_id = '3'"),
    "of events is gone": lambda file: file.execute("DELETE FROM events WHERE card_id = '3'"),
    "newer Karuta": lambda file: file.execute("PRAGMA user_version=77"),
    "not a Karuta label file": lambda file: file.execute("PRAGMA application_id=77"),
    "does not have the tables": lambda file: file.execute("ALTER TABLE events RENAME TO others"),
}


@pytest.mark.parametrize("why", HARMS)
def test_a_damaged_library_is_refused_and_left_alone(pair: Pair, why: str) -> None:
    one, other = pair
    with closing(sqlite3.connect(other.labels_db, isolation_level=None)) as file:
        HARMS[why](file)
    before = one.labels_db.read_bytes(), other.labels_db.read_bytes()
    with pytest.raises(KarutaError, match=why):
        merged(one, other.root)
    assert before == (one.labels_db.read_bytes(), other.labels_db.read_bytes())
    assert sorted(path.name for path in other.root.glob("labels*")) == ["labels.db"]


def lines_of(library: LibraryFolder, out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in exported(library, out).splitlines()]


def resealed(line: dict[str, object], **changed: object) -> dict[str, object]:
    """A lie: an event that says something else, with a seal that bears it out."""
    event = {name: value for name, value in (line | changed).items() if name not in ("seal", "with")}
    event = {name: b64decode(value["base64"]) if isinstance(value, dict) else value for name, value in event.items()}
    seal = seal_of("events", list(event), list(event.values())).hex()
    return line | changed | {"seal": seal}


LIES: dict[str, dict[str, object]] = {
    "says something else here": {"card_id": "5"},
    "identifier is none": {"id": "zzz"},
    "photo is none": {"id": "01900000-0000-7000-8000-000000000001", "photo_sha256": "../../x"},
    "kind nonsense is not known": {"id": "01900000-0000-7000-8000-000000000001", "kind": "nonsense"},
    "card does not fit": {"id": "01900000-0000-7000-8000-000000000001", "kind": "unknown"},
    "not as Karuta writes it": {"id": "01900000-0000-7000-8000-000000000001", "shown": "[[[[", "annotator": "x"},
    "not as Karuta writes it ": {"id": "01900000-0000-7000-8000-000000000001", "annotator": "a\u001b[2Jb"},
    "embedding is none": {"id": "01900000-0000-7000-8000-000000000001", "embedding": "abc"},
    "written by a newer Karuta": {"id": "01900000-0000-7000-8000-000000000001", "mood": "good"},
}


@pytest.mark.parametrize("why", LIES)
def test_an_event_that_lies_is_refused(pair: Pair, tmp_path: Path, why: str) -> None:
    one, _ = pair
    first, *_ = lines_of(one, tmp_path / "events.jsonl")
    lie = {name: first["action_id"] if value == "the first" else value for name, value in LIES[why].items()}
    line = {name: value for name, value in resealed(first, **lie).items() if value is not None and name != "with"}
    (tmp_path / "lies.jsonl").write_text(json.dumps(line), encoding="utf-8")
    before = one.labels_db.read_bytes()
    with pytest.raises(KarutaError, match=why.strip()):
        merged(one, tmp_path / "lies.jsonl")
    assert one.labels_db.read_bytes() == before


SAID_OF_ANOTHERS_ACTION: dict[str, tuple[dict[str, object], ...]] = {
    "an undo": ({"kind": "undo", "target_action_id": "the action"},),
    "a label in it, and its undo": (
        {"kind": "confirm", "action_id": "the action", "card_id": "7"},
        {"kind": "undo", "target_action_id": "the action"},
    ),
    "an import of it, and its undo": (
        {"kind": "confirm", "action_id": "the action", "card_id": "7", "source": "export"},
        {"kind": "import", "action_id": "the action"},
        {"kind": "undo", "target_action_id": "the action"},
    ),
}


def forged(first: dict[str, object], number: int, lie: dict[str, object]) -> dict[str, object]:
    """What Ben says of the action of an event of Anna's: before it, or after it."""
    name = f"{'019' if number else '018'}00000-0000-7000-8000-00000000000{number}"
    bare = {"shown", "photo_sha256", "sighting_id", "corners", "game", "card_id", "name", "print_read", "embedding"}
    event = {column: said for column, said in first.items() if lie["kind"] == "confirm" or column not in bare}
    event |= {"id": name, "action_id": name, "annotator": "ben", "device": "ben's"} | lie
    event = {column: first["action_id"] if said == "the action" else said for column, said in event.items()}
    return resealed({column: said for column, said in event.items() if column != "with"})


@pytest.mark.parametrize("what", SAID_OF_ANOTHERS_ACTION)
def test_what_is_said_of_somebody_elses_action_says_nothing_of_it(pair: Pair, tmp_path: Path, what: str) -> None:
    """Whatever comes first, also into a library that does not know the action yet; and nothing is refused for it."""
    one, _ = pair
    first, *_ = lines_of(one, tmp_path / "events.jsonl")
    set_right()
    lies = [json.dumps(forged(first, number, lie)) for number, lie in enumerate(SAID_OF_ANOTHERS_ACTION[what])]
    (tmp_path / "lies.jsonl").write_text("\n".join(lies), encoding="utf-8")
    paths = [one.root, tmp_path / "lies.jsonl"]
    found = []
    for number, order in enumerate((paths, paths[::-1])):
        library = LibraryFolder(tmp_path / f"empty{number}")
        for path in order:
            merged(library, path, by=CHIE)
        with LabelFile.open_writing(library) as file:
            found.append([row[3] for row in file.rows("SELECT * FROM labels_by_annotator WHERE annotator = 'anna'")])
            assert [undo(file, ANNA).events, undo(file, ANNA).events] == [1, 1]
            assert file.rows("SELECT 1 FROM labels_by_annotator WHERE annotator = 'anna'") == []
    assert len(found[0]) == 2
    assert found[0] == found[1]


@pytest.mark.parametrize("text", ["no json", "[]", "{}", '{"id": 1}', '{"id": "1", "seal": "00"}', "\0" * 50, "7"])
def test_what_is_no_event_is_refused(pair: Pair, tmp_path: Path, text: str) -> None:
    (tmp_path / "no.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(KarutaError, match=r"othing was taken"):
        merged(pair[0], tmp_path / "no.jsonl")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("what", ["link", "pipe", "folder", "nothing"])
def test_what_stands_in_a_folder_in_place_of_a_label_file_is_not_opened(pair: Pair, tmp_path: Path, what: str) -> None:
    one, other = pair
    there = tmp_path / "there"
    there.mkdir()
    place = there / "labels.db"
    make: dict[str, Callable[[], object]] = {
        "link": lambda: place.symlink_to(other.labels_db),
        "pipe": lambda: os.mkfifo(place),
        "folder": place.mkdir,
    }
    make.get(what, lambda: None)()
    with pytest.raises(KarutaError, match=r"is a link|cannot be read"):
        merged(one, there)


def test_a_label_file_that_was_not_copied_is_refused_and_exported_events_may_be_none(
    pair: Pair, tmp_path: Path
) -> None:
    one, other = pair
    other.labels_db.write_bytes(b"")
    with pytest.raises(KarutaError, match="is empty, so nothing was taken"):
        merged(one, other.root)
    (tmp_path / "none.jsonl").touch()
    assert merged(one, tmp_path / "none.jsonl") == 0


def test_what_a_killed_writer_left_there_is_not_touched(pair: Pair) -> None:
    one, other = pair
    before = other.labels_db.read_bytes()
    with closing(sqlite3.connect(other.labels_db, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=PERSIST")
        file.execute("PRAGMA cache_size=1")
        file.execute("PRAGMA cache_spill=1")
        file.execute("BEGIN")
        file.execute("UPDATE events SET name = hex(randomblob(4000))")
        killed = other.root.with_name("killed")
        shutil.copytree(other.root, killed)
        file.execute("ROLLBACK")
    assert (killed / "labels.db-journal").stat().st_size
    torn = [path.read_bytes() for path in sorted(killed.glob("labels*"))]
    assert merged(one, killed) == 2
    assert torn == [path.read_bytes() for path in sorted(killed.glob("labels*"))]
    assert before == other.labels_db.read_bytes()


def test_crops_come_along_and_only_those_that_are_what_their_names_say(tmp_path: Path) -> None:
    one = LibraryFolder(tmp_path / "one")
    with LabelFile.open_writing(one):
        pass
    other = laptop(tmp_path, "other")
    crops = sorted(other.crops.rglob("*.webp"))
    crops[0].write_bytes(b"something else")
    merged(one, other.root)
    here = {path.name for path in one.crops.rglob("*.webp")}
    assert here == {path.name for path in crops[1:]}
    assert len(list(one.thumbnails.rglob("*.jpg"))) == 2


@pytest.mark.long(share=True)
@pytest.mark.parametrize("seed", range(amount(30)))
def test_random_histories_end_in_one_state_in_every_order(tmp_path: Path, seed: int) -> None:
    random_history(tmp_path, seed)
