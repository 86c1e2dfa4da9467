"""The page *Supply and demand*: arranges tables, plot, figures and a card's sheet. Counts and reads nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget, QTabBar, QWidget

from karuta.domain.card import CardKey
from karuta.domain.catalogue import CardSheet
from karuta.gui.features.catalogue.card_sheet_view import CardSheetView
from karuta.gui.intake.dropped import Dropped, TakesDrops
from karuta.gui.kit.dialog import FULL, Dialog
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import together
from karuta.gui.library.pictures import Pictures
from karuta.listings.domain.popularity import DemandCounts, ListedBy, Popularity, SoughtBy
from karuta.listings.gui.listed.demand_table import (
    SORTS,
    DemandModel,
    DemandTable,
    card_rows,
    pack_rows,
    sort_words,
    spread_words,
)
from karuta.listings.gui.plots import DemandPlot
from karuta.paths import LibraryFolder

CARDS, PACKS = 0, 1
_KEYS = {Qt.Key.Key_C: CARDS, Qt.Key.Key_P: PACKS}


class ListedDialog(TakesDrops, Dialog):
    """`chosen`: another sort of counts is wanted. `given`: files were dropped. `returned`: the window is active again.

    `card_wanted`: a person wants to see a card.
    """

    chosen = Signal()
    given = Signal(object)
    returned = Signal()
    card_wanted = Signal(object)

    def __init__(self, library: LibraryFolder, pictures: Pictures, theme: Theme, parent: QWidget) -> None:
        # Qt tells of a palette before there are any.
        self._tinted: tuple[DemandTable, ...] = ()
        super().__init__(self.tr("Supply and demand"), parent)
        self.setAcceptDrops(True)
        self.found: Popularity | None = None
        self.open_listings, self.open_searches = (QPushButton(self) for _ in range(2))
        self.rules, self.save, self.leave = (QPushButton(self) for _ in range(3))
        self.listed_by, self.sought_by = QComboBox(self), QComboBox(self)
        self.tabs, self.filter = QTabBar(self), SearchField(self)
        self.cards = self._cards(theme)
        self.packs = self._packs(theme)
        self._tinted = (self.cards, self.packs)
        self.tables, self.side = QStackedWidget(self), QStackedWidget(self)
        self.says, self.figures, self.note = Prose(parent=self), Prose(parent=self), Prose(parent=self)
        self.plot = DemandPlot(
            theme,
            self.tr("Listed (across), looked for (up)"),
            empty=self.tr("Nothing has been counted yet."),
            parent=self,
        )
        self.legend = Prose(
            self.tr(
                "Each dot is a card, or several with the same counts; the ten commonest are larger. On the dashed line "
                "a card has the same share of all listings and of everything looked for."
            ),
            self,
        )
        self.sheet = CardSheetView(library, pictures, theme, self)
        self.start = Prose(parent=self)
        self._nothing = self.tr(
            "Nothing has been counted. Open a table of listings (title or card_id; a report of a check, too) and a "
            "table of searches (query, count), or drop them here. Without tables, listings that you checked and "
            "photos that you labelled count."
        )
        self._set_up()
        self._arrange()

    @property
    def card(self) -> CardKey | None:
        """The marked one."""
        key = self.cards.key
        return key if isinstance(key, CardKey) else None

    @property
    def table(self) -> DemandTable:
        return self.packs if self.tabs.currentIndex() == PACKS else self.cards

    def show_demand(self, found: Popularity, counts: DemandCounts, *, is_new: bool) -> None:
        """`is_new`: counted anew, so it begins at the top; else the marked card stays marked. A filter stays."""
        card = None if is_new else self.card
        self.found = found
        self.start.setText(self._nothing)
        self._offer(self.listed_by, counts.listed, found.listed_by)
        self._offer(self.sought_by, counts.looked_for, found.sought_by)
        self.card_model.fill(list(card_rows(found)))
        self.pack_model.fill(list(pack_rows(found)))
        is_empty = not (found.listed.total or found.looked_for.total)
        self.tables.setCurrentWidget(self.start if is_empty else self.table)
        for part in (self.tabs, self.filter, self.save):
            part.setEnabled(not is_empty)
        self.legend.setVisible(not is_empty)
        self.plot.show_cards(found, card)
        self._say(found)
        self.cards.choose(self.card_model.row_of(card) or 0)
        self.packs.choose(0)
        if not is_empty and self.focusWidget() is not self.filter:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str, *, is_counting: bool = False) -> None:
        """While the first count goes on, the page itself says so."""
        self.note.setText(text)
        if self.found is None:
            self.start.setText(text if is_counting else self._nothing)

    def show_sheet(self, sheet: CardSheet) -> None:
        self.sheet.show_sheet(sheet)
        self.side.setCurrentWidget(self.sheet)

    def show_part(self, part: int) -> None:
        """Cards or packs."""
        if self.tabs.currentIndex() != part:
            self.tabs.setCurrentIndex(part)
        if self.tables.currentWidget() is not self.start:
            self.tables.setCurrentWidget(self.table)
        if self.found is not None:
            self._say_order(self.found)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, plain = Qt.Key(event.key()), not event.modifiers()
        if plain and key in _KEYS and self.tabs.isEnabled():
            self.show_part(_KEYS[key])
        elif plain and key == Qt.Key.Key_Slash and self.filter.isEnabled():
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button = self.focusWidget()
            if isinstance(button, QPushButton):
                button.click()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc leaves the card first."""
        if self.side.currentWidget() is self.sheet:
            self.side.setCurrentWidget(self.overview)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().reject()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.returned.emit()
        if event.type() == QEvent.Type.PaletteChange:
            for table in self._tinted:
                table.retint()

    def take_drop(self, found: Dropped, event: QDropEvent) -> bool:
        del event
        if found.paths:
            self.given.emit(found.paths)
        return True

    # Inside

    def _say(self, found: Popularity) -> None:
        counted = self.tr("{what} ({count}).")
        listed = counted.format(what=sort_words(found.listed_by), count=f"{found.listings:,}")
        sought = counted.format(what=sort_words(found.sought_by), count=f"{found.looked_for.total:,}")
        self._say_order(found)
        neither = self.tr("Neither listed nor looked for: {count} of all {all}.")
        self.figures.setText(
            "\n".join(
                (
                    together([listed, spread_words(found.listed)]),
                    together([sought, spread_words(found.looked_for)]),
                    neither.format(count=f"{found.untouched:,}", all=f"{len(found.rows):,}"),
                )
            )
        )

    def _say_order(self, found: Popularity) -> None:
        if self.tabs.currentIndex() == PACKS:
            self.says.setText(self.tr("The newest pack first. Enter shows a pack's cards."))
            return
        cap = found.rules.cap
        text = self.tr("Ordered by rules. The ten commonest cards have at most {most} places of any {of}.")
        self.says.setText(text.format(of=cap.of, most=cap.most))

    def _offer(self, box: QComboBox, sorts: Iterable[ListedBy | SoughtBy], now: ListedBy | SoughtBy) -> None:
        with QSignalBlocker(box):
            box.clear()
            for sort in sorted(sorts, key=[*SORTS].index):
                box.addItem(sort_words(sort), sort.value)
            box.setCurrentIndex(box.findData(now.value))
        # Qt leaves out the room that the arrow takes.
        box.setMinimumWidth(box.sizeHint().width() + 2 * GRID)
        box.setEnabled(box.count() > 1)

    def _cards(self, theme: Theme) -> DemandTable:
        heads = (
            ("#", self.tr("The place that the rules give")),
            (self.tr("Card"), self.tr("Card")),
            (self.tr("Listed"), self.tr("How many listings name the card")),
            (self.tr("Looked for"), self.tr("How often the card is looked for")),
            (self.tr("Missed"), self.tr("How many of its listings a buyer's search misses")),
            (self.tr("By which rule"), self.tr("Why it is in this place")),
        )
        self.card_model = DemandModel(heads, self)
        return DemandTable(self.card_model, theme, self.tr("Cards"), stretched=(1, 5), parent=self)

    def _packs(self, theme: Theme) -> DemandTable:
        heads = (
            (self.tr("Pack"), self.tr("Pack")),
            (self.tr("Cards"), self.tr("Cards that it was the first to bring")),
            (self.tr("Listed"), self.tr("How many listings name its cards")),
            (self.tr("Looked for"), self.tr("How often its cards are looked for")),
            (self.tr("Never listed"), self.tr("Cards that no listing names")),
            (self.tr("Never looked for"), self.tr("Cards that nobody looks for")),
        )
        self.pack_model = DemandModel(heads, self)
        return DemandTable(self.pack_model, theme, self.tr("Packs"), stretched=(0,), parent=self)

    def _set_up(self) -> None:
        for button, text in (
            (self.open_listings, self.tr("Open listings…")),
            (self.open_searches, self.tr("Open searches…")),
            (self.rules, self.tr("Edit rules…")),
            (self.save, self.tr("Save as table…")),
            (self.leave, self.tr("Close")),
        ):
            button.setText(text)
            button.setAutoDefault(False)
        self.open_listings.setShortcut(QKeySequence("Ctrl+O"))
        self.open_searches.setShortcut(QKeySequence("Ctrl+Shift+O"))
        self.leave.clicked.connect(lambda _=False: self.done(0))
        self.listed_by.setAccessibleName(self.tr("What counts as listed"))
        self.sought_by.setAccessibleName(self.tr("What counts as looked for"))
        for box in (self.listed_by, self.sought_by):
            box.setToolTip(box.accessibleName())
            box.setEnabled(False)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda _: self.chosen.emit())
        self.tabs.addTab(self.tr("Cards (C)"))
        self.tabs.addTab(self.tr("Packs (P)"))
        self.tabs.setDrawBase(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.currentChanged.connect(self.show_part)
        self.filter.setPlaceholderText(self.tr("Filter by name (/)"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.textChanged.connect(self._narrow)
        self.filter.entered.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.filter.left.connect(self._leave_filter)
        self.cards.opened.connect(self.card_wanted)
        self.packs.opened.connect(self._open_pack)
        self.cards.selectionModel().currentRowChanged.connect(lambda now, before: self._moved())
        for part in (self.tabs, self.filter, self.save):
            part.setEnabled(False)
        for label in (self.legend, self.start):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.start.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _narrow(self, text: str) -> None:
        card = self.card
        for model in (self.card_model, self.pack_model):
            model.narrow(text)
        self.cards.choose(self.card_model.row_of(card) or 0)
        self.packs.choose(0)

    def _leave_filter(self) -> None:
        """Esc in the field: first its text goes, then the keys go back to the table."""
        if self.filter.text():
            self.filter.clear()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_pack(self, name: str) -> None:
        """Its cards."""
        self.filter.setText(name)
        self.show_part(CARDS)

    def _moved(self) -> None:
        """The plot shows where the card lies; an open sheet follows."""
        card = self.card
        self.plot.mark(card)
        if card is not None and self.side.currentWidget() is self.sheet:
            self.card_wanted.emit(card)

    def _arrange(self) -> None:
        top = row(self.open_listings, self.open_searches, self.listed_by, self.sought_by, Stretch())
        foot = row(self.rules, self.save, (self.note, 1), self.leave)
        for table in (self.start, self.cards, self.packs):
            self.tables.addWidget(table)
        left = column(row(self.tabs, (self.filter, 1)), self.says, (self.tables, 1))
        self.overview = QWidget(self)
        self.overview.setLayout(column((self.plot, 1), self.legend, self.figures))
        for page in (self.overview, self.sheet):
            self.side.addWidget(page)
        self.side.setMinimumWidth(40 * GRID)
        across = row((left, 8), (self.side, 5), spacing=3)
        self.lay(top, (across, 1), foot, spacing=1, margins=FULL, size=(166, 84))
