"""A wrapper for commands that write to a library: it checks the label file, and makes the daily copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.domain.errors import KarutaError, refused_by_system
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_labels_if_due
from karuta.services.backups.label_state import refuse_where_astray
from karuta.services.backups.list_backups import second_place
from karuta.settings import read_settings

Function = Callable[..., int]
MARK = "writes_library"
"""What such a command's function is marked with, for whoever wants to know which those are."""


def writes_library(function: Function) -> Function:
    """For a command that changes the library: refused if the label file is not what it was, until a person has chosen.

    Place it below `click.pass_obj`. Afterwards the daily copy is made, if today has none and something was written.
    """

    @wraps(function)
    def command(invocation: Invocation, /, **options: Any) -> int:
        refuse_where_astray(invocation.library, second_folder(invocation.library))
        code = function(invocation, **options)
        keep_days_copy(invocation.library)
        return code

    vars(command)[MARK] = True
    return command


def second_folder(library: LibraryFolder) -> Path | None:
    """The folder of this library's second copies, by the settings."""
    return second_place(library, read_settings(paths.settings_file()).backup_folder)


def keep_days_copy(library: LibraryFolder) -> None:
    """The daily copy, if today has none. If it cannot be made, that is reported, and nothing fails."""
    try:
        back_up_labels_if_due(library, second_folder(library))
    except (KarutaError, OSError) as error:
        why = error.sentence if isinstance(error, KarutaError) else refused_by_system(error)
        output.say(f"What was done is stored; only today's backup was not made. {why} `karuta backup` makes it.")
