"""Fills the page of the catalogue from the lanes: lists, sheets, photos, and what it can be narrowed by."""

from __future__ import annotations

from karuta.domain.browsing import CardSheet, ListedCards, PhotosOfCard
from karuta.domain.card import CardKey
from karuta.domain.errors import Known
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueDialog
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.services.catalogue.browse_cards import browse_cards, card_offers, card_sheet, photos_labelled_as


class CataloguePage:
    """Fills one page from the lanes; only the newest question is answered."""

    def __init__(self, session: Session, dialog: CatalogueDialog) -> None:
        self._session = session
        self._dialog = dialog

    def offer(self) -> None:
        self._session.cards_lane.submit(
            lambda library, token: card_offers(library),
            done=while_alive(self._dialog, self._dialog.offer),
            failed=ignored_if_known(),  # the list says what is wrong
            key="offers",
        )

    def prepare(self) -> None:
        """The first typing error would wait for the names to be read."""
        self._session.search_lane.submit(
            lambda search, token: search.prepare(),
            failed=ignored_if_known(),  # the list says what is wrong
            key="prepare",
            urgency=Urgency.AHEAD,
        )

    def list(self, then: CardKey | None = None) -> None:
        """`then`: the card that is chosen once it is listed; its row and sheet are read anew."""
        wanted = self._dialog.filters.wanted

        def came(cards: ListedCards) -> None:
            if then is not None:
                self._dialog.model.forget()
            self._dialog.show_cards(cards)
            if then is not None:
                self._dialog.choose(then)
                self.show(then)  # also where the filter leaves it out

        self._session.search_lane.submit(
            lambda search, token: browse_cards(search, wanted, token),
            done=while_alive(self._dialog, came),
            failed=while_alive(self._dialog, self._failed),
            key="browse",
            urgency=Urgency.NOW,
        )

    def show(self, key: CardKey) -> None:
        self._session.cards_lane.submit(
            lambda library, token: card_sheet(library, key),
            done=while_alive(self._dialog, self._sheet_came),
            failed=while_alive(self._dialog, self._failed),
            key="sheet",
            urgency=Urgency.NOW,
        )

    def _sheet_came(self, sheet: CardSheet) -> None:
        self._dialog.show_sheet(sheet)
        key = sheet.key

        def came(found: PhotosOfCard) -> None:
            if self._dialog.sheet.sheet is sheet:
                self._dialog.sheet.show_photos(found)

        self._session.store_lane.submit(
            lambda file, token: photos_labelled_as(file, key),
            done=while_alive(self._dialog, came),
            failed=while_alive(self._dialog, self._failed),
            key="photos of a card",
            yields=True,
        )

    def _failed(self, error: Known) -> None:
        self._dialog.say(sentence(error))
