"""Puts one dialog at a time over the window, and asks for files, folders and yes or no. Knows no dialog of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from karuta.domain.errors import KarutaError
from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.gui.kit.fitted import Fitted
from karuta.gui.kit.prose import whole_words
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.theme import Icons, Theme
from karuta.gui.kit.translate import error_words
from karuta.paths import refuse_replacing


class Ask(QObject):
    """A person's answers; None or nothing if they cancelled.

    `folders`: the last folder for each kind of question; the next question of its kind begins there.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._kind = ""
        self.folders: dict[str, str] = {}

    def about(self, kind: str) -> Ask:
        """Returns itself; the question that follows is of this kind."""
        self._kind = kind
        return self

    def photos(self, title: str) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self._window, title, self._begin(), self._photo_kinds())
        return [Path(name) for name in names if self._answered(Path(name).parent)]

    def photo(self, title: str) -> Path | None:
        return self.file(title, self._photo_kinds())

    def file(self, title: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, self._begin(), kinds)
        return Path(name) if name and self._answered(Path(name).parent) else None

    def folder(self, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._window, title, self._begin())
        return Path(name) if name and self._answered(Path(name)) else None

    def new_file(self, title: str, suggested: str, kinds: str) -> Path | None:
        """The system has asked whether a file is replaced; one of a library never is."""
        begin = str(Path(self._begin()) / suggested)
        name, _ = QFileDialog.getSaveFileName(self._window, title, begin, kinds)
        if not name or not self._answered(Path(name).parent):
            return None
        try:
            refuse_replacing(Path(name), force=True)
        except KarutaError as error:
            self.tell(title, error_words(error))
            return None
        return Path(name)

    def agrees(self, title: str, text: str, *, deed: str) -> bool:
        """`deed`: the text of the agreeing button, a verb. Return and Escape change nothing."""
        return self.chosen(title, text, deed) == 0

    def chosen(self, title: str, text: str, *deeds: str) -> int | None:
        """The place of the button that was pressed, one for each of these. Return and Escape press none."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, whole_words(text), parent=self._window)
        buttons = [box.addButton(deed, QMessageBox.ButtonRole.AcceptRole) for deed in deeds]
        box.setDefaultButton(box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        pressed().opens(box)
        box.exec()
        return next((place for place, button in enumerate(buttons) if button is box.clickedButton()), None)

    def tell(self, title: str, text: str, *, more: str = "") -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, whole_words(text), parent=self._window, informativeText=more)
        box.exec()

    def _begin(self) -> str:
        """The last folder, or its nearest parent that still exists; at first the home folder."""
        last = self.folders.get(self._kind, "")
        there = [path for path in (Path(last), *Path(last).parents) if last and path.is_dir()]
        return str(there[0]) if there else QDir.homePath()

    def _answered(self, folder: Path) -> bool:
        self.folders[self._kind] = str(folder)
        return True

    def _photo_kinds(self) -> str:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(PHOTO_SUFFIXES))
        # Not inside the f-string: lupdate does not look there.
        photos, everything = self.tr("Photos"), self.tr("All files")
        return f"{photos} ({patterns});;{everything} (*)"


class DialogHost(QObject):
    """`watchers`: event filters that see a dialog's keys. `opening`: what is done with each before it opens.

    `closed`: one has gone.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._open: list[QDialog] = []
        self.watchers: list[QObject] = []
        self.opening: list[Callable[[QDialog], object]] = []

    @property
    def current(self) -> QDialog | None:
        """The one on top, None if none is open."""
        return self._open[-1] if self._open else None

    def show(self, dialog: QDialog) -> None:
        self._open.append(dialog)
        dialog.setModal(True)
        for prepare in self.opening:
            prepare(dialog)
        for watcher in self.watchers:
            dialog.installEventFilter(watcher)
        dialog.finished.connect(lambda _: self._closed(dialog))
        Fitted(dialog)
        dialog.open()

    def _closed(self, dialog: QDialog) -> None:
        self._open.remove(dialog)
        for over in [other for other in self._open if other.parent() is dialog]:
            over.reject()
        dialog.deleteLater()
        self.closed.emit()


@dataclass(frozen=True)
class DialogKit:
    """`window`: the parent of dialogs, which stand over it."""

    ask: Ask
    host: DialogHost
    theme: Theme
    icons: Icons
    window: QWidget

    def show(self, dialog: QDialog) -> None:
        self.host.show(dialog)
