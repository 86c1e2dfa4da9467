"""Answers about photos on the large screen: as the library saw it, or is about to; else it is looked up and not kept.

No photo is looked up twice: neither here and in the library, nor when it is shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance

from karuta.domain.desk import DeskPhoto
from karuta.domain.errors import KarutaError, Known
from karuta.domain.recognition import Recognition
from karuta.files import file_hash
from karuta.gui.desk.staged_card import CardSeen, cards_seen
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.translate import code_words
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.services.lookups.read_queue import desk

_MATCHES = 3


@dataclass(frozen=True)
class PhotoAnswer:
    """The cards of a photo, or why it cannot be looked up (`fault`, a sentence)."""

    cards: tuple[CardSeen, ...] = ()
    fault: str = ""


class PhotoLooks(QObject):
    """`came`: the answer about this path is there.

    `expected`: photos that the library has, or takes in while `are_coming`; `arrived`: it took some in.
    """

    came = Signal(object)

    def __init__(
        self,
        session: Session,
        expected: Collection[Path],
        lookups: LookupQueue,
        *,
        are_coming: Callable[[], bool],
        arrived: SignalInstance,
    ) -> None:
        super().__init__(session)
        self._session = session
        self._expected = frozenset(expected)
        self._lookups = lookups
        self._are_coming = are_coming
        # By what is in the file: one of another name, or shown again, is the same photo.
        self._answers: dict[str, PhotoAnswer] = {}
        self._hashes: dict[Path, str] = {}
        self._jobs: dict[Path, Job] = {}
        self._awaited: dict[str, Path] = {}
        lookups.looked.connect(self._looked)
        lookups.trouble.connect(lambda _: self._ask_again())
        arrived.connect(lambda _: self._ask_again())

    @property
    def awaits_cards(self) -> bool:
        """There are no cards yet, but they are being made."""
        return self._lookups.is_waiting

    def answer(self, photo: Path | None) -> PhotoAnswer | None:
        return self._answers.get(self._hashes.get(photo, "")) if photo is not None else None

    def want(self, photo: Path, urgency: Urgency) -> None:
        """A job that was queued ahead and is needed now is queued again, before all others."""
        job, sha256 = self._jobs.get(photo), self._hashes.get(photo)
        if sha256 in self._answers or self.awaits_cards or (job is not None and job.urgency <= urgency):
            return
        if job is not None:
            self._jobs.pop(photo).drop()
        if sha256 in self._awaited:
            self._await(photo, sha256, urgency)
        else:
            self._ask(photo, urgency)

    def anew(self, photos: Sequence[Path]) -> None:
        """Their files may hold other pictures since."""
        for photo in photos:
            self._hashes.pop(photo, None)

    def cards_came(self) -> None:
        """Ask again what could not be answered for lack of cards."""
        self._answers = {sha256: answer for sha256, answer in self._answers.items() if not answer.fault}

    def drop(self, *, but: Collection[Path | None]) -> None:
        """Photos that were skipped quickly are not waited for."""
        for photo in [job for job in self._jobs if job not in but]:
            self._jobs.pop(photo).drop()
        self._awaited = {sha256: photo for sha256, photo in self._awaited.items() if photo in but}

    # Inside

    def _ask(self, photo: Path, urgency: Urgency) -> None:
        """Ask what the library knows of it."""
        sha256 = self._hashes.get(photo)
        if sha256 is None:
            self._jobs[photo] = self._session.files_lane.submit(
                lambda library, token: _hash(photo),
                done=lambda found: self._hashed(photo, found, urgency),
                failed=lambda error: self._failed(photo, error),
                urgency=urgency,
            )
        elif sha256 in self._answers:
            self.came.emit(photo)
        else:
            self._jobs[photo] = self._session.store_lane.submit(
                lambda file, token: desk(file, sha256),
                done=lambda found: self._read(photo, sha256, found, urgency),
                failed=ignored_if_known(partial(self._look, photo, urgency)),
                urgency=urgency,
            )

    def _hashed(self, photo: Path, sha256: str, urgency: Urgency) -> None:
        self._jobs.pop(photo, None)
        self._hashes[photo] = sha256
        self._ask(photo, urgency)

    def _read(self, photo: Path, sha256: str, found: DeskPhoto | None, urgency: Urgency) -> None:
        self._jobs.pop(photo, None)
        if found is not None and found.error is not None:
            self._answered(photo, PhotoAnswer(fault=code_words(found.error, found.error_message)))
        elif found is not None and found.looked_up:
            self._answered(photo, PhotoAnswer(_kept(found)))
        elif self._lookups.holds(sha256) or (photo in self._expected and found is None and self._are_coming()):
            self._await(photo, sha256, urgency)
        else:
            self._look(photo, urgency)

    def _await(self, photo: Path, sha256: str, urgency: Urgency) -> None:
        """The library is about to look it up."""
        self._awaited[sha256] = photo
        if urgency is Urgency.NOW and self._lookups.holds(sha256):
            self._lookups.now(sha256, photo)

    def _looked(self, sha256: str) -> None:
        photo = self._awaited.pop(sha256, None)
        if photo is not None:
            self._ask(photo, Urgency.NOW)

    def _ask_again(self) -> None:
        for sha256 in list(self._awaited):
            self._looked(sha256)

    def _look(self, photo: Path, urgency: Urgency) -> None:
        self._jobs[photo] = self._session.engine_lane.submit(
            lambda opened, token: opened.recogniser.recognise(photo, k=_MATCHES, cancel=token),
            done=lambda found: self._recognised(photo, found),
            failed=lambda error: self._failed(photo, error),
            urgency=urgency,
        )

    def _recognised(self, photo: Path, found: Recognition) -> None:
        self._jobs.pop(photo, None)
        self._answered(photo, PhotoAnswer(cards_seen(found.sightings)))

    def _failed(self, photo: Path, error: Known) -> None:
        self._jobs.pop(photo, None)
        self._answered(photo, PhotoAnswer(fault=sentence(error)))

    def _answered(self, photo: Path, answer: PhotoAnswer) -> None:
        self._answers[self._hashes.setdefault(photo, _nameless(photo))] = answer
        self.came.emit(photo)


def _hash(photo: Path) -> str:
    try:
        return file_hash(photo)
    except (OSError, KarutaError):
        return _nameless(photo)  # why it cannot be read is said when it is looked up


def _nameless(photo: Path) -> str:
    """No hash."""
    return f"? {photo}"


def _kept(photo: DeskPhoto) -> tuple[CardSeen, ...]:
    """Cards that the newest look saw."""
    return tuple(
        CardSeen(sighting.corners, sighting.verdict, sighting.matches[0] if sighting.matches else None, sighting.back)
        for sighting in photo.sightings
        if sighting.verdict is not None
    )
