"""The page that checks listings: its parts and where they stand. What keys and buttons do is the agent's business."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from karuta.gui.intake.dropped import Dropped, accept_a_copy, dropped, may_be_dropped
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.picture_strip import PictureStrip
from karuta.gui.kit.plain import button_text
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.listings.gui.check.evidence_panel import EvidencePanel, Face
from karuta.listings.gui.check.field_table import FieldTable
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.gui.check.listing_delegate import ListingDelegate
from karuta.listings.gui.check.listing_filters import ListingFilters
from karuta.listings.gui.check.listing_model import ListingFilter, ListingModel
from karuta.listings.gui.check.paste_form import PasteForm
from karuta.listings.gui.check.price_panel import PricePanel
from karuta.listings.gui.check.small_print import SmallPrint
from karuta.listings.gui.check.title_chips import TitleChips

_STRIP = QSize(9 * GRID, 9 * GRID)


class CheckDialog(QDialog):
    """`moved`: another listing is marked, by its place. `emptied`: the filter leaves none.

    `given`: files or a text were dropped.

    `takes`: asked with each key; True where it was the agent's.
    """

    moved = Signal(int)
    emptied = Signal()
    given = Signal(object, str)

    def __init__(
        self, book: ListingBook, theme: Theme, icons: Icons, pictures: Pictures, cards: FetchedCards, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Check listings"))
        self.setAcceptDrops(True)
        self.takes: Callable[[QKeyEvent], bool] = lambda event: False
        self.model = ListingModel(book, self)
        self.list = QListView(self)
        self.list.setItemDelegate(ListingDelegate(self.model, theme, icons))
        self.filters = ListingFilters(self)
        self.head, self.said = QLabel(self), Prose("", self)
        self.head.setFont(theme.large(self.font()))
        self.chips = TitleChips(theme, self)
        self.strip = PictureStrip(_STRIP, self)
        self.table = FieldTable(theme, self)
        self.evidence = EvidencePanel(theme, pictures, cards, self)
        self.prices = PricePanel(theme, self)
        self.sides, self.tabs = QStackedWidget(self), QTabBar(self)
        self.reason = QLineEdit(self)
        self.why = Prose("", self)
        self.figures, self.note = QLabel(self), Prose("", self)
        self.paste = PasteForm(self)
        self.pages = QStackedWidget(self)
        self.open_table, self.open_folder, self.open_paste, self.again = (QPushButton(self) for _ in range(4))
        self.sources = (self.open_table, self.open_folder, self.open_paste)
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
        """What a finding is judged by, besides the title."""
        evidence = self.evidence
        return self.strip.viewport(), evidence.crop, evidence.face, evidence.print, evidence.name, evidence.against

    def has_come(self, part: QWidget) -> bool:
        """Whether what this part of the page shows is not still on its way."""
        if part is self.strip.viewport():
            return self.strip.has_come
        return not isinstance(part, Face | SmallPrint) or not part.is_on_its_way

    def mark(self, row: int) -> None:
        index = self.model.index(row)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def narrow(self, wanted: ListingFilter) -> None:
        """Another filter; the listing on the screen stays where it is in it, else the first one comes."""
        before = self.place
        self.model.choose(wanted)
        row = self.model.row_of(before) if before is not None else None
        self.mark(row or 0)
        # Of an empty list nothing is marked, and Qt says nothing of that.
        if self.place is None:
            self.emptied.emit()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_side(self) -> None:
        """The cards, the prices, and round again."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def name_price(self, verdict: str) -> None:
        """What the tab of prices is called. `verdict`: of a price that is far off, else empty."""
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

    def show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        (self.paste.text if page is self.paste else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

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
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc leaves what is open on the page first."""
        if self.pages.currentWidget() is self.paste:
            self.show_page(self.work)
        elif self.focusWidget() is self.reason:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if may_be_dropped(event.mimeData()) or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        data = event.mimeData()
        found = dropped(data)
        accept_a_copy(event)
        text = data.text() if data.hasText() and not data.hasUrls() else ""
        self.given.emit(Dropped(paths=found.paths), text)

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
        self.strip.chosen.connect(self.evidence.show_photo)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setMaxLength(1000)
        self.reason.setPlaceholderText(self.tr("Reason, in your words (E)"))
        for button, text in (
            (self.open_table, self.tr("Open table…")),
            (self.open_folder, self.tr("Open folder…")),
            (self.open_paste, self.tr("Paste listing…")),
            (self.differ, self.tr("Differs… (D)")),
            (self.name_it, self.tr("It is this card (L)")),
            (self.reply, self.tr("Copy reply (.)")),
            (self.sheet, self.tr("Evidence sheet… (S)")),
        ):
            button.setText(text)
        self.language.setAccessibleName(self.tr("Language of the reply"))
        for text, data in (
            (self.tr("In the title's language"), ""),
            (self.tr("In English"), "en"),
            (self.tr("In Japanese"), "ja"),
        ):
            self.language.addItem(text, data)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.name_it.setCheckable(True)
        self.tabs.addTab(self.tr("Cards"))
        self.tabs.addTab("")
        self.name_price("")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self.sides.setCurrentIndex)
        for widget in (view, self.table, self.strip):
            widget.installEventFilter(self)

    def _moved(self) -> None:
        if self.place is not None:
            self.moved.emit(self.place)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        for button in self.sources:
            top.addWidget(button)
        top.addWidget(self.filters)
        top.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.figures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
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
        start = QVBoxLayout(self.start)
        start.setSpacing(2 * GRID)
        start.addStretch(1)
        start.addWidget(words)
        start.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        start.addStretch(1)
        self.work = QWidget(self)
        for page in (self.start, self.work, self.paste):
            self.pages.addWidget(page)
        self._arrange_work()
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)
        self.filters.setEnabled(False)
        self.model.modelReset.connect(lambda: self.filters.setEnabled(bool(self.model.book.listings)))
        self.resize(166 * GRID, 84 * GRID)
        self.open_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange_work(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(GRID)
        for widget in (self.head, self.said, self.chips, self.strip, self.table, self.why):
            middle.addWidget(widget)
        middle.addStretch(1)
        middle.addWidget(self.reason)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.tabs)
        for page in (self.evidence, self.prices):
            self.sides.addWidget(page)
        right.addWidget(self.sides, 1)
        buttons = QGridLayout()
        buttons.setSpacing(GRID // 2)
        buttons.addWidget(self.agree, 0, 0, 1, 2)
        buttons.addWidget(self.differ, 1, 0)
        buttons.addWidget(self.name_it, 1, 1)
        buttons.addWidget(self.reply, 2, 0)
        buttons.addWidget(self.language, 2, 1)
        buttons.addWidget(self.sheet, 3, 0, 1, 2)
        right.addLayout(buttons)
        across = QHBoxLayout(self.work)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        # A narrow screen takes the room from all three, a wide one gives it to the middle.
        across.addWidget(self.list, 2)
        across.addLayout(middle, 6)
        side = QWidget(self)
        side.setMinimumWidth(34 * GRID)
        side.setMaximumWidth(46 * GRID)
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        across.addWidget(side, 4)
