"""The page of models and training: which model answers and how well, candidates, a training. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from karuta.domain.gate import WHOLE, Comparison
from karuta.domain.sentence import Sentence, filled
from karuta.domain.statistics import Share
from karuta.gui.features.learn.training import Training
from karuta.gui.features.learn.training_panel import TrainingPanel, percent
from karuta.gui.kit.dialog import ListDialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import heading, selectable
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, beginning, filled_in, words_of
from karuta.services.models.list_models import ListedModel
from karuta.services.models.measurements import Measurement
from karuta.services.models.promote_model import PromotionRequest

# By the services' keys.
_SETS = {
    "standard test": QT_TRANSLATE_NOOP("Measured", "Standard test"),
    "held-out labels": QT_TRANSLATE_NOOP("Measured", "Your labels, not used in training"),
    "labels": QT_TRANSLATE_NOOP("Measured", "All your labels"),
}


@dataclass(frozen=True)
class LibraryModels:
    """`earlier`: the name of the model that a rollback restores, None if there is none. `measured`: by name."""

    models: Sequence[ListedModel]
    earlier: str | None
    measured: Mapping[str, Measurement]


@dataclass(frozen=True)
class LabelsSoFar:
    """`confirmed`: those to train on. `accepted`: by a model's title, how often people took its first suggestion."""

    confirmed: int
    accepted: Mapping[str, Share]


