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
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignored_if_known, told
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import error_words, together, words_of
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.labels.team import Fetched, Pulled, Sent, fetch, glance, push, take, team_url, to_send

_EVERY_MS = 120_000


class TeamCommands(Feature):
    """Review > Send and fetch labels. One undo takes back what was fetched, here alone."""

    def __init__(self, parts: WindowParts, *, bar: QStatusBar) -> None:
        super().__init__(parts)
        self.line = QLabel(bar)
        self.line.setContentsMargins(0, 0, GRID + GRID // 2, 0)
        self.line.hide()
        bar.addPermanentWidget(self.line)
        self._unsent, self._new, self._is_away = 0, 0, False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._ask)
        parts.counted.connect(lambda _: self._count())

    def command_actions(self) -> CommandActions:
        """The action of its command."""
        return {"team": self.send_and_fetch}

    @property
    def _batch(self) -> str | None:
        """The batch on the desk; "" where its photo is in none."""
        photo = self._parts.desk.photo
        return None if photo is None else photo.photo.batch or ""

    def _count(self) -> None:
        self._session.store_lane.submit(
            lambda file, token: to_send(file),
            done=self._counted,
            failed=ignored_if_known(),  # the line stays as it was
            key="team",
            urgency=Urgency.LATER,
            yields=True,
        )

    def _counted(self, unsent: int | None) -> None:
        self.line.setVisible(unsent is not None)
        if unsent is None:
            return
        self._unsent = unsent
        self._say()
        if not self._timer.isActive():
            self._timer.start()
            self._ask()

    def _ask(self) -> None:
        batch = self._batch
        self._session.team_lane.submit(
            lambda library, token: _glance(library, batch, token),
            done=self._heard,
            failed=self._not_heard,
            key="glance",
            urgency=Urgency.LATER,
        )

    def _heard(self, new: int) -> None:
        self._new, self._is_away = new, False
        self._say()

    def _not_heard(self, error: Known) -> None:
        self._is_away = True
        self.line.setToolTip(error_words(error))
        self._say()

    def _say(self) -> None:
        text = self.tr("{send} to send, team not reached") if self._is_away else self.tr("{send} to send, {new} new")
        self.line.setText(text.format(send=f"{self._unsent:,}", new=f"{self._new:,}"))
        if not self._is_away:
            self.line.setToolTip(self.tr("Review > Send and fetch labels"))

    def send_and_fetch(self) -> None:
        try:
            origin = self._session.origin
        except KarutaError as error:
            self._voice.said.emit(sentence(error))
            return
        batch = self._batch
        self._session.team_lane.submit(
            lambda library, token: _exchanged(library, origin, batch, token),
            done=lambda found: self._take(*found, replace(origin, source=Source.MERGE)),
            failed=told(self._voice.said.emit),
            key="exchange",
        )

    def _take(self, sent: Sent, found: Fetched, origin: Origin) -> None:
        self._session.store_lane.submit(
            lambda file, token: take(file, found, origin),
            done=lambda done: self._taken(sent, done),
            failed=told(self._voice.said.emit),
            urgency=Urgency.SOON,
            keep=True,
        )

    def _taken(self, sent: Sent, done: Pulled) -> None:
        for merged in done.merged:
            if merged.action is not None:
                self._parts.exemplar_feed.tell(merged.action.photos)
        text = self.tr("{sent} sent, {new} fetched, {conflicts} in conflict")
        text = text.format(sent=f"{sent.events:,}", new=f"{done.new:,}", conflicts=f"{done.conflicts:,}")
        if done.conflicts:
            text = self.tr("{exchanged}: Review > Consistency").format(exchanged=text)
        refused = [self.tr("Refused: {why}.").format(why=words_of(why)) for why in (*sent.refused, *done.refused)]
        away = [] if done.away is None else [error_words(done.away)]
        self._voice.said.emit(together([text, *refused[:1], *away, *map(words_of, sent.said)]))
        self._count()
        self._ask()


def _glance(library: LibraryFolder, batch: str | None, token: CancelToken) -> int:
    with labels_for_writing(library) as file:
        return glance(file, team_url(file), batch=batch, cancel=token)


def _exchanged(library: LibraryFolder, origin: Origin, batch: str | None, token: CancelToken) -> tuple[Sent, Fetched]:
    with labels_for_writing(library) as file:
        url = team_url(file)
        return push(file, url, origin, cancel=token), fetch(file, url, cancel=token, batch=batch)
