"""Joins queues of other items to the window: their list, panel and keys while a person is in one. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject

from karuta.gui.kit.commands import Commands
from karuta.gui.kit.dropped import Dropped
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.items import Items
from karuta.gui.queue.queues import Queue
from karuta.gui.shell.desk_commands import Sight
from karuta.gui.shell.window import Window


class ItemQueues(QObject):
    """Follows the queue that a person is in."""

    def __init__(
        self,
        queues: Sequence[Queue],
        arrangement: QueueArrangement,
        *,
        window: Window,
        commands: Commands,
        sight: Sight,
    ) -> None:
        super().__init__(window)
        self._queues, self._arrangement = queues, arrangement
        self._window, self._commands, self._sight = window, commands, sight
        self._entered: Items | None = None
        self._made: list[Items] = []
        arrangement.joined = tuple(queues)
        arrangement.changed.connect(self._follow)
        window.installEventFilter(self)
        for queue in queues:
            assert queue.items is not None
            queue.items.renewed.connect(self._renewed)
            queue.items.counted.connect(window.queue_panel.count_items)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Close and self._entered is not None:
            self._entered.leave()
        return False

    def claim(self, given: Dropped, otherwise: Callable[[], object]) -> bool:
        """Whether what was dropped is for one of them."""
        current = self._arrangement.queue
        return any(
            queue.items is not None and queue.items.claim(given, otherwise, is_here=queue is current)
            for queue in self._queues
        )

    def _follow(self) -> None:
        items = self._arrangement.queue.items
        if items is self._entered:
            return
        if self._entered is not None:
            self._entered.leave()
        self._entered = items
        if items is not None and items not in self._made:
            self._made.append(items)
            items.make(self._commands)
        self._window.columns.show_items(items)
        self._commands.mean(items.meanings if items is not None else {})
        self._sight.watch(items)
        if items is not None:
            items.enter()
        self._window.queue_panel.list.setFocus()

    def _renewed(self) -> None:
        if self._entered is not None:
            self._commands.retranslate()
            self._sight.anew()
