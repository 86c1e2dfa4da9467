"""The root of the command line: the global option, the table of commands, and how errors end a command."""

from __future__ import annotations

import gc
import importlib
import io
import itertools
import logging
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import click

from karuta.cli import output
from karuta.domain.demo_wish import DemoWish
from karuta.domain.errors import Cancelled, is_known, why
from karuta.files import holding, stat_or_none
from karuta.jobs.starter import ENDING, on_signals
from karuta.log.log import Log
from karuta.paths import LibraryFolder, is_library

logger = logging.getLogger(__name__)


class OpenWindow(Protocol):
    """Opens the window on a library, with photos, and stays until it is closed; returns the exit code."""

    def __call__(
        self,
        library: LibraryFolder,
        *,
        photos: Sequence[Path],
        screenshot: Path | None = None,
        stalls: Path | None = None,
        demo: DemoWish | None = None,
    ) -> int: ...


@contextmanager
def no_collecting() -> Iterator[None]:
    """For imports: modules stay, and looking through them for garbage is a tenth of the time that importing takes."""
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if is_collecting:
            gc.enable()


@dataclass(frozen=True)
class Invocation:
    """The state that every command is given: the library, the program's own resources, and how to open a window.

    `log`: where bugs are recorded.
    """

    library: LibraryFolder
    demo_library: LibraryFolder
    resources: Path
    log: Log
    open_window: OpenWindow


# Heading -> name -> (module with an attribute of that name, one-line help), in the order of `karuta --help`. A name of
# two words is shown there and belongs to the group of its first word. A command's module is imported only when it runs,
# so `karuta lookup` does not pay for the others.
HEADINGS: dict[str, dict[str, tuple[str, str]]] = {
    "Start here": {
        "demo": ("karuta.cli.demo", "Try Karuta on the bundled demo cards and photos."),
        "catalogue add": ("karuta.cli.catalogue", "Add your cards: a folder, a file or a zip."),
        "lookup": ("karuta.cli.lookup", "Say which cards are in photos."),
        "gui": ("karuta.cli.gui", "Open the window."),
    },
    "Cards": {
        "catalogue": ("karuta.cli.catalogue", "Add packs of cards, search and show them."),
        "pack": ("karuta.cli.pack", "List the packs of the catalogue, show one, take one back."),
    },
    "Labels": {
        "confirm": ("karuta.cli.confirm", "Label a photo with its card."),
        "undo": ("karuta.cli.confirm", "Undo an annotator's last action."),
        "redo": ("karuta.cli.confirm", "Redo what the last undo took back."),
        "labels": ("karuta.cli.labels", "Export, import and count labels."),
        "team": ("karuta.cli.team", "Work on one table with others, through PostgreSQL."),
    },
    "Listings": {
        "check": ("karuta.listings.cli.check", "Check listings against their photos."),
        "fill": ("karuta.listings.cli.fill", "Fill in a listing from its photos."),
        "inventory": ("karuta.listings.cli.inventory", "List the cards in photos, as a shop takes it."),
        "title": ("karuta.listings.cli.title", "Say what listing titles name."),
        "price": ("karuta.listings.cli.price", "Say what a card usually sells for."),
        "listed": ("karuta.listings.cli.listed", "Say which cards are listed, and which are looked for."),
    },
    "Models": {
        "train": ("karuta.cli.train", "Train the model on this library's labels."),
        "model": ("karuta.cli.model", "Compare models, and choose the active one."),
        "evaluate": ("karuta.cli.evaluate", "Evaluate lookups against a truth file."),
    },
    "Backups and trouble": {
        "backup": ("karuta.cli.backups", "Back up the labels now."),
        "backups": ("karuta.cli.backups", "List the backups of the labels."),
        "restore": ("karuta.cli.backups", "Restore a backup of the labels."),
        "doctor": ("karuta.cli.doctor", "Say what is wrong, and what to do about it."),
        "report": ("karuta.cli.doctor", "Write a report to send to whoever helps you."),
    },
    "Rarely needed": {
        "index": ("karuta.cli.catalogue", "Rebuild or describe the index."),
        "bench": ("karuta.cli.bench", "Say how fast lookups are here."),
    },
}
COMMANDS = {name: row[0] for rows in HEADINGS.values() for name, row in rows.items() if " " not in name}

# What the program no longer does, as a pattern of what was typed, and where it went; for one version.
GONE = {
    "catalogue add (?:.* )?--format tts": (
        "Decks of Tabletop Simulator are no longer read; a table of their cards, with a folder of pictures, is."
    ),
    "train (?:.* )?--scope full": (
        "`karuta train --scope full` is in Karuta's sources now: `python -m tests.lab.full_scope LIBRARY`."
    ),
    "labels replay": "`karuta labels replay` is in Karuta's sources now: `python -m tests.lab.replay LIBRARY`.",
}


