"""Every panel, menu and dialog of the window, as sheets to be looked at one by one; none is kept in the project.

    xvfb-run -a -s "-screen 0 1600x1000x24" python packaging/gallery.py OUT           # on a real window
    QT_SCALE_FACTOR=2 xvfb-run -a -s "-screen 0 3200x2000x24" python packaging/gallery.py OUT --looks en-light
    python packaging/gallery.py OUT wall help                                         # those whose name begins so

A sheet holds one thing in each language and look. A new dialog gets a scene; a test finds one that has none.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from karuta.domain.queue import BatchSummary, QueueFilter
from karuta.gui.features.bulk_confirm.wall_dialog import WallDialog
from karuta.gui.features.cards.search_dialog import SearchDialog
from karuta.gui.kit.notice import Weight
from karuta.gui.queue.batch_dialog import BatchDialog
from karuta.gui.shell.app import quiet_about_itself
from karuta.gui.shell.window import Window
from karuta.services.library.demo import demo_photos
from screenshots import Condition, Photographer, Scene, Shot, grabbed, label_some, several

Steps = Generator[Condition, None, None]
Pictures = dict[str, Image.Image]
LOOKS = ("en-light", "en-dark", "ja-light", "ja-dark")


def take(pictures: Pictures, name: str, widget: QWidget, window: Window) -> Steps:
    """Painted once so that it asks for its artworks, and once more when they have come."""
    for _ in range(3):
        widget.grab()
        yield lambda: window.work.pictures.is_idle and window.work.cards.is_idle
    pictures[name] = grabbed(widget)


def dialog(pictures: Pictures, name: str, window: Window, *, ready: Callable[[QWidget], object] = bool) -> Steps:
    yield lambda: window.dialogs.current is not None and ready(window.dialogs.current)
    yield lambda: window.work.session.store.is_idle and window.work.session.files.is_idle
    shown = window.dialogs.current
    assert shown is not None
    yield from take(pictures, name, shown, window)
    shown.reject()
    yield lambda: window.dialogs.current is None


def menu(pictures: Pictures, name: str, window: Window) -> Steps:
    """A menu that is open, with what lies under it."""
    yield lambda: QApplication.activePopupWidget() is not None
    popup = QApplication.activePopupWidget()
    assert popup is not None
    whole, at = grabbed(window), popup.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint())
    ratio = whole.width / window.width()
    whole.paste(grabbed(popup), (round(at.x() * ratio), round(at.y() * ratio)))
    pictures[name] = whole
    popup.close()


def everything(pictures: Pictures) -> Scene:
    """The walk through a library with photos."""

    def walk(window: Window) -> Generator[Condition, None, QWidget]:
        yield from label_some(window)
        yield from take(pictures, "window", window, window)
        for row in ("show", "order", "batch"):
            window.commands[row].trigger()
            yield from menu(pictures, f"menu-{row}", window)
        for place, action in enumerate(window.menuBar().actions()):
            window.menuBar().setActiveAction(action)
            yield from menu(pictures, f"menu-bar-{place}", window)
        yield from _panels(pictures, window)
        yield from _dialogs(pictures, window)
        return window

    return walk


def _panels(pictures: Pictures, window: Window) -> Steps:
    work, commands = window.work, window.commands
    yield from several(window)
    yield from take(pictures, "several-cards", window, window)
    commands["compare"].trigger()
    yield lambda: window.is_settled
    yield from take(pictures, "compare", window, window)
    window.desk.compare.view.zoom(6)
    yield from take(pictures, "compare-zoomed", window, window)
    commands["compare"].trigger()
    commands["corners"].trigger()
    yield from take(pictures, "corners", window, window)
    window.desk.view.editor.leave()
    window.desk.notice.say("/photos/a photo.jpg", Weight.TROUBLE, button=commands["retry"].text(), do=lambda: None)
    window.chores.begin(commands["add-catalogue"].text(), can_stop=True)
    window.chores.tell(300, 1000)
    yield from take(pictures, "notice-and-progress", window, window)
    window.desk.notice.hide()
    window.chores.end()
    work.arrangement.choose(wanted=QueueFilter(batch="nothing"))
    yield lambda: work.queue.rowCount() == 0
    yield from take(pictures, "nothing-shown", window, window)
    work.arrangement.show_all()
    yield lambda: work.queue.rowCount() > 0 and window.is_settled


def _dialogs(pictures: Pictures, window: Window) -> Steps:
    commands = window.commands
    window.ask.photo = lambda title: demo_photos(window.work.session.resources)[3]  # type: ignore[method-assign]
    for id in ("settings", "keys", "change-keys", "about", "export", "train", "history", "second-look"):
        commands[id].trigger()
        yield from dialog(pictures, id, window)
    commands["models"].trigger()
    yield from dialog(pictures, "models", window, ready=lambda shown: shown.chosen is not None)  # type: ignore[attr-defined]
    before = window.work.desk.photo_id
    window.work.desk.put(window.work.queue.photos[0])
    yield lambda: window.is_settled and window.work.desk.label is not None
    commands["history"].trigger()
    yield from dialog(pictures, "history-of-one", window, ready=lambda shown: shown.entries)  # type: ignore[attr-defined]
    window.work.desk.put(before or "")
    yield lambda: window.is_settled and window.work.desk.photo_id == before
    for id in ("agreement", "auto-confirm"):
        commands[id].trigger()
        yield from dialog(pictures, id, window)
    commands["bias"].trigger()
    yield from dialog(pictures, "bias", window, ready=lambda shown: shown.bias is not None)  # type: ignore[attr-defined]
    commands["look-only"].trigger()
    yield from dialog(pictures, "look-only", window, ready=lambda _: window.work.session.engine.is_idle)
    commands["search"].trigger()
    search = window.dialogs.current
    assert isinstance(search, SearchDialog)
    search.text.setText("a")
    yield from dialog(pictures, "search", window, ready=lambda _: search.model.rowCount() > 0)
    commands["search"].trigger()
    search = window.dialogs.current
    assert isinstance(search, SearchDialog)
    search.text.setText("zzz")
    yield from dialog(pictures, "search-empty", window, ready=lambda _: "zzz" in search.note.text())
    commands["wall"].trigger()
    yield from dialog(pictures, "wall", window, ready=_wall_is_full)
    window.queue.filters._find(
        [BatchSummary("monday", f"listing {number}", 4 * number, number) for number in range(1, 9)]
    )
    yield lambda: isinstance(window.queue.filters.dialog, BatchDialog)
    found = window.queue.filters.dialog
    assert found is not None
    yield from take(pictures, "batch", found, window)
    found.reject()
    commands["help"].trigger()
    page = window.housekeeping.help_window
    assert page is not None
    for path in ("1-first-steps.md", "2-labelling.md"):
        page.show_page(path)
        yield from take(pictures, f"help-{path[:1]}", page, window)
    page.close()


def _wall_is_full(shown: QWidget) -> bool:
    return isinstance(shown, WallDialog) and shown.model.rowCount() > 0


def empty(pictures: Pictures) -> Scene:
    """A library without anything."""

    def walk(window: Window) -> Generator[Condition, None, QWidget]:
        yield lambda: window.is_settled and window.desk.welcome.steps.isVisible()
        yield from take(pictures, "first-start", window, window)
        for id in ("models", "second-look", "agreement", "auto-confirm", "bias", "train", "wall"):
            window.commands[id].trigger()
            if window.commands[id].isEnabled():
                yield lambda: window.dialogs.current is not None or window.desk.notice.isVisible()
                if window.dialogs.current is not None:
                    yield from dialog(pictures, f"empty-{id}", window)
                window.desk.notice.hide()
        return window

    return walk


def without_cards(pictures: Pictures) -> Scene:
    """Photos, but no catalogue."""

    def walk(window: Window) -> Generator[Condition, None, QWidget]:
        yield lambda: window.work.is_ready and window.work.stock.has_cards is False
        window.work.ways_in.add(demo_photos(window.work.session.resources)[:3])
        yield lambda: window.work.desk.photo is not None and window.work.intake.is_idle
        yield window.desk.notice.isVisible
        yield from take(pictures, "photos-without-cards", window, window)
        return window

    return walk


def sheet(pictures: Sequence[Image.Image]) -> Image.Image:
    """The same thing in each look, two beside each other."""
    wide, tall = max(one.width for one in pictures), max(one.height for one in pictures)
    across = min(2, len(pictures))
    down = -(-len(pictures) // across)
    whole = Image.new("RGB", (across * (wide + 8), down * (tall + 8)), (128, 128, 128))
    for place, one in enumerate(pictures):
        whole.paste(one, (place % across * (wide + 8) + 4, place // across * (tall + 8) + 4))
    return whole


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", help="only those whose name begins so")
    parser.add_argument("--looks", nargs="+", choices=LOOKS, default=LOOKS)
    given = parser.parse_args(arguments)
    looks: dict[str, Pictures] = {}
    with tempfile.TemporaryDirectory() as folder, quiet_about_itself():
        photographer = Photographer(Path(folder))
        sys.stdout.write(f"on {QGuiApplication.platformName()}\n")
        for number, look in enumerate(given.looks):
            language, theme = look.split("-")
            looks[look] = {}
            for place, (scene, is_empty) in enumerate(((everything, False), (empty, True), (without_cards, True))):
                shot = Shot(look, language, theme, scene(looks[look]), empty=is_empty)
                photographer.take(shot, 10 * number + place)
    given.out.mkdir(parents=True, exist_ok=True)
    for name in looks[given.looks[0]]:
        if not given.names or name.startswith(tuple(given.names)):
            sheet([pictures[name] for pictures in looks.values()]).save(given.out / f"{name}.png")
            sys.stdout.write(f"{name}.png\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
