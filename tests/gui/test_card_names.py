"""In a Japanese window a card's Japanese name stands first wherever it is named; what is stored stays what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.labelling import stored
from tests.window import Hand, Steps, photograph, play

from karuta.gui.desk.match_model import MatchModel
from karuta.gui.kit.translate import in_order
from karuta.paths import LibraryFolder
from karuta.settings import Settings, write_settings


def test_the_japanese_name_stands_first_everywhere(library: LibraryFolder, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="ja", annotator="anna"))
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (3, 4)]

    def walk(hand: Hand) -> Steps:
        window, work = hand.window, hand.work
        yield hand.shows("3.png")
        model: MatchModel = work.match_model
        first = model.index(0)
        yield lambda: first.data() == "図形3"
        assert model.names(work.desk.matches[0]) == ("図形3", "Shape 3")
        assert first.data(Qt.ItemDataRole.AccessibleTextRole).startswith("1、図形3、")
        window.commands["compare"].trigger()
        yield lambda: any("図形3" in seen.caption for seen in window.desk_panel.lens._seen)
        window.commands["compare"].trigger()
        hand.type("1")
        yield hand.shows("4.png")
        assert "図形3" in window.statusBar().currentMessage()
        work.card_facts.forget()
        work.card_facts._facts.clear()  # as where nobody has asked for this card's names yet
        window.commands["wall"].trigger()
        grid = hand.composition.bulk.grid
        yield lambda: grid.model.rowCount() == 1 and grid.groups.tabText(0) == "図形4"
        yield lambda: grid.model.index(0).data() == "図形4"
        grid.close_grid()
        hand.press(Qt.Key.Key_Left)
        yield hand.shows("3.png")
        yield lambda: "図形3" in window.match_panel.head.words[1] and "anna" in window.match_panel.head.words[1]
        window.commands["history"].trigger()
        yield lambda: window.dialogs.current is not None and window.dialogs.current.entries
        yield lambda: window.dialogs.current.table.items[0].text(2) == "✓ 図形3"
        window.dialogs.current.reject()
        yield lambda: window.dialogs.current is None
        window.commands["undo"].trigger()
        yield lambda: "図形3" in window.statusBar().currentMessage()

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    (name,) = {row[0] for row in stored(library, "SELECT name FROM events WHERE kind = 'confirm'")}
    assert name == "Shape 3"


@pytest.mark.parametrize(("language", "names"), [("en", ("Shape", "図形")), ("ja", ("図形", "Shape"))])
def test_where_a_card_has_one_name_there_is_no_other(
    speak: Callable[[str], object], language: str, names: tuple[str, str]
) -> None:
    speak(language)
    assert in_order("Shape", "図形") == names
    assert in_order("Shape", "") == ("Shape", "")
    assert in_order("同じ", "同じ") == ("同じ", "")
