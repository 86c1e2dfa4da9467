"""Folds text, kana and nicknames so that what a person types matches a catalogue. Folded text is never shown.

`Ｂｌｕｅ-Eyes`, `blue eyes` and `BLUE・EYES` fold to the same words, `マジシャン` and `まじしゃん` to the same kana,
`Dämon` and `damon` to the same letters.

For `fold_romaji` and `romaji_of` `burakku majishan`, `BURAKKU MAJISYAN` and `ブラック・マジシャン` are one. They ignore
long vowels, doubled consonants and spellings of one sound (shi/si, tsu/tu, ji/zi, fu/hu, l/r, v/b, m/n before b, m, p).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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


class _FoldedLetters(dict[int, str]):
    """The fold of each character, computed when it is first met."""

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


@dataclass(frozen=True)
class Nickname:
    """`card`: its id or full name in any language; empty removes the nickname. `game`: empty means all games."""

    game: str
    nickname: str
    card: str

    @property
    def folded(self) -> str:
        return squeeze(fold(self.nickname))


class Nicknames:
    """A table of nicknames. Typed text is folded first, as names are."""

    def __init__(self, nicknames: Iterable[Nickname] = ()) -> None:
        self._by_text: dict[str, list[Nickname]] = {}
        for nickname in nicknames:
            self._by_text.setdefault(nickname.folded, []).append(nickname)

    def __iter__(self) -> Iterator[Nickname]:
        for same in self._by_text.values():
            yield from same

    def __len__(self) -> int:
        return sum(len(same) for same in self._by_text.values())

    def exact(self, text: str) -> tuple[Nickname, ...]:
        """Nicknames equal to this text, in the order of the table."""
        return tuple(self._by_text.get(squeeze(fold(text)), ()))

    def beginning(self, text: str) -> tuple[Nickname, ...]:
        """Nicknames that begin with this text and are longer, the shortest first."""
        begun = squeeze(fold(text))
        longer = [folded for folded in self._by_text if begun and folded.startswith(begun) and folded != begun]
        return tuple(
            nickname
            for folded in sorted(longer, key=lambda each: (len(each), each))
            for nickname in self._by_text[folded]
        )

    def overridden_by(self, own: Iterable[Nickname]) -> Nicknames:
        """These with one's own over them. One replaces the shipped one in its game, or in all if it has none."""
        own = list(own)
        own_names = {(nickname.game, nickname.folded) for nickname in own}
        everywhere = {folded for game, folded in own_names if not game}
        kept = [
            nicknames
            for nicknames in self
            if (nicknames.game, nicknames.folded) not in own_names and nicknames.folded not in everywhere
        ]
        return Nicknames(nickname for nickname in (*own, *kept) if nickname.card)


_KANA |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ゐ": "i", "ゑ": "e", "ん": "n", "ゔ": "bu"}
_KANA |= {"だ": "da", "ぢ": "zi", "づ": "zu", "で": "de", "ど": "do", "ゎ": "wa"}
_SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_SILENT = "っーゝゞ"

_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}

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
_ONE_SOUND = str.maketrans({"l": "r", "v": "b", "q": "k", "c": "k"})


def fold_romaji(text: str) -> str:
    """Text typed in Latin letters, as `romaji_of` would write it."""
    folded = squeeze(fold(text)).replace("ck", "k")
    for spelling, written in _SPELLINGS:
        folded = spelling.sub(written, folded)
    folded = folded.translate(_ONE_SOUND)
    again = _SPELLINGS[-1]
    return again[0].sub(again[1], folded)


def romaji_of(text: str) -> str | None:
    """Kana text (Latin letters and digits may be mixed in) in folded Latin letters.

    None if it has no kana (such text is found as it is), and if it has letters that are neither kana nor ASCII.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_TO_HIRAGANA)
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
