"""Opens a library for commands that look photos up as the window does, including confirmed crops if wanted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.domain.errors import ModelError
from karuta.domain.recognition import Recognition
from karuta.services.library.kept_files import damaged_settings
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import open_for_answers
from karuta.services.lookups.identify import Read
from karuta.services.lookups.read_prints import open_print_reader
from karuta.settings import Settings, read_settings


def open_answering(invocation: Invocation, *, exemplars: bool = True) -> OpenLibrary:
    """The library; its warning is printed. `exemplars` false, or the setting: only artworks answer."""
    settings = read_preferences()
    library = open_for_answers(
        invocation.library,
        invocation.resources,
        exemplars=exemplars and settings.exemplars == "on",
        exact=settings.index == "exact",
    )
    if library.warning:
        output.say(library.warning)
    return library


def reading(library: OpenLibrary, resources: Path, *, wanted: bool, say: Callable[[str], None] = output.say) -> Read:
    """A reader of the small print of photos that were looked up; or one that leaves them as they are, where no reading
    is wanted.

    A damaged reader costs no answer: it is said, and nothing is read.
    """
    if not wanted:
        return _unread
    try:
        return open_print_reader(library, resources, say=say).read
    except ModelError as error:
        say(error.sentence)
        return _unread


def _unread(_: Path, found: Recognition) -> Recognition:
    return found


def read_preferences() -> Settings:
    """The person's settings; a damaged file of them is said."""
    path = paths.settings_file()
    damaged = damaged_settings(path)
    if damaged is not None:
        output.say(damaged.sentence)
    return read_settings(path)
