"""Writes kana in Latin letters, and folds Latin text that people type. For searching only, never shown.

`burakku majishan`, `BURAKKU MAJISYAN` and `ブラック・マジシャン` become one. Long vowels, doubled consonants and
spellings of one sound (shi/si, tsu/tu, ji/zi, fu/hu, l/r, v/b, m/n) do not matter.
"""

from __future__ import annotations

import re
import unicodedata

from karuta.domain.text import fold, squeeze

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
}
_KANA = {kana: f"{head}{vowel}" for head, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)}
_KANA |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ゐ": "i", "ゑ": "e", "ん": "n", "ゔ": "bu"}
_KANA |= {"だ": "da", "ぢ": "zi", "づ": "zu", "で": "de", "ど": "do", "ゎ": "wa"}
_SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_SILENT = "っーゝゞ"

_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}

# Applied in this order to both sides. A pair that should differ and becomes equal is only found more often.
_SPELLINGS = (
    (re.compile("[ct]ch"), "ch"),
    (re.compile("shi"), "si"),
    (re.compile("sh"), "sy"),
    (re.compile("chi"), "ti"),
    (re.compile("ch"), "ty"),
    (re.compile("ts"), "t"),
    (re.compile("jy?(?=[aueo])"), "zy"),
    (re.compile("j"), "z"),
    (re.compile("d(?=z)"), ""),
    (re.compile("d(?=[iu])"), "z"),
    (re.compile("[fh]w?(?=[aiueo])"), "h"),
    (re.compile("wo"), "o"),
    (re.compile("m(?=[bpm])"), "n"),
    (re.compile("ou"), "o"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_LETTERS = str.maketrans({"l": "r", "v": "b", "q": "k", "c": "k"})


def fold_romaji(text: str) -> str:
    """Text typed in Latin letters, as `romaji_of` would write it."""
    folded = squeeze(fold(text)).replace("ck", "k")
    for spelling, written in _SPELLINGS:
        folded = spelling.sub(written, folded)
    folded = folded.translate(_LETTERS)
    again = _SPELLINGS[-1]
    return again[0].sub(again[1], folded)


def romaji_of(text: str) -> str | None:
    """Kana text (Latin letters and digits may be mixed in) in folded Latin letters; None if it has kanji.

    Also None if it has no kana: such text is found as it is.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA)
    written: list[str] = []
    has_kana = False
    for letter in plain:
        if letter in _SILENT:
            continue
        if letter in _SMALL:
            written.append(_joined(written, _SMALL[letter]))
            has_kana = True
        elif letter in _KANA:
            written.append(_KANA[letter])
            has_kana = True
        elif letter.isascii():
            written.append(letter)
        elif letter.isalpha():
            return None
    return fold_romaji("".join(written)) if has_kana else None


def _joined(written: list[str], small: str) -> str:
    """A small kana replaces the vowel before it: き and ゃ are kya, て and ぃ are ti, う and ぃ are wi."""
    before = written.pop() if written else ""
    if not before or before[-1] not in "aiueo":
        return before + small
    if small[0] == "y":
        return before[:-1] + small
    if before in ("u", "ku", "gu"):
        return before[:-1] + "w" + small
    if before[-1] == "i" and len(before) > 1:
        return before[:-1] + "y" + small
    return before[:-1] + small
