"""The difference lens: where two artworks differ most, magnified beside the same regions of the photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from karuta.gui.delegates import paint
from karuta.gui.theme import GRID, Role, Theme
from karuta.services.compare_cards import FLAT_SIZE, Region

_TITLE = 3 * GRID
_LABELS = 3 * GRID
_TALL = 18 * GRID
_MOST_REGIONS = 3


@dataclass(frozen=True)
class Seen:
    """One of the pictures that the lens looks at, with what it is called below each of its parts."""

    caption: str
    pixmap: QPixmap | None


class LensStrip(QWidget):
    """Up to three tiles of the photo and two artworks, numbered as on the cards above."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = ""
        self._regions: tuple[Region, ...] = ()
        self._seen: tuple[Seen, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def title(self) -> str:
        return self._title

    @property
    def regions(self) -> tuple[Region, ...]:
        return self._regions

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(80 * GRID, _TITLE + (_TALL if self._regions else 0) + GRID)

    def show_lens(self, title: str, regions: Sequence[Region], seen: Sequence[Seen]) -> None:
        self._title, self._regions, self._seen = title, tuple(regions[:_MOST_REGIONS]), tuple(seen)
        self.setVisible(bool(title))
        self.setAccessibleName(title)
        self.setAccessibleDescription(" · ".join(one.caption for one in seen) if regions else "")
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.colour(Role.SURFACE))
        title = QRect(GRID + GRID // 2, 0, self.width() - 3 * GRID, _TITLE)
        paint.words(painter, self._title, title, theme.strong(self.font()), theme)
        if not self._regions:
            return
        wide = (self.width() - GRID * (_MOST_REGIONS + 1)) / _MOST_REGIONS
        for at, region in enumerate(self._regions):
            self._tile(painter, QRectF(GRID + at * (wide + GRID), _TITLE, wide, _TALL), at + 1, region)

    def _tile(self, painter: QPainter, place: QRectF, number: int, region: Region) -> None:
        theme = self._theme
        gap = GRID / 2
        wide = (place.width() - gap * (len(self._seen) - 1)) / max(1, len(self._seen))
        tall = place.height() - _LABELS
        for at, seen in enumerate(self._seen):
            part = QRectF(place.left() + at * (wide + gap), place.top(), wide, tall)
            self._part(painter, part, seen.pixmap, region)
            label = QRect(round(part.left()), round(part.bottom()), round(wide), _LABELS)
            paint.words(painter, seen.caption, label, self.font(), theme, role=Role.MUTED)
        mark = QRectF(place.left(), place.top(), 2.25 * GRID, 2.25 * GRID)
        painter.fillRect(mark, theme.colour(Role.ACCENT))
        painter.setPen(theme.colour(Role.ON_ACCENT))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(number))

    def _part(self, painter: QPainter, part: QRectF, pixmap: QPixmap | None, region: Region) -> None:
        """The region, as large as fits; what lies around it fills the rest, so that every part is one size."""
        if pixmap is None or pixmap.isNull():
            painter.fillRect(part, self._theme.colour(Role.HOVER))
            return
        source = _fitted(region, part.width() / part.height())
        across, down = float(pixmap.width()), float(pixmap.height())
        cut = QRectF(source.left() * across, source.top() * down, source.width() * across, source.height() * down)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(part, pixmap, cut)


def _fitted(region: Region, aspect: float) -> QRectF:
    """The region, in shares of the card, made wider or taller to the aspect of its place, and kept on the card."""
    shape = FLAT_SIZE[0] / FLAT_SIZE[1]
    wide, tall = region.width, region.height
    if wide * shape / tall < aspect:
        wide = min(1.0, tall * aspect / shape)
        tall = wide * shape / aspect
    else:
        tall = min(1.0, wide * shape / aspect)
        wide = tall * aspect / shape
    left = min(max(0.0, region.left + (region.width - wide) / 2), 1 - wide)
    top = min(max(0.0, region.top + (region.height - tall) / 2), 1 - tall)
    return QRectF(left, top, wide, tall)
