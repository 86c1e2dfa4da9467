"""Names that every system accepts for a file, and cells that no spreadsheet runs. Touches no disk.

A cell that begins with a character that starts a formula (or with the apostrophe itself) gets one apostrophe in front.
Removing one leading apostrophe restores the text, so every text comes back as it was. Numbers run nothing and stay
numbers.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 80
# A disk takes 255; a number, an ending and what a half-written file is called beside it need theirs.
_MOST_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DRIVE = re.compile("[A-Za-z]:/")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


MARK = "'"
# Excel's Japanese edition treats full-width forms like the plain ones; a tab or line break hides what follows it.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠" + MARK)
# One, or several with spaces between them (corners).
_NUMBERS = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?([eE][+-]?[0-9]+)?( [+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)*")


def safe_name(text: str, *, otherwise: str = "_") -> str:
    """The text with forbidden characters replaced: never empty, never a device name, short enough for every disk."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    cleaned = " ".join(_FORBIDDEN.sub("_", unicodedata.normalize("NFC", visible)).split())
    cleaned = short_name(cleaned, _LONGEST).strip(" .")
    if not cleaned:
        return otherwise
    return f"_{cleaned}" if cleaned.split(".")[0].strip().casefold() in _DEVICES else cleaned


# Where opening a path asks a server or a device: /Network and /net mount whatever host is named below them, and Windows
# takes \\??\\ for the beginning of any device.
_AWAY = ("/dev/", "/proc/", "/sys/", "/net/", "/afs/", "/network/", "/run/user/", "/??/")
_IN_MEMORY = "/dev/shm/"
"""A disk of this computer, for all that it lies among the devices."""


def leads_away(path: str) -> bool:
    """Whether a path that a stranger wrote names more than a plain file of this computer, on whatever system.

    That is a share (in either slash), a device (also one called CON), an address (file://), and a place that depends on
    where the program was started.
    """
    plain = path.replace("\\", "/")
    if plain.startswith("//") or "://" in plain or "\0" in plain:
        return True
    whole = posixpath.normpath(plain)
    if not (whole.startswith("/") or _DRIVE.match(whole)):
        return True
    if f"{whole.casefold()}/".startswith(_AWAY) and not whole.startswith(_IN_MEMORY):
        return True
    return any(part.split(".")[0].strip(" :").casefold() in _DEVICES for part in whole.split("/"))


def short_name(text: str, letters: int) -> str:
    """Cut a name to so many letters, and to the bytes that a disk takes: a letter may have four."""
    return text[:letters].encode()[:_MOST_BYTES].decode(errors="ignore")


class NamesTaken:
    """Gives each name only once, also on systems that ignore case."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.casefold() for name in taken}

    def free(self, name: str) -> str:
        free_name, number = name, 1
        while unicodedata.normalize("NFKC", free_name).casefold() in self._taken:
            number += 1
            free_name = f"{name} ({number})"
        self._taken.add(unicodedata.normalize("NFKC", free_name).casefold())
        return free_name


def written(cells: Iterable[object], *, raw: bool = False) -> list[object]:
    """A row of a table as it is written. Every writer of CSV takes its rows, and its header, through here.

    `raw`: as the cells are, for programs.
    """
    return [guarded(cell) if isinstance(cell, str) and not raw else cell for cell in cells]


def guarded(text: str) -> str:
    """The cell as it is written. Leading spaces are skipped in the test, since some programs drop them."""
    starts = {text[:1], text.lstrip()[:1]}
    return MARK + text if starts & FORMULA_STARTS and not _NUMBERS.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The text that a written cell stands for."""
    return cell[1:] if cell.startswith(MARK) else cell
