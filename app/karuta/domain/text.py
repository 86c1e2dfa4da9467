"""Folds text so that what a person types matches what a catalogue says. For searching only, never shown.

`Ｂｌｕｅ-Eyes`, `blue eyes` and `BLUE・EYES` fold to the same words, `マジシャン` and `まじしゃん` to the same kana,
`Dämon` and `damon` to the same letters.
"""

from __future__ import annotations

import re
import unicodedata

# Accents that a keyboard may lack. Only this block: the marks of kana, Hindi or Thai make letters of their own.
_ACCENTS = re.compile("[\u0300-\u036f]")

# ヴァ and バ are two spellings of one sound; catalogues and people use both.
_VU = (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"))

_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_KATAKANA_TO_HIRAGANA = ord("あ") - ord("ア")

_SMALL_KANA = dict(zip("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ", strict=True))

# Old forms of characters in card names, for which keyboards give the new form.
_OLD_KANJI = dict(
    zip(
        "龍眞將國劍劔靈學櫻澤髙濱惡獸戰聲寶廣萬亂圓龜黑會體",
        "竜真将国剣剣霊学桜沢高浜悪獣戦声宝広万乱円亀黒会体",
        strict=True,
    )
)

# Letters that Unicode does not decompose.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}

_PROLONGED_MARK = "ー"


class _FoldedLetters(dict[int, str]):
    """What each character folds to, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded_letter(chr(code))
        return folded


def _folded_letter(letter: str) -> str:
    if ord(letter) in _KATAKANA:
        letter = chr(ord(letter) + _KATAKANA_TO_HIRAGANA)
    if letter == _PROLONGED_MARK:
        return ""
    for table in (_SMALL_KANA, _OLD_KANJI, _LETTERS):
        if letter in table:
            return table[letter]
    # Letters, marks and numbers stay; punctuation, symbols and spaces part words.
    return letter if unicodedata.category(letter)[0] in "LMN" else " "


_FOLDED = _FoldedLetters()


def fold(text: str) -> str:
    """The words of a text, folded, with one space between them. Folding twice changes nothing.

    Text without any letter or number (`!!`) folds to its symbols, so that such a card can be found too.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not plain.isascii():
        for spelling, other in _VU:
            plain = plain.replace("ゔ", "ヴ").replace(spelling, other)
        plain = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", plain)))
    words = plain.translate(_FOLDED).split()
    return " ".join(words) if words else "".join(letter for letter in plain if letter.isprintable() and letter != " ")


def squeeze(folded: str) -> str:
    """Folded text without its spaces: `ブラック・マジシャン` and `ブラックマジシャン` become one."""
    return folded.replace(" ", "")
