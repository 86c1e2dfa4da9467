"""The window answers while photos are looked up; how well, a long check measures on a quiet machine."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from tests.heartbeat import Heartbeat
from tests.window import CARDS, Condition, Hand, photograph, play

from karuta.paths import LibraryFolder

LOOKUPS = 20


@pytest.mark.long
def test_while_photos_are_looked_up_the_loop_comes_round(library: LibraryFolder, tmp_path: Path) -> None:
    folder = tmp_path / "twenty"
    for number in range(LOOKUPS):
        photograph(folder / f"{number}.png", 1 + number % CARDS, ground=(60, 60, 60 + number))
    beat = Heartbeat()

    def walk(hand: Hand) -> Generator[Condition, None, None]:
        yield lambda: hand.is_settled
        beat.begin()
        hand.drop(folder)
        yield lambda: hand.work.counts.open == LOOKUPS
        beat.end()

    assert play(["--library", library.root, "gui"], walk) == 0
    assert beat.p99() < 150
