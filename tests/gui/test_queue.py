"""The queue through the real `main()`: filters and orders switch the list, and the next photo follows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.window import Condition, Hand, Steps, has_the_ring, photograph, play, window_with

from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, KeptQuery, QueueFilter, QueueOrder
from karuta.gui.kit.seen import Seen
from karuta.paths import LibraryFolder
from karuta.services.lookups.read_queue import kept_queries
from karuta.settings import Settings, write_settings


def offered(hand: Hand, text: str, photos: str = "") -> Condition:
    """It stands among what may be written, with its count."""
    offers = hand.window.queue_panel.text.offers
    return lambda: offers.isVisible() and (text, photos) in [(item.text(0), item.text(2)) for item in offers.items]


def take(hand: Hand, text: str) -> None:
    """Marks a row of what may be written, and takes it."""
    offers = hand.window.queue_panel.text.offers
    offers.setCurrentItem(next(item for item in offers.items if text in (item.text(0), item.text(1))))
    hand.press(Qt.Key.Key_Return)


def batches_of_photos(folder: Path) -> list[Path]:
    for batch, listing, number in (("monday", "", 1), ("monday", "one", 2), ("tuesday", "", 3), ("tuesday", "", 4)):
        photograph(folder / batch / listing / f"{number}.png", number)
    return [folder / "monday", folder / "tuesday"]


def test_a_filter_narrows_the_list_and_the_next_photo_is_one_of_it(library: LibraryFolder, tmp_path: Path) -> None:
    def walk(hand: Hand) -> Steps:
        window = hand.window
        yield hand.shows("1.png")
        yield hand.looked_up(4)
        text = window.queue_panel.text
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
        yield offered(hand, "batch:tuesday", "2")
        take(hand, "batch:tuesday")
        assert text.text() == "batch:tuesday" and has_the_ring(window.queue_panel.list)
        yield lambda: hand.listed == ["3.png", "4.png"]
        # The photo on the desk left the list: one of the list is there in its place.
        yield hand.shows("3.png")
        hand.press(Qt.Key.Key_F)
        yield offered(hand, "is:undecided", "2")
        take(hand, "is:undecided")
        yield lambda: hand.work.arrangement.filter == QueueFilter(states=UNDECIDED, batch="tuesday")
        yield lambda: not hand.work.arrangement.awaited.is_awaited
        assert text.text() == "batch:tuesday is:undecided"
        hand.press(Qt.Key.Key_1)
        yield hand.shows("4.png")
        yield lambda: hand.listed == ["4.png"]
        hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        yield lambda: hand.listed == ["3.png", "4.png"] and hand.on_desk == "3.png"
        hand.press(Qt.Key.Key_1)
        yield hand.shows("4.png")
        hand.press(Qt.Key.Key_1)
        yield lambda: window.desk_panel.notice.text.startswith("Nothing is left in “To do”.")
        hand.press(Qt.Key.Key_Backspace)
        yield lambda: len(hand.listed) == 4
        assert hand.work.arrangement.filter == EVERYTHING and text.text() == ""
        assert not window.desk_panel.notice.isVisible()

    assert play(["--library", library.root, "gui", *batches_of_photos(tmp_path)], walk) == 0


@pytest.mark.long
def test_an_order_is_a_switch_that_keeps_selection_and_decides_which_photo_is_next(
    library: LibraryFolder, tmp_path: Path
) -> None:
    cards = {"a": 1, "b": 2, "c": 1, "d": 3}
    photos = [photograph(tmp_path / f"{name}.png", seed, ground=(60, 60, ord(name))) for name, seed in cards.items()]
    resets: list[bool] = []

    def walk(hand: Hand) -> Steps:
        window = hand.window
        yield hand.shows("a.png")
        yield hand.looked_up(4)
        hand.press(Qt.Key.Key_1)
        yield hand.shows("b.png")
        hand.work.queue_model.modelReset.connect(lambda: resets.append(True))
        selected = window.queue_panel.selected
        hand.press(Qt.Key.Key_O)
        take(hand, "Cards with fewest labels first")
        yield lambda: hand.listed == ["b.png", "d.png", "c.png", "a.png"]
        assert window.queue_panel.selected == selected
        hand.press(Qt.Key.Key_1)
        yield hand.shows("d.png")
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("b.png")

    def again(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        assert hand.work.arrangement.order is QueueOrder.FEWEST
        assert hand.window.queue_panel.text.text() == "order:fewest"
        yield hand.shows("d.png")

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert not resets
    assert play(["--library", library.root, "gui"], again) == 0


@pytest.mark.long
@window_with(a=1)
def test_a_filter_that_leaves_nothing_says_so_and_how_to_go_back(hand: Hand) -> Steps:
    window = hand.window
    yield hand.shows("a.png")
    hand.work.arrangement.choose(queue_filter=QueueFilter(verdicts=frozenset({Verdict.UNREADABLE})))
    yield window.queue_panel._empty.isVisible
    # What the list does not show is not on the desk either, and takes no key.
    yield lambda: hand.on_desk is None
    hand.press(Qt.Key.Key_1)
    assert window.queue_panel._show_all.text() == "Show all photos"
    hand.composition.preferences.set(Settings(language="ja"))
    yield lambda: window.queue_panel._show_all.text() == "すべての写真を表示"
    window.queue_panel._show_all.click()
    yield lambda: hand.listed == ["a.png"] and not window.queue_panel._empty.isVisible()
    yield hand.shows("a.png")
    assert hand.work.desk.label is None


@pytest.mark.long
def test_rows_that_are_about_to_go_take_neither_clicks_nor_keys(library: LibraryFolder, tmp_path: Path) -> None:
    for listing, seed in (("4711", 1), ("4711", 2), ("4712", 3)):
        photograph(tmp_path / "in" / listing / f"{seed}.png", seed)
    came: list[str | None] = []

    def click(hand: Hand, row: int) -> None:
        shown = hand.window.queue_panel.list
        place = shown.visualRect(hand.work.queue_model.index(row)).center()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(tmp_path / "in")
        yield hand.looked_up(3)
        yield hand.shows("1.png")
        panel = hand.window.queue_panel
        panel.picked.connect(came.append)
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        hand.type("4712")
        # The old list is still on the screen: the click, the arrow, the next photo are of rows that will be gone.
        assert hand.listed == ["1.png", "2.png", "3.png"]
        click(hand, 1)
        hand.press(Qt.Key.Key_Return)
        hand.press(Qt.Key.Key_Down)
        hand.window.commands["next"].trigger()
        assert not came and hand.work.desk.opening is None
        yield lambda: hand.listed == ["3.png"]
        yield hand.shows("3.png")
        # Enter, pressed before the list stood, goes to what was found.
        assert has_the_ring(panel.list) and panel.list.selected() == hand.work.queue_model.photos
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        hand.type("x")
        hand.press(Qt.Key.Key_Backspace)
        # A text that is as before gives the same rows back to hand.
        yield lambda: not hand.work.arrangement.awaited.is_awaited
        hand.press(Qt.Key.Key_Escape)
        yield lambda: len(hand.listed) == 3 and not hand.work.arrangement.awaited.is_awaited
        click(hand, 1)
        yield hand.shows("2.png")

    assert play(["--library", library.root, "gui"], walk) == 0


CTRL, ALONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.mark.long
@window_with(before=True)
def test_words_are_read_in_either_language_and_what_says_nothing_is_named(hand: Hand, tmp_path: Path) -> Steps:
    hand.photos = batches_of_photos(tmp_path)
    yield
    yield hand.looked_up(4)
    panel = hand.window.queue_panel
    hand.press(Qt.Key.Key_F, CTRL)
    assert panel.text.offers.isVisible(), "what may be written"
    hand.type("is:")
    yield lambda: not hand.work.arrangement.awaited.is_awaited
    assert len(hand.listed) == 4, "the word that is being written says nothing yet"
    hand.type("foo batch:tuesday ")
    yield lambda: hand.listed == ["3.png", "4.png"]
    assert panel.note.text() == "is:foo has no meaning here and is ignored." and panel.note.isVisible()
    hand.press(Qt.Key.Key_A, CTRL)
    for text, left in (("バッチ：monday　2", ["2.png"]), ('"batch:monday"', []), ("card:図形3", ["3.png"])):
        hand.press(Qt.Key.Key_F, CTRL)
        written = QInputMethodEvent()
        written.setCommitString(text)
        QApplication.sendEvent(panel.text, written)
        hand.press(Qt.Key.Key_Return)
        yield lambda left=left: hand.listed == left and not hand.work.arrangement.awaited.is_awaited
        assert panel.text.text() == text and has_the_ring(panel.list) and not panel.note.isVisible()
    # What is chosen elsewhere is written here, in the language of the window.
    hand.composition.preferences.set(Settings(language="ja"))
    hand.work.arrangement.choose(queue_filter=QueueFilter(states=UNDECIDED, batch="two words"))
    yield lambda: panel.text.text() == '状態:未決定 バッチ:"two words"'
    # Esc takes the plain words away, and leaves the others.
    hand.press(Qt.Key.Key_F, CTRL)
    hand.press(Qt.Key.Key_End)
    hand.type(" abc")
    hand.press(Qt.Key.Key_Escape)
    assert panel.text.text() == '状態:未決定 バッチ:"two words"' and has_the_ring(panel.list)


@pytest.mark.long
def test_a_query_is_kept_under_a_name_chosen_again_and_removed(library: LibraryFolder, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en"))

    def enter(hand: Hand, text: str) -> None:
        hand.press(Qt.Key.Key_F, CTRL)
        hand.type(text)
        hand.press(Qt.Key.Key_Return)

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(4)
        panel = hand.window.queue_panel
        enter(hand, "batch:tuesday order:uncertain keep:All Tuesdays")
        yield lambda: panel.note.text() == "Kept: All Tuesdays" and len(hand.listed) == 2
        assert panel.text.text() == "batch:tuesday order:uncertain"
        enter(hand, "is:sure keep:all tuesdays")
        yield lambda: panel.note.text().startswith("There is a kept search all tuesdays already")
        assert panel.text.text() == "is:sure keep:all tuesdays", "to be mended"
        assert kept_queries(library) == [KeptQuery("All Tuesdays", "batch:tuesday order:uncertain")]
        panel.list.setFocus()
        hand.press(Qt.Key.Key_Backspace)
        yield lambda: len(hand.listed) == 4

    def again(hand: Hand) -> Steps:
        yield hand.looked_up(4)
        panel = hand.window.queue_panel
        hand.press(Qt.Key.Key_F, CTRL)
        assert panel.text.text() == "order:uncertain", "all photos are another filter, and no other order"
        hand.type("all")
        assert panel.text.offers.items[0].text(0) == "All Tuesdays"
        take(hand, "All Tuesdays")
        yield lambda: hand.listed == ["3.png", "4.png"]
        assert hand.work.arrangement.order is QueueOrder.UNCERTAIN
        hand.press(Qt.Key.Key_F, CTRL)
        hand.press(Qt.Key.Key_End)
        hand.type(" forget:tue")
        take(hand, "All Tuesdays")
        yield lambda: panel.note.text() == "Removed: All Tuesdays" and kept_queries(library) == []
        assert panel.text.text().strip() == "batch:tuesday order:uncertain"

    assert play(["--library", library.root, "gui", *batches_of_photos(tmp_path)], walk) == 0
    assert play(["--library", library.root, "gui"], again) == 0


@window_with(1, 2)
def test_keys_after_one_that_asks_are_words_and_take_nothing_that_was_not_seen(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> Steps:
    stored: list[str] = []
    yield hand.looked_up(2)
    yield hand.shows("1.png")
    hand.work.decisions.saved.connect(lambda action: stored.extend(action.photos))
    text = hand.window.queue_panel.text
    monkeypatch.setattr(Seen, "is_ripe", property(lambda self: False))
    for asks, modifier in (
        (Qt.Key.Key_F, ALONE),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_O, ALONE),
    ):
        hand.press(asks, modifier)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_U, Qt.Key.Key_1):
            hand.press(key)
        assert has_the_ring(text) and text.text().endswith(":u1")
        hand.press(Qt.Key.Key_Escape)
        assert text.text() == "" and has_the_ring(hand.window.queue_panel.list)
    monkeypatch.setattr(Seen, "is_ripe", property(lambda self: True))
    yield lambda: hand.work.session.store_lane.is_idle and hand.is_settled
    assert hand.work.arrangement.filter == EVERYTHING and hand.on_desk == "1.png" and not stored
