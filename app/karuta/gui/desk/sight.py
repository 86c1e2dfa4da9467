"""Whether a person can have seen what is on the desk: a key that comes sooner is not about it; stores nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.kit.seen import Seen
from karuta.gui.queue.queue_panel import QueuePanel

DIALOG_SECONDS = 0.4
"""So soon after a dialog has closed, a key is rather its own pressed twice than one about the desk."""


class Sight(Seen):
    """Follows the desk. The picture has to be there and painted, and so have matches, verdict and the list's mark.

    Matches that were scrolled are others on the screen. After a dialog closes, a finger may be on its way to press its
    button once more: for `DIALOG_SECONDS` no key counts.
    """

    def __init__(self, desk: Desk, panel: DeskPanel, matches: MatchPanel, queue: QueuePanel) -> None:
        self._queue = queue
        view = panel.view
        super().__init__(
            (view, panel.compare.view),
            also=(*matches.parts, queue.list.viewport()),
            has_something=lambda painted: painted is not view or view.has_something,
        )
        self._desk = desk
        self._shown: object = None
        self._marked = self._painted_mark = self._mark_now()
        queue.marked.connect(self._mark)
        matches.list.verticalScrollBar().valueChanged.connect(lambda _: self.anew())
        desk.photo_shown.connect(self._changed)
        desk.sighting_shown.connect(self._changed)

    def dialog_closed(self) -> None:
        """A dialog that stood over the desk has gone."""
        self.rest(DIALOG_SECONDS)

    def is_as_painted(self) -> bool:
        """A list that is read anew loses its mark and gets it back without a word."""
        return self._mark_now() == self._painted_mark

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and watched is self._queue.list.viewport():
            self._painted_mark = self._mark_now()
        return super().eventFilter(watched, event)

    def _mark(self) -> None:
        """Another photo is marked in the list, or several: of these the keys are about all."""
        if (marked := self._mark_now()) != self._marked:
            self._marked = marked
            self.anew()

    def _mark_now(self) -> tuple[str, ...]:
        """The one photo that is marked in the list, or that there are several."""
        count = self._queue.marked_count
        return tuple(self._queue.selected) if count == 1 else ("several",) * min(count, 1)

    def _changed(self) -> None:
        """Another photo, card, list or verdict, or what Return does is another: a label came, or was taken back."""
        desk, sighting = self._desk, self._desk.sighting
        seen = (sighting.sighting_id, sighting.verdict, sighting.is_decided) if sighting else None
        shown = (desk.photo_id, seen, tuple(match.card for match in desk.matches))
        if shown != self._shown:
            self._shown = shown
            self.anew()
