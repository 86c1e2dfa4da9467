"""Fills the page *Supply and demand* from the lanes: counts, orders by the rules, opens them. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Known
from karuta.domain.sentence import Sentence
from karuta.gui.features.catalogue.card_sheet_view import SheetFiller
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.translate import together, words_of
from karuta.gui.kit.while_alive import Asker, while_alive
from karuta.gui.library.session import Session, sentence
from karuta.listings.domain.popularity import ListedBy, Popularity, SoughtBy, popularity_of
from karuta.listings.services.popularity.count_demand import CountedDemand, DemandTables, count_demand, is_of_searches
from karuta.listings.services.popularity.demand_files import own_rules_file, read_first_rules, write_popularity
from karuta.paths import LibraryFolder

if TYPE_CHECKING:
    from karuta.listings.gui.listed.listed_dialog import ListedDialog


_KEY = "listed"


@dataclass(frozen=True)
class _Ordered:
    """Counts that a lane brings, and what the rules make of them."""

    counted: CountedDemand
    found: Popularity
    troubles: tuple[Sentence, ...]


class ListedPage(QObject):
    """Only the newest question is answered. `keep`: told of the tables that could be read."""

    def __init__(self, session: Session, dialog: ListedDialog, keep: Callable[[DemandTables], None]) -> None:
        super().__init__(dialog)
        self._session, self._dialog, self._keep = session, dialog, keep
        self._ask = Asker(dialog, self._failed)
        self._counted: CountedDemand | None = None
        self._tables = DemandTables()
        self._drop: Callable[[], None] = lambda: None
        self._rules_open = False
        view, shown = dialog.sheet, dialog.show_sheet
        self._sheet = SheetFiller(
            session, view, page=dialog, shown=shown, failed=lambda error: dialog.say(sentence(error))
        )
        dialog.card_wanted.connect(self._sheet.show)
        dialog.finished.connect(lambda _: self._drop())

    def count(self, tables: DemandTables) -> None:
        """Everything anew, with these tables."""
        session, dialog = self._session, self._dialog
        self._tables = tables
        say = while_alive(dialog, self._say_read)

        def work(library: LibraryFolder, token: CancelToken) -> _Ordered:
            def tell(*read: int) -> None:
                session.box.post(lambda: say(read))

            return _ordered(count_demand(library, session.resources, tables, cancel=token, tell=tell), session)

        self._drop()
        dialog.say(self.tr("Counting…"), is_counting=True)
        done, failed = while_alive(dialog, self._came), while_alive(dialog, self._failed)
        self._drop = session.task_lane.submit(work, done=done, failed=failed, key=_KEY).drop

    def order(self) -> None:
        """Order these counts by another sort, or by other rules."""
        counted, dialog, session = self._counted, self._dialog, self._session
        if counted is None:
            return
        listed_by, sought_by = dialog.listed_by.currentData(), dialog.sought_by.currentData()
        sorts = ListedBy(listed_by) if listed_by else None, SoughtBy(sought_by) if sought_by else None
        self._ask(session.files_lane, lambda library: _ordered(counted, session, *sorts), self._came, key=_KEY)

    def take(self, paths: list[Path], *, of_searches: bool) -> None:
        """Tables that are named now; listings are added to those that are there."""
        if of_searches:
            self.count(replace(self._tables, searches=paths[-1]))
        else:
            listings = tuple(dict.fromkeys((*self._tables.listings, *paths)))
            self.count(replace(self._tables, listings=listings))

    def sort(self, paths: tuple[Path, ...]) -> None:
        """Dropped: what each table is of, its first line says."""
        self._ask(
            self._session.files_lane,
            lambda library: [is_of_searches(path) for path in paths],
            lambda found: self._sorted(paths, found),
        )

    def edit_rules(self) -> None:
        """In whatever the person opens tables with."""
        work = partial(own_rules_file, resources=self._session.resources)
        self._ask(self._session.files_lane, work, self._edit)

    def look_at_rules(self) -> None:
        """Back from the editor."""
        if self._rules_open:
            self.order()

    # Inside

    def _sorted(self, paths: tuple[Path, ...], found: list[bool]) -> None:
        searches = [path for path, is_one in zip(paths, found, strict=True) if is_one]
        listings = [path for path, is_one in zip(paths, found, strict=True) if not is_one]
        tables = replace(self._tables, searches=searches[-1] if searches else self._tables.searches)
        self.count(replace(tables, listings=tuple(dict.fromkeys((*tables.listings, *listings)))))

    def _edit(self, place: Path) -> None:
        self._rules_open = True
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
        said = self.tr("The rules are in {file}. They are read again when you come back.")
        self._dialog.say((said if opened else self.tr("The rules are in {file}; edit them there.")).format(file=place))

    def _say_read(self, read: tuple[int, ...]) -> None:
        done, total = read
        text = self.tr("Reading: {done} of {total} lines")
        self._dialog.say(text.format(done=f"{done:,}", total=f"{total:,}"), is_counting=True)

    def _came(self, ordered: _Ordered) -> None:
        is_new, self._counted = ordered.counted is not self._counted, ordered.counted
        self._keep(ordered.counted.tables)
        self._dialog.show_demand(ordered.found, ordered.counted.counts, is_new=is_new)
        self._dialog.say(together([*map(words_of, ordered.troubles[:1]), *self._skips(ordered.counted)]))

    def _skips(self, counted: CountedDemand) -> list[str]:
        """How many rows of the tables count for no card, and the first of them."""
        first = next((row for counts in counted.of_tables for row in counts.skipped), None)
        if first is None:
            return []
        count = counted.skips
        text = self.tr("{count} rows count for no card; {file} line {line}: {reason}.", "", count)
        return [text.format(count=f"{count:,}", file=first.file, line=first.line, reason=words_of(first.reason))]

    def _failed(self, error: Known) -> None:
        """Tables that cannot be read are named no more."""
        self._tables = self._counted.tables if self._counted is not None else DemandTables()
        self._dialog.say(sentence(error))
        if self._counted is None:
            self._keep(self._tables)


def _ordered(
    counted: CountedDemand, session: Session, listed_by: ListedBy | None = None, sought_by: SoughtBy | None = None
) -> _Ordered:
    """In a lane's thread."""
    read = read_first_rules(session.library, session.resources)
    found = popularity_of(counted.counts, read.rules, listed_by=listed_by, sought_by=sought_by)
    return _Ordered(counted, found, read.troubles)


