"""Undo and redo in the real window: offered where there is something for them, many said first, none lost unsaid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.gui.test_bulk_grid import labels, photos_of, shown
from tests.window import Condition, Hand, Steps, play, window_with

from karuta.domain.label import Kind, Origin, Source
from karuta.gui.features.review.history_dialog import HistoryDialog
from karuta.gui.kit import seen
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading, labels_for_writing
from karuta.services.labels.undo import undo

CTRL = Qt.KeyboardModifier.ControlModifier
IS_RIPE = seen.Seen.is_ripe
COUNT = 4


def events(library: LibraryFolder) -> int:
    with labels_for_reading(library) as file:
        return int(file.value("SELECT count(*) FROM events"))


def notice(hand: Hand) -> str:
    bar = hand.window.desk_panel.notice
    return bar.text if bar.isVisible() else ""


def bulk(hand: Hand, library: LibraryFolder) -> Steps:
    """All photos of one card, confirmed in the grid as one action."""
    yield hand.looked_up(COUNT)
    hand.press(Qt.Key.Key_W)
    yield shown(hand, COUNT)
    hand.press(Qt.Key.Key_Return)
    yield lambda: not hand.composition.bulk.grid.is_open and len(labels(library)) == COUNT
    yield hand.idle


def test_undo_of_many_is_said_first_and_a_second_press_that_was_read_takes_it(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(seen, "clock", lambda: now[0])

    def walk(hand: Hand) -> Steps:
        yield from bulk(hand, library)
        take_back, stored = hand.composition.take_back, events(library)
        monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
        told: list[str] = []
        hand.work.voice.info.connect(told.append)
        hand.work.voice.refused.connect(told.append)
        for key, name, would in (
            (Qt.Key.Key_Z, "Z", "Undo would take back"),
            (Qt.Key.Key_Y, "Y", "Redo would bring back"),
        ):
            left = labels(library)
            hand.press(key, CTRL)
            yield lambda would=would: notice(hand).startswith(f"{would} {COUNT} labels (")
            assert notice(hand).endswith(f": press Ctrl+{name} again")
            yield lambda: take_back._seen._painted_at == now[0]
            # Sooner than it could be read, and the same press once more.
            now[0] += 0.09
            hand.press(key, CTRL)
            assert told[-1] == "Too quick: press again"
            now[0] += 0.02
            monkeypatch.setattr(take_back, "_is_held", lambda: True)
            hand.press(key, CTRL)
            monkeypatch.setattr(take_back, "_is_held", lambda: False)
            yield lambda: hand.work.session.store_lane.is_idle and hand.work.session.box.is_empty
            assert (labels(library), events(library)) == (left, stored)
            hand.press(key, CTRL)
            yield lambda stored=stored: events(library) == stored + 1
            stored += 1
            yield lambda: not notice(hand)
            assert len(labels(library)) == COUNT - len(left)
            now[0] += 1

    assert play(["--library", library.root, "gui", *photos_of(tmp_path, *[4] * COUNT)], walk) == 0


def mark_a_match(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Down)


def flag_it(hand: Hand) -> None:
    hand.window.commands["flag"].trigger()


@pytest.mark.parametrize("act", [mark_a_match, flag_it])
@window_with(before=True)
def test_the_offer_lapses_when_anything_else_is_done(hand: Hand, tmp_path: Path, act: Callable[[Hand], None]) -> Steps:
    hand.photos = [*photos_of(tmp_path, *[4] * COUNT)]
    yield
    yield from bulk(hand, hand.library)
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: notice(hand)
    # A key that is too quick does nothing, and lets nothing lapse.
    yield lambda: hand.is_settled and hand.work.desk.takes_keys and hand.work.decisions.may_decide()
    act(hand)
    yield lambda: not notice(hand)
    yield hand.idle
    if act is flag_it:
        hand.press(Qt.Key.Key_Z, CTRL)  # the flag alone
        yield lambda: "Undone" in hand.window.statusBar().currentMessage()
        yield hand.idle
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: notice(hand)
    assert len(labels(hand.library)) == COUNT


@pytest.mark.long
@window_with(before=True)
def test_a_redo_that_a_decision_replaced_is_told_once_and_is_had_from_the_history(hand: Hand, tmp_path: Path) -> Steps:
    hand.photos = [*photos_of(tmp_path, *[4] * COUNT)]
    yield
    yield from bulk(hand, hand.library)
    wanted = labels(hand.library)
    yield from hand.takes_back(Qt.Key.Key_Z)
    yield lambda: not labels(hand.library)
    yield hand.idle
    hand.press(Qt.Key.Key_Return)
    yield lambda: notice(hand) == f"{COUNT} undone labels can no longer be redone; the history has them"
    yield hand.idle
    hand.window.desk_panel.notice._button.click()
    yield lambda: isinstance(hand.window.dialogs.current, HistoryDialog) and hand.window.dialogs.current.entries
    dialog = hand.window.dialogs.current
    assert dialog.entries[dialog.table.currentIndex().row()].kind is Kind.CONFIRM and dialog.button.isVisible()
    yield from hand.closes()
    hand.press(Qt.Key.Key_U)
    yield lambda: "far likelier" in notice(hand)
    yield hand.idle
    # Two were decided since. What the dialog stands on is one of them, which is seen to be.
    hand.work.desk.put(hand.work.queue_model.photos[0])
    yield hand.shows("0.png")
    hand.press(Qt.Key.Key_H)
    yield lambda: isinstance(hand.window.dialogs.current, HistoryDialog) and hand.window.dialogs.current.entries
    dialog = hand.window.dialogs.current
    assert not dialog.button.isVisible(), "its current label stands"
    row = next(at for at, entry in enumerate(dialog.entries) if entry.taken_back)
    dialog.table.setCurrentItem(dialog.table.items[row])
    assert dialog.button.isVisible() and dialog.button.text() == f"Do it again: {COUNT} labels"
    dialog.button.click()
    yield lambda: len(labels(hand.library)) == COUNT - 1
    yield lambda: "left" in hand.window.statusBar().currentMessage()
    assert set(labels(hand.library)) < set(wanted)
    yield hand.idle
    yield from hand.takes_back(Qt.Key.Key_Z)
    yield lambda: len(labels(hand.library)) == 1


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
