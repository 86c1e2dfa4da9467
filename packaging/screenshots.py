"""Makes the README's pictures of the window from the demo, without a display: one command, no real card in any.

    python packaging/screenshots.py              # all of them, into packaging/screenshots
    python packaging/screenshots.py keys help    # those whose name begins so

A new panel or dialog gets a row in `SHOTS` and a scene: what is done before its picture is taken. A Japanese font must
be installed.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.gui.library.session import WindowContext
from karuta.gui.shell.app import Karuta, qt_messages_logged
from karuta.gui.shell.composition import Composition
from karuta.log.log import Log
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.demo import demo_photos, ready_demo
from karuta.settings import Settings, write_settings

OUT = Path(__file__).resolve().parent / "screenshots"
SIZE = (1280, 800)
QUALITY = 90
_LOOK_EVERY_MS = 30
_PATIENCE_MS = 60_000

Condition = Callable[[], object]
Scene = Callable[[Composition], Generator[Condition, None, QWidget]]


def labelling(parts: Composition) -> Generator[Condition, None, QWidget]:
    """Some photos are decided, in different ways; one with several cards is on the desk."""
    yield from label_some(parts)
    return parts.window


def label_some(parts: Composition) -> Generator[Condition, None, None]:
    yield from looked_up(parts)
    for command in ("confirm-1", "confirm-1", "unknown", "confirm-1", "skip"):
        before = parts.work.desk.photo_id
        parts.window.commands[command].trigger()
        yield lambda before=before: parts.work.desk.photo_id != before and parts.is_settled  # type: ignore[misc]


def several(parts: Composition) -> Generator[Condition, None, QWidget]:
    """The first photo that shows more than one card, whole."""
    yield from looked_up(parts)
    for _ in range(parts.work.queue_model.rowCount()):
        photo = parts.work.desk.photo
        if photo is not None and len(photo.sightings) > 1:
            break
        before = parts.work.desk.photo_id
        parts.window.commands["next"].trigger()
        yield lambda before=before: parts.work.desk.photo_id != before and parts.is_settled  # type: ignore[misc]
    return parts.window


def first_start(parts: Composition) -> Generator[Condition, None, QWidget]:
    yield lambda: parts.is_settled and parts.window.desk_panel.welcome.steps.isVisible()
    yield lambda: parts.is_settled  # its pictures have come
    return parts.window


def searching(parts: Composition) -> Generator[Condition, None, QWidget]:
    yield from looked_up(parts)
    parts.window.commands["search"].trigger()
    panel = parts.search.panel
    panel.text.setText("山")
    yield lambda: panel.model.rowCount() > 0 and parts.work.pictures.is_idle
    parts.window.repaint()
    yield lambda: parts.work.pictures.is_idle
    return parts.window


def sheet_of_keys(parts: Composition) -> Generator[Condition, None, QWidget]:
    yield lambda: parts.is_settled
    parts.window.commands["keys"].trigger()
    dialog = parts.window.dialogs.current
    assert dialog is not None
    return dialog


def helping(parts: Composition) -> Generator[Condition, None, QWidget]:
    yield lambda: parts.is_settled
    parts.window.commands["help"].trigger()
    page = parts.preferences.help_window
    assert page is not None
    page.show_page("2-labelling.md")
    return page


def looked_up(parts: Composition) -> Generator[Condition, None, None]:
    yield lambda: parts.work.desk.photo is not None and parts.is_settled and parts.work.lookup_queue.is_idle


@dataclass(frozen=True)
class Shot:
    """One picture: its file's name, in which language and look, of what. `empty`: of a library without anything."""

    name: str
    language: str
    theme: str
    scene: Scene
    empty: bool = False


SHOTS = (
    Shot("window-en-light", "en", "light", labelling),
    Shot("window-en-dark", "en", "dark", several),
    Shot("window-ja-light", "ja", "light", several),
    Shot("window-ja-dark", "ja", "dark", labelling),
    Shot("first-start-en-light", "en", "light", first_start, empty=True),
    Shot("search-ja-dark", "ja", "dark", searching),
    Shot("keys-en-dark", "en", "dark", sheet_of_keys, empty=True),
    Shot("help-ja-light", "ja", "light", helping, empty=True),
)


