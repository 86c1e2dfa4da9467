"""Below the matches: which printing of the marked card it is. Open, with the code's place in the photo, magnified.

It has its place from the first card whose print can be read, so nothing moves when an answer comes. Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.theme import GRID, Role, Theme

_OPEN, _CLOSED = 14 * GRID, 3 * GRID + 4
_EDGE = GRID + GRID // 2
_CUTOUT = QSize(17 * GRID, 4 * GRID + 2)
_NARROWEST = 12 * GRID
_LINE = 5 * GRID // 2 + 1
_CAP_HEIGHT = 18


@dataclass(frozen=True)
class CodeCell:
    """`key`: what confirms the card with this printing. `share`: how probable it is, in words. `rarities`: where it has
    several, since the code does not say which.
    """

    key: str
    code: str
    share: str
    rarities: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintWords:
    """Words of the strip. `title`: the verdict; `note`: what stands below it; `only_card`: the last cell's words.

    `named`: another card, which the print names, and the key that goes there. `more`: the key that opens and closes it.
    """

    title: str = ""
    role: Role = Role.MUTED
    note: str = ""
    cells: tuple[CodeCell, ...] = ()
    only_card: CodeCell | None = None
    named: CodeCell | None = None
    more: str = ""


NOTHING_SAID = PrintWords()


class PrintStrip(QLabel):
    """One line until it is opened, with its key or a click beside a code, so that the matches have the room.

    `taken`: the place of a code that was double-clicked, from 0. `painted`: it is on the screen as it is.
    `turned`: it was opened or closed.
    """

    taken = Signal(int)
    painted = Signal()
    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = NOTHING_SAID
        self.cutout: QPixmap | None = None
        # Where the printings stand that were painted, and whether what it says was.
        self._cells: list[QRect] = []
        self.is_painted = self.is_open = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_CLOSED)
        self.hide()

    def turn(self) -> None:
        """Open it, or close it again."""
        self.is_open = not self.is_open
        self._cells, self.is_painted = [], False
        self.setFixedHeight(_OPEN if self.is_open else _CLOSED)
        self.update()
        self.turned.emit()

    def place_of(self, at: int) -> QRect | None:
        """The rectangle of the printing with this place; None where it was not painted."""
        return self._cells[at] if at < len(self._cells) else None

    def say(self, words: PrintWords, cutout: QPixmap | None) -> None:
        self.words, self.cutout = words, cutout
        self._cells, self.is_painted = [], False
        cells = (*filter(None, (words.named,)), *words.cells)
        spoken = (
            words.title,
            words.note,
            *(" ".join((cell.key, cell.code, cell.share, _listed(cell))).strip() for cell in cells),
        )
        self.setAccessibleName(". ".join(part for part in spoken if part))
        several = [f"{cell.code}: {_listed(cell)}" for cell in words.cells if cell.rarities]
        hint = self.tr("{key}, or a click: the printing in full, or in one line").format(key=words.more)
        self.setToolTip("\n".join(part for part in (words.title, words.note, *several, words.more and hint) if part))
        self.update()

    @property
    def is_title_whole(self) -> bool:
        """Whether the title has room beside the place of the code."""
        return self._title_wide <= self.width() - 3 * _EDGE - (self._cutout_wide if self.is_open else 0)

    @property
    def _title_wide(self) -> int:
        return QFontMetrics(self._theme.strong(self.font())).horizontalAdvance(self.words.title)

    @property
    def _cutout_wide(self) -> int:
        """The width that a long title leaves it."""
        return max(_NARROWEST, min(_CUTOUT.width(), self.width() - 3 * _EDGE - self._title_wide))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Not on a code: the second click of two would be about what lies there then."""
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not any(cell.contains(at) for cell in self._cells):
            self.turn()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        for place, cell in enumerate(self._cells):
            if cell.contains(event.position().toPoint()) and event.button() == Qt.MouseButton.LeftButton:
                self.taken.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        painter.setPen(theme.colour(Role.LINE))
        painter.drawLine(0, 0, self.width(), 0)
        if self.is_open:
            self._paint_whole(painter)
        else:
            self._paint_line(painter)
        painter.end()
        self.is_painted = True
        self.painted.emit()

    def _paint_line(self, painter: QPainter) -> None:
        """The first code with its key, or what is said where there is none; a title that leaves it no room is not."""
        theme, words = self._theme, self.words
        if words == NOTHING_SAID:
            return
        place = self.rect().adjusted(_EDGE, 1, -_EDGE, 0)
        others = len(words.cells) - 1
        more = CodeCell(words.more, f"+{others}" if others > 0 else "…", "")
        self._cell(painter, place.adjusted(place.width() - self._wide(more), 0, 0, 0), more, strong=False)
        place.setRight(place.right() - self._wide(more) - GRID)
        cell = words.named or next(iter(words.cells), None)
        code = (
            self._cap(cell) + GRID + QFontMetrics(theme.strong(self.font())).horizontalAdvance(cell.code) if cell else 0
        )
        beside = place.width() - self._title_wide - GRID - GRID // 2
        has_note = self.fontMetrics().horizontalAdvance(words.note) <= beside
        if cell is None and words.role is Role.DOUBT and not has_note:
            # What contradicts is said, rather than how legible it was.
            paint.words(painter, words.note, place, self.font(), theme, role=words.role, middle=True)
            return
        if self._title_wide + GRID + code <= place.width():
            paint.words(painter, words.title, place, theme.strong(self.font()), theme, role=words.role, middle=True)
            place.setLeft(place.left() + self._title_wide + GRID + GRID // 2)
        if cell is None:
            if has_note:
                paint.words(painter, words.note, place, self.font(), theme, role=Role.MUTED, middle=True)
            return
        place.setWidth(min(place.width(), max(code, self._wide(cell))))
        self._cell(painter, place, cell, strong=True)
        self._cells = [] if words.named else [place]

    def _paint_whole(self, painter: QPainter) -> None:
        theme = self._theme
        left, right, top = _EDGE, self.width() - _EDGE, GRID
        said_from = left
        if self.cutout is not None and not self.cutout.isNull():
            place = QRect(left, top, self._cutout_wide, _CUTOUT.height())
            paint.picture(painter, self.cutout, place, theme, radius=2.5)
            said_from = place.right() + _EDGE
        line = self.fontMetrics().lineSpacing()
        upper = QRect(said_from, top - 1, right - said_from, line + 2)
        paint.words(painter, self.words.title, upper, theme.strong(self.font()), theme, role=self.words.role)
        under = top + _CUTOUT.height() + GRID - 2
        if self.fontMetrics().horizontalAdvance(self.words.note) <= upper.width():
            note = QRect(said_from, upper.bottom(), upper.width(), line)
            paint.words(painter, self.words.note, note, self.font(), theme, role=Role.MUTED)
        else:
            # One or two lines of its own; then there is less room for printings below it.
            has_one = self.fontMetrics().horizontalAdvance(self.words.note) <= right - left
            note = QRect(left, under - 4, right - left, line * (1 if has_one else 2) + GRID)
            paint.lines(painter, self.words.note, note, self.font(), theme, role=Role.MUTED)
            under = note.bottom() - 3
        self._paint_cells(painter, self._places(left, under, right))

    def _places(self, left: int, top: int, right: int) -> list[QRect]:
        """As many rows as there is room for: a code is never cut."""
        rows = max(0, (self.height() - top) // _LINE)
        return [QRect(left, top + row * _LINE, right - left, _LINE - 2) for row in range(rows)]

    def _paint_cells(self, painter: QPainter, rows: list[QRect]) -> None:
        """That of the card alone stands on the right of the first row; what has no room is left out."""
        only = self.words.only_card
        aside = 0 if only is None else self._wide(only) + GRID // 2
        most = max(map(self._wide, self.words.cells), default=0)
        rooms = [row.width() - (aside if at == 0 else 0) for at, row in enumerate(rows)]
        has_shares = bool(self.words.cells)
        places = [
            QRect(row.topLeft(), QSize(min(room, most) if has_shares else room, row.height()))
            for row, room in zip(rows, rooms, strict=True)
        ]
        named = [self.words.named] if self.words.named else []
        printings = self.words.cells[: max(0, len(places) - len(named))]
        self._cells = places[len(named) : len(named) + len(printings)]
        below = iter(rows[len(named) + len(printings) :])
        for at, (place, cell) in enumerate(zip(places, (*named, *printings), strict=False)):
            unsaid = self._cell(painter, place, cell, strong=at == 0)
            if unsaid and (row := next(below, None)) is not None:
                row.setLeft(row.left() + self._cap(cell) + GRID)
                self._rarities(painter, unsaid, row)
        if only is not None and rows:
            self._cell(painter, rows[0].adjusted(rows[0].width() - self._wide(only), 0, 0, 0), only, strong=False)

    def _wide(self, cell: CodeCell) -> int:
        metrics, strong = self.fontMetrics(), QFontMetrics(self._theme.strong(self.font()))
        share = metrics.horizontalAdvance(cell.share) + 2 * GRID if cell.share else 0
        rarities = metrics.horizontalAdvance(_listed(cell)) + 2 * GRID if cell.rarities else 0
        return self._cap(cell) + GRID + strong.horizontalAdvance(cell.code) + share + rarities

    def _cap(self, cell: CodeCell) -> int:
        return max(_CAP_HEIGHT + 4, self.fontMetrics().horizontalAdvance(cell.key) + GRID) if cell.key else 0

    def _cell(self, painter: QPainter, place: QRect, cell: CodeCell, *, strong: bool) -> tuple[str, ...]:
        """Returns the rarities, where the code leaves them no room."""
        theme, metrics = self._theme, self.fontMetrics()
        wide = self._cap(cell)
        if cell.key:
            painter.setFont(self.font())
            cap = QRect(place.left(), place.center().y() - _CAP_HEIGHT // 2, wide, _CAP_HEIGHT)
            # Not in the accent's colour: that is the key of the marked match, and Return's.
            paint.key_cap(painter, cell.key, cap, theme, strong=False)
        text = QRect(place.left() + wide + (GRID - 2) * bool(wide), place.top(), 0, place.height())
        text.setRight(place.right())
        font = theme.strong(self.font()) if strong else self.font()
        code, share = QFontMetrics(font).horizontalAdvance(cell.code), metrics.horizontalAdvance(cell.share)
        # A code is not cut for its share.
        if cell.share and code + GRID // 2 + share <= text.width():
            right = QRect(text.right() - share, text.top(), share + 1, text.height())
            paint.words(painter, cell.share, right, self.font(), theme, role=Role.MUTED)
            text.setRight(right.left() - GRID // 2)
        paint.words(painter, cell.code, text, font, theme, role=Role.TEXT if strong else Role.MUTED, middle=True)
        text.setLeft(text.left() + code + GRID)
        return () if self._rarities(painter, cell.rarities, text) else cell.rarities

    def _rarities(self, painter: QPainter, rarities: tuple[str, ...], place: QRect) -> bool:
        """As many as are whole in this place, the tip says all. Returns whether all of one or more were said."""
        for count in range(len(rarities), 0, -1):
            words = " / ".join((*rarities[:count], *("…" for _ in rarities[count:][:1])))
            if self.fontMetrics().horizontalAdvance(words) <= place.width():
                paint.words(painter, words, place, self.font(), self._theme, role=Role.MUTED)
                return True
        return not rarities


def _listed(cell: CodeCell) -> str:
    return " / ".join(cell.rarities)
