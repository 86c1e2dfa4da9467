"""Names as cards could have them, composed of words of several languages. Knows no real card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Debian's `wamerican`.
WORDS = Path("/usr/share/dict/words")
_SHORT = (
    "of",
    "the",
    "of the",
    "and",
    "in",
    "to",
    "from",
    "with",
    "de",
    "la",
    "der",
    "des",
    "du",
    "von",
    "el",
    "del",
    "no",
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XV", "XX")
_CAPITALS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
# Vowels and consonants about as often as texts have them.
_LANGUAGES = (
    ("eeeeaaaooiiiuuy", "tttnnnsssrrrhhllddcccmmffppggwwbbvkjxqz"),
    ("eeeeeeaaiiiuuoäöüie", "nnnnrrrsssttthhddlllccggmmbbwwffkkzzpvßj"),
    ("eeeeeaaaiiiouuéèêàâôî", "sssnnntttrrrllldddccmmpppvvqqfbghjxzçœ"),
    ("eeeaaaiiiooouùàèé", "nnnllrrrtttssscccddmmppvvgghfbzzq"),
    ("eeeaaaooouiiíáóúé", "sssnnnrrrlllddtttccmmppbbgvyqhfzñj"),
    ("aaaeeeooouiiãõáéêç", "sssrrrnnndddmmmtttcclllppvvgghqbfz"),
    ("aaaiiieeeooyuąęó", "zzznnrrwwsssttcckkddppmmlljłłbghśżć"),
    ("aaaeeeiioouåäöø", "nnnrrrtttsssllldddkkkmmggvvffhpbjæ"),
    ("aaaiiiuuuooee", "kkkssstttnnnhhmmmrrryywwggzzddbbpp"),
)
_HOW_MANY = (0.22, 0.36, 0.24, 0.1, 0.05, 0.03)
_JOINTS = (
    ("-", 0.5),
    (", ", 0.18),
    (": ", 0.06),
    (" & ", 0.06),
    (" - ", 0.06),
    (" // ", 0.03),
    ("/", 0.05),
    (". ", 0.06),
)


@dataclass(frozen=True)
class NameMix:
    """How often a word is none of the list: spoken of random letters, of digits, a number, some capitals. And how often
    two words are joined by a mark, a word has an apostrophe, a name ends with a mark.
    """

    spoken: float
    digits: float
    roman: float
    code: float
    short: float
    joined: float
    apostrophe: float
    ending: float
    capitals: float
    small: float


class NameMaker:
    def __init__(self, mix: NameMix, words: Sequence[str] = ()) -> None:
        self._mix = mix
        self._words = [word for word in words if 1 < len(word) < 15 and word.isalpha()]

    def name(self, rng: np.random.Generator, *, least: int, most: int) -> str:
        """One to six words, in capitals, small, or as titles are written; about `least` to `most` letters."""
        count = 1 + int(rng.choice(6, p=_HOW_MANY))
        text = ""
        for number in range(6):
            if number >= count and len(text) >= least:
                break
            word = self._word(rng)
            joint = "" if not text else _chosen(rng, _JOINTS) if rng.random() < self._mix.joined else " "
            if len(text) + len(joint) + len(word) > most:
                if text:
                    break
                word = word[:most]
            text += joint + word
        if rng.random() < self._mix.ending:
            text += str(rng.choice(["!", "?", ".", "...", "!!", " *", ")"]))
        way = rng.random()
        if way < self._mix.capitals:
            return text.upper()
        if way < self._mix.capitals + self._mix.small:
            return text.lower()
        return text

    def _word(self, rng: np.random.Generator) -> str:
        mix, at = self._mix, rng.random()
        if at < mix.spoken or not self._words:
            word = spoken(rng)
        elif (at := at - mix.spoken) < mix.digits:
            return "".join(_DIGITS[n] for n in rng.integers(10, size=int(rng.integers(1, 4))))
        elif (at := at - mix.digits) < mix.roman:
            return _ROMAN[int(rng.integers(len(_ROMAN)))]
        elif (at := at - mix.roman) < mix.code:
            signs = _CAPITALS + _DIGITS
            return "".join(signs[n] for n in rng.integers(len(signs), size=int(rng.integers(1, 5))))
        elif at - mix.code < mix.short:
            return _SHORT[int(rng.integers(len(_SHORT)))]
        else:
            word = self._words[int(rng.integers(len(self._words)))]
        word = word[:1].upper() + word[1:]
        if rng.random() < mix.apostrophe:
            mark = "'" if rng.random() < 0.5 else "’"
            word += f"{mark}s" if rng.random() < 0.75 else mark
        return word


def spoken(rng: np.random.Generator) -> str:
    """A word that is in no list, of the letters of one language."""
    vowels, consonants = _LANGUAGES[int(rng.integers(len(_LANGUAGES)))]
    is_vowel, word = rng.random() < 0.3, ""
    for _ in range(int(rng.integers(2, 10))):
        letters = vowels if is_vowel else consonants
        word += letters[int(rng.integers(len(letters)))]
        is_vowel = not is_vowel if rng.random() < 0.78 else is_vowel
    return word


def read_words(path: Path = WORDS) -> list[str]:
    """One word a line, without those in the possessive; empty where there is no such file."""
    try:
        return [word for word in path.read_text(encoding="utf-8").split() if "'" not in word]
    except OSError:
        return []


def _chosen(rng: np.random.Generator, table: Sequence[tuple[str, float]]) -> str:
    return table[int(rng.choice(len(table), p=[weight for _, weight in table]))][0]
