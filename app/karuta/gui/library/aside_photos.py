"""Photos that ended the program when it opened them: which they are, and that a person wants one opened again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from karuta.gui.library.session import Session
from karuta.services.lookups.set_aside import photos_set_aside, take_up_again


class AsidePhotos(QObject):
    """`taken_up`: a photo is opened from now on like any other."""

    taken_up = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._library = session.library
        self._photos = set(photos_set_aside(session.library))

    def holds(self, photo: str | None) -> bool:
        return photo in self._photos

    def words(self, name: str) -> str:
        """Why such a photo is not shown."""
        return self.tr("Karuta closed unexpectedly while opening {name}, so the photo was set aside.").format(name=name)

    def take_up(self, photo: str) -> None:
        if photo in self._photos:
            self._photos.discard(photo)
            take_up_again(self._library, photo)
        self.taken_up.emit(photo)