class LearnDialog(ListDialog):
    """Models at the left, training at the right. Closing it stops neither a training nor an evaluation.

    `promotion_wanted`: with a `PromotionRequest`. `rollback_wanted`: the previous model is to answer again.
    """

    promotion_wanted = Signal(object)
    rollback_wanted = Signal()

    def __init__(self, training: Training, theme: Theme, parent: QWidget) -> None:
        heads = [self.tr("Model"), self.tr("Created"), self.tr("Pictures ready"), self.tr("Accepted"), self.tr("State")]
        super().__init__(
            self.tr("Models and training"),
            parent,
            intro=self.tr(
                "Another model becomes active only after an evaluation: it must not be worse on simulated photos, and "
                "must be better on your own labels. Labels stay as they are."
            ),
            heads=heads,
            task=self.tr("Evaluate"),
            stop=self.tr("Stop"),
            progress=self.tr("Progress of the evaluation"),
        )
        self._models: dict[str, ListedModel] = {}
        self._measured: Mapping[str, Measurement] = {}
        self._accepted: Mapping[str, Share] | None = None
        self._earlier: str | None = None
        self.headline = heading("", theme, self)
        self.quality = selectable(self)
        self.list.setMinimumHeight(14 * GRID)
        # How many are correct; the intervals are the wider of two.
        heads = [self.tr("Crops"), self.tr("Before"), self.tr("Now"), self.tr("Gain in points (95 % CI)"), self.tr("p")]
        heads.insert(0, self.tr("Correct on"))
        self.table = Columns(self.tr("Evaluation"), heads, self, wide=0, numbers=range(1, len(heads)))
        self.task.setToolTip(self.tr("Compares it with the active model on the same crops. Changes nothing."))
        tip = self.tr("Evaluated once more; it becomes active only if it passes.")
        self.promote = self.make_button(self.tr("Promote"), self._want, tip=tip)
        self.force = self.make_button(self.tr("Promote anyway…"), lambda: self._want(force=True))
        self.rollback = self.make_button(self.tr("Roll back"), self.rollback_wanted)
        self.training = TrainingPanel(training, theme, self)
        training.changed.connect(self._training_changed)
        self.leave = self.close_button()
        self.leave.setDefault(True)
        models = column(
            self.headline,
            self.quality,
            self.intro,
            (self.list, 2),
            self.bar,
            self.note,
            (self.table, 3),
            row(self.task, self.promote, self.force, self.rollback, Stretch()),
            spacing=2,
        )
        self.lay((row((models, 3), (self.training, 2), spacing=4), 1), row(Stretch(), self.leave), size=(156, 74))
        self.show_chosen()

    def show_models(self, listed: LibraryModels) -> None:
        active = next((model.title for model in listed.models if model.active), None)
        self._models = {model.name: model for model in listed.models}
        self._earlier = listed.earlier
        fits = {model.name: (model.title, active) for model in listed.models}
        kept = listed.measured.items()
        self._measured = {name: last for name, last in kept if (last.model, last.instead_of) == fits.get(name)}
        self._fill()

    def show_labels(self, labels: LabelsSoFar) -> None:
        self._accepted = labels.accepted
        self.training.show_labels(labels.confirmed)
        if self._models:
            self._fill()

    @property
    def chosen(self) -> ListedModel | None:
        return self._models.get(self.list.current_key or "")

    @property
    def measurement(self) -> Measurement | None:
        """The measurement of the chosen model, if its files and those of the answering model are unchanged."""
        return self._measured.get(self.list.current_key or "")

    # Inside

    def _fill(self) -> None:
        before = self.list.current_key
        self.list.clear()
        for model in self._models.values():
            embedded = f"{model.embedded:,} / {model.pictures:,}"
            share = (self._accepted or {}).get(model.title or "")
            accepted = f"{share.k:,} / {share.n:,}" if share else "–"
            self.list.add([model.name, model.made or "", embedded, accepted, self._state(model)], key=model.name)
            if model.active:
                self.headline.setText(self.tr("Active: {model}").format(model=model.name))
                self.quality.setText(self._quality(share))
        self.list.choose_first()
        self.list.choose(before)
        if self._earlier is not None:
            self.rollback.setToolTip(self.tr("{name} becomes active again within a second").format(name=self._earlier))
        self.show_chosen()

    def _quality(self, share: Share | None) -> str:
        if self._accepted is None:
            return self.tr("Counting labels…")
        if share is None:
            return self.tr("No label shows yet how often its first suggestion is right.")
        text = self.tr("First suggestion accepted: {k} of {n}, {percent} (95 % CI {low} – {high})")
        low, high = percent(share.low), percent(share.high)
        return filled_in(text, k=share.k, n=share.n, percent=percent(share.share), low=low, high=high)

    def _state(self, model: ListedModel) -> str:
        if model.fault is not None:
            return self.tr("Unusable")
        if model.active:
            return self.tr("Active")
        measurement = self._measured.get(model.name)
        if measurement is not None:
            return self.tr("Passes") if not measurement.reasons else self.tr("Does not pass")
        return self.tr("New in this release") if model.shipped else self.tr("Candidate")

    def show_chosen(self) -> None:
        model, measurement, measuring = self.chosen, self.measurement, self.is_running
        usable = model is not None and not model.active and model.fault is None
        refused = measurement is not None and bool(measurement.reasons)
        self.task.setEnabled(measuring or usable)
        self.promote.setEnabled(usable and not measuring and not refused)
        self.force.setVisible(refused and usable)
        self.force.setEnabled(not measuring)
        self.rollback.setEnabled(self._earlier is not None and not measuring)
        self.table.fill([cells for asked in measurement.sets for cells in _rows(asked)] if measurement else [])
        self.table.setVisible(measurement is not None)
        if model is None:
            self.note.clear()
        elif model.fault is not None:
            self.note.setText(filled("{fault}.", {"fault": model.fault}))
        else:
            self.note.setText("\n".join(filter(None, (self._about(model), self._ruling(measurement)))))

    def _about(self, model: ListedModel) -> str:
        parts = [model.title or ""]
        for switch in model.switches[-1:]:
            parts.append(self.tr("Active since {time}").format(time=switch.time[:16].replace("T", " ")))
            parts.extend(switch.found)
        return " · ".join(parts)

    def _ruling(self, measurement: Measurement | None) -> str:
        if measurement is None:
            return ""
        time = measurement.time[:16].replace("T", " ")
        if not measurement.reasons:
            return self.tr("Evaluated {time}: it passes.").format(time=time)
        text = self.tr("Evaluated {time}: it does not pass. {reasons}.")
        return text.format(time=time, reasons=reasons_words(measurement.reasons))

    def begin_task(self) -> None:
        self._want(only_measure=True)

    def _want(self, *, force: bool = False, only_measure: bool = False) -> None:
        if self.chosen is not None:
            wish = PromotionRequest(self.chosen.name, force=force, only_measure=only_measure)
            self.promotion_wanted.emit(wish)

    def _training_changed(self) -> None:
        had_focus = self.focusWidget() is self.training.parts.stop
        self.training.refresh()
        if had_focus and self.training.parts.stop.isHidden():
            # Else Qt may give Enter to the button that begins another one.
            self.leave.setFocus()


def reasons_words(reasons: Iterable[Sentence]) -> str:
    """Each a sentence of its own, in the window's language."""
    return ". ".join(beginning(words_of(reason)) for reason in reasons)


def _rows(asked: Comparison) -> Iterator[list[str]]:
    """A set of questions, whole and in parts, which are indented below it."""
    for part, paired in asked.rows:
        name = f"  {words_of(part)}"
        if part == WHOLE:
            name = QCoreApplication.translate("Measured", _SETS.get(asked.name, asked.name))
        gain = f"{100 * paired.gain.gain:+.2f} ({100 * paired.low:+.2f} – {100 * paired.high:+.2f})"
        yield [name, f"{paired.n:,}", f"{paired.before:,}", f"{paired.now:,}", gain, f"{paired.p:.2g}"]
