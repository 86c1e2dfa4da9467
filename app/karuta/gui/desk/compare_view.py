"""A sighting and an artwork side by side with a common zoom and pan, or one in place of the other. Uses no lane.

The lens below magnifies where two artworks differ most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.prose import whole_words
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.viewport import STEP, Viewport, ZoomedView
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
        self.title = ""
        self.regions: tuple[Region, ...] = ()
        self._seen: tuple[LensPicture, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(80 * GRID, _TITLE + len(self._seen) * 2 * _LEAST_ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(30 * GRID, _TITLE + len(self._seen) * _LEAST_ROW)

    def show_lens(self, title: str, regions: Sequence[Region], seen: Sequence[LensPicture]) -> None:
        self.title, self.regions, self._seen = title, tuple(regions[:_MOST_REGIONS]), tuple(seen)
        self.setVisible(bool(title))
        self.setMaximumHeight(_NO_LIMIT if regions else _TITLE)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" · ".join(picture.caption for picture in seen) if regions else "")
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.colour(Role.SURFACE))
        title = QRect(GRID, 0, self.width() - 2 * GRID, _TITLE)
        paint.words(painter, self.title, title, theme.strong(self.font()), theme)
        gap = GRID / 2
        for row, seen in enumerate(self._seen):
            tall = (self.height() - _TITLE - GRID - gap * (len(self._seen) - 1)) / len(self._seen)
            top = _TITLE + row * (tall + gap)
            self._label(painter, QRectF(GRID, top, _LABELS, tall), seen)
            wide = (self.width() - 2 * GRID - _LABELS - gap * _MOST_REGIONS) / _MOST_REGIONS
            for at, region in enumerate(self.regions):
                place = QRectF(GRID + _LABELS + gap + at * (wide + gap), top, wide, tall)
                self._part(painter, place, seen.pixmap, region)
                if row == 0:
                    _draw_letter(painter, "abc"[at], place, theme)

    def _label(self, painter: QPainter, place: QRectF, seen: LensPicture) -> None:
        if seen.number is None:
            paint.words(painter, seen.caption, place.toRect(), self.font(), self._theme, role=Role.MUTED)
            return
        cap = QRect(round(place.left()), round(place.center().y()) - 11, 22, 22)
        paint.key_cap(painter, str(seen.number), cap, self._theme, strong=False)

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


def _draw_letter(painter: QPainter, letter: str, place: QRectF, theme: Theme) -> None:
    """In the corner of a region, here and in the comparison."""
    mark = QRectF(place.left(), place.top(), _MARK, _MARK)
    painter.fillRect(mark, theme.colour(Role.ACCENT))
    painter.setPen(theme.colour(Role.ON_ACCENT))
    painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, letter)


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


MOST_ZOOM = 8.0
"""Times the size at which a card fits its pane."""
_MARGIN = GRID
_CAPTION = 3 * GRID
# Below three changes a second: faster flicker harms some eyes.
BLINK_MS = 350


class CompareView(ZoomedView):
    """Left the photo's card, right the artwork. All places are in pixels of a card of `FLAT_SIZE`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures: list[QPixmap | None] = [None, None]
        self._captions = ["", ""]
        self._words = ""
        self._regions: tuple[Region, ...] = ()
        self._blinking = QTimer(self, interval=BLINK_MS)
        self._blinking.timeout.connect(self._blink)
        self.shows_artwork_first = False
        self.setMinimumSize(30 * GRID, 20 * GRID)
        self.setAccessibleName(self.tr("Photo and artwork side by side"))

    def show_pair(
        self, photo: QPixmap | None, artwork: QPixmap | None, captions: tuple[str, str], *, words: str
    ) -> None:
        """`words` stand in the middle if there is nothing to compare."""
        self._pictures, self._captions, self._words = [photo, artwork], list(captions), words
        self.setAccessibleDescription(words or " · ".join(captions))
        self.update()

    def show_regions(self, regions: Sequence[Region]) -> None:
        """The regions that the lens shows."""
        self._regions = tuple(regions)
        self.update()

    # Zoom, pan and blink

    @property
    def magnification(self) -> float:
        """1 if the card fits its pane."""
        return self._viewport().scale / self._whole().scale

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Both by the same factor; `at` is in this widget's coordinates."""
        whole, view, pane = self._whole(), self._viewport(), self._panes()[0]
        place = pane.center() if at is None else self._in_first(at)
        most = MOST_ZOOM * whole.scale / view.scale
        self._set(view.zoomed(min(STEP**steps, most), place - pane.topLeft(), least=whole.scale))

    def start_blinking(self) -> None:
        """The artwork in the photo's place and back, until the key is released."""
        application = QCoreApplication.instance()
        if application is None or self._blinking.isActive() or not self.isVisible():
            return
        self.shows_artwork_first = True
        self._blinking.start()
        application.installEventFilter(self)
        self.update()

    def stop_blinking(self) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._blinking.stop()
        self.shows_artwork_first = False
        self.update()

    @property
    def is_blinking(self) -> bool:
        return self._blinking.isActive()

    # Qt's side

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        released = event.type() is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat()
        if released or event.type() is QEvent.Type.ApplicationDeactivate:
            self.stop_blinking()
        return False

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        self.stop_blinking()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._view = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.colour(Role.CANVAS))
        if self._words:
            painter.setPen(theme.colour(Role.MUTED))
            place = self.rect().adjusted(4 * GRID, 4 * GRID, -4 * GRID, -4 * GRID)
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), whole_words(self._words)
            )
            return
        order = (1, 1) if self.shows_artwork_first else (0, 1)
        for pane, shown in zip(self._panes(), order, strict=True):
            self._draw(painter, pane, shown)

    # Inside

    def _panes(self) -> tuple[QRectF, QRectF]:
        wide = (self.width() - 3 * _MARGIN) / 2
        tall = max(1.0, self.height() - _CAPTION - _MARGIN)
        return (QRectF(_MARGIN, _CAPTION, wide, tall), QRectF(2 * _MARGIN + wide, _CAPTION, wide, tall))

    def _in_first(self, at: QPointF) -> QPointF:
        """The corresponding place in the first pane."""
        first, second = self._panes()
        return at - second.topLeft() + first.topLeft() if at.x() >= second.left() else at

    def _whole(self) -> Viewport:
        pane = self._panes()[0]
        return Viewport.showing(QRectF(0, 0, *FLAT_SIZE), QSizeF(pane.width(), pane.height()), margin=0)

    def _blink(self) -> None:
        self.shows_artwork_first = not self.shows_artwork_first
        self.update()

    def _draw(self, painter: QPainter, pane: QRectF, shown: int) -> None:
        theme, view, pixmap = self._theme, self._viewport(), self._pictures[shown]
        caption = QRect(round(pane.left()), 0, round(pane.width()), _CAPTION)
        paint.words(painter, self._captions[shown], caption, self.font(), theme, role=Role.MUTED)
        painter.save()
        painter.setClipRect(pane)
        painter.translate(pane.topLeft())
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        target = view.transform.mapRect(QRectF(0, 0, *FLAT_SIZE))
        if pixmap is None or pixmap.isNull():
            painter.fillRect(target, theme.colour(Role.HOVER))
        else:
            drawn = paint.scaled_down(pixmap, target.width() * self.devicePixelRatioF())
            painter.drawPixmap(target, drawn, QRectF(drawn.rect()))
        if not self.shows_artwork_first:
            self._draw_regions(painter, target)
        painter.restore()

    def _draw_regions(self, painter: QPainter, card: QRectF) -> None:
        for letter, region in zip("abc", self._regions, strict=False):
            place = QRectF(
                card.left() + region.left * card.width(),
                card.top() + region.top * card.height(),
                region.width * card.width(),
                region.height * card.height(),
            )
            corners = place.topLeft(), place.topRight(), place.bottomRight(), place.bottomLeft()
            paint.outline(painter, corners, self._theme, width=1.5, shade=3)
            _draw_letter(painter, letter, place, self._theme)
