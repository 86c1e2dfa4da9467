"""The real program with a bug planted in its window, in a process of its own; what became of it goes to a file.

    python -m tests.real_window PLANT,... OUTCOME.json LIBRARY [PHOTO]...

In a process of its own, because the tests' own hooks hear of every error that nobody caught before ours would.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import gc
import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from karuta import bootstrap
from karuta.gui.kit.notice import BUG
from karuta.gui.shell import app, composition
from karuta.gui.shell.window import Window

PATIENCE_SECONDS = 300.0


def fails(name: str) -> Any:
    raise IndexError(f"planted in the {name}")


class Goes:
    def __del__(self) -> None:
        fails("deleting")


def in_a_slot(window: Window) -> None:
    del window
    QTimer.singleShot(0, lambda: fails("slot"))


def in_a_signal_of_ours(window: Window) -> None:
    window.match_panel.picked.connect(lambda place: fails("signal"))
    window.match_panel.picked.emit(0)


def in_a_thread(window: Window) -> None:
    del window
    threading.Thread(target=lambda: fails("thread")).start()


def in_an_event(window: Window) -> None:
    QTest.keyClicks(window, "g")  # no command has it


def in_painting(window: Window) -> None:
    Painted(window).show()


class Painted(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        fails("painting")


def in_deleting(window: Window) -> None:
    del window
    Goes()
    gc.collect()


def in_what_qt_says(window: Window) -> None:
    del window
    qWarning("QImage: /home/hanako/party.jpg is none")
    fails("slot")


def in_a_letter(window: Window) -> None:
    """What a lane's result is given to."""
    box = window.findChild(composition.Composition).work.session.box
    for number in range(3):
        box.post(lambda number=number: fails(f"letter {number}"))


PLANTS: dict[str, Callable[[Window], None]] = {
    plant.__name__: plant
    for plant in (
        in_a_slot,
        in_a_signal_of_ours,
        in_a_thread,
        in_an_event,
        in_painting,
        in_deleting,
        in_what_qt_says,
        in_a_letter,
    )
}


def _key_pressed(self: Window, event: QKeyEvent) -> None:
    fails("event")


class Watcher:
    """Plants once the window has come, one after the other; sees what is said of each, then closes the window."""

    def __init__(self, plants: Sequence[str], outcome: Path) -> None:
        self._left = list(plants)
        self._planted: str | None = None
        self._outcome = outcome
        self._until = time.monotonic() + PATIENCE_SECONDS
        self._said: dict[str, str] = {}
        self._reports: dict[str, str] = {}
        self.timer = QTimer()
        self.timer.setInterval(20)
        self.timer.timeout.connect(self._look)

    def _look(self) -> None:
        windows = [
            widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Window) and widget.isVisible()
        ]
        if not windows:
            return
        (window,) = windows
        notice = window.desk_panel.notice
        if self._planted is not None:
            if not notice.shows(BUG) and time.monotonic() < self._until:
                return
            notice._button.click()
            self._said[self._planted] = notice.text if notice.shows(BUG) else ""
            self._reports[self._planted] = QApplication.clipboard().text()
            self._planted = None
            notice.take_back(BUG)
        elif not self._left:
            self._close(window)
        elif window.findChild(composition.Composition).is_settled:
            self._planted = self._left.pop(0)
            PLANTS[self._planted](window)

    def _close(self, window: Window) -> None:
        self.timer.stop()
        has_photo = window.findChild(composition.Composition).work.desk.photo is not None
        found = {"said": self._said, "report": self._reports, "has_photo": has_photo}
        self._outcome.write_text(json.dumps(found), encoding="utf-8")
        window.close()


def main(plant: str, outcome: str, arguments: Sequence[str]) -> None:
    if plant == "before_the_window":
        composition.Composition.__init__ = lambda *_: fails("beginning")  # type: ignore[method-assign]
    plants = [word for word in plant.split(",") if word in PLANTS]
    if "in_an_event" in plants:
        Window.keyPressEvent = _key_pressed  # type: ignore[method-assign]
    if plants:
        opened = app.Karuta.open
        watchers: list[Watcher] = []

        def open_and_plant(self: app.Karuta, *given: Any, **named: Any) -> None:
            opened(self, *given, **named)
            watchers.append(Watcher(plants, Path(outcome)))
            watchers[-1].timer.start()

        app.Karuta.open = open_and_plant  # type: ignore[method-assign]
    if plant == "without_a_console":
        from karuta.gui.shell import last_words

        last_words.show_last_words = lambda text: Path(outcome).write_text(text, encoding="utf-8")  # type: ignore[assignment,misc,return-value]
        sys.stdout = sys.stderr = None  # type: ignore[assignment]
    sys.argv = ["karuta", *arguments]
    bootstrap.main()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
