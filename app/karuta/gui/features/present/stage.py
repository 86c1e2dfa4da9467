"""The stage: one picture, large, with its card, name, verdict and printing; its keys, and how it is left.

It stands in the window's place, without a menu and without a single command, so that no key can label anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QKeyCombination, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from karuta.domain.match import Match
from karuta.gui.features.feature import WindowParts
from karuta.gui.features.present import camera
from karuta.gui.features.present.camera_pictures import CameraPictures
from karuta.gui.features.present.photo_looks import PhotoLooks
from karuta.gui.features.present.photos import FolderPhotos, Photos
from karuta.gui.features.present.source import PictureSource
from karuta.gui.features.present.staged_cards import StagedCards, shown_match
from karuta.gui.kit.card_stage import CardStage
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.dialog_kit import Ask, DialogHost
from karuta.gui.kit.dropped import Dropped, TakesDrops, dropped
from karuta.gui.kit.keys import KeyGroup, KeyLine, KeySheet, on_the_cap
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.theme import Role, Theme
from karuta.services.lookups.look_up import MATCHES_KEPT

HELD_MS = 800
"""Esc leaves once it was down for so long: no slip of a finger lasts that long."""
ALONE_MS = 60_000
"""So long nobody has touched anything: the demo's photos go round."""
CARD_MS = 7000
EACH_MS = 3500
"""A photo's one card, and each of several."""
# Some systems report a held key as pairs of release and press without a pause.
_RELEASE_MS = 50
_MOST_CAPS = 2
# They come with Shift on most keyboards.
_SHIFTED = frozenset((Qt.Key.Key_Question, Qt.Key.Key_Backtab))


@dataclass(frozen=True)
class StageKey:
    """`keys`: as Qt writes them, the first are shown. `button`: the text of its button, empty where it has none."""

    keys: str
    text: str
    does: Callable[[], object]
    button: str = ""


