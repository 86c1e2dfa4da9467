"""What a window is given when it opens: places, settings and how a library's engine is opened; holds no state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary, open_for_reading

OpenEngine = Callable[[LibraryFolder, Path], OpenLibrary]


@dataclass(frozen=True)
class WindowContext:
    """Everything from outside. `open_engine` is replaced by tests whose recogniser was told its answers."""

    library: LibraryFolder
    demo_library: LibraryFolder
    resources: Path
    settings_file: Path
    open_engine: OpenEngine = open_for_reading
