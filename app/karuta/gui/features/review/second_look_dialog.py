"""A blind second look: labelled sightings come back without label, verdict or order, and what is found is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter

from karuta.domain.desk import LiveSighting
from karuta.domain.errors import KarutaError, Known
from karuta.domain.label import ChosenCard, Kind, Label
from karuta.domain.match import Match
from karuta.domain.recheck import drawn_by_lot
from karuta.domain.statistics import wilson
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.desk.photo_view import PhotoView
from karuta.gui.desk.reading import OnDesk, read_photo
from karuta.gui.features.cards import SearchDialog
from karuta.gui.features.feature import WindowParts
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.lay import row
from karuta.gui.kit.prose import quiet_label
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.second_look import blind, look_again, second_looks

ROUND = 20


@dataclass(frozen=True)
class BlindLook:
    """A sighting to look at anew: nothing of its label is in `sighting`; `label` is kept to compare with.

    `shown`: its matches in an order drawn by lot, the same one for as long as it is looked at.
    """

    on_desk: OnDesk
    sighting: LiveSighting
    label: Label
    shown: tuple[Match, ...]


class SecondLooks(QObject):
    """`shown`: the next one is there. `saved`: photos with a stored result. `over`: none is left."""

    shown = Signal()
    saved = Signal(object)
    trouble = Signal(str)
    over = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.look: BlindLook | None = None
        self.is_over = False
        self.count = 0
        self.place = 0
        self.same = 0
        self.decided = 0
        self._waiting: list[tuple[str, str]] = []
        self._busy = False

    def start(self) -> None:
        try:
            annotator = self._session.origin.annotator
        except KarutaError as error:
            self.trouble.emit(sentence(error))
            return
        self._session.store_lane.submit(
            lambda file, token: second_looks(file, annotator, count=ROUND),
            done=while_alive(self, self._drawn),
            failed=lambda error: self.trouble.emit(sentence(error)),
            urgency=Urgency.NOW,
        )

    def skip(self) -> None:
        if self.look is not None and not self._busy:
            self._next()

    def decide(self, kind: Kind, card: ChosenCard | None = None) -> None:
        """Store the result, then show the next one. A key refers to what is on the screen."""
        look = self.look
        if look is None or self._busy:
            return
        try:
            origin = self._session.origin
        except KarutaError as error:
            self.trouble.emit(sentence(error))
            return
        self._busy = True
        photo, seen = look.on_desk.photo.photo.sha256, look.sighting
        self._session.store_lane.submit(
            lambda file, token: look_again(
                file,
                photo,
                seen.sighting_id,
                kind=kind,
                card=card,
                origin=origin,
                evidence=seen.evidence,
                shown=look.shown,
            ),
            done=while_alive(self, lambda action: self._kept(action.photos, look, kind, card)),
            failed=while_alive(self, self._not_kept),
            urgency=Urgency.NOW,
            keep=True,
        )

    def _drawn(self, places: list[tuple[str, str]]) -> None:
        self._waiting = places
        self.count = len(places)
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self.look, self.is_over = None, True
            self.over.emit()
            return
        photo, sighting = self._waiting.pop(0)
        self._busy = True
        self._session.store_lane.submit(
            lambda file, token: _read(file, photo, sighting),
            done=while_alive(self, self._came),
            failed=while_alive(self, self._not_kept),
            urgency=Urgency.NOW,
        )

    def _came(self, look: BlindLook | None) -> None:
        self._busy = False
        self.place = self.count - len(self._waiting)
        if look is None:  # its label or its suggestions are gone by now
            self._next()
            return
        self.look = look
        self.shown.emit()

    def _kept(self, photos: frozenset[str], look: BlindLook, kind: Kind, card: ChosenCard | None) -> None:
        self._busy = False
        self.decided += 1
        self.same += look.label.kind is kind and look.label.card == (card.key if card else None)
        self.saved.emit(photos)
        self._next()

    def _not_kept(self, error: Known) -> None:
        self._busy = False
        self.trouble.emit(sentence(error))


def _read(file: LabelFile, photo: str, sighting: str) -> BlindLook | None:
    found = read_photo(file, photo)
    if found is None or (place := blind(found.photo, sighting)) is None:
        return None
    seen = found.photo.sightings[place]
    if seen.label is None:
        return None
    return BlindLook(found, replace(seen, label=None), seen.label, drawn_by_lot(seen.matches, token_hex(16)))


_SAYS = {"U": Kind.UNKNOWN, "R": Kind.UNREADABLE, "N": Kind.NO_CARD, "K": Kind.BACK}


class SecondLookDialog(Dialog):
    """The keys of the desk: 1-9, Up, Down and Enter, U, R, N, S, `/`; Esc ends. `saved`: photos about which something
    was kept.

    Nothing tells what Karuta suggests first: the matches stand in an order drawn by lot, without percentages, none is
    marked, and Enter takes only one that a person marked.
    """

    saved = Signal(object)

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Blind review"), parts.kit.window)
        session, pictures, theme = parts.session, parts.pictures, parts.kit.theme
        deliberate = Deliberate(parts.held_keys)
        self._session, self._pictures, self._theme = session, pictures, theme
        self.looks = SecondLooks(session, self)
        self.model = MatchModel(parts.card_facts, pictures, self)
        self.view = PhotoView(theme, self)
        self.panel = MatchPanel(self.model, theme, parts.kit.icons, self)
        self.panel.say(self.tr("Loading…"), "", icon="clock")
        self.note = quiet_label(self._hint(), self)
        self.progress = QLabel("", self)
        self.search: SearchDialog | None = None
        self._deliberate = deliberate
        self._arrange()
        deliberate.watch(
            self.panel.list.viewport(),
            self.view,
            has_something=lambda part: part is not self.view or self.view.has_something,
        )
        self._join()
        self.looks.start()

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self, handleWidth=1)
        splitter.addWidget(self.view)
        splitter.addWidget(self.panel)
        splitter.setSizes([74 * GRID, 44 * GRID])
        foot = row((self.note, 1), self.progress, margins=(2, 1, 2, 1))
        self.lay((splitter, 1), foot, spacing=0, margins=(0, 0, 0, 0), size=(122, 80))

    def _join(self) -> None:
        keys: dict[str, Callable[[], object]] = {str(place + 1): partial(self._take, place) for place in range(9)}
        keys |= {key: partial(self._say, kind) for key, kind in _SAYS.items()}
        keys |= {
            "Return": self._enter,
            "Enter": self._enter,
            "Up": partial(self._step, -1),
            "Down": partial(self._step, 1),
        }
        keys |= {"S": self.looks.skip, "/": self._search}
        for key, does in keys.items():
            # A key that is held down decides once.
            QShortcut(QKeySequence(key), self, does).setAutoRepeat(key in ("Up", "Down"))
        self.panel.taken.connect(self._take)
        # Matches that were scrolled are others on the screen.
        self.panel.list.verticalScrollBar().valueChanged.connect(lambda _: self._deliberate.anew())
        self.looks.shown.connect(self._show)
        self.looks.over.connect(self._over)
        self.looks.saved.connect(self.saved)
        self.looks.trouble.connect(self.note.setText)
        self._pictures.photo_ready.connect(self._photo_came)
        self._pictures.small_ready.connect(self._crop_came)
        self.finished.connect(self._left)

    def _hint(self) -> str:
        return self.tr("Label what you see, with the keys of the desk. The earlier label is hidden and stays.")

    def _left(self) -> None:
        self._pictures.photo_ready.disconnect(self._photo_came)
        self._pictures.small_ready.disconnect(self._crop_came)

    def _take(self, place: int) -> None:
        """A match whose row is scrolled away comes in sight first, and is marked."""
        matches = self.looks.look.shown if self.looks.look else ()
        if not 0 <= place < len(matches):
            return
        if not self.panel.is_in_sight(place):
            self.panel.choose(place)
            self.note.setText(self.tr("Match {number} was out of sight: press again").format(number=place + 1))
        else:
            self._say(Kind.CONFIRM, ChosenCard(matches[place].card, matches[place].name))

    def _say(self, kind: Kind, card: ChosenCard | None = None) -> None:
        """A key counts for what a person can have seen."""
        if self.looks.look is None:
            return
        if self._deliberate.is_so:
            self.looks.decide(kind, card)
        else:
            self.note.setText(self.tr("Too quick: press again"))

    def _step(self, by: int) -> None:
        """The mark is a person's: before the first step there is none."""
        count, marked = self.model.rowCount(), self.panel.chosen
        if count:
            self.panel.choose(min(max(0, marked + by), count - 1) if marked >= 0 else 0)

    def _enter(self) -> None:
        if self.looks.is_over:
            self.accept()
        elif self.looks.look is None:
            return
        elif self.panel.chosen < 0:
            self.note.setText(self.tr("Mark a match first: ↓, or a number"))
        elif not self.panel.mark.is_ripe:
            self.note.setText(self.tr("Too quick: press again"))
        else:
            self._take(self.panel.chosen)

    def _search(self) -> None:
        if self.looks.look is not None:
            self.search = SearchDialog(self._session, self._pictures, self._theme, self)
            self.search.setModal(True)
            # It was chosen in the search, from what was seen there.
            self.search.chosen.connect(lambda card: self.looks.decide(Kind.CONFIRM, card))
            self.search.open()

    def _show(self) -> None:
        look = self.looks.look
        assert look is not None
        self.model.set_matches(look.shown, None, is_blind=True)
        self.panel.choose(None)
        self.panel.say(self.tr("Which card is it?"), self.tr("1-9 choose · in random order"), icon="circle-help")
        self.note.setText(self._hint())
        self._deliberate.anew()
        self._show_photo()
        corners = [sighting.corners for sighting in look.on_desk.photo.sightings]
        place = [sighting.sighting_id for sighting in look.on_desk.photo.sightings].index(look.sighting.sighting_id)
        self.view.set_sightings(corners, [False] * len(corners), place)
        self._crop_came()
        self.progress.setText(self.tr("{place} of {count}").format(place=self.looks.place, count=self.looks.count))

    def _show_photo(self) -> None:
        look = self.looks.look
        if look is None:
            return
        photo, place = look.on_desk.photo, look.on_desk.place
        if place is None:
            self.view.set_image(None, photo.size, words=self.tr("The photo's file has moved or was deleted."))
            return
        shown = self._pictures.photo(photo.photo.sha256, place, urgency=Urgency.NOW)
        self.view.set_image(shown.image if shown else None, shown.size if shown else photo.size)

    def _photo_came(self, photo: str) -> None:
        if self.looks.look is not None and self.looks.look.on_desk.photo.photo.sha256 == photo:
            self._show_photo()

    def _crop_came(self) -> None:
        crop = self.looks.look.sighting.crop_sha256 if self.looks.look else None
        self.panel.head.set_crop(self._pictures.crop(crop))

    def _over(self) -> None:
        looks = self.looks
        self.model.set_matches((), None)
        self.view.set_image(None, None)
        self.view.set_sightings([], [], 0)
        self.panel.head.set_crop(None)
        self.progress.setText("")
        if not looks.decided:
            text = self.tr("No confirmed card waits for a review")
            self.panel.say(self.tr("Nothing to review"), text, icon="circle-check")
            self.note.setText(self.tr("Confirm more cards first. Esc goes back."))
            return
        share = wilson(looks.same, looks.decided)
        title = self.tr("{same} of {count} the same as before").format(same=looks.same, count=looks.decided)
        below = self.tr("95 % CI {low}-{high} %")
        self.panel.say(
            title, below.format(low=f"{100 * share.low:.0f}", high=f"{100 * share.high:.0f}"), icon="circle-check"
        )
        self.note.setText(self.tr("Enter or Esc goes back. Review > Consistency shows where the answers differ."))
