"""The window has the catalogue test itself, and looks again at what is undecided where the test corrects something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from PySide6.QtCore import Qt
from tests.labelling import stored
from tests.self_tests import keep_test
from tests.window import Condition, Hand, Steps, play, window_with

from karuta.domain.self_test import AskedPhoto
from karuta.jobs.program import Program
from karuta.paths import LibraryFolder


def looked(library: LibraryFolder) -> list[tuple[object, ...]]:
    return stored(library, "SELECT id, photo_sha256, reader_hash FROM lookups ORDER BY id")


def is_settled(hand: Hand) -> Condition:
    return lambda: hand.is_settled and hand.work.lookup_queue.is_idle and hand.work.session.engine_lane.is_idle


@pytest.mark.long
@window_with(1, 2)
def test_what_the_catalogue_s_own_test_corrects_is_looked_up_again_once_where_nobody_has_decided(
    hand: Hand, library: LibraryFolder
) -> Steps:
    before: list[tuple[object, ...]] = []
    after: list[tuple[object, ...]] = []
    yield hand.looked_up(2)
    hand.press(Qt.Key.Key_1)
    yield hand.shows("2.png")
    yield is_settled(hand)
    before.extend(looked(library))
    keep_test(library, AskedPhoto("a", "hard", right=False, probability=0.8))
    yield lambda: looked(library) != before
    yield is_settled(hand)
    after.extend(looked(library))
    hand.work.lookup_queue.find_stale()
    yield lambda: is_settled(hand)() and hand.work.session.store_lane.is_idle
    yield hand.ended
    decided, undecided = (photo for _, photo, _ in before)
    assert [photo for _, photo, _ in after] == [decided, undecided]
    assert after[0] == before[0]
    assert after[1][2] != before[1][2]
    assert looked(library) == after


@pytest.mark.long
def test_a_catalogue_that_wants_a_test_gets_it_in_a_process_of_its_own(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str]] = []
    start = Program.start

    def started(self: Program, arguments: Sequence[str], *, environment: Mapping[str, str]) -> None:
        begun.append(list(arguments))
        start(self, arguments, environment=environment)

    monkeypatch.setattr(Program, "start", started)

    def walk(hand: Hand) -> Steps:
        testing = hand.work.self_testing
        yield lambda: hand.is_settled
        testing.look_now()
        yield lambda: hand.work.session.task_lane.is_idle
        assert not begun  # too few cards
        monkeypatch.setattr("karuta.services.catalogue.tested.FEWEST_CARDS", 1)
        testing.look_now()
        # It gives way to everything else, so its end may be far; the window is closed before.
        yield lambda: testing.is_running

    assert play(["--library", library.root, "gui"], walk) == 0
    assert begun == [["--library", str(library.root), "catalogue", "self-test", "--unhurried"]]
