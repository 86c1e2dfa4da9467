"""While cards are added the page says so, no verdict flickers, and what was shown stays until it is known anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.test_notices import show_a_photo
from tests.packs import small_pack
from tests.window import Hand, Steps, has_the_ring, lit, photograph, walked, window_with

from karuta.bootstrap import run
from karuta.domain.card import CardKey
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.library import card_facts
from karuta.gui.library.card_facts import CardFacts, FetchedCards
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.settings import Settings


class LaneByHand:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[Callable[..., Any], Callable[[Any], None]]] = []

    def submit(
        self, work: Callable[..., Any], *, done: Callable[[Any], None], urgency: Urgency = Urgency.SOON, **how: object
    ) -> SimpleNamespace:
        asked = (work, done)
        self.asked.append(asked)
        return SimpleNamespace(urgency=urgency, drop=lambda: asked in self.asked and self.asked.remove(asked))

    def answer(self, *given: object) -> int:
        """How many were asked."""
        asked, self.asked = self.asked, []
        for work, done in asked:
            done(work(*given))
        return len(asked)

    def reopen(self) -> None:
        """Nothing is kept here."""


class LanesByHand(QObject):
    """In place of a session."""

    def __init__(self) -> None:
        super().__init__()
        self.cards_lane, self.prints_lane, self.files_lane = LaneByHand(), LaneByHand(), LaneByHand()
        self.store_lane, self.engine_lane = LaneByHand(), LaneByHand()
        self.settings = Settings()


@pytest.mark.long
@window_with(before=True, of="empty_library")
def test_while_the_first_cards_are_added_the_page_says_so_and_no_verdict_flickers(hand: Hand, tmp_path: Path) -> Steps:
    pack, photo = small_pack(tmp_path / "shapes", count=60), photograph(tmp_path / "3.png", 3)
    pages: list[str] = []
    heads: list[tuple[str, str]] = []
    yield
    window, work = hand.window, hand.work

    def noted() -> bool:
        head = window.match_panel.head.words
        if work.desk.photo is not None and head not in heads[-1:]:
            heads.append(head)
        return True

    yield lambda: hand.is_settled
    yield from hand.adds_cards(pack)
    yield lambda: work.tasks.title.startswith("Adding cards: ")
    pages.extend((window.desk_panel.welcome._title.text(), window.desk_panel.welcome._more.text()))
    assert pages[1] == work.tasks.title
    hand.drop(photo)
    yield lambda: noted() and work.tasks.is_idle
    yield lambda: noted() and hand.is_settled and hand.on_desk == "3.png"
    assert has_the_ring(window.queue_panel.list)
    yield hand.ended
    assert pages[0] == "Cards are being added"
    assert [title for title, _ in heads] == ["Not looked up", "Looking up…", "Sure"]
    assert heads[0][1] == "Cards are being added"


@pytest.mark.long
def test_photos_are_looked_up_among_cards_without_a_picture_too(empty_library: LibraryFolder, tmp_path: Path) -> None:
    photo, table = photograph(tmp_path / "3.png", 3), tmp_path / "foxes.csv"
    table.write_text("name,number\nRed Fox,1\nBlue Fox,2\n", encoding="utf-8")
    assert run(["--library", str(empty_library.root), "catalogue", "add", str(table), "--game", "fox"]) == 0

    def walk(hand: Hand) -> Steps:
        notice = hand.window.desk_panel.notice
        hand.drop(photo)
        yield lambda: hand.work.desk.photo is not None and hand.work.desk.photo.looked_up
        assert not notice.isVisible() and not hand.work.desk.matches
        yield from hand.adds_cards(small_pack(tmp_path / "five shapes"))
        # The look is made again among the pictures, and waits, for a list never changes under a moving hand.
        yield hand.window.commands["newer-list"].isEnabled
        hand.press(Qt.Key.Key_Space)
        yield lambda: bool(hand.work.desk.matches)
        assert not notice.isVisible()

    walked(empty_library, walk)


def test_what_is_known_of_a_card_is_shown_until_it_was_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    key, session = CardKey("g", "1"), LanesByHand()
    now = {"name": "Crow"}

    def answer(library: object, card: CardKey) -> object:
        facts = CardFacts(card, now["name"], "", "", {}, None) if now else None
        return card_facts._Answer(card, facts, is_gone=facts is None)

    monkeypatch.setattr(card_facts, "_answer", answer)
    cards = FetchedCards(session)  # type: ignore[arg-type]
    cards.want([key])
    session.cards_lane.answer(None, None)
    now["name"] = "Raven"
    cards.forget()
    before = cards[key]
    assert before is not None and before.name == "Crow"
    session.cards_lane.answer(None, None)
    after = cards[key]
    assert after is not None and after.name == "Raven" and session.cards_lane.asked == []
    # One that the catalogue has no more is not shown for ever.
    now.clear()
    cards.forget()
    assert cards[key] is after
    session.cards_lane.answer(None, None)
    assert cards[key] is None and cards.is_gone(key)


def test_the_focus_goes_to_the_list_when_the_first_photo_comes(qtbot: QtBot) -> None:
    window, panel, home = QWidget(), lit(DeskPanel), QListView()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(home)
    layout.addWidget(panel)
    panel.welcome.home = home
    pressed: list[str] = []
    QShortcut(QKeySequence(Qt.Key.Key_Return), window, lambda: pressed.append("match"))
    add, folder = QAction("Add photos"), QAction("Add a folder")
    folder.triggered.connect(lambda: pressed.append("folder"))
    panel.welcome.say("Drop photos here", "", "images", [add, folder])
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    panel.takes_keys().setFocus()
    button = window.focusWidget()
    panel.welcome.say("Drop more here", "", "images", [add, folder])
    assert window.focusWidget() is button is not home, "what stays there keeps it"
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return):
        QTest.keyClick(window.focusWidget(), key)
    assert pressed == ["folder"], "Enter presses each of them"
    show_a_photo(panel)
    assert window.focusWidget() is home
