"""A library that cannot be written opens to be looked at: photos are looked up, keys that would label say why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from tests.read_only import take_writing_away
from tests.window import Hand, Steps, photograph, walked

from karuta.paths import LibraryFolder


def state_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.long
def test_it_shows_looks_up_and_says_at_its_foot_and_at_each_key_why_nothing_is_saved(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = photograph(tmp_path / "p.png", 3), photograph(tmp_path / "q.png", 5)

    def label(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.work.counts is not None and hand.work.counts.done == 1

    walked(library, label, first)
    take_writing_away(library.root, monkeypatch)
    before = state_of(library.root)

    def look(hand: Hand) -> Steps:
        yield hand.shows("q.png")
        yield lambda: hand.is_settled
        assert hand.work.desk.matches
        at_the_foot = [label.text() for label in hand.window.statusBar().findChildren(QLabel)]
        assert "View only: nothing can be saved here (Permission denied)" in at_the_foot
        notice = hand.window.desk_panel.notice
        for key in (Qt.Key.Key_Return, Qt.Key.Key_R, Qt.Key.Key_X, Qt.Key.Key_S, Qt.Key.Key_T, Qt.Key.Key_Z):
            notice.clear()
            modifier = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_Z else Qt.KeyboardModifier.NoModifier
            yield lambda: hand.is_settled
            hand.press(key, modifier)
            yield notice.isVisible
            assert "cannot be written (Permission denied), so its library can only be read" in notice.text
            assert not hand.work.decisions.unsaved

    walked(library, look, second)
    assert state_of(library.root) == before
