"""The frame of a dialog: title, margins, size, and the buttons at its foot, in the window's words. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, SignalInstance
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from karuta.gui.kit.lay import Laid, column
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.theme import GRID

_KEEP = QT_TRANSLATE_NOOP("Buttons", "Save")
_CANCEL = QT_TRANSLATE_NOOP("Buttons", "Cancel")
_CLOSE = QT_TRANSLATE_NOOP("Buttons", "Close")

PAGE = (3, 3, 3, 2)
"""Margins of a dialog that is read; of one that is full of rows and pictures: `FULL`."""
FULL = (2, 2, 2, 2)


class Dialog(QDialog):
    """Says only what is in it: its parts from top to bottom, and how large it is. Esc closes."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)

    def lay(
        self,
        *parts: Laid,
        spacing: float = 2,
        margins: Sequence[float] = PAGE,
        size: tuple[int, int] | None = None,
        least_width: int = 0,
    ) -> None:
        """All lengths in units of the grid. `size`: as it opens, else as small as its parts allow."""
        self.setLayout(column(*parts, spacing=spacing, margins=margins))
        self.setMinimumWidth(least_width * GRID)
        if size is not None:
            self.resize(size[0] * GRID, size[1] * GRID)

    def make_button(
        self, text: str, does: Callable[..., object] | SignalInstance, *, tip: str = "", name: str = ""
    ) -> QPushButton:
        """One that Return does not press unless it has the focus. `name`: for those who do not see, if not `text`."""
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.setAccessibleName(name)
        button.clicked.connect(does)
        return button

    def close_button(self, *, by_return: bool = True) -> QPushButton:
        """`by_return`: Return presses it too."""
        button = self.make_button(QCoreApplication.translate("Buttons", _CLOSE), self.reject)
        button.setAutoDefault(by_return)
        return button

    def action_box(self, *actions: QPushButton, leave: QPushButton | None = None) -> QDialogButtonBox:
        """These and *Close* (`leave`, if there is one already), in the order of the system."""
        box = QDialogButtonBox(self)
        for button in actions:
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(leave or self.close_button(), QDialogButtonBox.ButtonRole.RejectRole)
        return box

    def agree_or_cancel(self, text: str) -> tuple[QDialogButtonBox, QPushButton]:
        """The box, and in it the button with this text, which accepts."""
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        _say(box, QDialogButtonBox.StandardButton.Cancel, _CANCEL)
        agree = box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        agree.setIcon(QIcon())
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box, agree


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
