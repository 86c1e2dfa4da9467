"""A clock that is wrong, once or for ever, harms the labels that were made under it and no others."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from karuta import clock
from karuta.domain.journal import moment_ms
from karuta.domain.label import Origin
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import decide
from karuta.services.labels.import_labels import import_labels
from karuta.services.labels.merge import preview_merge, said_of_clocks
from karuta.services.labels.undo import redo, undo
from karuta.services.library.doctor import examine, repair
from karuta.services.library.keeping.checking import RepairContext
from karuta.store import label_file
from karuta.store.label_file import LabelFile
from karuta.store.merge import still_to_come
from karuta.store.other_labels import opened_other
from tests.amounts import amount
from tests.label_model import standing
from tests.labelling import ANNA, BEN, CHIE, confirmed, find_card
from tests.merging import Laptop, exported, laptop, merged, places, said

TODAY = datetime(2030, 6, 1, 12, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)


class SetClock:
    """The clock of whoever works: it goes on a second each time that it is asked, unless it stands still."""

    def __init__(self, moment: datetime) -> None:
        self.moment, self.step = moment, timedelta(seconds=1)

    def __call__(self) -> datetime:
        self.moment += self.step
        return self.moment


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    wall = SetClock(TODAY)
    monkeypatch.setattr(clock, "machine", wall)
    return wall


@pytest.fixture
def one(tmp_path: Path, wall: SetClock) -> LibraryFolder:
    return laptop(tmp_path, "one", photos=3)


@pytest.fixture
def other(tmp_path: Path, wall: SetClock) -> LibraryFolder:
    return laptop(tmp_path, "other", photos=3)


def label(library: LibraryFolder, at: int, card: int, who: Origin = ANNA) -> tuple[str, str]:
    """Confirm a card on the sighting at this place; which that is."""
    with LabelFile.open_writing(library) as file:
        place = places(file)[at]
        decide(file, [confirmed(*place, card)], who)
    return place


def cards(library: LibraryFolder) -> dict[tuple[str, str], str | None]:
    with LabelFile.open_reading(library) as file:
        return {place: card for place, (_, card, _) in standing(file).items()}


def seals(lines: bytes) -> set[tuple[str, str]]:
    """Which events these are, and what each says."""
    return {(event["id"], event["seal"]) for event in map(json.loads, lines.splitlines())}


def context(library: LibraryFolder) -> RepairContext:
    return RepairContext(library, resources_folder())


def newest(library: LibraryFolder) -> datetime:
    with LabelFile.open_reading(library) as file:
        return datetime.fromtimestamp(moment_ms(file.value("SELECT max(id) FROM events")) / 1000, UTC)


@pytest.mark.parametrize("ahead", [timedelta(days=5), 1000 * YEARS])
def test_what_is_labelled_after_the_clock_was_ahead_once_reaches_everybody(
    one: LibraryFolder, other: LibraryFolder, wall: SetClock, ahead: timedelta
) -> None:
    early = label(one, 0, 1)
    wall.moment += ahead
    astray = label(one, 1, 2), label(one, 0, 3)
    wall.moment -= ahead
    later = label(one, 2, 4)
    merged(other, one.root)
    assert cards(other) == {early: "3", astray[0]: "2", later: "4"} == cards(one)
    assert newest(one) <= wall.moment
    assert newest(other) <= wall.moment
    merged(one, other.root)
    assert said(one) == said(other)


def test_until_something_is_labelled_there_only_those_labels_wait(
    one: LibraryFolder, other: LibraryFolder, wall: SetClock, tmp_path: Path
) -> None:
    early = label(one, 0, 1)
    wall.moment += YEARS
    astray = label(one, 1, 2)
    wall.moment -= YEARS
    events = exported(one, tmp_path / "events.jsonl")
    assert merged(other, tmp_path / "events.jsonl") == 1
    assert merged(other, one.root) == 0
    assert cards(other) == {early: "1"}
    # Their time comes, unless they are stamped anew before.
    copy = LibraryFolder(tmp_path / "copy")
    shutil.copytree(other.root, copy.root)
    wall.moment += YEARS
    assert merged(copy, tmp_path / "events.jsonl") == 1
    assert cards(copy) == {early: "1", astray: "2"}
    wall.moment -= YEARS
    later = label(one, 1, 3)
    assert later == astray
    merged(other, one.root)
    wall.moment += 2 * YEARS
    # The event that had left says what it said, and was taken back.
    merged(other, tmp_path / "events.jsonl")
    merged(copy, one.root)
    assert cards(other) == cards(copy) == {early: "1", later: "3"}
    assert seals(events) <= seals(exported(copy, tmp_path / "a"))
    merged(copy, other.root)
    merged(other, copy.root)
    assert said(other) == said(copy)


@pytest.mark.parametrize("back", [timedelta(days=2), 20 * YEARS])
def test_after_a_clock_was_set_back_the_later_label_counts_everywhere(
    one: LibraryFolder, other: LibraryFolder, wall: SetClock, back: timedelta
) -> None:
    place = label(one, 0, 1)
    merged(other, one.root)
    wall.moment -= back
    label(one, 0, 2)
    label(one, 0, 3)
    with LabelFile.open_writing(one) as file:
        assert undo(file, ANNA).card == "Shape 3"
        assert standing(file)[place][1] == "2"
        redo(file, ANNA)
    wall.moment += back
    assert cards(one) == {place: "3"}
    merged(other, one.root)
    assert cards(other) == {place: "3"}
    merged(one, other.root)
    assert said(one) == said(other)


def test_a_forged_stamp_is_taken_up_to_a_day_ahead_and_does_not_win_over_who_saw_it(
    one: LibraryFolder, other: LibraryFolder, wall: SetClock
) -> None:
    wall.moment += timedelta(hours=23)
    place = label(other, 0, 7, BEN)
    wall.moment -= timedelta(hours=23)
    assert merged(one, other.root) == 1
    label(one, 0, 1)
    assert cards(one)[place] == "1"
    assert newest(one) < wall.moment + timedelta(days=1)
    wall.moment += timedelta(days=1)
    third = LibraryFolder(one.root.with_name("third"))
    shutil.copytree(one.root, third.root)
    label(third, 0, 2, CHIE)
    merged(one, third.root)
    assert cards(one)[place] == "2"


def test_looks_from_the_future_do_not_come_along(one: LibraryFolder, other: LibraryFolder, wall: SetClock) -> None:
    label(other, 0, 7, BEN)
    with LabelFile.open_writing(other) as file, file.writing():
        file.change("UPDATE lookups SET id = 'ffffffff-ffff-7fff-bfff-fffffffffff' || (rowid % 10)", [()])
        file.change("UPDATE suggestions SET seal = NULL", [()])
    with LabelFile.open_writing(one) as file, file.writing():
        file.change("DELETE FROM lookups", [()])
    assert merged(one, other.root) == 1
    with LabelFile.open_reading(one) as file:
        assert file.rows("SELECT id FROM lookups") == []
    label(one, 1, 2)
    assert newest(one) <= wall.moment


def follow_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an older Karuta did: whatever is stamped ahead is followed."""
    monkeypatch.setattr(label_file, "stamp_anew", lambda *_, **__: False)


