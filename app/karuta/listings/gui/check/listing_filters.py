"""What narrows the list of listings: by verdict, by the field that differs, what is undecided. Filters nothing."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from karuta.gui.kit.theme import GRID
from karuta.listings.domain.check.listing import FIELDS, ListingVerdict
from karuta.listings.gui.check.listing_model import ListingFilter
from karuta.listings.gui.check.verdict_words import field_words, listing_words


class ListingFilters(QWidget):
    """`chosen`: a person wants another filter."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.verdict, self.field = QComboBox(self), QComboBox(self)
        self.undecided = QCheckBox(self.tr("Undecided only"), self)
        self.verdict.setAccessibleName(self.tr("Filter by verdict"))
        self.field.setAccessibleName(self.tr("Filter by field"))
        self.verdict.addItem(self.tr("All verdicts"), None)
        for verdict in ListingVerdict:
            self.verdict.addItem(listing_words(verdict), verdict.value)
        self.field.addItem(self.tr("All fields"), None)
        for field in FIELDS:
            self.field.addItem(self.tr("Differs: {field}").format(field=field_words(field)), field)
        for box in (self.verdict, self.field):
            # Qt leaves out the room that the arrow takes.
            box.setMinimumWidth(box.sizeHint().width() + 2 * GRID)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for widget in (self.verdict, self.field, self.undecided):
            layout.addWidget(widget)
        self.verdict.activated.connect(lambda _: self._choose())
        self.field.activated.connect(lambda _: self._choose())
        self.undecided.toggled.connect(lambda _: self._choose())

    def reset(self) -> None:
        """Everything is shown again."""
        with QSignalBlocker(self.undecided):
            self.undecided.setChecked(False)
        self.verdict.setCurrentIndex(0)
        self.field.setCurrentIndex(0)
        self._choose()

    def _choose(self) -> None:
        verdict = self.verdict.currentData()
        self.chosen.emit(
            ListingFilter(
                ListingVerdict(verdict) if verdict is not None else None,
                self.field.currentData(),
                self.undecided.isChecked(),
            )
        )
