"""Confirming many through the real `main()`: the wall, striking out, one action, one undo, and stopping it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from tests.window import Condition, Hand, photograph, play

from karuta.domain.label import LabelError, Origin, Source
from karuta.domain.match import Verdict
from karuta.domain.queue import PairsWanted
from karuta.gui.features.bulk_confirm import bulk as bulk_module
from karuta.gui.features.bulk_confirm.wall_dialog import WallDialog
from karuta.gui.features.review.commands import HistoryDialog
from karuta.gui.kit import held_keys, seen
from karuta.paths import LibraryFolder
from karuta.services.labels.decide_many import pairs_to_confirm, rule_out
from karuta.services.labels.open_labels import labels_for_reading, labels_for_writing
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]
IS_RIPE = seen.Seen.is_ripe
SPENT_SECONDS = held_keys.SPENT_SECONDS
CTRL = Qt.KeyboardModifier.ControlModifier


def labels(library: LibraryFolder) -> list[tuple[str, str]]:
    with labels_for_reading(library) as file:
        rows = file.rows("SELECT photo_name, name FROM current_labels WHERE kind = 'confirm' ORDER BY photo_name")
        return [(row[0], row[1]) for row in rows]


def looked_up(hand: Hand, count: int) -> Condition:
    def so() -> bool:
        counts = hand.work.counts
        return counts is not None and counts.open == count and hand.is_settled

    return so


def wall(hand: Hand) -> WallDialog:
    dialog = hand.window.dialogs.current
    assert isinstance(dialog, WallDialog)
    return dialog


def shown(hand: Hand, count: int) -> Condition:
    return lambda: (
        isinstance(hand.window.dialogs.current, WallDialog)
        and wall(hand).model.rowCount() == count
        and wall(hand).list.hasFocus()
        and len(wall(hand)._rows._seen) == count
    )


def struck_out(hand: Hand, count: int) -> Condition:
    return lambda: wall(hand).model.struck_here == count


def photos_of(folder: Path, *seeds: int) -> list[Path]:
    return [photograph(folder / f"{at}.png", seed, ground=(60, 60, 60 + at)) for at, seed in enumerate(seeds)]


def test_the_same_card_is_confirmed_many_times_with_two_keys_and_one_undo_takes_it_back(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = photos_of(tmp_path, 4, 4, 7, 4, 4)

    def walk(hand: Hand) -> Steps:
        desk = hand.work.desk
        yield hand.shows("0.png")
        yield looked_up(hand, 5)
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 4)
        assert wall(hand).title.text() == "Shape 4"
        assert wall(hand).button.text() == "Confirm 4"
        # The second is struck out by a key, the third by a click.
        view = wall(hand).list
        hand.press(Qt.Key.Key_Right)
        assert view.currentIndex().row() == 1
        hand.press(Qt.Key.Key_Space)
        # What is about to be struck out is confirmed no more; it is painted so once it is on the disk.
        assert len(wall(hand).model.kept) == 3
        place = view.visualRect(wall(hand).model.index(2)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(place))
        assert len(wall(hand).model.kept) == 2
        yield struck_out(hand, 2)
        assert wall(hand).button.text() == "Confirm 2"
        kept = sorted(pair.photo_name for pair in wall(hand).model.kept)
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None and not desk.is_held
        assert labels(library) == [(name, "Shape 4") for name in kept]
        yield lambda: hand.work.counts.decided == 2
        # What lay on the desk is decided: the next open photo is there.
        yield lambda: hand.on_desk not in kept and hand.is_settled
        yield from hand.takes_back(Qt.Key.Key_Z)
        yield lambda: hand.work.counts.decided == 0
        assert labels(library) == []
        yield from hand.takes_back(Qt.Key.Key_Y)
        yield lambda: hand.work.counts.decided == 2

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_what_was_struck_out_stays_so_when_the_wall_holds_others(library: LibraryFolder, tmp_path: Path) -> None:
    photos = photos_of(tmp_path, 4, 7)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        yield looked_up(hand, 2)
        hand.window.queue_panel.list.selectAll()
        hand.press(Qt.Key.Key_Return)
        yield shown(hand, 2)
        hand.press(Qt.Key.Key_Space)
        yield struck_out(hand, 1)
        struck = wall(hand).model.rows[0].sighting_id
        place = len(wall(hand)._sources) - 1
        hand.type(str(place + 1))  # all that is undecided: the same two, found anew
        yield lambda: wall(hand)._place == place
        yield shown(hand, 2)
        model = wall(hand).model
        assert [model.is_struck(row) for row in range(2)] == [pair.sighting_id == struck for pair in model.rows]
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert len(labels(library)) == 1


@pytest.mark.long
def test_the_wall_can_hold_all_sure_ones_what_the_filter_shows_and_marked_photos(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = photos_of(tmp_path, 1, 2, 3)

    def walk(hand: Hand) -> Steps:
        window = hand.window
        yield hand.shows("0.png")
        yield looked_up(hand, 3)

        def said() -> list[str]:
            rows = [hand.work.queue_model.index(row) for row in range(3)]
            return [str(row.data(Qt.ItemDataRole.AccessibleTextRole)) for row in rows]

        # The rows follow what was looked up a moment later.
        yield lambda: all(text.endswith(tuple(Verdict)) for text in said())
        sure = sum(text.endswith(Verdict.SURE) for text in said())
        selection, flag = window.queue_panel.list.selectionModel(), QItemSelectionModel.SelectionFlag
        selection.select(hand.work.queue_model.index(1), flag.ClearAndSelect)
        selection.select(hand.work.queue_model.index(2), flag.Select)
        # The same photo is shown anew, by a lookup say: what a person marked stays marked.
        hand.work.desk.refresh()
        yield lambda: hand.is_settled
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 2)
        assert wall(hand)._sources[0].words == "2 selected photos"
        hand.press(Qt.Key.Key_4)
        yield shown(hand, 3)
        hand.press(Qt.Key.Key_3)
        yield shown(hand, sure)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: window.dialogs.current is None
        assert labels(library) == []

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_what_was_not_seen_is_shown_before_it_is_confirmed(library: LibraryFolder, tmp_path: Path) -> None:
    photos = photos_of(tmp_path, *[1 + at % 12 for at in range(14)])

    def walk(hand: Hand) -> Steps:
        yield looked_up(hand, 14)
        hand.press(Qt.Key.Key_W)
        # Two of the desk's card are too few for a wall: it begins with all that is sure.
        yield lambda: isinstance(hand.window.dialogs.current, WallDialog) and wall(hand).model.rowCount() > 2
        wall(hand).resize(600, 420)
        hand.press(Qt.Key.Key_3)
        yield lambda: wall(hand).model.rowCount() == 14 and 0 < len(wall(hand)._rows._seen) < 14
        assert wall(hand).button.text() == "Next page"
        pages = 0
        while wall(hand).button.text() == "Next page":
            seen = len(wall(hand)._rows._seen)
            hand.press(Qt.Key.Key_Return)
            yield lambda seen=seen: len(wall(hand)._rows._seen) > seen
            pages += 1
        assert pages >= 2
        assert labels(library) == []
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None
        assert len(labels(library)) == 14

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_a_key_strikes_out_what_is_marked_only_once_the_mark_was_seen_there(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = photos_of(tmp_path, 4, 4, 4)
    now = [100.0]
    monkeypatch.setattr(seen, "clock", lambda: now[0])
    monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.counts is not None and hand.work.counts.waiting == 0 and hand.work.is_settled
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 3)
        yield lambda: wall(hand)._mark._painted_at is not None
        now[0] += 1.0
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Space):
            hand.press(key)
        assert wall(hand).note.text().startswith("Too quick: press again")
        yield lambda: wall(hand)._mark._painted_at == now[0]
        assert not any(wall(hand).model.is_struck(row) for row in range(3))
        now[0] += 2 * seen.RIPE_SECONDS
        hand.press(Qt.Key.Key_Space)
        yield lambda: wall(hand).model.is_struck(1)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0


def test_what_was_struck_out_is_ruled_out_at_the_desk_and_the_enter_that_closed_the_wall_labels_nothing(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", SPENT_SECONDS)
    photos = photos_of(tmp_path, 4, 4, 4, 7, 8)
    now = [100.0]
    monkeypatch.setattr(seen, "clock", lambda: now[0])

    def walk(hand: Hand) -> Steps:
        desk, matches = hand.work.desk, hand.work.match_model
        yield hand.shows("0.png")
        yield looked_up(hand, 5)
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 3)
        pairs = wall(hand).model.rows[:3]
        row, struck = next((row, pair) for row, pair in enumerate(pairs) if pair.photo_name == "0.png")
        assert desk.return_key.place == 0
        for _ in range(row):
            hand.press(Qt.Key.Key_Right)
        hand.press(Qt.Key.Key_Space)
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None and len(labels(library)) == 2
        yield hand.shows("0.png")
        yield lambda: desk.ruled_out is not None
        assert desk.matches[-1].card == struck.match.card
        assert matches.note(len(desk.matches) - 1) == "ruled out"
        assert hand.window.match_panel.chosen == -1 and desk.return_key.kind is None
        # Whatever stands on the desk then, the same Enter is not about it.
        desk.put(hand.work.queue_model.photos[3])
        yield hand.shows("3.png")
        assert desk.return_key.place == 0
        now[0] += 0.7
        hand.press(Qt.Key.Key_Return)
        assert hand.window.match_panel.head.answered.endswith("Too quick: press again")
        now[0] += 0.3
        hand.press(Qt.Key.Key_Return)
        yield lambda: len(labels(library)) == 3 and hand.on_desk != "3.png" and hand.is_settled
        desk.put(hand.work.queue_model.photos[0])
        yield hand.shows("0.png")
        hand.press(Qt.Key.Key_Return)
        # A wall that is opened again knows what was struck out.
        hand.press(Qt.Key.Key_W)
        yield lambda: isinstance(hand.window.dialogs.current, WallDialog) and wall(hand).model.rowCount() > 0
        model = wall(hand).model
        assert [pair.photo_name for row, pair in enumerate(model.rows) if model.is_struck(row)] == ["0.png"]
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None
        assert len(labels(library)) == 3
        # Whoever confirms it all the same has said so: it is ruled out no more.
        last = len(desk.matches) - 1
        desk.choose_match(last)
        yield lambda: hand.window.match_panel.is_in_sight(last)
        now[0] += 1.0
        hand.press(Qt.Key.Key_Return)
        yield lambda: len(labels(library)) == 4 and hand.is_settled
        desk.put(hand.work.queue_model.photos[0])
        yield hand.shows("0.png")
        assert desk.label is not None and desk.label.card == struck.match.card
        assert struck.match.card not in desk.refused

    assert play(["--library", library.root, "gui", *photos], walk) == 0


def test_what_was_struck_out_stands_at_the_verdict_in_the_list_and_in_the_history_and_a_restart_keeps_it(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = photos_of(tmp_path, 4, 7, 8)

    def row_words(hand: Hand) -> str:
        index = hand.work.queue_model.index_of(hand.work.desk.photo_id)
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole))

    def says_so(hand: Hand, card: str) -> Condition:
        head = hand.window.match_panel.head
        return lambda: head.words[0] == f"You ruled out {card}" and f"ruled out: {card}" in row_words(hand)

    def strikes(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        yield looked_up(hand, 3)
        assert hand.window.match_panel.head.words[0] == "Sure"
        name = hand.work.desk.matches[0].name
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 3)
        model = wall(hand).model
        row = next(row for row, pair in enumerate(model.rows) if pair.photo_name == "0.png")
        written: list[int] = []

        def look() -> None:
            """What is painted as struck out survives whatever ends the program then."""
            if model.is_struck(row) and not written:
                with labels_for_reading(library) as file:
                    written.append(file.value("SELECT count(*) FROM events WHERE kind = 'skip'"))

        model.dataChanged.connect(look)
        for _ in range(row):
            hand.press(Qt.Key.Key_Right)
        hand.press(Qt.Key.Key_Space)
        yield lambda: written == [1]
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None and hand.is_settled
        yield says_so(hand, name)
        assert hand.work.desk.matches[-1].name == name and hand.work.desk.return_key.kind is None
        hand.press(Qt.Key.Key_H)
        yield lambda: isinstance(hand.window.dialogs.current, HistoryDialog) and hand.window.dialogs.current.entries
        assert hand.window.dialogs.current.table.item(0, 2).text() == f"{name} ruled out"
        assert hand.window.dialogs.current.note.text() == "No decisions yet."
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None

    def takes_back(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        yield says_so(hand, hand.work.desk.matches[-1].name)
        name = hand.work.desk.matches[-1].name
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: hand.window.match_panel.head.words[0] == "Sure" and "ruled out" not in row_words(hand)
        assert hand.window.statusBar().currentMessage() == f"Undone: {name} ruled out on 0.png"
        hand.press(Qt.Key.Key_Y, CTRL)
        yield says_so(hand, name)
        # A second click on the wall takes it in: that is an undo too, of this one alone.
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 3)
        model = wall(hand).model
        row = next(row for row in range(3) if model.is_struck(row))
        for _ in range(row):
            hand.press(Qt.Key.Key_Right)
        hand.press(Qt.Key.Key_Space)
        yield struck_out(hand, 0)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.match_panel.head.words[0] == "Sure" and hand.is_settled

    assert play(["--library", library.root, "gui", *photos], strikes) == 0
    assert play(["--library", library.root, "gui"], takes_back) == 0
    assert labels(library) == []


@pytest.mark.long
def test_somebody_elses_strike_is_told_by_name_and_taken_in_on_the_wall_alone(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = photos_of(tmp_path, 4)

    def look(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        yield looked_up(hand, 1)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        words = hand.window.match_panel.head.words[0]
        assert words.startswith("ben ruled out ")
        for _ in range(2):
            hand.press(Qt.Key.Key_W)
            yield shown(hand, 1)
            assert wall(hand).model.is_struck(0)
            hand.press(Qt.Key.Key_Space)
            yield struck_out(hand, 0)
            hand.press(Qt.Key.Key_Escape)
            yield lambda: hand.window.dialogs.current is None
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 1)
        hand.press(Qt.Key.Key_Space)
        yield struck_out(hand, 0)
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None and len(labels(library)) == 1
        yield lambda: hand.is_settled and not hand.work.desk.refused

    assert play(["--library", library.root, "gui", *photos], look) == 0
    with labels_for_writing(library) as file:
        rule_out(file, pairs_to_confirm(file, PairsWanted()).pairs[0], Origin("ben", "elsewhere", Source.WINDOW))
    assert play(["--library", library.root, "gui"], walk) == 0


@pytest.mark.long
def test_a_strike_that_cannot_be_kept_is_not_shown_as_one(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = photos_of(tmp_path, 4)

    def fails(*arguments: object) -> None:
        raise LabelError("The disk is full.")

    monkeypatch.setattr(bulk_module, "rule_out", fails)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        yield looked_up(hand, 1)
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 1)
        hand.press(Qt.Key.Key_Space)
        yield lambda: wall(hand).note.text() == "The disk is full."
        assert not wall(hand).model.is_struck(0) and len(wall(hand).model.kept) == 1
        monkeypatch.setattr(bulk_module, "rule_out", lambda *arguments: None)
        hand.press(Qt.Key.Key_Space)
        yield lambda: "in the meantime" in wall(hand).note.text()
        assert not wall(hand).model.is_struck(0)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0


def test_the_enter_that_turned_a_page_of_the_wall_is_spent_until_a_second_or_another_key_has_passed(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", SPENT_SECONDS)
    photos = photos_of(tmp_path, *[1 + at % 12 for at in range(14)])
    now = [100.0]
    monkeypatch.setattr(seen, "clock", lambda: now[0])

    def walk(hand: Hand) -> Steps:
        yield looked_up(hand, 14)
        hand.press(Qt.Key.Key_W)
        yield lambda: isinstance(hand.window.dialogs.current, WallDialog) and wall(hand).model.rowCount() > 2
        wall(hand).resize(600, 700)
        hand.press(Qt.Key.Key_3)
        yield lambda: wall(hand).model.rowCount() == 14 and 0 < len(wall(hand)._rows._seen) < 14
        while wall(hand).button.text() == "Next page":
            seen = len(wall(hand)._rows._seen)
            now[0] += 1.0
            hand.press(Qt.Key.Key_Return)
            yield lambda seen=seen: len(wall(hand)._rows._seen) > seen
            now[0] += 0.9
            hand.press(Qt.Key.Key_Return)
            assert not hand.work.bulk.is_storing
        # Another key in between shows that the hand has stopped paging.
        hand.press(Qt.Key.Key_Down)
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None and len(labels(library)) == 14
        yield from hand.takes_back(Qt.Key.Key_Z)
        yield lambda: hand.work.counts.decided == 0 and hand.is_settled
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.work.counts.decided == 1  # Ctrl+Z was another key

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
@pytest.mark.parametrize("stop", [True, False])
def test_storing_can_be_stopped_then_nothing_is_stored_and_the_wall_stays(
    library: LibraryFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stop: bool,  # noqa: FBT001
) -> None:
    photos = photos_of(tmp_path, 4, 4)
    confirm, go_on = bulk_module.confirm_pairs, threading.Event()

    def slowly(*arguments: Any, told: Callable[[int, int], None], **more: Any) -> Any:
        told(1, 4)
        assert go_on.wait(600)
        return confirm(*arguments, told=told, **more)

    monkeypatch.setattr(bulk_module, "confirm_pairs", slowly)

    def walk(hand: Hand) -> Steps:
        yield looked_up(hand, 2)
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 2)
        hand.press(Qt.Key.Key_Return)
        # After half a second it says how far it is, and how to stop it.
        yield wall(hand).progress.isVisible
        assert (wall(hand).progress.value(), wall(hand).progress.maximum()) == (1, 4)
        assert wall(hand).button.text() == "Stop"
        if stop:
            hand.press(Qt.Key.Key_Escape)
        go_on.set()
        if stop:
            yield lambda: wall(hand).note.text() == "Stopped; nothing was saved."
            assert not wall(hand).progress.isVisible()
            assert labels(library) == []
            hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None
        assert len(labels(library)) == 2

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_where_the_desks_card_is_nearly_alone_the_wall_opens_on_all_that_is_sure(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = photos_of(tmp_path, 1, 2, 3, 5)

    def walk(hand: Hand) -> Steps:
        yield hand.shows("0.png")
        yield looked_up(hand, 4)
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 4)
        assert wall(hand).title.text() == "All sure"
        # The desk's card is one key away, and stays where a person went.
        hand.press(Qt.Key.Key_1)
        yield shown(hand, 1)
        assert wall(hand).title.text() == "Shape 1"
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None
        # Where nothing else is sure, the desk's card is all there is.
        hand.press(Qt.Key.Key_Right)
        for number, after in ((1, "2.png"), (2, "3.png"), (3, "0.png")):
            yield hand.shows(f"{number}.png")
            hand.press(Qt.Key.Key_U)
            yield hand.shows(after)
        hand.press(Qt.Key.Key_W)
        yield shown(hand, 1)
        assert wall(hand).title.text() == "Shape 1"
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
@pytest.mark.parametrize("wanted", [True, False])
def test_a_session_begins_with_the_wall_where_a_person_set_it_so(
    library: LibraryFolder, tmp_path: Path, *, wanted: bool
) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en", wall_first=wanted))

    def adds(hand: Hand) -> Steps:
        yield looked_up(hand, 3)
        # Photos that a person brings come first.
        assert hand.window.dialogs.current is None

    def again(hand: Hand) -> Steps:
        if wanted:
            yield shown(hand, 3)
            assert wall(hand).title.text() == "All sure"
            hand.press(Qt.Key.Key_Return)
            yield lambda: hand.window.dialogs.current is None and len(labels(library)) == 3
        else:
            yield lambda: hand.is_settled and hand.work.session.store_lane.is_idle
            assert hand.window.dialogs.current is None

    def nothing(hand: Hand) -> Steps:
        yield lambda: hand.work.is_ready and hand.work.session.store_lane.is_idle and hand.work.session.box.is_empty
        assert hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos_of(tmp_path, 1, 2, 3)], adds) == 0
    assert play(["--library", library.root, "gui"], again) == 0
    if wanted:
        assert play(["--library", library.root, "gui"], nothing) == 0
