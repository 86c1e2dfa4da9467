"""Shows and names what Ctrl+Z takes back and Ctrl+Shift+Z brings back. Stores nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.listings.domain.check.checked import KeptDecision
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.listings.gui.check.deciding import Deciding
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.gui.check.verdict_words import decision_words


class TakingBack(QObject):
    """A decision about a listing of the page is gone to; one of another list is named, and asked about first."""

    def __init__(self, dialog: CheckDialog, book: ListingBook, deciding: Deciding) -> None:
        super().__init__(dialog)
        self._dialog, self._book = dialog, book
        deciding.settled.connect(self._settled)
        deciding.asked.connect(self._asked)
        dialog.moved.connect(lambda _: deciding.forget_asked())

    def _settled(self, kept: KeptDecision) -> None:
        """Back to what was taken back or brought back, also where the filter has hidden it."""
        places, dialog = self._book.places_of(kept.key), self._dialog
        now = self._book.decisions.get(kept.key)
        if places:
            if dialog.model.row_of(places[0]) is None:
                dialog.filters.reset()
            row = dialog.model.row_of(places[0])
            if row is not None:
                dialog.mark(row)
        what = decision_words(now.decision) if now is not None else self.tr("undone, undecided again")
        dialog.say(self.tr("{listing}: {what}.").format(listing=self._named(kept), what=what))

    def _asked(self, kept: KeptDecision, back: bool) -> None:  # noqa: FBT001
        """Nobody sees it here: which one it is, before anything is done."""
        if back:
            text = self.tr(
                "Your last decision is about {listing}, which is not in this list ({what}). Ctrl+Z once more takes it "
                "back."
            )
        else:
            text = self.tr(
                "What you undid last is about {listing}, which is not in this list ({what}). Ctrl+Shift+Z once more "
                "brings it back."
            )
        self._dialog.say(text.format(listing=self._named(kept), what=decision_words(kept.decision)))

    def _named(self, kept: KeptDecision) -> str:
        name = " · ".join(part for part in (kept.listing_id, kept.title) if part)
        text = self.tr("“{name}” ({source})") if kept.source else self.tr("“{name}”")
        return text.format(name=name, source=kept.source)
