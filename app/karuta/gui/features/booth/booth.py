"""Opens booth mode over a hidden window, and returns to it. The window's keys are off meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.gui.features.booth.booth_looks import BoothLooks
from karuta.gui.features.booth.booth_show import BoothShow
from karuta.gui.features.booth.booth_window import BoothWindow
from karuta.gui.intake.intake import Intake
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.library.card_facts import CatalogueStatus, FetchedCards
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session


class Booth(QObject):
    """`ended`: its window was closed, and the program is to end."""

    ended = Signal()

    def __init__(
        self,
        *,
        session: Session,
        card_facts: FetchedCards,
        pictures: Pictures,
        lookup_queue: LookupQueue,
        intake: Intake,
        catalogue_status: CatalogueStatus,
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._session = session
        self._card_facts = card_facts
        self._pictures = pictures
        self._lookup_queue = lookup_queue
        self._intake = intake
        self._catalogue_status = catalogue_status
        self._kit = kit
        self.window: BoothWindow | None = None

    @property
    def is_open(self) -> bool:
        return self.window is not None

    def open(self, photos: Sequence[Path]) -> None:
        """Replaces the window; `photos` are shown in turn when nobody is there."""
        looks = BoothLooks(
            self._session,
            photos,
            self._lookup_queue,
            are_coming=lambda: self._intake.awaits_more,
            arrived=self._intake.kept,
        )
        show = BoothShow(self._session, photos, looks)
        self._known = self._catalogue_status.known.connect(show.cards_came)
        window = BoothWindow(
            show,
            session=self._session,
            cards=self._card_facts,
            pictures=self._pictures,
            theme=self._kit.theme,
            icons=self._kit.icons,
        )
        window.left.connect(self._leave)
        window.ended.connect(self._end)
        self.window = window
        window.showFullScreen()
        self._kit.window.hide()
        window.activateWindow()
        show.cards_came()

    def shut(self) -> None:
        """The library is being closed."""
        if self.window is not None:
            self.window.over()
            self._close()

    def _leave(self) -> None:
        self._kit.window.show()
        self._kit.window.activateWindow()
        self._close()

    def _end(self) -> None:
        self._close()
        self.ended.emit()

    def _close(self) -> None:
        window, self.window = self.window, None
        self._catalogue_status.known.disconnect(self._known)
        if window is not None:
            window.hide()
            window.deleteLater()
