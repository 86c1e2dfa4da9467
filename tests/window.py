"""For tests of the window: drawn photos, and a script that uses the window while its real loop runs."""

from __future__ import annotations

import functools
import inspect
import io
import time
import warnings
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PIL import Image
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from karuta import paths
from karuta.bootstrap import run
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.gui.features.backups.lost_window import LostWindow
from karuta.gui.features.present.stage import Stage
from karuta.gui.kit.dropped import Dropped
from karuta.gui.kit.theme import Icons, Theme
from karuta.gui.library.session import OpenEngine, WindowContext
from karuta.gui.shell.app import run_window
from karuta.gui.shell.composition import Composition
from karuta.gui.shell.library_work import LibraryWork
from karuta.gui.shell.window import Window
from karuta.log.log import Log, listening
from karuta.paths import LibraryFolder
from tests.pictures import card, photo_of

CARDS = 12
# Turns of the loop, of 3 ms and more, in which next to nothing happened: a busy machine has fewer of them in a minute.
PATIENCE_TURNS = 4_000
IDLE_SECONDS = 0.0006
# Turns for one step whatever happens in them: who looks at the disk again and again makes the window look again, too.
MOST_TURNS = 40_000

Condition = Callable[[], object]
Steps = Generator[Condition | None, None, None]
Script = Callable[["Hand"], Steps]
Shown = TypeVar("Shown", bound=QObject)

_PLACE = np.array([(100.0, 80.0), (454.0, 84.0), (450.0, 600.0), (96.0, 596.0)])


def photograph(path: Path, *cards: int, ground: tuple[int, int, int] = (60, 60, 66)) -> Path:
    """A photo of drawn cards, beside each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_photo(Image.registered_extensions()[path.suffix.lower()], cards, ground))
    return path


def lit(part: Callable[..., Shown], *before: object) -> Shown:
    """A part of the window in the light look. `before`: what it is given before that."""
    theme = Theme(dark=False)
    return part(*before, theme, Icons(paths.resources_folder() / "icons", theme))


@functools.cache
def _photo(kind: str, cards: tuple[int, ...], ground: tuple[int, int, int]) -> bytes:
    """The file's bytes: most walks are about the same few photos, and drawing one takes long."""
    size = (150 + 500 * max(1, len(cards)), 700)
    photo = np.full((size[1], size[0], 3), ground, np.uint8)
    for at, seed in enumerate(cards):
        alone = photo_of(card(seed), _PLACE + (500.0 * at, 0.0), size=size, ground=(1, 2, 3))
        photo = np.where((alone == (1, 2, 3)).all(axis=2, keepdims=True), photo, alone).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(photo).save(file, kind)
    return file.getvalue()


def composition_of(window: Window) -> Composition:
    found = window.findChild(Composition)
    assert isinstance(found, Composition)
    return found


def has_the_ring(widget: QWidget) -> bool:
    """Whether keys go to this part of its window, also while the window is not the active one yet."""
    return widget.window().focusWidget() is widget


