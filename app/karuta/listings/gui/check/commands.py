"""Opens the page that checks listings and joins its parts; reads listings and prices in a lane. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication

from karuta.domain.errors import Known
from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.intake.dropped import Dropped, dropped
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.fitted import Fitted
from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.while_alive import Asker
from karuta.gui.library.session import Session, sentence
from karuta.listings.domain.prices import PriceVerdict
from karuta.listings.gui.check.agent import Agent
from karuta.listings.gui.check.agent_keys import PageKeys
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.listings.gui.check.listing_book import Deciding, ListingBook
from karuta.listings.gui.check.listing_view import ListingView
from karuta.listings.gui.check.outgoing import Copying, Sheets
from karuta.listings.services.check.listing_prices import PriceEvidence, SalesBook
from karuta.listings.services.check.listing_sources import (
    MOST,
    Queued,
    keep_last_listings,
    last_listings,
    listings_at,
    pasted_listing,
)
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.services.library.demo import DemoFiles


class Prices(QObject):
    """One listing at a time. Sales are read once while the page is open."""

    def __init__(self, session: Session, book: ListingBook, dialog: CheckDialog) -> None:
        super().__init__(dialog)
        self._session, self._book, self._dialog = session, book, dialog
        self._ask = Asker(dialog, lambda error: dialog.prices.show_price(None, sentence(error)))
        self._sales = SalesBook(session.library, session.resources)
        self._asked: ListingLook | None = None
        self._found: dict[int, PriceEvidence | None] = {}
        dialog.moved.connect(lambda place: self.show())
        book.changed.connect(lambda place: self.show())
        book.given.connect(self._found.clear)
        dialog.prices.listing_wanted.connect(self._go_to)
        # In the thread that has the sales open.
        dialog.finished.connect(
            lambda _: session.task_lane.submit(
                lambda library, token: self._sales.close(), failed=ignored_if_known(), keep=True
            )
        )

    def of(self, look: ListingLook) -> PriceEvidence | None:
        """The price of this listing, as far as it is known by now."""
        return self._found.get(id(look))

    def show(self) -> None:
        place = self._dialog.place
        look = self._book.looks.get(place) if place is not None else None
        if look is self._asked and look is not None:
            return
        self._asked = look
        if look is None or id(look) in self._found:
            self._shown(look, self._found.get(id(look)) if look is not None else None)
            return
        self._dialog.prices.show_price(None, "")
        self._dialog.name_price("")
        self._ask(
            self._session.task_lane,
            lambda library: self._sales.of_look(look),
            lambda found: self._came(look, found),
            failed=lambda error: self._did_not_come(look, error),
        )

    # Inside

    def _came(self, look: ListingLook, found: PriceEvidence | None) -> None:
        self._found[id(look)] = found
        if look is self._asked:
            self._shown(look, found)

    def _did_not_come(self, look: ListingLook, error: Known) -> None:
        if look is self._asked:
            self._dialog.prices.show_price(None, sentence(error))

    def _shown(self, look: ListingLook | None, found: PriceEvidence | None) -> None:
        nothing = self.tr(
            "There is no price of one card to compare: the title must name one card, and the library needs a table of "
            "sales (sales.csv in its folder)."
        )
        self._dialog.prices.show_price(found, nothing if look is not None else "")
        far = {PriceVerdict.LOW: self.tr("far below"), PriceVerdict.HIGH: self.tr("far above")}
        self._dialog.name_price(far.get(found.verdict, "") if found is not None else "")

    def _go_to(self, listing_id: str) -> None:
        """The listing that was sold then, where the list has it."""
        listings = self._book.listings
        place = next((at for at, queued in enumerate(listings) if queued.listing.listing_id == listing_id), -1)
        row = self._dialog.model.row_of(place)
        if row is not None:
            self._dialog.mark(row)
        else:
            self._dialog.say(self.tr("Listing {id} is not in this list.").format(id=listing_id))


HELP_PAGE = "6-check.md"


class CheckFeature(Feature):
    """Opens the page."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"check-listings": lambda: CheckCommands(self._parts)}


