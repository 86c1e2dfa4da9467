"""A check of a library: what goes in and comes out, and which files are read this time. Checks nothing itself.

A library of 100,000 labels has 7 GB of crops, and nobody waits for that each time. So a check reads at most
`MOST_BYTES` of each kind, in order of name, and starts over after the last. The position is stored outside the library,
because a check changes nothing in it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.files import make_folder, size_or_none, write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder

MOST_BYTES = 150_000_000

log = logging.getLogger(__name__)


def memory_of(state: Path, library: LibraryFolder) -> Path:
    """The file that says how far a library's files were read."""
    name = hashlib.sha256(str(library.root).encode("utf-8", "replace")).hexdigest()[:16]
    return state / "read-through" / f"{name}.json"


class ReadProgress:
    """`memory`: the file with the last position; without it every file is read."""

    def __init__(self, memory: Path | None = None, *, most: int | None = None) -> None:
        self._memory = memory
        self._most = MOST_BYTES if most is None else most
        self._last: dict[str, str] = {} if memory is None else dict(read_kept(memory, dict[str, str], instead={}).value)

    def next_share(self, kind: str, files: Sequence[Path]) -> list[Path]:
        """The files to be read now; a missing file counts as read."""
        ordered = sorted(files, key=lambda path: path.name)
        if self._memory is None or not ordered:
            return ordered
        last = self._last.get(kind, "")
        begin = next((at for at, path in enumerate(ordered) if path.name > last), 0)
        taken: list[Path] = []
        left = self._most
        for path in [*ordered[begin:], *ordered[:begin]]:
            if left <= 0:
                break
            taken.append(path)
            left -= size_or_none(path) or 0
        self._last[kind] = taken[-1].name
        return taken

    def stopped_at(self, kind: str, path: Path) -> None:
        """Continue after this file next time, although more of them were taken."""
        self._last[kind] = path.name

    def remember(self) -> None:
        """Store the position. If the disk refuses, the next check only begins again at the same place."""
        if self._memory is None:
            return
        text = json.dumps(self._last)
        try:
            make_folder(self._memory.parent)
            write_whole(self._memory, lambda beside: beside.write_text(text, encoding="utf-8"))
        except OSError as error:
            log.warning("%s", error)


@dataclass(frozen=True)
class Finding:
    """One check's result. `ok`: nothing to do. `advice`: the one thing to do, or None. `rows`: each faulty one.

    `done`: what `karuta doctor --repair` did about it, and what it could not. What is wrong, the advice and what was
    done are `Sentence`s, which the window has in its own language.
    """

    check: str
    ok: bool
    message: str
    advice: str | None = None
    rows: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


def fine(check: str, message: str, advice: str | None = None) -> Finding:
    """Nothing is wrong there."""
    return Finding(check, ok=True, message=message, advice=advice)


def wrong(check: str, message: str, advice: str | None = None, rows: Iterable[object] = ()) -> Finding:
    """Something is wrong there. `rows`: each faulty one."""
    return Finding(check, ok=False, message=message, advice=advice, rows=tuple(map(str, rows)))


@dataclass(frozen=True, eq=False)
class RepairContext:
    """A library to check. `settings`: the settings file, and `log_folder` that of the log, if they are checked too.

    `second`: where backups lie on another disk. `progress`: which files are read this time. `leaves_out`: a person
    wants label rows out of the file that no backup has as they were written. `has_window`: the library's own window
    asks.
    """

    folder: LibraryFolder
    resources: Path
    settings: Path | None = None
    log_folder: Path | None = None
    second: Path | None = None
    progress: ReadProgress = field(default_factory=ReadProgress)
    leaves_out: bool = False
    has_window: bool = False

    @property
    def has_catalogue(self) -> bool:
        """False if its file is empty: that is one finding, not one for each thing that depends on it."""
        path = self.folder.catalogue_db
        return path.is_file() and path.stat().st_size > 0


Check = Callable[[RepairContext], Iterator[Finding]]
Mend = Callable[[RepairContext], Iterator[str]]
"""Makes again what can be; a sentence for each thing that it did, or could not do. Raises `KarutaError`."""

REPAIR = Sentence("run `karuta doctor --repair`")
MADE_AGAIN = Sentence("Made again.")
"""What can be made again at any time, in the place of what was damaged."""
