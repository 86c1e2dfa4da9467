"""The inbox of what is not in the catalogue: probable new cards, and those that may be known now; stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from karuta.domain.unknowns import KnownNow, UnknownCard, UnknownGroup, Unknowns
from karuta.gui.features.unknowns.known_page import KnownPage
from karuta.gui.features.unknowns.unknown_models import CardModel, GroupModel
from karuta.gui.kit.theme import GRID
from karuta.gui.library.pictures import Pictures
from karuta.paths import LibraryFolder

_GROUP = QSize(12 * GRID, 17 * GRID)
_CARD = QSize(9 * GRID, 13 * GRID)
_NAME = 16  # letters of a file that have room under its picture


class UnknownsDialog(QDialog):
    """`opened`: a card whose photo is to come on the desk. `named`: a group and what it is called. `export_wanted`."""

    opened = Signal(object)
    named = Signal(object, str)
    export_wanted = Signal()

    def __init__(self, library: LibraryFolder, pictures: Pictures, known: KnownPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Unknown cards"))
        self._pictures = pictures
        self.found: Unknowns | None = None
        self.groups = GroupModel(library, pictures, self)
        self.cards = CardModel(library, pictures, self)
        self.group_list, self.card_list = QListView(self), QListView(self)
        self.heading = QLabel(self)
        self.name = QLineEdit(self)
        self.note = QLabel(self.tr("Loading…"), self)
        self.export = QPushButton(self.tr("Export list…"), self)
        self.known = known
        self.tabs = QTabWidget(self)
        self._set_up()
        self._arrange()
        self._enable()

    def set_found(self, found: Unknowns) -> None:
        """The groups, the largest first; the chosen one stays."""
        self.found = found
        self.groups.set_rows(found.groups)
        self.known.set_rows(found.known_now)
        first = self.groups.index(0)
        if first.isValid():
            self.group_list.setCurrentIndex(first)
        text = self.tr("Cards: {cards} · probable new cards: {groups}")
        self.note.setText(
            text.format(cards=f"{found.count:,}", groups=f"{len(found.groups):,}")
            if found.groups
            else self.tr("Nothing is waiting for its card. What is labelled as not in the catalogue is grouped here.")
        )
        self._say_tabs()
        if found.known_now:
            self.tabs.setCurrentIndex(1)
            self.known.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._group_chosen()

    def answered(self, one: KnownNow) -> None:
        """Somebody has decided about it: it waits no longer."""
        if self.found is None:
            return
        left = tuple(other for other in self.found.known_now if other != one)
        self.found = replace(self.found, known_now=left)
        self.known.set_rows(left)
        self._say_tabs()

    def say(self, text: str) -> None:
        self.note.setText(text)

    @property
    def group(self) -> UnknownGroup | None:
        row = self.group_list.currentIndex().row()
        return self.groups.rows[row] if 0 <= row < len(self.groups.rows) else None

    # Inside

    def _set_up(self) -> None:
        lists = ((self.group_list, self.groups, _GROUP, 0), (self.card_list, self.cards, _CARD, _NAME))
        for view, model, size, letters in lists:
            view.setModel(model)
            view.setViewMode(QListView.ViewMode.IconMode)
            view.setMovement(QListView.Movement.Static)
            view.setResizeMode(QListView.ResizeMode.Adjust)
            # 20,000 groups: no row is measured by itself, and they are laid out as they come into sight.
            view.setUniformItemSizes(True)
            view.setLayoutMode(QListView.LayoutMode.Batched)
            view.setBatchSize(500)
            view.setIconSize(size)
            words = view.fontMetrics()
            model.cell = QSize(
                max(size.width() + GRID, words.averageCharWidth() * letters), size.height() + words.height() + GRID
            )
            view.setGridSize(model.cell + QSize(GRID, GRID))
            view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            view.setFrameShape(QFrame.Shape.NoFrame)
            view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            self._pictures.small_ready.connect(view.viewport().update)
        self.group_list.setAccessibleName(self.tr("Probable new cards"))
        self.card_list.setAccessibleName(self.tr("Photos of the group"))
        self.group_list.selectionModel().currentChanged.connect(lambda now, before: self._group_chosen())
        self.card_list.activated.connect(lambda index: self._open(self.cards.rows[index.row()]))
        self.name.setPlaceholderText(self.tr("Name of this card, for the list"))
        self.name.setAccessibleName(self.name.placeholderText())
        self.name.setMaxLength(200)
        self.name.editingFinished.connect(self._named)
        self.export.setAutoDefault(False)
        self.export.clicked.connect(self.export_wanted)

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.heading)
        right.addWidget(self.name)
        right.addWidget(self.card_list, 1)
        page = QWidget(self)
        both = QHBoxLayout(page)
        both.setContentsMargins(0, GRID, 0, 0)
        both.setSpacing(2 * GRID)
        both.addWidget(self.group_list, 3)
        both.addLayout(right, 2)
        self.tabs.addTab(page, "")
        self.tabs.addTab(self.known, "")
        self._say_tabs()
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(foot)
        self.resize(112 * GRID, 76 * GRID)

    def _say_tabs(self) -> None:
        groups = len(self.found.groups) if self.found else 0
        known = len(self.found.known_now) if self.found else 0
        self.tabs.setTabText(0, self.tr("Probable new cards: {count}").format(count=f"{groups:,}"))
        self.tabs.setTabText(1, self.tr("May be known now: {count}").format(count=f"{known:,}"))

    def _group_chosen(self) -> None:
        group = self.group
        cards: Sequence[UnknownCard] = group.cards if group else ()
        self.cards.set_rows(cards)
        text = self.tr("Cards: {count}, of them labelled: {labelled} · Enter opens one")
        self.heading.setText(text.format(count=f"{len(cards):,}", labelled=f"{group.labelled:,}") if group else "")
        self.name.setText(group.name if group else "")
        self._enable()

    def _enable(self) -> None:
        self.name.setEnabled(self.group is not None)
        self.export.setEnabled(self.found is not None and bool(self.found.groups))

    def _named(self) -> None:
        group, text = self.group, " ".join(self.name.text().split())
        if group is None or text == group.name:
            return
        row = self.group_list.currentIndex().row()
        renamed = replace(group, name=text)
        self.groups.put(row, renamed)
        if self.found is not None:
            self.found = replace(self.found, groups=self.groups.rows)
        self.named.emit(renamed, text)

    def _open(self, card: UnknownCard) -> None:
        self.opened.emit(card)
        self.accept()
