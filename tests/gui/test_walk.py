"""The whole walk through the real `main()`: drop, look, press a key, start again, and the label is there."""

from __future__ import annotations

import csv
import io
import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from tests.window import Hand, Steps, photograph, play, window_with

from karuta.bootstrap import run
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import queue_ids, queue_rows

CTRL = Qt.KeyboardModifier.ControlModifier


def exported(library: LibraryFolder, tmp_path: Path) -> list[dict[str, str]]:
    out = tmp_path / "labels.csv"
    assert run(["--library", str(library.root), "labels", "export", str(out)]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    out.unlink()
    return rows


@window_with(before=True)
def test_a_photo_that_is_dropped_and_confirmed_is_labelled_after_a_restart(hand: Hand, tmp_path: Path) -> Steps:
    photo = photograph(tmp_path / "a photo.png", 3)
    before = threading.active_count()
    yield
    yield lambda: hand.work.is_ready
    hand.drop(photo)
    yield hand.shows("a photo.png")
    assert hand.work.desk.matches[0].name == "Shape 3"
    hand.press(Qt.Key.Key_C, CTRL)
    yield lambda: QGuiApplication.clipboard().text() == "Shape 3"  # without a set code that nobody read
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.work.desk.label is not None
    yield
    yield lambda: hand.work.is_ready and hand.work.counts is not None
    assert hand.work.counts.done == 1
    hand.press(Qt.Key.Key_Right)
    yield hand.shows("a photo.png")
    label = hand.work.desk.label
    assert label is not None and label.name == "Shape 3"
    yield hand.ended
    assert threading.active_count() == before
    rows = exported(hand.library, tmp_path)
    assert [(row["photo"], row["kind"], row["name"]) for row in rows] == [("a photo.png", "confirm", "Shape 3")]


@window_with(two=(4, 9))
def test_each_sighting_of_a_photo_is_decided_and_a_new_key_supersedes(hand: Hand, tmp_path: Path) -> Steps:
    desk = hand.work.desk
    assert [sighting.matches[0].name for sighting in desk.photo.sightings] == ["Shape 4", "Shape 9"]
    hand.press(Qt.Key.Key_Tab)
    assert desk.place_of_sighting == 1
    yield lambda: hand.is_settled
    hand.press(Qt.Key.Key_1)
    yield lambda: desk.photo.sightings[1].label is not None and desk.place_of_sighting == 0
    yield lambda: hand.is_settled
    hand.press(Qt.Key.Key_N)
    yield lambda: desk.photo.sightings[0].label is not None and not desk.is_held
    # Read anew after the last label, the photo is no longer one that a person opened.
    yield lambda: hand.is_settled and hand.work.counts.undecided == 0
    desk.choose_sighting(1)
    yield lambda: hand.is_settled
    hand.press(Qt.Key.Key_2)
    yield lambda: desk.photo.sightings[1].label.name != "Shape 9"
    yield hand.ended
    rows = exported(hand.library, tmp_path)
    assert [row["kind"] for row in rows] == ["no_card", "confirm"]
    assert rows[1]["name"] != "Shape 9"


@pytest.mark.long
@window_with(before=True)
def test_skip_changes_the_order_and_remove_takes_out_and_both_can_be_undone(hand: Hand, tmp_path: Path) -> Steps:
    hand.photos = [photograph(tmp_path / f"{name}.png", seed) for name, seed in (("a", 1), ("b", 2), ("c", 3))]
    yield
    yield hand.shows("a.png")
    yield lambda: hand.listed == ["a.png", "b.png", "c.png"]
    hand.press(Qt.Key.Key_S)
    yield lambda: hand.on_desk == "b.png" and hand.listed == ["b.png", "c.png", "a.png"]
    hand.press(Qt.Key.Key_Delete)
    yield lambda: hand.on_desk == "c.png" and hand.listed == ["c.png", "a.png"]
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: hand.listed == ["b.png", "c.png", "a.png"]
    hand.press(Qt.Key.Key_Z, CTRL)
    yield lambda: hand.listed == ["a.png", "b.png", "c.png"]
    yield hand.ended
    assert all(photo.is_file() for photo in hand.photos)


@pytest.mark.long
def test_photos_stand_in_the_stack_as_they_were_dropped(library: LibraryFolder, tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    folder.mkdir()
    names = [f"{number:03}.bmp" for number in range(60)]
    for number, name in enumerate(names):
        # Large files first, so that a later portion would overtake an earlier one.
        side = 1400 if number < 20 else 40
        (folder / name).write_bytes(_bitmap(side, number))

    def drop(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(folder)
        yield lambda: hand.work.counts is not None and hand.work.counts.photos == len(names)

    assert play(["--library", library.root, "gui"], drop) == 0
    with labels_for_reading(library) as file:
        rows = queue_rows(file, queue_ids(file))
    assert [row.name for row in rows] == names


def _bitmap(side: int, seed: int) -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (side, side), (seed, 2 * seed, 90)).save(picture, "BMP")
    return picture.getvalue()
