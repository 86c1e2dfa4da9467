"""A key that comes before anybody can have seen what it is about stores nothing: a row for each state and its keys."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from tests.labelling import confirms, stored
from tests.window import Condition, Hand, Steps, window_with

from karuta.gui.kit.seen import RIPE_SECONDS
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.gui.queue.queues import queue_named
from karuta.paths import LibraryFolder

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
State = Callable[[Hand, list[float]], Generator[Condition, None, Any]]


def painted(watching: Any) -> Condition:
    return lambda: watching._painted_at is not None


def the_next_photo(hand: Hand, now: list[float]) -> Generator[Condition, None, Any]:
    hand.press(Key.Key_Right)
    yield lambda: hand.on_desk == "2.png" and hand.work.is_settled
    return hand.composition.sight


def late(
    hand: Hand, now: list[float], comes: Generator[Condition, None, Any], watching: Any, has_come: Condition
) -> Generator[Condition, None, Any]:
    """The pictures of what comes are there a second after the rest was painted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pictures, "artwork", lambda *_, **__: None)
        yield from comes
        yield painted(watching)
        now[0] += 1.0
    hand.work.pictures.small_ready.emit()
    yield has_come
    return watching


def a_late_picture(hand: Hand, now: list[float]) -> Generator[Condition, None, Any]:
    """At a real screen, three keys decided about cards whose pictures had been there for 75 to 94 ms."""
    return (yield from late(hand, now, the_next_photo(hand, now), hand.composition.sight, lambda: True))


def the_grid(hand: Hand) -> Generator[Condition, None, Any]:
    hand.press(Key.Key_W)
    yield lambda: hand.composition.bulk.grid.model.rowCount() > 0


def a_late_picture_in_the_grid(hand: Hand, now: list[float]) -> Generator[Condition, None, Any]:
    grid = hand.composition.bulk.grid
    return (yield from late(hand, now, the_grid(hand), grid._seen, lambda: grid.model.has_come(grid.list.page)))


def a_mark(hand: Hand, now: list[float], panel: Any = None) -> Generator[Condition, None, Any]:
    """What was painted before the mark moved says nothing of where it is now."""
    panel = panel or hand.window.match_panel
    yield painted(panel.mark)
    now[0] += 1.0
    for _ in range(2):
        hand.press(Key.Key_Down)
    return panel.mark


def a_search(hand: Hand) -> Generator[Condition, None, Any]:
    panel = hand.composition.search.panel
    hand.press(Key.Key_Slash)
    yield lambda: hand.composition.search.is_open and hand.target is panel.text
    hand.type("shape")
    yield lambda: panel.model.rowCount() > 2
    return panel


def a_mark_in_the_search(hand: Hand, now: list[float]) -> Generator[Condition, None, Any]:
    panel = yield from a_search(hand)
    return (yield from a_mark(hand, now, panel))


def a_mark_in_a_blind_review(hand: Hand, now: list[float]) -> Generator[Condition, None, Any]:
    hand.press(Key.Key_1)
    yield lambda: hand.work.counts.decided == 1
    hand.press(Key.Key_L, CTRL | SHIFT)
    yield lambda: hand.work.desk.round is not None and hand.work.desk.sighting is not None and hand.work.is_settled
    return (yield from a_mark(hand, now))


def another_queue(hand: Hand, now: list[float]) -> Generator[Condition, None, Any]:
    for who, card in (("anna", "3"), ("ben", "5")):
        confirms(hand.work.session.library, hand.photos[1], card, who)
    yield lambda: hand.work.counts.decided == 1 and hand.work.is_settled
    hand.work.arrangement.choose_queue(queue_named("disagreements"))
    for key in (Key.Key_1, Key.Key_Return):
        hand.press(key)
    assert hand.work.desk.photo is None
    yield lambda: hand.on_desk == "2.png" and bool(hand.work.desk.sides) and hand.work.is_settled
    return hand.composition.sight


def what_is_searched_for(hand: Hand, now: list[float]) -> Generator[Condition, None, Any]:
    """Enter comes before the answer does."""
    panel = yield from a_search(hand)
    hand.type(" 7")
    hand.press(Key.Key_Return)
    yield lambda: str(panel.model.index(0).data()) == "Shape 7"
    return panel.seen


@pytest.mark.parametrize(
    ("state", "keys"),
    [
        (the_next_photo, (Key.Key_Return, Key.Key_U, Key.Key_R, Key.Key_N, Key.Key_K, Key.Key_X, Key.Key_1)),
        (a_late_picture, (Key.Key_Return,)),
        (a_late_picture_in_the_grid, (Key.Key_Return,)),
        (a_mark, (Key.Key_Return,)),
        (a_mark_in_the_search, (Key.Key_Return,)),
        (a_mark_in_a_blind_review, (Key.Key_Return,)),
        (another_queue, (Key.Key_1,)),
        (what_is_searched_for, (Key.Key_Return,)),
    ],
)
@window_with(1, 2, before=True)
def test_a_key_before_anybody_can_have_seen_what_it_is_about_stores_nothing(
    hand: Hand, library: LibraryFolder, now: list[float], state: State, keys: tuple[Qt.Key, ...]
) -> Steps:
    yield
    yield lambda: hand.on_desk == "1.png" and hand.work.is_settled and hand.work.counts.waiting == 0
    yield painted(hand.composition.sight)
    now[0] += 1.0
    watching = yield from state(hand, now)
    yield lambda: watching._painted_at == now[0] and hand.work.session.store_lane.is_idle
    before = stored(library, "SELECT count(*) FROM events")
    for key in keys:
        now[0] += 0.01
        hand.press(key)
        yield lambda: hand.work.session.store_lane.is_idle and not hand.work.desk.is_held
        assert stored(library, "SELECT count(*) FROM events") == before, key
    yield lambda: hand.work.is_settled and watching._painted_at is not None
    now[0] += RIPE_SECONDS + 0.01
    hand.press(keys[-1])
    yield lambda: stored(library, "SELECT count(*) FROM events") != before


@window_with(1, 2, before=True)
def test_a_page_of_the_grid_is_not_there_while_its_artworks_are_not_even_named(
    hand: Hand, library: LibraryFolder, now: list[float]
) -> Steps:
    yield
    yield lambda: hand.on_desk == "1.png" and hand.work.is_settled and hand.work.counts.waiting == 0
    grid, facts = hand.composition.bulk.grid, hand.work.card_facts
    before = stored(library, "SELECT count(*) FROM events")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FetchedCards, "want", lambda *_, **__: None)
        facts._facts.clear()
        facts._answered.clear()
        yield from the_grid(hand)
        yield lambda: painted(grid._seen)() and all(grid.model.crop(grid.model.index(at)) for at in grid.list.page)
        now[0] += 1.0
        hand.press(Key.Key_Return)
        yield lambda: hand.work.session.store_lane.is_idle and not hand.work.desk.is_held
        assert stored(library, "SELECT count(*) FROM events") == before
    grid.model.redraw()
    yield lambda: grid.model.has_come(grid.list.page) and hand.work.is_settled and painted(grid._seen)()
    now[0] += 1.0
    hand.press(Key.Key_Return)
    yield lambda: stored(library, "SELECT count(*) FROM events") != before
