"""The packs of the catalogue, what each brought and when, a rehearsal, and taking one back. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from karuta.domain.catalogue import Standing
from karuta.gui.features.packs.rehearsal_view import RehearsalView
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.library.pictures import Pictures
from karuta.services.catalogue.list_packs import PackDetails
from karuta.services.catalogue.rehearse_pack import Rehearsal


class PacksDialog(QDialog):
    """`take_back_wanted`: the pack of this name.

    `rehearse_wanted`: a folder is to be chosen; `stop_wanted`: stop that.
    """

    take_back_wanted = Signal(str)
    rehearse_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Packs"))
        self._packs: tuple[PackDetails, ...] = ()
        self.intro = Prose(
            self.tr(
                "A pack is what was added under one name. Once removed, its cards and pictures are no longer "
                "suggested. Labels stay, and adding the pack again restores it."
            ),
            self,
        )
        self.list = QTreeWidget(self)
        self.note = QLabel(self)
        self.test = Prose("", self)
        self.bar = QProgressBar(self)
        self.rehearsal = RehearsalView(pictures, self)
        self.rehearse = QPushButton(self.tr("Rehearse a folder…"), self)
        self.take_back = QPushButton(self.tr("Remove…"), self)
        self._set_up()
        self._arrange()

    def set_packs(self, packs: Sequence[PackDetails]) -> None:
        """The newest first."""
        self._packs = tuple(packs)
        self.list.clear()
        for one in packs:
            pack = one.pack
            when = pack.added[:16].replace("T", " ")
            self.list.addTopLevelItem(
                QTreeWidgetItem([pack.name, when, f"{pack.cards:,}", f"{pack.artworks:,}", pack.source])
            )
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        self._enable()

    def say(self, text: str) -> None:
        self.note.setText(text)

    def show_test(self, text: str) -> None:
        """What the catalogue's own test says of it, or why there is none."""
        self.test.setText(text)
        self.test.show()

    @property
    def chosen(self) -> PackDetails | None:
        row = self.list.currentIndex().row()
        return self._packs[row] if 0 <= row < len(self._packs) else None

    def begin_rehearsal(self) -> None:
        self.bar.setRange(0, 0)
        self.bar.show()
        self.rehearse.setText(self.tr("Stop"))
        self._enable()

    def tell(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def end_rehearsal(self) -> None:
        self.bar.hide()
        self.rehearse.setText(self.tr("Rehearse a folder…"))
        self._enable()

    def show_rehearsal(self, found: Rehearsal) -> None:
        self.rehearsal.show_rehearsal(found)
        self.rehearsal.show()
        self.intro.hide()  # it has been read, and the pairs need the room

    # Inside

    def _set_up(self) -> None:
        self.list.setHeaderLabels(
            [self.tr("Pack"), self.tr("Added"), self.tr("Cards"), self.tr("Artworks"), self.tr("From")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setMinimumHeight(14 * GRID)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.tr("Packs"))
        self.list.currentItemChanged.connect(lambda now, before: self._enable())
        header = self.list.header()
        header.setStretchLastSection(True)
        for column in range(4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(GRID)
        self.bar.setAccessibleName(self.tr("How far the rehearsal is"))
        self.bar.hide()
        self.test.hide()
        self.rehearsal.hide()
        self.rehearse.setToolTip(self.tr("Shows what adding it would change, and changes nothing."))
        self.rehearse.clicked.connect(self._rehearse)
        self.take_back.clicked.connect(self._take_back)

    def _arrange(self) -> None:
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.rehearse, self.take_back):
            buttons.addWidget(button)
            button.setAutoDefault(False)
        self.take_back.setEnabled(False)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.intro)
        layout.addWidget(self.list, 2)
        layout.addWidget(self.note)
        layout.addWidget(self.test)
        layout.addWidget(self.bar)
        layout.addWidget(self.rehearsal, 3)
        layout.addLayout(buttons)
        self.resize(104 * GRID, 78 * GRID)

    def _enable(self) -> None:
        chosen, rehearsing = self.chosen, self.bar.isVisibleTo(self)
        self.take_back.setEnabled(chosen is not None and not rehearsing)
        self.note.setText("" if chosen is None else "\n".join(self._brought(chosen)))

    def _brought(self, pack: PackDetails) -> list[str]:
        """What each addition of a pack brought, the newest first."""
        lines = []
        for one in pack.additions:
            text = self.tr("{time}: cards {cards}, printings {printings}, artworks {artworks}")
            if one.standing is Standing.BACK:
                text = self.tr("{time}: cards {cards}, printings {printings}, artworks {artworks} (removed)")
            lines.append(
                text.format(
                    time=one.added[:16].replace("T", " "),
                    cards=f"{one.cards:,}",
                    printings=f"{one.printings:,}",
                    artworks=f"{one.artworks:,}",
                )
            )
        return [*lines, self.tr("Labels of its cards: {labels}").format(labels=f"{pack.labels:,}")]

    def _rehearse(self) -> None:
        (self.stop_wanted if self.bar.isVisibleTo(self) else self.rehearse_wanted).emit()

    def _take_back(self) -> None:
        if self.chosen is not None:
            self.take_back_wanted.emit(self.chosen.pack.name)
