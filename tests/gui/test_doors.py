"""How the window is opened: empty, twice, without a display, for a picture of itself, and by somebody else's keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QDialog
from tests.window import Hand, Steps, photograph, walked

from karuta.bootstrap import run
from karuta.domain.errors import LibraryError
from karuta.gui.shell.window_lock import WindowLock
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import count_labels, labels_for_reading


@pytest.mark.long
def test_photos_are_exported_without_exif_unless_it_is_asked_for(library: LibraryFolder, tmp_path: Path) -> None:
    photo, out = photograph(tmp_path / "p.png", 2), tmp_path / "out"

    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        hand.type("1")
        yield lambda: hand.work.desk.label is not None
        hand.chooses(out)
        dialog = hand.opens("export", QDialog)
        assert not dialog.exif.isEnabled()
        dialog.photos.click()
        assert dialog.exif.isEnabled() and not dialog.wish.keep_exif
        dialog.accept()
        yield (out / "labels.csv").is_file
        yield lambda: hand.window.dialogs.current is None and hand.work.tasks.is_idle
        photo.unlink()
        told: list[str] = []
        hand.work.voice.persistent.connect(lambda about, text: told.append(text))
        hand.opens("export", QDialog)
        hand.window.dialogs.current.photos.click()
        hand.window.dialogs.current.accept()
        yield lambda: any("p.png" in text for text in told)

    walked(library, walk, photo)
    assert not list((out / "photos").iterdir())


@pytest.mark.long
def test_a_pasted_picture_is_kept_in_the_library_and_looked_up(library: LibraryFolder, tmp_path: Path) -> None:
    picture = QImage(str(photograph(tmp_path / "p.png", 8)))

    def walk(hand: Hand) -> Steps:
        QGuiApplication.clipboard().setImage(picture)
        hand.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        yield lambda: bool(hand.work.desk.matches)
        assert hand.work.desk.matches[0].name == "Shape 8"

    walked(library, walk)
    assert [path.suffix for path in library.photos.iterdir()] == [".png"]


@pytest.mark.long
def test_a_second_window_raises_the_first_and_hands_its_photos_over(library: LibraryFolder, tmp_path: Path) -> None:
    photo = photograph(tmp_path / "p.png", 8)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    second: list[subprocess.Popen[bytes]] = []

    def walk(hand: Hand) -> Steps:
        command = [sys.executable, "-m", "karuta", "--library", str(library.root), "gui", str(photo)]
        second.append(subprocess.Popen(command, env=environment))
        yield hand.shows("p.png")
        yield lambda: second[0].poll() is not None

    walked(library, walk)
    assert second[0].returncode == 0


@pytest.mark.long
def test_a_first_window_that_does_not_answer_is_said_in_a_sentence(
    library: LibraryFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karuta.gui.shell.window_lock.ANSWERED_WITHIN", 0.1)
    first = WindowLock(library)
    assert first.take()
    try:
        assert run(["--library", str(library.root), "gui"]) == 1
    finally:
        first.release()
    assert "does not respond" in capsys.readouterr().err


def test_a_picture_of_the_window_is_drawn_without_a_display(library: LibraryFolder, tmp_path: Path) -> None:
    photo, out = photograph(tmp_path / "p.png", 8), tmp_path / "window.png"
    assert run(["--library", str(library.root), "gui", str(photo), "--screenshot", str(out)]) == 0
    image = QImage(str(out))
    assert image.width() >= 1000
    colours = {image.pixel(x, y) for x in range(0, image.width(), 16) for y in range(0, image.height(), 16)}
    assert len(colours) > 50


@pytest.mark.long
def test_a_display_that_is_gone_is_no_display(
    library: LibraryFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt itself would abort the process."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can lack one")
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":4321")
    assert run(["--library", str(library.root), "gui"]) == 1
    assert "no display" in capsys.readouterr().err


# Far more than any machine needs.
PATIENCE = 300.0


@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool")
def test_keys_from_outside_reach_a_real_window(library: LibraryFolder, tmp_path: Path) -> None:
    photo = photograph(tmp_path / "p.png", 8)
    reader, writer = os.pipe()
    # Without -noreset the server starts anew whenever its last client goes, and refuses others meanwhile: xdotool
    # coming and going then shut the window out now and then.
    server = subprocess.Popen(
        ["Xvfb", "-noreset", "-displayfd", str(writer), "-screen", "0", "1400x900x24"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as said:
        display = f":{said.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-m", "karuta", "--library", str(library.root), "gui", str(photo)]
    until = time.monotonic() + PATIENCE

    def tool(*arguments: str) -> str:
        done = subprocess.run(["xdotool", *arguments], check=False, env=environment, capture_output=True, text=True)
        return done.stdout.strip()

    window = subprocess.Popen(command, env=environment)

    def labels() -> int:
        try:
            with labels_for_reading(library) as file:
                return count_labels(file).labels
        except LibraryError:
            return 0  # not made yet

    try:
        while not (found := tool("search", "--onlyvisible", "--name", "Karuta").split()):
            assert time.monotonic() < until
        tool("windowfocus", "--sync", found[-1])
        while labels() == 0:
            assert time.monotonic() < until
            # At a person's pace: keys that follow each other at once count as one that is held down.
            tool("key", "1", "sleep", "1")
        tool("key", "ctrl+q")
        assert window.wait(PATIENCE) == 0
    finally:
        window.kill()
        window.wait()
        server.terminate()
        server.wait()
    assert labels() == 1
