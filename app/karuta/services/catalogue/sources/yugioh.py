"""Rules that all sources of Yu-Gi-Oh cards share: passcodes, and languages of set codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

GAME = "yugioh"
PASSCODE_DIGITS = 8

_LANGUAGES = {
    "": "en",
    **dict.fromkeys(("EN", "E", "AE", "NA", "EU", "AU", "A", "OC"), "en"),
    **dict.fromkeys(("DE", "G", "D"), "de"),
    **dict.fromkeys(("FR", "F", "C", "FC"), "fr"),
    **dict.fromkeys(("IT", "I"), "it"),
    **dict.fromkeys(("SP", "S", "ES"), "es"),
    **dict.fromkeys(("PT", "P"), "pt"),
    **dict.fromkeys(("JP", "J", "JA"), "ja"),
    **dict.fromkeys(("KR", "K", "KO"), "ko"),
    "TC": "zh-TW",
    "SC": "zh-CN",
}


def passcode(number: int) -> str:
    """As printed: eight digits. Numbers of cards without a printed passcode yet are longer, and stay as they are."""
    return str(number).zfill(PASSCODE_DIGITS)


def passcodes(numbers: Iterable[int | None]) -> dict[str, Any]:
    """As codes of a card: the first that there is, and the others."""
    printed = [passcode(number) for number in dict.fromkeys(numbers) if number]
    others = {"other_passcodes": printed[1:]} if len(printed) > 1 else {}
    return {"passcode": printed[0], **others} if printed else {}


def language_of(set_code: str) -> str:
    """The language of a printing by its set code; "" if the code does not say."""
    tail = set_code.upper().partition("-")[2]
    letters = re.match(r"[A-Z]*", tail)
    region = letters.group() if letters else ""
    for length in (2, 1, 0):
        if len(region) >= length and region[:length] in _LANGUAGES:
            return _LANGUAGES[region[:length]] if "-" in set_code else ""
    return ""


def whole_number(value: Any) -> int | None:
    """A positive integer, also from text or a float; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value.strip()) < 19:
        value = int(value)
    return value if isinstance(value, int) and value > 0 else None
