"""Opens a library for commands that look photos up as the window does: with confirmed crops, where they are wanted."""

from __future__ import annotations

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups import exemplars as services
from karuta.settings import read_settings


def open_answering(invocation: Invocation, *, exemplars: bool = True) -> OpenLibrary:
    """The library, its warning said. `exemplars` false, or the setting: artworks alone answer."""
    wanted = exemplars and read_settings(paths.settings_file()).exemplars == "on"
    library = services.open_answering(invocation.library, invocation.resources, exemplars=wanted)
    if library.warning:
        output.say(library.warning)
    return library
