"""Every panel, menu and dialog of the window, as sheets to be looked at one by one; none is kept in the project.

    python packaging/gallery.py OUT wall help                                # those whose name begins so, no display
    export QT_QPA_PLATFORM=xcb                                               # real windows:
    xvfb-run -a -s "-screen 0 1600x1000x24" python packaging/gallery.py OUT
    xvfb-run -a -s "-screen 0 1366x768x24" python packaging/gallery.py OUT --size 1366 700      # on a small screen
    QT_SCALE_FACTOR=2 xvfb-run -a -s "-screen 0 3200x2000x24" python packaging/gallery.py OUT --looks en-light

A sheet holds one thing in each language and look. A new dialog gets a scene; a test finds one that has none.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from gallery_states import states
from karuta.domain.queue import QueueFilter
from karuta.gui.features.present import camera
from karuta.gui.features.present.camera import Camera
from karuta.gui.kit.dropped import Dropped
from karuta.gui.kit.notice import Weight
from karuta.gui.shell.app import qt_messages_logged
from karuta.gui.shell.composition import Composition
from karuta.services.library.demo import demo_photos
from screenshots import SIZE, Condition, Photographer, Scene, Shot, grabbed, label_some, several

Steps = Generator[Condition, None, None]
Pictures = dict[str, Image.Image]
LOOKS = ("en-light", "en-dark", "ja-light", "ja-dark")


def take(pictures: Pictures, name: str, widget: QWidget, parts: Composition) -> Steps:
    """Painted once so that it asks for its artworks, and once more when they have come."""
    for _ in range(3):
        widget.grab()
        yield lambda: parts.work.pictures.is_idle and parts.work.card_facts.is_idle
    pictures[name] = grabbed(widget)


def dialog(pictures: Pictures, name: str, parts: Composition, *, ready: Callable[[QWidget], object] = bool) -> Steps:
    yield lambda: parts.window.dialogs.current is not None and ready(parts.window.dialogs.current)
    yield lambda: parts.work.session.store_lane.is_idle and parts.work.session.files_lane.is_idle
    shown = parts.window.dialogs.current
    assert shown is not None
    yield from take(pictures, name, shown, parts)
    shown.reject()
    yield lambda: parts.window.dialogs.current is None


def menu(pictures: Pictures, name: str, parts: Composition) -> Steps:
    """A menu that is open, with what lies under it."""
    yield lambda: QApplication.activePopupWidget() is not None
    popup = QApplication.activePopupWidget()
    assert popup is not None
    whole, at = grabbed(parts.window), popup.mapToGlobal(QPoint()) - parts.window.mapToGlobal(QPoint())
    ratio = whole.width / parts.window.width()
    whole.paste(grabbed(popup), (round(at.x() * ratio), round(at.y() * ratio)))
    pictures[name] = whole
    popup.close()


def everything(pictures: Pictures) -> Scene:
    """The walk through a library with photos."""

    def walk(parts: Composition) -> Generator[Condition, None, QWidget]:
        yield from label_some(parts)
        yield from take(pictures, "window", parts.window, parts)
        for row in ("show", "order", "batch"):
            parts.window.commands[row].trigger()
            yield lambda: parts.work.session.store_lane.is_idle
            yield from take(pictures, f"search-box-{row}", parts.window, parts)
        parts.window.queue_panel.list.setFocus()
        for place, action in enumerate(parts.window.menuBar().actions()):
            parts.window.menuBar().setActiveAction(action)
            yield from menu(pictures, f"menu-bar-{place}", parts)
        yield from _panels(pictures, parts)
        yield from _dialogs(pictures, parts)
        yield from states(lambda name, widget: take(pictures, name, widget, parts), parts)
        yield from _present(pictures, parts)
        return parts.window

    return walk


def _panels(pictures: Pictures, parts: Composition) -> Steps:
    work, commands = parts.work, parts.window.commands
    yield from several(parts)
    yield from take(pictures, "several-cards", parts.window, parts)
    commands["compare"].trigger()
    yield lambda: parts.is_settled
    yield from take(pictures, "compare", parts.window, parts)
    parts.window.desk_panel.compare.zoom(6)
    yield from take(pictures, "compare-zoomed", parts.window, parts)
    commands["compare"].trigger()
    commands["corners"].trigger()
    yield from take(pictures, "corners", parts.window, parts)
    parts.window.desk_panel.view.editor.leave()
    parts.window.desk_panel.notice.say(
        "/photos/a photo.jpg", Weight.TROUBLE, button=commands["retry"].text(), do=lambda: None
    )
    parts.window.task_bar.begin(commands["add-catalogue"].text())
    parts.window.task_bar.tell(300, 1000)
    yield from take(pictures, "notice-and-progress", parts.window, parts)
    parts.window.desk_panel.notice.clear()
    parts.window.task_bar.end()
    work.arrangement.choose(queue_filter=QueueFilter(batch="nothing"))
    yield lambda: work.queue_model.rowCount() == 0
    yield from take(pictures, "nothing-shown", parts.window, parts)
    work.arrangement.show_all()
    yield lambda: work.queue_model.rowCount() > 0 and parts.is_settled


def _present(pictures: Pictures, parts: Composition) -> Steps:
    """Present mode, in the window's place: a card for passers-by, one that is looked up only, its keys."""
    photos = demo_photos(parts.work.session.resources)
    parts.present.open_for_passers_by(photos)
    yield from _staged(pictures, "present", parts)
    parts.window.commands["present"].trigger()
    assert parts.present.stage is not None
    parts.present.stage.show_given(Dropped((photos[3],)))
    yield from _staged(pictures, "present-drop", parts, keys=True)


