"""The grid through the real `main()`: pages of pairs that one key confirms, strikes, undo, and who else is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.labelling import stored
from tests.window import Condition, Hand, Steps, photograph, play, window_with

from karuta.domain.label import LabelError
from karuta.domain.queue import PairsWanted
from karuta.gui.features.bulk_confirm import grid as grid_module
from karuta.gui.features.bulk_confirm.grid import Grid, Group
from karuta.gui.features.review.history_dialog import HistoryDialog
from karuta.gui.kit import held_keys, seen
from karuta.gui.kit.notice import Weight
from karuta.gui.library.pictures import Pictures
from karuta.gui.queue.queues import queue_named
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.settings import Settings, write_settings

SPENT_SECONDS = held_keys.SPENT_SECONDS
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def labels(library: LibraryFolder) -> list[tuple[str, str]]:
    return stored(library, "SELECT photo_name, name FROM current_labels WHERE kind = 'confirm' ORDER BY photo_name")


def grid_of(hand: Hand) -> Grid:
    return hand.composition.bulk.grid


def group(hand: Hand) -> str:
    """What the grid is narrowed to, as its head says it."""
    groups = grid_of(hand).groups
    return groups.tabText(groups.currentIndex())


def shown(hand: Hand, count: int) -> Condition:
    """So many cells are there, and seen."""
    grid = grid_of(hand)
    return lambda: grid.is_seen and len(grid.model.rows) == count and grid.list.hasFocus()


def closed(hand: Hand) -> Condition:
    return lambda: not grid_of(hand).is_open and hand.is_settled


def struck_out(hand: Hand, count: int) -> Condition:
    return lambda: grid_of(hand).model.out()[1] == count


def strike(hand: Hand, row: int) -> None:
    """As a click on its cell does."""
    view = grid_of(hand).list
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(place))


def photos_of(folder: Path, *seeds: int) -> list[Path]:
    return [photograph(folder / f"{at}.png", seed, ground=(60, 60, 60 + at)) for at, seed in enumerate(seeds)]


def row_words(hand: Hand) -> str:
    """What the list says of the photo on the desk."""
    index = hand.work.queue_model.index_of(hand.work.desk.photo_id)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


@window_with(before=True)
def test_the_same_card_is_confirmed_many_times_with_two_keys_and_one_undo_takes_it_back(hand: Hand) -> Steps:
    photos = photos_of(hand.folder, 4, 4, 7, 4, 4)
    hand.photos = photos
    yield
    desk, grid = hand.work.desk, grid_of(hand)
    yield hand.shows("0.png")
    yield hand.looked_up(5)
    widths = hand.window.columns.sizes()
    hand.press(Key.Key_W)
    yield shown(hand, 4)
    assert group(hand) == "Shape 4" and grid.button.text() == "Confirm 4 (Enter)"
    assert not hand.window.desk_panel.view.isVisible() and not hand.window.match_panel.isVisible()
    # What lies on the desk behind it takes no key.
    for key in (Key.Key_U, Key.Key_S, Key.Key_N):
        hand.press(key)
    # The second is struck out by a key, the third by a click.
    hand.press(Key.Key_Right)
    assert grid.list.currentIndex().row() == 1
    hand.press(Key.Key_Space)
    # What is about to be struck out is confirmed no more; it is painted so once it is on the disk.
    assert len(grid.model.kept(range(4))) == 3
    strike(hand, 2)
    assert len(grid.model.kept(range(4))) == 2
    yield struck_out(hand, 2)
    assert grid.button.text() == "Confirm 2 (Enter)"
    kept = sorted(pair.photo_name for pair in grid.model.kept(range(4)))
    hand.press(Key.Key_Return)
    yield lambda: not grid.is_open and not desk.is_held
    assert labels(hand.library) == [(name, "Shape 4") for name in kept]
    assert (hand.window.columns.sizes()[0], hand.window.columns.sizes()[2]) == (widths[0], widths[2])
    yield lambda: hand.work.counts.decided == 2
    # What lay on the desk is decided: the next open photo is there.
    yield lambda: hand.on_desk not in kept and hand.is_settled
    yield from hand.takes_back(Key.Key_Z)
    yield lambda: hand.work.counts.decided == 0
    assert labels(hand.library) == []
    yield from hand.takes_back(Key.Key_Y)
    yield lambda: hand.work.counts.decided == 2


@pytest.mark.long
@window_with(before=True)
def test_the_grid_is_narrowed_to_marked_photos_the_desks_card_what_is_sure_or_what_the_search_says(hand: Hand) -> Steps:
    hand.photos = photos_of(hand.folder, 1, 2, 3)
    yield
    grid, panel = grid_of(hand), hand.window.queue_panel
    yield hand.shows("0.png")
    yield hand.looked_up(3)
    names = hand.work.queue_model.photos
    panel.select(names[1:])
    # The same photo is shown anew, by a lookup say: what a person marked stays marked.
    hand.work.desk.refresh()
    yield lambda: hand.is_settled
    hand.press(Key.Key_W)
    yield shown(hand, 2)
    assert group(hand) == "2 selected photos"
    hand.press(Key.Key_Space)
    yield struck_out(hand, 1)
    struck = grid.model.rows[0].sighting_id
    hand.press(Key.Key_4)
    yield shown(hand, 3)
    # What was struck out stays so among others.
    assert [grid.model.is_struck(row) for row in range(3)] == [pair.sighting_id == struck for pair in grid.model.rows]
    hand.press(Key.Key_2)
    yield shown(hand, 1)
    assert group(hand) == "Shape 1"
    # Other words in the search box: the grid shows what they ask for, and goes where there is none.
    hand.work.arrangement.choose_words("2.png")
    yield lambda: group(hand) == "Current filter" and len(grid.model.rows) == 1
    assert grid.model.rows[0].photo_name == "2.png"
    # Fewer groups come while the cells are scrolled: nothing is said of one that is not there.
    bar = grid.list.verticalScrollBar()
    bar.setRange(0, 5)
    bar.setValue(5)
    grid.open([Group("Some", PairsWanted())])
    yield lambda: grid.is_seen and group(hand) == "Some"
    hand.work.arrangement.choose_queue(queue_named("disagreements"))
    yield lambda: not grid.is_open
    assert labels(hand.library) == []


@window_with(before=True)
def test_a_page_is_whole_lines_and_each_enter_confirms_the_page_in_sight_and_goes_to_the_next(hand: Hand) -> Steps:
    photos = photos_of(hand.folder, *[1 + at % 12 for at in range(14)])
    hand.photos = photos
    yield
    hand.window.resize(960, 540)
    yield hand.looked_up(14)
    hand.press(Key.Key_W)
    yield lambda: grid_of(hand)._is_read and len(grid_of(hand).model.rows) > 3
    hand.press(Key.Key_3)
    yield shown(hand, 14)
    grid, decided = grid_of(hand), 0
    view = grid.list
    pages = 0
    while grid.is_open:
        rows, area = grid.model.rows, view.viewport().rect()
        for row in range(len(rows)):
            cell = view.visualRect(grid.model.index(row))
            in_sight = area.contains(cell.adjusted(0, 2, 0, -2))
            assert in_sight == (row in view.page) and (in_sight or not area.intersects(cell.adjusted(0, 4, 0, -4)))
        kept = grid.model.kept(view.page)
        decided += len(kept)
        hand.press(Key.Key_Return)
        yield lambda decided=decided: hand.work.counts.decided == decided and not hand.work.desk.is_held
        assert len(labels(hand.library)) == decided
        pages += 1
        yield lambda: not grid.is_open or grid.is_seen
    assert pages >= 2 and decided == 14 - len([cell for cell in rows if cell not in kept])
    # Each page is one action.
    yield closed(hand)
    yield from hand.takes_back(Key.Key_Z)
    yield lambda: hand.work.counts.decided == decided - len(kept)


@pytest.mark.long
def test_what_a_page_lacks_is_not_confirmed_and_a_notice_covers_none_of_it(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = photos_of(tmp_path, 1, 2, 3)

    def walk(hand: Hand) -> Steps:
        grid, desk_panel = grid_of(hand), hand.window.desk_panel
        yield hand.shows("0.png")
        yield hand.looked_up(3)
        with monkeypatch.context() as patched:
            patched.setattr(Pictures, "crop", lambda *_, **__: None)
            hand.press(Key.Key_W)
            yield lambda: grid.is_open and len(grid.model.rows) == 3 and grid._seen.is_ripe
            hand.press(Key.Key_Return)
            assert grid.is_open and len(grid.model.kept(grid.list.page)) == 3 and not grid.is_seen
        grid.model.redraw()
        yield shown(hand, 3)
        desk_panel.notice.say("The disk is nearly full.", Weight.TROUBLE, key="disk")
        yield lambda: grid.mapTo(desk_panel, QPoint()).y() == desk_panel.notice.height() > 0
        desk_panel.notice.take_back("disk")
        yield lambda: grid.mapTo(desk_panel, QPoint()).y() == 0
        yield lambda: grid.is_seen
        hand.press(Key.Key_Return)
        yield closed(hand)

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "photos"),
    [
        pytest.param(Key.Key_W, [(4,)] * 3, id="many photos"),
        pytest.param(Key.Key_W, [(4,)] * 13, id="several pages"),
        pytest.param(Key.Key_P, [(4, 5)], id="one photo"),
    ],
)
@window_with(before=True)
def test_an_enter_more_than_a_grid_has_pages_labels_nothing_but_after_one_photos_cards_it_means_the_next_photo(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: Qt.Key, photos: Sequence[tuple[int, ...]]
) -> Steps:
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", SPENT_SECONDS)
    dropped = [
        photograph(tmp_path / f"{at}.png", *cards, ground=(60 + at, 60, 66))
        for at, cards in enumerate([*photos, (7,), (8,)])
    ]
    now = [100.0]
    monkeypatch.setattr(seen, "clock", lambda: now[0])
    hand.photos = dropped
    yield
    hand.window.resize(960, 540)
    grid, cards = grid_of(hand), sum(map(len, photos))
    yield hand.looked_up(len(dropped))
    hand.press(key)
    yield shown(hand, cards)
    while grid.is_open:
        now[0] += 2 * SPENT_SECONDS
        hand.press(Key.Key_Return)
        yield lambda: not hand.work.desk.is_held and (grid.is_seen or closed(hand)())
        now[0] += 0.1
    yield lambda: hand.work.desk.return_key.place == 0 and hand.is_settled
    assert len(labels(hand.library)) == cards
    now[0] += 0.3 * SPENT_SECONDS
    hand.press(Key.Key_Return)
    if key == Key.Key_W:
        assert hand.window.match_panel.head.answered.endswith("Too quick: press again")
        now[0] += 0.7 * SPENT_SECONDS
        hand.press(Key.Key_Return)
    yield lambda: len(labels(hand.library)) == cards + 1 and hand.is_settled


@window_with(before=True)
def test_what_was_struck_out_is_ruled_out_at_the_desk(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Steps:
    photos = photos_of(hand.folder, 4, 4, 4, 7, 8)
    now = [100.0]
    monkeypatch.setattr(seen, "clock", lambda: now[0])
    hand.photos = photos
    yield
    desk, matches, grid = hand.work.desk, hand.work.match_model, grid_of(hand)
    yield hand.shows("0.png")
    yield hand.looked_up(5)
    hand.press(Key.Key_W)
    yield shown(hand, 3)
    struck = next(pair for pair in grid.model.rows if pair.photo_name == "0.png")
    assert desk.return_key.place == 0
    strike(hand, grid.model.rows.index(struck))
    hand.press(Key.Key_Return)
    yield lambda: not grid.is_open and len(labels(hand.library)) == 2
    yield hand.shows("0.png")
    yield lambda: desk.ruled_out is not None
    assert desk.matches[-1].card == struck.match.card
    assert matches.note(len(desk.matches) - 1) == "ruled out"
    assert hand.window.match_panel.chosen == -1 and desk.return_key.kind is None
    hand.press(Key.Key_Return)
    # A grid that is opened again knows what was struck out.
    hand.press(Key.Key_W)
    yield lambda: grid.is_seen and len(grid.model.rows) > 0
    model = grid.model
    assert [pair.photo_name for row, pair in enumerate(model.rows) if model.is_struck(row)] == ["0.png"]
    hand.press(Key.Key_Escape)
    yield closed(hand)
    assert len(labels(hand.library)) == 2
    # Whoever confirms it all the same has said so: it is ruled out no more.
    last = len(desk.matches) - 1
    desk.choose_match(last)
    yield lambda: hand.window.match_panel.is_in_sight(last)
    now[0] += 1.0
    hand.press(Key.Key_Return)
    yield lambda: len(labels(hand.library)) == 3 and hand.is_settled
    desk.put(hand.work.queue_model.photos[0])
    yield hand.shows("0.png")
    assert desk.label is not None and desk.label.card == struck.match.card
    assert struck.match.card not in desk.refused


def test_what_was_struck_out_stands_at_the_verdict_in_the_list_and_in_the_history_and_a_restart_keeps_it(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = photos_of(tmp_path, 4, 7, 8)

    def says_so(hand: Hand, card: str) -> Condition:
        head = hand.window.match_panel.head
        return lambda: head.words[0] == f"You ruled out {card}" and f"ruled out: {card}" in row_words(hand)

    def strikes(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        yield hand.looked_up(3)
        assert hand.window.match_panel.head.words[0] == "Sure"
        name = hand.work.desk.matches[0].name
        hand.press(Key.Key_W)
        yield shown(hand, 3)
        model = grid_of(hand).model
        row = next(row for row, pair in enumerate(model.rows) if pair.photo_name == "0.png")
        written: list[int] = []

        def look() -> None:
            """What is painted as struck out survives whatever ends the program then."""
            if model.is_struck(row) and not written:
                with labels_for_reading(library) as file:
                    written.append(file.value("SELECT count(*) FROM events WHERE kind = 'skip'"))

        model.dataChanged.connect(look)
        strike(hand, row)
        yield lambda: written == [1]
        hand.press(Key.Key_Escape)
        yield closed(hand)
        yield says_so(hand, name)
        assert hand.work.desk.matches[-1].name == name and hand.work.desk.return_key.kind is None
        hand.press(Key.Key_H)
        yield lambda: isinstance(hand.window.dialogs.current, HistoryDialog) and hand.window.dialogs.current.entries
        assert hand.window.dialogs.current.table.items[0].text(2) == f"{name} ruled out"
        assert hand.window.dialogs.current.note.text() == "No decisions yet."
        yield from hand.closes()

    def takes_back(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        yield says_so(hand, hand.work.desk.matches[-1].name)
        name = hand.work.desk.matches[-1].name
        hand.press(Key.Key_Z, CTRL)
        yield lambda: hand.window.match_panel.head.words[0] == "Sure" and "ruled out" not in row_words(hand)
        assert hand.window.statusBar().currentMessage() == f"Undone: {name} ruled out on 0.png"
        hand.press(Key.Key_Y, CTRL)
        yield says_so(hand, name)
        # A second click in the grid takes it in: that is an undo too, of this one alone.
        hand.press(Key.Key_W)
        yield shown(hand, 3)
        strike(hand, next(row for row in range(3) if grid_of(hand).model.is_struck(row)))
        yield struck_out(hand, 0)
        hand.press(Key.Key_Escape)
        yield lambda: hand.window.match_panel.head.words[0] == "Sure" and hand.is_settled

    assert play(["--library", library.root, "gui", *photos], strikes) == 0
    assert play(["--library", library.root, "gui"], takes_back) == 0
    assert labels(library) == []


@pytest.mark.long
def test_what_cannot_be_kept_is_not_shown_as_kept_and_the_head_says_why(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = photos_of(tmp_path, 4)

    def fails(*arguments: object) -> None:
        raise LabelError("The disk is full.")

    for name in ("rule_out", "confirm_pairs"):
        monkeypatch.setattr(grid_module, name, fails)

    def walk(hand: Hand) -> Steps:
        grid = grid_of(hand)
        yield hand.shows("0.png")
        yield hand.looked_up(1)
        hand.press(Key.Key_W)
        yield shown(hand, 1)
        for key in (Key.Key_Space, Key.Key_Return):
            grid._answer("")
            hand.press(key)
            yield lambda: grid.note.text.startswith("The disk is full.") and not hand.work.desk.is_held
            assert not grid.model.is_struck(0) and len(grid.model.kept(grid.list.page)) == 1
        monkeypatch.setattr(grid_module, "rule_out", lambda *arguments: None)
        hand.press(Key.Key_Space)
        yield lambda: "in the meantime" in grid.note.text
        assert not grid.model.is_struck(0)

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert labels(library) == []


@pytest.mark.long
@pytest.mark.parametrize("wanted", [True, False])
def test_a_session_begins_with_the_grid_where_a_person_set_it_so(
    library: LibraryFolder, tmp_path: Path, *, wanted: bool
) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en", wall_first=wanted))

    def adds(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        # Photos that a person brings come first.
        assert not grid_of(hand).is_open

    def again(hand: Hand) -> Steps:
        if wanted:
            yield shown(hand, 3)
            assert group(hand) == "All sure"
            hand.press(Key.Key_Return)
            yield lambda: not grid_of(hand).is_open and len(labels(library)) == 3
        else:
            yield lambda: hand.is_settled and hand.work.session.store_lane.is_idle
            assert not grid_of(hand).is_open

    def nothing(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready and hand.work.session.store_lane.is_idle and hand.work.session.box.is_empty
        assert not grid_of(hand).is_open

    assert play(["--library", library.root, "gui", *photos_of(tmp_path, 1, 2, 3)], adds) == 0
    assert play(["--library", library.root, "gui"], again) == 0
    if wanted:
        assert play(["--library", library.root, "gui"], nothing) == 0
