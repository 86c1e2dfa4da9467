"""Opens the window on a library, switches libraries on request, and ends with the window.

The command line's entry point.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QObject, QRect, QSettings, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMainWindow

from karuta.domain.backups import Restored
from karuta.domain.demo_wish import DemoWish
from karuta.domain.errors import LibraryError
from karuta.domain.sentence import Sentence
from karuta.gui.features.backups.lost_window import LostWindow
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.fitted import clamp
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.translate import error_words, together, words_of
from karuta.gui.library.session import Session, WindowContext
from karuta.gui.shell.appearance import Appearance
from karuta.gui.shell.composition import Composition
from karuta.gui.shell.garbage import chosen_moments
from karuta.gui.shell.key_file import moved_keys
from karuta.gui.shell.stall_meter import StallMeter
from karuta.gui.shell.window_layout import FILE, LayoutKeeper
from karuta.gui.shell.window_lock import WindowLock
from karuta.jobs.lane import share_heaps, short_turns
from karuta.jobs.starter import ENDING, on_signals
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import LabelsAstray, labels_astray
from karuta.services.backups.list_backups import second_place
from karuta.services.library.demo import open_elsewhere, throw_demo_away
from karuta.services.library.kept_files import put_damaged_files_aside
from karuta.services.library.move_library import Move, end_move, finish_move, give_up_move
from karuta.services.lookups.set_aside import ended_in_order, set_leftovers_aside, tried_once_more
from karuta.settings import Settings, put_damaged_settings_aside, read_settings
from karuta.system_libraries import JAPANESE_FONT, how_to_install, lacks_japanese_font

# Qt's own: its warnings are no bugs of ours, and its messages may name anything.
qt_log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.ERROR,
}


@contextmanager
def qt_messages_logged() -> Iterator[None]:
    """The previous message handler still gets them, except what the offscreen platform says that it cannot do."""
    before: Callable[..., object] | None = None

    def hear(kind: QtMsgType, place: QMessageLogContext, text: str) -> None:
        if text.startswith("This plugin does not support"):
            return
        if kind in _LEVELS:
            qt_log.log(_LEVELS[kind], "%s", text)
        if before is not None:
            before(kind, place, text)
        elif kind is QtMsgType.QtFatalMsg and sys.stderr is not None:
            sys.stderr.write(text + "\n")

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def mended_settings(path: Path) -> list[str]:
    """Before the settings are read. Returns what is to be said once there is a window."""
    with suppress(OSError):  # then they are read as they are, and no file is lost
        message = put_damaged_settings_aside(path)
        return [message] if message is not None else []
    return []


def tell_of_damaged_files(session: Session, earlier: list[str], tell: Callable[[str], object]) -> None:
    """`earlier`: what else is to be said."""

    def tell_all(sentences: list[Sentence]) -> None:
        if earlier or sentences:
            tell("\n".join(words_of(sentence) for sentence in (*earlier, *sentences)))

    session.files_lane.submit(
        lambda library, token: put_damaged_files_aside(library),
        done=tell_all,
        failed=ignore_expected(lambda: tell_all([])),
    )


log = logging.getLogger(__name__)

_NOTES_EVERY_MS = 250
_SETTLED_EVERY_MS = 50
_SCREENSHOT_WITHIN_MS = 60_000


def run_window(
    context: WindowContext,
    photos: Sequence[Path],
    screenshot: Path | None = None,
    demo: DemoWish | None = None,
    stalls: Path | None = None,
) -> int:
    """Open the window and stay until it is closed. Returns the exit code.

    `screenshot`: draw it to a PNG and end; `stalls`: write how long its loop was held up until then, see `StallMeter`.
    Raises `LibraryError` if another window has this library and does not answer, or blocks `demo`.
    """
    written = screenshot or stalls
    if written is not None and (stalls is not None or not _has_display()):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    lock = WindowLock(context.library)
    if written is None and not lock.take():
        if demo is not None and demo.fresh:
            raise open_elsewhere()
        if lock.ask_the_first(photos, booth=demo is not None and demo.booth):
            return 0
        raise LibraryError(
            "Another window has the library at {folder} open and does not respond; close it first.",
            folder=context.library.root,
        )
    if demo is not None and demo.fresh:
        throw_demo_away(context.library, has_window=True)
    share_heaps()
    # Qt's file dialog stores visited folders in a file of its own beside everybody's settings.
    QSettings.setPath(
        QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(context.settings_file.absolute().parent)
    )
    with qt_messages_logged():
        existing = QApplication.instance()
        application = existing if isinstance(existing, QApplication) else QApplication(["karuta"])
        with short_turns(), chosen_moments():
            karuta = Karuta(application, context, lock if written is None else None)
            try:
                with on_signals(ENDING, karuta.end_soon):
                    karuta.open(context.library, photos, booth=demo is not None and demo.booth)
                    if written is not None:
                        karuta.write_to(written, StallMeter(karuta) if stalls is not None else None)
                    application.exec()
            finally:
                karuta.close()
    return karuta.exit_code


class Karuta(QObject):
    """The program's one window, and its library's lock."""

    def __init__(self, application: QApplication, context: WindowContext, lock: WindowLock | None) -> None:
        super().__init__()
        self._application = application
        self._context = context
        self._lock = lock
        self.exit_code = 0
        self.composition: Composition | None = None
        self.lost: LostWindow | None = None
        self._damaged = mended_settings(context.settings_file) if lock is not None else []
        if lock is not None and lacks_japanese_font():
            # In English in every window: Japanese could not be read.
            self._damaged.append(f"Japanese names are boxes here; {how_to_install([JAPANESE_FONT])} brings a font.")
        settings = read_settings(context.settings_file)
        application.setApplicationName("karuta")
        application.setApplicationDisplayName("")
        application.setDesktopFileName("karuta")
        application.setQuitOnLastWindowClosed(False)
        self._appearance = Appearance(application, context.resources, settings)
        # In the language that has just been installed.
        self._settings = settings if lock is None else moved_keys(settings, context.settings_file)
        self._notes = QTimer(self, interval=_NOTES_EVERY_MS)
        # Python hears of a signal here at the latest.
        self._notes.timeout.connect(self._read_notes)
        self._notes.start()
        application.commitDataRequest.connect(self.end)

    def open(self, library: LibraryFolder, photos: Sequence[Path], *, news: str = "", booth: bool = False) -> None:
        """`news`: what was done, shown once the window is there. If the labels are lost, a person chooses first.

        `booth`: start in present mode, for passers-by; the window appears when that is left.
        """
        fault = labels_astray(library, second_place(library, self._settings.backup_folder))
        if fault is not None:
            self._choose_labels(library, photos, fault)
            return
        # Before anything is opened. A window that is only drawn may exist beside another one.
        aside = set_leftovers_aside(library) if self._lock is not None else []

        def stopped() -> None:
            if self._lock is not None:
                ended_in_order(library)

        # Once it begins nothing any more: the system waits a few seconds before it kills, and a decoder may take longer
        # to hear that it is to stop.
        session = Session(self._context, library, self._settings, lost=self._labels_lost, stopped=stopped)
        try:
            composition = Composition(session, self._appearance.theme, self._appearance.icons)
        except BaseException:
            session.close()  # or its lanes would keep this process alive for ever
            raise
        window = composition.window
        window.closed.connect(self._application.quit)
        composition.libraries.library_wanted.connect(self._open_another)
        # Not from within the notice's own button, which is deleted with its window.
        composition.libraries.reopened.connect(self._open_again, Qt.ConnectionType.QueuedConnection)
        composition.libraries.moved.connect(self._move, Qt.ConnectionType.QueuedConnection)
        composition.preferences.settings_changed.connect(self._set)
        composition.backups.restore_wanted.connect(self._restore)
        if self._lock is not None:
            keeper = LayoutKeeper(window, session, self._context.settings_file.with_name(FILE))
            composition.libraries.recent = [Path(folder) for folder in keeper.recent]
        self.composition = composition
        if not booth:
            window.show()
            pressed().listen(window.windowHandle())
        if self._lock is not None:
            tell_of_damaged_files(session, self._damaged, composition.work.voice.trouble.emit)
            self._damaged = []
        composition.start(photos)
        if booth:
            composition.present.open_for_passers_by(photos)
        composition.tell_set_aside(aside)
        if self._lock is not None:
            composition.work.lookup_queue.retry(tried_once_more(library))
        if news:
            composition.work.voice.info.emit(news)

    @property
    def window(self) -> QMainWindow:
        """The present window."""
        if self.lost is not None:
            return self.lost
        assert self.composition is not None
        return self.composition.window

    @property
    def is_settled(self) -> bool:
        """Whether everything in it has arrived."""
        if self.lost is not None:
            return self.lost.page.is_read
        return self.composition is not None and self.composition.is_settled

    def end_soon(self, *signal: object) -> None:
        """The process was told to end. It may be in the middle of anything."""
        QTimer.singleShot(0, self, self.end)

    def end(self) -> None:
        """As Quit does, without a question: the process or the session is ended, and nobody is there to answer."""
        if self.composition is not None:
            self.composition.leave_unasked()
        self._application.quit()

    def close(self) -> None:
        """However the loop ended, no lane is left behind."""
        self._notes.stop()
        self._application.commitDataRequest.disconnect(self.end)
        if self.composition is not None:
            self.composition.close()
        if self.composition is not None or self.lost is not None:
            self.window.close()
            self._delete_composition()
        self._appearance.release()
        if self._lock is not None:
            self._lock.release()

    def write_to(self, path: Path, meter: StallMeter | None) -> None:
        """Draw the window once everything in it has arrived, or write what `meter` has seen until then."""
        timer = QTimer(self, interval=_SETTLED_EVERY_MS)
        waited = 0

        def look() -> None:
            nonlocal waited
            waited += _SETTLED_EVERY_MS
            is_done = self.is_settled and (meter is None or self._has_looked_all_up)
            if not is_done and waited < _SCREENSHOT_WITHIN_MS:
                return
            timer.stop()
            if not (self._draw(path) if meter is None else meter.write(path)):
                log.warning("What was asked for could not be written to %s; choose another place.", path)
                self.exit_code = 1
            self.window.close()

        timer.timeout.connect(look)
        timer.start()

    @property
    def _has_looked_all_up(self) -> bool:
        return self.composition is None or self.composition.work.lookup_queue.is_idle

    def _draw(self, path: Path) -> bool:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return self.window.grab().save(str(path), "PNG")

    # Another window in this one's place

    def _instead(self, open_it: Callable[[], object]) -> bool:
        """Close the present window and open another in its place; false if a person does not want that."""
        old = self.window
        old.closed.disconnect(self._application.quit)  # type: ignore[attr-defined]
        if not old.close():
            old.closed.connect(self._application.quit)  # type: ignore[attr-defined]
            return False
        # The page with the backups has another size; the window gets its own back afterwards.
        place = old.geometry() if self.lost is None else None
        self._delete_composition()
        self.composition = self.lost = None
        open_it()
        self._take_place(place)
        return True

    def _delete_composition(self) -> None:
        """Delete what is connected to something of its own: it would stay in memory, and a library with it."""
        self.window.deleteLater()
        if self.composition is not None:
            self.composition.work.deleteLater()
            self.composition.work.session.deleteLater()

    def _take_place(self, place: QRect | None) -> None:
        if place is not None and self.composition is not None:
            self.composition.window.setGeometry(place)

    def _open_another(self, library: LibraryFolder, photos: Sequence[Path]) -> None:
        """Another library in this window's place; if it has a window of its own, that one comes to the front."""
        current = self.composition or self.lost
        assert current is not None
        if library.root == current.library.root:
            self._add(photos)
            return
        if self._lock is None:
            self._instead(lambda: self.open(library, photos))
            return
        lock = WindowLock(library)
        if not lock.take():
            if self.composition is not None:
                self.composition.work.voice.info.emit(self.tr("That library is open in another window"))
            lock.ask_the_first(photos, sleep=lambda seconds: None)
        elif self._instead(lambda: self.open(library, photos)):
            self._lock.release()
            self._lock = lock
        else:
            lock.release()

    def _move(self, move: Move) -> None:
        """The library is copied; once its window is closed, the rest is, and it opens in its new place."""
        if not self._instead(lambda: self._open_moved(move)):
            give_up_move(move)

    def _open_moved(self, move: Move) -> None:
        try:
            finish_move(move)
        except LibraryError as error:
            self.open(move.old, [])
            if self.composition is not None:
                self.composition.work.voice.trouble.emit(error_words(error))
            return
        lock = WindowLock(move.new)
        if self._lock is not None and lock.take():
            self._lock.release()
            self._lock = lock
        self.open(move.new, [], news=self.tr("The library is in {folder} now").format(folder=move.new.root))
        if self.composition is None:
            return
        session, tell = self.composition.work.session, self.composition.work.voice.trouble.emit
        text = self.tr("The library is open in its new place, but could not be removed from {folder}.")

        def removed(is_gone: bool) -> None:  # noqa: FBT001 - what the job says
            if not is_gone:
                tell(text.format(folder=move.old.root))

        def opened(_: None) -> None:
            session.files_lane.submit(
                lambda library, token: end_move(move), done=removed, failed=ignore_expected(), keep=True
            )

        # Once the labels are open there.
        session.store_lane.submit(lambda labels, token: None, done=opened, failed=ignore_expected())

    def _open_again(self) -> None:
        """Open the library again, because its file has been replaced."""
        assert self.composition is not None
        library = self.composition.library
        self._instead(lambda: self.open(library, []))

    def _add(self, photos: Sequence[Path], *, show_first: bool = False) -> None:
        """Not while labels are lost: nothing is added then."""
        if self.composition is not None:
            self.composition.add(photos, show_first=show_first)

    def _labels_lost(self, fault: LabelsAstray) -> None:
        """Found while the window is open. Unsaved decisions stay on the screen; without any, a person chooses."""
        composition = self.composition
        if composition is None:
            return
        if composition.work.decisions.unsaved:
            composition.work.voice.trouble.emit(error_words(fault))
            return
        self._instead(lambda: self._choose_labels(composition.library, [], fault))

    def _restore(self, backup: str) -> None:
        assert self.composition is not None
        library = self.composition.library
        self._instead(lambda: self._choose_labels(library, [], None, restore=backup))

    def _choose_labels(
        self, library: LibraryFolder, photos: Sequence[Path], fault: LabelsAstray | None, *, restore: str | None = None
    ) -> None:
        lost = LostWindow(library, fault, backup_folder=self._settings.backup_folder)
        lost.closed.connect(self._application.quit)
        lost.settled.connect(
            lambda restored: self._instead(lambda: self.open(library, photos, news=self._restored_words(restored)))
        )
        lost.another_wanted.connect(lambda other: self._open_another(other, []))
        self.lost = lost
        clamp(lost)
        lost.show()
        lost.start(restore)

    def _restored_words(self, restored: Restored) -> str:
        text = self.tr("The labels were restored.")
        if restored.gained:
            text = self.tr("{gained} decisions were restored.", "", restored.gained).format(
                gained=f"{restored.gained:,}"
            )
        if restored.kept_as is None:
            return text
        return together([text, self.tr("The replaced file is kept as {kept}.").format(kept=restored.kept_as.name)])

    def _set(self, settings: Settings) -> None:
        self._settings = settings
        self._appearance.follow(settings)

    def _read_notes(self) -> None:
        if self._lock is None or (self.composition is None and self.lost is None):
            return
        window = self.window
        for note in self._lock.notes():
            if note.booth and self.composition is not None:
                self.composition.present.open_for_passers_by(note.photos)
                continue
            window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
            window.raise_()
            window.activateWindow()
            self._add(note.photos, show_first=True)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
