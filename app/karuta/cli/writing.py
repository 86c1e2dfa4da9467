"""Wrappers for commands that write to a library, which is checked and backed up, or that take labels out of it.

These say on which labels people disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.domain.errors import KarutaError
from karuta.domain.sentence import counted
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import guarded_write
from karuta.services.backups.label_state import refuse_read_only
from karuta.services.backups.list_backups import second_place
from karuta.settings import read_settings

Function = Callable[..., int]
MARK = "writes_library"
"""What such a command's function is marked with, for whoever wants to know which those are."""


def writes_library(
    *, unless: Callable[[dict[str, Any]], bool] = lambda options: False, mends: bool = False
) -> Callable[[Function], Function]:
    """For a command that changes the library; see `guarded_write`. Place it below `click.pass_obj`.

    `unless`: with these options it changes nothing. `mends`: it is what helps where the label file is not what it was,
    so it is only refused where nothing can be written.
    """

    def wrapper(function: Function) -> Function:
        @wraps(function)
        def command(invocation: Invocation, /, **options: Any) -> int:
            if unless(options):
                return function(invocation, **options)
            if mends:
                refuse_read_only(invocation.library)
                return function(invocation, **options)
            with guarded_write(invocation.library, second_folder(invocation.library), say=output.say):
                return function(invocation, **options)

        vars(command)[MARK] = True
        return command

    return wrapper


TAKES_LABELS = "takes_labels"


def takes_labels(*, unless: Callable[[dict[str, Any]], bool] = lambda options: False) -> Callable[[Function], Function]:
    """For a command that takes labels out of the library; place it below `click.pass_obj`. It never asks.

    `unless`: with these options it takes none.
    """

    def wrapper(function: Function) -> Function:
        @wraps(function)
        def command(invocation: Invocation, /, **options: Any) -> int:
            if not unless(options):
                _warn_of_disputed(invocation.library)
            return function(invocation, **options)

        vars(command)[TAKES_LABELS] = True
        return command

    return wrapper


def _warn_of_disputed(library: LibraryFolder) -> None:
    # Most commands need no label file, and this one says itself what is wrong with it.
    from karuta.services.labels.open_labels import count_disputed, labels_for_reading

    with suppress(KarutaError), labels_for_reading(library) as file:
        if count := count_disputed(file):
            output.say(
                f"{counted(count, 'label')} {'is' if count == 1 else 'are'} disputed: people disagree, and nobody has "
                "settled it. Exports mark this, and nothing is trained on it; `karuta labels conflicts` lists it."
            )


def second_folder(library: LibraryFolder) -> Path | None:
    """The folder of this library's second copies, by the settings."""
    return second_place(library, read_settings(paths.settings_file()).backup_folder)