class StageKeys(Dialog):
    """Closed by Esc."""

    def __init__(self, lines: Sequence[KeyLine], theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Keys of present mode"), parent)
        self.sheet = KeySheet([KeyGroup("", lines)], theme, self)
        self.sheet.setAccessibleName(self.windowTitle())
        self.lay((self.sheet, 1), row(Stretch(), self.close_button()), margins=(3, 2, 3, 2))
        self.sheet.setFocus()


class Stage(TakesDrops, QWidget):
    """`left`: back to the window. `ended`: it was closed. `demo`: photos that go round while nobody is there.

    With them passers-by are here, and nothing is kept.
    """

    left = Signal()
    ended = Signal()

    def __init__(self, parts: WindowParts, demo: Sequence[Path] = ()) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Karuta: present mode"))
        self._parts, self.demo = parts, tuple(demo)
        self._ask, self.dialogs = Ask(self), DialogHost(self)
        self._looks = PhotoLooks(parts, demo, self)
        self._staged = StagedCards(parts.card_facts, parts.pictures, self)
        self._scratch = TemporaryDirectory(prefix="karuta-present-", ignore_cleanup_errors=True)
        self._is_hinting = self._is_over = False
        # What a person was told, until they do something else; and the match that they want to see.
        self._message = ""
        self._chosen: Match | None = None
        self._alone = self._timer(ALONE_MS, self._begin_loop)
        self._dwell = self._timer(CARD_MS, lambda: self.source.step(1))
        self._held = self._timer(HELD_MS, lambda: self.leave(self.left))
        self._release_timer = self._timer(_RELEASE_MS, self._held.stop)
        self.stage = CardStage(parts.kit.theme, parts.kit.icons, self)
        self.buttons = {key.keys: self._button(key) for key in self._keys() if key.button}
        self.bar = QWidget(self)
        self.bar.setLayout(row(*self.buttons.values(), Stretch(), margins=(2, 1, 2, 1)))
        self.setLayout(column((self.stage, 1), self.bar, spacing=0))
        self.setAcceptDrops(True)
        self.source = self._person = PictureSource(self)
        for news in (parts.card_facts.known, parts.pictures.small_ready):
            news.connect(self._draw)
        parts.catalogue_status.known.connect(self.cards_came)
        self.put(self._photos())
        self.stage.setFocus()
        pressed().opens(self)

    def _timer(self, ms: int, do: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    def _button(self, key: StageKey) -> QPushButton:
        """The keys stay with the picture."""
        button = QPushButton(f"{key.button} ({on_the_cap(key.keys)})", self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self._touched)
        button.clicked.connect(key.does)
        return button

    def _photos(self) -> Photos:
        return Photos(self._parts, self._looks, self, self.demo)

    def _moves(self) -> Sequence[StageKey]:
        """What leads to another card."""
        on, back = partial(self.source.step, 1), partial(self.source.step, -1)
        return (
            StageKey("Space", self.tr("Next card or photo; with the camera: save a photo"), self.source.take),
            StageKey("Right Down Return Enter PgDown Tab", self.tr("Next card or photo"), on),
            StageKey("Left Up Backspace PgUp Backtab", self.tr("Previous card or photo"), back),
        )

    def _keys(self) -> Sequence[StageKey]:
        """What else can be done here, in the order of the sheet; what has a button, in the order of the bar."""
        live = StageKey("C", self.tr("Camera on, next camera, or off"), self.use_camera, self.tr("Camera"))
        return (
            *([live] if camera.can_work() else ()),
            StageKey("Ctrl+V", self.tr("Paste a picture"), self.paste),
            StageKey("Ctrl+C", self.tr("Copy name and set code"), self.copy),
            StageKey("F11", self.tr("Full screen"), self.full_screen),
            StageKey("?", self.tr("These keys"), self.show_keys, self.tr("Keys")),
            StageKey("Esc", self.tr("Hold down to leave present mode"), self.ask_to_leave, self.tr("Leave…")),
        )

    # The source

    def put(self, source: PictureSource) -> None:
        """This source in place of what a person looked at before."""
        self._touched()
        _end(self._person)
        self._person = self._heard(source)
        self._show(source)

    def _heard(self, source: PictureSource) -> PictureSource:
        source.arrived.connect(self._arrived)
        source.changed.connect(lambda: self._changed(source))
        return source

    def _show(self, source: PictureSource) -> None:
        self.source = source
        source.show()
        self._changed(source)

    def show_given(self, given: Dropped) -> bool:
        """What was dropped, pasted or chosen; whether it was of use."""
        self._touched()
        paths = given.paths
        if len(paths) == 1 and paths[0].is_dir():
            self.put(FolderPhotos(self._parts, self._looks, self, paths[0]))
        elif paths or given.made is not None:
            photos = Photos(self._parts, self._looks, self)
            photos.list_given(given, Path(self._scratch.name))
            self.put(photos)
        elif given.is_address:
            text = self.tr("That is a web address, and Karuta downloads nothing; save the picture, then drop the file.")
            self._say(text)
        else:
            return False
        return True

    def take_drop(self, dropped: Dropped, event: QDropEvent) -> bool:
        return self.show_given(dropped)

    def cards_came(self) -> None:
        self._looks.cards_came()
        self.source.show()

    # What a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Any key ends the loop and does nothing else then, unless it is about something else than the photo."""
        if event.isAutoRepeat():
            return
        has_only_ended = self._touched()
        code, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if code in _SHIFTED:
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        key = QKeySequence(QKeyCombination(modifiers, code))
        number = code.value - Qt.Key.Key_1.value
        card = self.source.view.card
        matches = card.matches if card is not None else ()
        if code == Qt.Key.Key_Escape:
            self._hold()
        elif 0 <= number < len(matches) and not modifiers and not has_only_ended:
            self._chosen = matches[number]
            self._draw()
        for possible in (*(() if has_only_ended else self._moves()), *self._keys()[:-1]):
            if key in map(QKeySequence, possible.keys.split()):
                possible.does()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self._release_timer.start()

    def event(self, event: QEvent) -> bool:
        """Once another window has the keys, nobody hears that Esc is let go."""
        if event.type() is QEvent.Type.WindowDeactivate:
            self._held.stop()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A touch counts like a key."""
        if not self._touched():
            self.source.step(1)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        event.ignore()
        if not self.demo:
            self.ask_to_leave()
        elif self._ask.agrees(self.windowTitle(), self.tr("End Karuta?"), deed=self.tr("End")):
            self.leave(self.ended)

    def ask_to_leave(self) -> None:
        if self._ask.agrees(self.windowTitle(), self.tr("Leave present mode?"), deed=self.tr("Leave")):
            self.leave(self.left)

    def _hold(self) -> None:
        self._release_timer.stop()
        self._is_hinting = True
        self._draw()
        if not self._held.isActive():
            self._held.start()

    def leave(self, how: SignalInstance) -> None:
        """Once, by `left` or `ended`."""
        if not self._is_over:
            self.over()
            how.emit()

    def paste(self) -> None:
        if not self.show_given(dropped(QGuiApplication.clipboard().mimeData())):
            self._say(self.tr("There is no picture to paste; copy one first"))

    def copy(self) -> None:
        match = shown_match(self.source.view.card, self._chosen)
        if match is not None:
            QGuiApplication.clipboard().setText(self._staged.copied(match))

    def use_camera(self) -> None:
        """The camera; after the last one, the photos again."""
        before = self._person
        if isinstance(before, CameraPictures):
            if not before.camera.use_next():
                self.put(self._photos())
            return
        try:
            opened = camera.open_camera(self)
        except ImportError as error:
            text = self.tr("The camera cannot be opened: the system lacks a library ({reason}).")
            self._say(text.format(reason=error))
        else:
            self.put(CameraPictures(opened, self._parts.session, self, None if self.demo else self._parts.intake))

    def full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_keys(self) -> None:
        lines: list[KeyLine] = [
            (tuple(map(on_the_cap, key.keys.split()[:_MOST_CAPS])), key.text) for key in (*self._moves(), *self._keys())
        ]
        lines.append((("1", "…", str(MATCHES_KEPT)), self.tr("Show this match")))
        self.dialogs.show(StageKeys(lines, self._parts.kit.theme, self))

    def over(self) -> None:
        """Nothing more is shown or asked for."""
        self._is_over = True
        _put_away_dialogs()
        for timer in (self._alone, self._dwell, self._held, self._release_timer):
            timer.stop()
        for source in (self._person, self.source):
            source.stop()
        self._looks.want(None, None)
        self._scratch.cleanup()

    # The loop

    def _begin_loop(self) -> None:
        if self.demo:
            _put_away_dialogs()
            self._touched()  # whoever was told something has gone
            self.setCursor(Qt.CursorShape.BlankCursor)
            self._show(self._heard(self._photos()))

    @property
    def is_looping(self) -> bool:
        return self.source is not self._person

    def _touched(self) -> bool:
        """Somebody is there. Returns whether that only ended the loop, and should do nothing else."""
        self._message, self._is_hinting = "", False
        self._alone.start()
        if not self.is_looping:
            return False
        _end(self.source)
        self._dwell.stop()
        self.unsetCursor()
        self._show(self._person)
        return True

    def _arrived(self) -> None:
        """Whoever shows a card is there, and has read nothing yet of what was said."""
        self._alone.start()
        if self.is_looping:
            self._touched()

    # What is to be seen

    def _say(self, text: str) -> None:
        self._message = text
        self._draw()

    def _changed(self, source: PictureSource) -> None:
        """In the loop each card stays for a while, counted from when it appears."""
        if source is self.source:
            view = source.view
            if self.is_looping and view.is_whole:
                self._dwell.start(EACH_MS if len(view.cards) > 1 else CARD_MS)
            self._draw()

    def _draw(self) -> None:
        if self._is_over:
            return
        view, is_calling = self.source.view, self.is_looping or self._is_hinting
        now = replace(view.now, call=self._call(view.keys), is_calling=is_calling)
        if len(view.cards) > 1:
            count = self.tr("Card {number} of {count}")
            now = replace(now, place=count.format(number=view.place + 1, count=len(view.cards)))
        if self._message:
            now = replace(now, words=self._message, icon="file-x", role=Role.BAD)
        elif view.card is not None:
            now = self._staged.put(now, view.card, chosen=self._chosen, print_read=view.print_read)
        self.stage.put(now)
        self.bar.setVisible(not self.is_looping)

    def _call(self, keys: str) -> str:
        if self.is_looping:
            return self.tr("Press any key, or drop a photo of a card")
        if self._is_hinting:
            return self.tr("Hold Esc down to leave present mode")
        always = self.tr("?: all keys · Hold Esc: leave · Drop a photo here; it is not saved")
        return " · ".join(part for part in (keys, always) if part)


def _end(source: PictureSource) -> None:
    source.stop()
    source.deleteLater()


def _put_away_dialogs() -> None:
    """A question, a choice of files or the sheet of keys that nobody answers any more."""
    shown = QApplication.activeModalWidget()
    if isinstance(shown, QDialog):
        shown.reject()
