"""The queue through the real `main()`: filters and orders switch the list, and the next photo follows it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.window import Condition, Hand, has_the_ring, photograph, play

from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, KindOfPhoto, PhotoState, QueueFilter, QueueOrder, Trait
from karuta.gui.kit.dialog import FindDialog
from karuta.gui.kit.fitted import room
from karuta.gui.kit.menu_button import MenuButton
from karuta.gui.kit.theme import Icons, Theme
from karuta.gui.kit.translate import kind_words
from karuta.gui.queue.filter_bar import FilterBar
from karuta.paths import LibraryFolder, resources_folder
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]


def names(hand: Hand) -> list[str]:
    queue = hand.work.queue_model
    return [queue.index(row).data() for row in range(queue.rowCount())]


def entry(button: MenuButton, text: str) -> QAction:
    assert button.menu is not None
    (found,) = (action for action in button.menu.actions() if action.text().startswith(text))
    return found


def counted(button: MenuButton, text: str) -> Condition:
    """The menu opens at once, and its entries come with their counts."""
    return lambda: button.menu is not None and any(one.text().startswith(text) for one in button.menu.actions())


def take(button: MenuButton, text: str) -> None:
    """As a click does: the menu is closed before the entry acts."""
    action, menu = entry(button, text), button.menu
    assert menu is not None
    menu.close()
    action.trigger()


def batches_of_photos(folder: Path) -> list[Path]:
    for batch, listing, number in (("monday", "", 1), ("monday", "one", 2), ("tuesday", "", 3), ("tuesday", "", 4)):
        photograph(folder / batch / listing / f"{number}.png", number)
    return [folder / "monday", folder / "tuesday"]


@pytest.mark.long
def test_a_filter_narrows_the_list_and_the_next_photo_is_one_of_it(library: LibraryFolder, tmp_path: Path) -> None:
    def walk(hand: Hand) -> Steps:
        window = hand.window
        yield hand.shows("1.png")
        yield hand.looked_up(4)
        filters = window.queue_panel.filters
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
        yield counted(filters.batch_button, "tuesday\t2")
        take(filters.batch_button, "tuesday\t2")
        yield lambda: names(hand) == ["3.png", "4.png"]
        # The photo on the desk left the list: one of the list is there in its place.
        yield hand.shows("3.png")
        hand.press(Qt.Key.Key_F)
        yield counted(filters.show_button, "All photos\t2")
        assert entry(filters.show_button, "All photos\t2").isChecked()
        take(filters.show_button, "Undecided\t2")
        assert hand.work.arrangement.wanted == QueueFilter(states=UNDECIDED, batch="tuesday")
        hand.press(Qt.Key.Key_1)
        yield hand.shows("4.png")
        yield lambda: names(hand) == ["4.png"]
        hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        yield lambda: names(hand) == ["3.png", "4.png"] and hand.on_desk == "3.png"
        hand.press(Qt.Key.Key_1)
        yield hand.shows("4.png")
        hand.press(Qt.Key.Key_1)
        yield lambda: window.desk_panel.notice.text.startswith("Nothing is left in “To do”.")
        hand.press(Qt.Key.Key_Backspace)
        yield lambda: len(names(hand)) == 4
        assert hand.work.arrangement.wanted == EVERYTHING
        assert not window.desk_panel.notice.isVisible()

    assert play(["--library", library.root, "gui", *batches_of_photos(tmp_path)], walk) == 0


@pytest.mark.long
def test_a_list_that_is_read_again_keeps_the_decided_photo_of_the_desk(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (1, 2, 3)]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        hand.work.arrangement.choose(wanted=QueueFilter(states=UNDECIDED))
        yield lambda: not hand.work.arrangement.awaited.is_awaited
        hand.press(Qt.Key.Key_A)
        hand.window.commands["next"].trigger()
        yield hand.shows("2.png")
        hand.type("1")
        yield lambda: hand.work.desk.label is not None and hand.is_settled
        read: list[bool] = []
        # As when another process has brought back what was undecided before.
        hand.work.arrangement.reload(done=lambda: read.append(True))
        yield lambda: read
        assert (names(hand), hand.on_desk) == (["1.png", "2.png", "3.png"], "2.png")
        hand.window.commands["next"].trigger()
        yield hand.shows("3.png")
        yield lambda: names(hand) == ["1.png", "3.png"]

    assert play(["--library", library.root, "gui", *photos], walk) == 0


class CountedArrangement(QObject):
    """Of four open photos and two decided ones, some of which have a trait. `traits`: those still to be counted."""

    changed = Signal()
    order = QueueOrder.STACK

    def __init__(self, **counts: int) -> None:
        super().__init__()
        self.wanted = EVERYTHING
        self.counts = counts
        self.traits: list[tuple[Trait, Callable[[int], None]]] = []
        self.games = ["lanterns"]

    def ask_kinds(self, done: Callable[[list[KindOfPhoto]], None]) -> SimpleNamespace:
        kinds = ((PhotoState.OPEN, Verdict.SURE, 4), (PhotoState.DONE, None, 2))
        done([KindOfPhoto(state, verdict, has_sighting=True, photos=count) for state, verdict, count in kinds])
        return SimpleNamespace(drop=lambda: None)

    def count_trait(self, trait: Trait, done: Callable[[int], None]) -> SimpleNamespace:
        self.traits.append((trait, done))
        return SimpleNamespace(drop=lambda: None)

    def ask_games(self, done: Callable[[list[str]], None]) -> SimpleNamespace:
        done(self.games)
        return SimpleNamespace(drop=lambda: None)

    def count(self) -> None:
        for trait, done in self.traits:
            done(self.counts.get(trait, 0))

    def choose(self, *, wanted: QueueFilter) -> None:
        self.wanted = wanted
        self.changed.emit()


@pytest.mark.qt_log_ignore("grabbing the keyboard", "raise", extend=True)
def test_a_library_of_several_games_shows_one_of_them(qtbot: QtBot) -> None:
    arrangement, theme = CountedArrangement(), Theme(dark=False)
    arrangement.games = ["birds & co", "lanterns"]
    bar = FilterBar(arrangement, theme, Icons(resources_folder() / "icons", theme))  # type: ignore[arg-type]
    qtbot.addWidget(bar)

    def entry(text: str) -> QAction:
        bar.open_show()
        assert bar.show_button.menu is not None
        return next(action for action in bar.show_button.menu.actions() if action.text().split("\t")[0] == text)

    assert entry("All games").isChecked()
    entry("birds && co").trigger()
    assert arrangement.wanted == QueueFilter(game="birds & co")
    entry("Sure").trigger()
    assert arrangement.wanted.game == "birds & co" and arrangement.wanted.verdicts == {Verdict.SURE}
    assert entry("birds && co").isChecked() and "birds && co" in bar.show_button.text()
    entry("All games").trigger()
    assert arrangement.wanted.game == "" and "birds" not in bar.show_button.text()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_filters_that_no_photo_passes_cannot_be_chosen(qtbot: QtBot) -> None:
    arrangement, theme = CountedArrangement(mine=2, skipped=1), Theme(dark=False)
    bar = FilterBar(arrangement, theme, Icons(resources_folder() / "icons", theme))  # type: ignore[arg-type]
    qtbot.addWidget(bar)
    bar.show()

    def seen() -> list[str]:
        menu = bar.show_button.menu
        assert menu is not None
        rows = [action for action in menu.actions() if not menu.actionGeometry(action).isNull()]
        assert not rows[-1].isSeparator()
        return [action.text() for action in rows if not action.isSeparator() and action.isEnabled()]

    bar.open_show()
    of_states = ["All photos\t6", "Undecided\t4", "Sure\t4", "Decided\t2"]
    assert seen() == of_states
    arrangement.count()
    assert seen() == [*of_states, "Labelled by me\t2", "Skipped\t1"]
    # The keys go over what is seen, and over nothing else.
    assert bar.show_button.menu is not None
    for key in (*[Qt.Key.Key_Down] * 4, Qt.Key.Key_Return):
        QTest.keyClick(bar.show_button.menu, key)
    assert arrangement.wanted.trait is Trait.MINE
    # What is chosen stays, although nothing passes it any more; and what grows stays on the screen.
    arrangement.counts, arrangement.traits = dict.fromkeys(set(Trait) - {Trait.MINE}, 1), []
    bar.move(0, room(bar).bottom() - 2 * bar.height())
    bar.open_show()
    assert seen() == [*of_states, "Labelled by me"]
    arrangement.count()
    # What is unsure is a queue, and no filter beside it.
    assert seen()[4] == "Labelled by me\t0" and len(seen()) == len(of_states) + len(Trait) - 1
    assert room(bar).contains(bar.show_button.menu.geometry())


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
        yield lambda: window.queue_panel.filters.order_button.menu is not None
        take(window.queue_panel.filters.order_button, "Cards with fewest labels first")
        yield lambda: names(hand) == ["b.png", "d.png", "c.png", "a.png"]
        assert window.queue_panel.selected == selected
        hand.press(Qt.Key.Key_1)
        yield hand.shows("d.png")
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("b.png")

    def again(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        assert hand.work.arrangement.order is QueueOrder.FEWEST
        yield hand.shows("d.png")

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert not resets
    assert play(["--library", library.root, "gui"], again) == 0


@pytest.mark.long
def test_a_filter_that_leaves_nothing_says_so_and_how_to_go_back(library: LibraryFolder, tmp_path: Path) -> None:
    photo = photograph(tmp_path / "a.png", 1)
    write_settings(tmp_path / "settings.json", Settings(language="en"))

    def walk(hand: Hand) -> Steps:
        window = hand.window
        yield hand.shows("a.png")
        hand.work.arrangement.choose(wanted=QueueFilter(verdicts=frozenset({Verdict.UNREADABLE})))
        yield window.queue_panel._empty.isVisible
        # What the list does not show is not on the desk either, and takes no key.
        yield lambda: hand.on_desk is None
        hand.press(Qt.Key.Key_1)
        assert window.queue_panel._show_all.text() == "Show all photos"
        hand.composition.preferences.set(Settings(language="ja"))
        yield lambda: window.queue_panel._show_all.text() == "すべての写真を表示"
        window.queue_panel._show_all.click()
        yield lambda: names(hand) == ["a.png"] and not window.queue_panel._empty.isVisible()
        yield hand.shows("a.png")
        assert hand.work.desk.label is None

    assert play(["--library", library.root, "gui", photo], walk) == 0


@pytest.mark.long
def test_photos_that_come_in_and_are_looked_up_enter_the_filter_that_asks_for_them(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (1, 2)]

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.work.arrangement.choose(wanted=QueueFilter(states=frozenset({PhotoState.OPEN})))
        hand.drop(*photos)
        yield hand.looked_up(2)
        yield lambda: not hand.work.queue_model.arriving and names(hand) == ["1.png", "2.png"]
        hand.work.arrangement.choose(wanted=QueueFilter(states=frozenset({PhotoState.DONE})))
        yield lambda: names(hand) == []

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_a_batch_is_found_by_a_part_of_its_listings_name(library: LibraryFolder, tmp_path: Path) -> None:
    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(4)
        filters = hand.window.queue_panel.filters
        filters.open_batches()
        yield counted(filters.batch_button, "Find a batch")
        take(filters.batch_button, "Find a batch")
        dialog = hand.window.dialogs.current
        assert isinstance(dialog, FindDialog)
        dialog.text.setText("ONE")
        assert dialog._model.stringList() == ["monday › one   1"]
        dialog._take(0)
        yield lambda: names(hand) == ["2.png"]
        assert hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *batches_of_photos(tmp_path)], walk) == 0


@pytest.mark.long
def test_progress_says_what_is_left_and_how_long_that_takes(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (1, 2, 3)]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        progress = hand.window.queue_panel.progress
        yield lambda: progress.text == "0 decided · 3 left"
        for second in range(16):
            hand.work.progress.pace.note(1, float(second))
        hand.press(Qt.Key.Key_1)
        yield lambda: progress.text == "1 decided · 2 left · 60 per minute · less than a minute to go · 1 today"
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        yield lambda: progress.text.startswith("0 decided · 3 left") and "today" not in progress.text

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_a_row_says_the_card_in_the_language_of_the_window(library: LibraryFolder, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="ja"))
    for seed in (1, 2, 3):
        photograph(tmp_path / "in" / f"{seed}.png", seed)

    def says(hand: Hand, row: int) -> str:
        queue = hand.work.queue_model
        return str(queue.index(row).data(Qt.ItemDataRole.AccessibleTextRole))

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(tmp_path / "in")
        yield hand.shows("1.png")
        hand.press(Qt.Key.Key_1)
        yield hand.shows("2.png")
        hand.press(Qt.Key.Key_U)
        yield hand.shows("3.png")
        yield lambda: "図形1" in says(hand, 0)
        yield lambda: kind_words(Kind.UNKNOWN) in says(hand, 1)

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_typing_in_the_queue_leaves_the_photos_whose_names_or_cards_are_called_so(
    library: LibraryFolder, tmp_path: Path
) -> None:
    for listing, seed in (("4711", 1), ("4711", 2), ("4712", 3)):
        photograph(tmp_path / "in" / listing / f"{seed}.png", seed)
    decided: list[str] = []

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(tmp_path / "in")
        yield hand.looked_up(3)
        yield hand.shows("1.png")
        hand.work.decisions.saved.connect(lambda action: decided.append(action.photo))
        panel = hand.window.queue_panel
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        hand.type("4712")
        yield lambda: names(hand) == ["3.png"]
        yield hand.shows("3.png")
        # Digits and Enter are text there; Enter gives the list the keys, and decides nothing.
        hand.press(Qt.Key.Key_Return)
        assert has_the_ring(panel.list)
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        # As Japanese comes from an input method.
        written = QInputMethodEvent()
        written.setCommitString("図形2")
        QApplication.sendEvent(panel.text, written)
        yield lambda: names(hand) == ["2.png"]
        hand.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        hand.type("1.PNG")
        yield lambda: names(hand) == ["1.png"]
        # It is no part of what is kept; Esc takes it away.
        hand.press(Qt.Key.Key_Escape)
        yield lambda: names(hand) == ["1.png", "2.png", "3.png"]
        assert has_the_ring(panel.list)
        assert not decided

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.parametrize("waits", [True, False])
def test_a_text_that_leaves_only_decided_photos_brings_the_first_of_them_to_the_desk(
    library: LibraryFolder, tmp_path: Path, *, waits: bool
) -> None:
    photos = [photograph(tmp_path / f"{seed}.png", seed) for seed in (1, 2)]
    stored: list[str] = []

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(2)
        yield hand.shows("1.png")
        hand.press(Qt.Key.Key_1)
        yield hand.shows("2.png")
        hand.work.decisions.saved.connect(lambda action: stored.extend(action.photos))
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        hand.type("1.png")
        if waits:
            yield lambda: names(hand) == ["1.png"] and not hand.work.arrangement.awaited.is_awaited
        hand.press(Qt.Key.Key_Return)
        hand.press(Qt.Key.Key_Return)
        yield hand.shows("1.png")
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.work.session.store_lane.is_idle and hand.is_settled
        assert hand.on_desk == "1.png" and not stored

    assert play(["--library", library.root, "gui", *photos], walk) == 0


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
        assert names(hand) == ["1.png", "2.png", "3.png"]
        click(hand, 1)
        hand.press(Qt.Key.Key_Return)
        hand.press(Qt.Key.Key_Down)
        hand.window.commands["next"].trigger()
        assert not came and hand.work.desk.opening is None
        yield lambda: names(hand) == ["3.png"]
        yield hand.shows("3.png")
        # Enter, pressed before the list stood, goes to what was found.
        assert has_the_ring(panel.list) and panel.list.selected() == hand.work.queue_model.photos
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        hand.type("x")
        hand.press(Qt.Key.Key_Backspace)
        # A text that is as before gives the same rows back to hand.
        yield lambda: not hand.work.arrangement.awaited.is_awaited
        hand.press(Qt.Key.Key_Escape)
        yield lambda: len(names(hand)) == 3 and not hand.work.arrangement.awaited.is_awaited
        click(hand, 1)
        yield hand.shows("2.png")

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_part_of_a_set_code_is_no_cards_name(library: LibraryFolder, tmp_path: Path) -> None:
    """Each card of the library has a code that begins with SHP-EN0."""
    for seed in (1, 2):
        photograph(tmp_path / "in" / f"{'ab'[seed - 1]}.png", seed)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(tmp_path / "in")
        yield hand.looked_up(2)
        for text, left in (("shp", []), ("en0", []), ("shape 2", ["b.png"]), ("SHP-EN001", ["a.png"])):
            hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
            hand.type(text)
            yield lambda: not hand.work.arrangement.awaited.is_awaited
            assert names(hand) == left, text

    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_the_photo_on_the_desk_stands_in_the_middle_third_of_the_list(library: LibraryFolder, tmp_path: Path) -> None:
    for number in range(24):
        photograph(tmp_path / "in" / f"{number:02}.png", ground=(60, 60, 60 + number))

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready
        hand.drop(tmp_path / "in")
        yield hand.looked_up(24)
        shown = hand.window.queue_panel.list
        third = shown.viewport().height() / 3
        hand.work.desk.put(hand.work.queue_model.photos[11])
        for at in (11, 12, 13):
            yield hand.shows(f"{at:02}.png")
            assert third <= shown.visualRect(shown.currentIndex()).center().y() <= 2 * third
            hand.press(Qt.Key.Key_Right)
        yield hand.shows("14.png")
        # What is clicked stays under the mouse.
        top = shown.indexAt(shown.viewport().rect().topLeft() + QPoint(5, 5))
        before = shown.visualRect(top)
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=before.center())
        yield hand.shows(top.data())
        assert abs(shown.visualRect(top).top() - max(0, before.top())) <= abs(min(0, before.top()))

    assert play(["--library", library.root, "gui"], walk) == 0
