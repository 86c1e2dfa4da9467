"""The line at the window's foot: what was just done, what is still to be looked up, which folder is watched."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QStatusBar

from karuta.gui.intake.watched_folder import WatchedFolder
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.voice import Voice
from karuta.gui.library.lookup_queue import LookupQueue

_SAID_MS = 6000


class StatusLine(QObject):
    """Follows the work."""

    def __init__(
        self,
        *,
        voice: Voice,
        watched_folder: WatchedFolder,
        lookup_queue: LookupQueue,
        commands: Commands,
        bar: QStatusBar,
    ) -> None:
        super().__init__(bar)
        self._bar = bar
        self._commands = commands
        self._watching = watched_folder
        self._watched = QLabel(bar)
        self._ahead = QLabel(bar)
        for label in (self._watched, self._ahead):
            label.setContentsMargins(0, 0, GRID + GRID // 2, 0)
            bar.addPermanentWidget(label)
        bar.setSizeGripEnabled(False)
        bar.window().installEventFilter(self)
        voice.said.connect(self._say)
        lookup_queue.progress.connect(self._looking)
        watched_folder.changed.connect(self._show_watched)
        self._show_watched()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Commands have no tips here, and an opened menu would erase what was said."""
        return event.type() == QEvent.Type.StatusTip

    def _say(self, text: str) -> None:
        self._bar.showMessage(text, _SAID_MS)

    def _looking(self, count: int) -> None:
        self._ahead.setText(self.tr("{count} waiting for lookup").format(count=count) if count else "")

    def _show_watched(self) -> None:
        folder = self._watching.folder
        self._commands.know({"watched folder": folder is not None})
        self._watched.setText(self.tr("Watching {folder}").format(folder=folder.name) if folder else "")
        self._watched.setToolTip(str(folder) if folder else "")
