"""The page *Supply and demand*: tables, plot, figures and a card's sheet, filled from the lanes. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget, QTabBar, QWidget

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.gui.features.catalogue.card_sheet_view import CardSheetView
from karuta.gui.features.feature import Page, WindowParts
from karuta.gui.kit.dialog import FULL
from karuta.gui.kit.dropped import Dropped, TakesDrops
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import filled_in, together, words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.listings.domain.popularity import ListedBy, Popularity, Sort, SoughtBy, popularity_of
from karuta.listings.gui.listed.demand_table import (
    DemandModel,
    DemandTable,
    card_rows,
    pack_rows,
    sort_words,
    spread_words,
)
from karuta.listings.gui.plots import DemandPlot
from karuta.listings.services.popularity.count_demand import DemandTables, count_demand, is_of_searches
from karuta.listings.services.popularity.demand_files import own_rules_file, read_first_rules, write_popularity
from karuta.paths import LibraryFolder

CARDS, PACKS = 0, 1
_KEYS = {Qt.Key.Key_C: CARDS, Qt.Key.Key_P: PACKS}


class ListedDialog(TakesDrops, Page):
    """Counts these tables as it opens. `keep`: told of the tables that could be read."""

    def __init__(self, parts: WindowParts, tables: DemandTables, keep: Callable[[DemandTables], None]) -> None:
        super().__init__(self.tr("Supply and demand"), parts)
        theme = parts.kit.theme
        self.setAcceptDrops(True)
        self._keep = keep
        self._tables = self._counted_tables = DemandTables()
        self._rules_open = False
        self.popularity: Popularity | None = None
        self.open_listings = self.make_button(
            self.tr("Open listings…"), lambda: self._choose(self.tr("Open a table of listings"), of_searches=False)
        )
        self.open_searches = self.make_button(
            self.tr("Open searches…"), lambda: self._choose(self.tr("Open a table of searches"), of_searches=True)
        )
        self.rules = self.make_button(self.tr("Edit rules…"), self._edit_rules)
        self.save = self.make_button(self.tr("Save as table…"), self._save)
        self.listed_by, self.sought_by = QComboBox(self), QComboBox(self)
        self.tabs, self.filter = QTabBar(self), SearchField(self)
        self.cards = self._cards(theme)
        self.packs = self._packs(theme)
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
        self.sheet = CardSheetView(parts.session, parts.pictures, theme, self)
        self.start = Prose(parent=self)
        self._nothing = self.tr(
            "Nothing has been counted. Open a table of listings (title or card_id; a report of a check, too) and a "
            "table of searches (query, count), or drop them here. Without tables, listings that you checked and "
            "photos that you labelled count."
        )
        self._set_up()
        self._arrange()
        self._count(tables)

    @property
    def card(self) -> CardKey | None:
        """The marked one."""
        key = self.cards.key
        return key if isinstance(key, CardKey) else None

    @property
    def table(self) -> DemandTable:
        return self.packs if self.tabs.currentIndex() == PACKS else self.cards

    def _show_demand(self, popularity: Popularity, tables: DemandTables) -> None:
        """Counted anew it begins at the top; else the marked card stays marked. A filter stays."""
        is_new = self.popularity is None or popularity.counts is not self.popularity.counts
        self.popularity, self._counted_tables = popularity, tables
        self._keep(tables)
        self.start.setText(self._nothing)
        self._offer(self.listed_by, ListedBy, popularity.listed_by)
        self._offer(self.sought_by, SoughtBy, popularity.sought_by)
        self.card_model.fill(card_rows(popularity))
        self.pack_model.fill(pack_rows(popularity))
        if is_new:
            self.cards.choose(0)
        is_empty = not (popularity.listed.total or popularity.looked_for.total)
        self.tables.setCurrentWidget(self.start if is_empty else self.table)
        for part in (self.tabs, self.filter, self.save):
            part.setEnabled(not is_empty)
        self.legend.setVisible(not is_empty)
        self.plot.show_cards(popularity, self.card)
        self._say(popularity)
        if not is_empty and self.focusWidget() is not self.filter:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.say(together([*map(words_of, popularity.rules.troubles[:1]), *self._skips(popularity)]))

    def say(self, text: str, *, is_counting: bool = False) -> None:
        """While the first count goes on, the page itself says so."""
        self.note.setText(text)
        if self.popularity is None:
            self.start.setText(text if is_counting else self._nothing)

    def show_part(self, part: int) -> None:
        """Cards or packs."""
        if self.tabs.currentIndex() != part:
            self.tabs.setCurrentIndex(part)
        if self.tables.currentWidget() is not self.start:
            self.tables.setCurrentWidget(self.table)
        if self.popularity is not None:
            self._say_order(self.popularity)
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
            self.look_at_rules()

    def take_drop(self, dropped: Dropped, event: QDropEvent) -> bool:
        del event
        if dropped.paths:
            self._sort(dropped.paths)
        return True

    # What the lanes do

    def _count(self, tables: DemandTables) -> None:
        """Everything anew, with these tables."""
        session, say = self._session, while_alive(self, self._say_read)
        self._tables = tables

        def work(library: LibraryFolder, token: CancelToken) -> Popularity:
            def tell(*read: int) -> None:
                session.box.post(lambda: say(read))

            counts = count_demand(library, session.resources, tables, cancel=token, tell=tell)
            return popularity_of(counts, read_first_rules(library, session.resources))

        self.say(self.tr("Counting…"), is_counting=True)
        show = partial(self._show_demand, tables=tables)
        self.ask(session.task_lane, work, show, refuse=self._refuse, key="counted")

    def _order(self) -> None:
        """Order these counts by another sort, or by other rules."""
        popularity, session = self.popularity, self._session
        if popularity is None:
            return
        listed_by, sought_by = ListedBy(self.listed_by.currentData()), SoughtBy(self.sought_by.currentData())

        def work(library: LibraryFolder, token: CancelToken) -> Popularity:
            del token
            rules = read_first_rules(library, session.resources)
            return popularity_of(popularity.counts, rules, listed_by=listed_by, sought_by=sought_by)

        show = partial(self._show_demand, tables=self._counted_tables)
        self.ask(session.files_lane, work, show, refuse=self._refuse, key="ordered")

    def _add(self, listings: Sequence[Path], searches: Sequence[Path]) -> None:
        """Listings are added to those that are there; there is one table of searches."""
        named = tuple(dict.fromkeys((*self._tables.listings, *listings)))
        self._count(replace(self._tables, listings=named, searches=searches[-1] if searches else self._tables.searches))

    def _sort(self, paths: Sequence[Path]) -> None:
        """Dropped: what each table is of, its first line says."""

        def sorted_out(of_searches: Sequence[bool]) -> None:
            kinds = list(zip(paths, of_searches, strict=True))
            self._add(
                [path for path, searches in kinds if not searches], [path for path, searches in kinds if searches]
            )

        lane = self._session.files_lane
        self.ask(lane, lambda library, token: list(map(is_of_searches, paths)), sorted_out, refuse=self._refuse)

    def _choose(self, title: str, *, of_searches: bool) -> None:
        path = self._kit.ask.about("listings").file(title, self.tr("CSV (*.csv *.tsv *.txt)"))
        if path is not None:
            self._add([] if of_searches else [path], [path] if of_searches else [])

    def _edit_rules(self) -> None:
        """In whatever the person opens tables with."""
        resources = self._session.resources
        self.ask(
            self._session.files_lane,
            lambda library, token: own_rules_file(library, resources),
            self._open_rules,
            refuse=self._refuse,
        )

    def _open_rules(self, place: Path) -> None:
        self._rules_open = True
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
        text = self.tr("The rules are in {file}. They are read again when you come back.")
        self.say((text if opened else self.tr("The rules are in {file}; edit them there.")).format(file=place))

    def look_at_rules(self) -> None:
        """Back from the editor."""
        if self._rules_open:
            self._order()

    def _save(self) -> None:
        popularity, tables = self.popularity, self._tables
        out = self._kit.ask.about("export").new_file(self.tr("Save as table"), "listed.csv", "CSV (*.csv)")
        if out is not None and popularity is not None:
            self.ask(
                self._session.files_lane,
                lambda library, token: write_popularity(popularity, out, reads=(*tables.listings, tables.searches)),
                lambda made: self.say(self.tr("Saved to {file}").format(file=made.name)),
                keep=True,
            )

    def _refuse(self, why: str) -> None:
        """Tables that cannot be read are named no more."""
        self._tables = self._counted_tables
        self._keep(self._tables)
        self.say(why)

    def _open_photo(self, photo: str) -> None:
        self.done(0)
        self._parts.put_on_desk(photo)

    def _fill_sheet(self, card: CardKey) -> None:
        self.sheet.fill(card, lambda: self.side.setCurrentWidget(self.sheet))

    # Inside

    def _say_read(self, read: tuple[int, ...]) -> None:
        done, total = read
        self.say(filled_in(self.tr("Reading: {done} of {total} lines"), done=done, total=total), is_counting=True)

    def _skips(self, popularity: Popularity) -> list[str]:
        """How many rows of the tables count for no card, and the first of them."""
        first, skips = next(popularity.counts.skipped, None), popularity.counts.skips
        if first is None:
            return []
        text = self.tr("{count} rows belong to no card; {file} line {line}: {reason}.", "", skips)
        return [filled_in(text, count=skips, file=first.file, line=str(first.line), reason=first.reason)]

    def _say(self, popularity: Popularity) -> None:
        counted = self.tr("{what} ({count}).")
        listed = filled_in(counted, what=sort_words(popularity.listed_by), count=popularity.listings)
        sought = filled_in(counted, what=sort_words(popularity.sought_by), count=popularity.looked_for.total)
        self._say_order(popularity)
        neither = self.tr("Neither listed nor looked for: {count} of all {all}.")
        lines = (
            together([listed, spread_words(popularity.listed)]),
            together([sought, spread_words(popularity.looked_for)]),
            filled_in(neither, count=popularity.untouched, all=len(popularity.rows)),
        )
        self.figures.setText("\n".join(lines))

    def _say_order(self, popularity: Popularity) -> None:
        if self.tabs.currentIndex() == PACKS:
            self.says.setText(self.tr("The newest pack first. Enter shows a pack's cards."))
            return
        cap = popularity.rules.cap
        text = self.tr("Ordered by rules. The ten commonest cards have at most {most} places of any {of}.")
        self.says.setText(text.format(of=cap.of, most=cap.most))

    def _offer(self, box: QComboBox, sorts: Iterable[Sort], now: Sort) -> None:
        assert self.popularity is not None
        with QSignalBlocker(box):
            box.clear()
            for sort in sorts:
                if sort in self.popularity.counts.tallies:
                    box.addItem(sort_words(sort), sort.value)
            box.setCurrentIndex(box.findData(now.value))
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
        self.card_model = DemandModel(heads, theme, self)
        return DemandTable(self.card_model, self.tr("Cards"), stretched=(1, 5), parent=self)

    def _packs(self, theme: Theme) -> DemandTable:
        heads = (
            (self.tr("Pack"), self.tr("Pack")),
            (self.tr("Cards"), self.tr("Cards that first came with it")),
            (self.tr("Listed"), self.tr("How many listings name its cards")),
            (self.tr("Looked for"), self.tr("How often its cards are looked for")),
            (self.tr("Never listed"), self.tr("Cards that no listing names")),
            (self.tr("Never looked for"), self.tr("Cards that nobody looks for")),
        )
        self.pack_model = DemandModel(heads, theme, self)
        return DemandTable(self.pack_model, self.tr("Packs"), stretched=(0,), parent=self)

    def _set_up(self) -> None:
        self.open_listings.setShortcut(QKeySequence("Ctrl+O"))
        self.open_searches.setShortcut(QKeySequence("Ctrl+Shift+O"))
        self.listed_by.setAccessibleName(self.tr("What counts as listed"))
        self.sought_by.setAccessibleName(self.tr("What counts as looked for"))
        for box in (self.listed_by, self.sought_by):
            box.setToolTip(box.accessibleName())
            box.setEnabled(False)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda _: self._order())
        self.tabs.addTab(self.tr("Cards (C)"))
        self.tabs.addTab(self.tr("Packs (P)"))
        self.tabs.setDrawBase(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.currentChanged.connect(self.show_part)
        self.filter.setPlaceholderText(self.tr("Filter by name (/)"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.textChanged.connect(self.card_model.narrow)
        self.filter.textChanged.connect(self.pack_model.narrow)
        self.filter.entered.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.filter.left.connect(self._leave_filter)
        self.cards.opened.connect(self._fill_sheet)
        self.sheet.photo_wanted.connect(self._open_photo)
        self.packs.opened.connect(self._open_pack)
        self.cards.selectionModel().currentRowChanged.connect(lambda now, before: self._moved())
        for part in (self.tabs, self.filter, self.save):
            part.setEnabled(False)
        for label in (self.legend, self.start):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.start.setAlignment(Qt.AlignmentFlag.AlignCenter)

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
            self._fill_sheet(card)

    def _arrange(self) -> None:
        top = row(self.open_listings, self.open_searches, self.listed_by, self.sought_by, Stretch())
        foot = row(self.rules, self.save, (self.note, 1), self.make_button(self.tr("Close"), lambda: self.done(0)))
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
