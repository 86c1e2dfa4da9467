"""Work that a person waits for, one task at a time: with progress, a way to stop it, and a sentence at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Known
from karuta.gui.kit.failures import told
from karuta.gui.library.session import Session
from karuta.jobs.lane import Job
from karuta.paths import LibraryFolder

Result = TypeVar("Result")
Tell = Callable[[int, int], None]


class Tasks(QObject):
    """A second task waits for the first. `failed`: its title, which stands for it, and why.

    `adding`: how many of them add cards to the catalogue. `title`: of what is done now.
    """

    began = Signal(str)
    renamed = Signal(str)
    """What is done now has another title."""
    told = Signal(int, int)
    ended = Signal()
    failed = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._jobs: list[Job] = []
        self.adding = 0
        self.title = ""

    @property
    def is_idle(self) -> bool:
        return not self._jobs

    def start(
        self,
        title: str,
        work: Callable[[LibraryFolder, CancelToken, Tell], Result],
        done: Callable[[Result], None],
        *,
        undone: Callable[[], object] = lambda: None,
        adds_cards: bool = False,
    ) -> None:
        """`undone`: called if it failed or was stopped, after that was said."""
        box = self._session.box

        def tell(at: int, total: int) -> None:
            box.post(lambda: self.told.emit(at, total))

        def ended(result: Result) -> None:
            self.adding -= adds_cards
            self._end(job)
            done(result)

        def failed(error: Known) -> None:
            self.adding -= adds_cards
            self._end(job)
            told(lambda why: self.failed.emit(title, why))(error)
            undone()

        job = self._session.task_lane.submit(
            lambda library, token: work(library, token, tell), done=ended, failed=failed
        )
        self._jobs.append(job)
        self.adding += adds_cards
        self.title = title
        self.began.emit(title)

    def rename(self, title: str) -> None:
        """What is done now is called otherwise: it says how far it is."""
        self.title = title
        self.renamed.emit(title)

    def stop(self) -> None:
        for job in self._jobs:
            job.stop()

    def _end(self, job: Job) -> None:
        self._jobs.remove(job)
        if not self._jobs:
            self.ended.emit()
