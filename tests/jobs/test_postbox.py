"""What lanes post is brought to the window's thread, in order, and nothing after it was closed."""

from __future__ import annotations

import threading

from karuta.jobs.postbox import Postbox


def test_letters_are_opened_in_order_in_the_thread_of_the_window(qtbot: object) -> None:
    box, heard = Postbox(), list[tuple[int, int]]()

    def send() -> None:
        for number in range(50):
            box.post(lambda number=number: heard.append((number, threading.get_ident())))

    sender = threading.Thread(target=send)
    sender.start()
    sender.join()
    assert not heard
    qtbot.waitUntil(lambda: len(heard) == 50)  # type: ignore[attr-defined]
    assert heard == [(number, threading.get_ident()) for number in range(50)]


def test_nothing_is_brought_after_closing(qtbot: object) -> None:
    box, heard = Postbox(), list[int]()
    box.post(lambda: heard.append(1))
    box.close()
    box.post(lambda: heard.append(2))
    qtbot.wait(20)  # type: ignore[attr-defined]
    assert not heard
