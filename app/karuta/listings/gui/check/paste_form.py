"""Where a whole listing is pasted and its photos are dropped. Checks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from karuta.gui.intake.dropped import dropped, may_be_dropped
from karuta.gui.kit.lay import column, row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.translate import comma_list


class ListingText(QPlainTextEdit):
    """A text field in which files that are dropped or pasted are photos and no text. `brought`: their paths."""

    brought = Signal(object)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        return source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        if may_be_dropped(source):
            self.brought.emit(dropped(source))
            return
        super().insertFromMimeData(source)


class PasteForm(QWidget):
    """`wanted`: a text and photos are to be checked. `photos_wanted`: a person wants to choose files."""

    wanted = Signal(str, object)
    photos_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.photos: list[Path] = []
        self.text = ListingText(self)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(
            self.tr("Paste the whole listing here. Its first line is the title, the rest its description.")
        )
        self.text.setAccessibleName(self.tr("Text of the listing"))
        self.names = Prose("", self)
        self.choose, self.check = QPushButton(self.tr("Photos…"), self), QPushButton(self.tr("Check"), self)
        heading = QLabel(self.tr("One listing"), self)
        self.setLayout(column(heading, (self.text, 1), row((self.names, 1), self.choose, self.check)))
        self.choose.clicked.connect(lambda _=False: self.photos_wanted.emit())
        self.check.clicked.connect(lambda _=False: self._give())
        self.text.textChanged.connect(self._say)
        self._say()

    def add(self, photos: Sequence[Path], text: str = "") -> None:
        """Photos that were dropped or chosen, and a text that was dropped."""
        self.photos += [photo for photo in photos if photo not in self.photos]
        if text:
            self.text.setPlainText(text)
        self._say()

    def _give(self) -> None:
        text, photos = self.text.toPlainText(), tuple(self.photos)
        self.text.clear()
        self.photos.clear()
        self._say()
        self.wanted.emit(text, photos)

    def _say(self) -> None:
        names = comma_list(photo.name for photo in self.photos)
        self.names.setText(names or self.tr("Drop the photos of the listing here."))
        self.check.setEnabled(bool(self.photos) and bool(self.text.toPlainText().strip()))
