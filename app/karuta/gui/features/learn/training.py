"""The training that a person started from the window, and its progress. It runs in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from karuta.domain.training_progress import Begun, Failed, Finished, Gathered, Judged, Stepped, parsed
from karuta.gui.features.program_run import ProgramRun
from karuta.paths import LibraryFolder
from karuta.services.models.retrain import Unfinished

# The window's own processes limit BLAS to one thread; a training may use two cores.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "2"}


@dataclass
class TrainingState:
    """The training as far as it has reported. `trouble`: why it ended without a model; `words_of` says it."""

    begun: Begun | None = None
    gathered: Gathered | None = None
    steps: list[Stepped] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    finished: Finished | None = None
    trouble: str = ""


class Training(ProgramRun):
    """`met_bug`: hears a report of it. `crashed`: told when its process ended although nobody here asked for that."""

    def __init__(
        self,
        library: LibraryFolder,
        parent: QObject | None = None,
        *,
        met_bug: Callable[[str], object] = lambda report: None,
        crashed: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._met_bug, self._crashed = met_bug, crashed
        self._library = library
        self.course = TrainingState()
        # One of before was stopped on its way, in another window say.
        self._was_unfinished = False
        # Whether the one that runs, or is paused, learns from simulated photos alone.
        self.without_labels = False

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
        self.without_labels = found is not None and found.without_labels
        self.changed.emit()

    def start(self) -> None:
        """On labels; a training that was paused goes on as it began."""
        self._start(without_labels=self.without_labels and self.is_paused)

    def start_without_labels(self) -> None:
        """On simulated photos of the library's own cards alone."""
        self._start(without_labels=True)

    def _start(self, *, without_labels: bool) -> None:
        if self.is_running:
            return
        self.without_labels = without_labels
        self.course = TrainingState()
        self._was_unfinished = False
        arguments = ["--library", str(self._library.root), "train", "--scope", "head", "--json"]
        arguments += ["--without-labels"] if without_labels else []
        self.run(arguments, _ENVIRONMENT)

    def hear(self, line: str) -> None:
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
                    self._met_bug(failed.report)

    def end(self, code: int, said: str) -> None:
        if code < 0 and not self.stopping:
            self._crashed()
        if code != 0 and self.course.finished is None:
            self.course.trouble = self.reason(said, self.tr("The training was ended by another program."))
