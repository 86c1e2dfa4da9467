"""Buttons: one for a command, with its key, and a quiet one that shows the present choice and opens a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QEnterEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.search_field import ENTER
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.theme import GRID, Icons, Role, Theme


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
        action.changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = QFontMetrics(self.font())
        return QSize(self._cap_width() + metrics.horizontalAdvance(self.text()) + 3 * GRID, 4 * GRID)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._cap_width() + 6 * GRID, 4 * GRID)

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


_ICON = 14


class MenuButton(QuietButton):
    """Words (or only an icon) and a small arrow; in the accent colour if something is filtered."""

    def __init__(self, theme: Theme, icons: Icons, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._icons = icons
        self._icon = icon
        self._marked = False
        self.menu: QMenu | None = None
        if icon:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: str, *, name: str, marked: bool) -> None:
        """`name`: the purpose of the button; `words`: the present choice."""
        self.setText(words)
        self.setShortcut(QKeySequence())  # Qt takes one from an `&` in a batch's name
        self.setToolTip(f"{name}: {words}")
        self.setAccessibleName(f"{name}: {words}")
        self._marked = marked
        self.updateGeometry()
        self.update()

    def open(self, menu: QMenu) -> None:
        """Below the button; deleted once it is closed."""
        if self.menu is not None:
            self.menu.close()
        self.menu = menu
        menu.aboutToHide.connect(lambda: self._closed(menu))
        chosen = [action for action in menu.actions() if action.isChecked()]
        pressed().opens(menu)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        if chosen:
            menu.setActiveAction(chosen[0])

    def sizeHint(self) -> QSize:  # noqa: N802
        words = _ICON if self._icon else QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(words + _ICON + 2 * GRID, 3 * GRID + GRID // 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.sizeHint().width() if self._icon else 6 * GRID, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        self._ground(painter)
        role = Role.ACCENT if self._marked else Role.MUTED
        inner = self.rect().adjusted(GRID // 2, 0, -GRID // 2, 0)
        arrow = QRectF(inner.right() - _ICON + 1, inner.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        self._icons.draw(painter, "chevron-down", arrow, theme.colour(role))
        if self._icon:
            place = QRectF(inner.left() + 2, inner.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            self._icons.draw(painter, self._icon, place, theme.colour(role))
        else:
            words = inner.adjusted(GRID // 2, 0, -_ICON - 2, 0)
            paint.words(painter, self.text(), words, self.font(), theme, role=role)

    def _closed(self, menu: QMenu) -> None:
        if self.menu is menu:
            self.menu = None
        menu.deleteLater()
