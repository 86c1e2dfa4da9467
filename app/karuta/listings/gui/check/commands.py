"""Opens the page that checks listings and joins its parts; reads listings and prices in a lane. Decides nothing."""

from __future__ import annotations

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
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, sentence
from karuta.listings.domain.prices import PriceVerdict
from karuta.listings.gui.check.agent import Agent
from karuta.listings.gui.check.agent_keys import PageKeys
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.listings.gui.check.deciding import Deciding
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.gui.check.listing_view import ListingView
from karuta.listings.gui.check.outgoing import Copying, Sheets
from karuta.listings.services.check.listing_sources import (
    MOST,
    Queued,
    keep_last_listings,
    last_listings,
    listings_at,
    pasted_listing,
)
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.listings.services.check.price_evidence import PriceEvidence, SalesBook
from karuta.paths import LibraryFolder
from karuta.services.library.demo import DemoFiles


class Prices(QObject):
    """One listing at a time. Sales are read once while the page is open."""

    def __init__(self, session: Session, book: ListingBook, dialog: CheckDialog) -> None:
        super().__init__(dialog)
        self._session, self._book, self._dialog = session, book, dialog
        self._sales = SalesBook(session.library, session.resources)
        self._asked: ListingLook | None = None
        self._found: dict[int, PriceEvidence | None] = {}
        dialog.moved.connect(lambda place: self.show())
        book.changed.connect(lambda place: self.show())
        book.given.connect(self._found.clear)
        dialog.prices.listing_wanted.connect(self._go_to)
        dialog.finished.connect(lambda _: self._close())

    def of(self, look: ListingLook) -> PriceEvidence | None:
        """What is known of this listing's price by now."""
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
        self._session.task_lane.submit(
            lambda library, token: self._sales.of(look),
            done=while_alive(self._dialog, lambda found: self._came(look, found)),
            failed=while_alive(self._dialog, lambda error: self._did_not_come(look, error)),
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
        places = [at for at, one in enumerate(self._book.listings) if one.listing.listing_id == listing_id]
        row = self._dialog.model.row_of(places[0]) if places else None
        if row is not None:
            self._dialog.mark(row)
        else:
            self._dialog.say(self.tr("Listing {id} is not in this list.").format(id=listing_id))

    def _close(self) -> None:
        """In the thread that has the sales open."""
        self._session.task_lane.submit(lambda library, token: self._sales.close(), failed=_forgotten, keep=True)


def _forgotten(error: Known) -> None:
    """Nothing of it is needed any more."""


HELP_PAGE = "6-check.md"


class CheckCommands(Feature):
    """`help_over`: shows a page over a dialog."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._pasted = 0

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {"check-listings": self.check}

    def check(self) -> None:
        kit = self._kit
        book = ListingBook(self._session)
        dialog = CheckDialog(book, kit.theme, kit.icons, self._parts.pictures, self._parts.card_facts, kit.window)
        book.setParent(dialog)
        deciding = Deciding(self._session, book, dialog)
        view = ListingView(dialog, book, kit.theme, self._parts.pictures, self._parts.card_facts)
        agent = Agent(dialog, book, deciding, view, Deliberate(self._parts.held_keys))
        copying = Copying(self._session, dialog, self._parts.card_facts)
        agent.copy = copying.copy
        prices = Prices(self._session, book, dialog)
        agent.sheet = Sheets(self._session, dialog, kit, prices.of).save
        agent.help = lambda: self._parts.help_over(dialog, HELP_PAGE)
        agent.keys = lambda: self._show_keys(dialog)
        book.refused.connect(dialog.say)
        dialog.filters.chosen.connect(dialog.narrow)
        dialog.open_table.clicked.connect(lambda _=False: self._choose_table(dialog, book))
        dialog.open_folder.clicked.connect(lambda _=False: self._choose_folder(dialog, book))
        dialog.open_paste.clicked.connect(lambda _=False: self._open_paste(dialog, copying))
        dialog.given.connect(lambda found, text: self._take(dialog, book, found, text))
        dialog.paste.text.brought.connect(lambda found: self._take(dialog, book, found, ""))
        dialog.paste.photos_wanted.connect(lambda: self._choose_photos(dialog))
        dialog.paste.wanted.connect(lambda text, photos: self._paste(dialog, book, text, list(photos)))
        dialog.finished.connect(lambda _: book.close())
        kit.show(dialog)
        self._offer_last(dialog, book)
        book.prepare()
        deciding.count()

    # Inside

    def _offer_last(self, dialog: CheckDialog, book: ListingBook) -> None:
        """What is decided about its listings is kept; only which they were is not on the page any more."""

        def offer(path: Path | None) -> None:
            if path is not None and not book.listings:
                dialog.again.clicked.connect(lambda _=False: self._read(dialog, book, path))
                dialog.offer(path.name)

        self._session.files_lane.submit(
            lambda library, token: last_listings(library) or self._samples(library),
            done=while_alive(dialog, offer),
            failed=ignored_if_known(),  # then a person opens them by hand
        )

    def _samples(self, library: LibraryFolder) -> Path | None:
        """The demo's listings, in the demo."""
        is_demo = library.root == self._session.context.demo_library.root
        return DemoFiles.within(self._session.resources).listings if is_demo else None

    def _show_keys(self, dialog: CheckDialog) -> None:
        """Over the page, which lets no other window have the keys."""
        keys = PageKeys(self._kit.theme, dialog)
        keys.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        Fitted(keys)
        keys.open()

    def _choose_table(self, dialog: CheckDialog, book: ListingBook) -> None:
        path = self._kit.ask.about("listings").file(self.tr("Open a table of listings"), self.tr("CSV (*.csv)"))
        if path is not None:
            self._read(dialog, book, path)

    def _choose_folder(self, dialog: CheckDialog, book: ListingBook) -> None:
        path = self._kit.ask.about("listings").folder(self.tr("Open a folder of listings"))
        if path is not None:
            self._read(dialog, book, path)

    def _open_paste(self, dialog: CheckDialog, copying: Copying) -> None:
        """With what was copied, where nothing stands there yet; a reply that was copied here is no listing."""
        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # none of an empty one
        found = dropped(data)
        may_have = data.hasText() and not data.hasUrls() and not dialog.paste.text.toPlainText()
        text = data.text() if may_have and data.text() != copying.copied else ""
        dialog.paste.add([path for path in found.paths if path.suffix.lower() in PHOTO_SUFFIXES], text)
        dialog.show_page(dialog.paste)

    def _choose_photos(self, dialog: CheckDialog) -> None:
        dialog.paste.add(self._kit.ask.about("listings").photos(self.tr("Photos of the listing")))

    def _read(self, dialog: CheckDialog, book: ListingBook, path: Path) -> None:
        dialog.say(self.tr("Reading {name}…").format(name=path.name))
        self._session.files_lane.submit(
            lambda library, token: listings_at(path),
            done=while_alive(dialog, lambda found: self._came(dialog, book, found, path)),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
            key="listings",
        )

    def _came(self, dialog: CheckDialog, book: ListingBook, found: Queued, path: Path) -> None:
        self._session.files_lane.submit(
            lambda library, token: keep_last_listings(library, path),
            done=lambda _: None,
            failed=ignored_if_known(),  # then they are not offered the next time
            keep=True,
        )
        # A filter of the list before would hide what has come, and what was on the screen would stay there.
        dialog.filters.reset()
        book.open(found.listings, lambda place: self._opened(dialog, book, place, more=found.more))

    def _opened(self, dialog: CheckDialog, book: ListingBook, place: int, *, more: bool) -> None:
        dialog.show_page(dialog.work)
        dialog.mark(dialog.model.row_of(place) or 0)
        decided, count = sum(listing.key in book.decisions for listing in book.listings), len(book.listings)
        if more:
            text = self.tr("There are more; the first {count} are shown. `karuta check` takes any number.")
            dialog.say(text.format(count=f"{MOST:,}"))
        elif decided:
            text = self.tr("{decided} of {count} listings are decided.")
            dialog.say(text.format(decided=f"{decided:,}", count=f"{count:,}"))

    def _take(self, dialog: CheckDialog, book: ListingBook, found: Dropped, text: str) -> None:
        """A table or a folder is opened; photos and texts are one listing."""
        photos = [path for path in found.paths if path.suffix.lower() in PHOTO_SUFFIXES]
        others = [path for path in found.paths if path not in photos]
        if others:
            self._read(dialog, book, others[0])
            return
        if photos or text:
            dialog.paste.add(photos, text)
            dialog.show_page(dialog.paste)

    def _paste(self, dialog: CheckDialog, book: ListingBook, text: str, photos: list[Path]) -> None:
        self._pasted += 1
        place = book.take(pasted_listing(text, photos, number=self._pasted))
        dialog.show_page(dialog.work)
        if dialog.model.row_of(place) is None:
            dialog.filters.reset()
        row = dialog.model.row_of(place)
        if row is not None:
            dialog.mark(row)
