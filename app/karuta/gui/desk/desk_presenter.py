"""Shows the desk's photo, sighting and match in the panels. Adds no words and decides nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap

from karuta.domain.desk import LiveSighting
from karuta.gui.desk.library_parts import LibraryParts, Panels, Presenter
from karuta.gui.desk.reading import is_decided
from karuta.gui.kit.command_table import MATCH_KEYS
from karuta.gui.kit.notice import Weight
from karuta.gui.kit.translate import code_words
from karuta.jobs.lane import Urgency

_ASIDE, _MOVED, _SLOW = "set aside", "the photo on the desk has moved", "the photo on the desk takes long"
# From so many milliseconds on it is said that a photo takes long, and can be stopped.
SLOW_MS = 2000


class DeskPresenter(Presenter):
    """Follows the desk, and enables the commands that currently apply."""

    def __init__(self, parts: LibraryParts, panels: Panels) -> None:
        super().__init__(parts, panels, panels.desk)
        self._pictures, self._panel, self._matches = parts.pictures, panels.desk, panels.matches
        self._failed: dict[str, str] = {}
        self._drawn: str | None = None
        # Whose matches are in the list, and which.
        self._listed: object = None
        # Of which it is said that its file is not there.
        self._moved: str | None = None
        self._awaited: str | None = None
        self.slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._join()
        self.retranslate()

    def retranslate(self) -> None:
        """Show everything with words again."""
        self._show_photo()
        self._show_sighting()

    def _join(self) -> None:
        desk, pictures = self._desk, self._pictures
        desk.photo_shown.connect(self._show_photo)
        desk.sighting_shown.connect(self._show_sighting)
        desk.match_chosen.connect(self._show_match)
        pictures.photo_ready.connect(self._photo_came)
        pictures.photo_failed.connect(self._photo_came)
        pictures.photo_stopped.connect(self._photo_stopped)
        self.slow.timeout.connect(self._say_slow)
        pictures.small_ready.connect(self._small_came)
        # Queued: by then the photo is being looked up.
        self._parts.aside_photos.taken_up.connect(self._taken_up, Qt.ConnectionType.QueuedConnection)
        self._parts.arrangement.shown.connect(lambda: self._mark_in_list(scroll=False))
        self._panel.view.fine_wanted.connect(self._want_fine)
        self._queue.marked.connect(self._marked)

    # The photo

    def _show_photo(self) -> None:
        desk = self._desk
        self._panel.show_photo(desk.photo)
        self._panel.view.can_draw = desk.photo is None or desk.photo_id is not None
        self._mark_in_list()
        if not self._parts.aside_photos.holds(desk.photo_id):
            self._notice.take_back(_ASIDE)
        if desk.on_desk is None or desk.on_desk.place is not None or desk.photo_id != self._moved:
            self._notice.take_back(_MOVED)
            self._moved = None
        if desk.photo_id != self._awaited:
            self._notice.take_back(_SLOW)
        if desk.photo is not None:
            self._show_image()
        self._know_photo()

    def _mark_in_list(self, *, scroll: bool = True) -> None:
        self._queue.show_photo(self._desk.photo_id, scroll=scroll, awaits_other=self._desk.awaits_other)

    def _know_photo(self) -> None:
        """While several photos are marked, the deciding keys refer to all of them."""
        several = self._queue.marked_count > 1
        self._commands.know(
            {"photo": self._desk.photo is not None, "something to decide": several or self._desk.photo is not None}
        )

    def _marked(self, _: int) -> None:
        self._know_photo()
        self._show_match()

    def _show_image(self, *, full: bool = False) -> None:
        on_desk = self._desk.on_desk
        assert on_desk is not None
        photo, view = on_desk.photo, self._panel.view
        drawn, self._drawn = self._drawn, None
        if on_desk.place is None:
            thumbnail = self._pictures.thumbnail(photo.photo.sha256, None)
            image = thumbnail.toImage() if thumbnail is not None and not thumbnail.isNull() else None
            view.set_image(image, photo.size, words=self.tr("The photo's file has moved or was deleted."))
            self._moved = photo.photo.sha256
            text, button = self.tr("{name} has moved or was deleted."), self.tr("Locate moved photos…")
            text = text.format(name=photo.photo.name)
            self._offer(text, Weight.TROUBLE, about=_MOVED, command="locate", button=button)
            return
        if self._parts.aside_photos.holds(photo.photo.sha256):
            words = self._parts.aside_photos.words(photo.photo.name)
            view.set_image(None, photo.size, words=words)
            again = self.tr("Try again")
            self._offer(words, Weight.TROUBLE, about=_ASIDE, command="look-again", button=again)
            return
        if photo.photo.sha256 in self._failed or photo.error is not None:
            words = self._failed.get(photo.photo.sha256) or code_words(photo.error, photo.error_message)
            view.set_image(None, photo.size, words=words)
            return
        shown = self._pictures.photo(photo.photo.sha256, on_desk.place, urgency=Urgency.NOW, full=full)
        if shown is not None:
            view.set_image(shown.image, shown.size)
            self._drawn = photo.photo.sha256
        elif drawn == photo.photo.sha256:
            self._drawn = drawn  # when a photo is read again, its picture stays until the new one comes
        else:
            view.set_image(None, photo.size)
        self._wait_for(photo.photo.sha256)

    def _wait_for(self, photo: str) -> None:
        if not self._pictures.is_decoding(photo):
            return
        if photo != self._awaited or not self.slow.isActive():
            self._awaited = photo
            self.slow.start()

    def _say_slow(self) -> None:
        on_desk = self._desk.on_desk
        if on_desk is None or not self._pictures.is_decoding(photo := on_desk.photo.photo.sha256):
            return
        text = self.tr("{name} is taking long to open.").format(name=on_desk.photo.photo.name)
        self._notice.say(text, Weight.NOTE, key=_SLOW, button=self.tr("Stop"), do=partial(self._stop, photo))

    def _stop(self, photo: str) -> None:
        self._pictures.stop(photo)
        self._parts.lookup_queue.give_up(photo)

    def _want_fine(self) -> None:
        if self._desk.on_desk is not None and self._desk.on_desk.place is not None:
            self._show_image(full=True)

    def _photo_came(self, photo: str, reason: str = "") -> None:
        """`reason`: why it could not be opened."""
        self._failed.pop(photo, None)
        if reason:
            self._failed[photo] = reason
        if photo == self._awaited:
            self.slow.stop()
            self._notice.take_back(_SLOW)
        if self._desk.photo is not None and photo == self._desk.photo.photo.sha256:
            self._show_image()

    def _photo_stopped(self, photo: str) -> None:
        """Say so; a coarser picture that is there already stays."""
        if photo != self._drawn:
            self._failed[photo] = self.tr("Not opened: it took too long and was stopped.")
        if photo != self._desk.photo_id:
            return
        self._show_photo()
        text, button = self.tr("Opening this photo was stopped."), self.tr("Open all the same")
        self._notice.say(text, Weight.NOTE, key=_SLOW, button=button, do=partial(self._open_again, photo))

    def _open_again(self, photo: str) -> None:
        self._failed.pop(photo, None)
        self._parts.lookup_queue.again([photo])
        self._show_photo()

    def _taken_up(self, photo: str) -> None:
        self._failed.pop(photo, None)
        if photo == self._desk.photo_id:
            self._show_photo()

    # The sighting

    def _show_sighting(self) -> None:
        desk = self._desk
        sightings = desk.photo.sightings if desk.photo else ()
        self._panel.view.set_sightings(
            [sighting.corners for sighting in sightings],
            [is_decided(sighting) for sighting in sightings],
            desk.place_of_sighting,
            by_machine=[sighting.label is not None and sighting.label.is_by_machine for sighting in sightings],
            disputed=[sighting.label is not None and sighting.label.is_disputed for sighting in sightings],
        )
        self._panel.view.set_marks(desk.on_desk.marks if desk.on_desk else ())
        sighting_id = desk.sighting.sighting_id if desk.sighting else ""
        listed = (desk.photo_id, sighting_id, bool(desk.sides), tuple(row.card for row in desk.rows))
        if listed != self._listed:
            self._listed = listed
            self._matches.list.scrollToTop()
        self._show_match()
        self._matches.head.set_crop(self._crop(desk.sighting))
        count = len(desk.rows)
        facts = {"sighting": desk.sighting is not None, "several sightings": len(sightings) > 1}
        facts |= {"match or label": count > 0 or desk.label is not None, "decided": not desk.takes_label}
        self._commands.know(facts)

    def _show_match(self) -> None:
        """The marked row is the one that Return takes; no row is marked where it takes none, or many photos."""
        does, several = self._desk.return_key, self._queue.marked_count > 1
        self._matches.choose(None if several else does.place)
        count = len(self._desk.rows)
        facts = {f"match {number}": several or number <= count for number in range(1, len(MATCH_KEYS) + 1)}
        self._commands.know(facts | {"return": several or does.kind is not None or self._desk.queue.enter_needs_mark})

    def _crop(self, sighting: LiveSighting | None) -> QPixmap | None:
        return self._pictures.crop(sighting.crop_sha256) if sighting is not None else None

    def _small_came(self) -> None:
        self._matches.head.set_crop(self._crop(self._desk.sighting))
        self._queue.list.viewport().update()
