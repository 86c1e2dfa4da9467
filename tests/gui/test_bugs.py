"""A bug in the window: it stands in the log, one notice tells of it with a report to copy, and the window goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from tests.window import Hand, Steps, photograph, play, play_beside, window_with

from karuta import paths
from karuta.domain.errors import LibraryError
from karuta.domain.label import Kind
from karuta.domain.queue_words import QueryKey
from karuta.engine.recognise import Recogniser
from karuta.files import file_hash
from karuta.gui.kit.notice import BUG
from karuta.gui.library.session import WindowContext
from karuta.gui.shell.app import run_window
from karuta.log.faults import NAME as FAULTS
from karuta.log.faults import take_up_faults
from karuta.log.log import Log, listening
from karuta.log.log_file import NAME
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import desk

pytestmark = pytest.mark.plants_bugs

ROOT = Path(__file__).resolve().parents[2]
LANES = ("store", "engine", "pictures", "files", "cards", "task", "shots")
COPIED = "Report copied. It contains no names and no pictures. Send it to whoever supports Karuta for you."
WRONG = "Something in Karuta went wrong. You can go on working."


def logged() -> str:
    file = paths.log_folder() / NAME
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def planted(*_: object, **__: object) -> Any:
    raise TypeError("'NoneType' object is not subscriptable")


def planted_in(what: str) -> Any:
    raise TypeError(f"planted in {what}")


def says(hand: Hand) -> str:
    notice = hand.window.desk_panel.notice
    return notice.text if notice.shows(BUG) else ""


def goes_on(hand: Hand) -> Steps:
    """It still takes a decision and keeps it."""
    before = hand.on_desk
    assert before is not None
    hand.type("1")
    yield lambda: hand.on_desk != before and hand.is_settled


@window_with(3, 4)
def test_a_bug_in_any_lane_is_in_the_log_and_the_window_goes_on(hand: Hand, tmp_path: Path) -> Steps:
    heard: list[Exception] = []
    for lane in LANES:
        hand.window.desk_panel.notice.take_back(BUG)
        getattr(hand.work.session, f"{lane}_lane").submit(
            lambda *_, lane=lane: planted_in(f"{lane}_lane"), failed=heard.append
        )
        yield lambda: says(hand) == WRONG
    yield from goes_on(hand)
    yield hand.ended
    assert [str(error) for error in heard] == ["Something in Karuta went wrong."] * len(LANES)
    text = logged()
    for lane in LANES:
        assert f"a job of the lane {'tasks' if lane == 'task' else lane}\n" in text
        assert f"TypeError: planted in {lane}_lane" in text
    assert text.count(" BUG ") == len(LANES) and " gui[" in text
    assert str(tmp_path) not in text
    assert labels(hand.library, hand.photos[0]) == [Kind.CONFIRM]


def labels(library: LibraryFolder, photo: Path) -> list[Kind]:
    """Of the photo's sightings."""
    with labels_for_reading(library) as file:
        found = desk(file, file_hash(photo))
    return [sighting.label.kind for sighting in found.sightings if sighting.label is not None]


