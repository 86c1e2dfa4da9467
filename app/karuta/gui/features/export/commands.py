"""Exports labels as a person wishes: asks which format and where, and has it written; writes nothing itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.gui.features.export.export_dialog import ExportDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.voice import Voice
from karuta.gui.library.tasks import Tasks, Tell
from karuta.paths import LibraryFolder
from karuta.services.exports.export_sets import Exported, ExportRequest, export
from karuta.services.labels.open_labels import labels_for_reading, labels_for_writing


class ExportCommands(QObject):
    """Asks which format, then where."""

    def __init__(self, *, voice: Voice, tasks: Tasks, kit: DialogKit) -> None:
        super().__init__(kit.window)
        self._kit = kit
        self._voice = voice
        self._tasks = tasks

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {"export": self.ask_which}

    def ask_which(self) -> None:
        dialog = ExportDialog(self._kit.window)
        dialog.accepted.connect(lambda: self.export(dialog.wish))
        self._kit.show(dialog)

    def export(self, wish: ExportRequest) -> None:
        suggested = wish.form.value.suggested
        if wish.is_folder:
            title, suggested, kinds = self.tr("A new folder for the export"), Path(suggested).stem, ""
        else:
            title, kinds = self.tr("Export labels"), f"*{Path(suggested).suffix}"
        out = self._kit.ask.about("export").new_file(title, suggested, kinds)
        if out is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Exported:
            try:
                file = labels_for_reading(library)
            except LibraryError:
                file = labels_for_writing(library)
            with file:
                # The dialog has asked already whether an existing file may go; a folder has to be an earlier export.
                return export(file, out, wish, force=True, cancel=token, told=tell)

        self._tasks.start(self.tr("Exporting labels"), work, lambda done: self._exported(done, out))

    def _exported(self, done: Exported, out: Path) -> None:
        text = self.tr("Labels exported to {file}: {count}").format(count=done.labels, file=out.name)
        if done.left_out:
            more = self.tr("left out: {count}, for this format takes cards in view that a person labelled")
            text = f"{text} · {more.format(count=done.left_out)}"
        self._voice.said.emit(text)
        if done.missing:
            missing = self.tr("Photos that are not where they were and are missing in {file}: {count}, such as {name}.")
            self._voice.trouble.emit(missing.format(count=len(done.missing), file=out.name, name=done.missing[0]))
