"""Looks after the label file while nobody waits: a daily copy, and the look that opening a large file leaves out.

Both read the whole file with a connection of their own, in the lane of slow work; what is wrong is said in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.gui.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.back_up_labels import back_up_labels_if_due
from karuta.services.look_labels_over import look_labels_over

AFTER_MS = 20_000
EVERY_MS = 3_600_000


class Upkeep(QObject):
    """`trouble`: a sentence for a person, the same one once."""

    trouble = Signal(str)

    def __init__(self, session: Session, *, after_ms: int = AFTER_MS, every_ms: int = EVERY_MS) -> None:
        super().__init__(session)
        self._session = session
        self._said = ""
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(after_ms)
        self._first.timeout.connect(self.look_now)
        self._hourly = QTimer(self)
        self._hourly.setInterval(every_ms)
        self._hourly.timeout.connect(self._copy)

    def start(self) -> None:
        """Not at once: the first seconds belong to the photo on the desk."""
        self._first.start()
        self._hourly.start()

    def stop(self) -> None:
        self._first.stop()
        self._hourly.stop()

    def look_now(self) -> None:
        def look(library: LibraryFolder, token: CancelToken) -> None:
            look_labels_over(library)

        self._submit(look)
        self._copy()

    def _copy(self) -> None:
        def copy(library: LibraryFolder, token: CancelToken) -> None:
            token.check()
            back_up_labels_if_due(library)

        self._submit(copy)

    def _submit(self, work: Callable[[LibraryFolder, CancelToken], None]) -> None:
        self._session.chores.submit(
            work,
            done=lambda _: None,
            failed=self._failed,
            urgency=Urgency.LATER,
        )

    def _failed(self, error: Exception) -> None:
        text = sentence(error)
        if not isinstance(error, Cancelled) and text != self._said:
            self._said = text
            self.trouble.emit(text)
