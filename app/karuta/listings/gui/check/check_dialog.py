"""The page that checks listings: its parts and where they stand. What keys and buttons do is the agent's business."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from karuta.gui.intake.dropped import Dropped, TakesDrops, dropped, may_be_dropped
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.fitted import room
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.lists import PictureStrip
from karuta.gui.kit.prose import Prose, button_text
from karuta.gui.kit.theme import GRID, Icons, Theme
from karuta.gui.kit.translate import comma_list
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision
from karuta.listings.domain.check.listing import FIELDS
from karuta.listings.gui.check.evidence_panel import EvidencePanel, PricePanel, ShownPart
from karuta.listings.gui.check.field_table import FieldTable, TitleChips, agreeing_words, field_words
from karuta.listings.gui.check.large_photos import LargePhotos
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.gui.check.listing_model import ListingDelegate, ListingFilter, ListingFilters, ListingModel


class ListingText(QPlainTextEdit):
    """A text field in which files that are dropped or pasted are photos and no text. `brought`: their paths."""

    brought = Signal(object)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        return source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        if may_be_dropped(source):
            self.brought.emit(dropped(source))
            return
        super().insertFromMimeData(source)


class PasteForm(QWidget):
    """`wanted`: a text and photos are to be checked. `photos_wanted`: a person wants to choose files."""

    wanted = Signal(str, object)
    photos_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.photos: list[Path] = []
        self.text = ListingText(self)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(
            self.tr("Paste the whole listing here. Its first line is the title, the rest its description.")
        )
        self.text.setAccessibleName(self.tr("Text of the listing"))
        self.names = Prose("", self)
        self.choose, self.check = QPushButton(self.tr("Photos…"), self), QPushButton(self.tr("Check"), self)
        heading = QLabel(self.tr("One listing"), self)
        self.setLayout(column(heading, (self.text, 1), row((self.names, 1), self.choose, self.check)))
        self.choose.clicked.connect(lambda _=False: self.photos_wanted.emit())
        self.check.clicked.connect(lambda _=False: self._give())
        self.text.textChanged.connect(self._say)
        self._say()

    def add(self, photos: Sequence[Path], text: str = "") -> None:
        """Photos that were dropped or chosen, and a text that was dropped."""
        self.photos += [photo for photo in photos if photo not in self.photos]
        if text:
            self.text.setPlainText(text)
        self._say()

    def _give(self) -> None:
        text, photos = self.text.toPlainText(), tuple(self.photos)
        self.text.clear()
        self.photos.clear()
        self._say()
        self.wanted.emit(text, photos)

    def _say(self) -> None:
        names = comma_list(photo.name for photo in self.photos)
        self.names.setText(names or self.tr("Drop the photos of the listing here."))
        self.check.setEnabled(bool(self.photos) and bool(self.text.toPlainText().strip()))


_STRIP, _SMALL_STRIP = QSize(9 * GRID, 9 * GRID), QSize(6 * GRID, 6 * GRID)
# A screen of 1920 x 1080 at twice its size has less.
_SMALL_HEIGHT = 72 * GRID


class CheckDialog(TakesDrops, Dialog):
    """`moved`: another listing is marked, by its place. `emptied`: the filter leaves none.

    `given`: files or a text were dropped.

    `takes`: asked with each key; True where it was the agent's.
    """

    has_own_keys = True
    moved = Signal(int)
    emptied = Signal()
    given = Signal(object, str)

    def __init__(
        self, book: ListingBook, theme: Theme, icons: Icons, pictures: Pictures, cards: FetchedCards, parent: QWidget
    ) -> None:
        super().__init__(self.tr("Check listings"), parent)
        self.setAcceptDrops(True)
        self.takes: Callable[[QKeyEvent], bool] = lambda event: False
        self.model = ListingModel(book, self)
        self.list = QListView(self)
        self.list.setItemDelegate(ListingDelegate(self.model, theme, icons))
        self.filters = ListingFilters(self)
        self.head, self.said = QLabel(self), Prose("", self)
        self.head.setFont(theme.large(self.font()))
        self._is_small = room(parent).height() < _SMALL_HEIGHT
        self._gap = 0.5 if self._is_small else 1.0
        self.chips = TitleChips(theme, self, most_lines=2 if self._is_small else 3)
        self.strip = PictureStrip(_SMALL_STRIP if self._is_small else _STRIP, self, has_words=not self._is_small)
        self.table = FieldTable(theme, self)
        self.evidence = EvidencePanel(theme, pictures, cards, self)
        self.large = LargePhotos(theme, pictures, self.evidence, head=self.head, said=self.said, parent=self)
        self.prices = PricePanel(theme, self)
        self.sides, self.tabs = QStackedWidget(self), QTabBar(self)
        self.reason = QLineEdit(self)
        self.why = Prose("", self)
        self.figures, self.note = QLabel(self), Prose("", self)
        self.paste = PasteForm(self)
        self.pages = QStackedWidget(self)
        self.open_table, self.open_folder, self.open_paste, self.again = (QPushButton(self) for _ in range(4))
        self.sources = (self.open_table, self.open_folder, self.open_paste)
        self.keys, self.walking = QPushButton(self), Prose("", self)
        self.language = QComboBox(self)
        self.agree, self.differ, self.name_it, self.reply, self.sheet = (QPushButton(self) for _ in range(5))
        self._set_up()
        self._arrange()
        pictures.small_ready.connect(self.strip.draw)

    @property
    def place(self) -> int | None:
        """The marked listing."""
        row = self.list.currentIndex().row()
        return self.model.places[row] if 0 <= row < len(self.model.places) else None

    @property
    def pictured(self) -> tuple[QWidget, ...]:
        """The parts by which a finding is judged, besides the title."""
        evidence, large = self.evidence, self.large
        below = evidence.crop, evidence.face, evidence.print, evidence.name, evidence.against
        return self.strip.viewport(), *below, large.view, large.compare, large.name, large.against

    def has_come(self, part: QWidget) -> bool:
        """Whether what this part of the page shows is not still on its way."""
        if part in (self.large.view, self.large.compare):
            return self.large.has_come
        if part is self.strip.viewport():
            return self.strip.has_come
        return not isinstance(part, ShownPart) or not part.is_on_its_way

    def mark(self, row: int) -> None:
        index = self.model.index(row)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def uncover(self, place: int) -> None:
        """Mark a listing, also where the filter has hidden it."""
        if self.model.row_of(place) is None:
            self.filters.reset()
        row = self.model.row_of(place)
        if row is not None:
            self.mark(row)

    def narrow(self, wanted: ListingFilter) -> None:
        """Another filter; the listing on the screen stays where it is in it, else the first one comes."""
        before = self.place
        self.model.choose(wanted)
        row = self.model.row_of(before) if before is not None else None
        self.mark(row or 0)
        # Of an empty list nothing is marked, and Qt says nothing of that.
        if self.place is None:
            self.emptied.emit()
        self.take_keys()

    def step_side(self) -> None:
        """The cards, the prices, and round again."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def name_price(self, verdict: str) -> None:
        """Name the tab of prices. `verdict`: of a price that is far off, else empty."""
        text = self.tr("Price: {verdict} (P)").format(verdict=verdict) if verdict else self.tr("Prices (P)")
        self.tabs.setTabText(1, text)

    def offer(self, name: str) -> None:
        """The listings that were opened last, while there are none; Enter opens them."""
        # The longest name that a disk takes is as wide as two screens.
        short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 50 * GRID)
        self.again.setText(self.tr("Open {name} again").format(name=button_text(short)))
        self.again.show()
        # The window may not be active yet, and then nothing in it has the focus.
        if self.pages.currentWidget() is self.start and self.focusWidget() is self.open_table:
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str) -> None:
        self.note.setText(text)

    @property
    def is_enlarged(self) -> bool:
        """Whether the photos of the listing have the whole page."""
        return self.pages.currentWidget() is self.large

    def enlarge(self, *, on: bool = True) -> None:
        """The photos in place of the page, or the page again."""
        if on is not self.is_enlarged and self.pages.currentWidget() in (self.work, self.large):
            self.large.follow()
            self.show_page(self.large if on else self.work)

    def show_page(self, page: QWidget) -> None:
        self.top.setVisible(page is not self.large)
        self.bar.setVisible(page in (self.work, self.large))
        self.pages.setCurrentWidget(page)
        self.take_keys()

    def take_keys(self) -> None:
        """The focus is where the page's keys count."""
        page = self.pages.currentWidget()
        takes = self.paste.text if page is self.paste else self.large if page is self.large else self.list
        takes.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The agent's keys count wherever nothing is typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.takes(event):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter decides, and only where the list has it; besides that it presses what opens listings."""
        source = next((button for button in (*self.sources, self.again) if button is self.focusWidget()), None)
        if source is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            source.click()
            return
        typed = self.focusWidget() is self.reason or self.pages.currentWidget() is self.paste
        if not typed and self.takes(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_keys()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc leaves what is open on the page first."""
        if self.pages.currentWidget() is self.paste:
            self.show_page(self.work)
        elif self.is_enlarged:
            self.enlarge(on=False)
        elif self.focusWidget() is self.reason:
            self.take_keys()
        else:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if event.mimeData().hasText():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def take_drop(self, found: Dropped, event: QDropEvent) -> bool:
        data = event.mimeData()
        text = data.text() if data.hasText() and not data.hasUrls() else ""
        self.given.emit(Dropped(paths=found.paths), text)
        return True

    # Inside

    def _set_up(self) -> None:
        view = self.list
        view.setModel(self.model)
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.setMinimumWidth(20 * GRID)
        view.setMaximumWidth(32 * GRID)
        view.setAccessibleName(self.tr("Listings"))
        view.selectionModel().currentChanged.connect(lambda now, before: self._moved())
        self.model.modelReset.connect(lambda: view.viewport().update())
        self.head.setAccessibleName(self.tr("Verdict"))
        self.strip.setAccessibleName(self.tr("Photos of the listing"))
        self.strip.setToolTip(self.tr("Space or a click shows a photo as large as the window."))
        self.strip.chosen.connect(self._enlarge_photo)
        for face in (self.evidence.crop, self.evidence.face):
            face.clicked.connect(lambda: self._enlarge(lambda: self.large.set_comparing(on=True)))
        self.evidence.print.clicked.connect(lambda: self._enlarge(self.large.show_code))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setMaxLength(1000)
        self.reason.setPlaceholderText(self.tr("Reason, in your words (E)"))
        for button, text in (
            (self.open_table, self.tr("Open table…")),
            (self.open_folder, self.tr("Open folder…")),
            (self.open_paste, self.tr("Paste listing…")),
            (self.keys, self.tr("Keys (?)")),
            (self.name_it, self.tr("It is this card (L)")),
            (self.reply, self.tr("Copy reply (.)")),
            (self.sheet, self.tr("Evidence sheet… (S)")),
        ):
            button.setText(text)
        hints = (self.tr("J next · K previous"), self.tr("N next undecided"), self.tr("Space large photos"))
        self.walking.setText("\n".join(hints))
        self.walking.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._hold_widths()
        self.language.setAccessibleName(self.tr("Language of the reply"))
        for text, data in (
            (self.tr("In the title's language"), ""),
            (self.tr("In English"), "en"),
            (self.tr("In Japanese"), "ja"),
        ):
            self.language.addItem(text, data)
        # Qt leaves out the room that the arrow takes.
        self.language.setMinimumWidth(self.language.sizeHint().width() + GRID)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.name_it.setCheckable(True)
        self.tabs.addTab(self.tr("Cards"))
        self.tabs.addTab("")
        self.name_price("")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self.sides.setCurrentIndex)
        for widget in (view, self.table, self.strip, self.large):
            widget.installEventFilter(self)

    def say_decision(self, decision: ListingDecision | None, field: str | None) -> None:
        """Say what Enter would store, None while nothing can be; and which field D is about, None where it asks."""
        self.agree.setText(self._agree_words(decision) if decision is not None else "")
        self.differ.setText(self._differ_words(field))

    def _agree_words(self, decision: ListingDecision) -> str:
        return self.tr("{decision} (Enter)").format(decision=agreeing_words(decision))

    def _differ_words(self, field: str | None) -> str:
        if field is None:
            return self.tr("Differs… (D)")
        return self.tr("Differs: {field} (D)").format(field=field_words(field))

    def _hold_widths(self) -> None:
        """The buttons whose words change have room for the longest."""
        differing = [ListingDecision(CheckOutcome.DIFFERS, field) for field in FIELDS]
        others = [ListingDecision(outcome) for outcome in (CheckOutcome.MATCH, CheckOutcome.CANNOT_TELL)]
        for button, texts in (
            (self.agree, [self._agree_words(decision) for decision in (*others, *differing)]),
            (self.differ, [self._differ_words(field) for field in (None, *FIELDS)]),
        ):
            button.setText(max(texts, key=button.fontMetrics().horizontalAdvance))
            button.setMinimumWidth(button.sizeHint().width())
        self.say_decision(None, None)

    def _enlarge(self, do: Callable[[], object]) -> None:
        self.enlarge()
        do()

    def _enlarge_photo(self, photo: str) -> None:
        self._enlarge(lambda: self.large.show_photo(photo))

    def _moved(self) -> None:
        if self.place is not None:
            self.moved.emit(self.place)

    def _arrange(self) -> None:
        self.top, self.bar = QWidget(self), QWidget(self)
        gap = self._gap
        self.top.setLayout(row(*self.sources, self.filters, Stretch(), self.keys, spacing=gap))
        deciding = (self.agree, 1), self.differ, self.name_it, self.reply, self.language
        self.bar.setLayout(row(*deciding, spacing=gap))
        words = Prose(
            self.tr(
                "Open a table of listings (CSV) or a folder with one folder for each listing, or paste one listing and "
                "drop its photos. Everything can also be dropped here."
            ),
            self,
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again.hide()
        self.start = QWidget(self)
        start = column(Stretch(), words, self.again, Stretch(), spacing=2, margins=None)
        start.setAlignment(self.again, Qt.AlignmentFlag.AlignHCenter)
        self.start.setLayout(start)
        self.work = QWidget(self)
        for page in (self.start, self.work, self.large, self.paste):
            self.pages.addWidget(page)
        self._arrange_work()
        self.bar.hide()
        foot = row((self.note, 1), self.figures, spacing=2)
        edges = (2 * gap, 2 * gap, 2 * gap, gap)
        self.lay(self.top, (self.pages, 1), self.bar, foot, spacing=gap, margins=edges, size=(166, 84))
        self.filters.setEnabled(False)
        self.model.modelReset.connect(lambda: self.filters.setEnabled(bool(self.model.book.listings)))
        self.open_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange_work(self) -> None:
        side = QWidget(self, minimumWidth=34 * GRID, maximumWidth=(34 if self._is_small else 46) * GRID)
        for page in (self.evidence, self.prices):
            self.sides.addWidget(page)
        gap = self._gap
        kept = row((self.reason, 1), self.sheet, spacing=gap)
        left = column((self.list, 1), self.walking, spacing=gap)
        shown = (self.head, self.said, self.chips, self.strip, (self.table, 1), self.why)
        middle = column(*shown, kept, spacing=gap)
        side.setLayout(column(self.tabs, (self.sides, 1), spacing=gap))
        # A narrow screen takes the room from all three, a wide one gives it to the middle.
        self.work.setLayout(row((left, 2), (middle, 6), (side, 4), spacing=2 * gap))
