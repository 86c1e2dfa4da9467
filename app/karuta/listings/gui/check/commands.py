"""Joins the queue of listings to the window: what opens listings, prices, what leaves it. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QAction, QGuiApplication

from karuta.domain.errors import Known
from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions, Meaning
from karuta.gui.kit.dropped import dropped
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.prose import button_text
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP
from karuta.gui.kit.while_alive import Asker
from karuta.gui.library.session import sentence
from karuta.gui.queue.queues import Queue
from karuta.listings.domain.prices import PriceVerdict
from karuta.listings.gui.check.listing_items import ListingItems
from karuta.listings.gui.check.outgoing import Copying, Sheets
from karuta.listings.gui.check.paste_dialog import PasteDialog
from karuta.listings.services.check.listing_prices import PriceEvidence, SalesBook
from karuta.listings.services.check.listing_sources import (
    MOST,
    Queued,
    QueuedListing,
    is_listings,
    keep_last_listings,
    last_listings,
    listings_at,
    pasted_listing,
)
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.services.library.demo import DemoFiles

_HELP_PAGE = "6-check.md"
_OFF = tuple(
    """
    wall unknown unreadable back draw turn note look-again remove history search printing-1 printing-2
    printing-3 printed-card select-shot show batch order filter-text show-all grid larger smaller
""".split()
)
_LONGEST_NAME = 40


class CheckFeature(Feature):
    """The row of the queue."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        items = ListingItems(parts)
        self.queue = Queue(
            "listings", QT_TRANSLATE_NOOP("Queues", "Listings"), has_grid=False, off=frozenset(_OFF), items=items
        )
        self._sources = Sources(parts, items, enter=self._enter)

    def queues(self) -> Sequence[Queue]:
        return (self.queue,)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"check-listings": self._enter}

    def _enter(self) -> None:
        self._parts.arrangement.choose_queue(self.queue)


class Prices(QObject):
    """One listing at a time. Sales are read once while a person is in the queue."""

    def __init__(self, parts: WindowParts, items: ListingItems) -> None:
        super().__init__(items)
        self._session, self._items, self._panel = parts.session, items, items.panel
        self._say = parts.voice.info.emit
        self._ask = Asker(items, lambda error: self._panel.prices.show_price(None, sentence(error)))
        self._sales = SalesBook(parts.session.library, parts.session.resources)
        self._asked: ListingLook | None = None
        self._evidence: dict[int, PriceEvidence | None] = {}
        items.list.moved.connect(lambda place: self.show())
        items.book.changed.connect(lambda place: self.show())
        items.book.given.connect(self._evidence.clear)
        self._panel.prices.listing_wanted.connect(self._go_to)

    def close(self) -> None:
        """In the thread that has the sales open."""
        self._session.task_lane.submit(lambda library, token: self._sales.close(), failed=ignore_expected(), keep=True)

    def of(self, look: ListingLook) -> PriceEvidence | None:
        """The price of this listing, as far as it is known by now."""
        return self._evidence.get(id(look))

    def show(self) -> None:
        look = self._items.look
        if look is self._asked and look is not None:
            return
        self._asked = look
        if look is None or id(look) in self._evidence:
            self._shown(look, self._evidence.get(id(look)) if look is not None else None)
            return
        self._panel.prices.show_price(None, "")
        self._panel.name_price("")
        self._ask(
            self._session.task_lane,
            lambda library: self._sales.of_look(look),
            lambda evidence: self._came(look, evidence),
            failed=lambda error: self._did_not_come(look, error),
        )

    # Inside

    def _came(self, look: ListingLook, evidence: PriceEvidence | None) -> None:
        self._evidence[id(look)] = evidence
        if look is self._asked:
            self._shown(look, evidence)

    def _did_not_come(self, look: ListingLook, error: Known) -> None:
        if look is self._asked:
            self._panel.prices.show_price(None, sentence(error))

    def _shown(self, look: ListingLook | None, evidence: PriceEvidence | None) -> None:
        nothing = self.tr(
            "There is no price of one card to compare: the title must name one card, and the library needs a table of "
            "sales (sales.csv in its folder)."
        )
        self._panel.prices.show_price(evidence, nothing if look is not None else "")
        far = {PriceVerdict.LOW: self.tr("far below"), PriceVerdict.HIGH: self.tr("far above")}
        self._panel.name_price(far.get(evidence.verdict, "") if evidence is not None else "")

    def _go_to(self, listing_id: str) -> None:
        """The listing that was sold then, where the list has it."""
        listings = self._items.book.listings
        place = next((at for at, queued in enumerate(listings) if queued.listing.listing_id == listing_id), -1)
        row = self._items.list.model.row_of(place)
        if row is not None:
            self._items.list.mark(row)
        else:
            self._say(self.tr("Listing {id} is not in this list.").format(id=listing_id))


