"""The fields of a listing as rows: what the title says, what the photos show, the verdict, why. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import words_of
from karuta.listings.domain.check.listing import FIELDS, FieldFinding, FieldVerdict, ListingFinding
from karuta.listings.gui.check.verdict_words import FIELD_ROLES, field_words, found_words, value_words

_KEY, _FIELD, _TITLE, _PHOTO, _VERDICT, _REASON = range(6)
_RANK = (FieldVerdict.DIFFERS, FieldVerdict.CANNOT_TELL, FieldVerdict.AGREES, FieldVerdict.NOT_STATED)
ROW = 3 * GRID
_NARROWEST, _WIDEST = 7 * GRID, 15 * GRID


class FieldTable(QTreeWidget):
    """`picked`: a person chose a field with the mouse or the arrows."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._finding: ListingFinding | None = None
        self._is_filling = False
        self.shown_name: Callable[[FieldFinding], str] = lambda found: value_words(found.field, found.photo)
        self.title_name: Callable[[FieldFinding], str] = lambda found: value_words(found.field, found.title)
        self.reason_words: Callable[[FieldFinding], str] = lambda found: words_of(found.reason)
        self.setHeaderLabels(
            [
                *("", self.tr("Field"), self.tr("Title says"), self.tr("Photos show")),
                *(self.tr("Verdict"), self.tr("Reason")),
            ]
        )
        self.setAccessibleName(self.tr("Fields of the listing"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.header()
        head.setStretchLastSection(True)
        head.setMinimumSectionSize(2 * GRID)
        for column in (_KEY, _FIELD, _VERDICT):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (_TITLE, _PHOTO):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            head.resizeSection(column, _WIDEST)
        self.setFixedHeight(ROW * (len(FIELDS) + 1) + 3 * GRID)
        self.setMinimumWidth(30 * GRID)
        self.currentItemChanged.connect(lambda now, before: self._picked(now))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The reason keeps the most of a narrow page."""
        super().resizeEvent(event)
        head = self.header()
        rest = self.viewport().width() - sum(head.sectionSize(column) for column in (_KEY, _FIELD, _VERDICT))
        for column in (_TITLE, _PHOTO):
            head.resizeSection(column, max(_NARROWEST, min(_WIDEST, rest // 4)))

    def why(self, name: str) -> str:
        """The whole reason of a field; a row may have no room for it."""
        found = finding_of(self._finding, name)
        return self.reason_words(found) if found is not None else ""

    def show_finding(self, finding: ListingFinding | None) -> None:
        self._finding = finding
        self._is_filling = True
        self.clear()
        for number, name in enumerate(FIELDS, start=1):
            found = finding_of(finding, name)
            cells = [str(number), field_words(name)]
            if found is not None:
                cells += [
                    self.title_name(found),
                    self.shown_name(found),
                    found_words(found),
                    self.reason_words(found),
                ]
            item = QTreeWidgetItem(cells)
            item.setData(_KEY, Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(_KEY, QSize(0, ROW))
            for column, text in enumerate(cells):
                item.setToolTip(column, text)
            if found is not None:
                item.setForeground(_VERDICT, self._theme.colour(FIELD_ROLES[found.verdict]))
            self.addTopLevelItem(item)
        self._is_filling = False

    def mark(self, name: str) -> None:
        """The chosen field, without telling anybody."""
        self._is_filling = True
        item = self.topLevelItem(FIELDS.index(name))
        if item is not None:
            self.setCurrentItem(item)
        self._is_filling = False

    def mark_row(self, row: int) -> None:
        self.mark(FIELDS[row])

    def _picked(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and not self._is_filling:
            self.picked.emit(item.data(_KEY, Qt.ItemDataRole.UserRole))


def finding_of(finding: ListingFinding | None, name: str) -> FieldFinding | None:
    """What was found of one field; None of a listing that could not be read."""
    fields = finding.fields if finding is not None else ()
    return next((one for one in fields if one.field == name), None)


def gravest(finding: ListingFinding) -> str:
    """The field that a person looks at first: one that differs, else one that cannot be told, else the card."""
    ranked = sorted(finding.fields, key=lambda one: _RANK.index(one.verdict))
    if not ranked or ranked[0].verdict is not FieldVerdict.DIFFERS:
        return "card"
    return ranked[0].field
