"""A library's backups: a page of them, the work on them in a lane, and the questions before one is restored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from karuta import clock
from karuta.domain.backups import Examined, Restored
from karuta.domain.errors import Cancelled, Known, LibraryError
from karuta.gui.kit.dialog_kit import Ask
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.lay import Stretch, column, row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import Prose, selectable
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, error_words, filled_in, together, words_of
from karuta.gui.kit.while_alive import Asker, while_alive
from karuta.jobs.lane import Lane, Urgency
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_labels_if_due, back_up_now, fill_second
from karuta.services.backups.list_backups import examined_backups, fault_of, unread_folders
from karuta.services.backups.restore import restore, what_would_change

translate = QCoreApplication.translate

_KEYS = ("backups read", "backup compared")
_KEPT = QT_TRANSLATE_NOOP("Restore", "The current label file is kept in this list.")


def agrees_to_begin_anew(ask: Ask) -> bool:
    title = translate("Restore", "Start empty")
    without = translate("Restore", "The library starts again without labels. Its cards and backups stay.")
    return ask.agrees(title, f"{without}\n\n{translate('Restore', _KEPT)}", deed=title)


def _agrees_to_restore(ask: Ask, change: Restored | None) -> bool:
    """Asked only if something is lost, or if that is not known yet. `change`: what the restore would do."""
    if change is not None and not change.lost:
        return True
    first = translate("Restore", "This backup replaces the label file.")
    if change is not None:
        first = translate("Restore", "Decisions in the current file that are not in this backup: {count}.")
        first = filled_in(first, count=change.lost)
    title, text = translate("Restore", "Restore backup"), f"{first}\n\n{translate('Restore', _KEPT)}"
    return ask.agrees(title, text, deed=translate("Restore", "Restore"))


class BackupPage(QWidget):
    """`restore_wanted`: a person agreed that the backup at this path takes the label file's place. `restored`: it did
    (`Restored`). `failed`: something did, and the page says why.
    """

    restore_wanted = Signal(str)
    restored = Signal(object)
    failed = Signal()

    def __init__(
        self,
        lane: Lane[LibraryFolder],
        second: Callable[[], Path | None],
        ask: Ask,
        parent: QWidget,
        *,
        made: Callable[[], object] | None = None,
        remembered: int = 0,
    ) -> None:
        """`second`: the folder on another disk, as chosen now. `made`: told of a copy that was; without it none can be.
        `remembered`: how many decisions there were.
        """
        super().__init__(parent)
        self._lane, self._second, self._ask, self._made = lane, second, ask, made
        self._have = Asker(self, self._failed)
        self._remembered = remembered
        # All were read through.
        self.is_read = False
        # Is selected once it is read; None: the newest sound one.
        self._preferred: str | None = None
        self._is_chosen = False
        self._examined: dict[str, Examined] = {}
        # By path: what a restore would do.
        self._changes: dict[str, Restored] = {}
        self._busy = False
        heads = [self.tr("Made"), self.tr("Labels"), self.tr("State"), self.tr("File")]
        self.list = Columns(self.tr("Backups"), heads, self, numbers=[1])
        self.list.currentItemChanged.connect(lambda now, before: self._choose())
        self.list.itemActivated.connect(lambda item, column: self._restore())
        self.note = selectable(self)
        self.note.setMinimumHeight(self.note.fontMetrics().lineSpacing() * 2)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.trouble = Prose(parent=self, quiet=True)
        self.trouble.hide()
        self.restore = self._button(self.tr("Restore"), self._restore)
        self.file = self._button(self.tr("Restore from file…"), self._restore_from_file)
        self.make = self._button(self.tr("Back up now"), self._make)
        self.make.setVisible(made is not None)
        buttons = row(self.restore, self.file, self.make, Stretch())
        self.setLayout(column((self.list, 1), self.note, self.trouble, buttons, spacing=2))
        self._enable()

    # What the lane does

    def read(self) -> None:
        """Each is listed once it was read through."""
        self._preferred, self._is_chosen = self.current, False
        self.list.clear()
        self._examined.clear()
        self._changes.clear()
        second = self._second()
        self._have(self._lane, lambda library: unread_folders(library, second), self._tell_unread, urgency=Urgency.NOW)
        self._lane.submit_steps(
            lambda library, token: examined_backups(library, second, cancel=token),
            each=while_alive(self, self._take),
            done=while_alive(self, self._read_through),
            failed=while_alive(self, self._failed),
            key=_KEYS[0],
        )

    def _tell_unread(self, errors: list[LibraryError]) -> None:
        self._say_trouble("\n".join(error_words(error) for error in errors))

    def _read_through(self, _: object) -> None:
        self.is_read = True
        if not self._examined:
            self.note.setText(self.tr("There are no backups yet."))

    def fill_second(self) -> None:
        """The newest copy is put into the second folder, if it is not there yet."""
        second = self._second()
        self._have(self._lane, lambda library: back_up_labels_if_due(library, second), lambda _: self.read())

    def put_back(self, backup: str | None) -> None:
        """None: an empty file. The window holds the library's lock, and nobody else has the label file open."""
        second, now = self._second(), Urgency.NOW

        def put(library: LibraryFolder) -> Restored:
            return restore(library, backup, second, has_window=True)

        self._have(self._lane, put, self.restored.emit, urgency=now, keep=True)

    def leave(self) -> None:
        """The page is closed: reading through stops."""
        for key in _KEYS:
            self._lane.submit(lambda library, token: None, failed=ignore_expected(), key=key, urgency=Urgency.NOW)

    def _make(self) -> None:
        def made(_: object) -> None:
            if self._made is not None:
                self._made()
            self.read()

        second = self._second()

        def back_up(library: LibraryFolder) -> None:
            back_up_now(library)
            if second is not None:
                fill_second(library, second)

        self._have(self._lane, back_up, made, urgency=Urgency.NOW, keep=True)

    def _compare(self, backup: str) -> None:
        second = self._second()

        def know(change: Restored) -> None:
            self._changes[backup] = change
            self._enable()

        # Of an unusable one the list says so.
        compare, nobody = lambda library: what_would_change(library, backup, second), ignore_expected()
        self._have(self._lane, compare, know, failed=nobody, key=_KEYS[1])

    def _failed(self, error: Known) -> None:
        if not isinstance(error, Cancelled):
            self._say_trouble(error_words(error))
            self.failed.emit()

    # What is told

    def _take(self, examined: Examined) -> None:
        path = examined.backup.path
        self._examined[str(path)] = examined
        when = f"{clock.in_this_zone(examined.backup.made):%Y-%m-%d %H:%M}"
        # A backup beside the label file needs no folder: its name suffices.
        place = path.name if path.parent.name == "backups" else str(path)
        labels = "" if examined.labels is None else f"{examined.labels:,}"
        item = self.list.add([when, labels, self._state(examined), place], key=str(path))
        item.setToolTip(3, str(path))
        fault = fault_of(examined)
        item.setToolTip(2, words_of(fault) if fault else "")
        # Qt makes a row the current one where the list gets the keys.
        if not self._is_chosen and examined.sound and str(path) == (self._preferred or str(path)):
            self._is_chosen = True
            self.list.choose(str(path))
        self._enable()

    def _say_trouble(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def set_busy(self, text: str) -> None:
        """Nothing can be chosen while something is done; an empty text ends that."""
        self._busy = bool(text)
        self.list.setEnabled(not self._busy)
        self._enable()
        if text:
            self.note.setText(text)

    # What is asked

    @property
    def current(self) -> str | None:
        return self.list.current_key

    @property
    def change(self) -> Restored | None:
        """The change that restoring the chosen one would make, if that is known."""
        return self._changes.get(self.current or "")

    # Inside

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self, autoDefault=False)
        button.clicked.connect(lambda _: do())
        return button

    def _state(self, examined: Examined) -> str:
        if examined.is_newer:
            return self.tr("From a newer Karuta")
        if examined.fault is not None:
            return self.tr("Damaged")
        if examined.broken:
            return self.tr("Partly damaged")
        return self.tr("Intact; replaced earlier") if examined.backup.kept else self.tr("Intact")

    def _choose(self) -> None:
        if self.current is not None:
            self._compare(self.current)
        self._enable()

    def _enable(self) -> None:
        examined = self._examined.get(self.current or "")
        self.restore.setEnabled(not self._busy and examined is not None and examined.fault is None)
        for button in (self.file, self.make):
            button.setEnabled(not self._busy)
        if not self._busy and examined is not None:
            self.note.setText(self._note(examined))

    def _note(self, examined: Examined) -> str:
        fault = fault_of(examined)
        sentences = [] if fault is None else [self.tr("This backup: {fault}.").format(fault=words_of(fault))]
        if examined.fault is None:
            sentences.append(self._change_words())
        later = self._remembered - (examined.facts.events if examined.facts is not None else 0)
        if self.change is not None and later > self.change.lost:
            text = self.tr("At least {count} later decisions are missing from it.", "", later)
            sentences.append(filled_in(text, count=later))
        return together(sentences)

    def _change_words(self) -> str:
        change = self.change
        if change is None:
            return self.tr("Comparing with the current label file…")
        if not change.gained and not change.lost:
            return self.tr("It has the same decisions as the current label file.")
        text = self.tr("It restores {gained} decisions.", "", change.gained)
        sentences = [filled_in(text, gained=change.gained)]
        if change.lost:
            text = self.tr("It lacks {lost} decisions that the current file has.", "", change.lost)
            sentences.append(filled_in(text, lost=change.lost))
        elif not self._remembered:
            sentences.append(self.tr("Nothing in the current file is lost."))
        return together(sentences)

    def _restore(self) -> None:
        if self.current is not None and self.restore.isEnabled() and _agrees_to_restore(self._ask, self.change):
            self.restore_wanted.emit(self.current)

    def _restore_from_file(self) -> None:
        title, kind = translate("Restore", "Choose a copy of the label file"), translate("Restore", "Label files")
        path = self._ask.about("backups").file(title, f"{kind} (*.db)")
        if path is not None and _agrees_to_restore(self._ask, None):
            self.restore_wanted.emit(str(path))
