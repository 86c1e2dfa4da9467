"""Whether a library has cards to answer with, as far as is known. Reads no card."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from karuta.domain.errors import KarutaError
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.session import Session
from karuta.paths import LibraryFolder
from karuta.services.catalogue.browse_cards import describe_catalogue


class CatalogueStatus(QObject):
    """`has_cards`: None until it is known. `is_old`: as it was before the catalogue changed. `known`: checked again."""

    known = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.has_cards: bool | None = None
        self.is_old = False

    def ask(self) -> None:
        self._session.cards_lane.submit(
            lambda library, token: _has_cards(library),
            done=self._came,
            failed=ignored_if_known(lambda: self._came(self.has_cards)),  # it stays as it was
            key="has cards",
        )

    def ask_anew(self) -> None:
        """The catalogue has changed."""
        self.is_old = True
        self.ask()

    def _came(self, has_cards: bool | None) -> None:  # noqa: FBT001 - a slot
        self.has_cards, self.is_old = has_cards, False
        self.known.emit()


def _has_cards(library: LibraryFolder) -> bool:
    try:
        return describe_catalogue(library).artworks > 0
    except KarutaError:
        return False
