"""What a person reads when nothing is left to decide, or nothing is there yet, and what to do then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, SignalInstance

from karuta.domain.desk import DeskPhoto
from karuta.domain.queue import QueueCounts
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.notice_presenter import NoticePresenter
from karuta.gui.desk.reading import is_decided
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.notice import Weight
from karuta.gui.library.catalogue_status import CatalogueStatus
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.gui.library.tasks import Tasks
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.progress import QueueProgress

_ALL_SHOWN_DECIDED = "all that the filter shows is decided"
_ALL_DECIDED = "all is decided"


class EmptyDeskPresenter(QObject):
    """On the desk itself if it is empty, else above the photo that stays on it.

    `counted`: newer counts, or other photos being imported. `awaits_more`: whether requested photos are still to come.
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
        lookup_queue: LookupQueue,
        tasks: Tasks,
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
        self._lookup_queue = lookup_queue
        self._tasks = tasks
        self._catalogue_status = catalogue_status
        self._commands = commands
        self._panel = panel
        self._notices = notices
        # Nothing was found that waits for a person; what was counted then may be older.
        self._all_decided = False
        # Whoever closed the notice about it has read it.
        self._is_news = True
        # Whoever exports once all is decided needs no offer to export, which would cover where the labels went.
        self._was_exported = False
        # The fewest that were left since it was said that all in this filter is decided.
        self._least_left: int | None = None
        panel.welcome.steps.show_demo(session.resources / "demo", pictures)
        desk.photo_shown.connect(self._photo_shown)
        desk.nothing_open.connect(self._nothing_open)
        arrangement.changed.connect(self._narrowed)
        arrangement.shown.connect(self.say)
        catalogue_status.known.connect(self.say)
        for told in (tasks.began, tasks.renamed):
            told.connect(lambda _: self.say())
        lookup_queue.resumed.connect(self.say)
        counted.connect(lambda _: self._counted())
        commands["export"].triggered.connect(self._exports)
        commands.know({"filter": arrangement.is_narrowed})
        panel.welcome.say("", "", "", [])
        self.say()

    def _exports(self) -> None:
        photo = self._desk.photo
        self._was_exported = photo is not None and not _waits(photo)

    def _photo_shown(self) -> None:
        photo = self._desk.photo
        if photo is None:
            self.say()
        elif _waits(photo):
            self._no_longer()

    def _narrowed(self) -> None:
        """Another filter: what was said about the previous one no longer applies."""
        self._no_longer()
        self._commands.know({"filter": self._arrangement.is_narrowed})

    def _no_longer(self) -> None:
        """There is something to decide, or nobody knows yet."""
        self._all_decided, self._was_exported, self._least_left = False, False, None
        for about in (_ALL_DECIDED, _ALL_SHOWN_DECIDED):
            self._panel.notice.take_back(about)

    def _counted(self) -> None:
        """Photos that came in, or that somebody took back, end what was said; counts from before it do not."""
        counts = self._progress.counts
        if counts is not None and self._least_left is not None:
            if counts.undecided > self._least_left:
                self._no_longer()
            else:
                self._least_left = counts.undecided
        self.say()

    def _nothing_open(self) -> None:
        commands, notice = self._commands, self._panel.notice
        if self._awaits_more():
            return
        if self._arrangement.is_narrowed:
            show_all = commands["show-all"]
            self._least_left = self._progress.counts.undecided if self._progress.counts else None
            notice.say(
                self.tr("Every photo in this filter is decided."),
                Weight.NOTE,
                key=_ALL_SHOWN_DECIDED,
                button=show_all.text(),
                do=show_all.trigger,
            )
            return
        self._all_decided = self._is_news = True
        self.say()

    def _is_all_decided(self, counts: QueueCounts) -> bool:
        """As it was found, and as it is counted: what cannot be opened waits for nobody."""
        return self._all_decided and counts.photos > 0 and counts.undecided <= counts.failed

    def _say_all_decided(self) -> None:
        """Above the photo that stays on the desk."""
        counts, notice, export = self._progress.counts, self._panel.notice, self._commands["export"]
        if counts is None or not self._is_all_decided(counts):
            notice.take_back(_ALL_DECIDED)
            self._is_news = True
            return
        if not self._is_news or self._was_exported or self._desk.photo is None:
            return
        self._is_news = False
        text = self.tr("Every photo is decided.")
        if counts.failed:
            text = self.tr("Every other photo is decided; {count} cannot be opened.", "", counts.failed)
        notice.say(
            text.format(count=f"{counts.failed:,}"),
            Weight.NOTE,
            key=_ALL_DECIDED,
            button=self.tr("Export labels…"),
            do=export.trigger,
            beneath=True,
        )

    def say(self) -> None:
        commands = self._commands
        has_cards, counts, say = self._catalogue_status.has_cards, self._progress.counts, self._panel.welcome.say
        awaits_cards = self._lookup_queue.is_waiting
        if has_cards or awaits_cards:
            self._notices.with_cards()
        self._say_all_decided()
        if awaits_cards and not has_cards:
            # The task says in its title how far it is.
            say(self.tr("Cards are being added"), self._tasks.title, "package-plus", [])
        elif has_cards is None or counts is None or self._catalogue_status.is_old:
            return  # it stands until more is known
        elif not has_cards:
            if self._desk.photo is not None:
                self._notices.without_cards()
            say(
                self.tr("This library has no cards yet"),
                self.tr("Try the demo with its own drawn cards, or add cards of your own."),
                "library",
                [commands["open-demo"], commands["add-catalogue"]],
                first=True,
            )
        elif self._arrangement.is_empty and counts.photos:
            say(
                self.tr("No photo matches the filter"),
                self.tr("Choose another filter, or show all photos."),
                "list-filter",
                [],  # the list beside it has the button
            )
        elif self._is_all_decided(counts):
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


def _waits(photo: DeskPhoto) -> bool:
    """Whether a person has to decide about something in it."""
    if photo.error is not None or photo.whole_photo is not None:
        return False
    return not photo.sightings or any(not is_decided(one) for one in photo.sightings)
