"""What programs that were killed have left in a library: files and folders half written under a name of their own."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from karuta import clock
from karuta.domain.sentence import Sentence, counted_things
from karuta.files import remove
from karuta.services.library.keeping.checking import REPAIR, Finding, RepairContext, fine

# As `write_whole`, `write_folder_whole`, a restore and a training name them, and what SQLite keeps beside a database.
_NAMED = re.compile(r"\.?.+\.\d+(-[0-9a-f]{8})?\.part(-journal|-wal|-shm)?")
_OLD_SECONDS = 86_400.0
"""Whoever writes for longer is not thinkable; another computer's processes cannot be asked."""


def check_leftovers(context: RepairContext) -> Iterator[Finding]:
    if leftovers := list(_leftovers(context.folder.root)):
        left = counted_things(len(leftovers), "file")
        yield fine("leftovers", Sentence("{files} half written by programs that were killed", files=left), REPAIR)


def mend_leftovers(context: RepairContext) -> Iterator[str]:
    leftovers = list(_leftovers(context.folder.root))
    for path in leftovers:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            remove(path)
    if leftovers:
        yield Sentence(
            "{files} half written by programs that were killed, removed.", files=counted_things(len(leftovers), "file")
        )


def _leftovers(root: Path) -> Iterator[Path]:
    """Of more than a day."""
    before = clock.now().timestamp() - _OLD_SECONDS
    for place, folders, names in os.walk(root):
        for name in [*folders, *names]:
            path = Path(place, name)
            if _NAMED.fullmatch(name) and not path.is_symlink() and path.stat().st_mtime < before:
                yield path
        folders[:] = [name for name in folders if not _NAMED.fullmatch(name)]
