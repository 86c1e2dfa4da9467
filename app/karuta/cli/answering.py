"""Opens a library for commands that look photos up as the window does: with confirmed crops, where they are wanted."""

from __future__ import annotations

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.services.library.open_library import OpenLibrary, open_for_reading
from karuta.services.lookups.exemplars import with_exemplars
from karuta.settings import read_settings


def open_answering(invocation: Invocation, *, exemplars: bool = True) -> OpenLibrary:
    """The library, its warning said. `exemplars` false, or the setting: artworks alone answer."""
    library = open_for_reading(invocation.library, invocation.resources)
    if exemplars and read_settings(paths.settings_file()).exemplars == "on":
        library = with_exemplars(library)
    if library.warning:
        output.say(library.warning)
    return library
