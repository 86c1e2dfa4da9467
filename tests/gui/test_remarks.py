"""Flags and notes at the desk: about what is on the screen, typed in one line, undone like labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.test_marked import mark
from tests.gui.test_models import row
from tests.window import Hand, Steps, photograph, play

from karuta.domain.journal import Action
from karuta.domain.label import MOST_NOTE, NO_REMARKS, Kind, Remarks
from karuta.domain.queue import QueueFilter, Trait
from karuta.gui.desk.desk_panel import NoteEditor, RemarkLine
from karuta.gui.features import remarks as remarking
from karuta.gui.features.remarks import RemarkCommands
from karuta.gui.kit import held_keys
from karuta.gui.kit.held_keys import HeldKeys
from karuta.gui.kit.theme import Icons, Theme
from karuta.gui.queue.queue_model import noted_words
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import queue_page

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Photo:
    remarks: Remarks = NO_REMARKS


class ToldDesk(QObject):
    photo_shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.photo: Photo | None = Photo()
        self.photo_id: str | None = "a"
        self.takes_keys, self.is_held = True, False

    def show_other(self, photo: str, remarks: Remarks = NO_REMARKS) -> None:
        self.photo_id, self.photo = photo, Photo(remarks)
        self.photo_shown.emit()


class ToldDecisions(QObject):
    """Does at once what would be done in the lane; `file` and `origin` are names."""

    saved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.may, self.quick = True, 0

    def too_quick(self) -> None:
        self.quick += 1

    def may_decide(self) -> bool:
        return self.may

    def remark(self, act: Callable[[Any, Any], Action]) -> None:
        act("file", "anna")


class ToldQueue(QObject):
    marked = Signal(int)

    def __init__(self, home: QWidget) -> None:
        super().__init__()
        self.list, self.selected = home, ["a"]

    def mark(self, *photos: str) -> None:
        self.selected = list(photos)
        self.marked.emit(len(photos))


@dataclass
class Stage:
    """The commands over a desk that is told what is on it. `done`: what was handed in to be stored."""

    window: QWidget
    line: RemarkLine
    editor: NoteEditor
    elsewhere: QLineEdit
    desk: ToldDesk = field(default_factory=ToldDesk)
    decisions: ToldDecisions = field(default_factory=ToldDecisions)
    done: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.queue = ToldQueue(self.elsewhere)
        self.held_keys = HeldKeys(self.window)
        parts: dict[str, Any] = {"desk": self.desk, "decisions": self.decisions, "queue": self.queue}
        self.commands = RemarkCommands(**parts, editor=self.editor, held_keys=self.held_keys)

    def type(self, text: str, *keys: Qt.Key) -> None:
        QTest.keyClicks(self.editor.field, text)
        for key in keys:
            QTest.keyClick(self.editor.field, key)


@pytest.fixture
def stage(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Stage:
    window = QWidget()
    qtbot.addWidget(window)
    theme = Theme(dark=False)
    line = RemarkLine(theme, Icons(resources_folder() / "icons", theme), window)
    editor, elsewhere = NoteEditor(line, window), QLineEdit(window)
    layout = QVBoxLayout(window)
    layout.addWidget(editor)
    layout.addWidget(elsewhere)
    window.show()
    window.activateWindow()
    made = Stage(window, line, editor, elsewhere)

    def flag(file: object, photos: list[str], origin: object, *, on: bool) -> None:
        made.done.append(("flag" if on else "unflag", *photos))

    monkeypatch.setattr(remarking, "flag", flag)
    monkeypatch.setattr(remarking, "flag_all", lambda file, photos, origin: made.done.append(("flag all", *photos)))
    monkeypatch.setattr(
        remarking, "write_note", lambda file, photos, text, origin: made.done.append(("note", text, *photos))
    )
    qtbot.waitUntil(window.isActiveWindow)
    return made


def test_the_flag_turns_what_is_on_the_screen_and_all_marked_photos(stage: Stage) -> None:
    stage.commands.flag()
    stage.desk.show_other("b", Remarks(is_flagged=True))
    stage.commands.flag()
    stage.queue.mark("a", "c")
    stage.commands.flag()
    assert stage.done == [("flag", "a"), ("unflag", "b"), ("flag all", "a", "c")]


def test_a_key_before_anybody_can_have_seen_the_photo_flags_nothing(stage: Stage) -> None:
    stage.decisions.may = False
    stage.commands.flag()
    stage.decisions.may, stage.desk.takes_keys = True, False
    stage.commands.flag()
    stage.commands.note()
    assert (stage.done, stage.decisions.quick, stage.editor.isVisible()) == ([], 3, False)


def test_enter_stores_the_note_and_gives_the_keys_back_and_esc_leaves_it(stage: Stage) -> None:
    stage.desk.show_other("a", Remarks(note="old"))
    stage.commands.note()
    assert (stage.editor.field.text(), stage.editor.field.hasFocus()) == ("old", True)
    stage.type("er x", Qt.Key.Key_Return)
    assert stage.done == [("note", "older x", "a")]
    assert (stage.editor.isVisible(), stage.elsewhere.hasFocus()) == (False, True)
    stage.decisions.saved.emit(Action("1", 1, Kind.NOTE, None, "a.png", frozenset("a")))
    stage.commands.note()
    stage.type("!", Qt.Key.Key_Escape)
    assert (len(stage.done), stage.editor.isVisible()) == (1, False)
    stage.commands.note()
    assert stage.editor.field.text() == "old", "Esc dropped what was typed"
    stage.type("", Qt.Key.Key_Enter)
    assert len(stage.done) == 1, "a line in which nothing was typed stores nothing"
    stage.commands.note()
    stage.editor.field.selectAll()
    stage.type("", Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert stage.done[1:] == [("note", "", "a")], "an emptied one takes the note away"


def test_the_enter_that_stored_a_note_is_spent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", 1e9)
    stage.commands.note()
    stage.type("x", Qt.Key.Key_Return)
    stage.elsewhere.installEventFilter(stage.held_keys)
    QTest.keyPress(stage.elsewhere, Qt.Key.Key_Return)
    assert stage.held_keys.is_held
    QTest.keyRelease(stage.elsewhere, Qt.Key.Key_Return)
    QTest.keyPress(stage.elsewhere, Qt.Key.Key_1)
    assert not stage.held_keys.is_held


def test_a_note_is_about_the_photos_for_which_its_line_was_opened(stage: Stage) -> None:
    stage.commands.note()
    stage.type("half a not")
    stage.desk.show_other("b")
    assert (stage.editor.isVisible(), stage.done) == (False, [])
    stage.commands.note()
    assert stage.editor.field.text() == ""
    stage.elsewhere.setFocus()
    assert not stage.editor.isVisible(), "keys go elsewhere, so they are about the photo again"
    stage.desk.show_other("a")
    stage.commands.note()
    assert stage.editor.field.text() == "half a not"
    stage.desk.photo_shown.emit()  # the same photo is read again
    stage.type("e", Qt.Key.Key_Return)
    assert stage.done == [("note", "half a note", "a")]


def test_of_several_photos_the_line_begins_empty_and_says_how_many(stage: Stage) -> None:
    stage.desk.show_other("a", Remarks(note="old"))
    stage.queue.mark("a", "b", "c")
    stage.commands.note()
    assert (stage.editor.field.text(), stage.editor._about.text()) == ("", "Note on 3 photos")
    stage.type("", Qt.Key.Key_Return)
    assert stage.done == []
    stage.commands.note()
    stage.queue.mark("a", "b")
    assert not stage.editor.isVisible()
    stage.commands.note()
    stage.type("x" * (MOST_NOTE + 9), Qt.Key.Key_Return)
    assert stage.done == [("note", "x" * MOST_NOTE, "a", "b")]


def test_the_field_stands_in_the_place_of_the_note_which_takes_no_room_where_there_is_none(stage: Stage) -> None:
    shown = []
    for remarks in (NO_REMARKS, Remarks(note="old")):
        stage.line.show_remarks(remarks)
        shown.append(stage.line.isVisible())
        stage.commands.note()
        shown.append(stage.line.isVisible())
        stage.type("", Qt.Key.Key_Escape)
        shown.append(stage.line.isVisible())
    assert shown == [False, False, False, True, False, True]


def test_what_could_not_be_stored_is_there_again(stage: Stage) -> None:
    stage.commands.note()
    stage.type("long words", Qt.Key.Key_Return)
    stage.commands.note()  # nobody has said that it is saved
    assert stage.editor.field.text() == "long words"
    stage.type("", Qt.Key.Key_Return)
    assert stage.done == [("note", "long words", "a")] * 2


def test_a_strangers_note_is_plain_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    theme = Theme(dark=False)
    line = RemarkLine(theme, Icons(resources_folder() / "icons", theme))
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


@pytest.mark.long
def test_flags_and_notes_by_keys_are_stored_shown_found_and_undone(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{at}.png", seed) for at, seed in enumerate((1, 2, 3))]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        yield hand.shows("0.png")
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
        assert hand.on_desk == "0.png" and desk.label is None, "no letter of it was a command"
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
        yield lambda: panel.remarks.remarks.is_flagged and hand.is_settled and hand.on_desk == "0.png"
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: panel.remarks.remarks == Remarks(is_flagged=True) and hand.is_settled
        hand.press(Qt.Key.Key_Y, CTRL)
        yield lambda: panel.remarks.remarks.note == "u1 creased" and hand.is_settled

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    with labels_for_reading(library) as file:
        first, *others = (found.remarks for found in queue_page(file))
    assert (first, others) == (Remarks(is_flagged=True, note="u1 creased"), [NO_REMARKS] * 2)
