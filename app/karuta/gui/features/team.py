"""Sends labels to the team and takes the others', and says at the foot of the window how many wait.

Connects only where the library is in a team: when a person asks, and now and then for the line.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStatusBar

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import KarutaError, Known
from karuta.domain.label import Origin, Source
from karuta.domain.sentence import Sentence
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.merge import PlacesOfOthers
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignore_expected, report_to
from karuta.gui.kit.prose import tip_text
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import error_words, filled_in, together, words_of
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.labels.team import glance, team_here, team_url, to_send
from karuta.services.labels.team_crops import FetchedCrops, fetch_crops
from karuta.services.labels.team_events import Fetched, Pulled, Sent, fetch, push, take

_EVERY_MS = 120_000
_LONGEST_NAME = 30
_MOST_PEOPLE = 12


class TeamCommands(Feature):
    """Review > Send and fetch labels, in a team. One undo takes back what was fetched, here alone."""

    def __init__(self, parts: WindowParts, *, bar: QStatusBar) -> None:
        super().__init__(parts)
        self._places = PlacesOfOthers(parts)
        self.line = QLabel(bar)
        self.line.setContentsMargins(0, 0, GRID + GRID // 2, 0)
        self.line.hide()
        bar.addPermanentWidget(self.line)
        self._unsent, self._new, self._holder, self._is_busy = 0, 0, "", False
        self._people: list[Sentence] = []
        self._asked: str | None = None
        # Why the team was not reached the last time.
        self._away = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._ask)
        parts.progress.counted.connect(lambda _: self._count())
        parts.desk.photo_shown.connect(self._ask_of_batch)

    def command_actions(self) -> CommandActions:
        """The action of its command."""
        return {"team": self.send_and_fetch}

    @property
    def _batch(self) -> str | None:
        """The batch on the desk; "" where its photo is in none."""
        photo = self._parts.desk.photo
        return None if photo is None else photo.photo.batch or ""

    def _count(self) -> None:
        names_people = not self._people  # they are read once, and after labels were fetched
        self._quietly(
            self._session.store_lane,
            lambda file: (to_send(file), team_here(file) if names_people else None),
            lambda counts: self._counted(*counts),
            key="team",
            urgency=Urgency.LATER,
            yields=True,
        )

    def _counted(self, unsent: int | None, people: list[Sentence] | None) -> None:
        self.line.setVisible(unsent is not None)
        self._parts.commands.know({"team": unsent is not None})
        if unsent is None:
            return
        self._unsent, self._people = unsent, self._people if people is None else people
        self._say()
        if not self._timer.isActive():
            self._timer.start()
            self._ask()

    def _ask(self) -> None:
        batch = self._asked = self._batch
        self._session.team_lane.submit(
            lambda library, token: _glance(library, batch, token),
            done=lambda news: self._heard(*news),
            failed=self._not_heard,
            key="glance",
            urgency=Urgency.LATER,
        )

    def _ask_of_batch(self) -> None:
        """Another batch is on the desk: the others hear of it, and who works on it is heard."""
        if self._timer.isActive():
            self._say()
            if self._batch not in (None, self._asked):
                self._ask()

    def _heard(self, new: int, holder: str) -> None:
        self._new, self._holder, self._away = new, holder, ""
        self._say()

    def _not_heard(self, error: Known) -> None:
        self._away = error_words(error)
        self._say()

    def _say(self) -> None:
        text = self.tr("{send} to send, team not reached") if self._away else self.tr("{send} to send, {new} new")
        text = filled_in(text, send=self._unsent, new=self._new)
        if self._holder and not self._away and self._batch == self._asked:
            text = self.tr("{name} works on this batch · {line}").format(name=self._holder[:_LONGEST_NAME], line=text)
        self.line.setText(self.tr("Sending and fetching…") if self._is_busy else text)
        first = self._away or self.tr("Review > Send and fetch labels")
        self.line.setToolTip("\n".join(map(tip_text, (first, *map(words_of, self._people[:_MOST_PEOPLE])))))

    def send_and_fetch(self) -> None:
        try:
            origin = self._session.origin
        except KarutaError as error:
            self._voice.info.emit(sentence(error))
            return
        batch = self._batch
        self._is_busy = True
        self._say()
        self._session.team_lane.submit(
            lambda library, token: _exchanged(library, origin, batch, token),
            done=lambda exchanged: self._take(*exchanged, replace(origin, source=Source.MERGE)),
            failed=self._failed,
            key="exchange",
        )

    def _failed(self, error: Known) -> None:
        self._is_busy = False
        self._not_heard(error)
        report_to(self._voice.trouble.emit)(error)

    def _take(self, sent: Sent, fetched: Fetched, origin: Origin) -> None:
        self._session.store_lane.submit(
            lambda file, token: take(file, fetched, origin),
            done=lambda pulled: self._taken(sent, pulled),
            failed=self._failed,
            urgency=Urgency.SOON,
            keep=True,
        )

    def _taken(self, sent: Sent, pulled: Pulled) -> None:
        for merged in pulled.merged:
            if merged.action is not None:
                self._parts.exemplar_feed.tell(merged.action.photos)
        text = self.tr("{sent} sent, {new} fetched, {conflicts} in conflict")
        text = filled_in(text, sent=sent.events, new=pulled.new, conflicts=pulled.conflicts)
        if pulled.conflicts:
            text = self.tr("{exchanged}: Review > Disagreements").format(exchanged=text)
            # Of the cards that people disagree about, where the photo is somebody else's.
            self._session.team_lane.submit(_crops, failed=ignore_expected(), key="crops")
        self._voice.info.emit(" · ".join([text, *map(words_of, sent.stays)]))
        refused = [self.tr("Refused: {why}.").format(why=words_of(why)) for why in (*sent.refused, *pulled.refused)]
        away = [] if pulled.away is None else [error_words(pulled.away)]
        if more := [*refused[:1], *away, *map(words_of, dict.fromkeys((*sent.sentences, *pulled.sentences)))]:
            self._voice.trouble.emit(together(more))
        self._is_busy, self._new, self._people = False, 0, []
        self._places.ask()
        self._count()
        self._ask()


def _glance(library: LibraryFolder, batch: str | None, token: CancelToken) -> tuple[int, str]:
    with labels_for_writing(library) as file:
        return glance(file, team_url(file), batch=batch, cancel=token)


def _crops(library: LibraryFolder, token: CancelToken) -> FetchedCrops:
    with labels_for_writing(library) as file:
        return fetch_crops(file, team_url(file), only_conflicts=True, cancel=token)


def _exchanged(library: LibraryFolder, origin: Origin, batch: str | None, token: CancelToken) -> tuple[Sent, Fetched]:
    with labels_for_writing(library) as file:
        url = team_url(file)
        return push(file, url, origin, cancel=token), fetch(file, url, cancel=token, batch=batch)
