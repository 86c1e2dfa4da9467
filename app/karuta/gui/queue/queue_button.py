"""Says which queue this is and how many are left in it; its menu changes to another one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.action_button import QuietButton
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.theme import GRID, Icons, Role, Theme
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.queue import queues
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.queue_model import QueueModel
from karuta.gui.queue.queues import Queue

_ARROW = 14


class QueueButton(Retranslating, QuietButton):
    """The menu opens at once, and the counts come into it. Of all photos the line below says how many are left."""

    def __init__(
        self, arrangement: QueueArrangement, model: QueueModel, theme: Theme, icons: Icons, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._icons = icons
        self._arrangement = arrangement
        self.menu: QMenu | None = None
        self.setFont(theme.strong(self.font()))
        self.clicked.connect(self.open_queues)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.layoutChanged):
            changed.connect(self.retranslate)
        for changed in (arrangement.changed, arrangement.shown):
            changed.connect(self.retranslate)
        self.built()

    def retranslate(self) -> None:
        queue = self._arrangement.queue
        words = queue.words
        has_left = queue.items is None or queue.items.has_left
        if queue.id != queues.ALL.id and has_left and not self._arrangement.awaited.is_awaited:
            count = f"{self._arrangement.left:,}"
            words = self.tr("{queue}: {count} left").format(queue=words, count=count)
        self.setText(words)
        self.setShortcut(QKeySequence())  # Qt takes one from an `&`
        spoken = self.tr("Queue: {name}").format(name=words)
        self.setToolTip(spoken)
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def open_queues(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        entries: list[tuple[Queue, QAction]] = []
        for queue in (*self._arrangement.queues, *self._arrangement.kept_rows):
            if queue.query and not entries[-1][0].query:
                menu.addSeparator()
            entry = menu.addAction(queue.words.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(queue.id == self._arrangement.queue.id)
            entry.triggered.connect(lambda _=False, queue=queue: self._arrangement.choose_queue(queue))
            group.addAction(entry)
            entries.append((queue, entry))
        self._open(menu)
        for queue, entry in entries:
            if queue.items is not None:
                _say_count(entry, queue.items.count.items - queue.items.count.done)
                continue
            drop = self._arrangement.count_queue(queue, while_alive(menu, partial(_say_count, entry)))
            menu.aboutToHide.connect(drop)

    def _open(self, menu: QMenu) -> None:
        """Below the button; deleted once it is closed."""
        if self.menu is not None:
            self.menu.close()
        self.menu = menu
        menu.aboutToHide.connect(lambda: self._closed(menu))
        pressed().opens(menu)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        menu.setActiveAction(next(action for action in menu.actions() if action.isChecked()))

    def _closed(self, menu: QMenu) -> None:
        if self.menu is menu:
            self.menu = None
        menu.deleteLater()

    def sizeHint(self) -> QSize:  # noqa: N802
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(words + _ARROW + 2 * GRID, 3 * GRID + GRID // 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(6 * GRID, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        self._ground(painter)
        inner = self.rect().adjusted(GRID // 2, 0, -GRID // 2, 0)
        arrow = QRectF(inner.right() - _ARROW + 1, inner.center().y() - _ARROW / 2 + 1, _ARROW, _ARROW)
        self._icons.draw(painter, "chevron-down", arrow, self._theme.colour(Role.MUTED))
        words = inner.adjusted(GRID // 2, 0, -_ARROW - 2, 0)
        paint.words(painter, self.text(), words, self.font(), self._theme, role=Role.MUTED)


def _say_count(entry: QAction, count: int) -> None:
    entry.setText(f"{entry.text()}\t{count:,}")
