"""A wrapper for commands that write to a library: it checks the label file, and makes the daily copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import guarded_write
from karuta.services.backups.list_backups import second_place
from karuta.settings import read_settings

Function = Callable[..., int]
MARK = "writes_library"
"""What such a command's function is marked with, for whoever wants to know which those are."""


def writes_library(function: Function) -> Function:
    """For a command that changes the library; see `guarded_write`. Place it below `click.pass_obj`."""

    @wraps(function)
    def command(invocation: Invocation, /, **options: Any) -> int:
        with guarded_write(invocation.library, second_folder(invocation.library), say=output.say):
            return function(invocation, **options)

    vars(command)[MARK] = True
    return command


def second_folder(library: LibraryFolder) -> Path | None:
    """The folder of this library's second copies, by the settings."""
    return second_place(library, read_settings(paths.settings_file()).backup_folder)
