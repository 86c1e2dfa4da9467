"""The inbox of what is not in the catalogue: grouped, asked again after a pack, and one key each; in a real window."""

from __future__ import annotations

import csv
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.packs import card, write_pack
from tests.window import Condition, Hand, photograph, play

from karuta.domain.queue import QueueFilter, Trait
from karuta.gui.features.unknowns import UnknownsDialog
from karuta.paths import LibraryFolder
from karuta.services.labels.group_unknowns import export_unknowns, read_names
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.lookups.read_queue import queue_ids, queue_rows

Steps = Generator[Condition, None, None]
CTRL = Qt.KeyboardModifier.ControlModifier
NEW = (21, 22)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(
        tmp_path / "more",
        [card(str(i), f"Shape {i}") for i in NEW],
        images=[(f"{i:04}.png", str(i), "main") for i in NEW],
        pictures={f"{i:04}.png": i for i in NEW},
    )


def labels(library: LibraryFolder) -> list[tuple[object, ...]]:
    with labels_for_reading(library) as file:
        return file.rows("SELECT kind, card_id FROM current_labels ORDER BY id")


def inbox(hand: Hand) -> UnknownsDialog | None:
    dialog = hand.window.dialogs.current
    return dialog if isinstance(dialog, UnknownsDialog) and dialog.found is not None else None


def may_be_known(library: LibraryFolder) -> list[str]:
    """The names of the photos that the filter shows."""
    with labels_for_reading(library) as file:
        photos = queue_ids(file, wanted=QueueFilter(traits=frozenset({Trait.KNOWN_NOW})))
        return [row.name for row in queue_rows(file, photos)]


def says_so_itself(library: LibraryFolder) -> list[str]:
    """The names of the photos whose rows say the same."""
    with labels_for_reading(library) as file:
        rows = queue_rows(file, queue_ids(file))
    return [row.name for row in rows if QueueFilter(traits=frozenset({Trait.KNOWN_NOW})).takes(row)]


@pytest.mark.long
def test_an_unknown_card_is_grouped_and_waits_for_one_key_once_its_pack_is_there(
    library: LibraryFolder, tmp_path: Path, pack: Path
) -> None:
    photos = [
        photograph(tmp_path / "a.png", 21),
        photograph(tmp_path / "b.png", 22),
        photograph(tmp_path / "c.png", 21, ground=(90, 70, 60)),
        photograph(tmp_path / "d.png", 1),
    ]
    out = tmp_path / "list.csv"

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(4)
        hand.press(Qt.Key.Key_U)  # a.png
        yield lambda: hand.work.counts.decided == 1 and hand.is_settled
        hand.press(Qt.Key.Key_I)
        yield lambda: inbox(hand) is not None
        dialog = inbox(hand)
        assert dialog is not None and dialog.found is not None
        cards = {card.photo_name: card for group in dialog.found.groups for card in group.cards}
        assert {"a.png", "b.png"} <= set(cards) <= {"a.png", "b.png", "c.png"}
        assert [name for name, one in cards.items() if one.is_labelled] == ["a.png"]
        assert dialog.tabs.tabText(1).endswith(": 0") and may_be_known(library) == []
        metrics = dialog.card_list.fontMetrics()
        room = dialog.card_list.gridSize().width()
        assert metrics.horizontalAdvance("03-tilted.jpg") < room, "a usual name of a photo is shown whole"
        dialog.name.setText("Moon Fox")
        dialog.name.editingFinished.emit()
        yield lambda: "Moon Fox" in read_names(library).values()
        assert export_unknowns(dialog.found, out) == len(cards)
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None

        yield from hand.adds_cards(pack)
        yield lambda: may_be_known(library) == ["a.png"] and hand.work.lookup_queue.is_idle and hand.is_settled
        assert labels(library) == [("unknown", None)], "nothing is relabelled by itself"
        assert says_so_itself(library) == ["a.png"]
        hand.press(Qt.Key.Key_I)
        yield lambda: inbox(hand) is not None
        dialog = inbox(hand)
        assert dialog is not None and dialog.found is not None
        assert [known.match.name for known in dialog.found.known_now] == ["Shape 21"]
        assert dialog.tabs.tabText(1).endswith(": 1") and dialog.tabs.currentIndex() == 1
        yield lambda: dialog.known.face.pixmap() is not None and not dialog.known.face.pixmap().isNull()
        hand.press(Qt.Key.Key_Space)
        assert labels(library) == [("unknown", None)], "Space decides nothing"
        hand.press(Qt.Key.Key_Return)
        yield lambda: labels(library) == [("confirm", "21")] and dialog.found.known_now == ()
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None and hand.is_settled
        assert may_be_known(library) == []
        hand.press(Qt.Key.Key_Z, CTRL)
        yield lambda: labels(library) == [("unknown", None)]
        assert may_be_known(library) == ["a.png"]

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["group"], rows[0]["name"], rows[0]["photo"], rows[0]["kind"]) == (
        "1",
        "Moon Fox",
        "a.png",
        "labelled",
    )


@pytest.mark.long
def test_who_says_again_that_it_is_not_there_is_asked_no_more(
    library: LibraryFolder, tmp_path: Path, pack: Path
) -> None:
    photos = [photograph(tmp_path / "a.png", 21), photograph(tmp_path / "d.png", 1)]

    def walk(hand: Hand) -> Steps:
        yield hand.looked_up(2)
        hand.press(Qt.Key.Key_U)
        yield lambda: hand.work.counts.decided == 1 and hand.is_settled
        yield from hand.adds_cards(pack)
        yield lambda: may_be_known(library) == ["a.png"] and hand.work.lookup_queue.is_idle and hand.is_settled
        hand.press(Qt.Key.Key_I)
        yield lambda: inbox(hand) is not None
        dialog = inbox(hand)
        assert dialog is not None
        yield lambda: dialog.known.face.pixmap() is not None and not dialog.known.face.pixmap().isNull()
        hand.press(Qt.Key.Key_U)
        yield lambda: dialog.found is not None and dialog.found.known_now == ()
        assert labels(library) == [("unknown", None)] and may_be_known(library) == []
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0
