"""Pictures for the eye: what is in sight comes first, what went by is let go, and large photos are not hoarded."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from karuta.engine import budget
from karuta.gui.library import pictures as pictures_module
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder


def test_the_newest_thumbnails_come_first_and_old_ones_are_let_go(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    go_on = threading.Event()

    def thumbnail(library: LibraryFolder, photo: str, path: Path | None) -> None:
        assert go_on.wait(600)
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


def test_a_photo_larger_than_is_ever_shown_is_decoded_once(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zooming asks for all its pixels again and again, as long as they are not there."""
    monkeypatch.setattr(budget, "MOST_GIVEN", 10_000)
    path = tmp_path / "large.png"
    Image.new("RGB", (400, 300)).save(path)
    pictures = Pictures(session)
    pictures.photo("large", path, urgency=Urgency.NOW, full=True)
    qtbot.waitUntil(lambda: pictures.is_idle)
    shown = pictures.photo("large", path, urgency=Urgency.NOW, full=True)
    assert shown is not None and shown.image.width() == 100 and shown.size == (400, 300)
    assert pictures.is_idle


def test_large_photos_are_kept_only_as_far_as_memory_allows(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures_module, "PHOTO_BYTES_KEPT", 2 * 400 * 300 * 4)
    path = tmp_path / "photo.png"
    Image.new("RGB", (400, 300)).save(path)
    pictures = Pictures(session)
    for photo in ("first", "second", "third"):
        pictures.photo(photo, path, urgency=Urgency.NOW, full=True)
        qtbot.waitUntil(lambda: pictures.is_idle)
    assert pictures.photo("third", path, urgency=Urgency.NOW) is not None
    assert pictures.photo("second", path, urgency=Urgency.NOW) is not None
    assert pictures.photo("first", path, urgency=Urgency.NOW) is None
    qtbot.waitUntil(lambda: pictures.is_idle)
