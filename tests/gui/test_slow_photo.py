"""A photo that takes long to open: it is said, can be stopped, and be opened all the same, in a real window."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from tests.window import Hand, Steps, window_with

from karuta.domain.cancel import CancelToken
from karuta.gui.desk import desk_presenter
from karuta.gui.library import lookup_queue, pictures
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import desk as desk_of


class SlowDecoder:
    """Takes until it is told to go on or stopped."""

    def __init__(self) -> None:
        self.reads_on = threading.Event()

    def before(self, does: Any, token: CancelToken) -> Any:
        assert self.reads_on.wait(600)
        token.check()
        return does()


@window_with(slow=3, before=True)
def test_a_photo_that_takes_long_can_be_stopped_and_opened_all_the_same(
    hand: Hand, library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    decoder, looker = SlowDecoder(), SlowDecoder()
    look, decode = lookup_queue._look_at, pictures.photo_pixels
    monkeypatch.setattr(desk_presenter, "SLOW_MS", 0)
    monkeypatch.setattr(lookup_queue, "_look_at", lambda *given: looker.before(lambda: look(*given), given[-1]))
    monkeypatch.setattr(
        pictures,
        "photo_pixels",
        lambda path, *, longest, cancel=None: (
            decode(path, longest=longest)
            if cancel is None
            else decoder.before(lambda: decode(path, longest=longest, cancel=cancel), cancel)
        ),
    )

    def said(hand: Hand) -> str:
        notice = hand.window.desk_panel.notice
        return notice.text if notice.isVisible() else ""

    yield
    yield lambda: "slow.png is taking long to open." in said(hand)
    hand.takes("Stop")
    decoder.reads_on.set()
    looker.reads_on.set()
    yield lambda: "stopped" in said(hand)
    shown = hand.work.desk.photo_id
    assert shown is not None

    def error() -> str | None:
        with labels_for_reading(library) as file:
            found = desk_of(file, shown)
            return None if found is None else found.error

    yield lambda: error() == "too_slow" and hand.work.lookup_queue.is_idle
    hand.takes("Open all the same")
    yield lambda: error() is None and hand.work.desk.photo is not None and len(hand.work.desk.photo.sightings) == 1
    yield lambda: said(hand) == ""
