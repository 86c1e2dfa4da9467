"""Puts one dialog at a time over the window, and what any part needs for that. Knows none of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from karuta.gui.kit.ask import Ask
from karuta.gui.kit.fitted import Fitted
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import Theme


class DialogHost(QObject):
    """`current`: the open one, None if there is none. `watchers`: event filters that see its keys.

    `closed`: one has gone.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.current: QDialog | None = None
        self.watchers: list[QObject] = []

    def show(self, dialog: QDialog) -> None:
        self.current = dialog
        dialog.setModal(True)
        for watcher in self.watchers:
            dialog.installEventFilter(watcher)
        dialog.finished.connect(lambda _: self._closed(dialog))
        Fitted(dialog)
        dialog.open()

    def _closed(self, dialog: QDialog) -> None:
        if self.current is dialog:
            self.current = None
        dialog.deleteLater()
        self.closed.emit()


@dataclass(frozen=True)
class DialogKit:
    """`window`: the parent of dialogs, which stand over it."""

    ask: Ask
    host: DialogHost
    theme: Theme
    icons: Icons
    window: QWidget

    def show(self, dialog: QDialog) -> None:
        self.host.show(dialog)
