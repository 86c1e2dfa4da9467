"""What a window is given when it opens: places, settings and how to open a library's engine. Holds no state."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from karuta.log.log import Log
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import open_for_answers


class OpenEngine(Protocol):
    """Opens a library for lookups; with `exemplars` its confirmed crops answer too, with `exact` without an index."""

    def __call__(self, folder: LibraryFolder, resources: Path, *, exemplars: bool, exact: bool) -> OpenLibrary: ...


@dataclass(frozen=True)
class WindowContext:
    """Everything from outside. Tests replace `open_engine` by a recogniser with given answers."""

    library: LibraryFolder
    demo_library: LibraryFolder
    resources: Path
    settings_file: Path
    log: Log
    open_engine: OpenEngine = open_for_answers
