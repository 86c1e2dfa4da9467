"""Has the catalogue test itself while nobody waits, in a process of its own that gives way to everything else.

The test is `karuta catalogue self-test`. What it finds is noticed like anything that is written from outside.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from karuta.domain.cancel import CancelToken
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.jobs.program import Program
from karuta.paths import LibraryFolder
from karuta.services.catalogue.tested import state_of_test

AFTER_MS = 30_000
"""Behind a new pack what waits is looked up again first."""
# The process draws photos for a minute; more than one thread would take both cores of a small machine.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _is_due(library: LibraryFolder, token: CancelToken) -> bool:
    del token
    return library.catalogue_db.is_file() and state_of_test(library).is_due


class SelfTesting(QObject):
    """A test that is stopped, because the window is closed, goes on where it was the next time."""

    def __init__(self, session: Session, *, after_ms: int = AFTER_MS) -> None:
        super().__init__(session)
        self._session = session
        self._program = Program(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.look_now)

    @property
    def is_running(self) -> bool:
        return self._program.is_running

    def start_later(self) -> None:
        """Again where the catalogue changes meanwhile: another catalogue wants another test."""
        self._timer.start()

    def look_now(self) -> None:
        self._session.task_lane.submit(
            _is_due,
            done=self._found,
            failed=ignored_if_known(),  # whoever needs the catalogue reports what is wrong with it
            key="self-test",
            urgency=Urgency.LATER,
        )

    def close(self) -> None:
        self._timer.stop()
        self._program.close()

    def _found(self, is_due: bool) -> None:  # noqa: FBT001 - a slot
        if is_due and not self.is_running:
            arguments = ["--library", str(self._session.library.root), "catalogue", "self-test", "--unhurried"]
            self._program.start(arguments, environment=_ENVIRONMENT)
