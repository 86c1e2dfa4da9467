"""Says which queue this is and how many are left in it; its menu changes to another one."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from karuta.gui.kit.menu_button import MenuButton
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.theme import Icons, Theme
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.queue import queues
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.queue_model import QueueModel


class QueueButton(Retranslating, MenuButton):
    """The menu opens at once, and the counts come into it. Of all photos the line below says how many are left."""

    def __init__(
        self, arrangement: QueueArrangement, model: QueueModel, theme: Theme, icons: Icons, parent: QWidget
    ) -> None:
        super().__init__(theme, icons, parent=parent)
        self._arrangement = arrangement
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
        if queue is not queues.ALL and not self._arrangement.awaited.is_awaited:
            count = f"{self._arrangement.left:,}"
            words = self.tr("{queue}: {count} left").format(queue=words, count=count)
        self.say(words, name=self.tr("Queue"), marked=False)

    def open_queues(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        entries: list[QAction] = []
        for queue in queues.QUEUES:
            entry = menu.addAction(queue.words)
            entry.setCheckable(True)
            entry.setChecked(queue is self._arrangement.queue)
            entry.triggered.connect(lambda _=False, queue=queue: self._arrangement.choose_queue(queue))
            group.addAction(entry)
            entries.append(entry)
        self.open(menu)
        for queue, entry in zip(queues.QUEUES, entries, strict=True):
            job = self._arrangement.count_queue(queue, while_alive(menu, partial(_say_count, entry)))
            menu.aboutToHide.connect(job.drop)


def _say_count(entry: QAction, count: int) -> None:
    entry.setText(f"{entry.text()}\t{count:,}")
