"""Paint a match and a card that a search found: artwork, names, set code, and for a match its key and score."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from karuta.domain.catalogue import FoundCard
from karuta.domain.match import Match
from karuta.gui.desk.match_model import MatchModel, MatchRole
from karuta.gui.features.cards.found_card_model import FoundCardModel, FoundRole
from karuta.gui.kit import paint
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.library.card_facts import CardFacts

Index = QModelIndex | QPersistentModelIndex

SHOWN = 5
"""So many matches fill the list; the rest is on scroll."""
_LEAST, _MOST = 9 * GRID, 15 * GRID
_CARD_SHAPE = 0.69
_CAP = 22


class MatchDelegate(QStyledItemDelegate):
    """Rows as high as the list is, over five."""

    def __init__(self, model: MatchModel, view: QListView, theme: Theme) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._theme = theme
        self.keys: tuple[str, ...] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        height = self._view.viewport().height() // SHOWN
        return QSize(24 * GRID, min(_MOST, max(_LEAST, height)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        match: Match = index.data(MatchRole.MATCH)
        facts: CardFacts | None = index.data(MatchRole.FACTS)
        labelled = bool(index.data(MatchRole.LABELLED))
        place: QRect = option.rect
        chosen = _ground(painter, option, theme)
        font: QFont = option.font
        painter.save()
        inner = place.adjusted(GRID + GRID // 2, GRID // 2, -GRID - GRID // 2, -GRID // 2)
        painter.setFont(theme.strong(font))
        cap = QRect(inner.left(), inner.center().y() - _CAP // 2, _CAP, _CAP)
        key = self.keys[index.row()] if index.row() < len(self.keys) else str(index.row() + 1)
        paint.key_cap(painter, "✓" if labelled else key, cap, theme, strong=chosen or labelled)
        card = QRect(cap.right() + GRID, inner.top(), round(inner.height() * _CARD_SHAPE), inner.height())
        _card(painter, self._model.artwork(index), card, theme)
        text = QRect(card.right() + GRID + GRID // 2, inner.top(), 0, inner.height())
        text.setRight(inner.right())
        score = f"{match.score:.2f}" if match.probability is None else f"{100 * match.probability:.0f} %"
        note = index.data(MatchRole.NOTE)
        if note:
            score = f"{note} · {score}"
        _lines(
            painter,
            text,
            font,
            theme,
            name=match.name,
            second=facts.japanese if facts and facts.japanese != match.name else "",
            third=facts.set_code if facts else "",
            right=score,
            why=index.data(MatchRole.WHY) if chosen else "",
        )
        painter.restore()


class FoundCardDelegate(QStyledItemDelegate):
    """The same look without key and score; says what was met where it is not the name."""

    def __init__(self, model: FoundCardModel, theme: Theme) -> None:
        super().__init__(model)
        self._model = model
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(40 * GRID, 8 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: FoundCard = index.data(FoundRole.CARD)
        place: QRect = option.rect
        _ground(painter, option, self._theme)
        painter.save()
        inner = place.adjusted(GRID + GRID // 2, GRID // 2, -GRID - GRID // 2, -GRID // 2)
        face = QRect(inner.left(), inner.top(), round(inner.height() * _CARD_SHAPE), inner.height())
        _card(painter, self._model.artwork(index), face, self._theme)
        text = QRect(face.right() + GRID + GRID // 2, inner.top(), 0, inner.height())
        text.setRight(inner.right())
        second = card.names.get("ja", "") if card.names.get("ja") != card.name else ""
        met = "" if card.matched.text in (card.name, second) else card.matched.text
        _lines(
            painter,
            text,
            option.font,
            self._theme,
            name=card.name,
            second=second,
            third="",
            right=met,
        )
        painter.restore()


def _ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> bool:
    """The row's ground; whether it is the chosen one."""
    place: QRect = option.rect
    state: QStyle.StateFlag = option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen:
        painter.fillRect(place, theme.colour(Role.CHOSEN))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(place, theme.colour(Role.HOVER))
    return chosen


def _card(painter: QPainter, pixmap: QPixmap | None, place: QRect, theme: Theme) -> None:
    paint.picture(painter, pixmap, place, theme, radius=max(2.0, paint.CARD_RADIUS * place.width()))


def _lines(
    painter: QPainter,
    place: QRect,
    font: QFont,
    theme: Theme,
    *,
    name: str,
    second: str,
    third: str,
    right: str,
    why: str = "",
) -> None:
    """Up to three lines, in the middle of the height, `right` at the end of the last; and `why` below them."""
    strong = theme.strong(font)
    height = QFontMetrics(font).height() + 2
    last = third or right
    texts = [text for text in (name, second, last, why) if text]
    height = min(height, place.height() // len(texts))
    top = place.center().y() - height * len(texts) // 2
    row = QRect(place.left(), top, place.width(), height)
    paint.words(painter, name, row, strong, theme)
    if second:
        row.translate(0, height)
        paint.words(painter, second, row, font, theme, role=Role.MUTED)
    if last:
        row.translate(0, height)
        wide = QFontMetrics(font).horizontalAdvance(right) if third else 0
        if third:
            paint.words(painter, third, row.adjusted(0, 0, -wide - GRID, 0), font, theme, role=Role.MUTED)
        align = Qt.AlignmentFlag.AlignRight if third else Qt.AlignmentFlag.AlignLeft
        paint.words(painter, right, row, font, theme, role=Role.MUTED, align=align)
    if why:
        row.translate(0, height)
        paint.words(painter, why, row, font, theme, role=Role.TEXT)