STOPPED = 130
"""The exit code of a command that was stopped with Ctrl+C, as shells give it."""

_STOPPED = "Stopped; what was finished is kept."
_LIBRARY = "--library"
_TYPED_AS_COMMANDS = ("help", "version")


def in_order(arguments: Sequence[str]) -> list[str]:
    """A command line as it is read: `--library DIR` first, wherever it stands; paths alone are the window's."""
    library, rest = _library_of(arguments)
    first = next((argument for argument in rest if not argument.startswith("-")), None)
    if first is None or first in COMMANDS or stat_or_none(holding(Path(first))) is None:
        if first in _TYPED_AS_COMMANDS:
            rest.remove(first)
            rest.append(f"--{first}")
        return [*library, *rest]
    if not library and is_library(Path(first)):
        rest.remove(first)
        return [_LIBRARY, first, "gui", *rest]
    return [*library, "gui", *rest]


def _library_of(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The option with its value, and all else; behind `--` nothing is an option."""
    library: list[str] = []
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            return library, [*rest, argument, *given]
        if argument == _LIBRARY:
            # Without a value the command line is wrong, which is said where it is read.
            library = [argument, *itertools.islice(given, 1)]
        elif argument.startswith(f"{_LIBRARY}="):
            library = [argument]
        else:
            rest.append(argument)
    return library, rest


def where_it_went(arguments: Sequence[str]) -> str | None:
    """The sentence of `GONE` for a command line that asks for what is gone."""
    typed = " ".join(_library_of(arguments)[1]).replace("=", " ")
    return next((sentence for words, sentence in GONE.items() if re.match(rf"{words}(?!\S)", typed)), None)


class CommandTable(click.Group):
    """A group whose commands come from `COMMANDS` and are imported on use."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, in_order(args))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command for what is neither a command nor a path."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean `karuta {near[0]}`?" if near else ""
            ctx.fail(f"There is no command and no file called {output.as_given(name)}.{hint}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        with no_collecting():
            command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(len(name) for rows in HEADINGS.values() for name in rows)
        for heading, rows in HEADINGS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), text) for name, (_, text) in rows.items()])


@contextmanager
def told_why(failed: Callable[[Exception], Any], *, as_json: bool) -> Iterator[None]:
    """Readers of the JSON get the reason of a failure too (`failed`); the sentence itself goes to stderr, as always."""
    try:
        yield
    except Exception as error:
        if as_json:
            output.json_line(failed(error))
        raise


def run(root: click.Group, arguments: Sequence[str], log: Log) -> int:
    """Run one command line. Returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 stopped (Ctrl+C, or a request
    to end, which is heard as that is).

    A known error is one sentence on stderr. A bug is in the log, and one sentence on stderr says where.
    """
    output.use_utf8()
    if (sentence := where_it_went(arguments)) is not None:
        output.say(sentence)
        return 2
    signals = list[int]()

    def stop(number: int, _: object) -> None:
        signals.append(number)
        raise KeyboardInterrupt

    with output.warnings_said(), on_signals(("SIGINT", *ENDING), stop):
        code = _ended(root, arguments, log, signals)
    if log.has_news:
        output.say(log.sentence)
    return code


def role_of(arguments: Sequence[str]) -> str:
    """Name the command that a command line runs."""
    return next((argument for argument in in_order(arguments) if argument in COMMANDS), "")


def _ended(root: click.Group, arguments: Sequence[str], log: Log, signals: Sequence[int]) -> int:
    try:
        result = root.main(args=list(arguments), prog_name="karuta", obj=log, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        _show(error)
        return 2
    except click.ClickException as error:
        _show(error)
        return 1
    except (click.Abort, KeyboardInterrupt):
        output.say(_STOPPED)
        return STOPPED
    except Cancelled as error:
        output.say(why(error))
        return STOPPED
    except BrokenPipeError:
        # The reader of our output is gone (`karuta ... | head`); nothing more to say, and no traceback.
        sys.stderr.close()
        return 1
    except Exception as error:
        if signals:
            # What is broken off within a library's own code may fail in any way.
            output.say(_STOPPED)
            return STOPPED
        if is_known(error):
            output.say(why(error))
        else:
            logger.exception("the command did not end")
        return 1


def _show(error: click.ClickException) -> None:
    """Like click, whose message shows what was typed."""
    text = io.StringIO()
    error.show(text)
    for line in text.getvalue().rstrip("\n").split("\n"):
        output.say(line)
