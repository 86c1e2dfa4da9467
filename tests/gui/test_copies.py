"""Copies of a photo in the window: marked, walked and gathered, never hidden; the same bytes are not asked twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from tests.copies import cropped
from tests.window import Hand, Steps, photograph, play

from karuta.paths import LibraryFolder


def copied(photo: Path, name: str) -> Path:
    with Image.open(photo) as image:
        copy = cropped(image.convert("RGB"), 0.03, 0.02, 0.01, 0.0)
    path = photo.with_name(name)
    copy.resize((copy.width * 2 // 3, copy.height * 2 // 3)).save(path, quality=60)
    return path


def marks(hand: Hand) -> list[str]:
    queue = hand.work.queue_model
    return [queue.shot_words(photo) for photo in queue.photos]


def all_compared(hand: Hand) -> bool:
    work = hand.work
    return work.lookup_queue.is_idle and work.importer.is_idle and work.same_shots.is_idle


@pytest.mark.long
def test_copies_are_marked_and_walked_and_all_are_asked(library: LibraryFolder, tmp_path: Path) -> None:
    first = photograph(tmp_path / "a.png", 8)
    other = photograph(tmp_path / "b.png", 8, ground=(180, 170, 150))
    third = copied(first, "c.jpg")

    def walk(hand: Hand) -> Steps:
        yield hand.shows("a.png")
        yield lambda: all_compared(hand) and any(marks(hand))
        assert marks(hand) == ["same shot 1/2", "", "same shot 2/2"]
        index = hand.work.queue_model.index(2)
        yield lambda: "same shot 2/2" in index.data(Qt.ItemDataRole.AccessibleTextRole)
        hand.press(Qt.Key.Key_D)
        yield hand.shows("c.jpg")
        hand.press(Qt.Key.Key_D)
        yield hand.shows("a.png")
        hand.press(Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
        photos = hand.work.queue_model.photos
        assert hand.window.queue_panel.selected == [photos[0], photos[2]]
        # Of several marked photos the keys ask about all, together.
        hand.type("1")
        yield lambda: hand.composition.bulk.grid.is_open
        hand.press(Qt.Key.Key_Escape)
        yield lambda: not hand.composition.bulk.grid.is_open
        hand.window.queue_panel.select([photos[0]])
        yield lambda: hand.window.queue_panel.selected == [photos[0]] and hand.is_settled
        hand.type("1")
        yield hand.shows("b.png")
        hand.press(Qt.Key.Key_D)
        yield lambda: "No other copy" in hand.window.statusBar().currentMessage()
        assert hand.on_desk == "b.png"
        hand.type("1")
        yield hand.shows("c.jpg")

    assert play(["--library", library.root, "gui", first, other, third], walk) == 0

    def again(hand: Hand) -> Steps:
        yield lambda: marks(hand) == ["same shot 1/2", "", "same shot 2/2"]

    assert play(["--library", library.root, "gui"], again) == 0
