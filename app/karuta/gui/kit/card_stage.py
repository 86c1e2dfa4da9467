"""The contents of the large screen: photo, card, its name in both languages and how sure that is.

Chooses none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from karuta.domain.label import Points
from karuta.gui.kit import paint
from karuta.gui.kit.prose import whole_words
from karuta.gui.kit.theme import Icons, Role, Theme
from karuta.gui.kit.translate import comma_list
from karuta.gui.kit.viewport import Viewport

_LINE = 1 / 160
"""Of the place's height: seen from two metres, and still not over the card's frame."""


def draw_outlined(
    painter: QPainter,
    image: QImage,
    place: QRectF,
    theme: Theme,
    *,
    size: tuple[int, int],
    corners: Sequence[Points] = (),
    current: int = 0,
) -> None:
    """`size`: of the full photo, whose pixels the corners use; the current card's top edge is thick."""
    view = Viewport.showing(QRectF(0, 0, *size), place.size(), margin=0)
    painter.save()
    painter.translate(place.topLeft())
    target = view.transform.mapRect(QRectF(0, 0, *size))
    drawn = paint.scaled_down(image, target.width() * painter.device().devicePixelRatio())
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, drawn)
    line = max(2.0, place.height() * _LINE)
    for at in sorted(range(len(corners)), key=lambda place: place == current):
        points = [view.transform.map(QPointF(x, y)) for x, y in corners[at]]
        if at == current:
            paint.outline(painter, points, theme, width=line, shade=2 * line, top=2 * line)
        else:
            paint.outline(painter, points, theme, role=Role.OUTLINE, width=line / 2, shade=line)
    painter.restore()


NAME_SHARE = 1 / 15
"""A name's letters, of the screen's height. On a laptop's 17 cm that is 11 mm: read with ease from two metres."""

_OTHER_SHARE, _VERDICT_SHARE, _PRINTING_SHARE, _SMALL_SHARE = 1 / 22, 1 / 20, 1 / 32, 1 / 40
_LEAST_NAME_SHARE = 1 / 26
_PHOTO_SHARE = 0.56

_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_ENDLESS = QRect(0, 0, 1_000_000, 1_000)


@dataclass(frozen=True, eq=False)
class OnStage:
    """`size`: of the full photo, (width, height). `card`: its picture; None if it has not come, or if there is none.

    `name` in the window's language, `other` in the other one. `words`: how sure that is. `printing`: in one line.
    `place`: which card of how many, or empty. `others`: further matches. `call`: what a person may do.
    """

    image: QImage | None = None
    size: tuple[int, int] = (1, 1)
    corners: tuple[Points, ...] = ()
    current: int = 0
    card: QPixmap | None = None
    has_card: bool = False
    name: str = ""
    other: str = ""
    words: str = ""
    icon: str = ""
    role: Role = Role.TEXT
    printing: str = ""
    place: str = ""
    others: str = ""
    call: str = ""
    is_calling: bool = False


