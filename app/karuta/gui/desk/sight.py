"""Whether a person can have seen what is on the desk: a key that comes sooner is not about it; stores nothing."""

from __future__ import annotations

from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.kit.seen import Seen
from karuta.gui.queue.queue_panel import QueuePanel


class Sight(Seen):
    """Follows the desk. The picture has to be there and painted, and so have matches, verdict and the list's mark."""

    def __init__(self, desk: Desk, panel: DeskPanel, matches: MatchPanel, queue: QueuePanel) -> None:
        view = panel.view
        super().__init__(
            (view, panel.compare.view),
            also=(*matches.parts, queue.list.viewport()),
            has_something=lambda painted: painted is not view or view.has_something,
        )
        self._desk = desk
        self._shown: object = None
        self._queue = queue
        self._marked: tuple[str, ...] = ()
        queue.marked.connect(self._mark)
        desk.photo_shown.connect(self._changed)
        desk.sighting_shown.connect(self._changed)

    def _mark(self, count: int) -> None:
        """Another photo is marked in the list, or several: of these the keys are about all."""
        marked = tuple(self._queue.selected) if count == 1 else ("several",) * min(count, 1)
        if marked != self._marked:
            self._marked = marked
            self.anew()

    def _changed(self) -> None:
        """Another photo, card, list or verdict, or what Return does is another: a label came, or was taken back."""
        desk, sighting = self._desk, self._desk.sighting
        seen = (sighting.sighting_id, sighting.verdict, sighting.is_decided) if sighting else None
        shown = (desk.photo_id, seen, tuple(match.card for match in desk.matches))
        if shown != self._shown:
            self._shown = shown
            self.anew()
