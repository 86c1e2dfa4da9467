"""Whether a person can have seen what was last put on the screen: a key that comes sooner is not about it.

What was just opened takes no key before it is there.

A window that hangs hears late of a key: what counts is the stamp that the system gave it, in milliseconds of a clock of
its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QDropEvent, QGuiApplication, QInputEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractItemView, QWidget

from karuta.gui.kit.lists import RowModel

PROMPT_SECONDS = 0.03
"""By another clock, what is no later than this is dealt with at once."""
SAME_CLOCK_SECONDS = 5.0
"""A first stamp that is so near to the clock here is of the same clock: X and Wayland on this machine, macOS."""
LONGEST_SECONDS = 60.0
"""What seems older by another machine's clock shows that this clock was set."""
_KEYS_DOWN = frozenset((QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress))
_SHOWN = frozenset((QEvent.Type.Expose, QEvent.Type.FocusIn))
_MODIFIERS = frozenset((Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta))
# The first row may begin so many pixels from the edge of its list.
_EDGE = 8
_DRIFT = 1e-4
_WRAPS = 2**32
_PRESSES = frozenset(
    (
        QEvent.Type.ShortcutOverride,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
    )
)

clock: Callable[[], float] = time.monotonic
"""The one of all who watch what is painted and what is pressed, as they compare these moments; seconds."""


def now() -> float:
    return clock()


class EventClock:
    """Tells by its stamp how old an event is.

    Stamps of a clock that is not ours (the screen is another machine's) are compared with the promptest one so far. A
    system that stamps when it hands over (0 stands for that too) says nothing: what it sends is as old as it is late.
    """

    def __init__(self) -> None:
        self._is_ours: bool | None = None
        self._promptest = 0.0
        self._compared_at = 0.0

    def age(self, stamp: int, now: float) -> float:
        """Seconds; `stamp` in milliseconds, `now` by the one `clock`."""
        if not stamp:
            return 0.0
        behind = (now * 1000 - stamp) % _WRAPS / 1000
        if behind > _WRAPS / 2000:
            behind -= _WRAPS / 1000
        if self._is_ours is None:
            self._is_ours = -PROMPT_SECONDS <= behind < SAME_CLOCK_SECONDS
            self._promptest, self._compared_at = behind, now
        if self._is_ours:
            return max(0.0, behind)
        # Two clocks do not run alike: what was prompt an hour ago is not what is prompt now.
        prompt = self._promptest + (now - self._compared_at) * _DRIFT
        if behind < prompt or behind - prompt > LONGEST_SECONDS:
            prompt = behind
        self._promptest, self._compared_at = prompt, now
        return behind - prompt if behind - prompt > PROMPT_SECONDS else 0.0


@dataclass(frozen=True)
class _Opening:
    """`ends_at`: keys that are pressed from then on count; `is_there`: because it was painted, and has the keys."""

    window: QWindow
    ends_at: float
    is_there: bool = False


class Pressed(QObject):
    """Listens to the program's windows, where the system's events come in before any widget has them.

    `ago`: seconds since what is dealt with now was pressed, or let go. `too_early`: a key was dropped, because what had
    been opened (`opens`) was not on the screen when it was pressed. `touched`: by a key, the mouse, a finger or a drop.
    """

    too_early = Signal()
    touched = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._events = EventClock()
        self._heard: set[QWindow] = set()
        self._opening: _Opening | None = None
        self.ago = 0.0
        application.focusWindowChanged.connect(self.listen)
        for window in application.allWindows():
            self.listen(window)

    def opens(self, cover: QWidget) -> None:
        """Whenever this is shown: until it is there, or has not come for `OPENING_SECONDS`, keys are dropped.

        They may be about what lay there before, or about what nobody can have read yet.
        """
        cover.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(watched, QWidget):
            if event.type() is QEvent.Type.Show:
                self._begin(watched)
            return False
        opening = self._opening
        if opening is not None and watched is opening.window:
            self._follow(opening, event.type())
        if isinstance(event, QInputEvent | QDropEvent):
            self.touched.emit()
        if isinstance(event, QInputEvent):
            age = self._events.age(event.timestamp(), now())
            if event.type() in _PRESSES:
                self.ago = age
                if age:
                    # What comes without a key, such as a screen reader's press of a button, is not late.
                    QTimer.singleShot(0, self, self._forget)
            if isinstance(event, QKeyEvent) and event.type() in _KEYS_DOWN and self._is_too_early():
                event.accept()  # else it is a command's
                if event.type() is QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
                    self.too_early.emit()
                return True
        return False

    def _begin(self, cover: QWidget) -> None:
        window = cover.windowHandle()
        self._opening = _Opening(window, now() + OPENING_SECONDS)
        self.listen(window)

    def _follow(self, opening: _Opening, kind: QEvent.Type) -> None:
        """Qt paints a window as soon as it hears that it can be seen; a menu has the keys without being active."""
        window = opening.window
        has_keys = window.type() is Qt.WindowType.Popup or window.isActive()
        if kind in _SHOWN and not opening.is_there and window.isExposed() and has_keys:
            self._opening = _Opening(window, now(), is_there=True)
        elif kind is QEvent.Type.Hide:
            self._opening = None

    def _is_too_early(self) -> bool:
        """Whether this key was pressed before the newest cover was there."""
        if self._opening is not None and now() - self.ago >= self._opening.ends_at:
            self._opening = None
        return self._opening is not None

    def _forget(self) -> None:
        self.ago = 0.0

    def listen(self, window: QWindow | None) -> None:
        """To a window of the program that may have no keys yet."""
        if window is not None and window not in self._heard:
            self._heard.add(window)
            window.destroyed.connect(lambda _=None, window=window: self._heard.discard(window))
            window.installEventFilter(self)


