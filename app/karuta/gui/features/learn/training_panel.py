"""A training as a part of its page: start and stop, how far it is, curves, outcome. Trains nothing itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from karuta.domain.training_progress import Begun, Judged, Stepped
from karuta.gui.features.learn.training import Training
from karuta.gui.features.program_run import ProgramParts
from karuta.gui.kit.curve import CurveLine, CurvePlot
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.prose import selectable
from karuta.gui.kit.theme import Theme
from karuta.gui.kit.translate import filled_in


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


class TrainingPanel(QWidget):
    """The training's part of the page: how far it is, its curves, its outcome; before it, what there is to train on."""

    def __init__(self, training: Training, theme: Theme, page: Dialog) -> None:
        super().__init__(page)
        self._training = training
        self.parts = parts = ProgramParts(training, page, theme, start=training.start, stop=self.tr("Pause"))
        self.labels = selectable(self)
        title = self.tr("Loss (lower is better)")
        self.loss = CurvePlot(title, theme, write="{:.2f}".format, parent=self)
        title = self.tr("Top-1 accuracy")
        self.right = CurvePlot(title, theme, write=percent, most=1.0, parent=self)
        tip = self.tr("Learns from simulated photos of your own cards alone")
        self.alone = page.make_button(self.tr("Train without labels"), training.start_without_labels, tip=tip)
        buttons = (parts.start, self.alone, parts.stop)
        for button in buttons:
            button.setAutoDefault(True)  # Return presses the one that has the focus
        curves = ((self.loss, 1), (self.right, 1), Stretch(0))
        texts = (parts.headline, self.labels, parts.note, parts.bar)
        self.setLayout(column(*texts, *curves, row(*buttons, Stretch()), spacing=2))
        self.refresh()

    def show_labels(self, confirmed: int) -> None:
        self.labels.setText(filled_in(self.tr("Confirmed labels to train on: {labels}"), labels=confirmed))
        self.refresh()

    def take_focus(self) -> None:
        (self.parts.stop if self._training.is_running else self.parts.start).setFocus()

    def refresh(self) -> None:
        training, running = self._training, self._training.is_running
        judged, begun = training.all(Judged), training.last(Begun)
        self.parts.show(training.standing, start=self.tr("Resume") if training.is_paused else self.tr("Train"))
        self.alone.setVisible(not running and not training.is_paused)
        self.labels.setVisible(not running and bool(self.labels.text()))
        for curve in (self.loss, self.right):
            curve.setVisible(running or bool(judged))
        steps = begun.steps if begun else 1
        losses = [(float(step.step), step.loss) for step in training.all(Stepped)]
        last = f"{losses[-1][1]:.3f}" if losses else "–"
        self.loss.show_lines([CurveLine(self.tr("Loss"), losses, last)], steps=steps)
        lines = [self._line(name, title, judged) for name, title in training.titles()]
        self.right.show_lines(lines, steps=steps)

    def _line(self, name: str, title: str, judged: list[Judged]) -> CurveLine:
        shares = [(float(result.step), share) for result in judged if (share := result.right_at_1.get(name))]
        if not shares:
            return CurveLine(title, [], "–")
        _, last = shares[-1]
        text = filled_in(self.tr("{k} of {n}, {percent} %"), k=last.k, n=last.n, percent=f"{100 * last.share:.1f}")
        return CurveLine(title, [(step, share.share) for step, share in shares], text)
