"""What is seen in photos on the stage: as the library saw it, or is about to; else it is looked up and not kept.

No photo is looked up twice: neither here and in the library, nor when it is shown again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.desk import DeskPhoto
from karuta.domain.errors import Known
from karuta.domain.photo import KnownPhoto
from karuta.domain.recognition import Recognition
from karuta.files import file_hash
from karuta.gui.desk.reading import OnDesk
from karuta.gui.features.feature import WindowParts
from karuta.gui.features.present.staged_cards import live
from karuta.gui.kit.translate import code_words
from karuta.gui.kit.while_alive import Asker, while_alive
from karuta.gui.library.pictures import PhotoImage
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Urgency
from karuta.services.lookups.look_up import MATCHES_KEPT
from karuta.services.lookups.read_queue import desk

PhotoAnswer = OnDesk | str
"""A photo as it was looked up; or why it cannot be, as a sentence."""


class PhotoLooks(QObject):
    """`came`: more is known of a photo. `expected`: photos that the library has, or is taking in."""

    came = Signal()

    def __init__(self, parts: WindowParts, expected: Collection[Path], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._lookups, self._intake = parts.session, parts.lookup_queue, parts.intake
        self._pictures = parts.pictures
        self._expected = frozenset(expected)
        # By what is in the file: one of another name, or shown again, is the same photo.
        self._answers: dict[str, PhotoAnswer] = {}
        self._hashes: dict[Path, str] = {}
        # The photo that is shown, and the one after it.
        self._photos: dict[Urgency, Path | None] = {}
        # The library is about to look them up.
        self._awaited: set[Urgency] = set()
        for news in (self._lookups.looked, self._lookups.trouble, self._intake.kept):
            news.connect(self._ask_again)
        self._without_image: set[str] = set()
        self._pictures.photo_ready.connect(self.came)
        self._pictures.photo_failed.connect(self._has_no_image)

    @property
    def awaits_cards(self) -> bool:
        """There are no cards yet, but they are being made."""
        return self._lookups.is_waiting

    def image(self, photo: Path | None) -> PhotoImage | None:
        sha256 = self._hashes.get(photo) if photo is not None else None
        if photo is None or sha256 is None or sha256 in self._without_image:
            return None
        return self._pictures.photo(sha256, photo, urgency=Urgency.LATER)

    def answer(self, photo: Path | None) -> PhotoAnswer | None:
        return self._answers.get(self._hashes.get(photo, "")) if photo is not None else None

    def hash_of(self, photo: Path) -> str | None:
        """None until its file was read."""
        return self._hashes.get(photo)

    def want(self, photo: Path | None, following: Path | None) -> None:
        """Of the photos that were wanted before, nothing is waited for any more."""
        self._photos = {Urgency.NOW: photo, Urgency.LATER: following}
        self._awaited.clear()
        for urgency in self._photos:
            self._ask(urgency)

    def anew(self, photos: Sequence[Path]) -> None:
        """Their files may hold other pictures since."""
        for photo in photos:
            self._hashes.pop(photo, None)

    def cards_came(self) -> None:
        """Ask again what could not be answered for lack of cards."""
        self._answers = {sha256: answer for sha256, answer in self._answers.items() if isinstance(answer, OnDesk)}

    # Inside

    def _ask(self, urgency: Urgency) -> None:
        """Hash the file, then ask what the library knows. A newer question of this urgency takes an older one's place,
        so nothing waits for what was skipped quickly.
        """
        photo, key = self._photos[urgency], ("present", urgency)
        if photo is None:
            return
        sha256 = self._hashes.get(photo)
        if sha256 is None:
            have = Asker(self, lambda error: self._not_read(photo, error))
            hashed = partial(self._hashed, photo, urgency)
            have(self._session.files_lane, lambda library: file_hash(photo), hashed, key=key, urgency=urgency)
        elif self.answer(photo) is None and not self.awaits_cards:
            have = Asker(self, lambda _: self._look(photo, sha256, urgency))
            read = partial(self._read, photo, sha256, urgency)
            have(self._session.store_lane, lambda labels: desk(labels, sha256), read, key=key, urgency=urgency)

    def _hashed(self, photo: Path, urgency: Urgency, sha256: str) -> None:
        self._hashes[photo] = sha256
        self._pictures.photo(sha256, photo, urgency=urgency)
        self.came.emit()
        self._ask(urgency)

    def _not_read(self, photo: Path, error: Known) -> None:
        """It has no hash."""
        self._without_image.add(f"? {photo}")
        self._answered(photo, f"? {photo}", sentence(error))

    def _read(self, photo: Path, sha256: str, urgency: Urgency, desk_photo: DeskPhoto | None) -> None:
        if desk_photo is not None and desk_photo.error is not None:
            self._answered(photo, sha256, code_words(desk_photo.error, desk_photo.error_message))
        elif desk_photo is not None and desk_photo.looked_up:
            self._answered(photo, sha256, OnDesk(desk_photo, photo))
        elif self._lookups.holds(sha256) or (
            desk_photo is None and photo in self._expected and self._intake.awaits_more
        ):
            self._awaited.add(urgency)
            if urgency is Urgency.NOW and self._lookups.holds(sha256):
                self._lookups.now(sha256, photo)
        else:
            self._look(photo, sha256, urgency)

    def _ask_again(self, *news: object) -> None:
        awaited, self._awaited = self._awaited, set()
        for urgency in awaited:
            self._ask(urgency)

    def _look(self, photo: Path, sha256: str, urgency: Urgency) -> None:
        if self._photos[urgency] == photo:
            self._session.engine_lane.submit(
                lambda opened, token: opened.recogniser.recognise(photo, k=MATCHES_KEPT, cancel=token),
                done=while_alive(self, lambda seen: self._answered(photo, sha256, _unkept(photo, sha256, seen))),
                failed=while_alive(self, lambda error: self._answered(photo, sha256, sentence(error))),
                key=("present", urgency),
                urgency=urgency,
            )

    def _has_no_image(self, sha256: str, why: str) -> None:
        """Why is said by the look."""
        self._without_image.add(sha256)

    def _answered(self, photo: Path, sha256: str, answer: PhotoAnswer) -> None:
        self._hashes[photo] = sha256
        self._answers[sha256] = answer
        self.came.emit()


def _unkept(photo: Path, sha256: str, seen: Recognition) -> OnDesk:
    """A photo that is in no library, as one that is."""
    own_photo = KnownPhoto(sha256, photo.name, photo, bytes=0, batch=None, listing=None)
    return OnDesk(
        DeskPhoto(
            own_photo,
            looked_up=True,
            size=seen.size,
            error=None,
            error_message=None,
            sightings=live(seen.sightings),
            whole_photo=None,
        ),
        photo,
    )
