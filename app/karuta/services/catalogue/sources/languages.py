"""Guesses the language of a file that does not say it: by its name, else by the letters of its cards' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from karuta.domain.text import fold
from karuta.services.catalogue.sources import loose

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[-_. ]+")
# Without the dot in the middle, which English names have too.
_KANA = re.compile("[\u3041-\u30fa\u30fc-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u4e00-\u9fff]")


def language_by_name(path: Path) -> str | None:
    """`cardinfo_de.json`, `cards-fr-FR.cdb`, `German/cards.cdb`; None if the name does not tell."""
    by_word = _by_word()
    for name in (path.stem.lower(), path.parent.name.lower()):
        for chinese in ("zh-cn", "zh-tw"):
            if chinese in name.replace("_", "-"):
                return by_word[chinese.replace("-", " ")]
        for part in _PARTS.split(name)[::-1]:
            # A folder `it` or `es` may be anything; at the end of a name they are languages.
            if part in by_word and (part != name or len(part) > 2 or name == path.parent.name.lower()):
                return by_word[part]
    return None


@cache
def _by_word() -> Mapping[str, str]:
    named = loose.shipped("columns")["languages"]
    return {form: code for code, words in named.items() for word in words for form in (word, fold(word))}


def language_named(text: str) -> str:
    """`German`, `de-DE`, `jaJP`, `Chinese Simplified`, `Portuguese (Brazil)`; "" for what is no language."""
    words = fold(_CAMEL.sub(" ", text))
    language, _, region = words.partition(" ")
    is_region = len(region) == len("xx") or "(" in text
    return _by_word().get(words, "") or (_by_word().get(language, "") if is_region else "")


def language_by_letters(names: Iterable[str]) -> str:
    """By most of the names. Latin letters count as English, because they do not tell."""
    counted = {"ja": 0, "ko": 0, "zh-CN": 0, "en": 0}
    for name in names:
        counted[_language_of(name)] += 1
    if counted["ja"] and counted["zh-CN"] <= 4 * counted["ja"] and counted["ja"] + counted["zh-CN"] > counted["en"]:
        return "ja"
    return max(counted, key=lambda language: counted[language])


def _language_of(name: str) -> str:
    for letters, language in ((_KANA, "ja"), (_HANGUL, "ko"), (_HAN, "zh-CN")):
        if letters.search(name):
            return language
    return "en"
