"""`karuta catalogue fetch`: the only command that opens a connection; adds nothing, and no other command calls it."""

from __future__ import annotations

import shlex
import time
from inspect import cleandoc
from pathlib import Path
from typing import ClassVar

import click

from karuta import paths
from karuta.cli import output
from karuta.cli.root import told_why
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError, why
from karuta.domain.fetch_progress import (
    FetchBegun,
    FetchEnded,
    FetchFailed,
    FetchMoved,
    FetchProgress,
    FetchStep,
    FetchWaits,
    fetch_values,
)
from karuta.domain.sentence import counted
from karuta.services.catalogue.fetch.fetch_catalogue import FetchWish, fetch_catalogue
from karuta.services.catalogue.fetch.web import FetchMeans, WallClock
from karuta.services.catalogue.sources.source_formats import FORMATS, SourceFormat

FETCHED = tuple(format_ for format_ in FORMATS if format_.fetch is not None)
_SAID_EVERY_SECONDS = 0.2


@click.command(short_help="Download the cards of a game from where they are published.")
@click.argument("source", metavar="SOURCE", type=click.Choice([format_.name for format_ in FETCHED]))
@click.option("--to", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Where to put what comes.")
@click.option("--pictures/--no-pictures", default=True, show_default=True, help="The pictures too, or the lists alone.")
@click.option("--only", metavar="SET", multiple=True, help="Pictures of this set alone, named by its code (LOB).")
@click.option("--language", metavar="L", multiple=True, help="Lists in this language alone (else all that there are).")
@click.option("--mirror", metavar="ADDRESS", help="Ask there, where each host is a folder, and nowhere else.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per event, one per line.")
def fetch(
    *,
    source: str,
    folder: Path | None,
    pictures: bool,
    only: tuple[str, ...],
    language: tuple[str, ...],
    mirror: str | None,
    as_json: bool,
) -> int:
    """Download the lists and pictures of SOURCE into a folder, which `karuta catalogue add` reads.

    \b
    SOURCES_HERE

    No address was asked while this was built: each is not tried, but on a server of our own.

    This is the only command of Karuta that opens a connection. It adds nothing to a library. Each host is asked for one
    thing at a time, and no oftener than it wishes. Stopped or broken off at any point, the same command goes on from
    there; later it asks for what is new or was missing. A list that is younger than a day is not asked for again.

    HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR are honoured, .netrc is not; certificates are always checked.
    """
    (row,) = (format_ for format_ in FETCHED if format_.name == source)
    wish = _wish(row, folder, pictures=pictures, only=only, languages=language)
    tell = _TellJson() if as_json else _Teller(row.title)
    from karuta.services.catalogue.fetch.wire import Wire  # no other line of Karuta names it

    try:
        wire = Wire(mirror=mirror)
    except CatalogueError as error:
        raise click.UsageError(str(error)) from error
    with told_why(lambda error: fetch_values(FetchFailed(why(error))), as_json=as_json):
        cancel = CancelToken()
        try:
            ended = fetch_catalogue(wish, FetchMeans(wire, WallClock(cancel), cancel, tell))
        finally:
            wire.close()
    if as_json:
        output.json_line(fetch_values(ended))
    else:
        _say(ended)
    return 0


# From the table of sources, so that help and program never differ.
fetch.help = cleandoc(fetch.help or "").replace(
    "SOURCES_HERE",
    "\n".join(f"  {format_.name:<17}{', '.join(format_.fetch.hosts)}" for format_ in FETCHED if format_.fetch),
)


def _wish(
    row: SourceFormat, folder: Path | None, *, pictures: bool, only: tuple[str, ...], languages: tuple[str, ...]
) -> FetchWish:
    plan = row.fetch
    assert plan is not None, "only such rows can be chosen"
    for language in languages:
        if language not in plan.languages:
            raise click.UsageError(f"{row.title} has lists in {', '.join(plan.languages)}, not in {language}.")
    place = (folder or paths.fetched_folder(row.name)).expanduser().absolute()
    sets = frozenset(text.strip().upper() for text in only if text.strip())
    return FetchWish(row.name, plan, place, pictures=pictures, only=sets, languages=languages)


class _TellJson:
    """Prints progress as JSON lines, and passes over what comes faster than anybody reads."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, progress: FetchProgress) -> None:
        now = time.monotonic()
        if isinstance(progress, FetchMoved) and 0 < progress.done < progress.total:
            if now - self._last < _SAID_EVERY_SECONDS:
                return
            self._last = now
        output.json_line(fetch_values(progress))


class _Teller:
    """Says on stderr how it goes."""

    NOUNS: ClassVar[dict[FetchStep, str]] = {
        FetchStep.CHECKING: "Looking at what is here",
        FetchStep.PICTURES: "Pictures",
    }

    def __init__(self, title: str) -> None:
        self._title = title
        self._lines: dict[str, output.PacedLine] = {}

    def __call__(self, progress: FetchProgress) -> None:
        if isinstance(progress, FetchBegun):
            output.say(f"Downloading {self._title} from {', '.join(progress.hosts)} into {progress.folder}.")
        elif isinstance(progress, FetchWaits):
            output.say(f"{progress.sentence}; asking again in {progress.seconds:.0f} s.")
        elif isinstance(progress, FetchMoved) and progress.total:
            noun = self.NOUNS.get(progress.step, progress.file)
            self._lines.setdefault(noun, output.PacedLine(noun))(progress.done, progress.total)


def _say(ended: FetchEnded) -> None:
    lists, pictures = ended.lists, ended.pictures
    output.line(f"{counted(lists.new, 'new list')}, {lists.same} as they were.")
    if pictures.new or pictures.same or pictures.missing:
        output.line(
            f"{counted(pictures.new, 'new picture')}, {pictures.same:,} here already, {pictures.missing:,} missing."
        )
    lines = (f"{picture.file}: {picture.reason}" for picture in ended.missing)
    for text in output.first_few(lines, len(ended.missing), rest="; run the command again to ask for them once more."):
        output.line(text)
    output.line(f"Next: `karuta catalogue add {shlex.quote(ended.folder)}`.")
