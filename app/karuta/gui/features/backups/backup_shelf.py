"""Works on a library's backups in a lane: reads them through, compares, makes and restores them. Shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.errors import Cancelled, Known
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.translate import error_words
from karuta.gui.kit.while_alive import while_alive
from karuta.jobs.lane import Lane, Urgency
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_labels_if_due, back_up_now
from karuta.services.backups.label_state import allow_oneself
from karuta.services.backups.list_backups import examined_backups, listed_backups
from karuta.services.backups.restore import restore, what_would_change


class BackupShelf(QObject):
    """`listed`: `BackupList`, at once. `examined`: one backup; `read_through`: all of them were.

    `compared`: what a restore of the backup at this path would do, as `Restored`. `made`: a copy was. `restored`:
    `Restored`. `allowed`: one may read and write again. `trouble`: a sentence.
    """

    listed = Signal(object)
    examined = Signal(object)
    read_through = Signal()
    compared = Signal(str, object)
    made = Signal(object)
    restored = Signal(object)
    allowed = Signal()
    trouble = Signal(str)

    def __init__(self, lane: Lane[LibraryFolder], second: Callable[[], Path | None], parent: QObject) -> None:
        """`second`: the folder on another disk, as chosen now."""
        super().__init__(parent)
        self._lane = lane
        self._second = second

    def read(self) -> None:
        second = self._second()
        self._lane.submit(
            lambda library, token: listed_backups(library, second),
            done=while_alive(self, self.listed.emit),
            failed=while_alive(self, self._failed),
            key="backups listed",
            urgency=Urgency.NOW,
        )
        self._lane.submit_steps(
            lambda library, token: examined_backups(library, second, cancel=token),
            each=while_alive(self, self.examined.emit),
            done=while_alive(self, lambda _: self.read_through.emit()),
            failed=while_alive(self, self._failed),
            key="backups read",
        )

    def compare(self, wanted: str) -> None:
        second = self._second()
        self._lane.submit(
            lambda library, token: what_would_change(library, wanted, second),
            done=while_alive(self, lambda found: self.compared.emit(wanted, found)),
            failed=ignored_if_known(),  # an unusable one: the list says so
            key="backup compared",
        )

    def make(self) -> None:
        second = self._second()
        self._lane.submit(
            lambda library, token: back_up_now(library, second),
            done=while_alive(self, self.made.emit),
            failed=while_alive(self, self._failed),
            urgency=Urgency.NOW,
            keep=True,
        )

    def fill_second(self) -> None:
        """The newest copy is put into the second folder, if it is not there yet."""
        second = self._second()
        self._lane.submit(
            lambda library, token: back_up_labels_if_due(library, second),
            done=while_alive(self, lambda _: self.read()),
            failed=while_alive(self, self._failed),
        )

    def restore(self, wanted: str | None) -> None:
        """None: an empty file. The window holds the library's lock, and nobody else has the label file open."""
        second = self._second()
        self._lane.submit(
            lambda library, token: restore(library, wanted, second, has_window=True),
            done=while_alive(self, self.restored.emit),
            failed=while_alive(self, self._failed),
            urgency=Urgency.NOW,
            keep=True,
        )

    def allow_oneself(self) -> None:
        self._lane.submit(
            lambda library, token: allow_oneself(library),
            done=while_alive(self, lambda _: self.allowed.emit()),
            failed=while_alive(self, self._failed),
            urgency=Urgency.NOW,
        )

    def leave(self) -> None:
        """The page is closed: reading through stops."""
        for key in ("backups listed", "backups read", "backup compared"):
            self._lane.submit(lambda library, token: None, failed=ignored_if_known(), key=key, urgency=Urgency.NOW)

    def _failed(self, error: Known) -> None:
        if not isinstance(error, Cancelled):
            self.trouble.emit(error_words(error))
