"""Asks for files, folders and yes or no, through the system's own dialogs; tests answer in its place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from karuta.domain.photo import PHOTO_SUFFIXES


class Ask(QObject):
    """What is asked of a person; None or nothing where they changed their mind."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def photos(self, title: str) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self._window, title, "", self._photo_kinds())
        return [Path(name) for name in names]

    def photo(self, title: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, "", self._photo_kinds())
        return Path(name) if name else None

    def file(self, title: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        return Path(name) if name else None

    def folder(self, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._window, title)
        return Path(name) if name else None

    def new_file(self, title: str, suggested: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window, title, suggested, kinds)
        return Path(name) if name else None

    def agrees(self, title: str, text: str, *, deed: str) -> bool:
        """`deed`: what the button says that agrees, a verb. Return and Escape leave things as they are."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=self._window)
        agree = box.addButton(deed, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is agree

    def tell(self, title: str, text: str, *, more: str = "") -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=self._window)
        box.setInformativeText(more)
        box.exec()

    def _photo_kinds(self) -> str:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(PHOTO_SUFFIXES))
        # Not inside the f-string: lupdate does not look there.
        photos, everything = self.tr("Photos"), self.tr("All files")
        return f"{photos} ({patterns});;{everything} (*)"
