"""Records a crash of Python itself (a fault in a library, an abort): `faulthandler` writes it, and it is logged later.

A process that crashes can run nothing more, so it writes into a file opened earlier, folder names and all. Our next
process shortens the text, adds it to the log and empties the file. All processes append to one file: those that end
well leave nothing behind, and nobody has to rename or delete it.
"""

from __future__ import annotations

import faulthandler
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from karuta.log.log_file import alone
from karuta.log.shorten import Shortener, place_of_code

logger = logging.getLogger(__name__)

NAME = "faults.txt"
_BEGINS = re.compile(r"^(?=Fatal Python error:|Windows fatal exception:)", re.MULTILINE)
_FRAME = re.compile(r'\s*File "(?P<file>[^"]*)", line (?P<line>\d+) in (?P<name>\S+)')
# Windows calls exceptions fatal that a library raised and caught on purpose; only these end a process.
_ENDS = ("Fatal Python error:", "Windows fatal exception: access violation", "Windows fatal exception: stack overflow")


def keep_faults(folder: Path) -> bool:
    """From now on this process's crashes are recorded; False if the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # It stays open for as long as this process lives: faulthandler keeps the descriptor.
        faulthandler.enable((folder / NAME).open("a", encoding="utf-8"))
    except OSError:
        return False
    return True


def take_up_faults(folder: Path, shortener: Callable[[], Shortener], *, is_earlier: bool = True) -> None:
    """Move crashes of ended processes into the log. `is_earlier`: they ended before this one began."""
    path = folder / NAME
    try:
        if not path.is_file() or not path.stat().st_size:
            return
        with alone(folder):
            when = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
            text = path.read_text(encoding="utf-8", errors="replace")
            with path.open("r+b") as file:
                file.truncate()
    except OSError:
        return
    for fault in _BEGINS.split(text):
        if fault.strip():
            level = logging.ERROR if fault.startswith(_ENDS) else logging.WARNING
            more = {"lines": _shortened(fault, shortener()), "is_earlier": is_earlier}
            logger.log(level, "a process of Karuta was ended, as was seen at %s", when, extra=more)


def _shortened(fault: str, shortener: Shortener) -> list[str]:
    lines = []
    for line in fault.splitlines():
        frame = _FRAME.fullmatch(line)
        if frame:
            lines.append(f"  {place_of_code(frame['file'])}:{frame['line']} in {frame['name']}")
        elif line.strip() and not line.startswith("Extension modules:"):
            lines.append(shortener.text(line))
    return lines