class Photographer:
    """Opens the window for one shot after another, in one process."""

    def __init__(self, folder: Path, *, size: tuple[int, int] = SIZE) -> None:
        self._folder = folder
        self._size = size
        self._resources = resources_folder()
        self._application = QApplication(["karuta"])
        self._font = self._application.font()
        self._demo = LibraryFolder(folder / "demo")
        if not QFontDatabase.families(QFontDatabase.WritingSystem.Japanese):
            raise SystemExit("No Japanese font is installed, so the pictures would show boxes; install one.")
        ready_demo(self._demo, self._resources, cancel=CancelToken(), progress=lambda step, done, total: None)

    def take(self, shot: Shot, number: int) -> Image.Image:
        place = self._folder / str(number)
        library = LibraryFolder(place / "library")
        if not shot.empty:
            # Each begins with the demo as it is made, without the labels of the shot before.
            library = LibraryFolder(place / "demo")
            self._copy(library)
        settings = place / "settings.json"
        write_settings(settings, Settings(annotator="chie", language=shot.language, theme=shot.theme))
        context = WindowContext(library, self._demo, self._resources, settings, Log(paths.log_folder()))
        self._application.setFont(self._font)
        karuta = Karuta(self._application, context, None)
        try:
            karuta.open(library, [] if shot.empty else demo_photos(self._resources))
            assert karuta.composition is not None
            karuta.composition.window.resize(*self._size)
            return _Play(shot.scene(karuta.composition), karuta.composition).picture(self._application)
        finally:
            karuta.close()

    def _copy(self, library: LibraryFolder) -> None:
        shutil.copytree(self._demo.root, library.root)


class _Over(Exception):  # noqa: N818 - no error
    """The scene has ended and everything on it has come."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.widget = widget


class _Play:
    """Goes on with a scene when what it waits for is so, and takes the picture at its end."""

    def __init__(self, steps: Generator[Condition, None, QWidget], parts: Composition) -> None:
        self._steps = steps
        self._parts = parts
        self._condition: Condition = lambda: True
        self._waited = 0
        self._picture: Image.Image | None = None
        self._failure: BaseException | None = None

    def picture(self, application: QApplication) -> Image.Image:
        timer = QTimer()
        timer.setInterval(_LOOK_EVERY_MS)
        timer.timeout.connect(self._look)
        timer.start()
        application.exec()
        timer.stop()
        if self._failure is not None:
            raise self._failure
        assert self._picture is not None
        return self._picture

    def _look(self) -> None:
        if self._picture is not None or self._failure is not None:
            return
        try:
            self._waited += _LOOK_EVERY_MS
            if self._condition():
                self._condition = next(self._steps)
                self._waited = 0  # of one wait: a walk of many takes as long as it takes
            elif self._waited > _PATIENCE_MS:
                line = self._condition.__code__.co_firstlineno
                raise TimeoutError(f"what the scene waits for at line {line} did not come")
        except StopIteration as end:
            # What is painted asks for its artworks: painted once for that, and once more when they have come.
            self._steps = self._with_artworks(end.value)
            self._condition = lambda: True
        except _Over as end:
            self._picture = grabbed(end.widget)
            self._leave()
        except BaseException as error:
            self._failure = error
            self._leave()

    def _with_artworks(self, widget: QWidget) -> Generator[Condition, None, QWidget]:
        for _ in range(2):
            widget.grab()
            yield lambda: self._parts.work.pictures.is_idle
        raise _Over(widget)

    def _leave(self) -> None:
        if self._parts.preferences.help_window is not None:
            self._parts.preferences.help_window.close()
        self._parts.window.close()


def grabbed(widget: QWidget) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().toImage().save(buffer, "PNG")  # type: ignore[call-overload]
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="take only those whose name begins so")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args(arguments)
    shots = [shot for shot in SHOTS if not given.names or shot.name.startswith(tuple(given.names))]
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, qt_messages_logged():
        photographer = Photographer(Path(folder))
        for number, shot in enumerate(shots):
            path = given.out / f"{shot.name}.webp"
            photographer.take(shot, number).save(path, quality=QUALITY, method=6)
            sys.stdout.write(f"{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