class Hand:
    """A person in front of the window: looks, presses keys, drops files.

    Of a walk of `window_with`: its photos, its library, and a folder of its own.
    """

    photos: Sequence[Path] = ()
    library: LibraryFolder
    folder: Path

    @property
    def window(self) -> Window:
        """The labelling window; in present mode it is behind the stage, and not shown."""
        found = [
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, Window) and (widget.isVisible() or self.stage is not None)
        ]
        assert len(found) == 1, f"{len(found)} windows"
        return found[0]

    @property
    def composition(self) -> Composition:
        """What the window is made of."""
        return composition_of(self.window)

    @property
    def work(self) -> LibraryWork:
        """What works on the library behind the window."""
        return self.composition.work

    @property
    def is_settled(self) -> bool:
        return self.composition.is_settled

    def idle(self) -> bool:
        """All that was handed to the label file is written, and shown."""
        return self.is_settled and self.work.session.store_lane.is_idle and self.work.session.box.is_empty

    def ended(self) -> bool:
        """Waited for, it closes the window; what a script does after that it does after `main()`."""
        return not self.has_window

    @property
    def has_window(self) -> bool:
        kinds = Window | LostWindow | Stage
        return any(isinstance(widget, kinds) and widget.isVisible() for widget in QApplication.topLevelWidgets())

    @property
    def stage(self) -> Stage | None:
        """What stands in the window's place in present mode."""
        found = [
            widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Stage) and widget.isVisible()
        ]
        return found[0] if found else None

    @property
    def lost(self) -> LostWindow | None:
        """What stands in the window's place while the labels are lost."""
        found = [
            widget for widget in QApplication.topLevelWidgets() if isinstance(widget, LostWindow) and widget.isVisible()
        ]
        return found[0] if found else None

    def has_keys(self) -> bool:
        """Offscreen nobody gives the window the keys again when a dialog over it has closed."""
        if self.lost is not None or self.stage is not None or not self.has_window:
            return True
        if self.window.dialogs.current is not None or self.window.isActiveWindow():
            return True
        if QApplication.activePopupWidget() is not None:
            return True  # a menu has them, even if no window is active since a dialog closed below it
        self.window.activateWindow()
        return False

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.target, key, modifier)

    def takes_back(self, key: Qt.Key) -> Generator[Condition, None, None]:
        """Ctrl+Z, or another such key, on what is about several photos: once to hear what that is, then again."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)
        yield lambda: self.composition.take_back.is_ripe
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def hears(self) -> list[str]:
        """What is said from now on of what was done, and what is refused."""
        said: list[str] = []
        self.work.voice.info.connect(said.append)
        self.work.voice.refused.connect(said.append)
        return said

    def takes(self, words: str) -> None:
        """What the notice above the photo offers, by the words on its button."""
        buttons = self.window.desk_panel.notice.findChildren(QPushButton)
        (button,) = [one for one in buttons if one.text() == words and one.isVisible()]
        button.click()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.target, text)

    def dialog(self, kind: type[Shown]) -> Shown:
        """The one on top, which is of this kind."""
        found = self.window.dialogs.current
        assert isinstance(found, kind), found
        return found

    def opens(self, command: str, kind: type[Shown]) -> Shown:
        """What this command opens, which is there at once."""
        self.window.commands[command].trigger()
        return self.dialog(kind)

    def closes(self) -> Steps:
        """Esc, in the dialog on top."""
        before = self.window.dialogs.current
        self.press(Qt.Key.Key_Escape)
        yield lambda: self.window.dialogs.current is not before

    def answers(self, agrees: Sequence[bool] = (True,)) -> list[str]:
        """So each question is answered from now on, and all after the last one as that; returns what is asked."""
        asked: list[str] = []

        def answer(title: str, text: str, *, deed: str) -> bool:
            asked.append(f"{title}: {text} [{deed}]")
            return agrees[min(len(asked), len(agrees)) - 1]

        self.window.ask.agrees = answer  # type: ignore[method-assign]
        return asked

    def chooses(self, path: Path | None) -> None:
        """Whatever file or folder it is asked for from now on; None: a change of mind."""
        for question in ("file", "folder", "new_file", "photo"):
            setattr(self.window.ask, question, lambda *about: path)

    @property
    def target(self) -> QWidget:
        if self.lost is not None:
            return self.lost
        stage = self.stage
        if stage is not None and stage.dialogs.current is None:
            return stage.stage
        dialog = (stage or self.window).dialogs.current
        if dialog is not None:
            return dialog.focusWidget() or dialog
        return self.window.focusWidget() or self.window

    def adds_cards(self, source: Path) -> Generator[Condition, None, None]:
        """Through the dialog: chooses a folder, sees what it holds, and adds it."""
        self.chooses(source)
        dialog = self.opens("add-catalogue", AddCardsDialog)
        dialog.folder.click()
        yield dialog.add.isEnabled
        dialog.add.click()

    def over_the_stage(
        self, photo: Path, look: Callable[[QWidget], Generator[Condition, None, None]]
    ) -> Generator[Condition, None, None]:
        """Looks at present mode with this photo, and at its keys."""
        self.window.commands["present"].trigger()
        stage = self.stage
        assert stage is not None
        stage.show_given(Dropped((photo,)))
        yield from look(stage)
        stage.show_keys()
        assert stage.dialogs.current is not None
        yield from look(stage.dialogs.current)
        self.press(Qt.Key.Key_Escape)
        yield lambda: stage.dialogs.current is None
        stage.leave(stage.left)
        yield lambda: self.stage is None and self.window.isVisible()

    def drop(self, *paths: Path, on: QWidget | None = None) -> None:
        """A real drag and a real drop. `on`: the middle of this part of the dialog on top, or that dialog."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self.drop_data(data, on=on)

    def drop_data(self, data: QMimeData, *, on: QWidget | None = None) -> None:
        """What another program's window holds under the mouse."""
        window, place = (self.stage or self.window), QPoint(300, 300)
        if on is not None:
            window, place = on.window(), on.mapTo(on.window(), on.rect().center())
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        with warnings.catch_warnings():
            # Qt 6.12 wants a QPointF here, which 6.11 (Python 3.11) does not take.
            warnings.simplefilter("ignore", DeprecationWarning)
            entered = QDragEnterEvent(place, copy, data, left, none)
        QApplication.sendEvent(window, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(window, QDropEvent(QPointF(place), copy, data, left, none))

    @property
    def on_desk(self) -> str | None:
        photo = self.work.desk.photo
        return photo.photo.name if photo else None

    @property
    def listed(self) -> list[str]:
        """The names of the photos in the list."""
        queue = self.work.queue_model
        return [queue.index(row).data() for row in range(queue.rowCount())]

    def shows(self, name: str) -> Condition:
        """The photo is on the desk, drawn, looked up."""
        return lambda: self.on_desk == name and self.is_settled

    def looked_up(self, count: int) -> Condition:
        """So many photos are in the queue, none waits to be looked up, and the desk shows what is known."""

        def so() -> bool:
            counts = self.work.counts
            return counts is not None and counts.photos == count and not counts.waiting and self.is_settled

        return so

    def puts_away(self) -> bool:
        """Closes what lies over the window; whether all of it is gone."""
        if self.stage is None and self.lost is None and (dialog := self.window.dialogs.current) is not None:
            dialog.reject()
            return False
        return True

    def close(self) -> None:
        if self.stage is not None:
            self.stage.leave(self.stage.ended)
            return
        self.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


class _Player:
    """Runs a script inside the loop of `main()`: goes on when what it waits for is so."""

    def __init__(self, script: Script) -> None:
        self.hand = Hand()
        self.failure: BaseException | None = None
        self._is_over = self._is_closed = False
        self._steps = script(self.hand)
        self._condition: Condition = lambda: self.hand.has_window
        self._waited = self._turns = 0
        self._spent = time.process_time()
        assert QApplication.instance() is not None, "a timer that is begun before the application never fires"
        self._timer = QTimer()
        self._timer.setInterval(3)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _is_in_vain(self) -> bool:
        """Whether nothing has happened for very many turns; what threads of this process do counts as happening."""
        self._turns += 1
        return self._waited > PATIENCE_TURNS or self._turns > MOST_TURNS

    def finish(self) -> None:
        """Once the window has ended: raises what made the script fail, or that it ended before the script did."""
        if self.failure is None and not self._is_over:
            try:
                at = _lines(self._steps)
                assert self._condition(), f"the window was closed while the script waited at {at}"
                next(self._steps)
                raise AssertionError(f"the window was closed before {_lines(self._steps)}")
            except StopIteration:
                self._is_over = True
            finally:
                self._timer.stop()
        if self.failure is not None:
            raise self.failure

    def _tick(self) -> None:
        # What the script's own question takes is nothing that happens.
        self._waited += time.process_time() - self._spent < IDLE_SECONDS
        self._go_on()
        self._spent = time.process_time()

    def _go_on(self) -> None:
        try:
            if self._is_over or getattr(self._condition, "__func__", None) is Hand.ended:
                if not self.hand.has_window:
                    self._timer.stop()
                elif not self._is_closed and self.hand.puts_away() and self.hand.has_keys():
                    self._is_closed = True
                    self.hand.close()
                elif self._is_in_vain():
                    raise AssertionError(f"Ctrl+Q did not close the window; {_what_is_there()}")
            elif self._condition() and self.hand.has_keys():
                self._condition = next(self._steps)
                self._waited = self._turns = 0
            elif self._is_in_vain():
                raise AssertionError(f"the script waits in vain at {_lines(self._steps)}; {_what_is_there()}")
        except StopIteration:
            self._is_over = True
            self._waited = self._turns = 0
        except BaseException as error:
            self.failure = error
            self._timer.stop()
            try:
                _shut_everything()
            finally:
                # Whatever is left open: the test fails, and the tests after it go on.
                QApplication.exit(1)


def _lines(steps: Steps | None) -> str:
    """Where a script waits, and where in the scripts that it uses."""
    found = []
    while steps is not None and steps.gi_frame is not None:
        found.append(f"{steps.gi_code.co_name} line {steps.gi_frame.f_lineno}")
        steps = steps.gi_yieldfrom or steps.gi_frame.f_locals.get("rest")
    return ", ".join(found)


def _what_is_there() -> str:
    """For who reads why a script waited: the windows, what lies over them, and the photo; it never fails itself."""
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    names = [f"{type(item).__name__} {item.windowTitle()!r}" for item in shown]
    photos = [composition_of(item).work.desk.photo for item in shown if isinstance(item, Window)]
    on_desk = [photo.photo.name for photo in photos if photo is not None]
    return f"there are {', '.join(names) or 'no windows'}; on the desk is {', '.join(on_desk) or 'nothing'}"


def _shut_everything() -> None:
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Window) and window.isVisible():
            composition_of(window).work.decisions.unsaved.clear()
            window.close()
        elif isinstance(window, Stage) and window.isVisible():
            window.leave(window.ended)
        elif isinstance(window, LostWindow):
            window.close()


