"""A listing's title as chips, its fields as rows: what it says and what the photos show. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy, QStyleOptionViewItem, QToolTip, QWidget

from karuta.domain.errors import PictureCode
from karuta.domain.sentence import Sentence
from karuta.gui.kit import paint
from karuta.gui.kit.lists import Index, RowModel, RowPainter
from karuta.gui.kit.row_paint import row_ground
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import code_words, comma_list, words_of
from karuta.listings.domain.check.checked import ListingDecision
from karuta.listings.domain.check.listing import FIELDS, FieldFinding, FieldVerdict, ListingFinding, ListingVerdict
from karuta.listings.domain.check.words import (
    FIELD_NAMES,
    TOKENS,
    VERDICTS,
    agreeing_sentence,
    decision_sentence,
    found_sentence,
    token_verdict,
    value_sentence,
    verdict_sentence,
)
from karuta.listings.domain.titles.reading import TitleField, TitleReading, TitleToken

ROLES = dict.fromkeys(ListingVerdict, Role.BAD) | {
    ListingVerdict.MATCH: Role.GOOD,
    ListingVerdict.CANNOT_TELL: Role.DOUBT,
    ListingVerdict.ERROR: Role.DOUBT,
}
ICONS = dict.fromkeys(ListingVerdict, "triangle-alert") | {
    ListingVerdict.MATCH: "circle-check",
    ListingVerdict.CANNOT_TELL: "circle-help",
    ListingVerdict.ERROR: "file-x",
}
FIELD_ROLES = {
    FieldVerdict.AGREES: Role.GOOD,
    FieldVerdict.DIFFERS: Role.BAD,
    FieldVerdict.CANNOT_TELL: Role.DOUBT,
    FieldVerdict.NOT_STATED: Role.MUTED,
}


# What a reason calls the places in which names of cards stand.
_OF_CARDS = frozenset(("named", "shown", "absent", "coded", "name"))


def reason_words(reason: str, names: Mapping[str, str]) -> str:
    """A reason in the window's language. `names`: of cards, as the catalogue calls them -> as the window does."""
    if not isinstance(reason, Sentence):
        return reason
    longest = sorted(names, key=len, reverse=True)

    def renamed(value: object, *, is_card: bool) -> object:
        if isinstance(value, Sentence):
            return reason_sentence(value, is_card=is_card)
        if not isinstance(value, str) or not is_card:
            return value
        marks = {name: f"\0{number}\0" for number, name in enumerate(longest)}
        for name in longest:
            value = value.replace(name, marks[name])
        for name in longest:
            value = value.replace(marks[name], names[name])
        return value

    def reason_sentence(sentence: Sentence, *, is_card: bool) -> Sentence:
        """`is_card`: it lists names of cards."""
        values = {
            place: renamed(value, is_card=is_card or place in _OF_CARDS) for place, value in sentence.values.items()
        }
        return Sentence(sentence.template, **values) if values else sentence

    return words_of(reason_sentence(reason, is_card=False))


def head_of(finding: ListingFinding) -> tuple[str, str, Role]:
    """The verdict in words, its icon and its colour; only what is whole is green."""
    words, plain = words_of(verdict_sentence(finding)), listing_words(finding.verdict)
    if words != plain:
        return words, ICONS[ListingVerdict.CANNOT_TELL], Role.DOUBT
    return words, ICONS[finding.verdict], ROLES[finding.verdict]


def listing_words(verdict: ListingVerdict) -> str:
    return words_of(VERDICTS[verdict])


def field_words(field: str) -> str:
    return words_of(FIELD_NAMES[field])


def found_words(found: FieldFinding) -> str:
    """Say what was found of a field, and from what it cannot be told."""
    return words_of(found_sentence(found))


def value_words(field: str, value: str | None) -> str:
    """Say what a title says of a field; names, codes and numbers as they are."""
    return words_of(value_sentence(field, value))


def token_words(token: TitleToken) -> str:
    return words_of(TOKENS[token.field])


def decision_words(decision: ListingDecision) -> str:
    """Say what an agent decided, for a row of the list."""
    return words_of(decision_sentence(decision))


def agreeing_words(decision: ListingDecision) -> str:
    """Say what agreeing would store, as a button does."""
    return words_of(agreeing_sentence(decision))


_CODES: dict[str, PictureCode] = {code: code for code in get_args(PictureCode)}


def code_words_of(code: str, message: str) -> str:
    """Why a photo or a row could not be read."""
    return code_words(_CODES[code], words_of(message)) if code in _CODES and code != "missing" else words_of(message)


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

    def set_most_lines(self, lines: int) -> None:
        self._most_lines = lines
        self._lay_out()
        self.update()

    @property
    def words(self) -> list[tuple[str, str]]:
        """The words on the chips: the title's, and what they were read as."""
        return [(chip.token.words, token_words(chip.token)) for chip in self._chips]

    @property
    def left(self) -> str:
        """The text for the chips for which there is no room; empty if there is."""
        count = len(self._left[1])
        return f"+{count}" if count else ""

    def differs(self, token: TitleToken) -> bool:
        """Whether the photos show something else than this token says."""
        return token_verdict(token, self._fields) is FieldVerdict.DIFFERS

    def tip_at(self, place: QPoint) -> str:
        """The tip of a chip; empty beside them."""
        chip = next((item for item in self._chips if item.place.contains(place)), None)
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


