"""What the gate measured of a model, as a table: before and now on the same crops, set by set. Judges nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.services.models.measurements import MeasuredRow, Measurement

# By the services' keys.
_SETS = {
    "standard test": QT_TRANSLATE_NOOP("Measured", "Standard test"),
    "held-out labels": QT_TRANSLATE_NOOP("Measured", "Your labels, not used in training"),
    "labels": QT_TRANSLATE_NOOP("Measured", "All your labels"),
}
_PARTS = {
    "by scores alone": QT_TRANSLATE_NOOP("Measured", "by scores alone"),
    "new cards": QT_TRANSLATE_NOOP("Measured", "new cards"),
    "rare cards": QT_TRANSLATE_NOOP("Measured", "rare cards"),
}


class MeasuredTable(QTreeWidget):
    """A row for each set and its parts. The intervals are 95 %, the wider of two."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHeaderLabels(
            [
                self.tr("Evaluated on"),
                self.tr("Crops"),
                self.tr("Correct before"),
                self.tr("Correct now"),
                self.tr("Gain in points (95 % CI)"),
                self.tr("p"),
            ]
        )
        self.setRootIsDecorated(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(self.tr("Evaluation"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, 6):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def show_measurement(self, found: Measurement | None) -> None:
        self.clear()
        for row in found.rows if found else ():
            item = QTreeWidgetItem(self, _cells(row))
            for column in range(1, 6):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _cells(row: MeasuredRow) -> list[str]:
    name = _said(_SETS, row.set)
    if row.part:
        name = f"{name}: {_said(_PARTS, row.part)}"
    gain = f"{100 * row.gain:+.2f} ({100 * row.low:+.2f} – {100 * row.high:+.2f})"
    return [name, f"{row.n:,}", f"{row.before:,}", f"{row.now:,}", gain, f"{row.p:.2g}"]


def _said(words: dict[str, str], name: str) -> str:
    return QCoreApplication.translate("Measured", words[name]) if name in words else name
