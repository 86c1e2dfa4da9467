"""Keeps windows on their screen: none is too large or outside, and what needs more room scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from karuta.gui.kit.theme import GRID


class ScrollPage(QScrollArea):
    """Always as wide as its page requires: nothing scrolls sideways."""

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = page
        self.setWidget(page)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._page.sizeHint() + QSize(self._bar, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._page.minimumSizeHint().width() + self._bar, super().minimumSizeHint().height())

    @property
    def _bar(self) -> int:
        return self.verticalScrollBar().sizeHint().width()


# The window frame's size, which is known only once the system has drawn it.
_FRAME = QMargins(2, 4 * GRID, 2, 2)


def room(window: QWidget) -> QRect:
    """The room for a window on its screen, with its frame: not under the system's own bars."""
    return window.screen().availableGeometry()


def inner_room(window: QWidget) -> QRect:
    """The room without the frame."""
    frame, inside = window.frameGeometry(), window.geometry()
    around = QMargins(
        inside.left() - frame.left(),
        inside.top() - frame.top(),
        frame.right() - inside.right(),
        frame.bottom() - inside.bottom(),
    )
    return room(window).marginsRemoved(_FRAME if around.isNull() else around)


def clamp(window: QWidget) -> None:
    """Make a window no larger than its screen, and move it fully into view. One of maximal size stays."""
    if window.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
        return
    inside = inner_room(window)
    window.resize(window.size().boundedTo(inside.size()))
    # Unless somebody moved it, Qt centres a dialog over its window after the show event.
    waits = isinstance(window, QDialog) and not window.testAttribute(Qt.WidgetAttribute.WA_Moved)
    if not waits and (window.testAttribute(Qt.WidgetAttribute.WA_Moved) or window.isVisible()):
        place, corner = window.geometry(), _moved_into(inside, window)
        if corner != place.topLeft():
            place.moveTo(corner)
            window.setGeometry(place)


def _moved_into(inside: QRect, window: QWidget) -> QPoint:
    """The top left corner of a window that is moved no further than it must be to lie in there."""
    place = window.geometry()
    left = max(inside.left(), min(place.left(), inside.right() - place.width() + 1))
    return QPoint(left, max(inside.top(), min(place.top(), inside.bottom() - place.height() + 1)))


class Fitted(QObject):
    """A dialog's size follows its content: Qt's own minimum height ignores that sentences wrap.

    If the screen is too small, everything in the dialog scrolls.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._scrolls = False
        dialog.installEventFilter(self)
        if not dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
            dialog.resize(self._wants())
        clamp(dialog)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self._fit()
        if event.type() == QEvent.Type.Show:
            clamp(self._dialog)
        elif event.type() == QEvent.Type.Resize and self._dialog.isVisible() and not event.spontaneous():
            self._stay()
        return False

    def _stay(self) -> None:
        """Keep a dialog that grew within its screen; one that Qt or a person placed moves only as far as it must."""
        dialog, inside = self._dialog, inner_room(self._dialog)
        clamp(dialog)
        away = _moved_into(inside, dialog) - dialog.geometry().topLeft()
        if not away.isNull():
            dialog.move(dialog.pos() + away)

    def _fit(self) -> None:
        if self._scrolls:
            return
        most = inner_room(self._dialog).size()
        needs = self._needs()
        if needs.width() > most.width() or needs.height() > most.height():
            self._scroll()
            return
        self._dialog.setMinimumSize(max(self._dialog.minimumWidth(), needs.width()), needs.height())

    def _wants(self) -> QSize:
        """The wanted size, unless somebody chose one. Qt's own would be limited to two thirds of the screen."""
        layout = self._dialog.layout()
        if layout is None:
            return self._dialog.sizeHint()
        size = layout.totalSizeHint().expandedTo(self._dialog.minimumSize())
        if layout.hasHeightForWidth():
            size.setHeight(max(layout.totalHeightForWidth(size.width()), self._dialog.minimumHeight()))
        return size

    def _needs(self) -> QSize:
        layout = self._dialog.layout()
        if layout is None:
            return self._dialog.minimumSize()
        least = layout.totalMinimumSize()
        width = max(self._dialog.width(), least.width())
        if layout.hasHeightForWidth():
            return QSize(least.width(), max(least.height(), layout.totalMinimumHeightForWidth(width)))
        return least

    def _scroll(self) -> None:
        """Its layout moves into a page of its own, which scrolls."""
        dialog = self._dialog
        self._scrolls = True
        layout = dialog.layout()
        if layout is None:
            return
        page = QWidget()
        page.setLayout(layout)
        area = ScrollPage(page, dialog)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        dialog.setMinimumSize(0, 0)
        most = inner_room(dialog).size()
        dialog.resize(QSize(max(dialog.width(), area.sizeHint().width()), most.height()).boundedTo(most))


def toggle_full_screen(window: QWidget) -> None:
    """On return, the window is as it was, including maximised."""
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
