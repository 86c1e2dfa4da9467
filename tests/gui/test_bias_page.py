"""The bias page from the menu: what it says and shows, and its picture and table as files."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtGui import QImage
from tests.window import Condition, Hand, photograph, play

from karuta.paths import LibraryFolder

Steps = Generator[Condition, None, None]


def test_the_page_counts_and_is_saved(library: LibraryFolder, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (4, 5, 6)]
    picture, table = tmp_path / "out.png", tmp_path / "out.csv"

    def walk(hand: Hand) -> Steps:
        yield hand.shows("4.png")
        hand.type("1")
        yield hand.shows("5.png")
        hand.type("2")  # not what was suggested first
        yield hand.shows("6.png")
        hand.window.commands["bias"].trigger()
        yield lambda: hand.window.dialogs.current is not None and hand.window.dialogs.current.bias is not None
        dialog = hand.window.dialogs.current
        assert dialog.bias.overall.k == 1 and dialog.bias.overall.n == 2
        assert "Of 2 decided suggestions 1 were taken" in dialog.says.text()
        assert dialog.next.topLevelItem(0).text(0) == "Shape 6"
        hand.window.ask.new_file = lambda title, suggested, kinds: picture  # type: ignore[method-assign]
        dialog.picture.click()
        yield picture.is_file
        hand.window.ask.new_file = lambda title, suggested, kinds: table  # type: ignore[method-assign]
        dialog.table.click()
        yield table.is_file
        yield lambda: not QImage(str(picture)).isNull()
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert QImage(str(picture)).width() > 800
    assert "Shape 5" in table.read_text(encoding="utf-8-sig")
