"""Actions of the commands at the desk, each by its id, whether undo has something, and whether the desk was seen.

Decides nothing and draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError
from karuta.domain.label import Kind
from karuta.domain.queue_words import QueryKey
from karuta.gui.desk.compare_presenter import ComparePresenter
from karuta.gui.desk.decisions import SeenAtDesk
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.library_parts import LibraryParts
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.features.bulk_confirm.commands import BulkCommands
from karuta.gui.intake.intake import Intake
from karuta.gui.intake.watched_folder import WatchedFolder
from karuta.gui.kit.command_table import MATCH_KEYS
from karuta.gui.kit.commands import CommandActions, Commands
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.seen import Seen
from karuta.gui.library.outside_changes import Changed
from karuta.gui.queue.items import Items
from karuta.gui.queue.queue_panel import QueuePanel
from karuta.jobs.lane import Urgency
from karuta.services.labels.undo import Left, what_is_left

DIALOG_SECONDS = 0.4
"""So soon after a dialog has closed, a key is rather its own pressed twice than one about the desk."""


class SeenInWindow(SeenAtDesk):
    """`may_decide`, `print_read`, `finish`: as in `SeenAtDesk`."""

    def __init__(
        self,
        matches: MatchPanel,
        *,
        may_decide: Callable[[], bool],
        print_read: Callable[[CardKey | None], str | None],
        finish: Callable[[], str | None],
    ) -> None:
        self._matches, self._may_decide, self._print_read = matches, may_decide, print_read
        self._finish = finish

    def may_decide(self) -> bool:
        return self._may_decide()

    def may_take_return(self) -> bool:
        return self._matches.mark.is_ripe

    def is_in_sight(self, place: int) -> bool:
        return self._matches.is_in_sight(place)

    def print_read(self, card: CardKey | None) -> str | None:
        return self._print_read(card)

    def finish(self) -> str | None:
        return self._finish()


class Sight(Seen):
    """Follows the desk. The picture has to be there and painted, and so have matches, verdict and the list's mark.

    Matches that were scrolled are others on the screen. After a dialog closes, a finger may be on its way to press its
    button once more: for `DIALOG_SECONDS` no key counts.
    """

    def __init__(self, desk: Desk, panel: DeskPanel, matches: MatchPanel, queue: QueuePanel) -> None:
        self._queue, self._panel = queue, panel
        view = panel.view
        super().__init__(
            (view, panel.compare),
            also=(*matches.parts, queue.list.viewport()),
            has_something=lambda painted: view.has_something if painted is view else self._has_come(painted),
        )
        self._items: Items | None = None
        self._desk = desk
        self._shown: object = None
        self._marked = self._painted_mark = self._mark_now()
        queue.marked.connect(self._mark)
        matches.list.verticalScrollBar().valueChanged.connect(lambda _: self.anew())
        self._matches = matches.list.viewport()
        self.follow_rows(matches.list)
        matches.head.crop_came.connect(self.anew)
        desk.photo_shown.connect(self._changed)
        desk.sighting_shown.connect(self._changed)

    def watch(self, items: Items | None) -> None:
        """What a queue of other items shows is looked at too, while it is there."""
        self._items = items
        self.follow(items.watched if items is not None else ())

    def _has_come(self, part: QWidget) -> bool:
        return self._items is None or part not in self._items.watched or self._items.has_come(part)

    def dialog_closed(self) -> None:
        """A dialog that stood over the desk has gone."""
        self.rest(DIALOG_SECONDS)

    def is_as_painted(self) -> bool:
        """A list that is read anew loses its mark and gets it back without a word; what is covered is not seen."""
        is_marked = not self._queue.list.isVisible() or self._mark_now() == self._painted_mark
        return is_marked and not self._panel.is_covered

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and watched is self._queue.list.viewport():
            self._painted_mark = self._mark_now()
        elif event.type() == QEvent.Type.Resize and watched is self._matches:
            # Rows come into sight, or lie elsewhere.
            self.anew()
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
        shown = (desk.photo_id, seen, tuple(desk.sides or (match.card for match in desk.matches)))
        if shown != self._shown:
            self._shown = shown
            self.anew()


def deciding_actions(parts: LibraryParts, *, queue: QueuePanel, bulk: BulkCommands) -> CommandActions:
    """A key that decides acts on the card on the desk, or on all marked photos."""
    decisions = parts.decisions
    confirming: CommandActions = {id: partial(decisions.confirm_match, place) for place, id in enumerate(MATCH_KEYS)}
    confirming["confirm"] = decisions.take_return
    saying = {"unknown": Kind.UNKNOWN, "unreadable": Kind.UNREADABLE, "no-card": Kind.NO_CARD, "back": Kind.BACK}
    deciding: CommandActions = {id: bulk.or_confirm(action) for id, action in confirming.items()}
    deciding |= {id: bulk.or_decide(kind, partial(decisions.decide, kind)) for id, kind in saying.items()}
    return deciding | {
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
        "queue": queue.queue.open_queues,
        "show": partial(queue.text.ask, QueryKey.IS),
        "filter-text": queue.text.open,
        "batch": partial(queue.text.ask, QueryKey.BATCH),
        "order": partial(queue.text.ask, QueryKey.ORDER),
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
        commands.say_why("undo", lambda: parts.voice.info.emit(self.tr("Nothing to undo")))
        commands.say_why("redo", lambda: parts.voice.info.emit(self.tr("Nothing to redo")))
        parts.arrangement.shown.connect(self.ask)
        parts.decisions.saved.connect(lambda _: self._offer(Left(undo=True, redo=True)))
        parts.outside_changes.changed.connect(self._changed)

    def ask(self) -> None:
        try:
            annotator = self._session.origin.annotator
        except KarutaError:
            return  # whoever decides under such a name is told so
        self._session.store_lane.submit(
            lambda file, token: what_is_left(file, annotator),
            done=self._offer,
            failed=ignore_expected(),  # both stay as they are
            key="journal ends",
            urgency=Urgency.SOON,
        )

    def _changed(self, changed: Changed) -> None:
        if changed.labels and changed.journal is not None:
            self._offer(changed.journal)

    def _offer(self, left: Left) -> None:
        self._commands.know({"undo": left.undo, "redo": left.redo})
