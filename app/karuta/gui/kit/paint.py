"""The few shapes that all rows share: key caps, pictures with round corners, elided words. Keeps no state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)

from karuta.domain.label import Remarks
from karuta.domain.match import Verdict
from karuta.gui.kit.prose import whole_words
from karuta.gui.kit.theme import GRID, Icons, Role, Theme

CARD_RADIUS = 0.045
"""Of a card's width."""

_ROW_LONGEST = 160
"""A larger picture is drawn once, not in a list; 300 of these fill the store of finished pictures."""

VERDICT_ICONS = {
    Verdict.SURE: "circle-check",
    Verdict.LIKELY: "circle-dot",
    Verdict.UNSURE: "circle-help",
    Verdict.UNKNOWN: "circle-dashed",
    Verdict.UNREADABLE: "eye-off",
}
SIGN = 14
"""Side of a sign beside words, in pixels."""
BACK_ICON = "card-back"
"""Of a card's back that was recognised, and of the label that says so."""


def picture(painter: QPainter, pixmap: QPixmap | None, place: QRect, theme: Theme, *, radius: float) -> None:
    """Fitted into `place`, with round corners; a quiet shape if there is none yet."""
    if pixmap is None or pixmap.isNull():
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), radius, radius)
        painter.fillPath(path, theme.colour(Role.HOVER))
        painter.restore()
    elif _is_row(painter, place):
        painter.drawPixmap(place.topLeft(), _finished(painter, pixmap, place.size(), radius))
    else:
        _draw(painter, pixmap, QRectF(place), radius)


def _is_row(painter: QPainter, place: QRect) -> bool:
    """Whether it is small, as in a list, and falls on whole pixels of the screen."""
    whole = painter.device().devicePixelRatio().is_integer()
    turned = painter.transform().isScaling() or painter.transform().isRotating()
    return whole and not turned and max(place.width(), place.height()) <= _ROW_LONGEST


def _finished(painter: QPainter, pixmap: QPixmap, size: QSize, radius: float) -> QPixmap:
    """As a row shows it, made once: scaling and clipping it took 19 of 20 parts of what a list took to draw."""
    ratio = painter.device().devicePixelRatio()
    key = f"row {pixmap.cacheKey()} {size.width()} {size.height()} {radius} {ratio}"
    kept: QPixmap | None = QPixmapCache.find(key)  # type: ignore[call-overload]
    if kept is None:
        kept = QPixmap(size * ratio)
        kept.setDevicePixelRatio(ratio)
        kept.fill(Qt.GlobalColor.transparent)
        once = QPainter(kept)
        _draw(once, pixmap, QRectF(QPoint(0, 0), size), radius)
        once.end()
        QPixmapCache.insert(key, kept)
    return kept


Picture = TypeVar("Picture", QImage, QPixmap)


def scaled_down(picture: Picture, width: float) -> Picture:
    """Scaled first if it is more than twice too wide for these pixels: one smooth step would flicker in fine print."""
    if picture.width() <= 2 * width or width < 1:
        return picture
    return picture.scaledToWidth(round(width), Qt.TransformationMode.SmoothTransformation)


def outline(
    painter: QPainter,
    points: Sequence[QPointF],
    theme: Theme,
    *,
    role: Role = Role.ACCENT,
    width: float,
    shade: float,
    top: float = 0,
) -> None:
    """A dark line under the bright one: visible on white cloth and on black sleeves alike. All widths in pixels.

    `top`: of the card's top edge, which is thick, so that a card upside down is recognised as such; 0: as the others.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    style = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    for colour, wide in ((theme.colour(Role.SHADE, alpha=0.45), shade), (theme.colour(role), width)):
        painter.setPen(QPen(colour, wide, *style))
        painter.drawPolygon(QPolygonF(points))
    if top:
        painter.setPen(QPen(theme.colour(role), top, *style))
        painter.drawLine(points[0], points[1])


def _draw(painter: QPainter, pixmap: QPixmap, place: QRectF, radius: float) -> None:
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    size = pixmap.deviceIndependentSize().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRectF(0, 0, size.width(), size.height())
    target.moveCenter(place.center())
    path = QPainterPath()
    path.addRoundedRect(target, radius, radius)
    painter.setClipPath(path)
    drawn = scaled_down(pixmap, target.width() * painter.device().devicePixelRatio())
    painter.drawPixmap(target, drawn, QRectF(drawn.rect()))
    painter.restore()


def box(
    painter: QPainter,
    place: QRect | QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1,
) -> None:
    """With round corners, filled or not, with a line around it or without."""
    painter.setPen(Qt.PenStyle.NoPen if line is None else QPen(line, width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(QRectF(place), radius, radius)


def focus_ring(painter: QPainter, place: QRect, theme: Theme, *, radius: float = 4.0) -> None:
    """The focus ring: a line of two pixels in the accent colour, which the mouse never causes."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box(painter, QRectF(place).adjusted(1, 1, -1, -1), radius, line=theme.colour(Role.ACCENT), width=2)
    painter.restore()


def key_cap(painter: QPainter, text: str, place: QRect, theme: Theme, *, strong: bool) -> None:
    """A key as it looks on a keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line, fill = theme.colour(Role.ACCENT if strong else Role.LINE), Role.ACCENT if strong else Role.SURFACE
    box(painter, QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, fill=theme.colour(fill), line=line)
    painter.setPen(theme.colour(Role.ON_ACCENT if strong else Role.MUTED))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def lines(painter: QPainter, text: str, place: QRect, font: QFont, theme: Theme, *, role: Role) -> None:
    """As many lines as there is room for, from the top; what does not fit is elided in its middle, where names are."""
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    painter.drawText(place, _LINES | int(Qt.TextFlag.TextDontClip), cut_to_lines(text, place, font))


_LINES = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


def cut_to_lines(text: str, place: QRect, font: QFont) -> str:
    metrics = QFontMetrics(font)
    room, cut = max(1, place.height() // metrics.lineSpacing()), whole_words(text)
    width = room * place.width()
    # Japanese, and the marks between its words, may be of another font, with higher lines.
    height = room * metrics.boundingRect(QRect(0, 0, _WIDE, place.height()), _LINES, cut).height()
    while width > 0 and metrics.boundingRect(place, _LINES, cut).height() > height:
        width -= metrics.averageCharWidth()
        cut = whole_words(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width))
    return cut


_WIDE = 100_000


def words(
    painter: QPainter,
    text: str,
    place: QRect,
    font: QFont,
    theme: Theme,
    *,
    role: Role = Role.TEXT,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    middle: bool = False,
) -> None:
    """One line, elided at its end (or in its middle) if it does not fit."""
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    cut = QFontMetrics(font).elidedText(text, mode, place.width())
    painter.drawText(place, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), cut)


def remark_signs(painter: QPainter, remarks: Remarks, place: QRect, theme: Theme, icons: Icons) -> int:
    """The signs of a flag and of a note, from the left of `place`. Returns how wide they are."""
    left = place.left()
    for icon, role in _signs(remarks):
        icons.draw(painter, icon, QRectF(left, place.center().y() - SIGN / 2 + 1, SIGN, SIGN), theme.colour(role))
        left += SIGN + GRID // 2
    return left - place.left()


def remark_width(remarks: Remarks) -> int:
    """How wide `remark_signs` draws."""
    return len(_signs(remarks)) * (SIGN + GRID // 2)


def _signs(remarks: Remarks) -> list[tuple[str, Role]]:
    flagged = [("flag", Role.DOUBT)] if remarks.is_flagged else []
    return [*flagged, *([("sticky-note", Role.MUTED)] if remarks.note else [])]
