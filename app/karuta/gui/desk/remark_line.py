"""The flag and the note of the photo on the desk, in the line of its name, and the field for a note. Stores nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from karuta.domain.label import MOST_NOTE, NO_REMARKS, Remarks
from karuta.gui.kit import paint
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.leaves_focus import LeavesFocus
from karuta.gui.kit.plain import tip_text
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.theme import GRID, Theme


class RemarkLine(QWidget):
    """Signs and the note as far as there is room; the whole note is in the tooltip. Plain text, whoever wrote it.

    Without a flag and a note it takes no room.
    """

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.remarks = NO_REMARKS
        self._is_covered = False
        self.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_remarks(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.setToolTip(tip_text(remarks.note or ""))
        flagged = self.tr("Flagged") if remarks.is_flagged else ""
        self.setAccessibleName(": ".join(part for part in (flagged, remarks.note) if part))
        self._show_if_there()
        self.update()

    def cover(self, *, covered: bool) -> None:
        """Something else stands in its place."""
        self._is_covered = covered
        self._show_if_there()

    def _show_if_there(self) -> None:
        self.setVisible(not self._is_covered and self.remarks != NO_REMARKS)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, max(paint.SIGN, QFontMetrics(self.font()).height()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter, place = QPainter(self), self.rect()
        place.setLeft(place.left() + paint.remark_signs(painter, self.remarks, place, self._theme, self._icons))
        paint.words(painter, self.remarks.note or "", place, self.font(), self._theme)


class NoteEditor(LeavesFocus, QWidget):
    """A line to type a note in, with what it is about before it. `field` says when Enter or Esc was pressed.

    `instead_of`: what it stands in for while it is there.
    """

    def __init__(self, instead_of: RemarkLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instead_of = instead_of
        self._about = QLabel(self)
        self.field = SearchField(self)
        self.field.setMaxLength(MOST_NOTE)
        self._about.setBuddy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._about)
        layout.addWidget(self.field, 1)
        self.hide()

    def begin(self, text: str, *, photos: int, is_unfinished: bool) -> None:
        """`is_unfinished`: the text was typed before, and not stored."""
        about = self.tr("Note on {count} photos", "", photos).format(count=f"{photos:,}") if photos > 1 else ""
        self._about.setText(about or self.tr("Note"))
        self.field.setAccessibleName(self._about.text())
        self.field.setPlaceholderText(self.tr("Enter saves, Esc leaves"))
        self.field.setText(text)
        self.field.setModified(is_unfinished)
        self._instead_of.cover(covered=True)
        self.show()
        self.field.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        self._instead_of.cover(covered=False)
        super().hideEvent(event)