def test_a_library_that_an_older_karuta_led_ahead_is_mended(
    one: LibraryFolder, other: LibraryFolder, wall: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        follow_everything(older)
        label(one, 0, 1)
        wall.moment += YEARS
        label(one, 1, 2)
        wall.moment -= YEARS
        for at, card in ((2, 3), (1, 4), (0, 5)):
            label(one, at, card)
        with LabelFile.open_writing(one) as file:
            undo(file, ANNA)
    before = cards(one)
    assert newest(one) > wall.moment + timedelta(days=900)
    assert merged(other, one.root) == 1
    (found,) = [finding for finding in examine(context(one)) if finding.check == "clocks"]
    assert not found.ok
    assert len(found.rows) == 5
    assert "anna" in found.rows[0]
    assert "stamped anew" in str(found.advice)
    repaired = {finding.check: finding for finding in repair(context(one))}
    assert repaired["clocks"].ok
    assert "5 rows stamped anew" in " ".join(repaired["labels"].done)
    assert cards(one) == before
    assert newest(one) <= wall.moment
    merged(other, one.root)
    assert cards(other) == before
    merged(one, other.root)
    assert said(one) == said(other)


def test_a_row_that_the_disk_changed_is_not_stamped_anew(one: LibraryFolder, wall: SetClock) -> None:
    label(one, 0, 1)
    wall.moment += YEARS
    label(one, 1, 2)
    wall.moment -= YEARS
    with closing(sqlite3.connect(one.labels_db, isolation_level=None)) as file:
        (row,) = file.execute("UPDATE events SET card_id = '9' WHERE card_id = '2' RETURNING id").fetchall()
    label(one, 1, 3)
    with LabelFile.open_reading(one) as opened:
        assert opened.rows("SELECT id FROM events WHERE card_id = '9'") == [row]
    (found,) = [finding for finding in examine(context(one)) if finding.check == "seals"]
    assert not found.ok


def test_an_import_under_a_clock_that_was_ahead_stays_one_action(
    one: LibraryFolder, other: LibraryFolder, wall: SetClock, tmp_path: Path
) -> None:
    label(other, 0, 1, BEN)
    exported(other, tmp_path / "labels.csv", ExportFormat.CSV)
    wall.moment += YEARS
    with LabelFile.open_writing(one) as file:
        import_labels(
            file, tmp_path / "labels.csv", origin=ANNA, find_card=find_card, recognise=None, recognise_corners=None
        )
    wall.moment -= YEARS
    before = cards(one)
    assert set(before.values()) == {"1"}
    label(one, 3, 2)
    with LabelFile.open_writing(one) as file:
        undo(file, ANNA)
        assert {place: card for place, (_, card, _) in standing(file).items()} == before
        undo(file, ANNA)
        assert standing(file) == {}


def test_labels_that_wait_are_said_and_those_that_are_here_are_not(
    one: LibraryFolder, other: LibraryFolder, wall: SetClock, tmp_path: Path
) -> None:
    wall.moment += YEARS
    label(other, 0, 1, BEN)
    label(other, 1, 1, BEN)
    copy = LibraryFolder(tmp_path / "copy")
    shutil.copytree(other.root, copy.root)
    wall.moment -= YEARS
    (said_then,) = map(str, said_of_clocks(preview_merge(one, other.root)))
    assert "was ahead (or this one is behind): 2 events. They come with a merge or pull after 2033-05-30" in said_then
    with LabelFile.open_reading(copy) as file, opened_other(other.root) as labels:
        assert [some.rows for some in labels.rows("events", now=TODAY)] == [[]]
        assert still_to_come(file, labels) == {}


@pytest.mark.long(share=True)
@pytest.mark.parametrize("seed", range(amount(20)))
def test_random_histories_under_wrong_clocks_end_in_one_state_in_every_order(
    tmp_path: Path, wall: SetClock, seed: int
) -> None:
    dice = random.Random(seed)
    libraries = [laptop(tmp_path, f"laptop {number}") for number in range(3)]
    for _ in range(8):
        library = dice.choice(libraries)
        off = dice.choice([timedelta(0), timedelta(0), YEARS, timedelta(days=40), -timedelta(days=3), -YEARS])
        wall.moment += off
        wall.step = timedelta(seconds=dice.choice([0, 1]))
        Laptop(library, dice, tmp_path / "table.csv").work(dice.randint(1, 4))
        wall.moment += timedelta(hours=1) - off
        if dice.random() < 0.4:
            other = dice.choice(libraries)
            if other is not library:
                merged(library, other.root, by=dice.choice([ANNA, BEN, CHIE]))
    # Under a right clock something more is decided in each.
    for number, library in enumerate(libraries):
        label(library, number, 9)
    states = []
    for at, order in enumerate(permutations(libraries)):
        first = LibraryFolder(tmp_path / f"joined {at}")
        shutil.copytree(order[0].root, first.root)
        for other in (*order[1:], *order[1:]):
            merged(first, other.root)
        states.append((said(first), exported(first, tmp_path / "a")))
        for number, library in enumerate(libraries):
            with LabelFile.open_reading(library) as file:
                assert cards(first)[places(file)[number]] is not None
    assert all(state == states[0] for state in states), f"seed {seed}"
