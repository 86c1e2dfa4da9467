"""The label file is replaced while the window has it open: it says so once, saves nothing, and opens it again."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from tests.window import Hand, Steps, window_with

from karuta.gui.desk.notice_presenter import UNSAVED
from karuta.gui.library import outside_changes
from karuta.paths import LibraryFolder

SAID = "was moved or replaced while it was open; nothing was saved. Open the library again."


def replace(library: LibraryFolder) -> None:
    """As a person does who copies a file over it and whose program renames it into place."""
    beside = library.root / "labels.db copied"
    shutil.copyfile(library.labels_db, beside)
    beside.replace(library.labels_db)


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside_changes, "EVERY_MS", 20)


@pytest.mark.long
@window_with(p=3)
def test_the_window_says_it_once_and_opens_the_library_again(hand: Hand, library: LibraryFolder) -> Steps:
    first, heard = hand.work.session, []
    hand.work.outside_changes.changed.connect(lambda changed: changed.replaced and heard.append(changed))
    replace(library)
    yield hand.window.desk_panel.notice.isVisible
    assert hand.window.desk_panel.notice.text.endswith(SAID)
    hand.work.outside_changes.look()
    yield lambda: hand.is_settled
    assert len(heard) == 1
    hand.takes("Reopen")
    yield lambda: hand.has_window and hand.work.session is not first and hand.is_settled
    yield hand.shows("p.png")
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.work.desk.label is not None


@pytest.mark.long
@window_with(p=3)
def test_a_decision_that_has_no_place_is_not_saved_again_and_not_lost_unasked(hand: Hand) -> Steps:
    first, notice = hand.work.session, hand.window.desk_panel.notice
    replace(hand.library)
    yield hand.window.desk_panel.notice.isVisible
    hand.press(Qt.Key.Key_1)
    yield lambda: notice.shows(UNSAVED)
    assert notice.text.startswith("Shape 3 is not saved: ")
    assert notice.text.endswith(SAID)
    assert not hand.window.commands["retry"].isEnabled()
    asked: list[str] = []
    hand.window.ask.agrees = lambda title, text, deed: bool(asked.append(text))  # type: ignore[method-assign]
    hand.takes("Reopen")
    yield lambda: bool(asked)
    assert asked == ["1 decision is not saved and would be lost."]
    assert hand.work.session is first
    assert notice.shows(UNSAVED)
    hand.window.ask.agrees = lambda title, text, deed: True  # type: ignore[method-assign]
    hand.takes("Reopen")
    yield lambda: hand.has_window and hand.work.session is not first and hand.is_settled
    assert not hand.window.desk_panel.notice.isVisible()
