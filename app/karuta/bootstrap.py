"""The only file that knows every room: reads the environment, builds the objects and connects them."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from karuta import __version__, paths
from karuta.cli import output
from karuta.cli import root as command_line
from karuta.cli.gui import can_open
from karuta.domain.demo_wish import DemoWish
from karuta.jobs.starter import end_with_starter
from karuta.log.faults import keep_faults, take_up_faults
from karuta.log.hooks import hear_what_nobody_caught
from karuta.log.log import Log, listening
from karuta.log.shorten import names_here
from karuta.settings import read_settings
from karuta.system_libraries import how_to_get, missing_for_window

logger = logging.getLogger(__name__)


@click.group(
    cls=command_line.CommandTable,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="karuta")
@click.option("--library", metavar="DIR", help="The library to use (else KARUTA_LIBRARY, else the default).")
@click.pass_context
def root(context: click.Context, library: str | None) -> int | None:
    """Karuta knows a trading card when it sees one. Without a command it opens the window."""
    log: Log = context.obj
    context.obj = command_line.Invocation(
        library=paths.library_folder(library),
        demo_library=paths.demo_library_folder(),
        resources=paths.resources_folder(),
        log=log,
        open_window=partial(open_window, log=log),
    )
    if context.invoked_subcommand is None:
        command = root.get_command(context, "gui")
        assert command is not None
        return context.invoke(command)  # type: ignore[no-any-return]
    return None


def open_window(
    library: paths.LibraryFolder,
    *,
    log: Log,
    photos: Sequence[Path],
    screenshot: Path | None = None,
    stalls: Path | None = None,
    demo: DemoWish | None = None,
) -> int:
    """Opens the window with everything that it needs. Qt is loaded only here, so that no command pays for it."""
    if missing := missing_for_window():
        output.say(
            f"The window needs {', '.join(missing)}, which this system lacks; {how_to_get(missing)} brings that."
        )
        return 1
    with command_line.no_collecting():
        from karuta.gui.library.session import WindowContext
        from karuta.gui.shell.app import run_window

    context = WindowContext(
        library=library,
        demo_library=paths.demo_library_folder(),
        resources=paths.resources_folder(),
        settings_file=paths.settings_file(),
        log=log,
    )
    return run_window(context, photos, screenshot, demo, stalls)


def run(arguments: Sequence[str]) -> int:
    """One command line in this process; returns the exit code (tests call this)."""
    with listening(_log(arguments)) as log:
        return _run(arguments, log)


def main() -> NoReturn:
    sys.exit(_main(sys.argv[1:]))


def main_gui() -> NoReturn:
    sys.exit(_main(["gui", *sys.argv[1:]]))


def _main(arguments: Sequence[str]) -> int:
    """One command line that has this process to itself: any error in it leaves a trace."""
    end_with_starter()
    unheard = _without_a_console()
    code = _heard(arguments)
    if unheard is not None and code and unheard.getvalue() and can_open():
        from karuta.gui.shell.last_words import show_last_words

        show_last_words(unheard.getvalue().strip())
    return code


def _without_a_console() -> io.StringIO | None:
    """A start from an icon on Windows has no streams: messages are kept, and shown if the window does not open."""
    if sys.stdout is None:
        sys.stdout = io.StringIO()
    if sys.stderr is not None:
        return None
    unheard = io.StringIO()
    sys.stderr = unheard
    return unheard


def _heard(arguments: Sequence[str]) -> int:
    log = _log(arguments)
    log.listen()
    hear_what_nobody_caught()
    take_up_faults(paths.log_folder(), log.shortener)
    keep_faults(paths.log_folder())
    try:
        return _run(arguments, log)
    except Exception:
        logger.exception("no command was begun")
        output.say(log.sentence)
        return 1


def _log(arguments: Sequence[str]) -> Log:
    return Log(
        paths.log_folder(),
        role=command_line.role_of(arguments),
        names=lambda: names_here(read_settings(paths.settings_file()).annotator),
    )


def _run(arguments: Sequence[str], log: Log) -> int:
    # Set before numpy is imported. Its matrix threads spin against ONNX Runtime's: projecting ten crops took 20 ms with
    # them and takes 1 ms without. A training's matrix products are a hundred times larger, and nothing runs beside
    # them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "2" if "train" in arguments else "1")
    return command_line.run(root, arguments, log)
