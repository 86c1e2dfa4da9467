"""A listing's title as chips, its fields as rows: what it says, what the photos show, why. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from karuta.domain.errors import PictureCode
from karuta.domain.sentence import Sentence
from karuta.gui.kit import paint
from karuta.gui.kit.prose import whole_words
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import code_words, words_of
from karuta.listings.domain.check.checked import ListingDecision
from karuta.listings.domain.check.listing import FIELDS, FieldFinding, FieldVerdict, ListingFinding, ListingVerdict
from karuta.listings.domain.check.words import (
    FIELD_NAMES,
    FOUND,
    TOKENS,
    VERDICTS,
    agreeing_sentence,
    decision_sentence,
    found_sentence,
    token_verdict,
    value_sentence,
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


_KEY, _FIELD, _TITLE, _PHOTO, _VERDICT, _REASON = range(6)
_RANK = (FieldVerdict.DIFFERS, FieldVerdict.CANNOT_TELL, FieldVerdict.AGREES, FieldVerdict.NOT_STATED)
ROW = 3 * GRID
_NARROWEST, _WIDEST = 7 * GRID, 24 * GRID
# A narrower column of reasons says nothing; then the line below has the chosen field's.
_LEAST_REASON = 16 * GRID
# So many rows are there on the smallest screen; the others scroll.
_LEAST_ROWS = 3
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class _Rows(QStyledItemDelegate):
    """As high as the table says, whatever the words of a cell would ask for."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        hint = index.data(Qt.ItemDataRole.SizeHintRole)
        return hint if isinstance(hint, QSize) else QSize()


