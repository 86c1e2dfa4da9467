"""Looks after a library while nobody waits: the day's copy, a look at a large file, crops, contrast maps, self-tests.

The first two read the whole label file with a connection of their own, in the lane of slow work, in steps between which
labels are written. What is wrong is said in a sentence. Once a minute it
is noted outside the file what it holds. The catalogue's test is `karuta catalogue self-test`, in a process of its own
that gives way to everything else; what it finds is noticed like anything that is written from outside.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, Known, LibraryError
from karuta.gui.kit.failures import ignore_expected, report_to
from karuta.gui.kit.notice import Trouble
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.jobs.program import Program
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_labels_if_due
from karuta.services.backups.list_backups import second_place
from karuta.services.catalogue.kept_pictures import keep_missing_contrasts, keep_missing_siblings
from karuta.services.catalogue.tested import state_of_test
from karuta.services.labels.open_labels import look_labels_over
from karuta.services.library.keeping.checking import ReadProgress, memory_of
from karuta.services.library.keeping.crops import mend_next_crops

# False: it was a portion; the next one comes later.
Task = Callable[[LibraryFolder, CancelToken], bool]

AFTER_MS = 20_000
EVERY_MS = 3_600_000
AGAIN_MS = 60_000
WITNESS_MS = 60_000


def _look_over(library: LibraryFolder, token: CancelToken) -> bool:
    del token
    look_labels_over(library)
    return True


def _mend_crops(library: LibraryFolder, token: CancelToken) -> bool:
    return mend_next_crops(library, ReadProgress(memory_of(paths.state_folder(), library)), cancel=token)


def _keep_contrasts(library: LibraryFolder, token: CancelToken) -> bool:
    """Siblings (artworks that hardly differ) are read off the contrast maps, so they come when these are there."""
    with suppress(LibraryError, OSError):
        return keep_missing_contrasts(library, cancel=token) and keep_missing_siblings(library, cancel=token)
    return True


class Upkeep(QObject):
    """`trouble`: hears a sentence for a person, the same one once."""

    def __init__(self, session: Session, trouble: Trouble) -> None:
        super().__init__(session)
        self._trouble = trouble
        self._session = session
        self._trouble_text = ""
        self._failing: Task | None = None
        self._first = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._first.timeout.connect(self.look_now)
        self._hourly = QTimer(self, interval=EVERY_MS)
        self._hourly.timeout.connect(self._copy)
        self._minutely = QTimer(self, interval=WITNESS_MS)
        self._minutely.timeout.connect(self._bear_witness)

    def start(self) -> None:
        """Not at once: the first seconds belong to the photo on the desk."""
        for timer in (self._first, self._hourly, self._minutely):
            timer.start()

    def stop(self) -> None:
        for timer in (self._first, self._hourly, self._minutely):
            timer.stop()

    def look_now(self) -> None:
        self._submit(_look_over)
        self._copy()
        self._submit(_mend_crops)
        self.keep_contrasts()

    def keep_contrasts(self) -> None:
        """Make those that a pack's pictures lack; until then lookups only take longer."""
        self._submit(_keep_contrasts)

    def _copy(self) -> None:
        self._submit(self._back_up)

    def _back_up(self, library: LibraryFolder, token: CancelToken) -> bool:
        back_up_labels_if_due(library, second_place(library, self._session.settings.backup_folder))
        return True

    def _bear_witness(self) -> None:
        self._session.store_lane.submit(
            lambda file, token: file.bear_witness(),
            failed=ignore_expected(),  # the file cannot be opened: whoever needs it reports that
            key="witness",
            urgency=Urgency.LATER,
        )

    def _submit(self, task: Task) -> None:
        def over(is_done: bool) -> None:  # noqa: FBT001 - a slot
            if not is_done:
                QTimer.singleShot(AGAIN_MS, self, lambda: self._submit(task))
            elif task == self._failing:
                self._trouble_text, self._failing = "", None
                self._trouble.over()

        def failed(error: Known) -> None:
            self._failing = task
            self._failed(error)

        self._session.task_lane.submit(task, done=over, failed=failed, urgency=Urgency.LATER)

    def _failed(self, error: Known) -> None:
        self._session.tell_if_lost(error)
        if not isinstance(error, Cancelled):
            report_to(self._say)(error)

    def _say(self, text: str) -> None:
        if text != self._trouble_text:
            self._trouble_text = text
            self._trouble.say(text)


TEST_AFTER_MS = 30_000
"""Behind a new pack what waits is looked up again first."""
# The process draws photos for a minute; more than one thread would take both cores of a small machine.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _is_due(library: LibraryFolder, token: CancelToken) -> bool:
    del token
    return library.catalogue_db.is_file() and state_of_test(library).is_due


class SelfTesting(QObject):
    """A test that is stopped, because the window is closed, goes on where it was the next time."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._program = Program(self)
        self._timer = QTimer(self, singleShot=True, interval=TEST_AFTER_MS)
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
            done=self._start_if_due,
            failed=ignore_expected(),  # whoever needs the catalogue reports what is wrong with it
            key="self-test",
            urgency=Urgency.LATER,
        )

    def close(self) -> None:
        self._timer.stop()
        self._program.close()

    def _start_if_due(self, is_due: bool) -> None:  # noqa: FBT001 - a slot
        if is_due and not self.is_running:
            arguments = ["--library", str(self._session.library.root), "catalogue", "self-test", "--unhurried"]
            self._program.start(arguments, environment=_ENVIRONMENT)
