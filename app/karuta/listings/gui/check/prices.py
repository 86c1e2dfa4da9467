"""Asks for the price of the listing on the page, in a lane, and shows it when it comes. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.domain.errors import Known
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, sentence
from karuta.listings.domain.prices.usual import PriceVerdict
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.listings.services.check.price_evidence import PriceEvidence, SalesBook


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
