"""What a window is given when it opens: places, settings and how to open a library's engine. Holds no state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from karuta.domain.desk import LiveSighting
from karuta.domain.printing.answer import BatchSet
from karuta.log.log import Log
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import open_for_answers
from karuta.services.lookups.read_desk_print import DeskPrint, open_desk_prints


class OpenEngine(Protocol):
    """Opens a library for lookups; with `exemplars` its confirmed crops answer too, with `exact` without an index."""

    def __call__(self, folder: LibraryFolder, resources: Path, *, exemplars: bool, exact: bool) -> OpenLibrary: ...


class PrintReads(Protocol):
    """Reads the small print of a card on the desk; one thread's."""

    def read(self, photo: Path, size: tuple[int, int], sighting: LiveSighting) -> DeskPrint | None:
        """None where nothing can be read of such a card. `size`: the photo's. Raises `PictureError`."""
        ...

    def within(self, found: DeskPrint | None, batch: BatchSet | None) -> DeskPrint | None:
        """The same with the printings in the order in which the set of its batch has them."""
        ...


@dataclass(frozen=True)
class WindowContext:
    """Everything from outside. Tests replace `open_engine` by a recogniser with given answers, `open_prints` by a
    reader with given ones.
    """

    library: LibraryFolder
    demo_library: LibraryFolder
    resources: Path
    settings_file: Path
    log: Log
    open_engine: OpenEngine = open_for_answers
    open_prints: Callable[[LibraryFolder, Path], PrintReads] = open_desk_prints