def _staged(pictures: Pictures, name: str, parts: Composition, *, keys: bool = False) -> Steps:
    stage = parts.present.stage
    assert stage is not None
    yield lambda: stage.stage.now.card is not None
    yield from take(pictures, name, stage, parts)
    if keys:
        stage.show_keys()
        assert stage.dialogs.current is not None
        pictures["keys-of-present-mode"] = grabbed(stage.dialogs.current)
    stage.leave(stage.left)
    yield lambda: not parts.present.is_open and parts.is_settled


class StillCamera(Camera):
    """One demo photo, again and again, in the place of a camera."""

    def __init__(self, parent: QObject, photo: Path) -> None:
        super().__init__(parent)
        self._picture = QImage(str(photo)).scaledToHeight(720, Qt.TransformationMode.SmoothTransformation)
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self.came.emit(self._picture))

    def start(self) -> None:
        self._timer.start(33)

    def stop(self) -> None:
        self._timer.stop()


def _camera(pictures: Pictures, parts: Composition) -> Steps:
    photo = demo_photos(parts.work.session.resources)[0]
    camera.open_camera = lambda parent: StillCamera(parent, photo)
    parts.present.open_camera()
    yield from _staged(pictures, "camera", parts)


def _dialogs(pictures: Pictures, parts: Composition) -> Steps:
    commands = parts.window.commands
    for id in ("settings", "keys", "about", "export", "history"):
        commands[id].trigger()
        yield from dialog(pictures, id, parts)
    commands["train"].trigger()
    yield from dialog(pictures, "models", parts, ready=lambda shown: shown.chosen is not None)  # type: ignore[attr-defined]
    before = parts.work.desk.photo_id
    parts.work.desk.put(parts.work.queue_model.photos[0])
    yield lambda: parts.is_settled and parts.work.desk.label is not None
    commands["history"].trigger()
    yield from dialog(pictures, "history-of-one", parts, ready=lambda shown: shown.entries)  # type: ignore[attr-defined]
    parts.work.desk.put(before or "")
    yield lambda: parts.is_settled and parts.work.desk.photo_id == before
    yield from _camera(pictures, parts)
    commands["consistency"].trigger()
    yield from dialog(pictures, "consistency", parts)
    commands["backups"].trigger()
    yield from dialog(pictures, "backups", parts, ready=lambda _: parts.work.session.task_lane.is_idle)
    commands["doctor"].trigger()
    yield from dialog(pictures, "doctor", parts, ready=lambda shown: shown.again.isEnabled())  # type: ignore[attr-defined]
    commands["packs"].trigger()
    yield from dialog(pictures, "packs", parts, ready=lambda shown: shown.chosen is not None)  # type: ignore[attr-defined]
    commands["browse"].trigger()
    yield from dialog(pictures, "browse", parts, ready=lambda shown: shown.model.rowCount())  # type: ignore[attr-defined]
    commands["listed"].trigger()
    yield from dialog(pictures, "listed", parts, ready=lambda shown: shown.popularity is not None)  # type: ignore[attr-defined]
    # The keys come back a little after a dialog has closed, and would take the search away again.
    parts.window.activateWindow()
    parts.window.queue_panel.list.setFocus()
    yield parts.window.isActiveWindow
    commands["search"].trigger()
    search = parts.search.panel
    yield lambda: parts.search.is_open and parts.work.session.cards_lane.is_idle
    yield from take(pictures, "search-recent", parts.window, parts)
    recent = search.note.text()
    search.text.setText("a")
    yield lambda: search.note.text() != recent and parts.work.session.cards_lane.is_idle
    yield from take(pictures, "search", parts.window, parts)
    search.text.setText("qzx qzx qzx")
    yield lambda: search.model.rowCount() == 0 and parts.work.session.cards_lane.is_idle
    yield from take(pictures, "search-empty", parts.window, parts)
    parts.search.close()
    commands["wall"].trigger()
    yield lambda: parts.bulk.grid.is_seen
    yield from take(pictures, "grid", parts.window, parts)
    parts.bulk.grid.close_grid()
    parts.window.queue_panel.list.selectAll()
    yield from take(pictures, "marked", parts.window, parts)
    for id, name in (("unknown", "label-marked"), ("confirm", "grid-of-marked")):
        commands[id].trigger()
        yield lambda: parts.bulk.grid.is_seen
        yield from take(pictures, name, parts.window, parts)
        parts.bulk.grid.close_grid()
    commands["help"].trigger()
    page = parts.preferences.help_window
    assert page is not None
    for path in ("1-first-steps.md", "2-labelling.md", "3-library.md", "4-trouble.md", "5-commands.md"):
        page.show_page(path)
        yield from take(pictures, f"help-{path[:1]}", page, parts)
    page.close()


