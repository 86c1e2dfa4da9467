"""The difference lens: where two artworks differ most, magnified beside the same regions of the photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.services.catalogue.catalogue_pictures import FLAT_SIZE, Region

_TITLE = 3 * GRID
_LABELS = 5 * GRID
_MARK = 9 * GRID // 4
_MOST_REGIONS = 3
_LEAST_ROW = 6 * GRID
_NO_LIMIT = 16777215


@dataclass(frozen=True)
class LensPicture:
    """One of the pictures in the lens: the photo, or the artwork of the match with this number."""

    caption: str
    pixmap: QPixmap | None
    number: int | None = None


class LensStrip(QWidget):
    """A row for the photo and for each artwork, a column for each region, with the letter that it has in the comparison
    above.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = ""
        self._regions: tuple[Region, ...] = ()
        self._seen: tuple[LensPicture, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def title(self) -> str:
        return self._title

    @property
    def regions(self) -> tuple[Region, ...]:
        return self._regions

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(80 * GRID, _TITLE + len(self._seen) * 2 * _LEAST_ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(30 * GRID, _TITLE + len(self._seen) * _LEAST_ROW)

    def show_lens(self, title: str, regions: Sequence[Region], seen: Sequence[LensPicture]) -> None:
        self._title, self._regions, self._seen = title, tuple(regions[:_MOST_REGIONS]), tuple(seen)
        self.setVisible(bool(title))
        self.setMaximumHeight(_NO_LIMIT if regions else _TITLE)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" · ".join(one.caption for one in seen) if regions else "")
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.colour(Role.SURFACE))
        title = QRect(GRID, 0, self.width() - 2 * GRID, _TITLE)
        paint.words(painter, self._title, title, theme.strong(self.font()), theme)
        gap = GRID / 2
        for row, seen in enumerate(self._seen):
            tall = (self.height() - _TITLE - GRID - gap * (len(self._seen) - 1)) / len(self._seen)
            top = _TITLE + row * (tall + gap)
            self._label(painter, QRectF(GRID, top, _LABELS, tall), seen)
            wide = (self.width() - 2 * GRID - _LABELS - gap * _MOST_REGIONS) / _MOST_REGIONS
            for at, region in enumerate(self._regions):
                place = QRectF(GRID + _LABELS + gap + at * (wide + gap), top, wide, tall)
                self._part(painter, place, seen.pixmap, region)
                if row == 0:
                    self._number(painter, place, at + 1)

    def _label(self, painter: QPainter, place: QRectF, seen: LensPicture) -> None:
        if seen.number is None:
            paint.words(painter, seen.caption, place.toRect(), self.font(), self._theme, role=Role.MUTED)
            return
        cap = QRect(round(place.left()), round(place.center().y()) - 11, 22, 22)
        paint.key_cap(painter, str(seen.number), cap, self._theme, strong=False)

    def _number(self, painter: QPainter, place: QRectF, number: int) -> None:
        theme = self._theme
        mark = QRectF(place.left(), place.top(), _MARK, _MARK)
        painter.fillRect(mark, theme.colour(Role.ACCENT))
        painter.setPen(theme.colour(Role.ON_ACCENT))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, "abc"[number - 1])

    def _part(self, painter: QPainter, part: QRectF, pixmap: QPixmap | None, region: Region) -> None:
        """The region, as large as fits; its surroundings fill the rest, so that all parts have one size."""
        if pixmap is None or pixmap.isNull():
            painter.fillRect(part, self._theme.colour(Role.HOVER))
            return
        source = _fitted(region, part.width() / part.height())
        across, down = float(pixmap.width()), float(pixmap.height())
        cut = QRectF(source.left() * across, source.top() * down, source.width() * across, source.height() * down)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(part, pixmap, cut)


def _fitted(region: Region, aspect: float) -> QRectF:
    """The region, in shares of the card, extended to the aspect ratio of its place, and kept on the card."""
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
