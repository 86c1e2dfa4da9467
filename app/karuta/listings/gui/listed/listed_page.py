"""Fills the page *Supply and demand* from the lanes: counts, orders by the rules, opens them. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from karuta.domain.card import CardKey
from karuta.domain.errors import Known
from karuta.domain.sentence import Sentence
from karuta.gui.features.catalogue.card_sheet_view import SheetFiller
from karuta.gui.kit.translate import together, words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, sentence
from karuta.listings.domain.popularity import ListedBy, Popularity, SoughtBy, popularity_of
from karuta.listings.gui.listed.listed_dialog import ListedDialog
from karuta.listings.services.popularity.count_demand import CountedDemand, DemandTables, count_demand
from karuta.listings.services.popularity.demand_files import own_rules_file, read_first_rules
from karuta.listings.services.popularity.demand_tables import is_of_searches

_KEY = "listed"


@dataclass(frozen=True)
class _Ordered:
    """What a lane brings: counts, and what the rules make of them."""

    counted: CountedDemand
    found: Popularity
    troubles: tuple[Sentence, ...]


@dataclass(frozen=True)
class _Read:
    """Lines of the tables."""

    done: int
    total: int


class ListedPage(QObject):
    """Only the newest question is answered. `keep`: told of the tables that could be read."""

    def __init__(self, session: Session, dialog: ListedDialog, keep: Callable[[DemandTables], None]) -> None:
        super().__init__(dialog)
        self._session, self._dialog, self._keep = session, dialog, keep
        self._counted: CountedDemand | None = None
        self._tables = DemandTables()
        self._drop: Callable[[], None] = lambda: None
        self._rules_open = False
        self._sheet = SheetFiller(session, dialog.sheet, page=dialog, shown=dialog.show_sheet, failed=self._failed_card)

    def count(self, tables: DemandTables) -> None:
        """Everything anew, with these tables."""
        session, dialog = self._session, self._dialog
        self._tables = tables

        say = while_alive(dialog, self._say_read)

        def tell(done: int, total: int) -> None:
            session.box.post(lambda: say(_Read(done, total)))

        self._drop()
        dialog.say(self.tr("Counting…"), is_counting=True)
        job = session.task_lane.submit(
            lambda library, token: _ordered(
                count_demand(library, session.resources, tables, cancel=token, tell=tell), session
            ),
            done=while_alive(dialog, self._came),
            failed=while_alive(dialog, self._failed),
            key=_KEY,
        )
        self._drop = job.drop

    def order(self) -> None:
        """The same counts in another sort, or by other rules."""
        counted, dialog, session = self._counted, self._dialog, self._session
        if counted is None:
            return
        listed_by, sought_by = dialog.listed_by.currentData(), dialog.sought_by.currentData()
        session.files_lane.submit(
            lambda library, token: _ordered(
                counted, session, ListedBy(listed_by) if listed_by else None, SoughtBy(sought_by) if sought_by else None
            ),
            done=while_alive(dialog, self._came),
            failed=while_alive(dialog, self._failed),
            key=_KEY,
        )

    def take(self, paths: list[Path], *, of_searches: bool) -> None:
        """Tables that are named now; listings are added to those that are there."""
        if of_searches:
            self.count(replace(self._tables, searches=paths[-1]))
        else:
            listings = tuple(dict.fromkeys((*self._tables.listings, *paths)))
            self.count(replace(self._tables, listings=listings))

    def sort(self, paths: tuple[Path, ...]) -> None:
        """Dropped: what each table is of, its first line says."""
        self._session.files_lane.submit(
            lambda library, token: [is_of_searches(path) for path in paths],
            done=while_alive(self._dialog, lambda found: self._sorted(paths, found)),
            failed=while_alive(self._dialog, self._failed),
        )

    def edit_rules(self) -> None:
        """In whatever the person opens tables with."""
        resources = self._session.resources
        self._session.files_lane.submit(
            lambda library, token: own_rules_file(library, resources),
            done=while_alive(self._dialog, self._edit),
            failed=while_alive(self._dialog, self._failed),
        )

    def look_at_rules(self) -> None:
        """Back from the editor."""
        if self._rules_open:
            self.order()

    def show_card(self, card: CardKey) -> None:
        """Its sheet, beside the table."""
        self._sheet.show(card)

    def close(self) -> None:
        self._drop()

    # Inside

    def _failed_card(self, error: Known) -> None:
        self._dialog.say(sentence(error))

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

    def _say_read(self, read: _Read) -> None:
        text = self.tr("Reading: {done} of {total} lines")
        self._dialog.say(text.format(done=f"{read.done:,}", total=f"{read.total:,}"), is_counting=True)

    def _came(self, ordered: _Ordered) -> None:
        is_new, self._counted = ordered.counted is not self._counted, ordered.counted
        self._keep(ordered.counted.tables)
        self._dialog.show_demand(ordered.found, ordered.counted.counts, is_new=is_new)
        self._dialog.say(together([*map(words_of, ordered.troubles[:1]), *self._skips(ordered.counted)]))

    def _skips(self, counted: CountedDemand) -> list[str]:
        """How many rows of the tables count for no card, and the first of them."""
        some = [
            table_counts
            for table_counts in (counted.of_listings, counted.of_searches)
            if table_counts is not None and table_counts.skips
        ]
        if not some:
            return []
        count, first = sum(table_counts.skips for table_counts in some), some[0].skipped[0]
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
