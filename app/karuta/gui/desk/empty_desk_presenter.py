"""What a person reads where nothing is left to decide, or nothing is there yet, and what to do then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, SignalInstance

from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.notice_presenter import NoticePresenter
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.notice import Weight
from karuta.gui.library.catalogue_status import CatalogueStatus
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.progress import QueueProgress

_ALL_SHOWN_DECIDED = "all that the filter shows is decided"


class EmptyDeskPresenter(QObject):
    """On the desk itself where it is empty, else above the photo that stays on it.

    `counted`: newer counts, or other photos on their way in. `awaits_more`: whether photos are still to come that
    were asked for.
    """

    def __init__(
        self,
        *,
        session: Session,
        desk: Desk,
        arrangement: QueueArrangement,
        counted: SignalInstance,
        progress: QueueProgress,
        awaits_more: Callable[[], bool],
        pictures: Pictures,
        catalogue_status: CatalogueStatus,
        commands: Commands,
        panel: DeskPanel,
        notices: NoticePresenter,
    ) -> None:
        super().__init__(panel)
        self._desk = desk
        self._arrangement = arrangement
        self._progress = progress
        self._awaits_more = awaits_more
        self._catalogue_status = catalogue_status
        self._commands = commands
        self._panel = panel
        self._notices = notices
        self._all_decided = False
        panel.welcome.steps.show_demo(session.resources / "demo", pictures)
        desk.photo_shown.connect(self._photo_shown)
        desk.nothing_open.connect(self._nothing_open)
        arrangement.changed.connect(self._narrowed)
        catalogue_status.known.connect(self.say)
        counted.connect(lambda _: self.say())
        commands.know({"filter": arrangement.is_narrowed})
        self.say()

    def _photo_shown(self) -> None:
        if self._desk.photo is None:
            self.say()
        else:
            self._all_decided = False

    def _narrowed(self) -> None:
        """Another filter: what was said of the one before no longer holds."""
        self._all_decided = False
        self._commands.know({"filter": self._arrangement.is_narrowed})
        self._panel.notice.take_back(_ALL_SHOWN_DECIDED)

    def _nothing_open(self) -> None:
        commands, notice = self._commands, self._panel.notice
        if self._awaits_more():
            return
        if self._arrangement.is_narrowed:
            show_all = commands["show-all"]
            notice.say(
                self.tr("Every photo in this filter is decided."),
                Weight.NOTE,
                key=_ALL_SHOWN_DECIDED,
                button=show_all.text(),
                do=show_all.trigger,
            )
            return
        self._all_decided = True
        self.say()
        counts = self._progress.counts
        if self._desk.photo is not None and counts is not None and counts.photos:
            notice.say(
                self.tr("Every photo is decided."),
                Weight.NOTE,
                button=self.tr("Export labels…"),
                do=commands["export"].trigger,
            )

    def say(self) -> None:
        commands = self._commands
        has_cards, counts, say = self._catalogue_status.has_cards, self._progress.counts, self._panel.welcome.say
        if has_cards:
            self._notices.with_cards()
        if has_cards is None or counts is None:
            say("", "", "", [])
        elif not has_cards:
            if self._desk.photo is not None:
                self._notices.without_cards()
            say(
                self.tr("This library has no cards yet"),
                self.tr("Try the demo with its own drawn cards, or add a catalogue folder."),
                "library",
                [commands["open-demo"], commands["add-catalogue"]],
                first=True,
            )
        elif counts.photos and self._all_decided:
            say(
                self.tr("Every photo is decided"),
                self.tr("Drop more photos here, or export the labels."),
                "circle-check",
                [commands["open"], commands["export"]],
            )
        else:
            say(
                self.tr("Drop photos or a folder here"),
                self.tr("A folder becomes a batch, its subfolders become listings."),
                "images",
                [commands["open"], commands["open-folder"]],
                first=not counts.photos,
            )
