"""Who holds a SQLite file's lock, as far as the system tells. Takes and breaks no lock.

Opening the file to query `fcntl` would drop this process's own locks on closing. So the only safe source is the
kernel's list of locks, which only Linux has.
"""

from __future__ import annotations

import os
from pathlib import Path

from karuta.domain.sentence import Sentence

_KERNEL_LIST = Path("/proc/locks")


def lock_holder(path: Path) -> str | None:
    """`process 1234 (karuta labels import a.csv)`, or None if nobody else writes or the system does not tell."""
    try:
        inode = path.stat().st_ino
        lines = _KERNEL_LIST.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        # `1: POSIX ADVISORY WRITE 1234 fd:01:131073 1073741825 1073741825`; a waiting process has `->` in second place.
        fields = line.split()
        if len(fields) < 6 or fields[3] != "WRITE" or not fields[5].endswith(f":{inode}"):
            continue
        if fields[4].isdigit() and int(fields[4]) not in (0, os.getpid()):
            return _described(int(fields[4]))
    return None


def _described(process: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        words = []
    command = " ".join(Path(word).name if i == 0 else word for i, word in enumerate(words) if word)
    shown = command if len(command) <= 80 else f"{command[:79]}…"
    if not shown:
        return Sentence("process {process}", process=process)
    return Sentence("process {process} ({command})", process=process, command=shown)
