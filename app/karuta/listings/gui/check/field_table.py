"""A listing's title as chips, its fields as rows: what it says and what the photos show. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyleOptionViewItem, QWidget

from karuta.domain.errors import PictureCode
from karuta.domain.sentence import Sentence
from karuta.gui.kit import paint
from karuta.gui.kit.lists import Index, RowModel, RowPainter
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import code_words, comma_list, words_of
from karuta.gui.kit.two_lines import LINE, LineList, LineModel, TwoLines
from karuta.listings.domain.check.listing import FIELDS, FieldFinding, FieldVerdict, ListingFinding, ListingVerdict
from karuta.listings.domain.check.words import (
    FIELD_NAMES,
    TOKENS,
    VERDICTS,
    found_sentence,
    token_verdict,
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
    words, plain = words_of(verdict_sentence(finding)), words_of(VERDICTS[finding.verdict])
    if words != plain:
        return words, ICONS[ListingVerdict.CANNOT_TELL], Role.DOUBT
    return words, ICONS[finding.verdict], ROLES[finding.verdict]


_CODES: dict[str, PictureCode] = {code: code for code in get_args(PictureCode)}


def code_words_of(code: str, message: str) -> str:
    """Why a photo or a row could not be read."""
    return code_words(_CODES[code], words_of(message)) if code in _CODES and code != "missing" else words_of(message)


_QUIET = frozenset((TitleField.OTHER, TitleField.UNREAD))
_LOUD = frozenset((TitleField.PROXY,))


@dataclass(frozen=True)
class Chip:
    """`meaning`: what the words were read as."""

    words: str
    meaning: str
    tip: str
    is_quiet: bool
    is_loud: bool


class ChipModel(RowModel):
    """In the title's order."""

    rows: tuple[Chip, ...] = ()

    def shown(self, place: int) -> str:
        return ": ".join(part for part in (self.rows[place].meaning, self.rows[place].words) if part)

    def tip(self, place: int) -> str:
        return self.rows[place].tip


_WIDEST_CHIP = 30 * GRID


