"""The buttons at the foot of a dialog, in the window's words. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from karuta.gui.kit.noop import QT_TRANSLATE_NOOP

_KEEP = QT_TRANSLATE_NOOP("Buttons", "Save")
_CANCEL = QT_TRANSLATE_NOOP("Buttons", "Cancel")
_CLOSE = QT_TRANSLATE_NOOP("Buttons", "Close")


def keep_or_cancel(parent: QWidget) -> QDialogButtonBox:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=parent)
    _say(box, QDialogButtonBox.StandardButton.Ok, _KEEP)
    _say(box, QDialogButtonBox.StandardButton.Cancel, _CANCEL)
    return box


def close_only(parent: QWidget) -> QDialogButtonBox:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=parent)
    _say(box, QDialogButtonBox.StandardButton.Close, _CLOSE)
    return box


def _say(box: QDialogButtonBox, which: QDialogButtonBox.StandardButton, text: str) -> None:
    button = box.button(which)
    button.setText(QCoreApplication.translate("Buttons", text))
    button.setIcon(QIcon())
