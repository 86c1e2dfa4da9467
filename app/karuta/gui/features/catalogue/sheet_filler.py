"""Fills a card's sheet from the lanes: the card, then the photos that are labelled as it. Shows no page itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from karuta.domain.card import CardKey
from karuta.domain.catalogue import CardSheet, PhotosOfCard
from karuta.domain.errors import Known
from karuta.gui.features.catalogue.card_sheet_view import CardSheetView
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.catalogue.browse_cards import card_sheet, photos_labelled_as


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
