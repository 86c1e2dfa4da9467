"""Words for a person when nothing is left to decide, or nothing is there yet, and what to do then."""

from __future__ import annotations

from collections.abc import Callable

from karuta.domain.desk import DeskPhoto
from karuta.domain.queue import QueueCounts
from karuta.domain.statistics import wilson
from karuta.gui.desk.library_parts import LibraryParts, Panels, Presenter
from karuta.gui.desk.notice_presenter import NoticePresenter
from karuta.gui.desk.reading import is_decided
from karuta.gui.kit.notice import Weight
from karuta.gui.kit.translate import error_words, together
from karuta.gui.queue.drawn_round import DrawnRound
from karuta.gui.queue.queues import ALL, Queue

_ALL_SHOWN_DECIDED = "all that the filter shows is decided"
_ALL_DECIDED = "all is decided"


class EmptyDeskPresenter(Presenter):
    """On the desk itself if it is empty, else above the photo that stays on it.

    `awaits_more`: whether requested photos are still to come.
    """

    def __init__(
        self, parts: LibraryParts, panels: Panels, notices: NoticePresenter, *, awaits_more: Callable[[], bool]
    ) -> None:
        super().__init__(parts, panels, panels.desk)
        self._awaits_more, self._notices, self._welcome = awaits_more, notices, panels.desk.welcome
        # Nothing was found that waits for a person; what was counted then may be older.
        self._all_decided = False
        # Whoever closed the notice about it has read it. `_disputed`: how many photos it spoke of as disputed.
        self._is_news, self._disputed = True, 0
        # Whoever exports once all is decided needs no offer to export, which would cover where the labels went.
        self._was_exported = False
        # The fewest that were left since it was said that all in this filter is decided.
        self._least_left: int | None = None
        panels.desk.welcome.steps.show_demo(parts.session.resources / "demo", parts.pictures)
        parts.desk.photo_shown.connect(self._photo_shown)
        parts.desk.nothing_open.connect(self._nothing_open)
        parts.arrangement.changed.connect(self._narrowed)
        for changed in (parts.arrangement.shown, parts.catalogue_status.known, parts.lookup_queue.turned):
            changed.connect(self.say)
        for told in (parts.tasks.began, parts.tasks.renamed):
            told.connect(lambda _: self.say())
        parts.progress.counted.connect(lambda _: self._counted())
        panels.commands["export"].triggered.connect(self._exports)
        self._know()
        panels.desk.welcome.say("", "", "", [])
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
        self._know()

    def _know(self) -> None:
        queue = self._parts.arrangement.queue
        self._commands.know({"filter": self._parts.arrangement.is_narrowed, "unknown cards": queue.has_groups})
        self._commands.turn_off(queue.off)

    def _no_longer(self) -> None:
        """There is something to decide, or nobody knows yet."""
        self._all_decided, self._was_exported, self._least_left = False, False, None
        for about in (_ALL_DECIDED, _ALL_SHOWN_DECIDED):
            self._notice.take_back(about)

    def _counted(self) -> None:
        """Photos that came in, or that somebody took back, end what was said; counts from before it do not."""
        counts = self._parts.progress.counts
        if counts is not None and self._least_left is not None:
            if counts.undecided > self._least_left:
                self._no_longer()
            else:
                self._least_left = counts.undecided
        self.say()

    def _nothing_open(self) -> None:
        if self._awaits_more() or self._desk.round is not None or self._desk.queue.items is not None:
            return
        if self._parts.arrangement.is_narrowed:
            self._least_left = self._parts.progress.counts.undecided if self._parts.progress.counts else None
            queue, counts = self._parts.arrangement.queue, self._parts.progress.counts
            text = self.tr("Every photo in this filter is decided.") if queue is ALL else self._nothing_left(queue)
            if counts is not None and counts.disputed and not queue.has_sides:
                text = together([text, self._open_disputes(counts)])
            self._offer(text, Weight.NOTE, about=_ALL_SHOWN_DECIDED, command="show-all")
            return
        self._all_decided = self._is_news = True
        self.say()

    def _what_came_of(self, drawn: DrawnRound) -> tuple[str, str]:
        """What is said once nothing that was drawn waits."""
        if not self._desk.queue.is_blind:
            text = self.tr(
                "Evaluate a candidate in Models and training; the labels on which it answers otherwise come here."
            )
            return self._nothing_left(self._desk.queue), text
        if not drawn.decided:
            text = self.tr("No confirmed card waits for a review. Confirm more cards first.")
            return self.tr("Nothing to review"), text
        share = wilson(drawn.same, drawn.decided)
        title = self.tr("{same} of {count} the same as before").format(same=drawn.same, count=drawn.decided)
        text = self.tr("95 % CI {low}-{high} %. Review > Disagreements shows where the answers differ.")
        return title, text.format(low=f"{100 * share.low:.0f}", high=f"{100 * share.high:.0f}")

    def _nothing_left(self, queue: Queue) -> str:
        return self.tr("Nothing is left in “{queue}”.").format(queue=queue.words)

    def _is_all_decided(self, counts: QueueCounts) -> bool:
        """As it was found, and as it is counted: what cannot be opened waits for nobody."""
        return self._all_decided and counts.photos > 0 and counts.undecided <= counts.failed

    def _say_all_decided(self) -> None:
        """Above the photo that stays on the desk."""
        counts = self._parts.progress.counts
        if counts is None or not self._is_all_decided(counts):
            self._notice.take_back(_ALL_DECIDED)
            self._is_news = True
            return
        self._is_news |= counts.disputed != self._disputed
        if not self._is_news or self._was_exported or self._desk.photo is None:
            return
        self._is_news, self._disputed = False, counts.disputed
        text = self.tr("Every photo is decided.")
        if counts.failed:
            text = self.tr("Every other photo is decided; {count} cannot be opened.", "", counts.failed)
        text, command = text.format(count=f"{counts.failed:,}"), "export"
        if self._session.is_demo:
            text, command = (
                self.tr("Every photo of the demo is decided. Your own cards go into a library of your own."),
                "new-library",
            )
        if counts.disputed:
            text, command = together([text, self._open_disputes(counts)]), "agreement"
        self._offer(text, Weight.NOTE, about=_ALL_DECIDED, command=command, beneath=True)

    def _open_disputes(self, counts: QueueCounts) -> str:
        text = self.tr("People disagree about {count} photos, and nobody has settled it.", "", counts.disputed)
        return text.format(count=f"{counts.disputed:,}")

    def say(self) -> None:
        commands = self._commands
        status, counts = self._parts.catalogue_status, self._parts.progress.counts
        say = self._welcome.say
        awaits_cards = self._parts.lookup_queue.is_waiting
        if status.has_cards or awaits_cards:
            self._notices.with_cards()
        if (items := self._parts.arrangement.queue.items) is not None:
            inviting = items.invitation
            say(inviting.title, inviting.more, inviting.icon, list(inviting.actions))
            return
        self._say_all_decided()
        if awaits_cards and not status.has_cards:
            # The task says in its title how far it is.
            say(self.tr("Cards are being added"), self._parts.tasks.title, "package-plus", [])
        elif status.has_cards is None or counts is None or status.is_old:
            return  # it stands until more is known
        elif status.fault is not None:
            if self._desk.photo is not None:
                self._notices.without_catalogue(status.fault)
            words = error_words(status.fault)
            say(self.tr("Photos can't be looked up"), words, "triangle-alert", [commands["doctor"]])
        elif not status.has_cards:
            if self._desk.photo is not None:
                self._notices.without_cards()
            say(
                self.tr("This library has no cards yet"),
                self.tr("Try the demo with its own drawn cards, or add cards of your own."),
                "library",
                [commands["open-demo"], commands["add-catalogue"]],
                first=True,
            )
        elif counts.photos and (self._parts.arrangement.awaited.is_awaited or self._desk.awaits_other):
            say("", "", "", [])  # it is on its way
        elif (drawn := self._desk.round) is not None and self._desk.photo is None:
            is_blind = self._desk.queue.is_blind
            say(*self._what_came_of(drawn), "circle-check", [] if is_blind else [commands["train"]])
        elif self._parts.arrangement.is_empty and counts.photos:
            queue = self._parts.arrangement.queue
            say(
                self.tr("No photo matches the filter") if queue is ALL else self._nothing_left(queue),
                self.tr("Choose another filter, or show all photos."),
                "list-filter",
                [],  # the list beside it has the button
            )
        elif self._is_all_decided(counts):
            more = self.tr("Drop more photos here, or export the labels.")
            say(
                self.tr("Every photo is decided"),
                together([self._open_disputes(counts), more]) if counts.disputed else more,
                "triangle-alert" if counts.disputed else "circle-check",
                [commands["new-library" if self._session.is_demo else "open"], commands["export"]],
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
    return not photo.sightings or any(not is_decided(sighting) for sighting in photo.sightings)
