"""What the desk promises: saved before it says so, unsaved stays on screen, no slow work in the window's thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from tests.packs import card, write_pack
from tests.window import Hand, Steps, photograph, play, window_with

from karuta.bootstrap import run
from karuta.domain.desk import ReturnKey
from karuta.domain.errors import LibraryError
from karuta.engine.recognise import Recogniser
from karuta.gui.desk import decisions as deciding_module
from karuta.gui.desk.notice_presenter import UNSAVED
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import desk as read_desk
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile


@window_with(p=3, before=True)
def test_a_decision_that_cannot_be_saved_stays_on_screen_until_it_is(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    decide, full = deciding_module.decide, [True]

    def on_a_full_disk(*arguments: Any) -> Any:
        if full[0]:
            raise LibraryError("The disk is full; nothing was saved.")
        return decide(*arguments)

    monkeypatch.setattr(deciding_module, "decide", on_a_full_disk)
    yield
    yield hand.shows("p.png")
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.window.desk_panel.notice.shows(UNSAVED)
    assert "Shape 3" in hand.window.desk_panel.notice.text
    assert "disk is full" in hand.window.desk_panel.notice.text
    assert hand.on_desk == "p.png"
    assert hand.work.desk.label is None
    full[0] = False
    hand.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    yield lambda: hand.work.desk.label is not None
    yield lambda: not hand.window.desk_panel.notice.says(UNSAVED)


@pytest.mark.long
@window_with(before=True, p=3)
def test_which_of_two_cards_with_one_picture_it_is_a_digit_says_and_return_says_nothing(hand: Hand) -> Steps:
    pack = write_pack(hand.folder / "reprints", [card("x", "Shape again")], drawn={"x": 3})
    assert run(["--library", str(hand.library.root), "catalogue", "add", str(pack), "--no-self-test"]) == 0
    yield
    yield hand.shows("p.png")
    yield hand.looked_up(1)
    panel = hand.window.match_panel
    yield lambda: "one of these 2: 1, 2" in panel.head.words[1]
    assert hand.work.desk.return_key == ReturnKey()
    names = [hand.work.match_model.shown(place) for place in range(2)]
    assert sorted(names) == ["Shape 3", "Shape again"]
    hand.press(Qt.Key.Key_Return)
    hand.press((Qt.Key.Key_1, Qt.Key.Key_2)[names.index("Shape again")])
    yield lambda: hand.work.desk.label is not None
    assert hand.work.desk.label is not None and hand.work.desk.label.name == "Shape again"


@window_with(1, 2)
def test_the_label_is_on_the_disk_before_the_window_says_so_and_one_that_was_made_just_before_closing_too(
    hand: Hand,
) -> Steps:
    labels: list[object] = []

    def another_reader(photo: str) -> object:
        with labels_for_reading(hand.library) as file:
            return read_desk(file, photo).sightings[0].label

    hand.work.decisions.saved.connect(lambda action: labels.append(another_reader(photos[0])))
    photos = list(hand.work.queue_model.photos)
    hand.press(Qt.Key.Key_1)
    yield hand.shows("2.png")
    assert labels[0] is not None
    yield hand.idle
    hand.press(Qt.Key.Key_1)
    hand.close()
    yield hand.ended
    assert another_reader(photos[1]) is not None


@pytest.mark.long
@window_with(1, 2, before=True)
def test_a_second_key_while_the_first_is_being_saved_labels_no_photo_that_was_not_looked_at(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    decide, go_on = deciding_module.decide, threading.Event()

    def slowly(*arguments: Any) -> Any:
        assert go_on.wait(600)
        return decide(*arguments)

    monkeypatch.setattr(deciding_module, "decide", slowly)
    yield
    yield hand.shows("1.png")
    hand.press(Qt.Key.Key_1)
    hand.press(Qt.Key.Key_1)
    hand.press(Qt.Key.Key_U)
    assert hand.on_desk == "1.png"
    go_on.set()
    yield hand.shows("2.png")
    yield lambda: hand.work.counts.done == 1
    assert hand.work.desk.label is None


def test_no_lookup_no_decoding_and_no_sql_runs_in_the_windows_thread(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: dict[str, set[int]] = {}

    def watched(owner: object, name: str) -> None:
        real: Callable[..., Any] = getattr(owner, name)

        def call(*arguments: Any, **more: Any) -> Any:
            threads.setdefault(name, set()).add(threading.get_ident())
            return real(*arguments, **more)

        monkeypatch.setattr(owner, name, call)

    for name in ("rows", "insert", "change"):
        watched(LabelFile, name)
    for name in ("search", "details", "view", "summary"):
        watched(Catalogue, name)
    watched(Recogniser, "recognise")
    real_modules = [module for key, module in sys.modules.items() if key.startswith("karuta.")]
    for module in real_modules:
        for name in ("open_picture", "file_hash"):
            if hasattr(module, name):
                watched(module, name)
    photos = [photograph(tmp_path / "folder" / f"{seed}.png", seed).parent for seed in (1, 2)]

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(photos[0])
        yield hand.shows("1.png")
        hand.press(Qt.Key.Key_1)
        yield hand.shows("2.png")
        hand.press(Qt.Key.Key_S)
        hand.type("/")
        yield lambda: hand.composition.search.is_open
        hand.type("shape")
        yield lambda: "search" in threads  # recent cards are rows too, before anything was searched for
        yield lambda: hand.composition.search.panel.model.rowCount() > 0
        hand.press(Qt.Key.Key_Escape)
        yield lambda: not hand.composition.search.is_open
        hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        yield lambda: hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0
    assert {"rows", "insert", "search", "details", "view", "recognise", "open_picture", "file_hash"} <= set(threads)
    assert all(threading.get_ident() not in found for found in threads.values()), threads


@pytest.mark.long
@window_with(1, 2)
def test_of_news_and_of_what_is_on_its_way_to_the_desk_none_is_lost_and_nothing_comes_back(hand: Hand) -> Steps:
    hand.press(Qt.Key.Key_Right)
    hand.work.desk.refresh()
    yield hand.shows("2.png")
    assert hand.work.desk.is_opened
    # What has left the desk does not come back because it was being read.
    hand.press(Qt.Key.Key_1)
    yield hand.shows("1.png")
    assert not hand.work.desk.is_opened
    hand.work.desk.refresh()
    hand.work.desk.clear()
    yield hand.idle
    assert hand.on_desk is None
