"""Replaces the window while a library's label file is not what it was, or is being replaced.

A person chooses here between the backups and beginning anew; nothing else can be done with the library meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton, QWidget

from karuta.domain.backups import FaultKind, Restored
from karuta.gui.features.backups.backup_page import BackupPage, agrees_to_begin_anew
from karuta.gui.kit.dialog_kit import Ask
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.prose import selectable
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, filled_in, together
from karuta.jobs.lane import Lane
from karuta.jobs.postbox import Postbox
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import LabelsAstray, decisions_remembered
from karuta.services.backups.list_backups import second_place

_HEADS = {
    FaultKind.LOST: QT_TRANSLATE_NOOP("Lost", "Decisions are missing from the label file"),
    FaultKind.DAMAGED: QT_TRANSLATE_NOOP("Lost", "The label file is damaged"),
    FaultKind.CLOSED: QT_TRANSLATE_NOOP("Lost", "No permission to read the label file"),
}
_SIZE = (120 * GRID, 78 * GRID)


class LostWindow(QMainWindow):
    """`settled`: the library can be opened (`Restored`).

    `another_wanted`: another library is to be opened. `closed`: nobody chose.
    """

    settled = Signal(object)
    another_wanted = Signal(object)
    closed = Signal()

    def __init__(self, library: LibraryFolder, fault: LabelsAstray | None, *, backup_folder: str) -> None:
        """`fault`: what is wrong; None if a person asked for a backup while all was well."""
        super().__init__()
        self.library = library
        self.ask = Ask(self)
        self._is_over = False
        self._box = Postbox(self)
        self._lane: Lane[LibraryFolder] = Lane("backups", opened=lambda: library, deliver=self._box.post)
        self.setWindowTitle(self.tr("Karuta: {library}").format(library=library.root.name))
        self._remembered = decisions_remembered(library) if fault is not None else 0
        self.page = BackupPage(
            self._lane,
            lambda: second_place(library, backup_folder),
            self.ask,
            self,
            remembered=self._remembered,
        )
        self._arrange(fault)
        self.page.failed.connect(self._failed)
        self.page.restored.connect(self._settle)
        self.page.restore_wanted.connect(self._replace)
        QShortcut(QKeySequence("Ctrl+Q"), self, self.close)
        self.resize(*_SIZE)

    def start(self, restore: str | None = None) -> None:
        """Read the backups; or restore this one at once, if it was chosen already."""
        if restore is None:
            self.page.read()
        else:
            self._replace(restore)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._end()
        event.accept()
        self.closed.emit()

    def _arrange(self, fault: LabelsAstray | None) -> None:
        self.head = QLabel(self.tr("Backups") if fault is None else self._head(fault), self)
        font = self.head.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self.head.setFont(font)
        words = selectable(self)
        words.setText(self._words(fault))
        self.anew = self._button(self.tr("Start empty…"), self._begin_anew)
        # What cannot be read may be whole.
        for part in (self.anew, self.page):
            part.setVisible(fault is None or fault.kind is not FaultKind.CLOSED)
        self.page.restore.setDefault(True)
        self.another = self._button(self.tr("Open another library…"), self._open_another)
        self.leave = self._button(self.tr("Quit"), self.close)
        buttons = row(self.anew, Stretch(), self.another, self.leave)
        whole = QWidget(self)
        whole.setLayout(column(self.head, words, (self.page, 1), buttons, spacing=2, margins=(5, 4, 5, 3)))
        self.setCentralWidget(whole)

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(lambda _=False: do())
        return button

    def _head(self, fault: LabelsAstray) -> str:
        return QCoreApplication.translate("Lost", _HEADS[fault.kind])

    def _words(self, fault: LabelsAstray | None) -> str:
        kept = self.tr("Choose a backup to restore. The current file is kept, and nothing is written until you choose.")
        if fault is None:
            return kept
        place = self.tr("It belongs at {path}.")
        if fault.kind is FaultKind.CLOSED:
            place = self.tr("{path} belongs to another user, or its permissions were changed.")
            kept = self.tr("Nothing is written until its permissions are changed.")
        sentences = [place.format(path=fault.sentence.values["path"])]
        if self._remembered:
            held = self.tr("It held at least {count} decisions.", "", self._remembered)
            sentences.append(filled_in(held, count=self._remembered))
        return together([*sentences, kept])

    def _begin_anew(self) -> None:
        if agrees_to_begin_anew(self.ask):
            self._replace(None)

    def _replace(self, backup: str | None) -> None:
        self._busy(self.tr("Restoring the label file…"))
        self.page.put_back(backup)

    def _busy(self, text: str) -> None:
        self.page.set_busy(text)
        for button in (self.anew, self.another):
            button.setEnabled(not text)

    def _failed(self) -> None:
        self._busy("")
        if not self.page.is_read:
            self.page.read()

    def _settle(self, restored: Restored) -> None:
        self._end()
        self.settled.emit(restored)

    def _open_another(self) -> None:
        folder = self.ask.about("library").folder(self.tr("Open a library"))
        if folder is not None:
            self.another_wanted.emit(LibraryFolder(Path(folder).absolute()))

    def _end(self) -> None:
        """A restore under way is finished; all else is cancelled."""
        if not self._is_over:
            self._is_over = True
            self._lane.stop()
            self._lane.join()
            self._box.close()
