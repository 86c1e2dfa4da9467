"""What a screen reader hears: one focus, the keys of buttons, and photo, verdict, printing and count where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from tests.long import spoken
from tests.spoken import keys_of, roles, unspoken
from tests.window import Hand, Steps, photograph, play

from karuta.gui.shell.window import BUTTONS
from karuta.paths import LibraryFolder

Role = QAccessible.Role


@pytest.mark.long
def test_a_screen_reader_hears_one_focus_the_keys_of_buttons_and_what_stands_where(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photo = photograph(tmp_path / "p.png", 3)

    def look(hand: Hand) -> Iterator[str]:
        keys = keys_of(hand.window.commands, [*BUTTONS, "show-all"])
        yield from unspoken(hand.window, keys)
        said = roles(hand.window)
        for begins, role in (
            ("Photo p.png", Role.Client),
            ("Sure", Role.StaticText),
            ("Photos decided", Role.ProgressBar),
        ):
            if [found for name, found in said.items() if name.startswith(begins)] != [role]:
                yield f"{begins} is not there as {role}"

    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        assert list(look(hand)) == []
        hand.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        yield lambda: hand.window.queue_panel.list.is_grid and hand.is_settled
        assert list(look(hand)) == []

    assert play(["--library", library.root, "gui", photo], walk) == 0


@pytest.mark.long
@pytest.mark.skipif(bool(lacks := spoken.missing()), reason=f"needs {lacks}")
def test_the_desk_and_the_grid_are_heard_over_at_spi() -> None:
    for state in spoken.hear(["ctrl+g"]):
        assert spoken.faults(state) == []
        heard = {one.name: one for one in state}
        assert [one.name for one in state if one.role == "button" and one.description == "Key U"]
        for begins, role in (
            ("Photo 0", "filler"),
            ("Sure", "label"),
            ("Printing", "label"),
            ("Photos dec", "progress bar"),
        ):
            assert [one.role for name, one in heard.items() if name.startswith(begins)] == [role], begins
        assert len([one for one in state if one.role == "list item"]) >= 4