class ListedCommands(Feature):
    """The tables stay named while the program runs."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._tables = DemandTables()

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"listed": self.open}

    def open(self) -> None:
        # Imported here and not with the window: pyqtgraph takes most of a second to load.
        from karuta.listings.gui.listed.listed_dialog import ListedDialog

        kit = self._kit
        dialog = ListedDialog(self._session.library, self._parts.pictures, kit.theme, kit.window)
        page = ListedPage(self._session, dialog, self._keep)
        dialog.sheet.photo_wanted.connect(lambda photo: self._open_photo(dialog, photo))
        dialog.open_listings.clicked.connect(lambda _=False: self._choose(page, of_searches=False))
        dialog.open_searches.clicked.connect(lambda _=False: self._choose(page, of_searches=True))
        dialog.given.connect(page.sort)
        dialog.chosen.connect(page.order)
        dialog.rules.clicked.connect(lambda _=False: page.edit_rules())
        dialog.returned.connect(page.look_at_rules)
        dialog.save.clicked.connect(lambda _=False: self._save(dialog))
        kit.show(dialog)
        page.count(self._tables)

    # Inside

    def _keep(self, tables: DemandTables) -> None:
        """Named again when the page is opened again."""
        self._tables = tables

    def _open_photo(self, dialog: ListedDialog, photo: str) -> None:
        dialog.done(0)
        self._parts.put_on_desk(photo)

    def _choose(self, page: ListedPage, *, of_searches: bool) -> None:
        title = self.tr("Open a table of searches") if of_searches else self.tr("Open a table of listings")
        kinds = self.tr("CSV (*.csv *.tsv *.txt)")
        path = self._kit.ask.about("listings").file(title, kinds)
        if path is not None:
            page.take([path], of_searches=of_searches)

    def _save(self, dialog: ListedDialog) -> None:
        found, tables = dialog.found, self._tables
        out = self._kit.ask.about("export").new_file(self.tr("Save as table"), "listed.csv", "CSV (*.csv)")
        if out is None or found is None:
            return
        ask = Asker(dialog, lambda error: dialog.say(sentence(error)))
        ask(
            self._session.files_lane,
            lambda library: write_popularity(found, out, reads=(*tables.listings, tables.searches)),
            lambda made: dialog.say(self.tr("Saved to {file}").format(file=made.name)),
            keep=True,
        )
