"""A feature is a module of its own, a row in the table of features and the row of its command: shown with a toy."""

from __future__ import annotations

import importlib
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from tests.window import Condition, Hand, photograph, play

from karuta import paths
from karuta.gui.kit import commands
from karuta.gui.kit.command_table import COMMANDS, Command
from karuta.gui.kit.lists import Columns
from karuta.gui.shell import features
from karuta.paths import LibraryFolder
from karuta.settings import Settings, write_settings

TOY = '''
"""Lists the photos without labels."""

from karuta.domain.queue import PhotoState, QueueFilter
from karuta.gui.features.feature import Feature
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.while_alive import while_alive
from karuta.services.lookups.read_queue import queue_page

WITHOUT = QueueFilter(states=frozenset(PhotoState) - {PhotoState.DONE})


class UnlabelledDialog(Dialog):
    def __init__(self, parent):
        super().__init__(self.tr("Photos without labels"), parent)
        self.list = Columns(self.tr("Photos without labels"), [self.tr("Photo"), self.tr("State")], self)
        self.lay((self.list, 1), self.close_button(), size=(60, 40))

    def show_photos(self, photos):
        self.list.fill([(photo.name, photo.state) for photo in photos])


class UnlabelledCommands(Feature):
    def command_actions(self):
        return {"unlabelled": self.open}

    def open(self):
        dialog = UnlabelledDialog(self._kit.window)
        self._kit.show(dialog)
        self._session.store_lane.submit(
            lambda file, token: queue_page(file, queue_filter=WITHOUT),
            done=while_alive(dialog, dialog.show_photos),
            failed=report_to(self._voice.trouble.emit),
        )
'''


@pytest.mark.long
def test_a_feature_is_its_own_module_and_a_row_of_the_table(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "toys").mkdir()
    (tmp_path / "toys" / "unlabelled_photos.py").write_text(TOY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "toys")
    toy = importlib.import_module("unlabelled_photos")
    monkeypatch.setattr(features, "FEATURES", (*features.FEATURES, toy.UnlabelledCommands))
    monkeypatch.setattr(commands, "COMMANDS", (*COMMANDS, Command("unlabelled", "Photos without labels", menu="file")))
    photos = [photograph(tmp_path / f"{number}.png", number) for number in (3, 4)]

    def walk(hand: Hand) -> Generator[Condition, None, None]:
        yield hand.looked_up(2)
        decided = hand.on_desk
        hand.type("1")
        yield lambda: hand.on_desk != decided and hand.is_settled
        menu = hand.window.menuBar().actions()[0].menu()
        assert isinstance(menu, QMenu) and menu.actions()[-1] is hand.window.commands["unlabelled"]
        hand.window.commands["unlabelled"].trigger()
        dialog = hand.window.dialogs.current
        listed = dialog.findChild(Columns)
        yield lambda: listed.topLevelItemCount() > 0
        assert [item.text(0) for item in listed.items] == [hand.on_desk]
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None

    write_settings(paths.settings_file(), Settings(language="en"))
    assert play(["--library", library.root, "gui", *photos], walk) == 0
