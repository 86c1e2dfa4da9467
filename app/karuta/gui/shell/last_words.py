"""Shows in a box what a start without a console could tell nobody. Opens nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox


def show_last_words(text: str) -> None:
    """Until it is closed."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["karuta"])
    application.setQuitOnLastWindowClosed(True)
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Karuta", text)
    # There is no style of ours yet that would see to it.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
