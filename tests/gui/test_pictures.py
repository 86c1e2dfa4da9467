"""Small pictures while somebody scrolls: what is in sight comes first, what went by is let go."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from karuta.gui.library import pictures as pictures_module
from karuta.gui.library.context import WindowContext
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.log.log import Log
from karuta.paths import LibraryFolder, resources_folder
from karuta.settings import Settings


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    library = LibraryFolder(tmp_path / "library")
    context = WindowContext(library, library, resources_folder(), tmp_path / "settings.json", Log(tmp_path / "log"))
    made = Session(context, library, Settings())
    yield made
    made.close()


def test_the_newest_thumbnails_come_first_and_old_ones_are_let_go(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    go_on = threading.Event()

    def thumbnail(library: LibraryFolder, photo: str, path: Path | None) -> None:
        assert go_on.wait(10)
        loaded.append(photo)

    monkeypatch.setattr(pictures_module, "photo_thumbnail", thumbnail)
    pictures = Pictures(session)
    asked = [f"photo {number}" for number in range(1000)]
    for photo in asked:
        pictures.thumbnail(photo, None)
    pictures.thumbnail(asked[-50], None)  # seen again: it is in sight
    go_on.set()
    qtbot.waitUntil(lambda: pictures.is_idle)
    assert loaded[2:5] == [asked[-50], asked[-1], asked[-2]]
    assert len(loaded) < 110
    pictures.thumbnail(asked[500], None)
    qtbot.waitUntil(lambda: pictures.is_idle)
    assert loaded[-1] == asked[500]
