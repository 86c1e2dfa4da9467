"""The queue of what is not in the catalogue: grouped, asked again after a pack, and one key each; in a real window."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.labelling import stored
from tests.window import Condition, Hand, Steps, photograph, play, window_with

from karuta.domain.queue import QueueFilter, Trait
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueDialog
from karuta.paths import LibraryFolder
from karuta.services.labels.group_unknowns import read_names
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import queue_ids, queue_rows

CTRL = Qt.KeyboardModifier.ControlModifier


def labels(library: LibraryFolder) -> list[tuple[object, ...]]:
    return stored(library, "SELECT kind, card_id FROM current_labels ORDER BY id")


def may_be_known(library: LibraryFolder) -> list[str]:
    """The names of the photos that the filter shows, and whose rows say the same."""
    wanted = QueueFilter(traits=frozenset({Trait.KNOWN_NOW}))
    with labels_for_reading(library) as file:
        rows = queue_rows(file, queue_ids(file))
        by_filter = queue_ids(file, queue_filter=wanted)
    # The window may write between the two.
    return [row.name for row in rows if wanted.takes(row) and row.photo_sha256 in by_filter]


def in_its_queue(hand: Hand) -> Condition:
    work = hand.work
    return lambda: (
        work.arrangement.queue.id == "unknown"
        and not work.arrangement.awaited.is_awaited
        and work.session.task_lane.is_idle
        and work.session.store_lane.is_idle
        and work.session.box.is_empty
        and hand.is_settled
    )


@pytest.mark.long
def test_unknown_cards_are_grouped_named_and_written_as_a_table(library: LibraryFolder, tmp_path: Path) -> None:
    grounds = {"a": 21, "b": 22, "c": 21, "d": 1}
    photos = [
        photograph(tmp_path / f"{name}.png", seed, ground=(60, 60, 60 + 3 * at))
        for at, (name, seed) in enumerate(grounds.items())
    ]
    out = tmp_path / "list.csv"

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(4)
        assert not hand.window.commands["add-unknown"].isEnabled()
        hand.press(Qt.Key.Key_U)  # a.png
        yield lambda: hand.work.counts.decided == 1 and hand.is_settled
        hand.press(Qt.Key.Key_I)
        yield in_its_queue(hand)
        model, head = hand.work.queue_model, hand.window.match_panel.head
        rows = [model.row(place) for place in range(model.rowCount())]
        names = [row.name for row in rows if row is not None]
        assert set(names) == {"a.png", "b.png", "c.png"} and abs(names.index("a.png") - names.index("c.png")) == 1
        assert hand.window.commands["add-unknown"].isEnabled()
        hand.work.desk.put(model.photos[names.index("c.png")])
        yield hand.shows("c.png")
        assert "Ctrl+I: add this card · Alike: 2" in head.words[1]
        # The form has its crop; a name that is typed there is the group's, also where the card is not added.
        hand.press(Qt.Key.Key_I, CTRL)
        yield lambda: isinstance(hand.window.dialogs.current, CatalogueDialog)
        dialog = hand.window.dialogs.current
        yield lambda: dialog.form.face.pixmap() is not None and not dialog.form.face.pixmap().isNull()
        dialog.form.name.setText("Moon Fox")
        dialog.reject()
        yield lambda: "Moon Fox" in read_names(library).values() and hand.window.dialogs.current is None
        hand.work.desk.put(model.photos[names.index("a.png")])
        yield hand.shows("a.png")
        assert "Moon Fox · Alike: 2" in head.words[1]
        hand.window.ask.new_file = lambda title, name, kinds: out  # type: ignore[method-assign]
        hand.window.commands["export-unknowns"].trigger()
        yield lambda: out.exists() and hand.work.session.task_lane.is_idle

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["group"], row["name"], row["photo"], row["kind"]) for row in csv.DictReader(file)]
    assert rows[:2] == [("1", "Moon Fox", "a.png", "labelled"), ("1", "Moon Fox", "c.png", "judged")]


@pytest.mark.long
@window_with(before=True)
def test_what_may_be_known_now_is_first_its_match_is_first_and_a_number_takes_it(hand: Hand, pack: Path) -> Steps:
    photos = [photograph(hand.folder / f"{name}.png", seed) for name, seed in (("b", 31), ("a", 21), ("d", 1))]
    hand.photos = photos
    yield
    yield hand.looked_up(3)
    for _ in range(2):
        hand.press(Qt.Key.Key_U)
        yield lambda: hand.work.session.store_lane.is_idle and hand.is_settled
    assert may_be_known(hand.library) == []
    yield from hand.adds_cards(pack)
    yield lambda: may_be_known(hand.library) == ["a.png"] and hand.work.lookup_queue.is_idle and hand.is_settled
    assert labels(hand.library) == [("unknown", None)] * 2, "nothing is relabelled by itself"
    hand.press(Qt.Key.Key_I)
    yield in_its_queue(hand)
    assert hand.work.queue_model.rowCount() == 2
    hand.work.desk.put(hand.work.queue_model.photo(0) or "")
    yield hand.shows("a.png")
    assert hand.work.desk.matches[0].name == "Shape 21"
    # Enter says what it said before, and asks no more.
    hand.press(Qt.Key.Key_Return)
    yield lambda: may_be_known(hand.library) == [] and hand.is_settled
    assert labels(hand.library) == [("unknown", None)] * 2
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: may_be_known(hand.library) == ["a.png"]
    yield hand.shows("a.png")
    hand.press(Qt.Key.Key_1)
    yield lambda: sorted(labels(hand.library), key=str) == [("confirm", "21"), ("unknown", None)] and hand.is_settled
    assert may_be_known(hand.library) == []
    yield lambda: hand.work.queue_model.rowCount() == 1


@pytest.mark.long
@window_with(two=(4, 21))
def test_enter_says_of_no_other_card_in_the_photo_that_it_is_unknown(hand: Hand, library: LibraryFolder) -> Steps:
    desk = hand.work.desk
    yield hand.looked_up(1)
    hand.press(Qt.Key.Key_I)
    yield in_its_queue(hand)
    yield lambda: desk.place_of_sighting == 1 and hand.is_settled
    hand.press(Qt.Key.Key_Return)
    yield lambda: labels(library) == [("unknown", None)] and hand.is_settled
    desk.choose_sighting(0)
    yield lambda: desk.place_of_sighting == 0 and hand.is_settled
    hand.press(Qt.Key.Key_Return)
    yield lambda: sorted(labels(library), key=str) == [("confirm", "4"), ("unknown", None)] and hand.is_settled
