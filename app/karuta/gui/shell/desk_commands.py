"""What the commands do at the desk, each by its id: deciding, moving, viewing. Whether undo and redo have something.

Decides nothing and draws nothing.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from karuta.domain.errors import KarutaError
from karuta.domain.label import Kind
from karuta.gui.desk.compare_presenter import ComparePresenter
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.library_parts import LibraryParts
from karuta.gui.features.bulk_confirm.commands import BulkCommands
from karuta.gui.intake.intake import Intake
from karuta.gui.intake.watched_folder import WatchedFolder
from karuta.gui.kit.command_table import MATCH_KEYS
from karuta.gui.kit.commands import CommandActions, Commands
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.queue.queue_panel import QueuePanel
from karuta.jobs.lane import Urgency
from karuta.services.labels.undo import Left, what_is_left


def deciding_actions(parts: LibraryParts, *, queue: QueuePanel, bulk: BulkCommands) -> CommandActions:
    """A key that decides acts on the card on the desk, or on all marked photos."""
    decisions = parts.decisions
    confirming: CommandActions = {id: partial(decisions.confirm_match, place) for place, id in enumerate(MATCH_KEYS)}
    confirming["confirm"] = decisions.take_return
    saying = {"unknown": Kind.UNKNOWN, "unreadable": Kind.UNREADABLE, "no-card": Kind.NO_CARD, "back": Kind.BACK}
    deciding: CommandActions = {id: bulk.or_confirm(one) for id, one in confirming.items()}
    deciding |= {id: bulk.or_decide(kind, partial(decisions.decide, kind)) for id, kind in saying.items()}
    return deciding | {
        "undo": decisions.undo,
        "redo": decisions.redo,
        "retry": decisions.retry,
        "skip": decisions.skip,
        "remove": lambda: decisions.remove(queue.selected),
        "turn": parts.corner_edits.turn,
    }


def walking_actions(
    parts: LibraryParts, *, intake: Intake, watched_folder: WatchedFolder, queue: QueuePanel
) -> CommandActions:
    desk, arrangement = parts.desk, parts.arrangement

    def step(by: int) -> None:
        """Not into a list that is about to go."""
        if not arrangement.awaited.is_awaited:
            intake.step(by)

    return {
        "next": partial(step, 1),
        "previous": partial(step, -1),
        "next-sighting": lambda: desk.choose_sighting(desk.place_of_sighting + 1),
        "previous-sighting": lambda: desk.choose_sighting(desk.place_of_sighting - 1),
        "relabel": desk.open_here,
        "next-match": partial(desk.step_match, 1),
        "previous-match": partial(desk.step_match, -1),
        "newer-list": desk.show_newer,
        "select-shot": lambda: queue.select(parts.queue_model.of_shot(desk.photo_id)),
        "show": queue.filters.open_show,
        "filter-text": queue.filter_by_text,
        "batch": queue.filters.open_batches,
        "order": queue.filters.open_orders,
        "show-all": arrangement.show_all,
        "stop-watching": watched_folder.stop,
    }


def looking_actions(panel: DeskPanel, comparing: ComparePresenter) -> CommandActions:
    return {
        "zoom-in": partial(panel.zoom, 1),
        "zoom-out": partial(panel.zoom, -1),
        "zoom-fit": panel.show_all,
        "zoom-card": panel.view.show_sighting,
        "upright": panel.view.toggle_upright,
        "corners": partial(panel.by_hand, new=False),
        "draw": partial(panel.by_hand, new=True),
        "compare": comparing.toggle,
        "blink": comparing.blink,
    }


class UndoState(QObject):
    """Until the journal has answered, both are enabled: a key right after a decision is never lost."""

    def __init__(self, parts: LibraryParts, commands: Commands) -> None:
        super().__init__(commands)
        self._session = parts.session
        self._commands = commands
        parts.arrangement.shown.connect(self.ask)
        parts.decisions.saved.connect(lambda _: self._offer(Left(undo=True, redo=True)))
        parts.outside_changes.labelled.connect(self.ask)

    def ask(self) -> None:
        try:
            annotator = self._session.origin.annotator
        except KarutaError:
            return  # whoever decides under such a name is told so
        self._session.store_lane.submit(
            lambda file, token: what_is_left(file, annotator),
            done=self._offer,
            failed=ignored_if_known(),  # both stay as they are
            key="journal ends",
            urgency=Urgency.SOON,
        )

    def _offer(self, left: Left) -> None:
        self._commands.know({"undo": left.undo, "redo": left.redo})
