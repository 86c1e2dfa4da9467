"""One window per library: the first holds a lock, a later one leaves it a note. Knows no screen.

No socket and no bus: a file in the library. So it works if a library is on a memory stick, and nothing listens.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import filelock

from karuta.domain.shape import Misshapen
from karuta.files import make_folder, mode_for_file, write_whole
from karuta.json_files import read_json
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import why_read_only

NOTES = "window.notes"
ANSWERED_WITHIN = 5.0


@dataclass(frozen=True)
class WindowNote:
    """A later start's wish to the first window: to come to the front, with these photos or for passers-by."""

    photos: tuple[Path, ...]
    booth: bool = False


class WindowLock:
    """Held while the window is open; the system frees it when the process dies."""

    def __init__(self, library: LibraryFolder) -> None:
        self._library = library
        self._folder = library.root / NOTES
        make_folder(library.root)
        # Not the process-wide singleton per path: two windows of one process are two windows.
        self._lock = filelock.FileLock(library.window_lock, mode=mode_for_file(library.window_lock), is_singleton=False)

    def take(self) -> bool:
        """Whether this is the library's only window; of one that cannot be written there may be several."""
        if why_read_only(self._library) is not None:
            return True
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            return False
        self.notes()
        return True

    def release(self) -> None:
        self._lock.release()

    def notes(self) -> list[WindowNote]:
        """Notes of later starts since the last call; each note is answered by deleting its file."""
        notes: list[WindowNote] = []
        if not self._folder.is_dir():
            return notes
        for path in sorted(self._folder.glob("*.json")):
            read: list[WindowNote] = []
            # An unreadable note is only deleted.
            with suppress(OSError, Misshapen):
                read.append(read_json(path, WindowNote, halves=True))
            # What cannot be deleted, such as a folder, would be heard again and again.
            with suppress(OSError):
                path.unlink(missing_ok=True)
                notes += read
        return notes

    def ask_the_first(
        self, photos: Sequence[Path], *, booth: bool = False, sleep: Callable[[float], None] = time.sleep
    ) -> bool:
        """Leave a note for the first window. Returns whether it answered in time."""
        make_folder(self._folder)
        path = self._folder / f"{uuid.uuid4().hex}.json"
        text = json.dumps({"photos": [str(photo) for photo in photos], "booth": booth})
        write_whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))
        until = time.monotonic() + ANSWERED_WITHIN
        while path.exists():
            if time.monotonic() > until:
                path.unlink(missing_ok=True)
                return False
            sleep(0.05)
        return True
