"""One listing that is pasted or dropped: its text and its photos. Checks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.dropped import Dropped, TakesDrops, dropped, may_be_dropped
from karuta.gui.kit.lay import row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.translate import comma_list


class ListingText(QPlainTextEdit):
    """A text field in which files that are dropped or pasted are photos and no text. `brought`: what was."""

    brought = Signal(object)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        return source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        if may_be_dropped(source):
            self.brought.emit(dropped(source))
            return
        super().insertFromMimeData(source)


class PasteDialog(TakesDrops, Dialog):
    """`choose`: asks a person for photos. `check`: takes the text and the photos, which are to be checked."""

    def __init__(
        self,
        parent: QWidget,
        *,
        choose: Callable[[], Sequence[Path]],
        check: Callable[[str, Sequence[Path]], object],
    ) -> None:
        super().__init__(self.tr("One listing"), parent)
        self.setAcceptDrops(True)
        self._check = check
        self.photos: list[Path] = []
        self.text = ListingText(self)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(
            self.tr("Paste the whole listing here. Its first line is the title, the rest its description.")
        )
        self.text.setAccessibleName(self.tr("Text of the listing"))
        self.names = Prose("", self)
        self.choose, self.check = QPushButton(self.tr("Photos…"), self), QPushButton(self.tr("Check"), self)
        for button in (self.choose, self.check):
            button.setAutoDefault(False)
        buttons = row((self.names, 1), self.choose, self.check)
        self.lay((self.text, 1), buttons, spacing=1, margins=(2, 2, 2, 2), size=(70, 40))
        self.choose.clicked.connect(lambda _=False: self.add(choose()))
        self.check.clicked.connect(lambda _=False: self._give())
        self.text.textChanged.connect(self._say)
        self.text.brought.connect(lambda dropped: self.add(dropped.paths))
        self._say()

    def add(self, photos: Sequence[Path], text: str = "") -> None:
        """Photos that were dropped or chosen, and a text."""
        self.photos += [
            photo for photo in photos if photo not in self.photos and photo.suffix.lower() in PHOTO_SUFFIXES
        ]
        if text:
            self.text.setPlainText(text)
        self._say()

    def take_drop(self, dropped: Dropped, event: QDropEvent) -> bool:
        self.add(dropped.paths)
        return True

    def _give(self) -> None:
        self.accept()
        self._check(self.text.toPlainText(), tuple(self.photos))

    def _say(self) -> None:
        names = comma_list(photo.name for photo in self.photos)
        self.names.setText(names or self.tr("Drop the photos of the listing here."))
        self.check.setEnabled(bool(self.photos) and bool(self.text.toPlainText().strip()))