@pytest.mark.long
@window_with(3)
def test_a_bug_is_told_once_and_a_known_error_is_told_by_its_own_sentence(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    def full(*_: object, **__: object) -> Any:
        raise LibraryError("The disk with {path} is full.", path="x")

    monkeypatch.setattr("karuta.gui.queue.arrangement.counted_values", planted)
    notices = hand.window.desk_panel
    box = hand.window.queue_panel.text
    for _ in range(3):
        box.ask(QueryKey.IS)
        yield lambda: says(hand) == WRONG
    yield lambda: hand.work.session.store_lane.is_idle
    # What would only repeat it is not said.
    notices.notice.take_back(BUG)
    assert notices.notice.isHidden()
    box.ask(QueryKey.IS)
    yield lambda: hand.work.session.store_lane.is_idle and hand.work.session.box.is_empty
    assert says(hand) == ""
    monkeypatch.setattr("karuta.gui.queue.arrangement.counted_values", full)
    box.ask(QueryKey.IS)
    yield lambda: notices.notice.text == "The disk with x is full."
    assert says(hand) == ""
    yield hand.ended
    assert logged().count(" BUG ") == 1


@pytest.mark.long
def test_the_report_has_the_traceback_and_the_library_in_numbers_and_names_nobody(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photo = photograph(tmp_path / "the cards of hanako" / "hanako.png", 3)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("hanako.png")
        hand.work.session.files_lane.submit(lambda *_: planted(photo), failed=lambda error: None)
        yield lambda: says(hand) == WRONG
        yield lambda: hand.work.session.cards_lane.is_idle and hand.work.session.box.is_empty
        QTest.mouseClick(hand.window.desk_panel.notice._button, Qt.MouseButton.LeftButton)
        assert says(hand).startswith("Report copied.")

    assert play(["--library", library.root, "gui", photo.parent], walk) == 0
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Karuta ")
    for part in (
        "PySide6",
        "Labels: 1 photo, 0 labels",
        "Cards: 12 cards of 1 game",
        "Model: ",
        "TypeError",
        "lane.py",
    ):
        assert part in text, part
    for name in ("hanako", "Shape", library.root.name, str(tmp_path), "Traceback (most"):
        assert name not in text, name


@pytest.mark.long
@window_with(3, 4, before=True)
def test_a_bug_in_one_photos_lookup_is_that_photos_failure(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Steps:
    recognise = Recogniser.recognise

    def stumbles(self: Recogniser, path: Path, **options: Any) -> Any:
        return planted() if path.name == "3.png" else recognise(self, path, **options)

    monkeypatch.setattr(Recogniser, "recognise", stumbles)
    yield
    yield lambda: says(hand) == WRONG and hand.work.counts is not None and hand.work.counts.failed == 1
    yield lambda: hand.is_settled
    hand.work.desk.put_next_open()
    yield hand.shows("4.png")
    hand.type("1")
    yield lambda: hand.work.desk.label is not None and hand.is_settled
    yield hand.ended
    assert "the lookup of ….png" in logged()
    assert labels(hand.library, hand.photos[1]) == [Kind.CONFIRM]


def really(tmp_path: Path, plant: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The real program, with a home of its own."""
    command = [sys.executable, "-m", "tests.real_window", plant, str(tmp_path / "outcome"), *map(str, arguments)]
    home = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"), str(tmp_path))
    surroundings = os.environ | home | {"XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=surroundings, cwd=ROOT)


def real_log(tmp_path: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "state").rglob(f"{NAME}*"))


def test_what_nobody_caught_in_the_window_is_in_the_log_and_it_goes_on(library: LibraryFolder, tmp_path: Path) -> None:
    plants = {
        "in_a_slot": "planted in the slot",
        "in_a_signal_of_ours": "planted in the signal",
        "in_a_thread": "planted in the thread",
        "in_an_event": "planted in the event",
        "in_painting": "planted in the painting",
        "in_deleting": "planted in the deleting",
        "in_a_letter": "planted in the letter 2",
    }
    ended = really(tmp_path, ",".join(plants), "--library", library.root, "gui", photograph(tmp_path / "3.png", 3))
    assert ended.returncode == 0, ended.stderr
    found = json.loads((tmp_path / "outcome").read_text(encoding="utf-8"))
    assert found["has_photo"]
    assert found["said"] == dict.fromkeys(plants, COPIED)
    for plant, what in plants.items():
        assert what in real_log(tmp_path) and what in found["report"][plant], plant
    # Painting fails again at every repaint, and is written down a few times at most.
    assert real_log(tmp_path).count("planted in the painting") <= 3
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("Something in Karuta went wrong; a report of it is in ") == 1


@pytest.mark.long
def test_what_qt_says_is_in_the_log_and_names_nobody(library: LibraryFolder, tmp_path: Path) -> None:
    ended = really(tmp_path, "in_what_qt_says", "--library", library.root, "gui", photograph(tmp_path / "3.png", 3))
    assert ended.returncode == 0, ended.stderr
    assert real_log(tmp_path).count(" WARNING ") == 1 and "qt: QImage: ….jpg" in real_log(tmp_path)
    assert "hanako" not in real_log(tmp_path) + ended.stderr


def test_a_bug_before_the_window_exists_ends_in_a_sentence(library: LibraryFolder, tmp_path: Path) -> None:
    ended = really(tmp_path, "before_the_window", "--library", library.root, "gui")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Something in Karuta went wrong; a report of it is in ")
    assert "planted in the beginning" in real_log(tmp_path)


def test_without_a_console_the_window_opens_and_logs(library: LibraryFolder, tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    ended = really(tmp_path, "without_a_console", "--library", library.root, "gui", "--screenshot", picture)
    assert ended.returncode == 0 and picture.stat().st_size > 1000
    assert not (tmp_path / "outcome").exists()


@pytest.mark.long
def test_a_window_that_was_ended_by_a_fault_says_so_the_next_time(library: LibraryFolder, tmp_path: Path) -> None:
    folder = paths.log_folder()
    folder.mkdir(parents=True)
    (folder / FAULTS).write_text(
        'Fatal Python error: Segmentation fault\n\n  File "x/karuta/gui/a.py", line 3 in open\n'
    )
    log = Log(folder)
    with listening(log):
        take_up_faults(folder, log.shortener)

        def walk(hand: Hand) -> Steps:
            yield hand.shows("3.png")
            yield lambda: says(hand) == "Karuta crashed last time. Everything that was saved is still there."
            hand.work.session.files_lane.submit(planted, failed=lambda error: None)
            yield lambda: says(hand) == WRONG

        context = WindowContext(
            library, paths.demo_library_folder(), paths.resources_folder(), paths.settings_file(), log
        )
        photo = photograph(tmp_path / "3.png", 3)
        assert play_beside(lambda: run_window(context, [photo]), walk) == 0
