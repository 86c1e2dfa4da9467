"""The window has the catalogue test itself, and looks again at what is undecided where the test corrects something."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from tests.labelling import stored
from tests.self_tests import keep_test
from tests.window import Condition, Hand, Steps, window_with

from karuta.domain.self_test import AskedPhoto
from karuta.paths import LibraryFolder


def looked(library: LibraryFolder) -> list[tuple[object, ...]]:
    return stored(library, "SELECT id, photo_sha256, reader_hash FROM lookups ORDER BY id")


def is_settled(hand: Hand) -> Condition:
    return lambda: hand.is_settled and hand.work.lookup_queue.is_idle and hand.work.session.engine_lane.is_idle


@pytest.mark.long
@window_with(1, 2)
def test_what_the_catalogue_s_own_test_corrects_is_looked_up_again_once_where_nobody_has_decided(hand: Hand) -> Steps:
    before: list[tuple[object, ...]] = []
    after: list[tuple[object, ...]] = []
    yield hand.looked_up(2)
    hand.press(Qt.Key.Key_1)
    yield hand.shows("2.png")
    yield is_settled(hand)
    before.extend(looked(hand.library))
    keep_test(hand.library, AskedPhoto("a", "hard", right=False, probability=0.8))
    yield lambda: looked(hand.library) != before
    yield is_settled(hand)
    after.extend(looked(hand.library))
    hand.work.lookup_queue.find_stale()
    yield lambda: is_settled(hand)() and hand.work.session.store_lane.is_idle
    yield hand.ended
    decided, undecided = (photo for _, photo, _ in before)
    assert [photo for _, photo, _ in after] == [decided, undecided]
    assert after[0] == before[0]
    assert after[1][2] != before[1][2]
    assert looked(hand.library) == after
