"""A watched folder: what appears in it comes into the queue once it rests, or at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.window import Hand, Steps, photograph, window_with

from karuta.gui.intake import watched_folder
from karuta.gui.kit.held_keys import IdleTimer
from karuta.services.library.kept_files import watched_folder as kept


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched_folder, "RESTS_MS", 60)
    monkeypatch.setattr(watched_folder, "_SOON_MS", 20)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with a picture that was there before anybody watched."""
    photograph(tmp_path / "inbox" / "old.png", 1)
    return tmp_path / "inbox"


def watch(hand: Hand, folder: Path) -> None:
    hand.window.ask.folder = lambda title: folder  # type: ignore[method-assign]
    hand.window.commands["watch-folder"].trigger()


@window_with()
def test_new_pictures_come_in_by_themselves_and_old_ones_do_not(hand: Hand, inbox: Path, tmp_path: Path) -> Steps:
    ready = photograph(tmp_path / "elsewhere.png", 8)
    assert not hand.window.commands["stop-watching"].isEnabled()
    watch(hand, inbox)
    yield lambda: hand.work.watched_folder.folder == inbox
    yield lambda: hand.work.watched_folder._resting is not None
    ready.rename(inbox / "new.png")
    yield hand.shows("new.png")
    assert hand.listed == ["new.png"]
    # A file that is still being written is waited for.
    data, growing = photograph(tmp_path / "other.png", 2).read_bytes(), inbox / "listing 7" / "deep.png"
    growing.parent.mkdir()
    for share in range(1, 6):
        growing.write_bytes(data[: len(data) * share // 6])
        before = dict(hand.work.watched_folder._resting._growing)
        yield lambda before=before: hand.work.watched_folder._resting._growing != before  # it was looked at
        assert hand.listed == ["new.png"]
    growing.write_bytes(data)
    yield lambda: hand.listed == ["new.png", "deep.png"]
    assert not hand.window.desk_panel.notice.isVisible()
    yield lambda: hand.work.queue_model.row(1) is not None
    row = hand.work.queue_model.row(1)
    assert (row.batch, row.listing) == ("inbox", "listing 7")
    hand.window.commands["stop-watching"].trigger()
    yield lambda: hand.work.watched_folder.folder is None
    assert not hand.window.commands["stop-watching"].isEnabled()
    yield hand.ended
    assert kept(hand.library) is None


@pytest.mark.long
@window_with()
def test_watching_goes_on_after_a_restart_and_what_was_removed_stays_away(hand: Hand, inbox: Path) -> Steps:
    watch(hand, inbox)
    yield lambda: hand.work.watched_folder._resting is not None
    photograph(inbox / "a.png", 3)
    yield hand.shows("a.png")
    hand.press(Qt.Key.Key_Delete)
    yield lambda: hand.listed == []
    yield hand.ended
    photograph(inbox / "meanwhile.png", 4)
    yield
    yield lambda: hand.listed == ["meanwhile.png"]
    yield hand.shows("meanwhile.png")
    assert hand.listed == ["meanwhile.png"]


@pytest.mark.long
@window_with(first=3)
def test_a_watched_photo_comes_on_a_decided_desk_once_the_hands_rest_and_is_said(hand: Hand, inbox: Path) -> Steps:
    coming = photograph(hand.folder / "coming.png", 8)
    said: list[str] = []
    hand.work.voice.info.connect(said.append)
    timer = hand.window.findChild(IdleTimer)
    watch(hand, inbox)
    yield lambda: hand.work.watched_folder._resting is not None
    hand.press(Qt.Key.Key_1)
    yield lambda: hand.work.desk.label is not None and hand.is_settled
    move(hand)
    assert not timer.is_idle
    coming.rename(inbox / "coming.png")
    yield lambda: hand.listed == ["first.png", "coming.png"] and hand.is_settled
    yield lambda: hand.work.importer.is_idle and hand.work.lookup_queue.is_idle
    assert hand.on_desk == "first.png", "somebody is at work"
    for over in ("keys", "corners"):
        hand.window.commands[over].trigger()
        yield lambda: hand.window.dialogs.current is not None or hand.window.desk_panel.view.editor.takes_keys
        rest(timer)
        assert hand.is_settled and hand.on_desk == "first.png", over
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None and not hand.window.desk_panel.view.editor.takes_keys
    rest(timer)
    yield hand.shows("coming.png")
    assert said[-1] == "coming.png came from the watched folder"


def move(hand: Hand) -> None:
    """The mouse, as the system says it."""
    QTest.mouseMove(hand.window.windowHandle(), QPoint(40, 40))
    QTest.mouseMove(hand.window.windowHandle(), QPoint(48, 44))


def rest(timer: IdleTimer) -> None:
    """Some seconds go by without a key."""
    timer.stop()
    timer._rest()
