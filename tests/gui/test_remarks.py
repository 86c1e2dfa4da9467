"""Flags and notes at the desk: about what is on the screen, typed in one line, undone like labels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.gui.test_marked import mark
from tests.gui.test_models import row
from tests.labelling import stored
from tests.window import Hand, Steps, has_the_ring, lit, window_with

from karuta.domain.label import NO_REMARKS, Remarks
from karuta.domain.queue import QueueFilter, Trait
from karuta.gui.desk.desk_panel import RemarkLine
from karuta.gui.kit import held_keys
from karuta.gui.queue.queue_model import noted_words
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import queue_page

CTRL = Qt.KeyboardModifier.ControlModifier


@window_with(1, 2)
def test_a_note_is_about_the_photos_for_which_its_line_was_opened(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Steps:
    panel, editor, photos = hand.window.desk_panel, hand.window.desk_panel.note, hand.work.queue_model.photos
    home = hand.window.queue_panel.list
    yield hand.looked_up(2)
    hand.press(Qt.Key.Key_M)
    hand.type("half a not")
    hand.work.desk.put(photos[1])
    yield hand.shows("2.png")
    assert not editor.isVisible()
    hand.press(Qt.Key.Key_M)
    assert editor.field.text() == ""
    home.setFocus()
    assert not editor.isVisible(), "keys go elsewhere, so they are about the photo again"
    hand.work.desk.put(photos[0])
    yield hand.shows("1.png")
    hand.press(Qt.Key.Key_M)
    assert editor.field.text() == "half a not"
    hand.work.desk.refresh()
    yield hand.idle
    hand.type("e")
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", 1e9)
    hand.press(Qt.Key.Key_Return)
    yield lambda: panel.remarks.remarks.note == "half a note" and hand.idle()
    assert has_the_ring(home) and not editor.isVisible()
    hand.press(Qt.Key.Key_Return)
    yield hand.idle
    assert stored(hand.library, "SELECT kind FROM events") == [("note",)], "the Enter that stored a note is spent"
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", 0.0)
    for typed, leaves in (("!", Qt.Key.Key_Escape), ("", Qt.Key.Key_Return)):
        hand.press(Qt.Key.Key_M)
        assert editor.field.text() == "half a note"
        hand.type(typed)
        hand.press(leaves)
    mark(hand, 0, 1)
    hand.press(Qt.Key.Key_M)
    assert editor.field.text() == "" and "2 photos" in editor._about.text()
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Escape)
    yield hand.idle
    assert len(stored(hand.library, "SELECT kind FROM events")) == 1, "a line in which nothing was typed stores nothing"
    hand.press(Qt.Key.Key_M)
    editor.field.selectAll()
    hand.press(Qt.Key.Key_Delete)
    hand.press(Qt.Key.Key_Return)
    yield lambda: panel.remarks.remarks == NO_REMARKS


def test_a_strangers_note_is_plain_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    line = lit(RemarkLine)
    qtbot.addWidget(line)
    line.resize(80, 24)
    note = "<b>no</b> & a very long note" + " and so on" * 40
    line.show_remarks(Remarks(is_flagged=True, note=note))
    lines = line.toolTip().split("\n")
    assert (" ".join(lines), max(map(len, lines)) <= 60) == (note, True)
    assert line.accessibleName() == f"Flagged: {note}"
    line.show_remarks(NO_REMARKS)
    assert (line.toolTip(), line.accessibleName(), line.isVisible()) == ("", "", False)


@pytest.mark.parametrize(
    ("remarks", "words"),
    [(NO_REMARKS, ""), (Remarks(is_flagged=True), "flagged"), (Remarks(is_flagged=True, note="x"), "flagged, x")],
)
def test_the_rows_words_for_those_who_do_not_see_its_signs(qtbot: QtBot, remarks: Remarks, words: str) -> None:
    assert noted_words(replace(row("a"), remarks=remarks)) == words


@window_with(1, 2, 3)
def test_flags_and_notes_by_keys_are_stored_shown_found_and_undone(hand: Hand, library: LibraryFolder) -> Steps:
    yield hand.looked_up(3)
    panel, desk, model = hand.window.desk_panel, hand.work.desk, hand.work.queue_model
    high = panel.view.geometry()

    def flags() -> list[bool]:
        return [model.row(at).remarks.is_flagged for at in range(3)]

    hand.press(Qt.Key.Key_X)
    yield lambda: panel.remarks.remarks.is_flagged and hand.is_settled
    hand.press(Qt.Key.Key_M)
    yield panel.note.field.hasFocus
    hand.type("u1 creased")
    hand.press(Qt.Key.Key_Return)
    yield lambda: panel.remarks.remarks.note == "u1 creased" and hand.is_settled
    assert panel.view.geometry() == high, "a note does not move the photo"
    assert hand.on_desk == "1.png" and desk.label is None, "no letter of it was a command"
    yield lambda: "u1 creased" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert hand.work.counts.decided == 0
    mark(hand, 0, 1, 2)
    hand.press(Qt.Key.Key_X)
    yield lambda: flags() == [True, True, True] and hand.is_settled
    yield from hand.takes_back(Qt.Key.Key_Z)
    yield lambda: flags() == [True, False, False] and hand.is_settled
    hand.press(Qt.Key.Key_Escape)
    hand.work.arrangement.choose(queue_filter=QueueFilter(traits=frozenset({Trait.FLAGGED})))
    yield lambda: len(model.photos) == 1 and hand.is_settled
    hand.press(Qt.Key.Key_X)
    yield lambda: not panel.remarks.remarks.is_flagged and hand.is_settled
    assert len(model.photos) == 1, "the photo on the desk keeps its place"
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: panel.remarks.remarks.is_flagged and hand.is_settled and hand.on_desk == "1.png"
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: panel.remarks.remarks == Remarks(is_flagged=True) and hand.is_settled
    hand.press(Qt.Key.Key_Y, CTRL)
    yield lambda: panel.remarks.remarks.note == "u1 creased" and hand.is_settled
    yield hand.ended
    with labels_for_reading(library) as file:
        first, *others = (found.remarks for found in queue_page(file))
    assert (first, others) == (Remarks(is_flagged=True, note="u1 creased"), [NO_REMARKS] * 2)
