"""Exports labels: asks which format and where, and has it written. Writes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.domain.training_set import Side
from karuta.gui.features.export.export_dialog import ExportDialog
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.translate import words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.gui.library.tasks import Tell
from karuta.paths import LibraryFolder
from karuta.services.exports.count_export import ExportCount, count_export, count_training
from karuta.services.exports.export_sets import Exported, ExportRequest, export
from karuta.services.exports.export_training_set import TrainingExported, export_training_set
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.open_labels import labels_for_reading, labels_for_writing

Result = TypeVar("Result")
_DONE, _MISSING = "the last export", "what the last export lacks"


class ExportCommands(Feature):
    """Asks which format, then where; says beforehand how many labels fit, and afterwards where they are."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"export": self.ask_which}

    def ask_which(self) -> None:
        dialog = ExportDialog(self._kit.window)
        dialog.accepted.connect(lambda: self.export_training() if dialog.is_training else self.export(dialog.wish))
        dialog.training_chosen.connect(lambda: self._count_training(dialog))
        self._kit.show(dialog)
        self._count(dialog)

    def export(self, wish: ExportRequest) -> None:
        suggested = wish.form.value.suggested
        if wish.is_folder:
            out = self._new_folder(Path(suggested).stem)
        else:
            kinds = f"*{Path(suggested).suffix}"
            out = self._kit.ask.about("export").new_file(self.tr("Export labels"), suggested, kinds)
        if out is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Exported:
            try:
                file = labels_for_reading(library)
            except LibraryError:
                file = labels_for_writing(library)
            with file:
                # The dialog has asked already whether to replace an existing file; a folder has to be an earlier
                # export.
                return export(file, out, wish, force=True, cancel=token, told=tell)

        self._begin(work, lambda done: self._exported(done, out))

    def export_training(self) -> None:
        out = self._new_folder("training")
        if out is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> TrainingExported:
            return export_training_set(library, out, force=True, cancel=token, told=tell)

        self._begin(work, lambda done: self._exported_training(done, out))

    # Inside

    def _begin(
        self, work: Callable[[LibraryFolder, CancelToken, Tell], Result], done: Callable[[Result], None]
    ) -> None:
        """What was said of an earlier export is over."""
        for about in (_DONE, _MISSING):
            self._voice.over.emit(about)
        self._parts.tasks.start(self.tr("Exporting labels"), work, done)

    def _new_folder(self, suggested: str) -> Path | None:
        return self._kit.ask.about("export").new_file(self.tr("Choose a new folder for the export"), suggested, "")

    def _count(self, dialog: ExportDialog) -> None:
        def count(library: LibraryFolder, token: CancelToken) -> Mapping[ExportFormat, ExportCount]:
            try:
                file = labels_for_reading(library)
            except LibraryError:
                return {form: ExportCount(0, 0, {}) for form in ExportFormat}
            with file:
                return count_export(file, token)

        job = self._session.task_lane.submit(
            count,
            done=while_alive(dialog, dialog.set_counts),
            failed=while_alive(dialog, lambda error: dialog.count.setText(sentence(error))),
        )
        dialog.finished.connect(lambda _: job.drop())

    def _count_training(self, dialog: ExportDialog) -> None:
        def count(library: LibraryFolder, token: CancelToken) -> ExportCount:
            with labels_for_reading(library) as file:
                return count_training(file, library, token)

        job = self._session.task_lane.submit(
            count,
            done=while_alive(dialog, dialog.set_training_count),
            failed=while_alive(dialog, lambda error: dialog.set_training_count(sentence(error))),
            key="count training",
        )
        dialog.finished.connect(lambda _: job.drop())

    def _exported(self, done: Exported, out: Path) -> None:
        text = self.tr("{count} labels exported to {file}", "", done.labels)
        text = text.format(count=f"{done.labels:,}", file=out.name)
        if done.left_out:
            more = self.tr("{count} left out: this format takes only cards in photos that a person labelled")
            text = f"{text} · {more.format(count=f'{done.left_out:,}')}"
        self._offer(text, out)
        if done.missing:
            count = len(done.missing)
            text = self.tr("{count} photos could not be found and are missing from {file}, such as {name}.", "", count)
            self._voice.held.emit(_MISSING, text.format(count=f"{count:,}", file=out.name, name=done.missing[0]))

    def _exported_training(self, done: TrainingExported, out: Path) -> None:
        text = self.tr("{count} labels exported to {file}", "", done.labels)
        text = text.format(count=f"{done.labels:,}", file=out.name)
        more = self.tr("{train} for training, {held} held out, {aside} set aside")
        counts = more.format(
            train=done.sides[Side.TRAIN], held=done.sides[Side.HELD_OUT], aside=done.sides[Side.SET_ASIDE]
        )
        self._offer(f"{text} · {counts}", out)
        if done.lost:
            self._voice.held.emit(_MISSING, " ".join(words_of(one) for one in done.lost))

    def _offer(self, text: str, out: Path) -> None:
        """In the status line, and above the photo with a button that shows the place."""
        self._voice.said.emit(text)
        folder = QUrl.fromLocalFile(str(out.absolute().parent))
        self._voice.offered.emit(_DONE, text, self.tr("Show in folder"), lambda: QDesktopServices.openUrl(folder))
