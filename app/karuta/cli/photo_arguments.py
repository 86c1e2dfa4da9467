"""The photos that a command line names: files, folders of them, or paths on stdin. Opens none of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from karuta.cli import output
from karuta.domain.counted import counted
from karuta.domain.photo import PHOTO_SUFFIXES

STDIN = "-"


def photos_named(arguments: Iterable[str]) -> list[str]:
    """In their order: of a folder its pictures and those of its sub-folders, sorted by path; `-`: a path a line.

    What a folder holds besides is passed over and counted on stderr.
    """
    return [photo for argument in arguments for one in _lines(argument) for photo in _photos(one)]


def _lines(argument: str) -> Iterator[str]:
    if argument != STDIN:
        yield argument
        return
    for line in sys.stdin.buffer:
        if path := os.fsdecode(line.rstrip(b"\r\n")):
            yield path


def _photos(argument: str) -> Iterator[str]:
    folder = Path(argument)
    if not folder.is_dir():
        yield argument
        return
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    photos = sorted(path for path in files if path.suffix.lower() in PHOTO_SUFFIXES and path.is_file())
    if passed := len(files) - len(photos):
        output.say(f"{output.as_given(argument)}: {counted(passed, 'file')} passed over (no pictures).")
    if not photos:
        output.say(f"There is no picture in {output.as_given(argument)}.")
    yield from map(str, photos)
