"""Bars that come and go: a notice with one thing to do about it, and how far a task is. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QSizePolicy, QToolButton, QWidget

from karuta.domain.errors import Known
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.lay import row
from karuta.gui.kit.retranslating import LeavesFocus, Retranslating
from karuta.gui.kit.theme import GRID, Icons, Role, Theme

GIVEN = "what was given last"
"""What became of photos that were dropped, opened or pasted: over when others are."""
BUG = "bug"
"""That something in Karuta went wrong."""


class Voice(QObject):
    """`info`: what was done. `trouble`: what went wrong, and what to do about it. All in the window's language.

    `refused`: why a key did nothing; it never takes the place of what was done.
    `persistent`: trouble about something, named in no language, until that is `finished`. `offer`: what was done,
    with what it is about, words for a button and what that does; it is over once the button is pressed.
    """

    info = Signal(str)
    refused = Signal(str)
    trouble = Signal(str)
    persistent = Signal(str, str)
    offer = Signal(str, str, str, object)
    finished = Signal(str)

    def about(self, thing: str) -> Trouble:
        """What is wrong with this, named in no language."""
        return Trouble(self, thing)


class Trouble:
    """What is wrong with one thing: it stands until the same thing goes well."""

    def __init__(self, voice: Voice, thing: str) -> None:
        self._voice, self._thing = voice, thing

    def say(self, text: str) -> None:
        self._voice.persistent.emit(self._thing, text)

    def hear(self, error: Known) -> None:
        """Of a bug nothing: it has a notice of its own."""
        report_to(self.say)(error)

    def over(self) -> None:
        self._voice.finished.emit(self._thing)


class Weight(StrEnum):
    """How important a notice is: each level has its own icon. A `QUESTION` is answered by the next key."""

    NOTE = "info"
    TROUBLE = "triangle-alert"
    LOSS = "circle-alert"
    QUESTION = "circle-help"


_ROLES = {Weight.NOTE: Role.ACCENT, Weight.TROUBLE: Role.DOUBT, Weight.LOSS: Role.BAD, Weight.QUESTION: Role.ACCENT}
_IN_FRONT = {Weight.LOSS: 1, Weight.QUESTION: 2}
_WAITS = frozenset((Weight.TROUBLE, Weight.LOSS))
_IN_PASSING = ""


@dataclass(frozen=True)
class _Message:
    text: str
    weight: Weight
    button: str
    do: Callable[[], object] | None


class Notice(LeavesFocus, Retranslating, QWidget):
    """Hidden until something is said. `key`: what it is about, in no language; without one it is said in passing.

    One is read at a time. A newer notice replaces an older one; trouble with a key waits beneath it, and is shown again
    where it still stands when the newer one has gone. A loss is in front of all but a question, and cannot be closed.
    """

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._messages: dict[str, _Message] = {}
        self._text = QLabel(self, wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton(self)
        self._button.clicked.connect(self._pressed)
        self._close = QToolButton(self, autoRaise=True)
        self._close.clicked.connect(self._shut)
        self.setLayout(row((self._text, 1), self._button, self._close, spacing=None, margins=(5, 1, 1, 1)))
        self.hide()
        self.built()
        self.retint()

    def retranslate(self) -> None:
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close this notice"))

    def retint(self) -> None:
        self._close.setIcon(self._icons.icon("x"))

    @property
    def text(self) -> str:
        return self._text.text()

    def say(
        self,
        text: str,
        weight: Weight,
        *,
        key: str = _IN_PASSING,
        button: str = "",
        do: Callable[[], object] | None = None,
        beneath: bool = False,
    ) -> None:
        """`beneath`: trouble that stands is not covered by it."""
        waits = {about: message for about, message in self._messages.items() if about and message.weight in _WAITS}
        waits.pop(key, None)
        newest = {key: _Message(text, weight, button, do)}
        self._messages = {**newest, **waits} if beneath else {**waits, **newest}
        self._show_front()

    def shows(self, key: str) -> bool:
        """Whether the notice with this key is the one that can be read."""
        return self.isVisible() and self._front == key

    def says(self, key: str) -> bool:
        """Whether the notice with this key stands, read or beneath another one."""
        return key in self._messages

    def take_back(self, key: str) -> None:
        """The notice with this key no longer applies; any other stays."""
        if self._messages.pop(key, None) is not None:
            self._show_front()

    def clear(self, *, but: Collection[str] = ()) -> None:
        """Nothing of all that was said holds, but what has one of these keys."""
        self._messages = {about: message for about, message in self._messages.items() if about in but}
        self._show_front()

    def _shut(self) -> None:
        """A person has read the one that is shown."""
        self._messages.pop(self._front)
        self._show_front()

    def _show_front(self) -> None:
        if not self._messages:
            self.hide()
            return
        message = self._shown
        self._text.setText(message.text)
        self._text.setAccessibleName(message.text)
        self._button.setText(message.button)
        self._button.setVisible(bool(message.button))
        self._close.setVisible(message.weight is not Weight.LOSS)
        self.show()
        self.update()

    @property
    def _front(self) -> str:
        """The key of the weightiest, the newest of these."""
        return max(reversed(self._messages), key=lambda about: _IN_FRONT.get(self._messages[about].weight, 0))

    @property
    def _shown(self) -> _Message:
        return self._messages[self._front]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if not self._messages:
            return
        painter = QPainter(self)
        weight = self._shown.weight
        role = _ROLES[weight]
        painter.fillRect(self.rect(), self._theme.colour(Role.SURFACE))
        painter.fillRect(0, 0, 3, self.height(), self._theme.colour(role))
        size = 20.0
        place = QRectF(1.5 * GRID, (self.height() - size) / 2, size, size)
        self._icons.draw(painter, weight.value, place, self._theme.colour(role))

    def _pressed(self) -> None:
        do = self._shown.do
        if do is not None:
            do()


class ThinBar(QProgressBar):
    """A line that fills up. `name`: what it measures, for those who do not see."""

    def __init__(self, name: str, parent: QWidget, *, height: int = GRID) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setMaximumHeight(height)
        self.setAccessibleName(name)
        self.hide()

    def begin(self) -> None:
        """Nobody knows yet how much there is to do."""
        self.setRange(0, 0)
        self.show()

    def tell(self, done: int, total: int) -> None:
        self.setRange(0, total)
        self.setValue(done)


class TaskBar(LeavesFocus, Retranslating, QWidget):
    """Hidden while there is nothing to do. `stopped`: stop it. `opened`: a person wants to see its page."""

    stopped = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stop_words = self._named = ""
        self._title = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setMaximumHeight(2 * GRID)
        self._stop = QPushButton(self)
        self._stop.clicked.connect(self.stopped)
        self._open = QPushButton(self)
        self._open.clicked.connect(self.opened)
        self._open.hide()
        self.setLayout(row(self._title, (self._bar, 1), self._open, self._stop, spacing=2, margins=(2, 0.5, 2, 0.5)))
        self.hide()
        self.built()

    def retranslate(self) -> None:
        self._stop.setText(self._stop_words or self.tr("Stop"))
        self._open.setText(self.tr("Show"))

    def begin(self, title: str, *, can_open: bool = False, stop: str = "") -> None:
        """`stop`: the text of the button that stops it, if it can be resumed later."""
        self.say(title)
        self._stop_words = stop
        self.retranslate()
        self._open.setVisible(can_open)
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self.show()

    def say(self, title: str) -> None:
        self._title.setText(title)
        self._bar.setAccessibleName(title)

    def tell(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def stopping(self) -> None:
        self.give_focus_back()
        self._stop.setEnabled(False)

    def end(self) -> None:
        """A window that is behind others, or small, asks to be looked at, and its title says what ended.

        No message of the desktop: it would need Qt's D-Bus, which the bundle leaves out.
        """
        if self.isHidden():
            return
        self.hide()
        window = self.window()
        QApplication.alert(window)
        if window.isMinimized() or not window.isActiveWindow():
            self._named = self._named or window.windowTitle()
            text = self.tr("Finished: {task} · {window}")
            window.setWindowTitle(text.format(task=self._title.text(), window=self._named))
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What ended has been seen: the window has its own title again."""
        if watched is self.window() and event.type() == QEvent.Type.WindowActivate and self._named:
            self.window().setWindowTitle(self._named)
            self.window().removeEventFilter(self)
            self._named = ""
        return super().eventFilter(watched, event)
