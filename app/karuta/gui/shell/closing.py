"""Leaving a library: asks about what is not saved, then ends what runs, so that nothing of it is left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject

from karuta.gui.desk.decisions import Decisions
from karuta.gui.kit.dialog_kit import DialogKit


class BesideWindow(Protocol):
    """What runs in a process of its own for this window, and keeps what it has come to."""

    def close(self) -> None: ...


class Closing(QObject):
    """A dialog that is open is given up; a training or a download keeps what it has come to."""

    def __init__(
        self,
        *,
        decisions: Decisions,
        programs: Sequence[BesideWindow],
        close_library: Callable[[], None],
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._decisions = decisions
        self._close_library = close_library
        self._kit = kit
        self._programs = programs

    def is_agreed(self) -> bool:
        unsaved = len(self._decisions.unsaved)
        if not unsaved:
            return True
        text = self.tr("{count} decisions are not saved and would be lost.", "", unsaved)
        return self._kit.ask.agrees(self.tr("Not saved"), text.format(count=f"{unsaved:,}"), deed=self.tr("Close"))

    def leave(self) -> None:
        if self._kit.host.current is not None:
            self._kit.host.current.reject()
        for one in self._programs:
            one.close()
        self._close_library()
