"""The first rows of a table, with a choice of what each of its columns means. Reads nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import words_of
from karuta.services.catalogue.sources.column_names import FIELDS
from karuta.services.catalogue.sources.table_columns import TablePreview


class ColumnChoice(QComboBox):
    """A choice that changes only in the open list: neither by scrolling over it nor by an arrow key."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()  # the table scrolls

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.showPopup()
        else:
            super().keyPressEvent(event)


class ColumnTable(QTableWidget):
    """`assigned`: a person chose what a column holds; `fields` has the whole assignment."""

    assigned = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._choices: list[ColumnChoice] = []
        self._of_two: dict[str, str] = {}
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("First rows of the table"))
        self.verticalHeader().hide()
        self.setMinimumHeight(36 * GRID)

    @property
    def fields(self) -> dict[str, str]:
        """Field -> column; "" for a field that no column holds."""
        pairs = zip(self._choices, self._columns, strict=True)
        held = {str(choice.currentData()): column for choice, column in pairs if choice.currentData()}
        return {**dict.fromkeys(FIELDS, ""), **self._of_two, **held}

    def fill(self, preview: TablePreview) -> None:
        """If the columns are the same, the choices and the keyboard focus stay."""
        if preview.columns != self._columns:
            self._begin(preview)
        count = len(preview.columns)
        for at, read in enumerate(preview.rows, start=1):
            for column in range(count):
                self._put(at, column, read.cells[column] if column < len(read.cells) else "")
            self._put(at, count, words_of(read.fault) if read.fault else read.name)
            self._put(at, count + 1, self.tr("found") if read.picture else "")

    def _begin(self, preview: TablePreview) -> None:
        self._columns = preview.columns
        self._choices = []
        self.clear()
        self.setRowCount(1 + len(preview.rows))
        self.setColumnCount(len(preview.columns) + 2)
        self.setHorizontalHeaderLabels([*preview.columns, self.tr("Card"), self.tr("Picture")])
        held = {column: field for field, column in preview.fields.items()}
        self._of_two = {field: column for field, column in preview.fields.items() if column not in preview.columns}
        for at, column in enumerate(preview.columns):
            choice = ColumnChoice(self)
            choice.setAccessibleName(self.tr("Column {name} is").format(name=column))
            choice.addItem(self.tr("(not used)"), "")
            for field in FIELDS:
                choice.addItem(self._words(field), field)
            choice.setCurrentIndex(max(0, choice.findData(held.get(column, ""))))
            choice.activated.connect(lambda _, chosen=choice: self._take(chosen))
            self.setCellWidget(0, at, choice)
            self._choices.append(choice)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at in range(self.columnCount()):
            self.setColumnWidth(at, 18 * GRID)

    def _take(self, chosen: QComboBox) -> None:
        """A field can have only one column."""
        for other in self._choices:
            if other is not chosen and other.currentData() == chosen.currentData():
                other.setCurrentIndex(0)
        self.assigned.emit()

    def _put(self, row: int, column: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        self.setItem(row, column, item)

    def _words(self, field: str) -> str:
        name, dot, language = field.partition(".")
        words = {
            "id": self.tr("card id"),
            "name": self.tr("name"),
            "reading": self.tr("reading"),
            "game": self.tr("game"),
            "kind": self.tr("kind"),
            "passcode": self.tr("passcode"),
            "set_code": self.tr("set code"),
            "set_name": self.tr("set name"),
            "lang": self.tr("language"),
            "rarity": self.tr("rarity"),
            "edition": self.tr("edition"),
            "finish": self.tr("finish"),
            "number": self.tr("printed number"),
            "text": self.tr("card text"),
            "variant_of": self.tr("id of the card it is a variant of"),
            "picture": self.tr("picture file"),
            "tcgplayer_id": self.tr("product id at {shop}").format(shop="TCGplayer"),
            "cardmarket_id": self.tr("product id at {shop}").format(shop="Cardmarket"),
        }[name]
        return f"{words} ({language})" if dot else words
