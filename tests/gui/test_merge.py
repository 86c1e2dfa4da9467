"""File > Merge labels: a preview, a merge, and one undo, in the real window."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.labelling import disputed, stored
from tests.window import Hand, Steps, photograph, window_with

from karuta.bootstrap import run
from karuta.paths import LibraryFolder
from karuta.settings import Settings, write_settings

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.long
@window_with(before=True)
def test_a_merge_is_previewed_and_undone_once_it_was_said_what_that_takes_back(hand: Hand, tmp_path: Path) -> Steps:
    write_settings(tmp_path / "settings.json", Settings(language="en", annotator="anna"))
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (3, 4)]
    other = LibraryFolder(tmp_path / "other")
    shutil.copytree(hand.library.root, other.root)
    for folder, who, cards in ((hand.library, "anna", ("3", "4")), (other, "ben", ("3", "5"))):
        for photo, card in zip(photos, cards, strict=True):
            assert run(["--library", str(folder.root), "confirm", str(photo), card, "--annotator", who]) == 0
    yield
    yield lambda: hand.is_settled
    agreed = hand.answers()
    hand.window.ask.chosen = lambda title, text, *deeds: 0  # type: ignore[method-assign]
    hand.window.ask.folder = lambda title: other.root  # type: ignore[method-assign]
    hand.window.commands["merge"].trigger()
    yield lambda: disputed(hand.library) == 1
    assert agreed == [
        "Merge labels: 2 new, 0 here already, 1 in conflict. Undo takes the merge back, in this library only. [Merge]"
    ]
    # It is about both photos.
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: "Undo would take back" in hand.window.desk_panel.notice.text and not hand.work.desk.is_held
    assert "2 photos" in hand.window.desk_panel.notice.text and disputed(hand.library) == 1
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: disputed(hand.library) == 0 and not hand.work.desk.is_held
    assert stored(hand.library, "SELECT DISTINCT annotator FROM events") == [("anna",)]
    yield from hand.takes_back(Qt.Key.Key_Y)
    yield lambda: disputed(hand.library) == 1
    yield lambda: hand.is_settled
