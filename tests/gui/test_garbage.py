"""While a window is open Python looks for circles of garbage in the window's thread alone, and as before afterwards."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Generator, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from tests.window import Condition, Hand, Steps, play, window_with

from karuta.gui.shell import garbage as collecting
from karuta.paths import LibraryFolder


class Circle:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def pythons_own_moments() -> Iterator[None]:
    """As in the program before its window opens; the tests look for garbage themselves."""
    assert not gc.isenabled()
    gc.enable()
    yield
    gc.disable()


@pytest.mark.long
@pytest.mark.usefixtures("pythons_own_moments")
def test_circles_are_found_in_the_windows_thread_and_no_other(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "_YOUNG_EVERY_MS", 5)
    looked_in: set[int] = set()

    def looked(phase: str, info: object) -> None:
        looked_in.add(threading.get_ident())

    def walk(hand: Hand) -> Generator[Condition, None, None]:
        yield lambda: hand.is_settled
        gc.callbacks.append(looked)
        gone = weakref.ref(Circle())
        many: list[list[object]] = []
        hand.work.session.files_lane.submit(lambda library, token: many.extend([] for _ in range(15_000)))
        yield lambda: len(many) == 15_000 and gone() is None
        gc.callbacks.remove(looked)
        assert not gc.isenabled()

    assert play(["--library", library.root, "gui"], walk) == 0
    assert looked_in == {threading.get_ident()}
    assert gc.isenabled() and gc.get_freeze_count() == 0


@window_with()
def test_a_closed_windows_library_does_not_stay_in_memory(hand: Hand) -> Steps:
    held: list[weakref.ref[object]] = []
    held.extend(weakref.ref(item) for item in (hand.work, hand.work.session, hand.composition))
    yield hand.ended
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]
    gc.collect()
    assert [item() for item in held] == [None, None, None]
