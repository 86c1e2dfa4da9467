"""A key counts from when it was pressed: what lay in the queue of a window that hung is about what stood there then."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.labelling import stored
from tests.window import Hand, Steps, photograph, play

from karuta.gui.kit import seen
from karuta.gui.kit.seen import EventClock, Pressed, pressed_ago
from karuta.paths import LibraryFolder

IS_RIPE = seen.Seen.is_ripe
DAYS = 24 * 3600 * 1000


def decided(library: LibraryFolder) -> list[str]:
    return [name for (name,) in stored(library, "SELECT photo_name FROM current_labels ORDER BY photo_name")]


def stamp(*, seconds_ago: float) -> int:
    return round((time.monotonic() - seconds_ago) * 1000)


def queue(window: QWidget, key: Qt.Key, *, seconds_ago: float) -> None:
    """As the system hands it over once the loop runs again."""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(stamp(seconds_ago=seconds_ago))
        QCoreApplication.postEvent(window.windowHandle(), event)


def listener(monkeypatch: pytest.MonkeyPatch) -> Pressed:
    """The application's, with a clock that no other test's stamps have set."""
    pressed_ago()
    found = QApplication.instance().findChild(Pressed)  # type: ignore[union-attr]
    assert found is not None
    monkeypatch.setattr(found, "_events", EventClock())
    return found


@pytest.mark.parametrize(("ago", "labelled"), [(0.9, []), (0.32, []), (0.1, ["2.png"])])
def test_a_key_of_a_hanging_window_is_about_what_was_on_the_screen_when_it_was_pressed(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ago: float, labelled: list[str]
) -> None:
    monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (1, 2)]
    told: list[str] = []

    def walk(hand: Hand) -> Steps:
        sight = hand.composition.sight
        hand.work.voice.info.connect(told.append)
        hand.work.voice.refused.connect(told.append)
        yield hand.shows("1.png")
        yield lambda: hand.window.windowHandle().isActive() and sight.is_ripe
        QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_Right)
        yield lambda: hand.on_desk == "2.png" and hand.work.is_settled and sight._painted_at is not None
        # It was painted 0.4 s ago, and since then the window hung.
        sight._painted_at = time.monotonic() - 0.4
        monkeypatch.setattr(EventClock, "age", lambda self, stamp, now: ago)
        QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_1)
        if labelled:
            yield lambda: hand.work.counts is not None and hand.work.counts.done == 1
        else:
            yield lambda: told[-1:] == ["Too quick: press again"]
            assert not hand.work.desk.is_held
        yield lambda: pressed_ago() == 0.0

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert decided(library) == labelled


def test_a_key_is_as_old_as_its_stamp_says_however_prompt(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that is busy hears of it 20 ms late: too much where a tenth of a second counts."""
    del qapp
    window = QWidget()
    window.show()
    QTest.qWaitForWindowExposed(window)
    listener(monkeypatch).listen(window.windowHandle())
    monkeypatch.setattr(EventClock, "age", lambda self, stamp, now: 0.02)
    queue(window, Qt.Key.Key_A, seconds_ago=0.02)
    QCoreApplication.sendPostedEvents(window.windowHandle(), 0)
    assert pressed_ago() == 0.02


def test_ages_by_the_same_clock() -> None:
    clock = EventClock()
    now = 50 * DAYS / 1000  # a stamp of 32 bits has begun anew
    assert clock.age(round(now * 1000) % 2**32, now) == pytest.approx(0, abs=0.002)
    assert clock.age((round(now * 1000) - 700) % 2**32, now) == pytest.approx(0.7, abs=0.002)
    assert clock.age(round((now + 3600) * 1000 - 400) % 2**32, now + 3600) == pytest.approx(0.4, abs=0.002)
    assert clock.age(0, now) == 0.0, "no stamp says nothing"


def test_ages_by_the_clock_of_another_machine() -> None:
    clock = EventClock()
    assert clock.age(1_000_000, 5000.0) == 0.0, "the first tells where that clock stands"
    assert clock.age(1_010_000, 5010.5) == pytest.approx(0.5, abs=0.01)
    assert clock.age(1_019_900, 5019.8) == 0.0, "a prompter one"
    assert clock.age(1_029_900, 5030.0) == pytest.approx(0.2, abs=0.01)
    # It runs slower than ours by 50 in a million; an hour later nothing is late for that.
    assert clock.age(1_029_900 + 3_599_820, 5029.8 + 3600.0) < seen.PROMPT_SECONDS
    # It was set back by an hour: that is not a key of an hour ago.
    assert clock.age(1_029_900 + 3_700_000 - 3_600_000, 5029.8 + 3700.0) == 0.0
    assert clock.age(1_029_900 + 3_701_000 - 3_600_000, 5029.8 + 3701.0) < seen.PROMPT_SECONDS
