"""Puts what is on the desk into the panels, and what can be done about it into the commands; decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.gui.commands import MATCH_KEYS, Commands
from karuta.gui.desk_reading import is_decided
from karuta.gui.panels.desk_panel import DeskPanel
from karuta.gui.panels.match_panel import MatchPanel
from karuta.gui.panels.notice import Weight
from karuta.gui.panels.queue_panel import QueuePanel
from karuta.gui.translate import code_words
from karuta.gui.work import Work
from karuta.jobs.lane import Urgency
from karuta.services.read_queue import crop_path

_NEEDS_PHOTO = (
    *("corners", "draw", "compare", "blink", "skip", "remove", "reveal", "search", "unknown", "unreadable", "no-card"),
    *("zoom-in", "zoom-out", "zoom-fit"),
    *("history", "next-of-shot", "select-shot"),
)


class Showing(QObject):
    """Follows the desk."""

    def __init__(self, work: Work, commands: Commands, desk: DeskPanel, matches: MatchPanel, queue: QueuePanel) -> None:
        super().__init__(desk)
        self._work = work
        self._commands = commands
        self._panel = desk
        self._matches = matches
        self._queue = queue
        self._failed: dict[str, str] = {}
        self._says_without_cards = False
        self._all_decided = False
        self._join()
        self._put_keys()
        self._show_photo()
        self._show_sighting()
        self._commands.enable({"show-all": work.arrangement.is_narrowed})

    def retranslate(self) -> None:
        """Say again what is on the screen; what was said in passing is let go."""
        self._panel.notice.hide()
        self._put_keys()
        self._show_photo()
        self._show_sighting()
        self._show_unsaved()
        self._welcome()

    def retint(self) -> None:
        self._welcome()

    def _put_keys(self) -> None:
        """The keys that stand in texts and on cards, as they are now."""
        key = self._commands.hint
        self._matches.set_keys([key(id) for id in MATCH_KEYS])
        text = self.tr("Press a number, or {key} for the first")
        self._matches.hint = text.format(key=key("confirm")) if key("confirm") else self.tr("Press a number")

    @property
    def is_settled(self) -> bool:
        work, photo = self._work, self._work.desk.photo
        if not (work.is_ready and work.desk.is_settled and work.stock.has_cards is not None and work.intake.is_idle):
            return False
        if not (work.pictures.is_idle and work.cards.is_idle and work.corners.is_idle and work.counts is not None):
            return False
        return photo is None or photo.looked_up or photo.error is not None or work.look_ahead.is_stopped

    def _join(self) -> None:
        desk, work = self._work.desk, self._work
        self._commands.keys_changed.connect(self._put_keys)
        self._commands.keys_changed.connect(self._show_sighting)
        desk.photo_shown.connect(self._show_photo)
        desk.sighting_shown.connect(self._show_sighting)
        desk.match_chosen.connect(lambda: self._matches.choose(desk.place_of_match))
        work.deciding.unsaved_changed.connect(self._show_unsaved)
        desk.nothing_open.connect(self._nothing_open)
        self._panel.welcome.steps.show_demo(work.session.resources / "demo", work.pictures)
        work.pictures.photo_ready.connect(self._photo_came)
        work.pictures.photo_failed.connect(self._photo_failed)
        work.pictures.small_ready.connect(self._small_came)
        work.trouble.connect(lambda text: self._panel.notice.say(text, Weight.TROUBLE))
        work.look_ahead.trouble.connect(self._trouble)
        work.arrangement.shown.connect(lambda: self._queue.show_photo(desk.photo_id, scroll=False))
        work.arrangement.changed.connect(self._narrowed)
        work.stock.known.connect(self._welcome)
        work.counted.connect(lambda _: self._welcome())
        work.confidence.learned.connect(lambda: self._say(desk.photo, desk.sighting))
        self._panel.view.fine_wanted.connect(self._want_fine)

    # The photo

    def _show_photo(self) -> None:
        desk = self._work.desk
        self._panel.show_photo(desk.photo)
        self._queue.show_photo(desk.photo_id)
        if desk.photo is None:
            self._welcome()
        else:
            self._all_decided = False
            self._show_image()
        self._commands.enable(dict.fromkeys(_NEEDS_PHOTO, desk.photo is not None))

    def _show_image(self, *, full: bool = False) -> None:
        on_desk = self._work.desk.on_desk
        assert on_desk is not None
        photo, view = on_desk.photo, self._panel.view
        if on_desk.place is None:
            thumbnail = self._work.pictures.thumbnail(photo.photo.sha256, None)
            image = thumbnail.toImage() if thumbnail is not None and not thumbnail.isNull() else None
            view.set_image(image, photo.size, words=self.tr("The photo's file is not where it was."))
            self._panel.notice.say(
                self.tr("{name} is not where it was.").format(name=photo.photo.name),
                Weight.TROUBLE,
                button=self.tr("Locate moved photos…"),
                do=self._commands["locate"].trigger,
            )
            return
        if photo.photo.sha256 in self._failed or photo.error is not None:
            view.set_image(
                None,
                photo.size,
                words=self._failed.get(photo.photo.sha256) or code_words(photo.error, photo.error_message),
            )
            return
        shown = self._work.pictures.photo(photo.photo.sha256, on_desk.place, urgency=Urgency.NOW, full=full)
        if shown is not None:
            view.set_image(shown.image, shown.size)
        else:
            view.set_image(None, photo.size)

    def _want_fine(self) -> None:
        if self._work.desk.on_desk is not None and self._work.desk.on_desk.place is not None:
            self._show_image(full=True)

    def _photo_came(self, photo: str) -> None:
        self._failed.pop(photo, None)
        if photo == self._work.desk.photo_id:
            self._show_image()

    def _photo_failed(self, photo: str, reason: str) -> None:
        self._failed[photo] = reason
        if photo == self._work.desk.photo_id:
            self._show_image()

    # The sighting

    def _show_sighting(self) -> None:
        desk = self._work.desk
        photo, sighting = desk.photo, desk.sighting
        sightings = photo.sightings if photo else ()
        self._panel.view.set_sightings(
            [one.corners for one in sightings], [is_decided(one) for one in sightings], desk.place_of_sighting
        )
        self._matches.choose(desk.place_of_match)
        self._matches.head.set_crop(self._crop(sighting))
        self._say(photo, sighting)
        count = len(desk.matches)
        states = {id: place < count for place, id in enumerate(MATCH_KEYS)}
        states |= {"confirm": count > 0, "copy": count > 0 or desk.label is not None}
        states |= dict.fromkeys(("next-sighting", "previous-sighting"), len(sightings) > 1)
        states |= dict.fromkeys(("zoom-card", "turn"), sighting is not None)
        self._commands.enable(states)

    def _crop(self, sighting: LiveSighting | None) -> QPixmap | None:
        if sighting is None or sighting.crop_sha256 is None:
            return None
        path = crop_path(self._work.session.library, sighting.crop_sha256)
        return self._work.pictures.artwork(path) if path else None

    def _small_came(self) -> None:
        self._matches.head.set_crop(self._crop(self._work.desk.sighting))
        self._queue.list.viewport().update()

    def _say(self, photo: DeskPhoto | None, sighting: LiveSighting | None) -> None:
        panel = self._matches
        if photo is None:
            panel.say("", "", icon="")
        elif sighting is not None and sighting.verdict is not None:
            count = len(photo.sightings)
            of = self.tr("Sighting {number} of {count}").format(number=sighting.number, count=count)
            panel.say_verdict(sighting.verdict, sighting.label, of=of if count > 1 else "", here=self._here(sighting))
        elif sighting is not None and self._work.corners.holds(photo.photo.sha256, sighting):
            panel.say(self.tr("Looking…"), "", icon="clock", label=sighting.label)
        elif sighting is not None and sighting.by_hand:
            panel.say(self.tr("Not looked up"), "", icon="circle-dashed", label=sighting.label)
        elif sighting is not None:
            text = self.tr("not seen by the newest lookup")
            panel.say(self.tr("No suggestion"), text, icon="circle-dashed", label=sighting.label)
        elif photo.error is not None:
            panel.say(
                self.tr("Cannot be read"),
                code_words(photo.error, photo.error_message),
                icon="file-x",
                label=photo.whole_photo,
            )
        elif photo.looked_up:
            text = self.tr("{none}: no card here · {draw}: draw it · {find} finds the card")
            hint = self._commands.hint
            text = text.format(none=hint("no-card"), draw=hint("draw"), find=hint("search"))
            panel.say(self.tr("No card found"), text, icon="circle-dashed", label=photo.whole_photo)
        elif self._work.look_ahead.is_stopped or (self._work.desk.on_desk and not self._work.desk.on_desk.place):
            panel.say(self.tr("Not looked up"), "", icon="circle-dashed", label=photo.whole_photo)
        else:
            panel.say(self.tr("Looking…"), "", icon="clock", label=photo.whole_photo)

    def _here(self, sighting: LiveSighting) -> str:
        """How often claims like this one's were right in this library."""
        share = self._work.confidence.here(sighting.matches)
        return "" if share is None else self.tr("right {k} of {n} here").format(k=share.k, n=share.n)

    # What is wrong, and what is missing

    def _show_unsaved(self) -> None:
        unsaved = list(self._work.deciding.unsaved.values())
        self._commands.enable({"retry": bool(unsaved)})
        if not unsaved:
            self._panel.unsaved.hide()
            return
        last = unsaved[-1]
        what = last.choice.card.name if last.choice.card else ""
        text = self.tr("Not saved: {reason}").format(reason=last.reason)
        if what:
            text = self.tr("{card} is not saved: {reason}").format(card=what, reason=last.reason)
        if len(unsaved) > 1:
            text = self.tr("{count} decisions are not saved: {reason}").format(count=len(unsaved), reason=last.reason)
        self._panel.unsaved.say(text, Weight.LOSS, button=self.tr("Save again"), do=self._work.deciding.retry)

    def _trouble(self, text: str) -> None:
        """Nothing can be looked up. Where that is for want of cards, the desk says so itself."""
        self._work.stock.ask()
        if self._work.stock.has_cards is False:
            self._without_cards()
        else:
            self._panel.notice.say(text, Weight.TROUBLE, button=self.tr("Try again"), do=self._try_again)
        self._say(self._work.desk.photo, self._work.desk.sighting)

    def _try_again(self) -> None:
        self._panel.notice.hide()
        self._work.look_ahead.resume()
        self._work.corners.try_again()

    def _without_cards(self) -> None:
        self._says_without_cards = True
        self._panel.notice.say(
            self.tr("This library has no cards yet, so nothing is looked up."),
            Weight.NOTE,
            button=self.tr("Add catalogue…"),
            do=self._commands["add-catalogue"].trigger,
        )

    def _narrowed(self) -> None:
        """Another filter: what was said of the one before no longer holds."""
        self._all_decided = False
        self._commands.enable({"show-all": self._work.arrangement.is_narrowed})
        if self._panel.notice.text == self.tr("Every photo that the filter shows is decided."):
            self._panel.notice.hide()

    def _nothing_open(self) -> None:
        if self._work.ways_in.awaits_more:
            return
        if self._work.arrangement.is_narrowed:
            self._panel.notice.say(
                self.tr("Every photo that the filter shows is decided."),
                Weight.NOTE,
                button=self._commands["show-all"].text(),
                do=self._commands["show-all"].trigger,
            )
            return
        self._all_decided = True
        self._welcome()
        counts = self._work.counts
        if self._work.desk.photo is not None and counts is not None and counts.photos:
            self._panel.notice.say(
                self.tr("Every photo is decided."),
                Weight.NOTE,
                button=self.tr("Export labels…"),
                do=self._commands["export"].trigger,
            )

    def _welcome(self) -> None:
        work, commands = self._work, self._commands
        if work.stock.has_cards and self._panel.notice.text == self.tr(
            "This library has no cards yet, so nothing is looked up."
        ):
            self._panel.notice.hide()
        counts = work.counts
        say = self._panel.welcome.say
        if work.stock.has_cards is None or counts is None:
            say("", "", "", [])
        elif not work.stock.has_cards:
            if work.desk.photo is not None:
                self._without_cards()
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
                self.tr("Drop more photos here, or take the labels with you."),
                "circle-check",
                [commands["open"], commands["export"]],
            )
        else:
            say(
                self.tr("Drop photos or a folder here"),
                self.tr("A folder's name becomes the batch, its sub-folders the listings."),
                "images",
                [commands["open"], commands["open-folder"]],
                first=not counts.photos,
            )
