"""File > Merge labels: a preview, a merge, its disagreements settled by keys, and one undo, in the real window."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.window import Condition, Hand, photograph, play

from karuta.bootstrap import run
from karuta.gui.features.review.commands import AgreementDialog
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.labels.second_look import conflicts
from karuta.settings import Settings, write_settings

Steps = Generator[Condition, None, None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.long
def test_a_merge_is_previewed_and_its_conflict_settled_by_a_key(library: LibraryFolder, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en", annotator="anna"))
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (3, 4)]
    other = LibraryFolder(tmp_path / "other")
    shutil.copytree(library.root, other.root)
    for folder, who, cards in ((library, "anna", ("3", "4")), (other, "ben", ("3", "5"))):
        for photo, card in zip(photos, cards, strict=True):
            assert run(["--library", str(folder.root), "confirm", str(photo), card, "--annotator", who]) == 0
    agreed: list[str] = []

    def agrees(title: str, text: str, *, deed: str) -> bool:
        agreed.append(f"{title}: {text} [{deed}]")
        return True

    def said() -> int:
        with labels_for_reading(library) as file:
            return len(conflicts(file))

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        hand.window.ask.agrees = agrees  # type: ignore[method-assign]
        hand.window.ask.file = lambda title, kinds: other.labels_db  # type: ignore[method-assign]
        hand.window.commands["merge"].trigger()
        yield lambda: said() == 1
        assert agreed == [
            "Merge labels: 2 new, 0 here already, 1 in conflict. "
            "Undo takes the merge back, in this library alone. [Merge]"
        ]
        hand.window.commands["agreement"].trigger()
        dialog = hand.window.dialogs.current
        assert isinstance(dialog, AgreementDialog)
        yield lambda: bool(dialog.disagreements) and dialog.is_in_sight and dialog.isActiveWindow()
        texts = [dialog.table.item(0, column).text().splitlines()[:2] for column in (1, 2)]
        assert texts == [["1  Shape 4", "anna"], ["2  Shape 5", "ben"]]
        assert dialog.table.isColumnHidden(3)
        yield lambda: all(not dialog.table.item(0, column).icon().isNull() for column in range(3))
        hand.press(Qt.Key.Key_3)
        hand.press(Qt.Key.Key_2)
        yield lambda: not dialog.disagreements and said() == 0
        assert dialog.note.text() == "No disagreements."
        hand.press(Qt.Key.Key_Escape)
        yield lambda: hand.window.dialogs.current is None
        # The decision goes first, then the merge.
        for left in (1, 0):
            hand.press(Qt.Key.Key_Z, CTRL)
            yield lambda left=left: said() == left and not hand.work.desk.is_held
        with labels_for_reading(library) as file:
            assert file.rows("SELECT DISTINCT annotator FROM events") == [("anna",)]
        hand.press(Qt.Key.Key_Y, CTRL)
        yield lambda: said() == 1
        yield lambda: hand.is_settled

    assert play(["--library", library.root, "gui"], walk) == 0
