"""Whether a person can have seen what is on the desk: a key that comes sooner is not about it; stores nothing."""

from __future__ import annotations

from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.kit.seen import Seen


class Sight(Seen):
    """Follows the desk. The picture has to be there and painted, and so have the matches and the verdict."""

    def __init__(self, desk: Desk, panel: DeskPanel, matches: MatchPanel) -> None:
        view = panel.view
        super().__init__(
            (view, panel.compare.view),
            also=matches.parts,
            has_something=lambda painted: painted is not view or view.has_something,
        )
        self._desk = desk
        self._shown: object = None
        desk.photo_shown.connect(self._changed)
        desk.sighting_shown.connect(self._changed)

    def _changed(self) -> None:
        """Another photo, card or list; a label on the same one changes nothing that has to be read anew."""
        desk = self._desk
        sighting = desk.sighting.sighting_id if desk.sighting else None
        shown = (desk.photo_id, sighting, tuple(match.card for match in desk.matches))
        if shown != self._shown:
            self._shown = shown
            self.anew()
