"""Opens a library for commands that look photos up as the window does, including confirmed crops if wanted."""

from __future__ import annotations

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import open_for_answers
from karuta.settings import Settings, damaged_settings, read_settings


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


def read_preferences() -> Settings:
    """The person's settings; a damaged file of them is said."""
    path = paths.settings_file()
    damaged = damaged_settings(path)
    if damaged is not None:
        output.say(damaged.sentence)
    return read_settings(path)
