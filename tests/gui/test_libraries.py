"""Other libraries from the window: opened, made, refused, the demo; who labels; where a photo lies; and the upkeep."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from tests.older_catalogue import made_older
from tests.window import Hand, Steps, photograph, walked, window_with

from karuta.domain.photo import Arrival
from karuta.domain.queue import PhotoState, QueueFilter
from karuta.gui.desk.desk import Desk
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.lookups.add_photos import seen_file
from karuta.store.cards import Catalogue


def test_another_library_opens_in_the_windows_place(library: LibraryFolder, made_library: Path, tmp_path: Path) -> None:
    other = tmp_path / "other library"
    shutil.copytree(made_library, other)

    def walk(hand: Hand) -> Steps:
        first = hand.work.session
        hand.chooses(other)
        hand.window.commands["open-library"].trigger()
        yield lambda: hand.has_window and hand.window.windowTitle() == "Karuta: other library"
        yield lambda: hand.is_settled
        assert hand.work.session.library.root == other
        assert hand.work.session is not first

    walked(library, walk)


@pytest.mark.long
@window_with(1, 2, 3)
def test_a_window_opens_with_the_photo_filter_and_size_with_which_it_was_left(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    put = Desk.put_next_open

    def late(desk: Desk, **which: Any) -> None:
        """Everything that was asked for before has been read."""
        hand.work.session.store_lane.let_through(60)
        put(desk, **which)

    monkeypatch.setattr(Desk, "put_next_open", late)
    yield hand.looked_up(3)
    hand.work.arrangement.choose(queue_filter=QueueFilter(states=frozenset({PhotoState.OPEN})))
    yield lambda: not hand.work.arrangement.awaited.is_awaited and hand.is_settled
    hand.work.desk.put(hand.work.queue_model.photos[1])
    yield hand.shows("2.png")
    hand.window.resize(1000, 640)
    yield
    yield hand.shows("2.png")
    assert hand.work.arrangement.filter.states == {PhotoState.OPEN}
    assert (hand.window.width(), hand.window.height()) == (1000, 640)
    hand.press(Qt.Key.Key_Return)
    yield hand.shows("3.png")
    yield
    yield hand.shows("3.png")


@pytest.mark.long
@window_with(before=True)
def test_a_window_brings_an_older_catalogue_up_to_date_and_backs_it_up_first(hand: Hand, tmp_path: Path) -> Steps:
    photo = photograph(tmp_path / "3.png", 3)
    made_older(hand.library.catalogue_db)
    yield
    hand.drop(photo)
    yield hand.shows("3.png")
    assert hand.work.desk.match is not None and hand.work.desk.match.card.card_id == "3"
    assert hand.work.desk.match.pack
    yield hand.ended
    assert not Catalogue.is_older(hand.library.catalogue_db)
    assert len(list(hand.library.backups.glob("catalogue-v1-*.db"))) == 1


@pytest.mark.long
def test_a_new_library_is_made_in_an_empty_folder_alone(library: LibraryFolder, tmp_path: Path) -> None:
    full, empty = tmp_path / "full", tmp_path / "brand new"
    full.mkdir()
    empty.mkdir()
    (full / "letter.txt").write_text("dear")

    def walk(hand: Hand) -> Steps:
        hand.chooses(full)
        hand.window.commands["new-library"].trigger()
        yield hand.window.desk_panel.notice.isVisible
        assert "is not a library" in hand.window.desk_panel.notice.text
        hand.chooses(empty)
        hand.window.commands["new-library"].trigger()
        yield lambda: hand.has_window and hand.window.windowTitle() == "Karuta: brand new"
        yield lambda: hand.is_settled and hand.work.catalogue_status.has_cards is False
        assert hand.window.desk_panel.welcome.steps.isVisible()

    walked(library, walk)
    assert [path.name for path in full.iterdir()] == ["letter.txt"]
    assert LibraryFolder(empty).labels_db.is_file()


@pytest.mark.long
def test_a_library_is_moved_and_its_window_goes_with_it(library: LibraryFolder, tmp_path: Path) -> None:
    photo, new = photograph(tmp_path / "p.png", 3), tmp_path / "elsewhere"
    new.mkdir()

    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        yield lambda: bool(hand.work.desk.matches) and hand.is_settled
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.work.progress.counts is not None and hand.work.progress.counts.undecided == 0
        hand.chooses(library.root / "inside")
        hand.window.commands["move-library"].trigger()
        yield lambda: "into itself" in hand.window.desk_panel.notice.text
        hand.chooses(new)
        hand.window.commands["move-library"].trigger()
        yield lambda: hand.has_window and hand.window.windowTitle() == "Karuta: elsewhere"
        yield lambda: hand.is_settled and not library.root.exists()
        assert hand.work.progress.counts is not None and hand.work.progress.counts.photos == 1

    walked(library, walk, photo)
    with labels_for_writing(LibraryFolder(new)) as file:
        assert file.first_row("SELECT count(*) FROM events WHERE kind = 'confirm'") == (1,)


@pytest.mark.long
@window_with(1, 2)
def test_keys_for_the_desk_sign_nothing_and_another_name_is_said_until_the_next_label(hand: Hand) -> Steps:
    notice = hand.window.desk_panel.notice
    former = hand.work.session.origin.annotator
    hand.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    hand.type("uu")
    hand.press(Qt.Key.Key_Return)
    yield lambda: hand.window.dialogs.current is None
    assert hand.work.session.origin.annotator == former and notice.isHidden()
    for name, back in (("hanako", True), ("ken", False)):
        hand.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        hand.window.dialogs.current.fields["annotator"].setText(name)
        hand.window.dialogs.current.accept()
        yield lambda name=name: hand.work.session.origin.annotator == name
        assert notice.text == f"Labels will be signed “{name}” from now on; before: “{former}”"
        if back:
            notice._button.click()
            yield lambda: hand.work.session.origin.annotator == former
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.work.desk.label is not None or hand.on_desk == "2.png"
    hand.press(Qt.Key.Key_Left)
    yield hand.shows("1.png")
    assert hand.work.desk.label.annotator == "ken" and notice.isHidden()


@pytest.mark.long
def test_adding_a_large_folder_shows_how_far_it_is_and_can_be_stopped(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "many"
    first = photograph(folder / "0000.png", 3)
    for number in range(1, 400):
        # Each file is another one to the library: bytes after a PNG's end are no part of the picture.
        (folder / f"{number:04}.png").write_bytes(first.read_bytes() + number.to_bytes(4, "big"))
    seen: list[str] = []
    stopped, hashed = Event(), count(1)

    def held(arrival: Arrival) -> object:
        """The fiftieth file is not read before the person has stopped."""
        assert next(hashed) < 50 or stopped.wait(600)
        return seen_file(arrival)

    monkeypatch.setattr("karuta.gui.intake.importer.seen_file", held)

    def walk(hand: Hand) -> Steps:
        hand.drop(folder)
        yield hand.window.import_bar.isVisible
        hand.window.import_bar.stopped.emit()
        stopped.set()
        yield lambda: hand.work.importer.is_idle and not hand.window.import_bar.isVisible()
        assert hand.work.queue_model.arriving == 0
        assert 0 < hand.work.queue_model.rowCount() < 400
        assert not hand.window.desk_panel.notice.isVisible()
        seen.append(str(hand.work.queue_model.rowCount()))

    walked(library, walk)
    assert seen
    assert len(list(folder.iterdir())) == 400
