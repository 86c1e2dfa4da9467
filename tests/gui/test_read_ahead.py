"""The photo that comes next is read once, ahead; and again where somebody has written about it since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.labelling import ANNA, BEN, LEFT, RIGHT, ToldRecogniser, confirmed, draw_photo, library_in, put_photo, square
from tests.window import Hand, Steps, window_with

from karuta.gui.desk import reading
from karuta.gui.desk.reading import DeskReader
from karuta.gui.queue.list_ahead import Ahead
from karuta.services.labels.decide import decide, set_corners
from karuta.services.labels.undo import undo
from karuta.services.lookups.look_up import keep_drawn, keep_look, keep_look_by_hand, look_at, look_up
from karuta.store.label_file import LabelFile
from karuta.store.photos import found_at

TOLD = ToldRecogniser({"a.png": (LEFT, RIGHT)})


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each photo was read for the desk."""
    counted: Counter[str] = Counter()
    real = reading.desk

    def counting(file: LabelFile, photo: str) -> object:
        counted[photo] += 1
        return real(file, photo)

    monkeypatch.setattr(reading, "desk", counting)
    return counted


@pytest.mark.long
@window_with(1, 2, 3, 4, 5, 6, 7, 8)
def test_a_photo_is_read_once_until_it_is_decided(hand: Hand, reads: Counter[str]) -> Steps:
    before: list[int] = []
    yield hand.looked_up(8)
    yield lambda: hand.work.lookup_queue.is_idle and hand.work.session.store_lane.is_idle
    for number in range(2, 8):
        hand.press(Qt.Key.Key_1)
        yield hand.shows(f"{number}.png")
        yield lambda: hand.work.session.store_lane.is_idle
        before.append(reads[hand.work.desk.photo_id or ""])
    yield hand.ended
    # The first ones were read before they were looked up, too.
    assert before[2:] == [1, 1, 1, 1], "read ahead, and not again when they came"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LabelFile]:
    with LabelFile.open_writing(library_in(tmp_path)) as file:
        yield file


def _label(file: LabelFile, photo: str, path: Path) -> None:
    del path
    sighting = file.rows("SELECT id FROM sightings WHERE photo_sha256 = ? ORDER BY id", [photo])[1][0]
    decide(file, [confirmed(photo, sighting, 1)], ANNA)


def _undo(file: LabelFile, photo: str, path: Path) -> None:
    del photo, path
    undo(file, BEN)


def _look(file: LabelFile, photo: str, path: Path) -> None:
    keep_look(file, photo, look_up(path, photo, file.folder, TOLD))


def _corners(file: LabelFile, photo: str, path: Path) -> None:
    del path
    set_corners(file, photo, square(20, 5), ANNA)


def _outline(file: LabelFile, photo: str, path: Path) -> None:
    look = look_at(path, photo, [square(1, 1)], library=file.folder, recognise_corners=TOLD.at)
    keep_look_by_hand(file, photo, look)


def _drawn(file: LabelFile, photo: str, path: Path) -> None:
    look = look_at(path, photo, [square(20, 20)], library=file.folder, recognise_corners=TOLD.at)
    keep_drawn(file, photo, look)


def _moved(file: LabelFile, photo: str, path: Path) -> None:
    found_at(file, photo, path.rename(path.with_name("b.png")), device="desk")


@pytest.mark.parametrize("write", [_label, _undo, _look, _corners, _outline, _drawn, _moved])
def test_whatever_is_written_about_a_photo_makes_what_was_read_old(
    file: LabelFile, tmp_path: Path, reads: Counter[str], write: Callable[[LabelFile, str, Path], None]
) -> None:
    path = draw_photo(tmp_path / "a.png")
    photo = put_photo(file, path, recognise=TOLD)
    other = put_photo(file, draw_photo(tmp_path / "other.png", 2))
    first = file.rows("SELECT id FROM sightings WHERE photo_sha256 = ? ORDER BY id", [photo])[0][0]
    decide(file, [confirmed(photo, first, 2)], BEN)
    reader = DeskReader()
    reader.upcoming(file, Ahead((photo,)))
    reader.upcoming(file, Ahead((photo,)))
    reader.photo(file, photo)
    assert reads[photo] == 1
    decide(file, [confirmed(other, file.rows("SELECT id FROM sightings WHERE photo_sha256 = ?", [other])[0][0])], ANNA)
    reader.photo(file, photo)
    assert reads[photo] == 1, "a label on another photo"
    write(file, photo, path)
    found = reader.photo(file, photo)
    assert reads[photo] == 2
    assert found == reading.read_photo(file, photo)


def test_a_file_that_went_away_is_missed_at_once(file: LabelFile, tmp_path: Path, reads: Counter[str]) -> None:
    path = draw_photo(tmp_path / "a.png")
    photo, reader = put_photo(file, path, recognise=TOLD), DeskReader()
    (coming,) = reader.upcoming(file, Ahead((photo,)))
    assert coming.place == path
    path.unlink()
    found = reader.photo(file, photo)
    assert (found.place, reads[photo]) == (None, 1)