class Sources(QObject):
    """What opens listings: a table, a folder, a text with photos, a drop. `enter`: goes to their queue."""

    def __init__(self, parts: WindowParts, items: ListingItems, *, enter: Callable[[], object]) -> None:
        super().__init__(items)
        self._parts, self._kit, self._session = parts, parts.kit, parts.session
        self._items, self._enter = items, enter
        self._say = parts.voice.info.emit
        self._ask = Asker(items, lambda error: parts.voice.trouble.emit(sentence(error)))
        self._pasted = 0
        self._copying: Copying | None = None
        items.made, items.claims = self._made, self._claim
        items.openers = {
            "open": Meaning(lambda: self.tr("Open a table of listings…"), self._choose_table),
            "open-folder": Meaning(lambda: self.tr("Open a folder of listings…"), self._choose_folder),
            "paste": Meaning(lambda: self.tr("Paste a listing…"), self._paste_clipboard),
            "help": Meaning(lambda: self.tr("Help"), lambda: parts.help_at(_HELP_PAGE)),
        }

    # Inside

    def _made(self) -> None:
        """List and panel are there."""
        parts, items = self._parts, self._items
        prices = Prices(parts, items)
        items.left = prices.close
        self._copying = Copying(parts.session, items, parts.card_facts, say=self._say)
        items.copy = self._copying.copy
        items.sheet = Sheets(parts.session, items, parts.kit, prices.of, say=self._say).save
        # What is decided about its listings is kept; only which they were is not in the window any more.
        self._ask(parts.session.files_lane, last_listings, self._offer, failed=ignore_expected())

    def _offer(self, last: Path | None) -> None:
        """In the demo, the demo's where none were opened."""
        path = last or (DemoFiles.within(self._session.resources).listings if self._session.is_demo else None)
        if path is None or self._items.book.listings:
            return
        name = path.name if len(path.name) <= _LONGEST_NAME else f"{path.name[:_LONGEST_NAME]}…"
        action = QAction(self.tr("Open {name} again").format(name=button_text(name)), self)
        action.triggered.connect(lambda _=False: self._read(path))
        self._items.offer_again(action)

    def _choose_table(self) -> None:
        path = self._kit.ask.about("listings").file(self.tr("Open a table of listings"), self.tr("CSV (*.csv)"))
        if path is not None:
            self._read(path)

    def _choose_folder(self) -> None:
        path = self._kit.ask.about("listings").folder(self.tr("Open a folder of listings"))
        if path is not None:
            self._read(path)

    def _paste_clipboard(self) -> None:
        """With what was copied; a reply that was copied here is no listing."""
        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # none of an empty one
        copied = self._copying.copied if self._copying is not None else ""
        text = data.text() if data.hasText() and not data.hasUrls() and data.text() != copied else ""
        self._paste(dropped(data).paths, text)

    def _paste(self, photos: Sequence[Path], text: str = "") -> None:
        dialog = PasteDialog(
            self._kit.window,
            choose=lambda: self._kit.ask.about("listings").photos(self.tr("Photos of the listing")),
            check=self._take_pasted,
        )
        dialog.add(photos, text)
        self._kit.show(dialog)

    def _take_pasted(self, text: str, photos: Sequence[Path]) -> None:
        self._pasted += 1
        number = self._pasted
        self._ask(self._session.files_lane, lambda library: pasted_listing(text, photos, number=number), self._take)

    def _take(self, listing: QueuedListing) -> None:
        self._items.list.uncover(self._items.book.take(listing))
        self._items.counted.emit()

    def _read(self, path: Path) -> None:
        self._say(self.tr("Reading {name}…").format(name=path.name))
        lane = self._session.files_lane
        self._ask(lane, lambda library: listings_at(path), lambda queued: self._came(queued, path), key="listings")

    def _came(self, queued: Queued, path: Path) -> None:
        self._session.files_lane.submit(
            lambda library, token: keep_last_listings(library, path),
            failed=ignore_expected(),  # then they are not offered the next time
            keep=True,
        )
        # A filter of the list before would hide what has come, and what was on the screen would stay there.
        self._items.list.filters.reset()
        self._items.book.open(queued.listings, partial(self._opened, more=queued.more))

    def _opened(self, place: int, *, more: bool) -> None:
        self._items.open_first(place)
        text = ""
        if more:
            text = self.tr("There are more; the first {count} are shown. `karuta check` takes any number.")
        self._say(text.format(count=f"{MOST:,}"))

    def _claim(self, paths: Sequence[Path], otherwise: Callable[[], object], is_here: bool) -> bool:  # noqa: FBT001
        """In this queue a table or a folder is opened, and photos are one listing; elsewhere a table of listings is."""
        photos = [path for path in paths if path.suffix.lower() in PHOTO_SUFFIXES]
        others = [path for path in paths if path not in photos]
        if is_here and others:
            self._read(others[0])
        elif is_here and photos:
            self._paste(photos)
        elif not is_here and len(paths) == 1 and paths[0].suffix.lower() == ".csv":
            self._ask(
                self._session.files_lane,
                lambda library: is_listings(paths[0]),
                lambda so: self._open_dropped(paths[0]) if so else otherwise(),
            )
        return bool(paths) and (is_here or (len(paths) == 1 and paths[0].suffix.lower() == ".csv"))

    def _open_dropped(self, path: Path) -> None:
        self._enter()
        self._read(path)
