"""A training as a part of its page: start and stop, how far it is, curves, outcome. Trains nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from karuta.domain.training_progress import NEW_CARDS, OTHER_PHOTOS, SIMULATED, Compared, Finished, Judged
from karuta.gui.features.learn.training import Training, TrainingState
from karuta.gui.kit.curve import CurveLine, CurvePlot
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.notice import ThinBar
from karuta.gui.kit.prose import heading, selectable, whole_words
from karuta.gui.kit.theme import Theme
from karuta.gui.kit.translate import filled_in, words_of


@dataclass(frozen=True)
class Reached:
    """`words`: where it is. `done` of `total`: for a bar; a total of 0 if it is unknown."""

    words: str
    done: int = 0
    total: int = 0


def reached(training: Training) -> Reached:
    course = training.course
    if training.stopping:
        return Reached(QCoreApplication.translate("Training", "Pausing…"))
    if course.steps:
        step = course.steps[-1]
        if step.step >= step.steps:
            # What comes after the last step takes time, and nobody can measure it beforehand.
            words = QCoreApplication.translate("Training", "Almost done: evaluating and saving the candidate")
            return Reached(words)
        text = QCoreApplication.translate("Training", "Step {step} of {steps}, {left}")
        words = filled_in(text, step=step.step, steps=step.steps, left=time_left(step.seconds_left))
        return Reached(words, step.step, step.steps)
    if course.gathered and course.gathered.done < course.gathered.total:
        seen = course.gathered
        text = QCoreApplication.translate("Training", "Reading pictures: {done} of {total}, {left}")
        words = filled_in(text, done=seen.done, total=seen.total, left=time_left(seen.seconds_left))
        return Reached(words, seen.done, seen.total)
    return Reached(QCoreApplication.translate("Training", "Starting…"))


def time_left(seconds: float) -> str:
    if seconds < 60:
        return QCoreApplication.translate("Training", "less than a minute left")
    text = QCoreApplication.translate("Training", "{minutes} min left")
    return text.format(minutes=max(1, round(seconds / 60)))


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


class TrainingPanel(QWidget):
    """The training's part of the page: how far it is, its curves, its outcome; before it, what there is to train on."""

    def __init__(self, training: Training, theme: Theme, page: Dialog) -> None:
        super().__init__(page)
        self._training = training
        self.headline = heading("", theme, self)
        self.labels = selectable(self)
        self.note = selectable(self)
        self.bar = ThinBar("", self)
        title = self.tr("Loss: distance to the right card, relative to others")
        self.loss = CurvePlot(title, theme, write="{:.2f}".format, parent=self)
        title = self.tr("Top-1 accuracy on photos kept out of training")
        self.right = CurvePlot(title, theme, write=percent, most=1.0, parent=self)
        self.train = page.make_button("", training.start)
        tip = self.tr("Learns from simulated photos of your own cards alone")
        self.alone = page.make_button(self.tr("Train without labels"), training.start_without_labels, tip=tip)
        self.stop = page.make_button(self.tr("Pause"), training.stop)
        for button in (self.train, self.alone, self.stop):
            button.setAutoDefault(True)  # Return presses the one that has the focus
        parts = (self.headline, self.labels, self.note, self.bar, (self.loss, 1), (self.right, 1), Stretch(0))
        self.setLayout(column(*parts, row(self.train, self.alone, self.stop, Stretch()), spacing=2))
        self.refresh()

    def show_labels(self, confirmed: int) -> None:
        self.labels.setText(filled_in(self.tr("Confirmed labels to train on: {labels}"), labels=confirmed))
        self.refresh()

    def take_focus(self) -> None:
        (self.stop if self._training.is_running else self.train).setFocus()

    def refresh(self) -> None:
        course, running = self._training.course, self._training.is_running
        self.train.setVisible(not running)
        self.train.setText(self.tr("Resume") if self._training.is_paused else self.tr("Train"))
        self.alone.setVisible(not running and not self._training.is_paused)
        self.stop.setVisible(running)
        self.stop.setEnabled(not self._training.stopping)
        self.headline.setText(self._headline(course, running=running))
        self.labels.setVisible(not running and bool(self.labels.text()))
        self.note.setText(self._note(course, running=running))
        now = reached(self._training)
        self.bar.setVisible(running)
        self.bar.tell(now.done, now.total)
        for curve in (self.loss, self.right):
            curve.setVisible(running or bool(course.judged))
        steps = course.begun.steps if course.begun else 1
        losses = [(float(step.step), step.loss) for step in course.steps]
        last = f"{losses[-1][1]:.3f}" if losses else "–"
        self.loss.show_lines([CurveLine(self.tr("Loss"), losses, last)], steps=steps)
        self.right.show_lines([self._line(name, title, course.judged) for name, title in self._titles()], steps=steps)

    def _titles(self) -> list[tuple[str, str]]:
        return [
            (OTHER_PHOTOS, self.tr("Held-out photos, cards in training")),
            (NEW_CARDS, self.tr("Held-out photos, cards not in training")),
            (SIMULATED, self.tr("Simulated photos, cards not in training")),
        ]

    def _line(self, name: str, title: str, judged: list[Judged]) -> CurveLine:
        shares = [(float(result.step), share) for result in judged if (share := result.right_at_1.get(name))]
        if not shares:
            return CurveLine(title, [], "–")
        _, last = shares[-1]
        text = filled_in(self.tr("{k} of {n}, {percent} %"), k=last.k, n=last.n, percent=f"{100 * last.share:.1f}")
        return CurveLine(title, [(step, share.share) for step, share in shares], text)

    def _headline(self, course: TrainingState, *, running: bool) -> str:
        if course.finished:
            return self.tr("A candidate is ready")
        if self._training.is_paused:
            return self.tr("Paused")
        if course.trouble:
            return self.tr("No model was made")
        if running:
            return reached(self._training).words
        return self.tr("Improve matching")

    def _note(self, course: TrainingState, *, running: bool) -> str:
        if course.finished:
            return self._outcome(course.finished)
        if course.trouble and self._training.is_paused:
            return self.tr("Resume continues here.")
        if course.trouble:
            return words_of(course.trouble)
        if course.begun and not course.begun.labels:
            return self.tr("Simulated photos of your own cards alone · {model}").format(model=course.begun.model)
        if course.begun:
            text = self.tr("Training labels: {labels} · cards: {cards} · held out for evaluation: {held} · {model}")
            begun = course.begun
            return filled_in(text, labels=begun.labels, cards=begun.cards, held=begun.held_out, model=begun.model)
        if running:
            return ""
        if self._training.is_paused and self._training.without_labels:
            return self.tr(
                "Without labels. It resumes where it stopped, or starts again if the cards have changed since."
            )
        if self._training.is_paused:
            return self.tr("It resumes where it stopped, or starts again if the labels have changed since.")
        text = self.tr(
            "Trains a candidate on confirmed labels in a few minutes, while you go on working. Nothing changes until "
            "you promote it. A stopped training can be resumed."
        )
        return whole_words(text)

    def _outcome(self, finished: Finished) -> str:
        lines = [self._compared(title, finished.figures.get(name)) for name, title in self._titles()]
        said = [line for line in lines if line]
        return "\n".join([finished.model, *said, *(words_of(remark) for remark in finished.remarks)])

    def _compared(self, title: str, figures: Compared | None) -> str:
        if figures is None:
            return ""
        text = self.tr("{title}: {after} of {n} correct, was {before}")
        return filled_in(text, title=title, before=figures.before.k, n=figures.before.n, after=figures.after.k)