class ChipPainter(RowPainter[ChipModel]):
    """A long word is elided."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        chip, metrics = self._model.rows[index.row()], QFontMetrics(option.font)
        wide = max(metrics.horizontalAdvance(chip.words), metrics.horizontalAdvance(chip.meaning)) + 3 * GRID
        return QSize(min(wide, _WIDEST_CHIP), 2 * metrics.height() + GRID + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        chip, theme, font = self._model.rows[index.row()], self._theme, option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place: QRect = option.rect.adjusted(0, 0, -GRID // 2, -GRID // 2)
        fill, line = Role.SURFACE if chip.is_quiet else Role.CHOSEN, Role.BAD if chip.is_loud else Role.LINE
        around, width = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 2 if chip.is_loud else 1
        paint.box(painter, around, 4, fill=theme.colour(fill), line=theme.colour(line), width=width)
        inner = place.adjusted(GRID, 2, -GRID, -2)
        half = inner.height() // 2
        role = Role.BAD if chip.is_loud else Role.MUTED if chip.is_quiet else Role.TEXT
        paint.words(painter, chip.words, inner.adjusted(0, 0, 0, -half), font, theme, role=role)
        paint.words(painter, chip.meaning, inner.adjusted(0, half, 0, 0), font, theme, role=Role.MUTED)
        painter.restore()


class TitleChips(QListView):
    """Chips stand in lines, in the title's order; those for which `most_lines` are too few scroll."""

    def __init__(self, theme: Theme, parent: QWidget, *, most_lines: int) -> None:
        super().__init__(parent)
        self.chips, self._most_lines = ChipModel(self), most_lines
        self.setModel(self.chips)
        self.setItemDelegate(ChipPainter(self.chips, theme))
        self.setAccessibleName(self.tr("Title"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # They stand on the panel's ground, not on a list's.
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def set_reading(self, reading: TitleReading | None, title: str, fields: Sequence[FieldFinding] = ()) -> None:
        """`title`: said as it is while nothing is read. `fields`: what was found; what differs is marked."""
        chips = [Chip(title, "", title, is_quiet=True, is_loud=False)] if title else []
        if reading is not None:
            chips = [_chip(token, fields) for token in reading.tokens]
        self.chips.put_rows(tuple(chips))
        self.setAccessibleDescription("; ".join([title, *map(self.chips.shown, range(len(chips)))]))

    def set_most_lines(self, lines: int) -> None:
        self._most_lines = lines
        self.updateGeometries()

    def updateGeometries(self) -> None:  # noqa: N802
        """As high as its chips, which Qt has just laid out."""
        super().updateGeometries()
        line = 2 * self.fontMetrics().height() + GRID + 4
        self.setFixedHeight(max(line, min(self._most_lines * line, self.contentsSize().height())))

    @property
    def words(self) -> list[tuple[str, str]]:
        """The words on the chips: the title's, and what they were read as."""
        return [(chip.words, chip.meaning) for chip in self.chips.rows]


def _chip(token: TitleToken, fields: Sequence[FieldFinding]) -> Chip:
    """One that says something else than the photos show is loud."""
    meaning = words_of(TOKENS[token.field])
    parts = (token.words, meaning, token.value, words_of(token.rule))
    tip = " · ".join(dict.fromkeys(part for part in parts if part))
    is_loud = token.field in _LOUD or token_verdict(token, fields) is FieldVerdict.DIFFERS
    return Chip(token.words, meaning, tip, is_quiet=token.field in _QUIET, is_loud=is_loud)


# So many lines are there on the smallest screen; the others scroll.
_LEAST_LINES = 4


class FieldModel(LineModel):
    """The fields that the title states, each with its digit; the others are one row."""

    rows: tuple[TwoLines, ...] = ()

    def lines(self, place: int) -> TwoLines:
        return self.rows[place]


FieldWords = Callable[[ListingFinding, FieldFinding], tuple[str, str, str]]
"""What the title says of a field, what the photos show, and why it is so."""


class FieldList(LineList):
    """`picked`: a person chose a field with the mouse."""

    picked = Signal(str)

    def __init__(self, theme: Theme, words_of: FieldWords) -> None:
        self._rows = FieldModel()
        super().__init__(self._rows, self.tr("Fields of the listing"), theme)
        self._words_of = words_of
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(_LEAST_LINES * LINE)
        self.clicked.connect(lambda index: self.picked.emit(self.chosen) if self.chosen else None)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Small, so that the smallest screen has room for the panel; it takes what is left."""
        return self.minimumSize()

    @property
    def chosen(self) -> str:
        """The field whose row is marked; empty where none is."""
        row = self.currentIndex().row()
        key = self._rows.rows[row].key if 0 <= row < len(self._rows.rows) else ""
        return FIELDS[int(key) - 1] if key else ""

    def show_finding(self, finding: ListingFinding | None, chosen: str) -> None:
        """`chosen`: the field that is marked, and has a row whatever the title says of it."""
        if finding is None:
            self._rows.put_rows(())
            return
        silence = FieldVerdict.NOT_STATED
        stated = [field for field in finding.fields if field.verdict is not silence or field.field == chosen]
        rows = [self._row(finding, field) for field in stated]
        silent = [name for name in FIELDS if name not in {field.field for field in stated}]
        if silent:
            names = comma_list(f"{FIELDS.index(name) + 1} {words_of(FIELD_NAMES[name])}" for name in silent)
            text = self.tr("Not stated: {fields}").format(fields=names)
            rows.append(TwoLines(text, tip=text, is_quiet=True))
        self._rows.put_rows(tuple(rows))
        at = next((place for place, field in enumerate(stated) if field.field == chosen), -1)
        self.setCurrentIndex(self._rows.index(at))

    def _row(self, finding: ListingFinding, field: FieldFinding) -> TwoLines:
        title, photos, reason = self._words_of(finding, field)
        parts = []
        if title:
            parts.append(self.tr("title: {words}").format(words=title))
        if photos:
            parts.append(self.tr("photos: {words}").format(words=photos))
        below = " · ".join(parts)
        return TwoLines(
            words_of(FIELD_NAMES[field.field]),
            below,
            key=str(FIELDS.index(field.field) + 1),
            verdict=words_of(found_sentence(field)),
            role=FIELD_ROLES[field.verdict],
            tip=f"{below}\n{reason}",
        )


def gravest(finding: ListingFinding) -> str:
    """The field that a person looks at first: one that differs, else a count that was not shown, else the card."""
    differing = next((field.field for field in finding.fields if field.verdict is FieldVerdict.DIFFERS), None)
    if differing is not None:
        return differing
    count = finding.of("count") if finding.verdict is ListingVerdict.MATCH else None
    return "count" if count is not None and count.verdict is FieldVerdict.CANNOT_TELL else "card"
