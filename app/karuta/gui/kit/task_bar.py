"""What the window is doing for a person, its progress, and a button to stop it. Does none of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from karuta.gui.kit.leaves_focus import LeavesFocus
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.theme import GRID


class ThinBar(QProgressBar):
    """A line that fills up. `name`: what it measures, for those who do not see."""

    def __init__(self, name: str, parent: QWidget, *, height: int = GRID) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setMaximumHeight(height)
        self.setAccessibleName(name)
        self.hide()

    def begin(self) -> None:
        """Nobody knows yet how much there is to do."""
        self.setRange(0, 0)
        self.show()

    def tell(self, done: int, total: int) -> None:
        self.setRange(0, total)
        self.setValue(done)


class TaskBar(LeavesFocus, Retranslating, QWidget):
    """Hidden while there is nothing to do. `stopped`: stop it. `opened`: a person wants to see its page."""

    stopped = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stop_words = ""
        self._title = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setMaximumHeight(2 * GRID)
        self._stop = QPushButton(self)
        self._stop.clicked.connect(self.stopped)
        self._open = QPushButton(self)
        self._open.clicked.connect(self.opened)
        self._open.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._title)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._open)
        layout.addWidget(self._stop)
        self.hide()
        self.built()

    def retranslate(self) -> None:
        self._stop.setText(self._stop_words or self.tr("Stop"))
        self._open.setText(self.tr("Show"))

    def begin(self, title: str, *, can_stop: bool, can_open: bool = False, stop: str = "") -> None:
        """`stop`: the text of the button that stops it, if it can be resumed later."""
        self.say(title)
        self._stop_words = stop
        self.retranslate()
        self._open.setVisible(can_open)
        self._bar.setRange(0, 0)
        self._stop.setVisible(can_stop)
        self._stop.setEnabled(True)
        self.show()

    def say(self, title: str) -> None:
        self._title.setText(title)
        self._bar.setAccessibleName(title)

    def tell(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def stopping(self) -> None:
        self.give_focus_back()
        self._stop.setEnabled(False)

    def end(self) -> None:
        self.hide()
