"""The window's right side: the cards of a sighting and how each is drawn, the verdict, its label, the deciding keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QDate,
    QDateTime,
    QItemSelection,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QLabel, QListView, QStyleOptionViewItem, QWidget

from karuta.domain.label import Label
from karuta.domain.match import Verdict
from karuta.domain.recheck import ReviewAnswer
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.print_strip import PrintStrip
from karuta.gui.kit import paint, row_paint
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.lay import column
from karuta.gui.kit.lists import Index, RowPainter
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.seen import SeenMark
from karuta.gui.kit.theme import GRID, VERDICT_ROLES, Icons, Role, Theme
from karuta.gui.kit.translate import comma_list, verdict_word

SHOWN = 5
"""So many matches fill the list; the rest is on scroll."""
_LEAST, _MOST = 15 * GRID // 2, 15 * GRID
_CAP = 22


class MatchDelegate(RowPainter[MatchModel]):
    """Rows as high as the list is, over five."""

    def __init__(self, model: MatchModel, view: QListView, theme: Theme) -> None:
        super().__init__(model, theme)
        self._view = view
        self.keys: tuple[str, ...] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        height = self._view.viewport().height() // SHOWN
        return QSize(24 * GRID, min(_MOST, max(_LEAST, height)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        row, model = index.row(), self._model
        labelled = model.is_labelled(row)
        place: QRect = option.rect
        chosen = row_paint.row_ground(painter, option, theme)
        font: QFont = option.font
        painter.save()
        inner = place.adjusted(GRID + GRID // 2, GRID // 2, -GRID - GRID // 2, -GRID // 2)
        painter.setFont(theme.strong(font))
        cap = QRect(inner.left(), inner.center().y() - _CAP // 2, _CAP, _CAP)
        key = self.keys[row] if row < len(self.keys) else str(row + 1)
        paint.key_cap(painter, "✓" if labelled else key, cap, theme, strong=chosen or labelled)
        inner.setLeft(cap.right() + GRID)
        words = model.words(row, chosen=chosen)
        row_paint.card_row(
            painter,
            inner,
            font,
            theme,
            face=model.artwork(index),
            name=words.name,
            second=words.second,
            third=words.third,
            right=words.right,
            why=words.why,
        )
        painter.restore()


_HEAD = 10 * GRID
_ANSWER_MS = 500
# Two lines of words are not filled to their ends.
_FULL_LINES = 1.8
# Of a row: what is cut at the edge of the list by more than this cannot be read.
_IN_SIGHT = 0.7


class VerdictHead(QLabel):
    """The crop, the verdict as shape and word, and below it the label or what is missing.

    A label that is too long for one line has two. A last line says that a newer list waits; `newer_wanted`: it was
    clicked. `crop_came`: it is there now. What became of the last key stands beside the verdict for half a second.
    """

    newer_wanted = Signal()
    crop_came = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._crop: QPixmap | None = None
        self._icon, self._title, self._below, self.newer = "", "", "", ""
        self._title_role = Role.TEXT
        self._label: Label | None = None
        self._answer, self._stored, self._answer_role = "", "", Role.TEXT
        self._answered = QTimer(self, singleShot=True, interval=_ANSWER_MS)
        self._answered.timeout.connect(self._answer_over)
        self.setFixedHeight(_HEAD)

    @property
    def words(self) -> tuple[str, str]:
        return self._title, self._below

    def set_crop(self, crop: QPixmap | None) -> None:
        has_come = self._crop is None and crop is not None
        self._crop = crop
        self.update()
        if has_come:
            self.crop_came.emit()

    def say(self, icon: str, title: str, below: str, label: Label | None, *, role: Role = Role.TEXT) -> None:
        """`label`: the one that stands below, if one does."""
        self._icon, self._title, self._below, self._title_role = icon, title, below, role
        self._label = label
        self._changed()

    @property
    def answered(self) -> str:
        """What is said of the last key; empty once that was half a second ago."""
        return self._answer

    def answer(self, text: str, *, role: Role, stored: str = "") -> None:
        """Say beside the verdict what became of a key; a refusal stands behind what was `stored` just before."""
        if stored:
            self._stored = stored
        elif self._stored:
            text = f"{self._stored} · {text}"
        self._answer, self._answer_role = text, role
        self._answered.start()
        self.update()

    def _answer_over(self) -> None:
        self._answer = self._stored = ""
        self.update()

    def say_newer(self, text: str) -> None:
        """The newer list that waits; empty if there is none."""
        self.newer = text
        self.setCursor(Qt.CursorShape.PointingHandCursor if text else Qt.CursorShape.ArrowCursor)
        self._changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.newer and event.button() == Qt.MouseButton.LeftButton:
            self.newer_wanted.emit()

    def _changed(self) -> None:
        texts = (self._title, self._below, self.newer)
        self.setAccessibleName(". ".join(part for part in texts if part))
        # Beside a newer list there is one line for it.
        self.setToolTip(self._below if self._label is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        left = GRID + GRID // 2
        if self._crop is not None and not self._crop.isNull():
            height = _HEAD - 2 * GRID
            place = QRect(left, GRID, round(height * 0.69), height)
            paint.picture(painter, self._crop, place, theme, radius=2.5)
            left = place.right() + GRID + GRID // 2
        strong = theme.large(self.font())
        line = self.fontMetrics().height()
        lines = self._lines(self.width() - left - (16 + GRID // 2 if self._label else 0) - GRID)
        # Who decides a disputed card has to have read what the others said: a newer list can wait to be told of.
        newer = self.newer if lines == 1 else ""
        middle = _HEAD // 2 - (line // 2 + 2) * (1 if newer else lines - 1)
        upper = QRect(left, middle - line - 4, self.width() - left - GRID, line + 6)
        if newer:
            last = QRect(left, middle + line + 8, self.width() - left - GRID, line + 4)
            paint.words(painter, newer, last, self.font(), theme, role=Role.ACCENT)
        if self._icon:
            place_of_icon = QRectF(left, upper.center().y() - 9, 18, 18)
            self._icons.draw(painter, self._icon, place_of_icon, theme.colour(self._title_role))
            upper.setLeft(left + 18 + GRID)
        if self._answer:
            spare = upper.width() - QFontMetrics(strong).horizontalAdvance(self._title) - 2 * GRID
            needed = self.fontMetrics().horizontalAdvance(self._answer) + GRID // 2
            width = min(needed, max(spare, 2 * upper.width() // 3))
            place = QRect(upper.right() - width, upper.top(), width, upper.height())
            paint.words(painter, self._answer, place, self.font(), theme, role=self._answer_role)
            upper.setRight(place.left() - GRID)
        paint.words(painter, self._title, upper, strong, theme, role=self._title_role)
        lower = QRect(left, middle + 4, self.width() - left - GRID, line + 4)
        if self._label is not None:
            place_of_icon = QRectF(left, lower.center().y() - 7, 16, 16)
            icon, role = ("sparkles", Role.ACCENT) if self._label.is_by_machine else ("check", Role.GOOD)
            if self._label.is_disputed:
                icon, role = "triangle-alert", Role.DOUBT
            self._icons.draw(painter, icon, place_of_icon, theme.colour(role))
            lower.setLeft(left + 16 + GRID // 2)
        role = Role.MUTED if self._label is None else Role.TEXT
        if lines > 1:
            lower.setHeight(lines * self.fontMetrics().lineSpacing() + 2)
            paint.lines(painter, self._below, lower.translated(0, 1), self.font(), theme, role=role)
        else:
            paint.words(painter, self._below, lower, self.font(), theme, role=role, middle=self._label is not None)

    def _lines(self, room: int) -> int:
        """How many lines what stands below takes: at most two, three where people disagree."""
        wide, is_disputed = (
            self.fontMetrics().horizontalAdvance(self._below),
            bool(self._label and self._label.is_disputed),
        )
        if wide <= room or (self.newer and not is_disputed):
            return 1
        return 3 if is_disputed and wide > _FULL_LINES * room else 2


class MatchList(QListView):
    """As high as five rows. `painted`: the rows that could be read when it was painted last."""

    painted: frozenset[int] = frozenset()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        self.painted = frozenset(row for row in range(self.model().rowCount()) if self.has_room_for(row))

    def has_room_for(self, row: int) -> bool:
        place = self.visualRect(self.model().index(row, 0))
        return place.intersected(self.viewport().rect()).height() >= _IN_SIGHT * place.height()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class MatchPanel(Retranslating, QWidget):
    """`picked`: the match that was clicked; `taken`: the one that was double-clicked.

    `unanswered`: Enter was pressed with the focus on this `ActionButton`. `mark`: whether the marked row was seen so.
    """

    picked = Signal(int)
    taken = Signal(int)
    unanswered = Signal(object)

    def __init__(self, model: MatchModel, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._theme = theme
        self.head = VerdictHead(theme, icons, self)
        self.list = MatchList(self)
        self.print_strip = PrintStrip(theme, self)
        self.list.setModel(model)
        self._delegate = MatchDelegate(model, self.list, theme)
        self.list.setItemDelegate(self._delegate)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Not `clicked`: if the mouse is released elsewhere, the row is marked all the same.
        self.list.selectionModel().selectionChanged.connect(self._moved)
        self.list.selectionModel().currentChanged.connect(self._leave_focus)
        self.mark = SeenMark(self.list)
        self._is_told = False
        self.list.doubleClicked.connect(lambda index: self.taken.emit(index.row()))
        self._buttons = QGridLayout()
        self._buttons.setContentsMargins(GRID // 2, GRID, GRID // 2, GRID)
        self._buttons.setSpacing(0)
        self.setLayout(column(self.head, (self.list, 1), self.print_strip, self._buttons, spacing=0))
        # What Enter does, what else may be pressed, and what the key does that is this queue's own.
        self.enter, self.hint, self.own_key = "", "", ""
        # Whether a person opened a decided photo in order to change it.
        self.is_opened = False
        # What people said last of what is on the desk.
        self.answers: Sequence[ReviewAnswer] = ()
        self.built()

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Matches"))
        # The name that a card shows first has changed.
        self.list.viewport().update()

    def set_keys(self, keys: Sequence[str]) -> None:
        """The keys that confirm the first match, the second and so on."""
        self._delegate.keys = tuple(keys)
        self.list.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(44 * GRID, 80 * GRID)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """No button's words are cut."""
        return super().minimumSizeHint().expandedTo(QSize(36 * GRID, 0))

    def set_buttons(self, buttons: Sequence[ActionButton]) -> None:
        for at, button in enumerate(buttons):
            self._buttons.addWidget(button, at // 2, at % 2)
            button.unanswered.connect(partial(self.unanswered.emit, button))

    def choose(self, place: int | None) -> None:
        """Mark the match at this place; none if it cannot be marked."""
        index = self._model.index(-1 if place is None else place)
        selection = self.list.selectionModel()
        self._is_told = True
        if index.isValid():
            selection.select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
        else:
            selection.clear()
        self._is_told = False

    def is_in_sight(self, place: int) -> bool:
        """Whether most of this match's row is seen: it was painted so, and nothing has moved since."""
        return place in self.list.painted and self.list.has_room_for(place)

    def _moved(self, selected: QItemSelection) -> None:
        """Return takes what is marked on the screen, however it was marked."""
        if not selected.isEmpty() and not self._is_told:
            self.picked.emit(selected.indexes()[0].row())

    def _leave_focus(self, index: QModelIndex) -> None:
        """To a screen reader Qt's current row has the focus, even where its list does not."""
        if index.isValid() and not self.list.hasFocus():
            self.list.selectionModel().clearCurrentIndex()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """Parts that have to be painted before anybody can know what a key would do."""
        return self.head, self.list.viewport()

    @property
    def chosen(self) -> int:
        marked = self.list.selectedIndexes()
        return marked[0].row() if marked else -1

    def say_verdict(self, verdict: Verdict, label: Label | None, *, of: str, record: str = "") -> None:
        """`of`: which sighting of how many, empty for a single one.

        `record`: how often such claims were right in this library.
        """
        title, role = verdict_word(verdict).capitalize(), VERDICT_ROLES[verdict]
        self.head.say(paint.VERDICT_ICONS[verdict], title, self._below(label, of, record), label, role=role)

    def say_ruled_out(self, title: str, *, of: str) -> None:
        """A person said that it is not the card that the verdict is about, so that says nothing."""
        self.head.say("x", title, self._below(None, of, ""), None, role=Role.DOUBT)

    def say_back(self, game: str, label: Label | None, *, of: str) -> None:
        """The back of a card of this game: it is none of the catalogue's, and Karuta knows what it is."""
        title = self.tr("Back of {game}").format(game=game)
        self.head.say(paint.BACK_ICON, title, self._below(label, of, ""), label, role=Role.ACCENT)

    def _below(self, label: Label | None, of: str, place: str) -> str:
        """Says what the keys do, always and first; what there is no room for is left out behind them."""
        parts: tuple[str, ...] = (self.hint, self.enter)
        if label:
            parts = (self.own_key, self._label(label), self.enter, of)
        elif place or of or self.own_key:
            parts = (self.enter or self.hint, self.own_key, place, of)
        return " · ".join(filter(None, parts))

    def say(self, title: str, below: str, *, icon: str, label: Label | None = None) -> None:
        self.head.say(icon, title, self._label(label) if label else below, label)

    def _disputed(self) -> str:
        says, blind = self.tr("{name} says “{what}”"), self.tr("{name} says “{what}” in a blind review")
        words = [
            (blind if word.blind else says).format(name=word.annotator, what=self._model.what(word))
            for word in self.answers
        ]
        return self.tr("Disputed: {words}").format(words=comma_list(words))

    def _label(self, label: Label) -> str:
        if label.is_disputed:
            return self._disputed()
        what = self._model.what(label)
        if self._model.is_gone(label):
            # The label stands: it keeps game, card and name.
            what = self.tr("{card} (no longer in the catalogue)").format(card=what)
        if label.is_by_machine:
            return self.tr("{what} · by Karuta, not checked yet").format(what=what)
        if not self.is_opened:
            return self.tr("{what} · {annotator}").format(what=what, annotator=label.annotator)
        day = self._day(label.time)
        return self.tr("Labelled {what} by {annotator}, {day}").format(what=what, annotator=label.annotator, day=day)

    def _day(self, time: str) -> str:
        day = QDateTime.fromString(time, Qt.DateFormat.ISODateWithMs).toLocalTime().date()
        is_of_this_year = day.year() == QDate.currentDate().year()
        return QLocale.c().toString(day, self.tr("d MMM") if is_of_this_year else self.tr("d MMM yyyy"))
