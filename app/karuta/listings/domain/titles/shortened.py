"""Whether a title's words may mean a card that they do not name: shortened, or just as badly spelled. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.listings.domain.titles.alike import AlikeNames
from karuta.listings.domain.titles.letters import letters_of
from karuta.listings.domain.titles.reading import TitleCard

_MISSPELLED = frozenset(("alike", "near", "romaji"))
# So much more may be wrong in the other card's name.
_MORE_EDITS = 2
# People leave off a subtitle, which has several words, or a level; `Dark Magician Girl` is no longer `Dark Magician`.
_LEFT_OFF = 2


def may_mean(said: TitleCard, own: Sequence[str], names: Sequence[str], alike: AlikeNames) -> bool:
    """`own`: folded names of the card that the title is read as; `names`: those of another one, words parted by spaces.

    A seller of `Dark Magician Girl the Dragon Knight` may write `Dark Magician Girl`. A set code leaves no doubt.
    """
    if said.by.endswith("+code"):
        return False
    written = letters_of(said.words).text
    if said.by == "called":
        return any(_may_be_called(said.words, written, name) for name in names) or any(
            one in name.replace(" ", "") for one in own for name in names
        )
    if any(_is_short_for(short, name.split()) for short in (written, *own) for name in names):
        return True
    if said.by not in _MISSPELLED:
        return False
    least = min((alike.edits(written, name) for name in own), default=0)
    return any(alike.edits(written, name.replace(" ", "")) <= least + _MORE_EDITS for name in names)


def _may_be_called(words: str, written: str, name: str) -> bool:
    """`words`: a nickname, `written` folded. BEWD is initials, Droll a word, ブラマジ letters in their order."""
    joined = name.replace(" ", "")
    if not written.isascii():
        return _is_within(written, joined)
    initials = "".join(word[0] for word in name.split())
    return written in joined or (words.isupper() and _is_within(written, initials))


def _is_short_for(short: str, words: Sequence[str]) -> bool:
    """Whether some of a name's words, one after another, are these letters, and a subtitle is left."""
    for start in range(len(words)):
        joined = ""
        for end in range(start + 1, len(words) + 1):
            joined += words[end - 1]
            if joined == short:
                left = [*words[:start], *words[end:]]
                return len(left) >= _LEFT_OFF or any(letter.isdecimal() for word in left for letter in word)
            if not short.startswith(joined):
                break
    return False


def _is_within(short: str, name: str) -> bool:
    """Whether these letters stand in a name, one after another, with others between."""
    letters = iter(name)
    return all(letter in letters for letter in short)