def pressed() -> Pressed:
    """The application's one listener, which is there from the first question on."""
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    listener = application.findChild(Pressed, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return listener or Pressed(application)


def pressed_ago() -> float:
    return pressed().ago


def pressed_at() -> float:
    """When what is dealt with now was pressed, or let go."""
    return now() - pressed_ago()


OPENING_SECONDS = 2.0
"""What has not come by then does not come: the keys belong to what is on the screen."""
RIPE_SECONDS = 0.1
"""Nobody reads another photo, card, list or question and presses a key within this time."""


class Seen(QObject):
    """A watch over views. What is there counts as seen `RIPE_SECONDS` after it came to the screen, painted by one of
    `views` and by all of `also`, each with something to paint (`has_something`; a picture may still be on its way).
    `anew`: other things are there. What counts is when a key was pressed (`pressed_ago`), not when it is dealt with.
    """

    def __init__(
        self,
        views: Sequence[QWidget],
        *,
        also: Sequence[QWidget] = (),
        has_something: Callable[[QWidget], bool] = lambda view: True,
    ) -> None:
        super().__init__(views[0])
        self._views = views
        self._has_something = has_something
        self._always = self._also = tuple(also)
        self._painted_at: float | None = None
        self._is_painted = self._is_on_its_way = False
        self._resting_until: float | None = None
        self._missing = set(also)
        pressed_ago()  # it listens from now on
        for view in (*views, *also):
            view.installEventFilter(self)

    def follow(self, more: Sequence[QWidget]) -> None:
        """Besides, all of these have to be painted, until others are to be."""
        self._also = (*self._always, *more)
        for view in more:
            view.installEventFilter(self)
        self.anew()

    @property
    def is_ripe(self) -> bool:
        seen_since, resting_until = self._painted_at, self._resting_until
        pressed = pressed_at()
        if resting_until is not None and pressed < resting_until:
            return False
        return seen_since is not None and pressed - seen_since >= RIPE_SECONDS and self.is_as_painted()

    def is_as_painted(self) -> bool:
        """Whether nothing that is not told of by `anew` has changed since it was painted."""
        return True

    def rest(self, seconds: float) -> None:
        """Nothing counts as seen for so long, whatever is painted."""
        self._resting_until = now() + seconds

    def anew(self) -> None:
        self._painted_at = None
        self._is_painted = self._is_on_its_way = False
        self._missing = set(self._also)
        # Qt skips unchanged widgets; force one paint, or no key is ever accepted.
        for view in (*self._views, *self._also):
            view.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show:
            # It was hidden behind something else while the rest was painted.
            self.anew()
        if event.type() == QEvent.Type.Paint and self._painted_at is None and isinstance(watched, QWidget):
            has_something = self._has_something(watched)
            # What is hidden behind something else will not be painted.
            painted = {watched} if has_something else set()
            self._missing = {view for view in self._missing - painted if view.isVisible()}
            self._is_painted = self._is_painted or (watched in self._views and has_something)
            if self._is_painted and not self._missing and not self._is_on_its_way:
                # Qt tells of it before it paints, and hands the window over when all of it is painted.
                self._is_on_its_way = True
                QTimer.singleShot(0, self, self._arrive)
        return False

    def follow_rows(self, rows: QAbstractItemView) -> None:
        """Names and pictures of a list come bit by bit: those that have come since are other things to see."""
        model = rows.model()
        assert isinstance(model, RowModel)
        looks: dict[int, Hashable] = {}

        def look() -> None:
            seen = {row: model.looks(row) for row in rows_in_sight(rows)}
            if any(seen.get(row, before) != before for row, before in looks.items()):
                self.anew()
            looks.clear()
            looks.update(seen)

        model.modelReset.connect(looks.clear)
        model.dataChanged.connect(look)

    def _arrive(self) -> None:
        """It is handed over. The system answers a question once it has dealt with what it was handed before."""
        if self._is_on_its_way:
            QCursor.pos()
            self._is_on_its_way = False
            self._painted_at = now()


def rows_in_sight(rows: QAbstractItemView) -> list[int]:
    """Of a list from top to bottom, in one column or in several."""
    area, model = rows.viewport().rect(), rows.model()
    first = max(0, rows.indexAt(area.topLeft() + QPoint(_EDGE, _EDGE)).row())
    in_sight: list[int] = []
    for row in range(first, model.rowCount()):
        place = rows.visualRect(model.index(row, 0))
        if place.top() > area.bottom():
            break
        if place.intersects(area):
            in_sight.append(row)
    return in_sight


class SeenMark(Seen):
    """Follows the marked row of a list: what takes that row counts once the mark there has been seen."""

    def __init__(self, rows: QAbstractItemView) -> None:
        super().__init__([rows.viewport()])
        for changed in (rows.selectionModel().currentChanged, rows.selectionModel().selectionChanged):
            changed.connect(lambda *_: self.anew())