class CheckCommands(QObject):
    """One open page: its parts joined, and what its buttons and drops do."""

    def __init__(self, parts: WindowParts) -> None:
        kit, session = parts.kit, parts.session
        self._kit, self._session, self._book = kit, session, ListingBook(session)
        self._dialog = dialog = CheckDialog(
            self._book, kit.theme, kit.icons, parts.pictures, parts.card_facts, kit.window
        )
        super().__init__(dialog)
        self._book.setParent(dialog)
        self._ask = Asker(dialog, lambda error: dialog.say(sentence(error)))
        self._pasted = 0
        deciding = Deciding(session, self._book, dialog)
        view = ListingView(dialog, self._book, kit.theme, parts.pictures, parts.card_facts)
        agent = Agent(dialog, self._book, deciding, view, Deliberate(parts.held_keys))
        self._copying = Copying(session, dialog, parts.card_facts)
        agent.copy = self._copying.copy
        agent.sheet = Sheets(session, dialog, kit, Prices(session, self._book, dialog).of).save
        agent.help = lambda: parts.help_over(dialog, HELP_PAGE)
        agent.keys = self._show_keys
        self._book.refused.connect(dialog.say)
        dialog.filters.chosen.connect(dialog.narrow)
        dialog.open_table.clicked.connect(lambda _=False: self._choose_table())
        dialog.open_folder.clicked.connect(lambda _=False: self._choose_folder())
        dialog.open_paste.clicked.connect(lambda _=False: self._open_paste())
        dialog.given.connect(self._take)
        dialog.paste.text.brought.connect(lambda found: self._take(found, ""))
        dialog.paste.photos_wanted.connect(self._choose_photos)
        dialog.paste.wanted.connect(self._paste)
        dialog.finished.connect(lambda _: self._book.close())
        kit.show(dialog)
        # What is decided about its listings is kept; only which they were is not on the page any more.
        self._ask(session.files_lane, last_listings, self._offer, failed=ignored_if_known())
        self._book.prepare()
        deciding.count()

    # Inside

    def _offer(self, last: Path | None) -> None:
        """In the demo, the demo's where none were opened."""
        path = last or (DemoFiles.within(self._session.resources).listings if self._session.is_demo else None)
        if path is not None and not self._book.listings:
            self._dialog.again.clicked.connect(lambda _=False: self._read(path))
            self._dialog.offer(path.name)

    def _show_keys(self) -> None:
        """Over the page, which lets no other window have the keys."""
        keys = PageKeys(self._kit.theme, self._dialog)
        keys.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        Fitted(keys)
        keys.open()

    def _choose_table(self) -> None:
        path = self._kit.ask.about("listings").file(self.tr("Open a table of listings"), self.tr("CSV (*.csv)"))
        if path is not None:
            self._read(path)

    def _choose_folder(self) -> None:
        path = self._kit.ask.about("listings").folder(self.tr("Open a folder of listings"))
        if path is not None:
            self._read(path)

    def _open_paste(self) -> None:
        """With what was copied, where nothing stands there yet; a reply that was copied here is no listing."""
        data, paste = QGuiApplication.clipboard().mimeData() or QMimeData(), self._dialog.paste  # none of an empty one
        may_have = data.hasText() and not data.hasUrls() and not paste.text.toPlainText()
        text = data.text() if may_have and data.text() != self._copying.copied else ""
        paste.add([path for path in dropped(data).paths if path.suffix.lower() in PHOTO_SUFFIXES], text)
        self._dialog.show_page(paste)

    def _choose_photos(self) -> None:
        self._dialog.paste.add(self._kit.ask.about("listings").photos(self.tr("Photos of the listing")))

    def _read(self, path: Path) -> None:
        self._dialog.say(self.tr("Reading {name}…").format(name=path.name))
        lane = self._session.files_lane
        self._ask(lane, lambda library: listings_at(path), lambda found: self._came(found, path), key="listings")

    def _came(self, found: Queued, path: Path) -> None:
        self._session.files_lane.submit(
            lambda library, token: keep_last_listings(library, path),
            failed=ignored_if_known(),  # then they are not offered the next time
            keep=True,
        )
        # A filter of the list before would hide what has come, and what was on the screen would stay there.
        self._dialog.filters.reset()
        self._book.open(found.listings, lambda place: self._opened(place, more=found.more))

    def _opened(self, place: int, *, more: bool) -> None:
        dialog, book = self._dialog, self._book
        dialog.show_page(dialog.work)
        dialog.mark(dialog.model.row_of(place) or 0)
        decided, count = sum(listing.key in book.decisions for listing in book.listings), len(book.listings)
        if more:
            text = self.tr("There are more; the first {count} are shown. `karuta check` takes any number.")
            dialog.say(text.format(count=f"{MOST:,}"))
        elif decided:
            text = self.tr("{decided} of {count} listings are decided.")
            dialog.say(text.format(decided=f"{decided:,}", count=f"{count:,}"))

    def _take(self, found: Dropped, text: str) -> None:
        """A table or a folder is opened; photos and texts are one listing."""
        photos = [path for path in found.paths if path.suffix.lower() in PHOTO_SUFFIXES]
        others = [path for path in found.paths if path not in photos]
        if others:
            self._read(others[0])
        elif photos or text:
            self._dialog.paste.add(photos, text)
            self._dialog.show_page(self._dialog.paste)

    def _paste(self, text: str, photos: Sequence[Path]) -> None:
        self._pasted += 1
        place = self._book.take(pasted_listing(text, photos, number=self._pasted))
        self._dialog.show_page(self._dialog.work)
        self._dialog.uncover(place)
