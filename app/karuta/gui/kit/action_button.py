"""A button for a command, with its key."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QEnterEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.search_field import ENTER
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.while_alive import while_alive


def say_key(button: QAbstractButton, action: QAction) -> None:
    """A button that does what a command does tells its key to those who do not see it, too."""

    def say(_: object = None) -> None:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = QCoreApplication.translate("ActionButton", "Key {key}").format(key=key)
        button.setAccessibleDescription(text if key else "")

    heard = while_alive(button, say)
    action.changed.connect(lambda: heard(None))
    say()


class QuietButton(QAbstractButton):
    """Without a ground until the mouse is over it, and with a ring while the keys are its."""

    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:  # noqa: N802
        self.update()

    def _ground(self, painter: QPainter) -> None:
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            fill = self._theme.colour(Role.CHOSEN if self.isDown() else Role.HOVER)
            paint.box(painter, self.rect(), 4, fill=fill)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), self._theme)


class ActionButton(QuietButton):
    """Key cap and words, quiet until the mouse is over it. Space does not press it, because it may decide.

    Neither does Enter, which would not confirm the match either while the ring is here. `unanswered`: one of them was
    pressed.
    """

    unanswered = Signal()

    def __init__(self, action: QAction, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._action = action
        self.clicked.connect(action.trigger)
        say_key(self, action)
        action.changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = QFontMetrics(self.font())
        return QSize(self._cap_width() + metrics.horizontalAdvance(self.text()) + 3 * GRID, 4 * GRID)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        self._ground(painter)
        cap = QRect(GRID, (self.height() - 22) // 2, self._cap_width(), 22)
        painter.setFont(self.font())
        paint.key_cap(painter, self.key, cap, theme, strong=False)
        text = QRect(cap.right() + GRID, 0, self.width() - cap.right() - 2 * GRID, self.height())
        role = Role.TEXT if self.isEnabled() else Role.FAINT
        paint.words(painter, self.text(), text, self.font(), theme, role=role)

    def event(self, event: QEvent) -> bool:
        """Enter is not the window's while the ring is here: whoever presses it may mean either."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Its command's own key presses it.

        It may get the focus when something disappears, and Space must not decide.
        """
        if event.key() not in ENTER:
            event.ignore()
        elif not event.isAutoRepeat():
            self.unanswered.emit()

    @property
    def key(self) -> str:
        """As it stands on its cap."""
        return self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _cap_width(self) -> int:
        return max(22, QFontMetrics(self.font()).horizontalAdvance(self.key) + GRID + GRID // 2)

    def _follow(self) -> None:
        self.setText(self._action.text().replace("&", ""))
        self.setAccessibleName(self.text())
        self.setToolTip(self.text())
        self.setEnabled(self._action.isEnabled())
        self.updateGeometry()
        self.update()
