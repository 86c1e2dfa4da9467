"""`karuta lookup`: says which cards are in photos."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from karuta.cli import output
from karuta.cli.answering import open_answering, read_preferences
from karuta.cli.lookup_output import LookupOutput, look_up, output_of
from karuta.cli.root import Invocation
from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.domain.sentence import counted
from karuta.files import is_folder, size_or_none
from karuta.jobs.pool import in_order, processors
from karuta.log.log import NotedBug
from karuta.services.lookups.add_photos import pages_in
from karuta.services.lookups.identify import identify, unread
from karuta.services.lookups.lookup_process import LookupSetup, begin
from karuta.services.lookups.read_prints import reading

STDIN = "-"
# A process takes a second until it answers, so it is worth its start for so many photos.
WORTH = 20
# Each has the library open by itself, some 240 MB with 11,000 pictures.
MOST_JOBS = 8


@click.command(short_help="Say which cards are in photos.")
@click.argument("photos", metavar="PHOTO...", nargs=-1, required=True)
@click.option("-k", "count", type=click.IntRange(min=1), default=5, show_default=True, help="Matches for each card.")
@click.option("--no-exemplars", is_flag=True, help="Use artworks alone, not confirmed crops.")
@click.option("--no-reading", is_flag=True, help="Read nothing on the cards: no name, set code, passcode, edition.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="So many processes at once, some 240 MB each (default: one a processor where there are many photos).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per photo, one per line.")
@click.pass_obj
def lookup(
    invocation: Invocation,
    /,
    *,
    photos: tuple[str, ...],
    count: int,
    no_exemplars: bool,
    no_reading: bool,
    jobs: int | None,
    as_json: bool,
) -> int:
    """Say which cards are in each PHOTO, likeliest first, and which printings of them.

    A folder stands for its pictures and those of its sub-folders, a PDF for its pages (`scan.pdf#3` is the third),
    `-` for paths on stdin, one a line.

    Changes nothing in the library, and runs beside anything. Exit code 1 when a photo could not be read.
    """
    photos = tuple(photos_named(photos))
    if not photos:
        return 1
    settings = read_preferences()
    setup = LookupSetup(
        library=invocation.library,
        resources=invocation.resources,
        exemplars=not no_exemplars and settings.exemplars == "on",
        exact=settings.index == "exact",
        count=count,
        read=not no_reading,
        log_folder=invocation.log.file.path.parent,
        annotator=settings.annotator,
    )
    # Here too where others answer: what is wrong with the library is said once, and before them.
    library = open_answering(invocation, exemplars=not no_exemplars)
    library = library.by_pictures_alone() if no_reading else library
    read = unread if no_reading else reading(library, invocation.resources, say=output.say)
    if jobs is None:
        jobs = min(processors(), MOST_JOBS, len(photos) // WORTH)
    failed = 0
    answers = identify(photos, library.recogniser, k=count, read=read)
    looked_up = (
        (output_of(answer, library, as_json=as_json) for answer in answers)
        if jobs <= 1
        else _by_others(setup, photos, jobs, as_json=as_json)
    )
    # On a terminal the answers themselves say how it goes.
    tell = output.PacedLine("photos") if len(photos) > 1 and not sys.stdout.isatty() else lambda done, total: None
    for number, words in enumerate(looked_up, start=1):
        tell(number, len(photos))
        failed += words.failed
        for bug in words.bugs:
            invocation.log.take(NotedBug(bug))
        if as_json:
            output.json_line(words.value)
        for line in words.lines:
            output.line(line)
    return 1 if failed else 0


def _by_others(setup: LookupSetup, photos: Sequence[str], jobs: int, *, as_json: bool) -> Iterator[LookupOutput]:
    return in_order(partial(look_up, as_json=as_json), photos, jobs=min(jobs, len(photos)), begin=begin, given=(setup,))


def photos_named(arguments: Iterable[str]) -> list[str]:
    """In their order: of a folder its pictures and those of its sub-folders, sorted by path; `-`: a path a line.

    What a folder holds besides is passed over and counted on stderr.
    """
    return [photo for argument in arguments for path in _lines(argument) for photo in _photos(path)]


def _lines(argument: str) -> Iterator[str]:
    if argument != STDIN:
        yield argument
        return
    paths = [path for line in sys.stdin.buffer if (path := os.fsdecode(line.rstrip(b"\r\n")))]
    if not paths:
        output.say("No path came on stdin; write one a line.")
    yield from paths


def _photos(argument: str) -> Iterator[str]:
    folder = Path(argument)
    if not is_folder(folder):
        yield from pages_in(argument)
        return
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    photos = sorted(path for path in files if _is_photo(path))
    if passed := len(files) - len(photos):
        output.say(f"{output.as_given(argument)}: {counted(passed, 'file')} passed over (no pictures).")
    if not photos:
        output.say(f"There is no picture in {output.as_given(argument)}.")
    for photo in photos:
        yield from pages_in(str(photo))


def _is_photo(path: Path) -> bool:
    """Whether a file of a folder is taken for a photo; macOS puts files of its own beside, called `._NAME`."""
    return path.suffix.lower() in PHOTO_SUFFIXES and not path.name.startswith(".") and size_or_none(path) is not None
