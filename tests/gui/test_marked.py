"""While several photos are marked, a key that decides is about all of them, shows them first, and is one action."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QApplication
from tests.window import Condition, Hand, photograph, play

from karuta.domain.match import Verdict
from karuta.domain.queue import QueueFilter
from karuta.gui.features.bulk_confirm.commands import TogetherDialog
from karuta.gui.features.bulk_confirm.wall_dialog import WallDialog
from karuta.gui.kit import held_keys, seen
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading

Steps = Generator[Condition, None, None]
CTRL = Qt.KeyboardModifier.ControlModifier
STRANGER = 40
"""A drawn card that is not in the catalogue."""
IS_RIPE = seen.Seen.is_ripe


def labels(library: LibraryFolder) -> list[tuple[str, str, str]]:
    """(photo, kind, name) of every label that stands."""
    with labels_for_reading(library) as file:
        return file.rows("SELECT photo_name, kind, coalesce(name, '') FROM current_labels ORDER BY photo_name, id")


def mark(hand: Hand, *rows: int) -> None:
    """As Ctrl and a click on each do."""
    selection, flag = hand.window.queue_panel.list.selectionModel(), QItemSelectionModel.SelectionFlag
    selection.clearSelection()
    for row in rows:
        selection.select(hand.work.queue_model.index(row), flag.Select)


def wall(hand: Hand, count: int) -> Condition:
    def so() -> bool:
        dialog = hand.window.dialogs.current
        return isinstance(dialog, WallDialog) and len(dialog._rows._seen) == count and dialog.list.hasFocus()

    return so


def question(hand: Hand, count: int) -> Condition:
    def so() -> bool:
        dialog = hand.window.dialogs.current
        return isinstance(dialog, TogetherDialog) and len(dialog._rows._seen) == count and dialog.list.hasFocus()

    return so


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_9])
def test_what_confirms_opens_the_wall_with_just_the_marked_photos(
    library: LibraryFolder, tmp_path: Path, key: Qt.Key
) -> None:
    photos = [photograph(tmp_path / f"{at}.png", seed) for at, seed in enumerate((1, 2, STRANGER, 3))]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(4)
        mark(hand, 0, 1, 2)
        assert hand.window.match_panel.chosen == -1, "Return is not about the match beside it"
        assert hand.window.match_panel.head.words[0] == "3 photos selected"
        hand.press(key)
        yield wall(hand, 3)
        dialog = hand.window.dialogs.current
        assert isinstance(dialog, WallDialog)
        assert dialog.title.text() == "3 selected photos"
        pairs = dialog.model.rows[:3]
        assert {pair.photo_name for pair in pairs} == {"0.png", "1.png", "2.png"}
        sure = {pair.photo_name for pair in pairs if pair.verdict is Verdict.SURE}
        assert "2.png" not in sure and {pair.photo_name for pair in dialog.model.kept} == sure
        # Each of the others is taken in by a press of its own.
        for row, pair in enumerate(pairs):
            if pair.photo_name != "2.png" and pair.verdict is not Verdict.SURE:
                dialog.model.strike(row)
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None and hand.work.counts.decided == 2
        assert [photo for photo, _, _ in labels(library)] == ["0.png", "1.png"]
        yield from hand.takes_back(Qt.Key.Key_Z)
        yield lambda: hand.work.counts.decided == 0
        assert labels(library) == []

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_esc_leaves_only_the_photo_on_the_desk_marked(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{at}.png", seed) for at, seed in enumerate((1, 2, 3))]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        here = hand.work.desk.photo_id
        mark(hand, 0, 1, 2)
        hand.press(Qt.Key.Key_Escape)
        assert hand.window.queue_panel.selected == [here]
        yield lambda: hand.window.match_panel.chosen == 0
        assert hand.work.desk.photo_id == here and hand.work.counts.decided == 0

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "kind"),
    [(Qt.Key.Key_U, "unknown"), (Qt.Key.Key_R, "unreadable"), (Qt.Key.Key_N, "no_card"), (Qt.Key.Key_K, "back")],
)
def test_what_says_that_there_is_no_such_card_asks_once_and_shows_all(
    library: LibraryFolder, tmp_path: Path, key: Qt.Key, kind: str
) -> None:
    photos = [
        photograph(tmp_path / "0.png", 1),
        photograph(tmp_path / "1.png", 2),
        photograph(tmp_path / "2.png", 3, 4),
        photograph(tmp_path / "3.png", 5),
    ]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(4)
        hand.press(Qt.Key.Key_2)  # decided: it stays as it is
        yield lambda: hand.work.counts.decided == 1 and hand.is_settled
        mark(hand, 0, 1, 2)
        hand.press(key)
        yield question(hand, 3)
        dialog = hand.window.dialogs.current
        assert isinstance(dialog, TogetherDialog)
        shown = [dialog.model.index(row).data() for row in range(3)]
        assert shown == ["1.png", "2.png, card 1", "2.png, card 2"]
        assert "3 selected photos" in dialog.title.text() and dialog.button.text().endswith("label 3")
        assert dialog.note.text() == "Already decided, unchanged: 1"
        yield lambda: all(dialog.model.index(row).data(Qt.ItemDataRole.DecorationRole) for row in range(3))
        whole, room = dialog.model.index(1).data(Qt.ItemDataRole.DecorationRole), dialog.list.iconSize()
        assert isinstance(whole, QIcon) and whole.actualSize(room) == whole.actualSize(room).boundedTo(room)
        assert len(labels(library)) == 1, "nothing before the question is answered"
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None and hand.work.counts.decided == 4
        assert [row for row in labels(library) if row[0] != "0.png"] == [
            ("1.png", kind, ""),
            ("2.png", kind, ""),
            ("2.png", kind, ""),
        ]
        yield from hand.takes_back(Qt.Key.Key_Z)
        yield lambda: hand.work.counts.decided == 1
        yield from hand.takes_back(Qt.Key.Key_Y)
        yield lambda: hand.work.counts.decided == 4

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_marks_that_a_new_list_does_not_have_are_told_of(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{at}.png", at + 1) for at in range(3)]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        mark(hand, 0, 1)
        told: list[int] = []
        hand.window.queue_panel.marked.connect(told.append)
        yield lambda: all(hand.work.queue_model.row(at) for at in range(3))
        changed = [row for at in range(3) if (row := hand.work.queue_model.row(at))]
        hand.work.arrangement.choose(wanted=QueueFilter(text="2.png"))
        # Nor does one of them leave the list that is still shown because its lookup ends just now.
        hand.work.arrangement.settle(changed)
        assert told == []
        yield hand.shows("2.png")
        # Until then the head would say that two are selected, while Enter labels one.
        assert told[0] == 0

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_a_question_is_paged_through_before_it_stores(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{at}.png", at + 1) for at in range(3)]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        mark(hand, 0, 1, 2)
        hand.press(Qt.Key.Key_N)
        yield question(hand, 3)
        dialog = hand.window.dialogs.current
        assert isinstance(dialog, TogetherDialog)
        # Room for one.
        dialog.list.setFixedSize(dialog.model.cell + QSize(10, 10))
        dialog._rows.anew()
        for unseen in (2, 1):
            yield lambda unseen=unseen: dialog._rows.unseen == unseen and not hand.composition.work.bulk.is_storing
            assert dialog.button.text() == "Next page"
            hand.press(Qt.Key.Key_Return)
            assert labels(library) == []
        yield question(hand, 3)
        assert dialog.button.text().endswith("label 3")
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.window.dialogs.current is None and hand.work.counts.decided == 3

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_a_question_that_is_left_stores_nothing(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{at}.png", at + 1) for at in range(3)]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        mark(hand, 0, 2)
        hand.press(Qt.Key.Key_U)
        yield question(hand, 2)
        hand.press(Qt.Key.Key_Space)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None and hand.work.session.store_lane.is_idle

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert labels(library) == []


@pytest.mark.long
@pytest.mark.parametrize("marks_repeats", [True, False])
def test_a_return_that_is_held_down_opens_the_wall_and_confirms_nothing(
    library: LibraryFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    marks_repeats: bool,  # noqa: FBT001
) -> None:
    photos = [photograph(tmp_path / f"{at}.png", at + 1) for at in range(3)]
    monkeypatch.setattr(held_keys, "SAME_PRESS_SECONDS", 60.0)
    none = Qt.KeyboardModifier.NoModifier

    def again(hand: Hand) -> None:
        if not marks_repeats:
            hand.press(Qt.Key.Key_Return)  # as a system sends it that marks no repeats
            return
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            QApplication.sendEvent(hand.target, QKeyEvent(kind, Qt.Key.Key_Return, none, "\r", autorep=True))

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(3)
        mark(hand, 0, 1, 2)
        hand.press(Qt.Key.Key_Return)
        yield wall(hand, 3)
        for _ in range(10):
            again(hand)
            yield lambda: hand.work.session.store_lane.is_idle
        assert isinstance(hand.window.dialogs.current, WallDialog)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert labels(library) == []


@pytest.mark.long
def test_a_wall_that_nobody_can_have_seen_confirms_nothing(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [photograph(tmp_path / f"{at}.png", at + 1) for at in range(2)]
    monkeypatch.setattr(seen.Seen, "is_ripe", IS_RIPE)
    monkeypatch.setattr(seen, "RIPE_SECONDS", 60.0)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.work.counts is not None and hand.work.counts.open == 2
        mark(hand, 0, 1)
        hand.press(Qt.Key.Key_Return)
        yield wall(hand, 2)
        hand.press(Qt.Key.Key_Return)
        yield lambda: hand.work.session.store_lane.is_idle
        assert isinstance(hand.window.dialogs.current, WallDialog)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert labels(library) == []
