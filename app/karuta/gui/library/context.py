"""What a window is given when it opens: places, settings and how a library's engine is opened; holds no state."""

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
    """Everything from outside. `open_engine` is replaced by tests whose recogniser was told its answers."""

    library: LibraryFolder
    demo_library: LibraryFolder
    resources: Path
    settings_file: Path
    log: Log
    open_engine: OpenEngine = open_for_answers
