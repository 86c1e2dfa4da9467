"""The only file that knows every room: reads the surroundings, builds the objects, joins them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from karuta import __version__, paths
from karuta.cli import root as command_line


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
    context.obj = command_line.Invocation(
        library=paths.library_folder(library),
        demo_library=paths.demo_library_folder(),
        resources=paths.resources_folder(),
        open_window=open_window,
    )
    if context.invoked_subcommand is None:
        command = root.get_command(context, "gui")
        assert command is not None
        return context.invoke(command)  # type: ignore[no-any-return]
    return None


def open_window(library: paths.LibraryFolder, *, photos: Sequence[Path], screenshot: Path | None = None) -> int:
    """The window, with everything that it needs; Qt is loaded only here, so that no command pays for it."""
    from karuta.gui.library.context import WindowContext
    from karuta.gui.shell.app import run_window

    context = WindowContext(
        library=library,
        demo_library=paths.demo_library_folder(),
        resources=paths.resources_folder(),
        settings_file=paths.settings_file(),
    )
    return run_window(context, photos, screenshot)


def run(arguments: Sequence[str]) -> int:
    """One command line in this process; returns the exit code (tests call this)."""
    # Before numpy is imported. Its matrix threads spin against ONNX Runtime's: projecting ten crops took 20 ms with
    # them and takes 1 ms without.
    # A training's products are a hundred times larger, and nothing runs beside them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "2" if "train" in arguments else "1")
    return command_line.run(root, arguments)


def main() -> NoReturn:
    sys.exit(run(sys.argv[1:]))


def main_gui() -> NoReturn:
    sys.exit(run(["gui", *sys.argv[1:]]))