class FieldTable(QTreeWidget):
    """`picked`: a person chose a field with the mouse or the arrows.

    The columns are as wide as the longest words need, so that they stand still from listing to listing; rows are
    higher where that shows a whole reason, as far as there is room.
    """

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._finding: ListingFinding | None = None
        self._is_filling = False
        # Of the columns that never change; where the last one is hidden, Qt stretches the one before it.
        self._widths: dict[int, int] = {}
        self.shown_name: Callable[[FieldFinding], str] = lambda found: value_words(found.field, found.photo)
        self.title_name: Callable[[FieldFinding], str] = lambda found: value_words(found.field, found.title)
        self.reason_words: Callable[[FieldFinding], str] = lambda found: words_of(found.reason)
        self.setHeaderLabels(
            [
                *("", self.tr("Field"), self.tr("Title says"), self.tr("Photos show")),
                *(self.tr("Verdict"), self.tr("Reason")),
            ]
        )
        self.setAccessibleName(self.tr("Fields of the listing"))
        self.setRootIsDecorated(False)
        self.setWordWrap(True)
        self.setItemDelegate(_Rows(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.header()
        head.setStretchLastSection(True)
        head.setMinimumSectionSize(2 * GRID)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, texts in (
            (_KEY, ("8",)),
            (_FIELD, [field_words(name) for name in FIELDS]),
            (_VERDICT, [words_of(sentence) for sentence in FOUND]),
        ):
            widest = max(self.fontMetrics().horizontalAdvance(text) for text in texts) + 5 * GRID // 2
            self._widths[column] = max(widest, head.sectionSizeHint(column))
            head.resizeSection(column, self._widths[column])
        self.setMinimumSize(30 * GRID, self._height(_LEAST_ROWS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.currentItemChanged.connect(lambda now, before: self._picked(now))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Small, so that the smallest screen has room for the page; it takes what is left."""
        return self.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The reason keeps the most of the page, or goes where it would be a few letters."""
        super().resizeEvent(event)
        head = self.header()
        rest = self.viewport().width() - sum(self._widths.values())
        narrowest = max(_NARROWEST, head.sectionSizeHint(_TITLE), head.sectionSizeHint(_PHOTO))
        wide = max(narrowest, min(_WIDEST, rest // 4))
        has_reason = rest - 2 * wide >= _LEAST_REASON
        self.setColumnHidden(_REASON, not has_reason)
        head.resizeSection(_VERDICT, self._widths[_VERDICT])
        for column in (_TITLE, _PHOTO):
            head.resizeSection(column, wide if has_reason else max(narrowest, rest // 2))
        self._fit_rows()

    def _height(self, rows: int) -> int:
        return self.header().sizeHint().height() + rows * ROW

    def _fit_rows(self) -> None:
        """Rows whose words need more lines get them, the gravest first, as far as all rows stay in sight."""
        items = [item for at in range(self.topLevelItemCount()) if (item := self.topLevelItem(at)) is not None]
        spare = self.viewport().height() - ROW * len(items)
        by_field = {
            field.field: _RANK.index(field.verdict) for field in (self._finding.fields if self._finding else ())
        }
        for item in sorted(items, key=lambda one: by_field.get(one.data(_KEY, Qt.ItemDataRole.UserRole), len(_RANK))):
            wanted = self._wanted(item) - ROW
            more = min(wanted, max(0, spare))
            for column in range(item.columnCount()):
                # A line that ends in "…" ends in the middle of a word.
                text = item.toolTip(column)
                item.setText(column, whole_words(text) if more == wanted > 0 else text)
            # A part of a line shows nothing.
            more -= more % self.fontMetrics().lineSpacing()
            spare -= more
            item.setSizeHint(_KEY, QSize(0, ROW + more))

    def _wanted(self, item: QTreeWidgetItem) -> int:
        """The height at which all words of a row are whole."""
        columns = [column for column in (_TITLE, _PHOTO, _REASON) if not self.isColumnHidden(column)]
        line, lines = self.fontMetrics().lineSpacing(), 1
        for column in columns:
            room = QRect(0, 0, self.header().sectionSize(column) - GRID, 100 * line)
            lines = max(
                lines,
                round(
                    self.fontMetrics().boundingRect(room, _WRAPPED, whole_words(item.toolTip(column))).height() / line
                ),
            )
        return ROW + (lines - 1) * line

    def why(self, name: str) -> str:
        """The whole reason of a field; a row may have no room for it."""
        found = finding_of(self._finding, name)
        return self.reason_words(found) if found is not None else ""

    def show_finding(self, finding: ListingFinding | None) -> None:
        self._finding = finding
        self._is_filling = True
        self.clear()
        for number, name in enumerate(FIELDS, start=1):
            found = finding_of(finding, name)
            cells = [str(number), field_words(name)]
            if found is not None:
                cells += [
                    self.title_name(found),
                    self.shown_name(found),
                    found_words(found),
                    self.reason_words(found),
                ]
            item = QTreeWidgetItem(cells)
            item.setData(_KEY, Qt.ItemDataRole.UserRole, name)
            for column, text in enumerate(cells):
                item.setToolTip(column, text)
            if found is not None:
                item.setForeground(_VERDICT, self._theme.colour(FIELD_ROLES[found.verdict]))
            self.addTopLevelItem(item)
        self._fit_rows()
        self._is_filling = False

    def mark(self, name: str) -> None:
        """The chosen field, without telling anybody."""
        self._is_filling = True
        item = self.topLevelItem(FIELDS.index(name))
        if item is not None:
            self.setCurrentItem(item)
        self._is_filling = False

    def mark_row(self, row: int) -> None:
        self.mark(FIELDS[row])

    def _picked(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and not self._is_filling:
            self.picked.emit(item.data(_KEY, Qt.ItemDataRole.UserRole))


def finding_of(finding: ListingFinding | None, name: str) -> FieldFinding | None:
    """The finding about one field; None of a listing that could not be read."""
    fields = finding.fields if finding is not None else ()
    return next((field for field in fields if field.field == name), None)


def gravest(finding: ListingFinding) -> str:
    """The field that a person looks at first: one that differs, else one that cannot be told, else the card."""
    ranked = sorted(finding.fields, key=lambda one: _RANK.index(one.verdict))
    if not ranked or ranked[0].verdict is not FieldVerdict.DIFFERS:
        return "card"
    return ranked[0].field
