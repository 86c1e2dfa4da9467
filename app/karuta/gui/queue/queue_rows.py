"""The rows of the queue that have been visible: requested once, together, and kept. Reads none itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from karuta.domain.queue import QueueRow

# Visible rows are kept, but not those of a whole evening of scrolling.
_ROWS_KEPT = 4000
_AGAIN_MS = 20


class QueueRows(QObject):
    """`wanted`: the photos whose rows are to be fetched, a list; `set` supplies them."""

    wanted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: dict[str, QueueRow] = {}
        self._wanted: dict[str, None] = {}
        self._asked: set[str] = set()
        # Drawn while it was asked for: a photo that had left the list then may be back.
        self._drawn_meanwhile: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    def row(self, photo: str) -> QueueRow | None:
        """None if it is not there yet; then it is requested."""
        row = self._rows.get(photo)
        if row is None:
            self._want(photo)
        return row

    def refresh(self, photos: Iterable[str]) -> None:
        """Fetch these rows again, if they have been visible."""
        for photo in photos:
            if photo in self._rows or photo in self._asked:
                self._want(photo)

    def set(self, asked: Iterable[str], rows: Sequence[QueueRow]) -> None:
        """The newest rows; one that is missing is requested again if it was drawn meanwhile, else when it is drawn."""
        told = set(asked)
        self._asked -= told
        missing = (self._drawn_meanwhile & told) - {row.photo_sha256 for row in rows} - self._rows.keys()
        self._drawn_meanwhile -= told
        for photo in missing:
            self._want(photo)
        for row in rows:
            self._rows.pop(row.photo_sha256, None)
            self._rows[row.photo_sha256] = row
        for photo in list(self._rows)[: len(self._rows) - _ROWS_KEPT] if len(self._rows) > 2 * _ROWS_KEPT else ():
            del self._rows[photo]

    def _want(self, photo: str) -> None:
        self._wanted[photo] = None
        if not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        photos = [photo for photo in self._wanted if photo not in self._asked]
        again = {photo: None for photo in self._wanted if photo in self._asked and photo in self._rows}
        self._drawn_meanwhile.update(self._wanted.keys() & self._asked)
        self._wanted = again
        if photos:
            self._asked.update(photos)
            self.wanted.emit(photos)
        if again:
            self._timer.start(_AGAIN_MS)
