"""What says on the panels how things stand is built here, each handed what it uses. A part of the composition."""

from __future__ import annotations

from collections.abc import Callable

from karuta.gui.desk.desk_presenter import DeskPresenter
from karuta.gui.desk.empty_desk_presenter import EmptyDeskPresenter
from karuta.gui.desk.missing_asked import MissingAsked
from karuta.gui.desk.notice_presenter import NoticePresenter
from karuta.gui.desk.print_presenter import PrintPresenter
from karuta.gui.desk.undo_state import UndoState
from karuta.gui.desk.verdict_presenter import VerdictPresenter
from karuta.gui.intake.importer import ImportProgress
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.commands import Commands
from karuta.gui.shell.bug_notice import BugNotice
from karuta.gui.shell.library_work import LibraryWork
from karuta.gui.shell.status_line import StatusLine
from karuta.gui.shell.window import Window


class Presenters:
    def __init__(
        self,
        *,
        work: LibraryWork,
        window: Window,
        commands: Commands,
        ask: Ask,
        reopen: Callable[[], None],
        find: Callable[[str], object],
    ) -> None:
        session, panel = work.session, window.desk_panel
        self.notices = NoticePresenter(
            voice=work.voice,
            decisions=work.decisions,
            corner_edits=work.corner_edits,
            refused=work.intake.refused,
            given=work.intake.given,
            replaced=work.outside_changes.replaced,
            reopen=reopen,
            catalogue_status=work.catalogue_status,
            lookup_queue=work.lookup_queue,
            aside_photos=work.aside_photos,
            card_facts=work.card_facts,
            commands=commands,
            panel=panel,
            ask=ask,
        )
        self.bugs = BugNotice(session=session, notice=panel.bugs)
        self._desk = DeskPresenter(
            session=session,
            desk=work.desk,
            arrangement=work.arrangement,
            pictures=work.pictures,
            aside_photos=work.aside_photos,
            lookup_queue=work.lookup_queue,
            commands=commands,
            panel=panel,
            matches=window.match_panel,
            queue=window.queue_panel,
        )
        self.verdict = VerdictPresenter(
            desk=work.desk,
            corner_edits=work.corner_edits,
            lookup_queue=work.lookup_queue,
            own_confidence=work.own_confidence,
            aside_photos=work.aside_photos,
            card_facts=work.card_facts,
            commands=commands,
            panel=window.match_panel,
            queue=window.queue_panel,
            missing=MissingAsked(session),
        )
        self.print = PrintPresenter(
            desk=work.desk,
            decisions=work.decisions,
            asked=work.print_asked,
            card_facts=work.card_facts,
            commands=commands,
            strip=window.match_panel.print_strip,
            queue=window.queue_panel,
            find=find,
        )
        self.empty_desk = EmptyDeskPresenter(
            session=session,
            desk=work.desk,
            arrangement=work.arrangement,
            counted=work.counted,
            progress=work.progress,
            awaits_more=lambda: work.intake.awaits_more,
            lookup_queue=work.lookup_queue,
            tasks=work.tasks,
            pictures=work.pictures,
            catalogue_status=work.catalogue_status,
            commands=commands,
            panel=panel,
            notices=self.notices,
        )
        self.undo_state = UndoState(
            session=session,
            decisions=work.decisions,
            arrangement=work.arrangement,
            outside_changes=work.outside_changes,
            commands=commands,
        )
        StatusLine(
            voice=work.voice,
            watched_folder=work.watched_folder,
            lookup_queue=work.lookup_queue,
            commands=commands,
            bar=window.statusBar(),
        )
        ImportProgress(
            progress=work.progress, queue_model=work.queue_model, importer=work.importer, bar=window.import_bar
        )

    def retranslate(self) -> None:
        for presenter in (self.notices, self.bugs, self._desk, self.verdict, self.print):
            presenter.retranslate()
        self.empty_desk.say()
