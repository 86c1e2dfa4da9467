"""All cards of one photo with one key: the grid, narrowed to that photo, where only what is sure is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.gui.test_bulk_grid import closed, grid_of, group, labels, shown
from tests.window import Hand, Script, Steps, photograph, play, window_with

from karuta.domain.match import Verdict
from karuta.paths import LibraryFolder

Key = Qt.Key


@pytest.mark.parametrize("again", [Key.Key_P, Key.Key_Return])
def test_the_first_press_shows_every_card_of_the_photo_and_the_second_confirms_them_as_one_action(
    library: LibraryFolder, tmp_path: Path, again: Key
) -> None:
    page, other = photograph(tmp_path / "page.png", 2, 4, 9), photograph(tmp_path / "other.png", 1)

    def walk(hand: Hand) -> Script:
        grid = grid_of(hand)
        yield hand.shows("page.png")
        yield hand.looked_up(2)
        hand.press(Key.Key_P)
        yield shown(hand, 3)
        assert group(hand) == "All cards in page.png"
        assert {pair.photo_name for pair in grid.model.rows} == {"page.png"} and labels(library) == []
        hand.press(again)
        yield hand.shows("other.png")
        assert sorted(labels(library)) == [("page.png", f"Shape {number}") for number in (2, 4, 9)]
        # One undo takes the page back.
        hand.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        yield lambda: hand.work.counts.decided == 0
        yield hand.shows("page.png")
        # For a photo of one card there is no such page.
        hand.press(Key.Key_Right)
        yield hand.shows("other.png")
        assert not hand.window.commands["confirm-page"].isEnabled()

    assert play(["--library", library.root, "gui", page, other], walk) == 0


@pytest.mark.long
@window_with(page=(2, 4, 40))
def test_what_is_decided_is_not_shown_and_what_is_not_sure_is_left_out_until_it_is_taken_in(hand: Hand) -> Steps:
    grid = grid_of(hand)
    hand.press(Key.Key_2)  # the second match: a person said another card
    yield lambda: len(labels(hand.library)) == 1 and hand.is_settled
    hand.press(Key.Key_P)
    yield shown(hand, 2)
    places = [at for at, pair in enumerate(grid.model.rows) if pair.verdict is not Verdict.SURE]
    assert [grid.model.is_left_out(at) for at in range(2)] == [at in places for at in range(2)] and places
    hand.press(Key.Key_Return)
    yield closed(hand)
    assert len(labels(hand.library)) == 1 + 2 - len(places)
