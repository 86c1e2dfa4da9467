"""Speakers of how things stand in the window: the presenters, the line at its foot, and the notice of a bug.

A part of the composition.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QStatusBar

from karuta.gui.desk.desk_presenter import DeskPresenter
from karuta.gui.desk.empty_desk_presenter import EmptyDeskPresenter
from karuta.gui.desk.library_parts import LibraryParts, Panels
from karuta.gui.desk.notice_presenter import NoticePresenter
from karuta.gui.desk.print_presenter import PrintPresenter
from karuta.gui.desk.take_back import TakeBack
from karuta.gui.desk.verdict_presenter import VerdictPresenter
from karuta.gui.intake.importer import ImportProgress
from karuta.gui.intake.watched_folder import WatchedFolder
from karuta.gui.kit.command_table import PRINTING_KEYS
from karuta.gui.kit.commands import CommandActions, Commands
from karuta.gui.kit.dialog_kit import Ask
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.notice import BUG, Notice, Weight
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import error_words, words_of
from karuta.gui.library.session import Session
from karuta.gui.shell.desk_commands import UndoState
from karuta.gui.shell.library_work import LibraryWork
from karuta.gui.shell.window import Window
from karuta.jobs.lane import Urgency
from karuta.log.faults import take_up_faults
from karuta.log.log import NotedBug, report_text
from karuta.services.library.describe_program import library_facts


class BugNotice(QObject):
    """Hears of bugs in any thread while its library is open, and of earlier ones."""

    def __init__(self, *, session: Session, notice: Notice) -> None:
        super().__init__(notice)
        self._session = session
        self._log = session.context.log
        self._notice = notice
        self._facts: list[str] | None = None
        self._is_copied = self._is_of_last_time = False

    def start(self) -> None:
        self._log.tell(lambda bug: self._session.box.post(lambda: self._show(bug)))

    def stop(self) -> None:
        self._log.tell(None)

    def take(self, report: str) -> None:
        """Take a bug of another of our processes, which is in the log already."""
        self._log.take(NotedBug(f"In the process of the training:\n{report}"))

    def take_up_faults(self) -> None:
        """Another of our processes ended: if it crashed, it left a trace."""
        take_up_faults(self._log.file.path.parent, self._log.shortener, is_earlier=False)

    def retranslate(self) -> None:
        if self._notice.says(BUG):
            self._say()

    def _show(self, bug: NotedBug) -> None:
        says_another = self._notice.says(BUG) and not self._is_of_last_time
        self._is_of_last_time = bug.is_earlier and not says_another
        self._is_copied = False
        self._say()
        self._ask_for_facts()

    def _say(self) -> None:
        text = self.tr("Something in Karuta went wrong. You can go on working.")
        if self._is_copied:
            text = self.tr(
                "Report copied. It contains no names and no pictures. Send it to whoever supports Karuta for you."
            )
        elif self._is_of_last_time:
            text = self.tr("Karuta crashed last time. Everything that was saved is still there.")
        self._notice.say(text, Weight.TROUBLE, key=BUG, button=self.tr("Copy report"), do=self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(report_text(self._log.bugs, self._facts or ["Library: not known yet"]))
        self._is_copied = True
        self._say()

    def _ask_for_facts(self) -> None:
        """Once per bug: whoever copies a report must not wait for a lane, which may be what is broken."""
        if self._facts is None:
            self._facts = []
            self._session.cards_lane.submit(
                lambda library, token: library_facts(library),
                done=self._came,
                failed=ignore_expected(),  # then the report does without them
                urgency=Urgency.SOON,
            )

    def _came(self, facts: list[str]) -> None:
        self._facts = facts


_SAID_MS = 6000


class StatusLine(QObject):
    """Follows the work."""

    def __init__(
        self, parts: LibraryParts, *, watched_folder: WatchedFolder, commands: Commands, bar: QStatusBar
    ) -> None:
        super().__init__(bar)
        self._bar = bar
        self._commands = commands
        self._watching = watched_folder
        self._read_only = parts.session.read_only
        self._saved = ""
        self._kept = QLabel(bar)
        self._watched = QLabel(bar)
        self._ahead = QLabel(bar)
        for label in (self._kept, self._watched, self._ahead):
            label.setContentsMargins(0, 0, GRID + GRID // 2, 0)
            bar.addPermanentWidget(label)
        bar.setSizeGripEnabled(False)
        bar.window().installEventFilter(self)
        parts.voice.info.connect(self._say)
        parts.voice.refused.connect(self._refused)
        parts.decisions.saved.connect(lambda _: self._keep())
        parts.lookup_queue.progress.connect(self._looking)
        watched_folder.changed.connect(self._show_watched)
        self._show_watched()
        self.retranslate()

    def retranslate(self) -> None:
        self._kept.setVisible(self._read_only is not None)
        if self._read_only is not None:
            text = self.tr("View only: nothing can be saved here ({reason})")
            self._kept.setText(text.format(reason=words_of(self._read_only.reason)))
            self._kept.setToolTip(error_words(self._read_only))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Commands have no tips here, and an opened menu would erase what was said."""
        return event.type() == QEvent.Type.StatusTip

    def _say(self, text: str) -> None:
        self._bar.showMessage(text, _SAID_MS)

    def _keep(self) -> None:
        """What was saved stands here by now; a refusal does not take its place."""
        self._saved = self._bar.currentMessage()

    def _refused(self, text: str) -> None:
        if not self._saved or self._bar.currentMessage() != self._saved:
            self._say(text)

    def _looking(self, count: int) -> None:
        self._ahead.setText(self.tr("{count} waiting for lookup").format(count=count) if count else "")

    def _show_watched(self) -> None:
        folder = self._watching.folder
        self._commands.know({"watched folder": folder is not None})
        self._watched.setText(self.tr("Watching {folder}").format(folder=folder.name) if folder else "")
        self._watched.setToolTip(str(folder) if folder else "")


