"""Names that every system accepts for a file or folder, Windows included. Touches no disk."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def safe_name(text: str, *, otherwise: str = "_") -> str:
    """The text with forbidden characters replaced: never empty, never a device name, at most 80 characters."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    cleaned = " ".join(_FORBIDDEN.sub("_", unicodedata.normalize("NFC", visible)).split())[:_LONGEST].strip(" .")
    if not cleaned:
        return otherwise
    return f"_{cleaned}" if cleaned.split(".")[0].strip().casefold() in _DEVICES else cleaned


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
