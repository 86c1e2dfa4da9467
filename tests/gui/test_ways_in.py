"""What comes while nothing is left to decide, before that is counted; and what rests while the list is switched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.window import Hand, Steps, photograph, play, window_with

from karuta.paths import LibraryFolder


@pytest.mark.long
@window_with(before=True)
def test_a_photo_dropped_after_the_last_decision_comes_on_the_desk_before_that_is_counted(hand: Hand) -> Steps:
    first, second = (photograph(hand.folder / f"{number}.png", number) for number in (4, 5))
    hand.photos = [first]
    yield
    yield hand.shows("4.png")
    hand.work.intake._is_all_done = lambda: False
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.work.desk.label is not None and hand.is_settled
    hand.drop(second)
    yield hand.shows("5.png")


@pytest.mark.long
def test_a_photo_dropped_after_the_last_decision_was_taken_back_waits(library: LibraryFolder, tmp_path: Path) -> None:
    first, second = (photograph(tmp_path / f"{number}.png", number) for number in (4, 5))

    def walk(hand: Hand) -> Steps:
        yield hand.shows("4.png")
        work = hand.work
        hand.press(Qt.Key.Key_1)
        yield lambda: work.desk.label is not None and hand.is_settled
        hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        yield lambda: work.desk.label is None and hand.is_settled
        yield lambda: work.counts.undecided == 1
        hand.drop(second)
        yield lambda: work.counts.photos == 2 and work.lookup_queue.is_idle and hand.is_settled
        assert hand.on_desk == "4.png"

    assert play(["--library", library.root, "gui", first], walk) == 0
