"""A listing's title with its tokens as chips: what each was read as stands below it. Reads none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import words_of
from karuta.listings.domain.check.listing import FieldFinding, FieldVerdict
from karuta.listings.domain.check.words import token_verdict
from karuta.listings.domain.titles.reading import TitleField, TitleReading, TitleToken
from karuta.listings.gui.check.verdict_words import token_words

_QUIET = frozenset((TitleField.OTHER, TitleField.UNREAD))
_LOUD = frozenset((TitleField.PROXY,))


@dataclass(frozen=True)
class _Chip:
    token: TitleToken
    place: QRect


class TitleChips(QWidget):
    """Chips stand in lines, in the title's order; where `most_lines` are too few, the last says how many are left."""

    def __init__(self, theme: Theme, parent: QWidget, *, most_lines: int = 3) -> None:
        super().__init__(parent)
        self._theme, self._most_lines = theme, most_lines
        self._reading: TitleReading | None = None
        self._title = ""
        self._fields: Sequence[FieldFinding] = ()
        self._chips: list[_Chip] = []
        self._left: tuple[QRect, list[TitleToken]] = QRect(), []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._line() * 2)

    def set_reading(self, reading: TitleReading | None, title: str, fields: Sequence[FieldFinding] = ()) -> None:
        """`title`: said as it is while nothing is read. `fields`: what was found; what differs is marked."""
        self._reading, self._title, self._fields = reading, title, fields
        self.setToolTip("")
        tokens = reading.tokens if reading is not None else ()
        said = [f"{token_words(token)}: {token.words}" for token in tokens]
        self.setAccessibleName(self.tr("Title"))
        self.setAccessibleDescription("; ".join([title, *said]))
        self._lay_out()
        self.update()

    @property
    def words(self) -> list[tuple[str, str]]:
        """What stands on the chips: the title's words and what they were read as."""
        return [(chip.token.words, token_words(chip.token)) for chip in self._chips]

    @property
    def left(self) -> str:
        """What stands for the chips for which there is no room; empty if there is."""
        count = len(self._left[1])
        return f"+{count}" if count else ""

    def differs(self, token: TitleToken) -> bool:
        """Whether the photos show something else than this token says."""
        return token_verdict(token, self._fields) is FieldVerdict.DIFFERS

    def tip_at(self, place: QPoint) -> str:
        """What a chip says to the mouse; empty beside them."""
        chip = next((one for one in self._chips if one.place.contains(place)), None)
        if chip is None and self._left[0].contains(place):
            return "\n".join(f"{token.words} · {token_words(token)}" for token in self._left[1])
        if chip is None:
            return self._reading.text if self._reading is not None else ""
        token = chip.token
        parts = (token.words, token_words(token), token.value, words_of(token.rule))
        return " · ".join(dict.fromkeys(part for part in parts if part))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(40 * GRID, self.height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter, theme, font = QPainter(self), self._theme, self.font()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._reading is None:
            paint.words(painter, self._title, self.rect(), font, theme)
        for chip in self._chips:
            field = chip.token.field
            quiet, loud = field in _QUIET, field in _LOUD or self.differs(chip.token)
            painter.setPen(QPen(theme.colour(Role.BAD if loud else Role.LINE), 2 if loud else 1))
            painter.setBrush(theme.colour(Role.SURFACE if quiet else Role.CHOSEN))
            painter.drawRoundedRect(QRectF(chip.place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            inner = chip.place.adjusted(GRID, 2, -GRID, -2)
            half = inner.height() // 2
            upper, lower = inner.adjusted(0, 0, 0, -half), inner.adjusted(0, half, 0, 0)
            role = Role.BAD if loud else Role.MUTED if quiet else Role.TEXT
            paint.words(painter, chip.token.words, upper, font, theme, role=role)
            paint.words(painter, token_words(chip.token), lower, font, theme, role=Role.MUTED)
        if self.left:
            paint.words(painter, self.left, self._left[0], font, theme, role=Role.MUTED)

    def _line(self) -> int:
        return 2 * QFontMetrics(self.font()).height() + GRID // 2 + 4

    def _lay_out(self) -> None:
        """As many chips as there is room for; a long word is elided."""
        metrics, line, gap = QFontMetrics(self.font()), self._line(), GRID // 2
        tokens = list(self._reading.tokens) if self._reading is not None else []
        more = metrics.horizontalAdvance("+99") + GRID
        self._chips, self._left = [], (QRect(), [])
        left, top = 0, 0
        for number, token in enumerate(tokens):
            wide = max(metrics.horizontalAdvance(token.words), metrics.horizontalAdvance(token_words(token)))
            wide = min(wide + 2 * GRID + 2, max(1, self.width()))
            if left and left + wide > self.width():
                left, top = 0, top + line + gap
            if top >= self._most_lines * (line + gap):
                self._leave(tokens[number:], more)
                break
            self._chips.append(_Chip(token, QRect(left, top, wide, line)))
            left += wide + gap
        height = max((chip.place.bottom() + 1 for chip in self._chips), default=line)
        self.setFixedHeight(min(height, self._most_lines * (line + gap)))

    def _leave(self, tokens: list[TitleToken], wide: int) -> None:
        """Say how many there is no room for, at the end of the last line."""
        last = self._chips[-1]
        if last.place.right() + wide > self.width():
            self._chips.pop()
            if last.place.left():
                tokens, last = [last.token, *tokens], self._chips[-1]
            else:
                # It has the line to itself: it is elided.
                last = _Chip(last.token, last.place.adjusted(0, 0, -wide, 0))
                self._chips.append(last)
        place = QRect(last.place.right() + GRID // 2, last.place.top(), wide, last.place.height())
        self._left = place, tokens
