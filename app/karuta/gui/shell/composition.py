"""The one place that knows all of a window's parts: builds them, hands each what it uses, and joins them.

Nobody is given the composition itself. A part that needs another one is handed that one here, by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from karuta.gui.desk.compare_presenter import ComparePresenter
from karuta.gui.desk.take_back import TakeBack
from karuta.gui.features.backups.commands import BackupCommands
from karuta.gui.features.bulk_confirm.commands import BulkCommands
from karuta.gui.features.cards import SearchDock
from karuta.gui.features.feature import WindowParts
from karuta.gui.features.fetch import CardFetch
from karuta.gui.features.learn.training import Training
from karuta.gui.features.photo_commands import PhotoCommands
from karuta.gui.features.present.present import Present
from karuta.gui.features.remarks import RemarkCommands
from karuta.gui.kit.command_table import MATCH_KEYS
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.dropped import Dropped
from karuta.gui.kit.held_keys import HeldKeys, IdleTimer, SpacePresses
from karuta.gui.kit.parts import Part
from karuta.gui.kit.seen import pressed
from karuta.gui.kit.theme import Icons, Theme
from karuta.gui.library.session import Session
from karuta.gui.shell.desk_commands import (
    DIALOG_SECONDS,
    SeenInWindow,
    Sight,
    deciding_actions,
    looking_actions,
    walking_actions,
)
from karuta.gui.shell.features import Features
from karuta.gui.shell.item_queues import ItemQueues
from karuta.gui.shell.library_commands import Closing, LibraryCommands
from karuta.gui.shell.library_work import LibraryWork
from karuta.gui.shell.preferences import Preferences
from karuta.gui.shell.presenters import BugNotice, Presenters
from karuta.gui.shell.window import Window
from karuta.paths import LibraryFolder
from karuta.services.lookups.set_aside import SetAside


class Composition(QObject):
    """One library in one window. `window` is shown by who made this."""

    def __init__(self, session: Session, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.work = LibraryWork(session)
        self.window = Window(
            queue_model=self.work.queue_model,
            arrangement=self.work.arrangement,
            match_model=self.work.match_model,
            theme=theme,
            icons=icons,
            library=session.library.root.name,
        )
        self.setParent(self.window)
        self._kit = DialogKit(self.window.ask, self.window.dialogs, theme, icons, self.window)
        self.commands = Commands(self.window, icons)
        self._bugs = BugNotice(session=session, notice=self.window.desk_panel.notice)
        self.training = Training(
            session.library, self.window, met_bug=self._bugs.take, crashed=self._bugs.take_up_faults
        )
        self.card_fetch = CardFetch(self.window)
        self.sight = Sight(self.work.desk, self.window.desk_panel, self.window.match_panel, self.window.queue_panel)
        self.work.lookup_queue.in_sight = self._photos_in_sight
        self._held_keys = HeldKeys(self.window)
        self.window.installEventFilter(SpacePresses(self.window))
        self.window.installEventFilter(self._held_keys)
        self.window.dialogs.watchers.append(self._held_keys)
        pressed().too_early.connect(self.work.decisions.too_quick)
        self.window.dialogs.closed.connect(self.sight.dialog_closed)
        self.window.dialogs.closed.connect(lambda: self.bulk.grid.rest(DIALOG_SECONDS))
        self._build_features()
        self._presenters = Presenters(
            self.work,
            self.window,
            self.commands,
            bugs=self._bugs,
            ask=self._kit.ask,
            reopen=self.libraries.reopened.emit,
            find=self.search.find,
            is_held=lambda: self._held_keys.is_held,
        )
        self.work.decisions.seen = SeenInWindow(
            self.window.match_panel,
            may_decide=self._may_decide,
            print_read=self._presenters.print.kept,
            finish=lambda: self._presenters.print.finish,
        )
        self._join_commands()
        self._join()

    @property
    def library(self) -> LibraryFolder:
        return self.work.session.library

    def start(self, photos: Sequence[Path]) -> None:
        self._bugs.start()
        self.libraries.make_demo()
        wall_first = self.work.session.settings.wall_first and not photos
        self.work.start(photos, listed=self.bulk.first_page if wall_first else lambda: None)

    def add(self, photos: Sequence[Path], *, show_first: bool = False) -> None:
        """From another window or command of the same library."""
        if photos:
            self.work.intake.add(list(photos), show_first=show_first)

    def tell_set_aside(self, photos: Sequence[SetAside]) -> None:
        """Photos with which the program ended before."""
        self._presenters.notices.set_aside(photos, show=self.work.desk.put)

    def _may_decide(self) -> bool:
        return (
            not self.search.put_away_if_left()
            and self.sight.is_ripe
            and not self._held_keys.is_held
            and self.window.queue_panel.agrees(self.work.desk.photo_id)
        )

    def _photos_in_sight(self) -> list[str]:
        on_desk = self.work.desk.photo_id
        return [*([on_desk] if on_desk else []), *self.window.queue_panel.list.in_sight()]

    @property
    def take_back(self) -> TakeBack:
        return self._presenters.take_back

    def leave_unasked(self) -> None:
        """The window is about to be closed, and nobody is there to answer: what was not saved is tried once more."""
        self._closing.asks = False
        self.present.shut()
        self.work.decisions.retry()

    def close(self) -> None:
        """End what runs; the window itself stays."""
        self._bugs.stop()
        self.present.shut()
        self.work.close()

    @property
    def is_settled(self) -> bool:
        """Whether everything that the window shows has come."""
        seen = self.work.desk.photo is None or self.bulk.grid.is_open or self.sight.is_ripe
        return seen and self.work.is_settled and self.comparing.is_idle and self._presenters.print.is_settled

    # Features and commands

    def _build_features(self) -> None:
        work, window = self.work, self.window
        parts = self._window_parts()
        self.libraries = LibraryCommands(parts)
        self.preferences = Preferences(parts)
        self.backups = BackupCommands(parts)
        self.comparing = ComparePresenter(work, window.desk_panel)
        self.present = Present(parts, ended=self._end)
        self._photos = PhotoCommands(parts, watched_folder=work.watched_folder)
        self.bulk = BulkCommands(parts, cover=window.columns.cover, why_not_yet=work.not_yet.why)
        self._remarks = RemarkCommands(
            desk=work.desk,
            decisions=work.decisions,
            queue=window.queue_panel,
            editor=window.desk_panel.note,
            held_keys=self._held_keys,
        )
        self.search = SearchDock(
            parts,
            confirm=self.bulk.or_confirm_card(work.decisions.confirm),
            side=window.columns.side,
            home=window.queue_panel.list,
        )
        window.parts.add(Part(self.search.panel, lambda: self.search.panel.text))
        self._features = Features(
            parts,
            window=window,
            training=self.training,
            card_fetch=self.card_fetch,
        )

    def _window_parts(self) -> WindowParts:
        work = self.work
        return WindowParts(
            session=work.session,
            voice=work.voice,
            tasks=work.tasks,
            pictures=work.pictures,
            aside_photos=work.aside_photos,
            card_facts=work.card_facts,
            catalogue_status=work.catalogue_status,
            lookup_queue=work.lookup_queue,
            exemplar_feed=work.exemplar_feed,
            outside_changes=work.outside_changes,
            desk=work.desk,
            decisions=work.decisions,
            print_asked=work.print_asked,
            queue_model=work.queue_model,
            arrangement=work.arrangement,
            progress=work.progress,
            intake=work.intake,
            kit=self._kit,
            commands=self.commands,
            held_keys=self._held_keys,
            desk_panel=self.window.desk_panel,
            selected=lambda: self.window.queue_panel.selected,
            set_settings=lambda settings: self.preferences.set(settings),  # noqa: PLW0108 - built later
            help_at=lambda page: self.preferences.help(page),  # noqa: PLW0108
            catalogue_changed=work.catalogue_changed,
            shots_of=work.same_shots.of,
        )

    def _join_commands(self) -> None:
        work, window, queue = self.work, self.window, self.window.queue_panel
        at_the_desk = (self._presenters, self._photos, self.bulk, self._remarks)
        for own in (
            *at_the_desk,
            window,
            self._features,
            self.search,
            self.libraries,
            self.preferences,
            self.backups,
            self.present,
        ):
            self.commands.join(own.command_actions())
        self.commands.join(deciding_actions(work, queue=queue, bulk=self.bulk))
        self.commands.join(walking_actions(work, intake=work.intake, watched_folder=work.watched_folder, queue=queue))
        self.commands.join(looking_actions(window.desk_panel, self.comparing))

    # Joining

    def _join(self) -> None:
        """Join what a person does in a panel to who deals with it."""
        work, window = self.work, self.window
        view = window.desk_panel.view
        window.queue_panel.picked.connect(work.desk.put)
        window.queue_panel.picked.connect(self.bulk.grid.close_grid)
        self.bulk.grid.closed.connect(self.sight.dialog_closed)
        self.bulk.grid.closed.connect(window.queue_panel.list.setFocus)
        work.intake.cards_given.connect(self._features.add_cards.take)
        idle = IdleTimer(window, idle=work.intake.show_arrived)
        work.intake.is_undisturbed = lambda: (
            idle.is_idle
            and not (view.editor.takes_keys or self._remarks.is_open or work.desk.round is not None)
            and not self.present.is_open
            and work.arrangement.queue.items is None
        )
        work.progress.counted.connect(
            lambda now: window.queue_panel.set_progress(
                now, work.queue_model.arriving, work.progress.pace, work.progress.done_today
            )
        )
        self._join_matches()
        self._join_photo()
        self._join_tasks()
        self.preferences.settings_changed.connect(self._presenters.undo_state.ask)
        self.preferences.settings_changed.connect(self.comparing.refresh)
        self.preferences.settings_changed.connect(lambda _: work.arrangement.annotator_changed())
        self.preferences.settings_changed.connect(lambda _: work.progress.recount())
        self._closing = Closing(
            decisions=work.decisions, programs=(self.training, self.card_fetch), close_library=self.close, kit=self._kit
        )
        queues = (*self._features.queues(), *self.present.queues())
        self._item_queues = ItemQueues(
            queues, work.arrangement, window=window, commands=self.commands, sight=self.sight
        )
        window.take(self.commands, self._closing, self._take_in, speakers=self._presenters)

    def _take_in(self, dropped: Dropped) -> bool:
        return self._item_queues.claim(dropped, lambda: self._photos.take(dropped)) or self._photos.take(dropped)

    def _join_matches(self) -> None:
        """A double click on a match is its key."""
        panel, desk = self.window.match_panel, self.work.desk
        panel.picked.connect(desk.choose_match)
        panel.taken.connect(lambda place: self.commands[MATCH_KEYS[place]].trigger())
        panel.head.newer_wanted.connect(desk.show_newer)

    def _join_photo(self) -> None:
        """Corners that could not be saved return to the editor."""
        view, corner_edits = self.window.desk_panel.view, self.work.corner_edits
        view.sighting_clicked.connect(self.work.desk.choose_sighting)
        view.editor.applied.connect(lambda corners, is_new: corner_edits.set(corners, is_new=is_new))
        corner_edits.unsaved.connect(view.editor.restore)

    def _join_tasks(self) -> None:
        """The bar shows the task under way, and its button stops it."""
        bar, tasks = self.window.task_bar, self.work.tasks
        bar.stopped.connect(tasks.stop)
        bar.stopped.connect(bar.stopping)
        tasks.began.connect(bar.begin)
        tasks.renamed.connect(bar.say)
        tasks.told.connect(bar.tell)
        tasks.ended.connect(bar.end)

    def _end(self) -> None:
        """Present mode was closed, and the window with it; unless what is not saved keeps it."""
        if not self.window.close():
            self.window.show()
