"""Nothing is labelled that is not looked at: each way in which that once happened, with real keys in a real window."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.labelling import stored
from tests.waiting import until
from tests.window import Condition, Hand, Steps, photograph, play, window_with

from karuta.domain.desk import LiveSighting
from karuta.domain.label import LabelError
from karuta.domain.match import Verdict
from karuta.domain.queue import QueueFilter
from karuta.domain.recognition import Provenance
from karuta.domain.statistics import wilson
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.match_panel import MatchList, MatchPanel
from karuta.gui.desk.reading import DeskReader
from karuta.gui.features.review.history_dialog import HistoryDialog
from karuta.gui.kit import held_keys, seen
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.held_keys import HeldKeys
from karuta.gui.kit.notice import Weight
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import LabelFile

CTRL = Qt.KeyboardModifier.ControlModifier
IS_IN_SIGHT = MatchPanel.is_in_sight


def labels(library: LibraryFolder) -> list[tuple[str, str]]:
    """(photo, kind) of every label event, oldest first."""
    return stored(library, "SELECT photo_name, kind FROM events WHERE photo_sha256 IS NOT NULL ORDER BY id")


def read_anew(desk: Desk) -> None:
    """A look is only ever followed by another; of one that was changed the desk knows nothing."""
    desk.reader = DeskReader()
    desk.refresh()


def looked(hand: Hand, sets: str, *values: str, so: Callable[[LiveSighting], bool]) -> Condition:
    """The card on the desk, as if the lookup had said so; `so`: whether the desk has it."""
    desk = hand.work.desk

    def change(file: LabelFile, token: object) -> None:
        with file.writing():
            file.change(f"UPDATE suggestions SET seal = NULL, {sets}", [values])

    hand.work.session.store_lane.submit(change, done=lambda _: read_anew(desk))

    def is_so() -> bool:
        desk.show_newer()  # a person takes it
        return so(desk.sighting) and hand.is_settled

    return is_so


def seen_as(hand: Hand, verdict: Verdict) -> Condition:
    return looked(hand, "verdict = ?", verdict.value, so=lambda sighting: sighting.verdict is verdict)


@pytest.mark.long
@window_with(p=3)
def test_return_on_a_back_says_so_as_it_is_drawn_and_keeps_whose_it_is(hand: Hand, library: LibraryFolder) -> Steps:
    yield hand.looked_up(1)
    sets = "verdict = 'unknown', back = ?, matches = '[]'"
    yield looked(hand, sets, "shapes", so=lambda sighting: sighting.back == "shapes")
    head = hand.window.match_panel.head
    assert head.words == ("Back of shapes", "Enter: Back of a card")
    hand.press(Qt.Key.Key_Return)
    yield lambda: hand.work.counts.decided == 1
    said = stored(library, "SELECT kind, game, card_id FROM current_labels")
    assert said == [("back", "shapes", None)]
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: hand.work.counts.decided == 0


@pytest.mark.parametrize("several", [True, False])
def test_unknown_is_said_only_after_a_look_at_a_catalogue_that_stands(
    library: LibraryFolder, tmp_path: Path, *, several: bool
) -> None:
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (1, 2)]
    added = threading.Event()
    told: list[str] = []

    def says_unknown(hand: Hand, why: str) -> None:
        if several:
            hand.window.queue_panel.list.selectAll()
        hand.press(Qt.Key.Key_U)
        assert told[-1] == why
        assert not hand.composition.bulk.grid.is_open and not hand.work.desk.is_held

    def walk(hand: Hand) -> Steps:
        work = hand.work
        work.voice.info.connect(told.append)
        work.voice.refused.connect(told.append)
        yield hand.looked_up(2)
        yield hand.shows("1.png")
        work.tasks.start("Adding", lambda *_: added.wait(600), lambda _: None, adds_cards=True)
        says_unknown(hand, "Cards are still being added; wait until then to say what is not in the catalogue")
        added.set()
        yield lambda: work.tasks.is_idle
        if several:
            hand.press(Qt.Key.Key_U)
            yield lambda: hand.composition.bulk.grid.is_open
            hand.press(Qt.Key.Key_Escape)
            yield lambda: not hand.composition.bulk.grid.is_open
            return
        # The catalogue has grown: what was seen before says nothing of the newer cards.
        provenance, work.lookup_queue.provenance = work.lookup_queue.provenance, Provenance("m" * 64, "a" * 64)
        says_unknown(hand, "Newer matches are on their way: press again when they have come")
        work.lookup_queue.hindrance = LabelError("nothing answers")
        says_unknown(hand, "Nothing can be looked up now, so it is not known whether the newer cards include it")
        work.lookup_queue.hindrance = None
        work.lookup_queue.provenance = provenance
        hand.press(Qt.Key.Key_U)
        yield hand.shows("2.png")

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert labels(library) == ([] if several else [("1.png", "unknown")])


@pytest.mark.parametrize("several", [True, False])
def test_nothing_that_was_not_looked_up_is_said_to_be_unknown(
    library: LibraryFolder, tmp_path: Path, *, several: bool
) -> None:
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (1, 2)]
    told: list[str] = []

    def walk(hand: Hand) -> Steps:
        work, window = hand.work, hand.window
        yield hand.shows("1.png")
        yield hand.looked_up(1)
        work.voice.info.connect(told.append)
        work.voice.refused.connect(told.append)
        work.lookup_queue._stop(LabelError("nothing answers"))
        hand.drop(photos[1])
        yield lambda: len(work.queue_model.photos) == 2
        if several:
            window.queue_panel.list.selectAll()
            hand.press(Qt.Key.Key_U)
            grid = hand.composition.bulk.grid
            yield lambda: grid.is_seen
            assert [row.photo_name for row in grid.model.rows] == ["1.png"]
            assert grid.note.text.endswith("Not looked up yet, left out: 1")
            hand.press(Qt.Key.Key_Return)
            yield lambda: not grid.is_open
            return
        hand.press(Qt.Key.Key_Right)
        yield lambda: hand.on_desk == "2.png" and work.desk.is_settled
        hand.press(Qt.Key.Key_U)
        assert told[-1] == "Not looked up yet, so it is not known whether it is in the catalogue"
        hand.press(Qt.Key.Key_N)
        yield lambda: work.desk.label is not None or hand.on_desk == "1.png"

    assert play(["--library", library.root, "gui", photos[0]], walk) == 0
    assert labels(library) == [("1.png", "unknown") if several else ("2.png", "no_card")]


@window_with(two=(4, 9))
def test_the_head_always_says_what_return_does(hand: Hand) -> Steps:
    work, head = hand.work, hand.window.match_panel.head
    yield seen_as(hand, Verdict.UNKNOWN)
    assert head.words[1] == "Enter: Not in the catalogue · Card 1 of 2"
    # Where labels of this batch say something, too.
    work.own_confidence.share_of = lambda matches: wilson(97, 100)
    work.own_confidence.learned.emit()
    says = "correct in 97 of 100 similar cases · Card 1 of 2"
    assert head.words[1] == f"Enter: Not in the catalogue · {says}"
    hand.press(Qt.Key.Key_Down)
    assert head.words[1] == f"Enter confirms · {says}"
    hand.press(Qt.Key.Key_Return)
    yield lambda: work.desk.place_of_sighting == 1 and hand.is_settled
    hand.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    yield lambda: work.desk.label is not None and hand.is_settled
    assert "Enter" not in head.words[1], "it leaves a decided card alone"
    hand.press(Qt.Key.Key_Down)
    assert "Enter confirms" in head.words[1]


@pytest.mark.parametrize("key", [Qt.Key.Key_U, Qt.Key.Key_N, Qt.Key.Key_3])
@window_with(p=3)
def test_a_mark_goes_with_a_decision_that_rules_out_what_it_marked(hand: Hand, key: Qt.Key) -> Steps:
    hand.press(Qt.Key.Key_Down)
    assert hand.window.match_panel.chosen == 1
    hand.press(key)
    yield lambda: hand.work.desk.label is not None and hand.is_settled
    assert hand.window.match_panel.chosen == -1
    hand.press(Qt.Key.Key_Right)
    yield lambda: hand.work.desk.is_opened and hand.is_settled
    hand.press(Qt.Key.Key_Return)
    yield lambda: hand.work.session.store_lane.is_idle
    # What the next one rules out was ruled out before: the mark goes all the same.
    hand.press(Qt.Key.Key_Right)
    yield lambda: hand.work.desk.is_opened and hand.is_settled
    hand.press(Qt.Key.Key_Down)
    assert hand.window.match_panel.chosen >= 0
    hand.press(Qt.Key.Key_U)
    yield lambda: len(labels(hand.library)) == 2 and hand.is_settled
    hand.press(Qt.Key.Key_Right)
    yield lambda: hand.work.desk.is_opened and hand.is_settled
    hand.press(Qt.Key.Key_Return)
    yield lambda: hand.work.session.store_lane.is_idle
    yield hand.ended
    assert len(labels(hand.library)) == 2


def certain(hand: Hand) -> None:
    """The card on the desk, as if the lookup had left no room for any other; the next look at it says otherwise."""
    work = hand.work

    def sure(file: LabelFile, token: object) -> None:
        del token
        for rowid, text in file.rows("SELECT rowid, matches FROM suggestions"):
            matches = json.loads(text)
            for place, match in enumerate(matches):
                match["probability"] = float(place == 0)
            changes = [(json.dumps(matches), rowid)]
            with file.writing():
                file.change(
                    "UPDATE suggestions SET seal = NULL, matches = ?, verdict = 'sure' WHERE rowid = ?", changes
                )

    work.session.store_lane.submit(sure, done=lambda _: read_anew(work.desk))


@window_with(1, 2)
def test_a_label_against_the_evidence_is_taken_marked_and_one_line_offers_undo(hand: Hand) -> Steps:
    desk, model, notice = hand.work.desk, hand.work.queue_model, hand.window.desk_panel.notice
    yield hand.looked_up(2)
    yield hand.shows("1.png")
    certain(hand)
    yield lambda: desk.matches and desk.matches[0].probability == 1.0 and desk.sighting.verdict is Verdict.SURE
    first, fourth = desk.matches[0].name, desk.matches[3].name
    hand.press(Qt.Key.Key_4)
    yield notice.isVisible
    assert notice.text == f"Confirmed {fourth} although {first} is far likelier. Undo: Ctrl+Z"
    yield lambda: model.row(0).is_doubted
    assert "against the evidence" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    hand.press(Qt.Key.Key_Left)
    yield hand.shows("1.png")
    hand.press(Qt.Key.Key_H)
    yield lambda: isinstance(hand.window.dialogs.current, HistoryDialog) and hand.window.dialogs.current.entries
    history = hand.window.dialogs.current
    assert history.table.items[0].text(3) == f"in the window, although {first} was far likelier"
    yield from hand.closes()
    notice._button.click()
    yield lambda: desk.label is None and hand.is_settled and not notice.isVisible()
    yield lambda: not model.row(0).is_doubted
    others = {"U": "Not in the catalogue", "N": "No card here", "R": "Unreadable", "K": "Back of a card"}
    for key, what in others.items():
        hand.press(Qt.Key[f"Key_{key}"])
        yield lambda what=what: notice.text == f"Labelled “{what}” although {first} is far likelier. Undo: Ctrl+Z"
        yield lambda: model.row(0).is_doubted
        notice._button.click()
        yield lambda: desk.label is None and hand.is_settled and not notice.isVisible()
    hand.press(Qt.Key.Key_1)
    yield hand.shows("2.png")
    assert not notice.isVisible(), "what Karuta is sure of is no surprise"
    hand.press(Qt.Key.Key_U)
    yield notice.isVisible
    hand.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    yield lambda: hand.work.arrangement.queue.items is not None
    assert not notice.isVisible(), "Ctrl+Z is about listings here"


def test_a_row_counts_as_in_sight_once_it_was_painted_there(qtbot: QtBot) -> None:
    matches = MatchList()
    qtbot.addWidget(matches)
    matches.setModel(QStringListModel([f"Shape {number}" for number in range(20)], matches))
    panel: Any = SimpleNamespace(list=matches)
    last = 19
    matches.resize(300, 60)
    matches.show()
    qtbot.waitUntil(lambda: IS_IN_SIGHT(panel, 0))
    assert not IS_IN_SIGHT(panel, last)
    matches.resize(300, 900)
    assert matches.has_room_for(last)
    assert not IS_IN_SIGHT(panel, last), "there is room, and nobody has seen it"
    qtbot.waitUntil(lambda: IS_IN_SIGHT(panel, last))


@window_with(1, 2)
def test_a_key_whose_match_is_scrolled_away_marks_it_and_stores_nothing(hand: Hand) -> Steps:
    desk, matches = hand.work.desk, hand.window.match_panel
    hand.window.resize(1200, 620)
    yield lambda: len(desk.matches) == 9 and not matches.is_in_sight(8)
    ninth = desk.matches[8].name
    hand.press(Qt.Key.Key_9)
    yield lambda: matches.is_in_sight(8) and matches.chosen == 8
    assert hand.on_desk == "1.png"
    assert desk.label is None
    assert "Match 9 was out of sight" in hand.window.statusBar().currentMessage()
    assert not matches.is_in_sight(0)
    hand.press(Qt.Key.Key_1)
    yield lambda: matches.is_in_sight(0) and matches.chosen == 0
    assert desk.label is None
    hand.press(Qt.Key.Key_9)
    yield lambda: matches.chosen == 8
    hand.press(Qt.Key.Key_9)
    yield hand.shows("2.png")
    assert f"{ninth}" in hand.window.statusBar().currentMessage()
    yield lambda: matches.is_in_sight(0)
    assert matches.list.verticalScrollBar().value() == 0


def pressed_once(signal: SignalInstance, press: Callable[[], None]) -> None:
    """A key that comes in the very moment of a signal, before anybody else who hears it later."""

    def now() -> None:
        signal.disconnect(now)
        press()

    signal.connect(now)


def before_the_list(monkeypatch: pytest.MonkeyPatch, lane: Any, act: Callable[[], object]) -> None:
    """In the very moment before a list of the queue stands."""
    steps = lane.submit_steps

    def submit(*work: object, **rest: Any) -> object:
        if rest.get("key") == "order":
            stands = rest["done"]
            rest["done"] = lambda found: (act(), stands(found))
        return steps(*work, **rest)

    monkeypatch.setattr(lane, "submit_steps", submit)


def undo(hand: Hand) -> None:
    hand.press(Qt.Key.Key_Z, CTRL)


def a_list(hand: Hand, patch: pytest.MonkeyPatch) -> None:
    hand.work.arrangement.choose(queue_filter=QueueFilter(text="4.png"))
    undo(hand)


def a_list_in_that_moment(hand: Hand, patch: pytest.MonkeyPatch) -> None:
    pressed_once(hand.work.arrangement.shown, lambda: undo(hand))
    hand.work.arrangement.choose(queue_filter=QueueFilter(text="4.png"))


def a_text(hand: Hand, patch: pytest.MonkeyPatch) -> None:
    """As the field does with the first letter and with Enter; what it finds comes later."""
    hand.work.arrangement.awaited.spell()
    hand.window.queue_panel.text.entered.emit()
    undo(hand)


def a_list_for_which_enter_waits(hand: Hand, patch: pytest.MonkeyPatch) -> None:
    before_the_list(patch, hand.work.session.store_lane, lambda: undo(hand))
    hand.press(Qt.Key.Key_F, CTRL)
    hand.type("4.png")
    hand.press(Qt.Key.Key_Return)


def a_dropped_photo(hand: Hand, patch: pytest.MonkeyPatch) -> None:
    undo(hand)
    hand.work.desk.put_one_of([hand.work.queue_model.photos[2]])


@pytest.mark.long
@pytest.mark.parametrize(
    "comes", [a_list, a_list_in_that_moment, a_text, a_list_for_which_enter_waits, a_dropped_photo]
)
@window_with(1, 2, 3, 4)
def test_an_undo_stands_whatever_was_on_its_way_to_the_desk(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, comes: Callable[[Hand, pytest.MonkeyPatch], None]
) -> Steps:
    yield hand.looked_up(4)
    hand.press(Qt.Key.Key_1)
    yield hand.shows("2.png")
    yield hand.idle
    comes(hand, monkeypatch)
    yield hand.shows("1.png")
    yield hand.idle
    hand.work.arrangement.annotator_changed()  # as after any setting
    yield hand.idle
    assert hand.on_desk == "1.png", "it is what was undone, also where the list does not have it"


def the_next_photo(hand: Hand, patch: pytest.MonkeyPatch) -> None:
    lane, was_read = hand.work.session.store_lane, threading.Event()

    def read_next() -> None:
        hand.work.desk.put_next_open(or_first=True)
        lane.submit(lambda file, token: was_read.set(), urgency=Urgency.NOW)
        was_read.wait(600)

    before_the_list(patch, lane, read_next)


def the_same_photo(hand: Hand, patch: pytest.MonkeyPatch) -> None:
    """As whoever walks on at the end of a list opens the photo that is there."""
    desk = hand.work.desk
    pressed_once(hand.work.arrangement.shown, lambda: desk.put(desk.photo_id))


def a_decision(hand: Hand, patch: pytest.MonkeyPatch) -> None:
    pressed_once(hand.work.arrangement.shown, lambda: hand.press(Qt.Key.Key_1))


@pytest.mark.long
@pytest.mark.parametrize("comes", [the_next_photo, the_same_photo, a_decision])
@window_with(1, 2)
def test_nothing_that_was_on_its_way_comes_into_an_empty_list_or_takes_a_label(
    hand: Hand,
    monkeypatch: pytest.MonkeyPatch,
    comes: Callable[[Hand, pytest.MonkeyPatch], None],
) -> Steps:
    yield hand.looked_up(2)
    comes(hand, monkeypatch)
    hand.work.arrangement.choose(queue_filter=QueueFilter(verdicts=frozenset({Verdict.UNREADABLE})))
    yield lambda: not hand.work.queue_model.photos and hand.on_desk is None
    yield hand.idle
    assert hand.on_desk is None
    before = labels(hand.library)
    for key in (Qt.Key.Key_1, Qt.Key.Key_U, Qt.Key.Key_Return):
        hand.press(key)
    yield hand.idle
    assert labels(hand.library) == before


@window_with(p=3)
def test_what_vanishes_gives_the_keys_back_to_the_desk(hand: Hand, library: LibraryFolder) -> Steps:
    window = hand.window
    notice = window.desk_panel.notice
    notice.say("Something to know.", Weight.NOTE, button="Do it")
    notice._close.setFocus()
    assert QApplication.focusWidget() is notice._close
    notice._close.click()
    assert QApplication.focusWidget() is window.queue_panel.list
    window.task_bar.begin("Something slow")
    window.task_bar._stop.setFocus()
    window.task_bar.stopping()
    assert QApplication.focusWidget() is window.queue_panel.list
    window.task_bar.end()
    for button in window.match_panel.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if button.focusPolicy() == Qt.FocusPolicy.TabFocus:
            button.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(button, Qt.Key.Key_Space)
    yield lambda: hand.work.session.store_lane.is_idle
    yield hand.ended
    assert labels(library) == []


@window_with(1, 2)
def test_enter_while_a_button_has_the_ring_stores_nothing_and_gives_the_keys_back(hand: Hand) -> Steps:
    """The ring says "Not in the catalogue" and the row beside it says Enter: whoever presses it may mean either."""
    told: list[str] = []
    hand.work.voice.info.connect(told.append)
    hand.work.voice.refused.connect(told.append)
    # With one card in the photo Tab goes on to the buttons.
    while not isinstance(QApplication.focusWidget(), ActionButton):
        hand.press(Qt.Key.Key_Tab)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        hand.window.match_panel.findChildren(ActionButton)[0].setFocus()
        hand.press(key)
        assert QApplication.focusWidget() is hand.window.queue_panel.list
        assert "Not in the catalogue" in told[-1] and "Press U" in told[-1]
    yield lambda: hand.work.session.store_lane.is_idle and hand.is_settled
    assert labels(hand.library) == []
    hand.press(Qt.Key.Key_Return)
    yield hand.shows("2.png")
    yield hand.ended
    assert len(labels(hand.library)) == 1


@window_with(1, 2, 3, before=True)
def test_a_key_that_is_held_down_decides_once(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Steps:
    monkeypatch.setattr(held_keys, "SAME_PRESS_SECONDS", 60.0)
    yield
    yield hand.shows("1.png")
    hand.press(Qt.Key.Key_1)
    for _ in range(20):
        yield lambda: hand.work.desk.is_settled
        hand.press(Qt.Key.Key_1)  # as a system sends it that marks no repeats
    yield hand.shows("2.png")
    hand.press(Qt.Key.Key_2)
    yield hand.shows("3.png")
    yield hand.ended
    assert labels(hand.library) == [("1.png", "confirm"), ("2.png", "confirm")]


class Slow(QWidget):
    """Takes a second to paint, by the clock that it is given."""

    def __init__(self, now: list[float]) -> None:
        super().__init__()
        self._now = now

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        self._now[0] += 1.0


def test_what_is_being_painted_is_not_on_the_screen_yet(qapp: QApplication, now: list[float]) -> None:
    """A busy machine took 0.1 s and more to paint, and a key labelled a card that came to the screen later."""
    view = Slow(now)
    watching = seen.Seen([view])
    view.show()
    assert until(lambda: qapp.processEvents() or watching._painted_at is not None)
    assert watching._painted_at == now[0] >= 1.0
    assert not watching.is_ripe
    now[0] += seen.RIPE_SECONDS
    assert watching.is_ripe
    view.close()


def test_what_was_hidden_behind_something_else_is_seen_only_once_it_is_shown(
    qapp: QApplication, now: list[float]
) -> None:
    """As the matches are while the search stands in their place, and a new photo comes on the desk."""
    window = QWidget()
    photo, side = QLabel("photo", window), QStackedWidget(window)
    matches, search = QLabel("matches"), QLabel("search")
    layout = QVBoxLayout(window)
    for part in (photo, side):
        layout.addWidget(part)
    for page in (matches, search):
        side.addWidget(page)
    side.setCurrentWidget(search)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    watching = seen.Seen([photo], also=[matches])
    photo.repaint()
    qapp.processEvents()
    now[0] += 1.0
    assert watching.is_ripe
    side.setCurrentWidget(matches)
    for part in (photo, matches):
        part.repaint()
    qapp.processEvents()
    now[0] += 0.05
    assert not watching.is_ripe
    now[0] += 0.06
    assert watching.is_ripe
    window.close()


@pytest.fixture
def filtered(qapp: QApplication, now: list[float]) -> Iterator[tuple[HeldKeys, list[float], QObject]]:
    del qapp
    owner = QObject()
    yield HeldKeys(owner), now, owner


def test_pressed_again_is_not_held(
    filtered: tuple[HeldKeys, list[float], QObject], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, now, owner = filtered
    monkeypatch.setattr(held_keys, "SAME_PRESS_SECONDS", 0.03)
    none = Qt.KeyboardModifier.NoModifier

    def event(kind: QEvent.Type, key: Qt.Key, *, repeated: bool = False) -> None:
        keys.eventFilter(owner, QKeyEvent(kind, key, none, "", repeated))

    def press(key: Qt.Key = Qt.Key.Key_1, *, repeated: bool = False) -> bool:
        event(QEvent.Type.ShortcutOverride, key, repeated=repeated)
        return keys.is_held

    assert not press()
    now[0] += 0.1
    event(QEvent.Type.KeyRelease, Qt.Key.Key_1)
    now[0] += 0.001
    assert press(), "released and pressed in the same moment: it was never up"
    event(QEvent.Type.KeyRelease, Qt.Key.Key_1)
    now[0] += 0.08
    assert not press(), "a quick finger"
    assert press(repeated=True)
    event(QEvent.Type.KeyRelease, Qt.Key.Key_1)
    assert not press(Qt.Key.Key_2), "another key"
    now[0] += 0.1
    event(QEvent.Type.KeyRelease, Qt.Key.Key_3)
    assert press(Qt.Key.Key_3), "it was pressed in a text field, which tells nobody"


@pytest.mark.parametrize("between", ["a second", "another key", "neither", "it stays down"])
def test_a_key_that_has_closed_something_is_spent_until_a_second_or_another_key_has_passed(
    filtered: tuple[HeldKeys, list[float], QObject], monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    keys, now, owner = filtered
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", 1.0)
    none = Qt.KeyboardModifier.NoModifier

    def press(key: Qt.Key, *, repeated: bool = False) -> bool:
        keys.eventFilter(owner, QKeyEvent(QEvent.Type.ShortcutOverride, key, none, "", repeated))
        held = keys.is_held
        keys.eventFilter(owner, QKeyEvent(QEvent.Type.KeyRelease, key, none, "", repeated))
        return held

    assert not press(Qt.Key.Key_Return)
    keys.spend(keys.key)
    now[0] += 0.7
    assert press(Qt.Key.Key_Return)
    if between == "another key":
        press(Qt.Key.Key_Right)
    now[0] += {"neither": 0.2, "another key": 0.1}.get(between, 0.3)
    assert press(Qt.Key.Key_Return, repeated=between == "it stays down") is (between in ("neither", "it stays down"))