class CardStage(QWidget):
    """Everything is as large as the screen allows."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.now = OnStage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def put(self, now: OnStage) -> None:
        self.now = now
        words = comma_list(
            part for part in (now.name, now.other, now.words, now.printing, now.place, now.others) if part
        )
        self.setAccessibleName(words)
        self.setAccessibleDescription(now.call)
        self.update()

    @property
    def name_pixels(self) -> int:
        """The font size of the name in pixels."""
        return self._fitted(self.now.name, NAME_SHARE, _LEAST_NAME_SHARE).pixelSize()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour(Role.CANVAS))
        self._draw_photo(painter)
        self._draw_card(painter)
        self._draw_words(painter)
        self._draw_call(painter)

    # Where things stand

    @property
    def _margin(self) -> int:
        return max(12, self.height() // 28)

    def _foot(self) -> QRect:
        tall = round(self.height() * _SMALL_SHARE * 2.6)
        return QRect(self._margin, self.height() - tall, self.width() - 2 * self._margin, tall)

    def _left(self) -> QRect:
        wide = round(self.width() * _PHOTO_SHARE)
        return QRect(self._margin, self._margin, wide - 2 * self._margin, self._foot().top() - self._margin)

    def _right(self) -> QRect:
        """Beside the photo; without a photo, the whole area."""
        if self.now.image is None:
            return QRect(self._margin, self._margin, self.width() - 2 * self._margin, self._left().height())
        left = round(self.width() * _PHOTO_SHARE)
        return QRect(left, self._margin, self.width() - left - self._margin, self._foot().top() - self._margin)

    def _card_place(self) -> QRect:
        right = self._right()
        return QRect(right.left(), right.top(), right.width(), round(right.height() * 0.58))

    # Drawing

    def _draw_photo(self, painter: QPainter) -> None:
        now = self.now
        if now.image is not None:
            draw_outlined(
                painter,
                now.image,
                QRectF(self._left()),
                self._theme,
                size=now.size,
                corners=now.corners,
                current=now.current,
            )

    def _draw_card(self, painter: QPainter) -> None:
        now, place = self.now, self._card_place()
        if now.has_card:
            radius = paint.CARD_RADIUS * place.height() * 0.69
            face = QRect(0, 0, round(place.height() * 0.69), place.height())
            face.moveCenter(place.center())
            paint.picture(painter, now.card, face, self._theme, radius=radius)
        elif now.icon:
            wide = place.height() / 3
            square = QRectF(0, 0, wide, wide)
            square.moveCenter(QRectF(place).center())
            self._icons.draw(painter, now.icon, square, self._theme.colour(now.role))

    def _draw_words(self, painter: QPainter) -> None:
        now, right = self.now, self._right()
        top = self._card_place().bottom() + self._margin // 2
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        lines = (
            (now.name, self._fitted(now.name, NAME_SHARE, _LEAST_NAME_SHARE), Role.TEXT),
            (now.other, self._font(_OTHER_SHARE), Role.MUTED),
            (now.words, self._fitted(now.words, _VERDICT_SHARE, _SMALL_SHARE), now.role),
            (now.printing, self._font(_PRINTING_SHARE), Role.TEXT),
            (now.place, self._font(_SMALL_SHARE), Role.MUTED),
            (now.others, self._font(_SMALL_SHARE), Role.MUTED),
        )
        for text, font, role in lines:
            if not text:
                continue
            painter.setFont(font)
            painter.setPen(self._theme.colour(role))
            place = QRect(right.left(), top, right.width(), max(1, right.bottom() - top))
            used = painter.drawText(place, middle, _in_words(text, place, QFontMetrics(font)))
            top = used.bottom() + self._margin // 3

    def _draw_call(self, painter: QPainter) -> None:
        """Draw what a passer-by may do; it stands out while nobody does anything."""
        now, foot = self.now, self._foot()
        painter.setFont(self._font(_SMALL_SHARE, strong=now.is_calling))
        if now.is_calling:
            painter.fillRect(QRect(0, foot.top(), self.width(), foot.height()), self._theme.colour(Role.ACCENT))
        painter.setPen(self._theme.colour(Role.ON_ACCENT if now.is_calling else Role.MUTED))
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), now.call)

    def _font(self, share: float, *, strong: bool = False) -> QFont:
        font = self._theme.strong(self.font()) if strong else QFont(self.font())
        font.setPixelSize(max(12, round(self.height() * share)))
        return font

    def _fitted(self, text: str, most: float, least: float) -> QFont:
        """The largest font at which the text takes at most two lines and no word is cut."""
        place = self._right()
        for share in _shares(most, least):
            font = self._font(share, strong=True)
            metrics = QFontMetrics(font)
            shown = _in_words(text, place, metrics)
            box = metrics.boundingRect(place, _WRAPPED, shown)
            # Some letters may come from another font, whose lines are higher than this one's.
            line = metrics.boundingRect(_ENDLESS, _WRAPPED, shown).height()
            if box.width() <= place.width() and box.height() <= 2.1 * line:
                return font
        return font


def _in_words(text: str, place: QRect, metrics: QFontMetrics) -> str:
    """No line breaks inside a word, unless one is wider than all the room."""
    shown = whole_words(text)
    return shown if metrics.boundingRect(place, _WRAPPED, shown).width() <= place.width() else text


def _shares(most: float, least: float, steps: int = 6) -> Sequence[float]:
    return [most + (least - most) * step / (steps - 1) for step in range(steps)]
