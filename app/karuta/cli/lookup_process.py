"""What one of several processes of `karuta lookup` does: opens the library by itself, and answers photo by photo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from karuta.cli.answer_text import answer_json, answer_lines
from karuta.cli.answering import reading
from karuta.log.log import Log
from karuta.log.shorten import names_here
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import open_for_answers
from karuta.services.lookups.identify import Answer, Read, identify


@dataclass(frozen=True)
class LookupSetup:
    """All that a process needs to answer as the others do; picklable. `annotator`: a name that no log may have."""

    library: LibraryFolder
    resources: Path
    exemplars: bool
    exact: bool
    count: int
    read: bool
    as_json: bool
    log_folder: Path
    annotator: str


@dataclass(frozen=True)
class SaidAnswer:
    """What is printed of one photo: a JSON value or lines. `bugs`: what its log has of them."""

    failed: bool
    value: dict[str, Any] | None = None
    lines: tuple[str, ...] = ()
    bugs: tuple[str, ...] = ()


class _Process:
    """What one process has open."""

    setup: LookupSetup
    opened: OpenLibrary
    read: Read
    log: Log


def begin(setup: LookupSetup) -> None:
    """Open the library in this process, with one thread: its neighbours have the other processors."""
    _Process.setup = setup
    _Process.log = Log(setup.log_folder, role="lookup", names=partial(names_here, setup.annotator))
    _Process.log.listen()
    _Process.opened = open_for_answers(
        setup.library, setup.resources, exemplars=setup.exemplars, exact=setup.exact, threads=1
    )
    # What is wrong with the reader was said by the process that started this one.
    _Process.read = reading(_Process.opened, setup.resources, wanted=setup.read, say=lambda _: None)


def look_up(photo: str) -> SaidAnswer:
    """What is said of one photo."""
    setup, before = _Process.setup, len(_Process.log.bugs)
    (answer,) = identify([photo], _Process.opened.recogniser, k=setup.count, read=_Process.read)
    bugs = tuple(bug.entry for bug in _Process.log.bugs[before:])
    return said_of(answer, _Process.opened, as_json=setup.as_json, bugs=bugs)


def said_of(answer: Answer, opened: OpenLibrary, *, as_json: bool, bugs: tuple[str, ...] = ()) -> SaidAnswer:
    failed = answer.error is not None
    if not as_json:
        return SaidAnswer(failed, lines=tuple(answer_lines(answer)), bugs=bugs)
    recogniser = opened.recogniser
    value = answer_json(answer, model=recogniser.model.title, index=recogniser.index_title)
    return SaidAnswer(failed, value=value, bugs=bugs)
