"""The demo opens at once and is filled while a person looks; it throws labels away only where that was asked for."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from tests.lost_labels import events, label
from tests.window import Hand, Steps, play

from karuta import paths
from karuta.bootstrap import run
from karuta.cli import demo as demo_command
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.gui.shell import library_commands
from karuta.gui.shell.window_lock import WindowLock
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library import demo as demo_library
from karuta.services.library.demo import is_demo_ready, ready_demo
from karuta.services.library.open_library import library_model, stored_vectors
from karuta.store.cards import Catalogue

ready_really = library_commands.ready_demo


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LibraryFolder:
    """The demo library's place, with nothing in it yet; and a display, as far as the command knows."""
    library = LibraryFolder(tmp_path / "demo")
    monkeypatch.setattr(paths, "demo_library_folder", lambda: library)
    monkeypatch.setattr(demo_command, "has_display", lambda: True)
    return library


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Its cards are not made before this is set, or before somebody asks to stop."""
    go_on = threading.Event()

    def ready(*arguments: object, cancel: CancelToken, **more: object) -> bool:
        while not go_on.wait(0.01):
            cancel.check()
        return ready_really(*arguments, cancel=cancel, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(library_commands, "ready_demo", ready)
    return go_on


def made(library: LibraryFolder) -> None:
    ready_demo(library, resources_folder(), cancel=CancelToken(), progress=lambda step, done, total: None)


@pytest.mark.long
def test_the_first_photo_is_there_before_its_cards_are_and_nothing_is_said_to_be_missing(
    demo: LibraryFolder, held_up: threading.Event
) -> None:
    def walk(hand: Hand) -> Steps:
        view, bar = hand.window.desk_panel.view, hand.window.task_bar
        yield lambda: hand.on_desk == "01-plain.jpg" and view._image is not None
        yield lambda: hand.work.counts is not None and hand.work.counts.photos == 24 and hand.work.importer.is_idle
        assert bar.isVisible()
        hand.work.catalogue_status.ask()
        yield lambda: hand.work.catalogue_status.has_cards is False
        assert not hand.window.desk_panel.notice.isVisible()
        assert not hand.work.desk.matches
        held_up.set()
        yield lambda: bool(hand.work.desk.matches) and hand.is_settled
        assert not bar.isVisible()
        assert hand.on_desk == "01-plain.jpg"

    assert play(["demo"], walk) == 0
    assert is_demo_ready(demo, resources_folder())


@pytest.mark.long
def test_every_page_of_the_demo_has_something_to_show(demo: LibraryFolder) -> None:
    made(demo)

    def walk(hand: Hand) -> Steps:
        yield lambda: bool(hand.work.desk.matches) and hand.is_settled
        hand.window.commands["check-listings"].trigger()
        items = hand.work.arrangement.queue.items
        yield lambda: items.reopens is not None and "listings.csv" in items.reopens.text()
        hand.press(Qt.Key.Key_Return)
        yield lambda: items.list.model.rowCount() == 10
        hand.work.arrangement.show_all()
        yield lambda: bool(hand.work.desk.matches) and hand.is_settled
        adding = hand.opens("add-catalogue", AddCardsDialog)
        adding.sample.click()
        yield adding.add.isEnabled
        adding.add.click()
        yield lambda: hand.work.tasks.is_idle and hand.is_settled

    assert play(["demo"], walk) == 0
    with Catalogue.open_reading(demo.catalogue_db) as catalogue:
        assert {pack.name: pack.cards for pack in catalogue.packs()} == {"demo": 224, "letters": 3}
    assert demo.sales_csv.is_file()


@pytest.mark.long
def test_making_it_fresh_throws_its_labels_away_and_only_then(demo: LibraryFolder, tmp_path: Path) -> None:
    made(demo)
    label(demo, tmp_path, 1, 2)

    def walk(hand: Hand) -> Steps:
        yield lambda: bool(hand.work.desk.matches) and hand.is_settled

    assert play(["demo"], walk) == 0
    assert len(events(demo.labels_db)) == 2
    assert play(["demo", "--fresh"], walk) == 0
    assert events(demo.labels_db) == []


@pytest.mark.parametrize("display", [True, False])
def test_an_open_demo_is_not_thrown_away(
    demo: LibraryFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    display: bool,  # noqa: FBT001
) -> None:
    made(demo)
    label(demo, tmp_path, 1)
    monkeypatch.setattr(demo_command, "has_display", lambda: display)
    lock = WindowLock(demo)
    assert lock.take()
    try:
        assert run(["demo", "--fresh"]) == 1
    finally:
        lock.release()
    assert "is open in a window" in capsys.readouterr().err
    assert len(events(demo.labels_db)) == 1
    assert is_demo_ready(demo, resources_folder())


@pytest.mark.long
def test_the_vectors_that_ship_are_those_of_the_shipped_model(demo: LibraryFolder) -> None:
    """Where this fails after another model or other pictures: python packaging/demo/vectors.py."""
    shipped = demo_library.shipped_vectors(resources_folder())
    made(demo)
    model = library_model(demo)
    assert shipped.model == model.hash
    with Catalogue.open_reading(demo.catalogue_db) as catalogue:
        live = {*catalogue.view().by_picture, *(back.picture_sha256 for back in catalogue.backs())}
    assert set(shipped.picture_vectors.pictures) == live
    with pytest.MonkeyPatch.context() as without:
        without.setattr(demo_library, "shipped_vectors", lambda resources: None)
        other = LibraryFolder(demo.root.with_name("made here"))
        made(other)
    with Catalogue.open_reading(other.catalogue_db) as catalogue:
        here = stored_vectors(catalogue, sorted(live), model)
    at = {picture: place for place, picture in enumerate(here.pictures)}
    order = [at[picture] for picture in shipped.picture_vectors.pictures]
    cosines = (shipped.picture_vectors.vectors * here.vectors[order]).sum(axis=1)
    assert float(np.min(cosines)) > 0.999


@pytest.mark.parametrize("bytes_kept", [0, 1, 2000, -1])
def test_damaged_vectors_are_not_used(tmp_path: Path, bytes_kept: int) -> None:
    whole = (resources_folder() / "demo" / demo_library.FILE).read_bytes()
    (tmp_path / "demo").mkdir()
    place = tmp_path / "demo" / demo_library.FILE
    assert demo_library.shipped_vectors(tmp_path) is None
    place.write_bytes(whole[:bytes_kept])
    assert demo_library.shipped_vectors(tmp_path) is None
    middle = len(whole) // 2
    place.write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
    assert demo_library.shipped_vectors(tmp_path) is None


def test_a_cancelled_start_leaves_a_demo_that_the_next_start_finishes(demo: LibraryFolder) -> None:
    cancel = CancelToken()

    def stop(step: str, done: int, total: int) -> None:
        if step == "pictures" and done == 20:
            cancel.cancel()

    with pytest.raises(Cancelled):
        ready_demo(demo, resources_folder(), cancel=cancel, progress=stop)
    assert not is_demo_ready(demo, resources_folder())
    made(demo)
    assert is_demo_ready(demo, resources_folder())