def play(arguments: Sequence[str | Path], script: Script) -> int:
    """The real `main()` with a hand in front of it; its exit code."""
    return play_beside(lambda: run([str(argument) for argument in arguments]), script)


def walked(library: LibraryFolder, walk: Script, *photos: Path) -> None:
    """A walk on this library, with these photos, once its window is settled, or stands there because labels are lost.

    What is open at the end is closed.
    """

    def settled(hand: Hand) -> Steps:
        yield lambda: hand.lost is not None or hand.is_settled
        yield from walk(hand)

    assert play(["--library", library.root, "gui", *photos], settled) == 0


def window_with(
    *cards: int | Path, before: bool = False, of: str = "library", **photos: int | tuple[int, ...]
) -> Callable[[Callable[..., Steps | None]], Callable[..., None]]:
    """A test that walks: its body is what `hand` does in the window of `library`, once its first photo is on the desk.

    3 is a photo `3.png` of that card, two=(4, 9) one of two cards, `two.png`; a path is that file. Without photos the
    window is settled, or stands there because labels are lost. `of`: the fixture that is the library.

    A `yield` of nothing closes the window and opens it anew, without photos. With `before` the body begins before
    there is a window, which opens at the first such `yield` with the `hand.photos` that are set by then.
    """
    files = [card for card in cards if isinstance(card, Path)]
    named = {**{str(card): card for card in cards if isinstance(card, int)}, **photos}

    def walking(test: Callable[..., Steps | None]) -> Callable[..., None]:
        own = inspect.signature(test).parameters

        @functools.wraps(test)
        def walk(**fixtures: Any) -> None:
            hand = Hand()
            hand.library, hand.folder = fixtures[of], fixtures["tmp_path"]
            drawn = [
                photograph(hand.folder / f"{name}.png", *(those if isinstance(those, tuple) else (those,)))
                for name, those in named.items()
            ]
            hand.photos = [*files, *drawn]
            begun = iter(test(**{name: {"hand": hand, **fixtures}[name] for name in own}) or ()) if before else None
            next(begun or iter([None]))
            opens = [hand.photos]

            def script(_: Hand) -> Steps:
                nonlocal begun
                if begun is None:
                    yield hand.shows(hand.photos[0].name) if hand.photos else lambda: hand.is_settled or hand.lost
                    begun = iter(test(**{name: {"hand": hand, **fixtures}[name] for name in own}) or ())
                rest = begun
                for condition in rest:
                    if condition is None:
                        opens.append([])
                        return
                    yield condition

            while opens:
                assert play(["--library", hand.library.root, "gui", *opens.pop()], script) == 0

        names = dict.fromkeys([*own, of, "tmp_path"])
        names.pop("hand", None)
        walk.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
        )
        return walk

    return walking


def play_beside(main: Callable[[], int], script: Script) -> int:
    """The same with what opens the window given: its exit code."""
    player = _Player(script)
    code = main()
    player.finish()
    return code


def play_with_engine(engine: OpenEngine, library: LibraryFolder, photos: Sequence[Path], script: Script) -> int:
    """The window on this library with another engine than its own; its exit code."""
    log = Log(paths.log_folder())
    demo, resources = paths.demo_library_folder(), paths.resources_folder()
    context = WindowContext(library, demo, resources, paths.settings_file(), log, engine)
    with listening(log):
        return play_beside(lambda: run_window(context, photos), script)