class Presenters:
    """`reopen`: opens the library anew. `find`: opens the search for a card with a text. `is_held`: the key that is
    dealt with was down already.
    """

    def __init__(
        self,
        work: LibraryWork,
        window: Window,
        commands: Commands,
        *,
        bugs: BugNotice,
        ask: Ask,
        reopen: Callable[[], None],
        find: Callable[[str], object],
        is_held: Callable[[], bool],
    ) -> None:
        panels = Panels(window.desk_panel, window.match_panel, window.queue_panel, commands)
        self.notices = NoticePresenter(
            work, panels, refused=work.intake.refused, given=work.intake.given, reopen=reopen, ask=ask
        )
        self._bugs, self._strip = bugs, panels.matches.print_strip
        self._desk = DeskPresenter(work, panels)
        self.verdict = VerdictPresenter(work, panels)
        self.print = PrintPresenter(work, panels, find=find)
        self.take_back = TakeBack(work, panels, is_held=is_held)
        self.empty_desk = EmptyDeskPresenter(work, panels, self.notices, awaits_more=lambda: work.intake.awaits_more)
        self.undo_state = UndoState(work, commands)
        self._line = StatusLine(work, watched_folder=work.watched_folder, commands=commands, bar=window.statusBar())
        importing = ImportProgress(
            progress=work.progress, queue_model=work.queue_model, importer=work.importer, bar=window.import_bar
        )
        work.intake.changed.connect(importing.begin)

    def command_actions(self) -> CommandActions:
        """The actions of these commands."""
        printings: CommandActions = {id: partial(self.print.take, at) for at, id in enumerate(PRINTING_KEYS)}
        return printings | {
            "printed-card": self.print.go_to_named,
            "whole-printing": self._strip.turn,
            "finish": self.print.turn_finish,
            "undo": self.take_back.undo,
            "redo": self.take_back.redo,
        }

    def retranslate(self) -> None:
        for presenter in (self.notices, self._bugs, self._desk, self.verdict, self.print, self._line):
            presenter.retranslate()
        self.empty_desk.say()

    def retint(self) -> None:
        self.empty_desk.say()