_LINE = 5 * GRID // 2
_CAP = 18
# So many lines are there on the smallest screen; the others scroll.
_LEAST_LINES = 4


@dataclass(frozen=True)
class FieldRow:
    """`field`: empty for the row that names those of which the title says nothing. `below`: a second line, or none."""

    field: str
    name: str
    below: str = ""
    verdict: str = ""
    role: Role = Role.MUTED
    tip: str = ""


class FieldModel(RowModel):
    """The fields that the title states, each with its digit; the others are one row."""

    rows: tuple[FieldRow, ...] = ()

    def shown(self, place: int) -> str:
        return self.rows[place].name

    def spoken(self, place: int) -> str:
        row = self.rows[place]
        return ". ".join(part for part in (row.name, row.verdict, row.below) if part)

    def tip(self, place: int) -> str:
        return self.rows[place].tip


class FieldPainter(RowPainter[FieldModel]):
    """The verdict at the right keeps its colour in a chosen row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(20 * GRID, _LINE * (2 if self._model.rows[index.row()].below else 1) + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme, font = self._model.rows[index.row()], self._theme, option.font
        painter.save()
        row_ground(painter, option, theme)
        inner: QRect = option.rect.adjusted(GRID // 2, 1, -GRID // 2, -1)
        upper = QRect(inner.left(), inner.top(), inner.width(), _LINE)
        if row.field:
            cap = QRect(upper.left(), upper.center().y() - _CAP // 2, _CAP, _CAP)
            painter.setFont(font)
            paint.key_cap(painter, str(FIELDS.index(row.field) + 1), cap, theme, strong=False)
        upper.setLeft(upper.left() + _CAP + GRID)
        below = upper.translated(0, _LINE)
        wide = QFontMetrics(font).horizontalAdvance(row.verdict)
        last = QRect(upper.right() - wide, upper.top(), wide + 1, upper.height())
        paint.words(painter, row.verdict, last, font, theme, role=row.role)
        upper.setRight(last.left() - GRID)
        paint.words(painter, row.name, upper, font, theme, role=Role.TEXT if row.field else Role.MUTED)
        paint.words(painter, row.below, below, font, theme, role=Role.MUTED)
        painter.restore()


class FieldList(QListView):
    """`picked`: a person chose a field with the mouse."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = FieldModel(self)
        self._finding: ListingFinding | None = None
        # What the title says, what the photos show, and why.
        self.words_of: Callable[[FieldFinding], tuple[str, str, str]] = lambda found: (
            value_words(found.field, found.title),
            value_words(found.field, found.photo),
            words_of(found.reason),
        )
        self.setModel(self.rows)
        self.setItemDelegate(FieldPainter(self.rows, theme))
        self.setAccessibleName(self.tr("Fields of the listing"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_LEAST_LINES * _LINE)
        self.clicked.connect(self._clicked)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Small, so that the smallest screen has room for the panel; it takes what is left."""
        return self.minimumSize()

    @property
    def chosen(self) -> str:
        """The field whose row is marked; empty where none is."""
        row = self.currentIndex().row()
        return self.rows.rows[row].field if 0 <= row < len(self.rows.rows) else ""

    def show_finding(self, finding: ListingFinding | None, chosen: str) -> None:
        """`chosen`: the field that is marked, and has a row whatever the title says of it."""
        self._finding = finding
        rows = [self._row(found) for found in self._stated(chosen)]
        silent = [name for name in FIELDS if finding is not None and name not in {row.field for row in rows}]
        if silent:
            names = comma_list(f"{FIELDS.index(name) + 1} {field_words(name)}" for name in silent)
            text = self.tr("Not stated: {fields}").format(fields=names)
            rows.append(FieldRow("", text, tip=text))
        self.rows.put_rows(tuple(rows))
        at = next((place for place, row in enumerate(rows) if row.field == chosen), -1)
        self.setCurrentIndex(self.rows.index(at))

    def _stated(self, chosen: str) -> list[FieldFinding]:
        fields = self._finding.fields if self._finding is not None else ()
        return [found for found in fields if found.verdict is not FieldVerdict.NOT_STATED or found.field == chosen]

    def _row(self, found: FieldFinding) -> FieldRow:
        title, photos, reason = self.words_of(found)
        parts = []
        if title:
            parts.append(self.tr("title: {words}").format(words=title))
        if photos:
            parts.append(self.tr("photos: {words}").format(words=photos))
        role = FIELD_ROLES[found.verdict]
        below = " · ".join(parts)
        return FieldRow(found.field, field_words(found.field), below, found_words(found), role, f"{below}\n{reason}")

    def _clicked(self, index: QModelIndex) -> None:
        if self.chosen:
            self.picked.emit(self.chosen)


def gravest(finding: ListingFinding) -> str:
    """The field that a person looks at first: one that differs, else a count that was not shown, else the card."""
    differing = next((found.field for found in finding.fields if found.verdict is FieldVerdict.DIFFERS), None)
    if differing is not None:
        return differing
    count = finding.of("count") if finding.verdict is ListingVerdict.MATCH else None
    return "count" if count is not None and count.verdict is FieldVerdict.CANNOT_TELL else "card"
