"""Rows of the queue that are fetched: none stays without its words."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from tests.gui.test_models import row

from karuta.gui.queue.queue_model import QueueRows


def test_a_photo_that_was_gone_when_it_was_asked_for_is_asked_for_again_once_it_is_drawn(qtbot: QtBot) -> None:
    """Taken out and put back by an undo: the answer may be older than the undo, and nothing draws the row again."""
    owner = QObject()
    wanted: list[list[str]] = []
    rows = QueueRows(owner, wanted.append)
    assert rows.row("a") is None
    qtbot.waitUntil(lambda: wanted == [["a"]])
    assert rows.row("a") is None
    qtbot.wait(50)
    assert wanted == [["a"]]
    rows.set(["a"], [])
    qtbot.waitUntil(lambda: wanted == [["a"], ["a"]])
    # Who has left the list for good is not asked for again and again.
    rows.set(["a"], [])
    qtbot.wait(50)
    assert len(wanted) == 2
    rows.row("a")
    qtbot.waitUntil(lambda: len(wanted) == 3)
    rows.set(["a"], [row("a")])
    found = rows.row("a")
    assert found is not None and found.name == "a.png"
