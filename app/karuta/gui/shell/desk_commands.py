"""What the commands do at the desk, each by its id: deciding, walking, looking; decides nothing and draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from karuta.domain.label import Kind
from karuta.gui.desk.compare_presenter import ComparePresenter
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.kit.commands import MATCH_KEYS
from karuta.gui.queue.queue_panel import QueuePanel
from karuta.gui.shell.composition import Composition

Doings = dict[str, Callable[[], object]]


def deciding_doings(work: Composition, queue: QueuePanel) -> Doings:
    desk, deciding = work.desk, work.deciding
    numbered: Doings = {id: partial(deciding.confirm_match, place) for place, id in enumerate(MATCH_KEYS)}
    return numbered | {
        "undo": deciding.undo,
        "redo": deciding.redo,
        "retry": deciding.retry,
        "confirm": lambda: deciding.confirm_match(desk.place_of_match),
        "unknown": partial(deciding.decide, Kind.UNKNOWN),
        "unreadable": partial(deciding.decide, Kind.UNREADABLE),
        "no-card": partial(deciding.decide, Kind.NO_CARD),
        "skip": deciding.skip,
        "remove": lambda: deciding.remove(queue.selected),
        "turn": work.corners.turn,
    }


def walking_doings(work: Composition, queue: QueuePanel) -> Doings:
    desk = work.desk
    return {
        "next": partial(work.ways_in.step, 1),
        "previous": partial(work.ways_in.step, -1),
        "next-sighting": lambda: desk.choose_sighting(desk.place_of_sighting + 1),
        "previous-sighting": lambda: desk.choose_sighting(desk.place_of_sighting - 1),
        "next-match": lambda: desk.choose_match(desk.place_of_match + 1),
        "previous-match": lambda: desk.choose_match(desk.place_of_match - 1),
        "select-shot": lambda: queue.select(work.queue.of_shot(desk.photo_id)),
        "show": queue.filters.open_show,
        "batch": queue.filters.open_batches,
        "order": queue.filters.open_orders,
        "show-all": work.arrangement.show_all,
        "stop-watching": work.watched.stop,
    }


def looking_doings(panel: DeskPanel, comparing: ComparePresenter) -> Doings:
    return {
        "zoom-in": partial(panel.zoom, 1),
        "zoom-out": partial(panel.zoom, -1),
        "zoom-fit": panel.show_all,
        "zoom-card": panel.view.show_sighting,
        "corners": partial(panel.by_hand, new=False),
        "draw": partial(panel.by_hand, new=True),
        "compare": comparing.toggle,
        "blink": comparing.blink,
    }
