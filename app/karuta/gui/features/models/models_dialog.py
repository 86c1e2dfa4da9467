"""The models that a library can answer with, and buttons to change to another or back. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from karuta.domain.sentence import Sentence
from karuta.gui.kit.dialog import ListDialog
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, words_of
from karuta.services.models.list_models import ListedModel
from karuta.services.models.measurements import MeasuredRow, Measurement

# By the services' keys.
_SETS = {
    "standard test": QT_TRANSLATE_NOOP("Measured", "Standard test"),
    "held-out labels": QT_TRANSLATE_NOOP("Measured", "Your labels, not used in training"),
    "labels": QT_TRANSLATE_NOOP("Measured", "All your labels"),
}
_PARTS = {
    "by scores alone": QT_TRANSLATE_NOOP("Measured", "by scores alone"),
    "new cards": QT_TRANSLATE_NOOP("Measured", "new cards"),
    "rare cards": QT_TRANSLATE_NOOP("Measured", "rare cards"),
}


class MeasuredTable(Columns):
    """A row for each set and its parts. The intervals are 95 %, the wider of two."""

    def __init__(self, parent: QWidget) -> None:
        heads = [
            self.tr("Evaluated on"),
            self.tr("Crops"),
            self.tr("Correct before"),
            self.tr("Correct now"),
            self.tr("Gain in points (95 % CI)"),
            self.tr("p"),
        ]
        super().__init__(self.tr("Evaluation"), heads, parent, wide=0, numbers=range(1, 6))

    def show_measurement(self, found: Measurement | None) -> None:
        self.fill([_cells(measured) for measured in found.rows] if found else [])


class ModelsDialog(ListDialog):
    """`measure_wanted`: the model of this name is to be measured. `promote_wanted`: it is also to answer if it passes.

    `force_wanted`: it is to answer although the gate refused it. `rollback_wanted`: the previous one is to answer
    again.
    """

    measure_wanted = Signal(str)
    promote_wanted = Signal(str)
    force_wanted = Signal(str)
    rollback_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            self.tr("Models"),
            parent,
            intro=self.tr(
                "A model turns pictures into numbers that are compared. Another one becomes active only after an "
                "evaluation: it must not be worse on simulated photos, and must be better on your own labels. Labels "
                "stay as they are."
            ),
            heads=[self.tr("Model"), self.tr("Created"), self.tr("Pictures ready"), self.tr("State")],
            task=self.tr("Evaluate"),
            stop=self.tr("Stop"),
            progress=self.tr("Progress of the evaluation"),
        )
        self._models: dict[str, ListedModel] = {}
        self._measured: Mapping[str, Measurement] = {}
        self.table = MeasuredTable(self)
        self.table.hide()
        self.task.setToolTip(self.tr("Compares it with the active model on the same crops. Changes nothing."))
        self.promote = self.make_button(
            self.tr("Promote"),
            lambda: self._wish(self.promote_wanted),
            tip=self.tr("Evaluated once more; it becomes active only if it passes."),
        )
        self.force = self.make_button(self.tr("Promote anyway…"), lambda: self._wish(self.force_wanted))
        self.force.hide()  # until something was refused
        self.rollback = self.make_button(self.tr("Roll back"), self._roll_back)
        actions = (self.task, self.promote, self.force, self.rollback)
        for button in actions:
            button.setEnabled(False)
        buttons = row(*actions, Stretch(), self.close_button())
        self.lay(self.intro, (self.list, 2), self.bar, self.note, (self.table, 3), buttons, size=(104, 56))

    def set_models(
        self, models: Sequence[ListedModel], *, earlier: str | None, measured: Mapping[str, Measurement]
    ) -> None:
        """`earlier`: the name of the model that a rollback restores, None if there is none. `measured`: by name."""
        before = self.list.current_key
        self._models = {model.name: model for model in models}
        self._measured = measured
        self.list.clear()
        for model in models:
            embedded = f"{model.embedded:,} / {model.pictures:,}"
            self.list.add([model.name, model.made or "", embedded, self._state(model)], key=model.name)
        self.list.choose_first()
        self.list.choose(before)
        self.rollback.setEnabled(earlier is not None)
        if earlier is not None:
            self.rollback.setToolTip(self.tr("{name} becomes active again within a second").format(name=earlier))
        self.show_chosen()

    def choose(self, name: str) -> None:
        """Select the model of this name."""
        self.list.choose(name)

    @property
    def chosen(self) -> ListedModel | None:
        return self._models.get(self.list.current_key or "")

    @property
    def measurement(self) -> Measurement | None:
        """The measurement of the chosen model, if its files and those of the answering model are unchanged."""
        model = self.chosen
        found = self._measured.get(model.name) if model is not None else None
        active = next((one.title for one in self._models.values() if one.active), None)
        fits = found is not None and model is not None and (found.model, found.instead_of) == (model.title, active)
        return found if fits else None

    # Inside

    def _state(self, model: ListedModel) -> str:
        if model.fault is not None:
            return self.tr("Unusable")
        if model.active:
            return self.tr("Active")
        return self.tr("New in this release") if model.shipped else self.tr("Candidate")

    def show_chosen(self) -> None:
        model, found, measuring = self.chosen, self.measurement, self.is_running
        usable = model is not None and not model.active and model.fault is None
        refused = found is not None and not found.passes
        self.task.setEnabled(measuring or usable)
        self.promote.setEnabled(usable and not measuring and not refused)
        self.force.setVisible(refused and usable)
        self.force.setEnabled(not measuring)
        self.table.show_measurement(found)
        self.table.setVisible(found is not None)
        if model is None:
            self.note.clear()
        elif model.fault is not None:
            self.note.setText(f"{model.fault}.")
        else:
            self.note.setText("\n".join(filter(None, (self._about(model), self._ruling(found)))))

    def _about(self, model: ListedModel) -> str:
        said = [model.title or ""]
        for switch in model.switches[-1:]:
            said.append(self.tr("Active since {time}").format(time=switch.time[:16].replace("T", " ")))
            said.extend(switch.found)
        return " · ".join(said)

    def _ruling(self, found: Measurement | None) -> str:
        if found is None:
            return ""
        time = found.time[:16].replace("T", " ")
        if found.passes:
            return self.tr("Evaluated {time}: it passes.").format(time=time)
        text = self.tr("Evaluated {time}: it does not pass. {reasons}.")
        return text.format(time=time, reasons=reasons_words(found.reasons))

    def begin_task(self) -> None:
        if self.chosen is not None:
            self.measure_wanted.emit(self.chosen.name)

    def _wish(self, wanted: SignalInstance) -> None:
        if self.chosen is not None:
            wanted.emit(self.chosen.name)
            self.accept()

    def _roll_back(self) -> None:
        self.rollback_wanted.emit()
        self.accept()


def reasons_words(reasons: Iterable[Sentence]) -> str:
    """Each a sentence of its own, in the window's language."""
    found = [words_of(one) for one in reasons]
    return ". ".join(one[:1].upper() + one[1:] for one in found)


def _cells(measured: MeasuredRow) -> list[str]:
    name = _said(_SETS, measured.set)
    if measured.part:
        name = f"{name}: {_said(_PARTS, measured.part)}"
    gain = f"{100 * measured.gain:+.2f} ({100 * measured.low:+.2f} – {100 * measured.high:+.2f})"
    return [name, f"{measured.n:,}", f"{measured.before:,}", f"{measured.now:,}", gain, f"{measured.p:.2g}"]


def _said(words: dict[str, str], name: str) -> str:
    return QCoreApplication.translate("Measured", words[name]) if name in words else name
