"""A photo with which the program ended twice is set aside: the next start says so, and opens it only when asked to.

A program that is told to end ends in order, which is no photo's fault.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from tests.labelling import stored
from tests.waiting import until
from tests.window import Hand, Steps, photograph, play

from karuta.domain.errors import LibraryError
from karuta.domain.journal import Action
from karuta.engine.opened import Opened
from karuta.files import file_hash
from karuta.gui.desk import decisions
from karuta.gui.desk.notice_presenter import UNSAVED
from karuta.paths import LibraryFolder
from karuta.services.lookups.set_aside import (
    mark_while_opening,
    photos_set_aside,
    tried_once_more,
)

ROOT = Path(__file__).parents[2]

# The real program, but for one photo that has it killed while it is decoded: as the system does when memory runs out.
KILLED = """
import os, signal, sys
from karuta.engine.opened import Opened
decode = Opened.pixels
def pixels(opened, longest):
    if opened.name == "deadly.png":
        os.kill(os.getpid(), signal.SIGKILL)
    return decode(opened, longest)
Opened.pixels = pixels
from karuta.bootstrap import run
sys.exit(run(sys.argv[1:]))
"""

# The real program, but for one photo that takes as long as somebody wants, whoever stops it.
SLOW = """
import sys
from pathlib import Path
from tests.waiting import until
from karuta.engine.opened import Opened
decode, place = Opened.pixels, Path(sys.argv.pop(1))
def pixels(opened, longest):
    if opened.name == "slow.png":
        (place / "begun").touch()
        until((place / "go").exists)
    return decode(opened, longest)
Opened.pixels = pixels
from karuta.bootstrap import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts it; it is there once it is opening the photo."""
    begun: list[subprocess.Popen[str]] = []

    def start(*arguments: str | Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", SLOW, str(tmp_path), *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            # Whoever runs the tests may have been started deaf to it.
            preexec_fn=partial(signal.signal, signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509 - it takes no lock
        )
        begun.append(process)
        assert until(lambda: (tmp_path / "begun").exists() or process.poll() is not None)
        assert process.poll() is None
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that are decoded from now on."""
    decoded: list[str] = []
    decode = Opened.pixels

    def pixels(opened: Opened, longest: int | None) -> object:
        decoded.append(opened.name)
        return decode(opened, longest)

    monkeypatch.setattr(Opened, "pixels", pixels)
    return decoded


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_after_a_photo_had_the_program_killed_twice_the_next_start_lives_and_says_so(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly, other = photograph(tmp_path / "deadly.png", 3), photograph(tmp_path / "other.png", 5)
    command = [sys.executable, "-c", KILLED, "--library", str(library.root), "gui", str(deadly), str(other)]
    for _ in range(2):
        killed = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            timeout=120,
            capture_output=True,
            check=False,
        )
        # The second time it was opened by itself.
        assert killed.returncode == -signal.SIGKILL
        assert not photos_set_aside(library)
    decoded = watched(monkeypatch)

    def look(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready and "deadly.png" in hand.window.desk_panel.notice.text
        yield lambda: hand.work.counts is not None and hand.work.counts.failed == 1 and not hand.work.counts.waiting
        if hand.on_desk != "deadly.png":
            hand.takes("Show")
        yield hand.shows("deadly.png")
        assert "set aside" in hand.window.desk_panel.notice.text
        assert "deadly.png" not in decoded
        hand.takes("Try again")
        yield lambda: hand.work.desk.photo is not None and hand.work.desk.photo.looked_up and hand.is_settled
        assert hand.work.desk.matches[0].name == "Shape 3"
        assert "set aside" not in hand.window.desk_panel.notice.text or hand.window.desk_panel.notice.isHidden()

    assert play(["--library", library.root, "gui"], look) == 0
    assert "deadly.png" in decoded
    assert not photos_set_aside(library)
    assert not any(library.opening.iterdir())


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_photo_that_was_being_looked_up_when_the_window_was_ended_is_looked_up_by_itself(
    library: LibraryFolder, tmp_path: Path, slow: Callable[..., subprocess.Popen[str]], name: str
) -> None:
    photo, how = photograph(tmp_path / "slow.png", 3), signal.Signals[name]
    window = slow("--library", library.root, "gui", photo)
    window.send_signal(how)
    if name != "SIGKILL":
        # Whatever the decoder hears of it, and however long the system waits before it kills.
        assert until(lambda: not any(library.opening.iterdir()) or window.poll() is not None)
        (tmp_path / "go").touch()
    assert window.wait(120) == (-how if name == "SIGKILL" else 0)

    def look(hand: Hand) -> Steps:
        notice = hand.window.desk_panel.notice
        yield hand.shows("slow.png")
        assert hand.work.desk.matches[0].name == "Shape 3"
        assert not notice.isVisible() and not hand.work.aside_photos.holds(hand.work.desk.photo_id)

    assert play(["--library", library.root, "gui"], look) == 0
    assert not any(library.opening.iterdir()) and not tried_once_more(library)


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="no such signals")
def test_what_could_not_be_saved_is_tried_once_more_and_nothing_is_asked_when_the_process_is_told_to_end(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_full, decide = [True], decisions.decide

    def full(*arguments: Any) -> Action:
        if is_full[0]:
            raise LibraryError("the disk is full")
        return decide(*arguments)

    monkeypatch.setattr(decisions, "decide", full)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        hand.press(Qt.Key.Key_1)
        yield lambda: hand.window.desk_panel.notice.shows(UNSAVED)
        # Somebody is asked whether to close, and has gone home.
        QTimer.singleShot(0, hand.window.close)
        yield lambda: QApplication.activeModalWidget() is not None
        is_full[0] = False
        os.kill(os.getpid(), signal.SIGTERM)
        yield lambda: not hand.has_window

    assert play(["--library", library.root, "gui", photograph(tmp_path / "p.png", 3)], walk) == 0
    assert stored(library, "SELECT kind, name FROM current_labels") == [("confirm", "Shape 3")]


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("command", ["lookup", "check", "inventory"])
def test_a_command_that_is_told_to_end_says_that_it_stopped_and_leaves_no_mark(
    library: LibraryFolder,
    tmp_path: Path,
    slow: Callable[..., subprocess.Popen[str]],
    command: str,
    name: str,
) -> None:
    photo = photograph(tmp_path / "slow.png", 3)
    listings = tmp_path / "listings.csv"
    listings.write_text("listing_id,title,photos\n1,Shape 3,slow.png\n", encoding="utf-8")
    process = slow("--library", library.root, command, listings if command == "check" else photo)
    process.send_signal(signal.Signals[name])
    _, err = process.communicate(timeout=120)
    assert (process.returncode, "Stopped; what was finished is kept." in err) == (130, True)
    assert not library.opening.exists() or not any(library.opening.iterdir())


@pytest.mark.long
def test_a_window_that_is_only_drawn_sets_nothing_aside(library: LibraryFolder, tmp_path: Path) -> None:
    """It may stand beside a window that is opening photos."""
    photo = photograph(tmp_path / "photo.png", 3)
    with mark_while_opening(library, file_hash(photo), photo.name):
        arguments = ["--library", str(library.root), "gui", "--screenshot", str(tmp_path / "window.png")]
        subprocess.run([sys.executable, "-m", "karuta", *arguments], cwd=ROOT, check=True, timeout=120)
        assert any(library.opening.iterdir())
    assert not photos_set_aside(library)
