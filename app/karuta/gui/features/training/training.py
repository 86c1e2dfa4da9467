"""The training that a person started from the window, and its progress. It runs in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from karuta.domain.sentence import Sentence
from karuta.domain.training_progress import Begun, Failed, Finished, Gathered, Judged, Stepped, parsed
from karuta.jobs.program import Program
from karuta.paths import LibraryFolder
from karuta.services.models.retrain import Unfinished

# The window's own processes limit BLAS to one thread; a training may use two cores.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "2"}


@dataclass
class TrainingState:
    """What the training has reported so far. `trouble`: why it ended without a model; `words_of` says it."""

    begun: Begun | None = None
    gathered: Gathered | None = None
    steps: list[Stepped] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    finished: Finished | None = None
    trouble: str = ""


class Training(QObject):
    """`changed`: there is news in `course`. `ended`: it is over, one way or another.

    `met_bug`: with a report of it. `crashed`: its process ended although nobody here asked for that.
    """

    changed = Signal()
    ended = Signal()
    met_bug = Signal(str)
    crashed = Signal()

    def __init__(self, library: LibraryFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._program = Program(self)
        self._program.line.connect(self._heard)
        self._program.ended.connect(self._ended)
        self.course = TrainingState()
        self.stopping = False
        # One of before was stopped on its way, in another window say.
        self._was_unfinished = False
        # Whether the last one was begun on simulated photos alone.
        self._without_labels = False
        # What its last line said about a failure, until it has ended.
        self._why: Sentence | None = None

    @property
    def is_running(self) -> bool:
        return self._program.is_running

    @property
    def is_paused(self) -> bool:
        """It was stopped; a start goes on where it was."""
        was_stopped = self.stopping or (self._was_unfinished and not self.course.trouble)
        return was_stopped and not self.is_running and self.course.finished is None

    def find_unfinished(self, found: Unfinished | None) -> None:
        """The training that the library holds and that was stopped on its way, if any."""
        if self.is_running:
            return
        self._was_unfinished = found is not None
        self._without_labels = found is not None and found.without_labels
        self.changed.emit()

    @property
    def without_labels(self) -> bool:
        """Whether the one that runs, or is paused, learns from simulated photos alone."""
        return self._without_labels

    @property
    def process_id(self) -> int:
        return self._program.process_id

    def start(self) -> None:
        """On labels; a training that was paused goes on as it began."""
        self._start(without_labels=self._without_labels and self.is_paused)

    def start_without_labels(self) -> None:
        """On simulated photos of the library's own cards alone."""
        self._start(without_labels=True)

    def _start(self, *, without_labels: bool) -> None:
        if self.is_running:
            return
        self._without_labels = without_labels
        self.course, self.stopping, self._why = TrainingState(), False, None
        self._was_unfinished = False
        arguments = ["--library", str(self._library.root), "train", "--scope", "head", "--json"]
        arguments += ["--without-labels"] if without_labels else []
        self._program.start(arguments, environment=_ENVIRONMENT)
        self.changed.emit()

    def stop(self) -> None:
        """What was done is kept; the next start continues from there."""
        self.stopping = True
        self._program.stop()
        self.changed.emit()

    def close(self) -> None:
        self._program.close()

    def _heard(self, line: str) -> None:
        course = self.course
        match parsed(line):
            case Begun() as begun:
                course.begun = begun
            case Gathered() as gathered:
                course.gathered = gathered
            case Stepped() as stepped:
                course.steps.append(stepped)
            case Judged() as judged:
                course.judged.append(judged)
            case Finished() as finished:
                course.finished = finished
            case Failed() as failed:
                self._why = failed.sentence
                if failed.report is not None:
                    self.met_bug.emit(failed.report)
        self.changed.emit()

    def _ended(self, code: int, said: str) -> None:
        if code < 0 and not self.stopping:
            self.crashed.emit()
        if code != 0 and self.course.finished is None:
            lines = [line for line in said.splitlines() if line.strip()]
            outside = self.tr("The training was ended by another program.")
            self.course.trouble = self._why or (lines[-1] if lines else outside)
        self.changed.emit()
        self.ended.emit()
