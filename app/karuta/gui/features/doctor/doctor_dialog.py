"""Shows what is wrong with the library, and asks for its repair; looks at nothing and mends nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from karuta.gui.features.doctor.words import FindingWords, check_name
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list
from karuta.services.library.keeping.rounds import Finding


class DoctorDialog(QDialog):
    """`look_wanted`: check again. `repair_wanted`: repair what can be repaired."""

    look_wanted = Signal()
    repair_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Check the library"))
        self._words = FindingWords(self)
        self.headline = QLabel(self)
        self.headline.setFont(theme.large(self.font()))
        self.about = Prose(
            self.tr("Repair rebuilds what it can. What is damaged is kept in the folder “damaged”."), self
        )
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(GRID // 2)
        self.list.setAccessibleName(self.tr("Problems"))
        self.sound = Prose(parent=self)
        self.sound.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.repair = QPushButton(self.tr("Repair"), self)
        self.again = QPushButton(self.tr("Check again"), self)
        close = QPushButton(self.tr("Close"), self)
        for button in (self.repair, self.again, close):
            button.setAutoDefault(False)
        self.repair.clicked.connect(self.repair_wanted)
        self.again.clicked.connect(self.look_wanted)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.repair)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID + GRID // 2)
        layout.addWidget(self.headline)
        layout.addWidget(self.about)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.sound)
        layout.addLayout(buttons)
        self.resize(84 * GRID, 56 * GRID)

    def begin(self, *, repairing: bool) -> None:
        self.headline.setText(self.tr("Repairing…") if repairing else self.tr("Checking…"))
        self.repair.setEnabled(False)
        self.again.setEnabled(False)

    def show_findings(self, found: Sequence[Finding]) -> None:
        wrong = [one for one in found if not one.ok]
        mended = [one for one in found if one.ok and one.done]
        self._say(len(wrong), mended=bool(mended))
        self.list.clear()
        for one in (*wrong, *mended):
            self.list.addItem("\n".join(self._words.lines(one)))
        told = {one.check for one in (*wrong, *mended)}
        sound = dict.fromkeys(check_name(one.check) for one in found if one.check not in told)
        self.sound.setText(self.tr("In order: {names}").format(names=comma_list(sound)))
        self._end(can_repair=bool(wrong))

    def say_failure(self, why: str) -> None:
        self.headline.setText(self.tr("Not checked"))
        self.list.clear()
        self.list.addItem(why)
        self._end(can_repair=False)

    # Inside

    def _say(self, wrong: int, *, mended: bool) -> None:
        if wrong:
            self.headline.setText(self.tr("Problems found: {count}").format(count=f"{wrong:,}"))
        elif mended:
            self.headline.setText(self.tr("Repaired; no problems are left"))
        else:
            self.headline.setText(self.tr("No problems found"))

    def _end(self, *, can_repair: bool) -> None:
        self.repair.setEnabled(can_repair)
        self.again.setEnabled(True)
