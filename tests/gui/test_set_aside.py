"""A photo with which the program ended is set aside: the next start lives, says so, and opens it only when asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from tests.window import Condition, Hand, photograph, play

from karuta.engine.opened import Opened
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.lookups.set_aside import mark_while_opening, photos_set_aside, set_leftovers_aside

Steps = Generator[Condition, None, None]
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


def button(hand: Hand) -> QPushButton:
    found = [button for button in hand.window.desk_panel.notice.findChildren(QPushButton) if button.isVisible()]
    assert len(found) == 1
    return found[0]


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
def test_after_a_photo_had_the_program_killed_the_next_start_lives_and_says_so(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly, other = photograph(tmp_path / "deadly.png", 3), photograph(tmp_path / "other.png", 5)
    command = [sys.executable, "-c", KILLED, "--library", str(library.root), "gui", str(deadly), str(other)]
    first = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=120,
        capture_output=True,
        check=False,
    )
    assert first.returncode == -signal.SIGKILL
    decoded = watched(monkeypatch)

    def look(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready and "deadly.png" in hand.window.desk_panel.notice.text
        yield lambda: hand.work.counts is not None and hand.work.counts.failed == 1 and not hand.work.counts.waiting
        if hand.on_desk != "deadly.png":
            assert button(hand).text() == "Show"
            button(hand).click()
        yield hand.shows("deadly.png")
        assert "set aside" in hand.window.desk_panel.notice.text
        assert "deadly.png" not in decoded
        assert button(hand).text() == "Try again"
        button(hand).click()
        yield lambda: hand.work.desk.photo is not None and hand.work.desk.photo.looked_up and hand.is_settled
        assert hand.work.desk.matches[0].name == "Shape 3"
        assert "set aside" not in hand.window.desk_panel.notice.text or hand.window.desk_panel.notice.isHidden()

    assert play(["--library", library.root, "gui"], look) == 0
    assert "deadly.png" in decoded
    assert not photos_set_aside(library)
    assert not any(library.opening.iterdir())


@pytest.mark.long
def test_a_photo_that_is_set_aside_can_be_removed(library: LibraryFolder, tmp_path: Path) -> None:
    photo = photograph(tmp_path / "deadly.png", 3)
    with mark_while_opening(library, file_hash(photo), photo.name):
        assert set_leftovers_aside(library)

    def remove(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(photo)
        yield lambda: hand.on_desk == "deadly.png" and hand.work.desk.photo.error == "internal"
        hand.press(Qt.Key.Key_Delete)
        yield lambda: hand.work.counts is not None and hand.work.counts.photos == 0

    assert play(["--library", library.root, "gui"], remove) == 0


@pytest.mark.long
def test_a_photo_that_was_looked_up_before_is_set_aside_too(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk decodes it anew at every start; what was seen of it stays."""
    photo = photograph(tmp_path / "photo.png", 3)

    def add(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(photo)
        yield hand.shows("photo.png")

    assert play(["--library", library.root, "gui"], add) == 0
    library.opening.mkdir(exist_ok=True)
    (library.opening / f"{file_hash(photo)}.0000").write_bytes(b"")
    decoded = watched(monkeypatch)

    def look(hand: Hand) -> Steps:
        yield hand.shows("photo.png")
        assert hand.work.desk.matches[0].name == "Shape 3"
        assert "set aside" in hand.window.desk_panel.notice.text

    assert play(["--library", library.root, "gui"], look) == 0
    assert "photo.png" not in decoded


@pytest.mark.long
def test_a_window_that_is_only_drawn_sets_nothing_aside(library: LibraryFolder, tmp_path: Path) -> None:
    """It may stand beside a window that is opening photos."""
    photo = photograph(tmp_path / "photo.png", 3)
    with mark_while_opening(library, file_hash(photo), photo.name):
        arguments = ["--library", str(library.root), "gui", "--screenshot", str(tmp_path / "window.png")]
        subprocess.run([sys.executable, "-m", "karuta", *arguments], cwd=ROOT, check=True, timeout=120)
        assert any(library.opening.iterdir())
    assert not photos_set_aside(library)
