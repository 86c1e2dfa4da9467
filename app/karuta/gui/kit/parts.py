"""Moves the focus from one part of a window to the next, and marks the part that has it. Knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.theme import Theme


@dataclass(frozen=True)
class Part:
    """`holder`: the whole part. `home`: what in it takes the focus now, None if nothing can."""

    holder: QWidget
    home: Callable[[], QWidget | None]


class Parts(QObject):
    """In the order of moving. A hidden part is skipped."""

    def __init__(self, window: QWidget, theme: Theme, parts: Sequence[Part]) -> None:
        super().__init__(window)
        self._parts = list(parts)
        self._ring = _Ring(window, theme)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def add(self, part: Part) -> None:
        """One more, at the end."""
        self._parts.append(part)

    def step(self, by: int) -> None:
        shown = [part for part in self._parts if part.holder.isVisible() and part.home() is not None]
        focused = next((at for at, part in enumerate(shown) if _has_focus(part.holder)), None)
        if not shown:
            return
        at = (focused + by) % len(shown) if focused is not None else (0 if by > 0 else len(shown) - 1)
        home = shown[at].home()
        assert home is not None
        home.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._ring.mark(shown[at].holder)

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        del old
        marked = self._ring.marked
        if marked is not None and now is not None and not (marked is now or marked.isAncestorOf(now)):
            self._ring.mark(None)


class _Ring(QWidget):
    """A line around the part with the focus; a click anywhere removes it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self.marked: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def mark(self, holder: QWidget | None) -> None:
        if self.marked is not None:
            self.marked.removeEventFilter(self)
        self.marked = holder
        if holder is None:
            self.hide()
            return
        holder.installEventFilter(self)
        self._lay()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.marked and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._lay()
        elif watched is self.marked and event.type() in (QEvent.Type.Hide, QEvent.Type.MouseButtonPress):
            self.mark(None)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        paint.focus_ring(QPainter(self), self.rect(), self._theme, radius=0.0)

    def _lay(self) -> None:
        if self.marked is not None:
            corner = self.marked.mapTo(self.window(), self.marked.rect().topLeft())
            self.setGeometry(self.marked.rect().translated(corner))


def _has_focus(holder: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is holder or holder.isAncestorOf(focused))
