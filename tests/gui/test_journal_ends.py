"""Undo and redo are offered where the journal holds something for them, and never withheld from a quick hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from tests.window import Condition, Hand, Steps, window_with

from karuta.domain.label import Origin, Source
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.labels.undo import undo

CTRL = Qt.KeyboardModifier.ControlModifier


def offers(hand: Hand, *, undo: bool, redo: bool) -> Condition:
    commands = hand.window.commands
    return lambda: (commands["undo"].isEnabled(), commands["redo"].isEnabled()) == (undo, redo)


@window_with(p=3)
def test_what_was_done_can_be_undone_and_what_was_undone_redone_also_after_a_restart(hand: Hand) -> Steps:
    yield offers(hand, undo=False, redo=False)
    for key, text in ((Qt.Key.Key_Z, "Nothing to undo"), (Qt.Key.Key_Y, "Nothing to redo")):
        hand.press(key, CTRL)
        yield lambda text=text: hand.window.statusBar().currentMessage() == text  # type: ignore[misc]
    hand.press(Qt.Key.Key_1)
    yield offers(hand, undo=True, redo=False)
    hand.press(Qt.Key.Key_Z, CTRL)
    yield offers(hand, undo=False, redo=True)
    hand.press(Qt.Key.Key_Y, CTRL)
    yield offers(hand, undo=True, redo=False)
    yield
    yield offers(hand, undo=True, redo=False)
    with labels_for_writing(hand.library) as file:
        undo(file, Origin(hand.work.session.origin.annotator, "beside", Source.COMMAND))
    yield offers(hand, undo=False, redo=True)


@pytest.mark.long
@window_with(p=3)
def test_a_key_right_after_a_decision_is_not_lost(hand: Hand) -> Steps:
    yield offers(hand, undo=False, redo=False)
    desk, deciding = hand.work.desk, hand.work.decisions
    quick = [Qt.Key.Key_Y, Qt.Key.Key_Z]
    # At the moment at which it is saved, before the journal was asked.
    deciding.saved.connect(lambda _: quick and not desk.is_held and hand.press(quick.pop(), CTRL))
    hand.press(Qt.Key.Key_1)
    yield lambda: not quick and desk.is_settled and desk.label is not None
    yield offers(hand, undo=True, redo=False)
