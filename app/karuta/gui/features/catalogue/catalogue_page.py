"""Fills the page of the catalogue from the lanes: lists, sheets, photos, and what it can be narrowed by."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from karuta.domain.card import CardKey
from karuta.domain.catalogue import CardSheet, ListedCards, PhotosOfCard
from karuta.domain.errors import Known
from karuta.gui.features.catalogue.card_sheet_view import CardSheetView
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueDialog
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.services.catalogue.browse_cards import browse_cards, card_offers, card_sheet, photos_labelled_as


class SheetFiller:
    """`page`: what asks, and may be gone when the answer comes; `shown` puts a sheet into it."""

    def __init__(
        self,
        session: Session,
        view: CardSheetView,
        *,
        page: QObject,
        shown: Callable[[CardSheet], None],
        failed: Callable[[Known], None],
    ) -> None:
        self._session, self._view, self._page = session, view, page
        self._shown, self._failed = shown, failed

    def show(self, key: CardKey) -> None:
        """Only the newest card is answered."""
        self._session.cards_lane.submit(
            lambda library, token: card_sheet(library, key),
            done=while_alive(self._page, self._came),
            failed=while_alive(self._page, self._failed),
            key="sheet",
            urgency=Urgency.NOW,
        )

    def _came(self, sheet: CardSheet) -> None:
        self._shown(sheet)
        key = sheet.key

        def came(found: PhotosOfCard) -> None:
            if self._view.sheet is sheet:
                self._view.show_photos(found)

        self._session.store_lane.submit(
            lambda file, token: photos_labelled_as(file, key),
            done=while_alive(self._page, came),
            failed=while_alive(self._page, self._failed),
            key="photos of a card",
            yields=True,
        )


class CataloguePage:
    """Fills one page from the lanes; only the newest question is answered."""

    def __init__(self, session: Session, dialog: CatalogueDialog) -> None:
        self._session = session
        self._dialog = dialog
        self._sheet = SheetFiller(session, dialog.sheet, page=dialog, shown=dialog.show_sheet, failed=self._failed)

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
        self._sheet.show(key)

    def _failed(self, error: Known) -> None:
        self._dialog.say(sentence(error))
