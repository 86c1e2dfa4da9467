"""What comes while nothing is left to decide, before that is counted; and what rests while the list is switched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from tests.window import Hand, Steps, photograph, window_with


@pytest.mark.long
@window_with(4)
def test_a_photo_dropped_after_the_last_decision_waits_for_what_was_taken_back_and_for_no_count(
    hand: Hand,
) -> Steps:
    second, third = (photograph(hand.folder / f"{number}.png", number) for number in (5, 6))
    work = hand.work
    hand.press(Qt.Key.Key_1)
    yield lambda: work.desk.label is not None and hand.is_settled
    hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    yield lambda: work.desk.label is None and work.counts.undecided == 1 and hand.is_settled
    hand.drop(second)
    yield lambda: work.counts.photos == 2 and work.lookup_queue.is_idle and hand.is_settled
    assert hand.on_desk == "4.png"
    hand.press(Qt.Key.Key_1)
    yield hand.shows("5.png")
    work.intake._is_all_done = lambda: False
    hand.press(Qt.Key.Key_1)
    yield lambda: work.desk.label is not None and hand.is_settled
    hand.drop(third)
    yield hand.shows("6.png")
