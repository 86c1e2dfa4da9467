"""Puts a photo on the desk and then one of its cards, which can only be chosen once the photo is there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.gui.desk.desk import Desk


class SightingOpener(QObject):
    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: tuple[str, str] | None = None
        desk.photo_shown.connect(self._photo_shown)

    def open(self, photo_sha256: str, sighting_id: str) -> None:
        self._wanted = photo_sha256, sighting_id
        self._desk.put(photo_sha256)

    def _photo_shown(self) -> None:
        desk = self._desk
        if self._wanted is None or desk.photo is None or desk.photo_id != self._wanted[0]:
            return
        sighting, self._wanted = self._wanted[1], None
        places = [place for place, one in enumerate(desk.photo.sightings) if one.sighting_id == sighting]
        if places:
            desk.choose_sighting(places[0])
