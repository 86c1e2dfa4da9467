"""The work of one process of several that look the photos of one library up. Starts none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from karuta.log.log import Log
from karuta.log.shorten import names_here
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import open_for_answers
from karuta.services.lookups.given_photo import GivenPhoto
from karuta.services.lookups.identify import Answer, Read, identify, unread
from karuta.services.lookups.photo_result import PhotoResult, photo_result
from karuta.services.lookups.read_prints import reading


@dataclass(frozen=True)
class LookupSetup:
    """All that a process needs to answer as the others do; picklable. `annotator`: a name that no log may have.

    `log_folder`: None where the program that started it keeps its own log.
    """

    library: LibraryFolder
    resources: Path
    exemplars: bool
    exact: bool
    count: int
    read: bool
    annotator: str
    log_folder: Path | None = None


@dataclass(frozen=True, eq=False)
class ProcessAnswer:
    """`bugs`: what the process's log has of them."""

    answer: Answer
    opened: OpenLibrary
    bugs: tuple[str, ...]


class _Process:
    """The things that one process has open."""

    setup: LookupSetup
    opened: OpenLibrary
    read: Read
    log: Log | None


def begin(setup: LookupSetup) -> None:
    """Open the library in this process, with one thread: its neighbours have the other processors."""
    _Process.setup, _Process.log = setup, None
    if setup.log_folder is not None:
        _Process.log = Log(setup.log_folder, role="lookup", names=partial(names_here, setup.annotator))
        _Process.log.listen()
    opened = open_for_answers(setup.library, setup.resources, exemplars=setup.exemplars, exact=setup.exact, threads=1)
    _Process.opened = opened if setup.read else opened.by_pictures_alone()
    # What is wrong with the reader was said by the process that started this one.
    _Process.read = reading(_Process.opened, setup.resources, say=lambda _: None) if setup.read else unread


def look_up(photo: GivenPhoto) -> ProcessAnswer:
    """Look one photo up."""
    log = _Process.log
    before = len(log.bugs) if log else 0
    (answer,) = identify([photo], _Process.opened.recogniser, k=_Process.setup.count, read=_Process.read)
    bugs = tuple(bug.entry for bug in log.bugs[before:]) if log else ()
    return ProcessAnswer(answer, _Process.opened, bugs)


def look_up_result(photo: GivenPhoto) -> PhotoResult:
    """Look one photo up; what is sent back has none of its pixels."""
    looked_up = look_up(photo)
    return photo_result(looked_up.answer, photo=looked_up.answer.photo, opened=looked_up.opened)
