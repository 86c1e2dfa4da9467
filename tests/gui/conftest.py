"""For tests of the window: no screen, a small library of drawn cards, and settings of nobody."""

from __future__ import annotations

import os
from pathlib import Path

# Of itself it has a screen of 800 x 800, which would make every window smaller than people have it.
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(__file__).with_name('offscreen.json')}"

import shutil
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtWidgets import QApplication
from tests.packs import card, library_with, write_pack
from tests.picture_camera import PictureCamera
from tests.window import CARDS

from karuta import paths
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.features.present import camera
from karuta.gui.kit import held_keys, seen
from karuta.gui.kit.seen import Seen
from karuta.gui.kit.translate import install_language
from karuta.gui.library.session import Session, WindowContext
from karuta.log.log import Log
from karuta.paths import LibraryFolder
from karuta.settings import Settings, write_settings

IS_RIPE = Seen.is_ripe


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock by which paintings and keys are stamped, in seconds; it stands, and what was not seen is not ripe."""
    time = [1000.0]
    monkeypatch.setattr(seen, "clock", lambda: time[0])
    monkeypatch.setattr(Seen, "is_ripe", IS_RIPE)
    return time


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Cards that the library does not have yet."""
    numbers = range(21, 27)
    return write_pack(
        tmp_path / "more", [card(str(i), f"Shape {i}") for i in numbers], drawn={str(i): i for i in numbers}
    )


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[str], object]]:
    """The language of the program from then on; English again after the test."""
    translators: list[QTranslator] = []
    yield lambda language: translators.extend(
        install_language(qapp, language, paths.resources_folder() / "translations")
    )
    for translator in translators:
        qapp.removeTranslator(translator)


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[None]:
    """English settings and libraries of nobody; and what was to be deleted later is gone before the next test."""
    del qapp
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    # A script is quicker than a person; what guards against that has tests of its own.
    monkeypatch.setattr(Seen, "is_ripe", property(lambda self: True))
    monkeypatch.setattr(MatchPanel, "is_in_sight", lambda self, place: self.list.has_room_for(place))
    monkeypatch.setattr(held_keys, "SAME_PRESS_SECONDS", 0.0)
    monkeypatch.setattr(held_keys, "SPENT_SECONDS", 0.0)
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    write_settings(tmp_path / "settings.json", Settings(language="en"))
    monkeypatch.setattr(camera, "open_camera", PictureCamera)
    monkeypatch.setattr(camera, "can_work", lambda: True)
    monkeypatch.delenv("KARUTA_LIBRARY", raising=False)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def made_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a catalogue and the shipped model, made once."""
    folder = tmp_path_factory.mktemp("made")
    numbers = range(1, CARDS + 1)
    pack = write_pack(
        folder / "shapes",
        [
            card(
                str(i),
                f"Shape {i}",
                names={"en": f"Shape {i}", "ja": f"図形{i}"},
                readings={"ja": f"ずけい{i}"},
                printings=[{"set_code": f"SHP-EN{i:03}", "lang": "en", "rarities": ["Common"]}],
            )
            for i in numbers
        ],
        drawn={str(i): i for i in numbers},
    )
    return library_with(folder, pack).root


@pytest.fixture
def library(made_library: Path, tmp_path: Path) -> LibraryFolder:
    """A copy of one's own."""
    target = tmp_path / "shapes library"
    shutil.copytree(made_library, target)
    return LibraryFolder(target)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A window's work on a library that nobody has begun, without the window."""
    library = LibraryFolder(tmp_path / "library")
    context = WindowContext(
        library, library, paths.resources_folder(), tmp_path / "settings.json", Log(tmp_path / "log")
    )
    made = Session(context, library, Settings())
    yield made
    made.close()


@pytest.fixture
def empty_library(tmp_path: Path) -> LibraryFolder:
    return LibraryFolder(tmp_path / "empty")