def empty(pictures: Pictures) -> Scene:
    """A library without anything."""

    def walk(parts: Composition) -> Generator[Condition, None, QWidget]:
        yield lambda: parts.is_settled and parts.window.desk_panel.welcome.steps.isVisible()
        yield from take(pictures, "first-start", parts.window, parts)
        for id in ("train", "consistency", "listed"):
            parts.window.commands[id].trigger()
            if parts.window.commands[id].isEnabled():
                yield lambda: parts.window.dialogs.current is not None or parts.window.desk_panel.notice.isVisible()
                if parts.window.dialogs.current is not None:
                    yield from dialog(pictures, f"empty-{id}", parts)
                parts.window.desk_panel.notice.clear()
        return parts.window

    return walk


def without_cards(pictures: Pictures) -> Scene:
    """Photos, but no catalogue."""

    def walk(parts: Composition) -> Generator[Condition, None, QWidget]:
        yield lambda: parts.work.is_ready and parts.work.catalogue_status.has_cards is False
        parts.work.intake.add(demo_photos(parts.work.session.resources)[:3])
        yield lambda: parts.work.desk.photo is not None and parts.work.importer.is_idle
        yield parts.window.desk_panel.notice.isVisible
        yield from take(pictures, "photos-without-cards", parts.window, parts)
        return parts.window

    return walk


def sheet(pictures: Sequence[Image.Image]) -> Image.Image:
    """The same thing in each look, two beside each other."""
    wide, tall = max(picture.width for picture in pictures), max(picture.height for picture in pictures)
    across = min(2, len(pictures))
    down = -(-len(pictures) // across)
    whole = Image.new("RGB", (across * (wide + 8), down * (tall + 8)), (128, 128, 128))
    for place, picture in enumerate(pictures):
        whole.paste(picture, (place % across * (wide + 8) + 4, place // across * (tall + 8) + 4))
    return whole


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", help="only those whose name begins so")
    parser.add_argument("--looks", nargs="+", choices=LOOKS, default=LOOKS)
    parser.add_argument("--size", nargs=2, type=int, default=SIZE, help="Of the window, in pixels.")
    given = parser.parse_args(arguments)
    looks: dict[str, Pictures] = {}
    with tempfile.TemporaryDirectory() as folder, qt_messages_logged():
        photographer = Photographer(Path(folder), size=given.size)
        sys.stdout.write(f"on {QGuiApplication.platformName()}\n")
        for number, look in enumerate(given.looks):
            language, theme = look.split("-")
            looks[look] = {}
            for place, (scene, is_empty) in enumerate(((everything, False), (empty, True), (without_cards, True))):
                shot = Shot(look, language, theme, scene(looks[look]), empty=is_empty)
                try:
                    photographer.take(shot, 10 * number + place)
                except TimeoutError as error:
                    # What was taken so far is worth looking at.
                    sys.stdout.write(f"{look}: {error}\n")
    given.out.mkdir(parents=True, exist_ok=True)
    for name in dict.fromkeys(name for pictures in looks.values() for name in pictures):
        if not given.names or name.startswith(tuple(given.names)):
            sheet([pictures[name] for pictures in looks.values() if name in pictures]).save(given.out / f"{name}.png")
            sys.stdout.write(f"{name}.png\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
