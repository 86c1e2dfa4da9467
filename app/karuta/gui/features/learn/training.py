"""The training that a person started from the window, and its progress. It runs in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from karuta.domain.training_progress import (
    JUDGED,
    Begun,
    Failed,
    Finished,
    Gathered,
    Progress,
    Stepped,
    parsed,
)
from karuta.gui.features.program_run import ProgramRun, ProgramState, Reached
from karuta.gui.kit.prose import whole_words
from karuta.gui.kit.translate import beginning, filled_in, time_left, words_of
from karuta.paths import LibraryFolder
from karuta.services.models.retrain import Unfinished

Kind = TypeVar("Kind")
# The window's own processes limit BLAS to one thread; a training may use two cores.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "2"}


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
        super().__init__(parent, killed=self.tr("The training was ended by another program."))
        self._met_bug, self._crashed = met_bug, crashed
        self._library = library
        self._heard_so_far: list[Progress] = []
        # Whether the one that runs, or is paused, learns from simulated photos alone.
        self.without_labels = False

    @property
    def is_done(self) -> bool:
        return self.last(Finished) is not None

    def all(self, kind: type[Kind]) -> list[Kind]:
        """What it has reported of this kind, oldest first."""
        return [progress for progress in self._heard_so_far if isinstance(progress, kind)]

    def last(self, kind: type[Kind]) -> Kind | None:
        return next(reversed(self.all(kind)), None)

    def find_unfinished(self, unfinished: Unfinished | None) -> None:
        """The training that the library holds and that was stopped on its way, in another window say."""
        if not self.is_running and unfinished is not None:
            self.stopping, self.without_labels = True, unfinished.without_labels
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
        self._heard_so_far = []
        arguments = ["--library", str(self._library.root), "train", "--scope", "head", "--json"]
        arguments += ["--without-labels"] if without_labels else []
        self.run(arguments, _ENVIRONMENT)

    def hear(self, line: str) -> None:
        progress = parsed(line)
        if isinstance(progress, Failed):
            self._why = progress.sentence
            if progress.report is not None:
                self._met_bug(progress.report)
        elif progress is not None:
            self._heard_so_far.append(progress)

    def _ended(self, code: int, output: str) -> None:
        if code < 0 and not self.stopping:
            self._crashed()
        super()._ended(code, output)

    # In words

    @property
    def reached(self) -> Reached:
        seen, step = self.last(Gathered), self.last(Stepped)
        if self.stopping:
            return Reached(self.tr("Pausing…"))
        if step:
            if step.step >= step.steps:
                # What comes after the last step takes time, and nobody can measure it beforehand.
                return Reached(self.tr("Almost done: evaluating and saving the candidate"))
            text, left = self.tr("Step {step} of {steps}, {left}"), time_left(step.seconds_left)
            return Reached(filled_in(text, step=step.step, steps=step.steps, left=left), step.step, step.steps)
        if seen and seen.done < seen.total:
            text, left = self.tr("Reading pictures: {done} of {total}, {left}"), time_left(seen.seconds_left)
            return Reached(filled_in(text, done=seen.done, total=seen.total, left=left), seen.done, seen.total)
        return Reached(self.tr("Starting…"))

    @property
    def standing(self) -> ProgramState:
        begun, finished = self.last(Begun), self.last(Finished)
        if finished:
            return ProgramState(self.tr("A candidate is ready"), self._outcome(finished))
        if self.is_running:
            return ProgramState(self.reached.words, self._about(begun) if begun else "")
        if self.is_paused and self.trouble:
            return ProgramState(self.tr("Paused"), self.tr("Resume continues here."))
        if self.is_paused:
            text = self.tr("It resumes where it stopped, or starts again if the labels have changed since.")
            if self.without_labels:
                text = self.tr(
                    "Without labels. It resumes where it stopped, or starts again if the cards have changed since."
                )
            return ProgramState(self.tr("Paused"), text)
        if self.trouble:
            return ProgramState(self.tr("No model was made"), words_of(self.trouble))
        text = self.tr(
            "Trains a candidate on confirmed labels in a few minutes, while you go on working. Nothing changes until "
            "you promote it. A stopped training can be resumed."
        )
        return ProgramState(self.tr("Improve matching"), whole_words(text))

    def titles(self) -> list[tuple[str, str]]:
        """Of the sets by which it is judged: the name of each, and a person's words for it."""
        return [(name, beginning(words_of(title))) for name, title in JUDGED.items()]

    def _about(self, begun: Begun) -> str:
        text = self.tr("Training labels: {labels} · cards: {cards} · kept for evaluation: {held} · {model}")
        if not begun.labels:
            text = self.tr("Simulated photos of your own cards alone · {model}")
        return filled_in(text, labels=begun.labels, cards=begun.cards, held=begun.held_out, model=begun.model)

    def _outcome(self, finished: Finished) -> str:
        figures = [(title, finished.figures.get(name)) for name, title in self.titles()]
        compared = [f"{title}: {words_of(share.sentence)}" for title, share in figures if share is not None]
        return "\n".join([finished.model, *compared, *map(words_of, finished.remarks)])
