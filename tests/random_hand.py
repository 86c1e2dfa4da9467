"""A hand that does anything, and an eye beside it that knows only what was painted: no label may be about something
else than what was on the screen when the key went down, nor about what was struck out or ruled out there.

The eyes (`random_eyes`) read what the widgets paint, at the moment they paint it, and never ask the desk what it thinks
is there; the judge (`random_judge`) compares.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from karuta.domain.cancel import CancelToken
from karuta.domain.label import Kind
from karuta.domain.queue import KeptQuery, OpenCard, Pair, QueueFilter, QueueOrder
from karuta.domain.queue_words import KINDS
from karuta.engine.model import read_model_card, title_of
from karuta.files import file_hash
from karuta.gui.kit import held_keys
from karuta.gui.kit.seen import RIPE_SECONDS
from karuta.gui.queue.queues import ALL, QUEUES
from karuta.listings.domain.check.checked import ListingDecision
from karuta.listings.gui.check.listing_items import ListingItems
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import LabelFile
from karuta.services.library.open_library import active_model_folder
from karuta.services.lookups.read_queue import keep_query
from karuta.services.models.compare_on_labels import ChangedAnswer, ListedCard
from karuta.services.models.measurements import Measurement, keep_measurement
from tests.random_eyes import Eye, FoundEye, GridEye, ListingEye
from tests.random_judge import KEYS, Claim, Decided, Judge, Press, WrongLabelError, check_file, check_strikes
from tests.random_photos import Photos, WaveringRecogniser, corners_of
from tests.window import Condition, Hand

Steps = Generator[Condition, None, None]
LAST_TOLD = 40
DIGITS = tuple(Qt.Key(Qt.Key.Key_1 + place) for place in range(9))
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
_Key = Qt.Key
# What one of these keys does and no more: how often, and which.
PRESSES: dict[str, tuple[float, Sequence[tuple[Qt.Key, Qt.KeyboardModifier]]]] = {
    "return": (14, [(_Key.Key_Return, NONE)]),
    "say what": (9, [(key, NONE) for key in KEYS]),
    "walk": (14, [(_Key[f"Key_{name}"], NONE) for name in ("Left", "Right", "Home", "End", "PageUp", "PageDown")]),
    "skip": (2, [(_Key.Key_S, NONE)]),
    "tab": (7, [(_Key.Key_Tab, NONE), (_Key.Key_Tab, SHIFT)]),
    "advance": (1, [(_Key.Key_A, NONE)]),
    "the list that waits": (3, [(_Key.Key_Space, NONE)]),
    "the queue as a grid, and its cells": (1, [(_Key.Key_G, CTRL), (_Key.Key_G, CTRL), (_Key.Key_Less, NONE)]),
    "wall": (2, [(_Key.Key_W, NONE)]),
    "page": (2, [(_Key.Key_P, NONE)]),
    "search": (2, [(_Key.Key_Slash, NONE)]),
    "type in the filter": (2, [(_Key.Key_F, CTRL), (_Key.Key_F, NONE), (_Key.Key_F, SHIFT), (_Key.Key_O, NONE)]),
    "listings": (1, [(_Key.Key_K, CTRL)]),
}
_Flag = QItemSelectionModel.SelectionFlag


class RandomHand:
    """So many actions by dice. `told`: the last of them, for who reads a failure."""

    def __init__(self, folder: Path, library: LibraryFolder, *, seed: int, actions: int) -> None:
        self.dice = random.Random(seed)
        self.photos = Photos(folder)
        self.recogniser = WaveringRecogniser(library, seed)
        self.actions = actions
        self.done = 0
        self.counts: Counter[str] = Counter()
        self.told: deque[str] = deque(maxlen=LAST_TOLD)
        self.judge = Judge(self.photos)
        for words in ("is:undecided shape", "card:5 order:uncertain"):
            keep_query(library, KeptQuery(words.replace(":", " "), words))
        self.first = [self.photos.make() for _ in range(12)]
        # Called after each action, for a long check's progress.
        self.progress: Callable[[RandomHand], None] = lambda hand: None
        self._now = 1000.0
        self._in_dialog = 0
        self._down: Qt.Key | None = None
        self._undos = 0
        self.newest_undo: str | None = None
        self._listing_eye: ListingEye | None = None
        self._grid_enter: float | None = None
        # Whether Enter has turned a page of the grid that is open.
        self._has_paged = False
        self._stands_apart = True
        self._asked_for_list = self._has_typed = False
        self._marked_on: object = None
        self._has_marked = self._has_dropped = False
        self._struck_since: set[Claim] = set()

    def clock(self) -> float:
        return self._now

    def work(self, hand: Hand) -> Steps:
        """The script of the window."""
        yield self._in_time(hand.looked_up(len(self.first)))
        self.hand, self.eye = hand, Eye(hand, self.photos, self.clock)
        self.found_eye = FoundEye(hand, self.clock)
        self.grid_eye = GridEye(hand.composition.bulk.grid, self.judge.struck, self.clock)
        # What was painted before they looked.
        for widget in hand.window.findChildren(QWidget):
            widget.update()
        yield lambda: self.eye.picture.photo is not None
        self._now += RIPE_SECONDS
        self._stand_between()
        boxes = QTimer(hand.window)
        boxes.timeout.connect(self._leave_boxes)
        boxes.start(50)
        while self.done < self.actions:
            hand = self.hand
            yield from self._wait()
            undos = self._undos
            self._act()
            self.done += 1
            self._judged()
            if self._undos > undos and self.dice.random() < 0.5:
                yield from self._see_what_was_undone()
                self._undos = 0
            self.progress(self)
            if self.done % 50 == 0:
                yield from self._look_into_file()
            if self.done % 250 == 0:
                yield from self._still_hears()
        # What the last key asked for may open only now.
        yield from self._look_into_file()
        while self.hand.window.dialogs.current or QApplication.activePopupWidget() or self._in_grid:
            self._press(Qt.Key.Key_Escape)
            yield from self._look_into_file()

    def _in_time(self, condition: Condition) -> Condition:
        """The given clock goes on while nothing is pressed."""

        def so() -> bool:
            self._now += RIPE_SECONDS
            return condition()

        return so

    def _leave_boxes(self) -> None:
        """A question of the system's, which a button of a notice asks."""
        box = QApplication.activeModalWidget()
        if isinstance(box, QDialog) and box is not self.hand.window.dialogs.current:
            self.counts["a box"] += 1
            self.told.append(f"{type(box).__name__} {box.windowTitle()} is left")
            box.reject()

    def _stand_between(self) -> None:
        """What goes to the store lane is seen before."""
        parts, judge = self.hand.composition, self.judge
        grid = parts.bulk.grid
        store, store_page = parts.work.decisions._store, grid._store

        def one(choices: list[Any]) -> None:
            judge.one(choices)
            store(choices)

        def page(kept: Sequence[Pair | OpenCard], over: Any) -> None:
            group = grid.group
            judge.many(kept, group.says or Kind.CONFIRM, group.named.name if group.named else "")
            store_page(kept, over)

        do_again = parts.work.decisions.do_again

        def again(action: str, photo: str, sighting: str) -> None:
            """In the history, which names what it brings back."""
            judge.expected.append(Decided(frozenset(), is_one=False, is_again=True))
            do_again(action, photo, sighting)

        parts.work.decisions.do_again = again  # type: ignore[method-assign]
        parts.work.decisions._store = one  # type: ignore[method-assign, assignment]
        grid._store = page  # type: ignore[method-assign]

    # Between actions

    def _wait(self) -> Steps:
        """Nothing, a moment, or until all has come; the given clock goes on by itself."""
        self._now += self.dice.choice((0.0, 0.02, 0.07, 0.15, 0.15, 0.4))
        wait = self.dice.choices(("none", "moment", "settled"), (35, 45, 20))[0]
        if wait == "moment":
            yield lambda: True
        elif wait == "settled":
            yield lambda: self._is_calm
            self._now += 0.15
            self._has_dropped = False
            if self._asked_for_list and not self.hand.work.arrangement.awaited.is_awaited:
                # That list has come: what it does not have has left the desk.
                self._stands_apart = self._asked_for_list = False

    @property
    def _is_calm(self) -> bool:
        work = self.hand.work
        return work.is_settled and work.session.store_lane.is_idle

    def _judged(self) -> None:
        if self.judge.fault is not None:
            raise WrongLabelError(self.last_words(self.judge.fault))

    def last_words(self, fault: str) -> str:
        return "\n".join([f"after {self.done} actions: {fault}", "the last ones:", *self.told])

    def _see_what_was_undone(self) -> Steps:
        """Once an undo has come, what it took back is on the screen: the next key is about that."""
        found: list[tuple[str, str]] = []
        newest, undos, has_dropped = self.newest_undo, self._undos, self._has_dropped

        def look(file: LabelFile, token: CancelToken) -> None:
            del token
            row = file.first_row("SELECT id, target_action_id FROM events WHERE kind = 'undo' ORDER BY id DESC LIMIT 1")
            if row is not None and row[0] != newest:
                self.newest_undo = row[0]
                sql = "SELECT photo_sha256, sighting_id FROM events WHERE action_id = ? AND kind <> 'skip'"
                found.extend(file.rows(sql, [row[1]]))
            done.append(True)

        done: list[bool] = []
        yield lambda: self._is_calm
        self.hand.work.session.store_lane.submit(look)
        yield lambda: done
        for _ in range(3):
            # The picture may come a moment after its photo.
            yield lambda: self._is_calm and (self.hand.work.desk.photo is None or self.eye.picture.photo is not None)
        # Else of a listing, or of many; and what was dropped just before comes after it.
        is_of_photo = len(found) == 1 and found[0][0] is not None
        if (
            undos == 1
            and is_of_photo
            and not has_dropped
            and self.hand.window.dialogs.current is None
            and not self._in_grid
        ):
            (photo, sighting), seen = found[0], self.eye.picture
            undone = (self.photos.numbers[photo], self.photos.place_of(photo, sighting))
            if sighting and undone != (seen.photo, seen.place):
                raise WrongLabelError(self.last_words(f"{undone} was undone, on the screen is {seen}"))

    def _look_into_file(self) -> Steps:
        yield lambda: self._is_calm
        found: list[str] = []
        expected = list(self.judge.expected)

        def look(file: LabelFile, token: CancelToken) -> None:
            del token
            try:
                check_file(file, expected)
                check_strikes(file, self.judge.suspects)
                self.judge.suspects.clear()
            except WrongLabelError as error:
                found.append(str(error))

        # Heard in the window's loop: whatever the lane has told before was heard too.
        done: list[bool] = []
        self.hand.work.session.store_lane.submit(look, done=lambda _: done.append(True))
        yield lambda: done
        if found:
            raise WrongLabelError(self.last_words(found[0]))

    def _still_hears(self) -> Steps:
        """Esc leaves whatever stands over the desk or takes letters, and then the key of the queues opens them."""
        for _ in range(20):
            yield lambda: self._is_calm
            takes_letters = isinstance(self.hand.target, QLineEdit)
            over = QApplication.activePopupWidget() or self.hand.window.dialogs.current
            if not (takes_letters or over or self._in_grid):
                break
            self._press(Qt.Key.Key_Escape, is_text=takes_letters)
        self._press(Qt.Key.Key_Q)
        if QApplication.activePopupWidget() is None:
            raise WrongLabelError(self.last_words(f"no key does anything; the keys go to {self.hand.target}"))
        QApplication.activePopupWidget().close()

    # Actions

    def _act(self) -> None:
        dialog = self.hand.window.dialogs.current
        if QApplication.activePopupWidget() is not None:
            self._in_a_menu()
            return
        if dialog is not None:
            self._in_a_dialog(dialog)
            return
        if self._in_grid and not self.hand.window.queue_panel.text.hasFocus():
            self._at_the_grid()
            return
        self._in_dialog = 0
        if self.hand.composition.search.is_open:
            self._in_the_search()
            return
        if self.hand.window.queue_panel.text.hasFocus():
            self._in_the_filter()
            return
        if self._is_in_listings:
            self._in_the_listings()
            return
        if self.hand.work.arrangement.queue.items is not None:
            self._in_look_only()
            return
        deeds: dict[str, tuple[float, Callable[[], None]]] = {
            name: (weight, partial(self._press_one_of, keys)) for name, (weight, keys) in PRESSES.items()
        }
        others = {
            **{self._digit: 16, self._undo: 6, self._redo: 2, self._mark_match: 6, self._click_row: 8},
            **{self._click_match: 4, self._click_card: 4, self._click_button: 3, self._filter: 3, self._queue: 2},
            **{self._order: 1, self._look_again: 5, self._drop: 6, self._resize: 2, self._evaluate: 1},
            **{self._hold: 4, self._mark_several: 2},
        }
        deeds |= {deed.__name__.strip("_"): (weight, deed) for deed, weight in others.items()}
        name = self.dice.choices(list(deeds), [weight for weight, _ in deeds.values()])[0]
        self.counts[name] += 1
        deeds[name][1]()

    def _press_one_of(self, keys: Sequence[tuple[Qt.Key, Qt.KeyboardModifier]]) -> None:
        self._press(*self.dice.choice(keys))

    def _press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = NONE,
        *,
        place: int | None = None,
        held: bool = False,
        is_text: bool = False,
        found: str | None = None,
    ) -> None:
        words = f"{'held ' if held else ''}{key.name}{' with ' + modifier.name if modifier != NONE else ''}"  # type: ignore[union-attr]
        if not held:
            self._now += 0.04  # a finger that comes down again was up
            self._down = key
        spent = key == Qt.Key.Key_Return and self._is_spent
        before, is_whole = self._page_of_grid, self._is_whole_photo
        with self._judging(words, key=None if is_text else key, place=place, held=held, found=found, spent=spent):
            if held:
                self._again(key)
            else:
                # An open menu has the keys.
                QTest.keyClick(QApplication.activePopupWidget() or self.hand.target, key, modifier)

        if key != Qt.Key.Key_Return:
            self._grid_enter = None
        elif before is not None and before != self._page_of_grid:
            self._grid_enter = None if is_whole else self._now
            self._has_paged = True
        self._has_paged = self._has_paged and self._in_grid

    @property
    def _is_spent(self) -> bool:
        return self._grid_enter is not None and self._now - self._grid_enter < held_keys.SPENT_SECONDS - 1e-9

    @property
    def _is_whole_photo(self) -> bool:
        """Whether the grid shows all cards of one photo at once: the next Enter means the next photo."""
        grid = self.hand.composition.bulk.grid
        is_photo = grid.is_open and len(grid.group.pairs.photos or ()) == 1
        return is_photo and not self._has_paged and len(grid.list.page) == grid.model.rowCount()

    @property
    def _page_of_grid(self) -> object:
        """Where the grid is scrolled to, and whether it stores; None without one."""
        grid = self.hand.composition.bulk.grid
        return (grid.list.page.start, self.hand.work.desk.is_held) if grid.is_open else None

    def _again(self, key: Qt.Key) -> None:
        """As a system repeats a key that is down: with a mark, or as a release and a press in one moment."""
        target, marks = self.hand.target, self.dice.random() < 0.5
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if not marks:
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyRelease, key, NONE, ""))
            self._now += 0.001
            QTest.keyPress(target, key)
            return
        for kind in kinds:
            QApplication.sendEvent(target, QKeyEvent(kind, key, NONE, "", True))  # noqa: FBT003 - it repeats

    def _click(
        self, widget: QWidget, at: QPoint, words: str, modifier: Qt.KeyboardModifier = NONE, **press: Any
    ) -> None:
        with self._judging(words, **press):
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, at)

    def _judging(self, words: str, **press: Any) -> _Judging:
        picture, dialog = self.eye.picture, self.hand.window.dialogs.current
        if self._has_marked:
            # As it is painted by the next key: a mark may be on a list that was on its way.
            self._marked_on, self._has_marked = (picture.place, picture.matches), False
            self._struck_since.clear()
        in_grid = self._in_grid and dialog is None and press.get("found") is None
        page = self._listing_eye if self._is_in_listings and dialog is None else None
        since = self.grid_eye.since if in_grid else self.eye.since if page is None else page.since
        if press.get("found") is not None:
            since = max(since, self.found_eye.since)
        ripe = self._now - since >= RIPE_SECONDS - 1e-9
        seen = Press(
            words,
            picture,
            ripe,
            self.eye.last,
            grid=self.grid_eye.seen if in_grid else None,
            page=page.shown if page is not None else None,
            stands_apart=self._stands_apart,
            marked_by_hand=self._marked_on == (picture.place, picture.matches),
            struck_since=frozenset(self._struck_since),
            **press,
        )
        return _Judging(self, seen)

    def _digit(self) -> None:
        place = min(self.dice.randrange(9), self.dice.randrange(9))
        is_out_of_sight = place not in self.eye.picture.in_sight
        before = len(self.judge.expected)
        self._press(DIGITS[place], place=place)
        if is_out_of_sight:
            self._follow_own_mark()  # that key marks it
        elif len(self.judge.expected) == before:
            self._has_marked = True  # of a decided card it may mark, too

    def _hold(self) -> None:
        """A key that was pressed stays down for a while."""
        key = self.dice.choice([Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_U])
        place = 0 if key == Qt.Key.Key_1 else None
        self._press(key, place=place)
        self._has_marked = self._has_marked or place is not None
        for _ in range(self.dice.randrange(1, 5)):
            self._now += 0.005
            self._press(key, place=place, held=True)

    def _stand_apart(self) -> None:
        """What comes to the desk now need not be in the list."""
        self._stands_apart, self._asked_for_list = True, False

    def _undo(self) -> None:
        # A list that was asked for comes after it, as a drop does.
        self._has_dropped = self._has_dropped or self.hand.work.arrangement.awaited.is_awaited
        self._stand_apart()
        self._press(Qt.Key.Key_Z, CTRL)
        self._undos += 1

    def _redo(self) -> None:
        self._stand_apart()
        self._press(Qt.Key.Key_Y, CTRL)

    def _mark_match(self) -> None:
        """In a grid with the focus these keys are the grid's, and mark another photo."""
        queue = self.hand.window.queue_panel
        walks = queue.is_grid and queue.list.hasFocus()
        self._press(self.dice.choice([Qt.Key.Key_Up, Qt.Key.Key_Down]))
        if not walks:
            self._follow_own_mark()

    def _follow_own_mark(self) -> None:
        self.eye.follow_own_mark()
        self._has_marked = True

    def _click_row(self) -> None:
        view = self.hand.window.queue_panel.list
        room = view.viewport()
        across = self.dice.randrange(max(1, room.width())) if view.is_grid else room.width() // 2
        at = QPoint(across, self.dice.randrange(max(1, room.height())))
        modifier = self.dice.choices([NONE, CTRL, SHIFT], [8, 1, 1])[0]
        self._click(view.viewport(), at, f"a click on the list at {at.y()} {modifier.name}", modifier)
        self.eye.follow_own_row()

    def _click_match(self) -> None:
        view = self.hand.window.match_panel.list
        row = self.dice.randrange(5)
        at = view.visualRect(view.model().index(row, 0)).center()
        if not view.viewport().rect().contains(at):
            return
        if self.dice.random() < 0.5:
            self._click(view.viewport(), at, f"a click on match {row + 1}")
            self._follow_own_mark()
            return
        self._now += 0.04
        with self._judging(f"a double click on match {row + 1}", place=row):
            QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, at)
        self._follow_own_mark()

    def _click_card(self) -> None:
        view = self.hand.window.desk_panel.view
        corner = corners_of(self.dice.randrange(2))
        at = view._viewport().transform.map(QPointF(corner[0][0] + 20, corner[0][1] + 30)).toPoint()
        if view.isVisible() and view.rect().contains(at):
            self._click(view, at, "a click on a card")

    def _click_button(self) -> None:
        """One of the buttons that decide, or of a notice."""
        notice = self.hand.window.desk_panel.notice
        if notice.isVisible() and notice._button.isVisible() and self.dice.random() < 0.5:
            self._stand_apart()
            self._undos += notice._button.text() == "Undo"
            self._click(notice._button, notice._button.rect().center(), f"the notice's {notice._button.text()}")
            return
        deciding = {"U": Qt.Key.Key_U, "R": Qt.Key.Key_R, "N": Qt.Key.Key_N}
        name, key = self.dice.choice(list(deciding.items()))
        id = {"U": "unknown", "R": "unreadable", "N": "no-card"}[name]
        action = self.hand.window.commands[id]
        if action.isEnabled():
            self._now += 0.04
            with self._judging(f"the button for {name}", key=key):
                action.trigger()

    def _mark_several(self) -> None:
        """A range of rows, as Shift and a click make it."""
        view, model = self.hand.window.queue_panel.list, self.hand.work.queue_model
        if model.rowCount() < 2:
            return
        first = self.dice.randrange(model.rowCount() - 1)
        last = min(model.rowCount() - 1, first + self.dice.randrange(1, 5))
        self.told.append(f"rows {first} to {last} are marked")
        view.selectionModel().clearSelection()
        for row in range(first, last + 1):
            view.selectionModel().select(model.index(row), _Flag.Select)

    def _filter(self) -> None:
        kind = self.dice.choice(list(KINDS))
        wanted = QueueFilter() if self.dice.random() < 0.7 else KINDS[kind]
        self._asked_for_list = True
        self.told.append(f"the list shows {kind if wanted is KINDS[kind] else 'all'}")
        self.hand.work.arrangement.choose(queue_filter=wanted)

    def _queue(self) -> None:
        """Back to all photos as often as to one of the others, which have few; kept queries are among these."""
        arrangement = self.hand.work.arrangement
        queue = self.dice.choice((*arrangement.queues, *arrangement.kept_rows, *[ALL] * len(QUEUES)))
        self._asked_for_list = True
        self.told.append(f"the queue is {queue.id}")
        self.counts[f"queue {queue.id}"] += 1
        self.hand.work.arrangement.choose_queue(queue)

    def _order(self) -> None:
        order = self.dice.choice(list(QueueOrder))
        self.told.append(f"the order is {order}")
        self.hand.work.arrangement.choose(order=order)

    def _look_again(self) -> None:
        """Another list comes for some photo, in its time: most often for the one on the screen."""
        self.told.append("look up again")
        self.hand.window.commands["look-again"].trigger()

    def _drop(self) -> None:
        counts = self.hand.work.counts
        if counts is not None and counts.open + counts.waiting > 20:
            return
        photos = [self.photos.make() for _ in range(self.dice.randrange(1, 5))]
        if self.dice.random() < 0.3:
            photos.insert(0, self.first[0])
        self._stand_apart()
        self._has_dropped = True
        self.told.append(f"a drop of {', '.join(photo.stem for photo in photos)}")
        self.hand.drop(*photos)

    def _resize(self) -> None:
        size = (self.dice.randrange(900, 1600), self.dice.randrange(600, 1000))
        self.told.append(f"the window is {size}")
        self.hand.window.resize(*size)

    def _in_the_search(self) -> None:
        """A card is typed, marked and taken, or not."""
        self.counts["in the search"] += 1
        panel = self.hand.composition.search.panel
        deed = self.dice.choices(("type", "Return", "Down", "Escape"), (4, 8, 3, 2))[0]
        if deed == "type":
            text = f"shape {self.dice.randrange(1, 13)}"
            self.told.append(f"{text!r} is typed in the search")
            panel.text.selectAll()
            QTest.keyClicks(panel.text, text)
            return
        key = {"Return": Qt.Key.Key_Return, "Down": Qt.Key.Key_Down, "Escape": Qt.Key.Key_Escape}[deed]
        self._press(key, found=self.found_eye.marked)
        if key == Qt.Key.Key_Down:
            self.found_eye.follow_own_mark()

    def _in_the_filter(self) -> None:
        """The name of a photo or of a card is typed, or a word for the search; Enter, once or twice."""
        self.counts["in the filter"] += 1
        field = self.hand.window.queue_panel.text
        keys = {"Return": Qt.Key.Key_Return, "Escape": Qt.Key.Key_Escape, "Down": Qt.Key.Key_Down}
        deed = self.dice.choices(("type", *keys), (4, 5, 3, 3))[0]
        if deed == "type":
            self._has_typed = True
            number = f"{self.dice.randrange(len(self.photos.numbers)):05}"
            word = self.dice.choice(("is:", "is:undecided ", f"card:{self.dice.randrange(1, 13)}", "order:unc"))
            text = self.dice.choice((number, f"shape {self.dice.randrange(1, 13)}", word))
            self.told.append(f"{text!r} is typed in the filter")
            field.selectAll()
            QTest.keyClicks(field, text)
            return
        # What was typed is asked for a moment later, or now, or by Escape not at all.
        self._asked_for_list = self._asked_for_list or (deed == "Return" and self._has_typed)
        self._has_typed = self._has_typed and deed == "Down"
        awaited = self.hand.work.arrangement.awaited
        before = awaited.wishes
        self._press(keys[deed], is_text=True)
        # A row of what may be written was taken.
        self._asked_for_list = self._asked_for_list or (deed == "Return" and awaited.wishes != before)

    @property
    def _is_in_listings(self) -> bool:
        return isinstance(self.hand.work.arrangement.queue.items, ListingItems)

    def _in_look_only(self) -> None:
        """Keys that decide elsewhere, about photos that nobody keeps."""
        self.counts["in the queue of what is looked up only"] += 1
        if self.hand.work.desk.photo is None or self.dice.random() < 0.05:
            photos = [self.photos.make() for _ in range(3)]
            self.judge.never |= {file_hash(photo) for photo in photos}
            self.hand.window.ask.photos = lambda title: photos  # type: ignore[method-assign]
            self._press(Qt.Key.Key_O, CTRL, is_text=True)
        elif self.dice.random() < 0.1:
            self._queue()
        else:
            keys = (Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_U, Qt.Key.Key_R, Qt.Key.Key_N)
            moves = (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_G, Qt.Key.Key_S)
            self._press(self.dice.choice((*keys, *moves, Qt.Key.Key_K, Qt.Key.Key_Delete)))

    def _evaluate(self) -> None:
        """A candidate answers otherwise on some of the labels."""
        cards = [ListedCard("ohajiki", str(at), f"Shape {at}") for at in self.dice.sample(range(1, 13), 4)]
        library = self.hand.work.session.library

        def keep(file: LabelFile, token: CancelToken) -> None:
            del token
            rows = file.rows("SELECT photo_sha256, sighting_id FROM current_labels WHERE kind = 'confirm'")
            changes = tuple(ChangedAnswer(*row, tuple(cards[:2]), tuple(cards[2:])) for row in rows if row[1])
            active = title_of(read_model_card(active_model_folder(library)))
            later = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
            measured = Measurement(model="fresh@1", instead_of=active, time=later, changes=changes[:8])
            keep_measurement(library, "fresh", measured)

        self.told.append("a candidate is evaluated")
        self.hand.work.session.store_lane.submit(keep)

    def _in_the_listings(self) -> None:
        self.counts["in the queue of listings"] += 1
        items: Any = self.hand.work.arrangement.queue.items
        if self._listing_eye is None or self._listing_eye.parent() is not items:
            self._listing_eye = ListingEye(self.hand, items, self.clock)
            self._judge_listings(items)
            self.hand.window.ask.file = lambda title, kinds: self._table()  # type: ignore[method-assign]
            self._press(Qt.Key.Key_O, CTRL, is_text=True)
            return
        if self.dice.random() < 0.04:
            self._queue()
            return
        if items.look is None and self.dice.random() < 0.7:
            return  # it waits for what is being checked
        keys = (
            *((Qt.Key.Key_Return, NONE),) * 4,
            *((Qt.Key.Key_L, NONE), (Qt.Key.Key_Down, NONE)) * 2,
            *((Qt.Key.Key_D, NONE), (Qt.Key.Key_Right, NONE), (Qt.Key.Key_Left, NONE), (Qt.Key.Key_N, NONE)),
            *((Qt.Key.Key_1, NONE), (Qt.Key.Key_2, NONE), (Qt.Key.Key_0, NONE), (Qt.Key.Key_Z, CTRL)),
            *((Qt.Key.Key_C, CTRL), (Qt.Key.Key_E, NONE), (Qt.Key.Key_P, NONE)),
            # What is looked at on the desk, and what says nothing here.
            *((Qt.Key.Key_Space, NONE), (Qt.Key.Key_Z, NONE), (Qt.Key.Key_X, NONE)),
            *((Qt.Key.Key_U, NONE), (Qt.Key.Key_R, NONE), (Qt.Key.Key_K, NONE), (Qt.Key.Key_Delete, NONE)),
        )
        key, modifier = self.dice.choice(keys)
        is_text = items.panel.reason.hasFocus()
        if is_text:
            key, modifier = self.dice.choice(((Qt.Key.Key_Return, NONE), (Qt.Key.Key_Escape, NONE), (key, NONE)))
        place = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1}.get(key)
        held = key == self._down == Qt.Key.Key_Return and self.dice.random() < 0.2
        self._press(key, modifier, place=place, held=held, is_text=is_text)

    def _judge_listings(self, items: ListingItems) -> None:
        decide = items.deciding.decide

        def checked(look: ListingLook, decision: ListingDecision, shown: Any) -> None:
            self.judge.checked(look, decision)
            decide(look, decision, shown)

        items.deciding.decide = checked  # type: ignore[method-assign]

    def _table(self) -> Path:
        path = self.first[0].with_name("listings.csv")
        rows = [f"L{at},Shape {1 + at % 12} NM,,{photo.name}" for at, photo in enumerate(self.first)]
        path.write_text("listing_id,title,description,photos\n" + "\n".join(rows) + "\n", encoding="utf-8")
        return path

    def _in_a_menu(self) -> None:
        """One of the list's, that Space has opened."""
        self.counts["in a menu"] += 1
        self._press(self.dice.choice([Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return]))

    @property
    def _in_grid(self) -> bool:
        return self.hand.composition.bulk.grid.is_open

    def _at_the_grid(self) -> None:
        """It has a few keys of its own, and those of the desk do nothing; now and then it is left."""
        self.counts["in the grid"] += 1
        keys = [*[Qt.Key.Key_Return] * 3, *[Qt.Key.Key_Space] * 2, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Down]
        keys += [Qt.Key.Key_U, Qt.Key.Key_PageDown, Qt.Key.Key_P, Qt.Key.Key_Right, Qt.Key.Key_S, Qt.Key.Key_9]
        self._in_dialog += 1
        if self._in_dialog > self.dice.randrange(3, 20):
            escape, wall = (partial(self._press, key) for key in (Qt.Key.Key_Escape, Qt.Key.Key_W))
            self.dice.choice([escape, wall, self._click_row, self._queue, self._filter, self._undo])()
            return
        key = self.dice.choice(keys)
        self._press(key, held=key == self._down == Qt.Key.Key_Return and self.dice.random() < 0.5)
        if key == Qt.Key.Key_Space and self._in_grid:
            self._struck_since |= self.grid_eye.follow_own_strike()

    def _in_a_dialog(self, dialog: QWidget) -> None:
        self.counts["in a dialog"] += 1
        self._in_dialog += 1
        keys = [Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_U]
        key = Qt.Key.Key_Escape if self._in_dialog > self.dice.randrange(3, 12) else self.dice.choice(keys)
        self._press(key, held=key == self._down == Qt.Key.Key_Return and self.dice.random() < 0.5)


class _Judging:
    """While a key goes down: what is decided meanwhile is by that key."""

    def __init__(self, hand: RandomHand, press: Press) -> None:
        self._hand, self._press = hand, press

    def __enter__(self) -> None:
        self._hand.judge.press = self._press
        self._before = len(self._hand.judge.expected)

    def __exit__(self, *_: object) -> None:
        self._hand.judge.press = None
        seen, decided = self._press.picture, len(self._hand.judge.expected) > self._before
        if decided and self._hand.judge.expected[-1].is_one:
            # What many others are said to be in a dialog takes no mark from the desk.
            self._hand._marked_on, self._hand._has_marked = None, False
        if decided:
            # The last one of a list stays on the desk.
            self._hand._stand_apart()
        where = f"photo {seen.photo}, card {seen.place}, row {seen.row}, {len(seen.marked)} marked"
        did = ": DECIDES" if decided else ""
        self._hand.told.append(f"{self._press.words} at {self._hand.clock():.3f} ({where}){did}")
