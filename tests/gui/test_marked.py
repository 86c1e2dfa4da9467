"""While several photos are marked, a key that decides is about all of them, shows them first, and is one action."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.gui.test_bulk_grid import grid_of, group, shown
from tests.labelling import stored
from tests.window import Hand, Steps, photograph, window_with

from karuta.domain.match import Verdict
from karuta.paths import LibraryFolder

STRANGER = 40
"""A drawn card that is not in the catalogue."""
Key = Qt.Key


def labels(library: LibraryFolder) -> list[tuple[str, str, str]]:
    """(photo, kind, name) of every label that stands."""
    return stored(library, "SELECT photo_name, kind, coalesce(name, '') FROM current_labels ORDER BY photo_name, id")


def mark(hand: Hand, *rows: int) -> None:
    """As Ctrl and a click on each do."""
    photos = hand.work.queue_model.photos
    hand.window.queue_panel.select([photos[row] for row in rows])


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_1, Key.Key_9])
@window_with(before=True)
def test_what_confirms_opens_the_grid_with_just_the_marked_photos(hand: Hand, tmp_path: Path, key: Qt.Key) -> Steps:
    hand.photos = [photograph(tmp_path / f"{at}.png", seed) for at, seed in enumerate((1, 2, STRANGER, 3))]
    yield
    grid = grid_of(hand)
    yield hand.looked_up(4)
    here, chosen = hand.work.desk.photo_id, lambda: hand.window.match_panel.chosen
    mark(hand, 0, 1, 2)
    hand.press(Key.Key_Escape)  # leaves only the photo on the desk marked
    assert (hand.window.queue_panel.selected, hand.work.desk.photo_id) == ([here], here)
    yield lambda: chosen() == 0
    mark(hand, 0, 1, 2)
    assert chosen() == -1, "Return is not about the match beside it"
    assert hand.window.match_panel.head.words[0] == "3 photos selected"
    hand.press(key)
    yield shown(hand, 3)
    assert group(hand) == "3 selected photos"
    pairs = grid.model.rows
    assert {pair.photo_name for pair in pairs} == {"0.png", "1.png", "2.png"}
    sure = {pair.photo_name for pair in pairs if pair.verdict is Verdict.SURE}
    assert "2.png" not in sure and {pair.photo_name for pair in grid.model.kept(range(3))} == sure
    # Each of the others is taken in by a press of its own.
    for row, pair in enumerate(pairs):
        if pair.photo_name != "2.png" and pair.verdict is not Verdict.SURE:
            grid.model.strike(row)
    hand.press(Key.Key_Return)
    yield lambda: not grid.is_open and hand.work.counts.decided == 2
    assert [photo for photo, _, _ in labels(hand.library)] == ["0.png", "1.png"]
    yield from hand.takes_back(Key.Key_Z)
    yield lambda: hand.work.counts.decided == 0
    assert labels(hand.library) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "kind"), [(Key.Key_U, "unknown"), (Key.Key_R, "unreadable"), (Key.Key_N, "no_card"), (Key.Key_K, "back")]
)
@window_with(before=True)
def test_what_says_that_there_is_no_such_card_shows_all_first(hand: Hand, key: Qt.Key, kind: str) -> Steps:
    photos = [photograph(hand.folder / f"{at}.png", *seeds) for at, seeds in enumerate(((1,), (2,), (3, 4), (5,)))]
    hand.photos = photos
    yield
    grid = grid_of(hand)
    yield hand.looked_up(4)
    hand.press(Key.Key_2)  # decided: it stays as it is
    yield lambda: hand.work.counts.decided == 1 and hand.is_settled
    mark(hand, 0, 1, 2)
    hand.press(key)
    yield shown(hand, 3)
    yield lambda: grid.button.text() == "Label 3 (Enter)"
    said = [grid.model.photo_words(cell) for cell in grid.model.rows]
    assert said == ["1.png", "2.png, card 1", "2.png, card 2"]
    assert "3 selected photos" in group(hand)
    assert grid.note.text.endswith("Already decided, unchanged: 1")
    yield lambda: all(grid.model.crop(grid.model.index(row)) for row in range(3))
    # One is left out, here alone.
    hand.press(Key.Key_Space)
    assert grid.button.text() == "Label 2 (Enter)"
    hand.press(Key.Key_Space)
    assert len(labels(hand.library)) == 1, "nothing before it is agreed to"
    hand.press(Key.Key_Return)
    yield lambda: not grid.is_open and hand.work.counts.decided == 4
    assert [row for row in labels(hand.library) if row[0] != "0.png"] == [
        ("1.png", kind, ""),
        ("2.png", kind, ""),
        ("2.png", kind, ""),
    ]
    yield from hand.takes_back(Key.Key_Z)
    yield lambda: hand.work.counts.decided == 1
    yield from hand.takes_back(Key.Key_Y)
    yield lambda: hand.work.counts.decided == 4
