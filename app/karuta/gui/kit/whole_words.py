"""Japanese with marks where a line must not break, so that none breaks inside a word. Leaves other scripts alone.

The letters tell: a word begins where other letters follow hiragana, and after a mark such as a comma. Qt itself keeps
punctuation away from the start of a line.
"""

from __future__ import annotations

from itertools import pairwise

JOINER = "\N{WORD JOINER}"

# Between two kanji these belong to one verb: 取り消す, 書き出す, 切り替える.
_INSIDE = frozenset("いきぎしじちにびみりえけげせてねべめれ") - frozenset("にて")
_HONORIFIC = frozenset("おご")


def whole_words(text: str) -> str:
    """Reads the same; only its line breaks differ."""
    if not text or text.isascii():
        return text
    kinds = [_kind(letter) for letter in text]
    parts = [text[0]]
    for at, (one, other) in enumerate(pairwise(kinds)):
        both = one and other and {one, other} != {"latin"}
        if both and not _may_break(text, kinds, at):
            parts.append(JOINER)
        parts.append(text[at + 1])
    return "".join(parts)


def _may_break(text: str, kinds: list[str], at: int) -> bool:
    """Between this letter and the next one, if both belong to words."""
    one, other = kinds[at], kinds[at + 1]
    before = kinds[at - 1] if at else ""
    if other == "hiragana" or one == other:
        return False
    if one != "hiragana":
        return "latin" not in (one, other)
    if text[at] in _HONORIFIC and before != "hiragana":
        return False
    return not (other == before == "kanji" and text[at] in _INSIDE)


def _kind(letter: str) -> str:
    if "ぁ" <= letter <= "ゟ":
        return "hiragana"
    if "ァ" <= letter <= "ヿ" and letter != "・":
        return "katakana"
    if "一" <= letter <= "鿿" or letter == "々":
        return "kanji"
    return "latin" if letter.isalnum() else ""
