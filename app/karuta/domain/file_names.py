"""Names that every system accepts for a file or folder, Windows included. Touches no disk."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 80
# A disk takes 255; a number, an ending and what a half-written file is called beside it need theirs.
_MOST_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def safe_name(text: str, *, otherwise: str = "_") -> str:
    """The text with forbidden characters replaced: never empty, never a device name, short enough for every disk."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    cleaned = " ".join(_FORBIDDEN.sub("_", unicodedata.normalize("NFC", visible)).split())
    cleaned = short_name(cleaned, _LONGEST).strip(" .")
    if not cleaned:
        return otherwise
    return f"_{cleaned}" if cleaned.split(".")[0].strip().casefold() in _DEVICES else cleaned


def short_name(text: str, letters: int) -> str:
    """Cut a name to so many letters, and to the bytes that a disk takes: a letter may have four."""
    return text[:letters].encode()[:_MOST_BYTES].decode(errors="ignore")


class NamesTaken:
    """Gives each name only once, also on systems that ignore case."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.casefold() for name in taken}

    def free(self, name: str) -> str:
        found, number = name, 1
        while unicodedata.normalize("NFKC", found).casefold() in self._taken:
            number += 1
            found = f"{name} ({number})"
        self._taken.add(unicodedata.normalize("NFKC", found).casefold())
        return found
