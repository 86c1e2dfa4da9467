"""Stores the corners that a person set, then looks up what they enclose. Shows nothing.

Where a lookup failed, its corners are kept until `try_again`.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.desk import LiveSighting, turned
from karuta.domain.errors import Known
from karuta.domain.label import Points
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.kit.notice import Trouble
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.look_up import MATCHES_KEPT, Look, keep_look_by_hand, look_at
from karuta.services.lookups.set_aside import look_unless_aside

Outline = tuple[str, Points]
"""A photo's hash and corners in it."""


class CornerEdits(QObject):
    """`looked`: what is at a photo's corners is stored. `unsaved`: corners that are not on the disk, and
    whether they are a new sighting.
    """

    looked = Signal(str)
    unsaved = Signal(object, bool)

    def __init__(self, session: Session, desk: Desk, deciding: Decisions, *, trouble: Trouble) -> None:
        """`trouble`: it could not be looked up; the corners stay."""
        super().__init__(session)
        self._trouble = trouble
        self._session = session
        self._desk = desk
        self._deciding = deciding
        self._under_way: set[Outline] = set()
        self._failed: set[Outline] = set()
        desk.photo_shown.connect(self._look)

    @property
    def is_idle(self) -> bool:
        return not self._under_way

    def holds(self, photo: str, sighting: LiveSighting) -> bool:
        """Whether a lookup at a sighting's corners is under way."""
        return (photo, sighting.corners) in self._under_way

    def set(self, corners: Points, *, is_new: bool) -> None:
        """Set the corners of the sighting on the desk, or draw a new one."""
        sighting = self._desk.sighting
        of = None if is_new or sighting is None else sighting.sighting_id
        self._deciding.set_corners(corners, of=of, failed=lambda: self.unsaved.emit(corners, is_new))

    def turn(self) -> None:
        """Turn the sighting on the desk by a quarter."""
        if self._desk.sighting is not None:
            self.set(turned(self._desk.sighting.corners), is_new=False)

    def try_again(self) -> None:
        """Whatever was in the way may be gone."""
        self._failed.clear()
        self._look()

    def _look(self) -> None:
        on_desk = self._desk.on_desk
        if on_desk is None or on_desk.place is None:
            return
        photo = on_desk.photo.photo.sha256
        for sighting in on_desk.photo.sightings:
            outline = (photo, sighting.corners)
            if sighting.needs_look and outline not in self._under_way and outline not in self._failed:
                self._look_at(outline, on_desk.place)

    def _look_at(self, outline: Outline, path: Path) -> None:
        photo, corners = outline
        self._under_way.add(outline)
        self._session.engine_lane.submit(
            lambda opened, token: _look_at_outline(opened, photo, path, corners),
            done=lambda look: self._keep(outline, look),
            failed=lambda error: self._could_not(outline, error),
            urgency=Urgency.NOW,
        )

    def _keep(self, outline: Outline, look: Look) -> None:
        photo, _ = outline

        def kept(_: None) -> None:
            self._under_way.discard(outline)
            self._trouble.over()
            self.looked.emit(photo)

        self._session.store_lane.submit(
            lambda file, token: keep_look_by_hand(file, photo, look),
            done=kept,
            failed=lambda error: self._could_not(outline, error),
            urgency=Urgency.NOW,
            keep=True,
        )

    def _could_not(self, outline: Outline, error: Known) -> None:
        self._under_way.discard(outline)
        self._failed.add(outline)
        self._trouble.say(self.tr("Corners saved, but the lookup failed: {reason}").format(reason=sentence(error)))


def _look_at_outline(opened: OpenLibrary, photo: str, path: Path, corners: Points) -> Look:
    def look() -> Look:
        return look_at(
            path,
            photo,
            [corners],
            library=opened.folder,
            recognise_corners=lambda place, drawn: opened.recogniser.recognise_corners(place, drawn, k=MATCHES_KEPT),
        )

    return look_unless_aside(opened.folder, photo, path, look)
