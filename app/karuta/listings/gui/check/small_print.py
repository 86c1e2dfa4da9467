"""Below the card that is compared: the place of its set code in the photo, magnified, and what was made out there.

Decides nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from karuta.domain.printing.answer import PrintingAnswer
from karuta.gui.kit import paint
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import words_of
from karuta.listings.domain.check.words import code_sentence, edition_sentence

_HEIGHT, _LINE = 5 * GRID, 5 * GRID // 2


class SmallPrint(QWidget):
    """It has its place whether or not there is anything to say, so that nothing moves. `clicked`: with the mouse."""

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.code: QPixmap | None = None
        self.edition: QPixmap | None = None
        self.words = ""
        self.is_on_its_way = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT + _LINE + GRID // 2)
        self.setAccessibleName(self.tr("Set code in the photo"))

    def say(self, words: str, code: QPixmap | None, edition: QPixmap | None, *, is_wanted: bool = False) -> None:
        """`code`, `edition`: their places in the photo. `is_wanted`: where that of the code is missing it is coming."""
        self.words, self.code, self.edition = words, code, edition
        self.is_on_its_way = is_wanted and code is None
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        half = (self.width() - GRID) // 2
        for number, pixmap in enumerate((self.code, self.edition)):
            if pixmap is not None and not pixmap.isNull():
                place = QRect(number * (half + GRID), 0, half, _HEIGHT)
                paint.picture(painter, pixmap, _fitted(pixmap.size(), place), self._theme, radius=2.5)
        below = QRect(0, _HEIGHT + GRID // 2, self.width(), _LINE)
        paint.words(painter, self.words, below, self.font(), self._theme, role=Role.TEXT)


def _fitted(size: QSize, place: QRect) -> QRect:
    """As large as there is room for, at its own shape."""
    wide = min(place.width(), round(place.height() * size.width() / max(1, size.height())))
    return QRect(place.left(), place.top(), wide, round(wide * size.height() / max(1, size.width())))


def print_words(answer: PrintingAnswer | None) -> str:
    """What was made out on the card that is shown."""
    if answer is None:
        return ""
    said = (code_sentence(answer), edition_sentence(answer))
    return " · ".join(words_of(one) for one in said if one is not None)
