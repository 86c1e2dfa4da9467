"""The input and output of a check of a library. Checks nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.rounds import Rounds


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


@dataclass(frozen=True, eq=False)
class Patient:
    """What is checked. `settings`: the settings file, and `log_folder` that of the log, if they are checked too.

    `second`: where backups lie on another disk. `rounds`: which files are read this time. `leaves_out`: a person wants
    label rows out of the file that no backup has as they were written.
    """

    folder: LibraryFolder
    resources: Path
    settings: Path | None = None
    log_folder: Path | None = None
    second: Path | None = None
    rounds: Rounds = field(default_factory=Rounds)
    leaves_out: bool = False

    @property
    def has_catalogue(self) -> bool:
        """False if its file is empty: that is one finding, not one for each thing that depends on it."""
        path = self.folder.catalogue_db
        return path.is_file() and path.stat().st_size > 0


Check = Callable[[Patient], Iterator[Finding]]
Mend = Callable[[Patient], Iterator[str]]
"""Makes again what can be; a sentence for each thing that it did, or could not do. Raises `KarutaError`."""

REPAIR = Sentence("run `karuta doctor --repair`")
