"""Whether the words around a name may make it a longer one, of a card that the catalogue lacks. Pure.

`Polymerization` in `Super Polymerization` and カオス・ソルジャー in `カオスソルジャー 開闢の使者` are other cards. So a
name is sure only where the words beside it are understood.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from enum import IntEnum

from karuta.listings.domain.titles.letters import Letters, is_japanese
from karuta.listings.domain.titles.reading import TitleField
from karuta.listings.domain.titles.spans import GOODS, LEVEL, SMALL, Span
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue


class Beside(IntEnum):
    """What stands beside a name. The worst of both sides counts."""

    NOTHING = 0
    UNKNOWN = 1
    """A word that nothing explains, but no name has it."""
    NAME = 2
    """A word that names have: together they may be another card's name."""


# Between these, nothing belongs together.
_STOPS = frozenset('|()[]{}【】「」『』（）［］。｜!！?？~〜*★☆#"“”')
# What stands beyond these is another card, if it is one.
_LISTS = frozenset(",;/+&、／＋＆")
# What ties words of a name together.
_JOINERS = frozenset(("of", "the", "a", "for", "from", "to", "in", "on", "de", "la", "der", "des", "の"))
# A word of the tables begins or ends so many names: it may do so here as well.
_BEGINS, _ENDS, _BEGINS_JAPANESE = 3, 8, 3
_WEAKER = 10


def beside(letters: Letters, taken: Sequence[Span], span: Span, catalogue: TitleCatalogue) -> Beside:
    """What stands before and after a name."""
    if any(one.value == GOODS for one in taken):
        return Beside.UNKNOWN
    owners: list[Span | None] = [None] * len(letters.text)
    for one in taken:
        owners[one.start : one.end] = [one] * one.length
    if any(one.value == LEVEL for one in taken) and catalogue.count_begun(letters.text[span.start : span.end] + "lv"):
        # Other cards of this name differ by their level, and the title's level is none of those known.
        return Beside.NAME
    around = _Around(letters, owners, span, catalogue)
    return max(around.before(), around.after())


def foreign_words(letters: Letters, free: bytearray, names: Sequence[str], catalogue: TitleCatalogue) -> bool:
    """Whether unread words that other names have, and none of these (folded, without spaces), stand together."""
    row = 0
    borders = [at for at, parted in enumerate(letters.parted[:-1]) if parted]
    for start, end in zip(borders, [*borders[1:], len(letters.text)], strict=True):
        word = letters.text[start:end]
        is_foreign = bool(free[start]) and len(word) > 1 and word in catalogue.vocabulary
        if is_foreign and not any(word in name for name in names):
            row += 1
        if row > 1:
            return True
        if not free[start]:
            row = 0
    return False


class _Around:
    def __init__(self, letters: Letters, owners: Sequence[Span | None], span: Span, catalogue: TitleCatalogue) -> None:
        self._letters = letters
        self._owners = owners
        self._span = span
        self._catalogue = catalogue
        self._japanese = any(map(is_japanese, letters.written(span.start, span.end)))
        self._loud = any(letter.isupper() for letter in letters.written(span.start, span.end))

    def before(self) -> Beside:
        at = self._span.start
        while at > 0 and not self._stopped(at):
            owner = self._owners[at - 1]
            if owner is None:
                begin = next(one for one in range(at - 1, -1, -1) if self._begins_word(one))
                return self._judged(begin, at, joined=self._joined(at), listed=self._listed(at))
            if self._listed(at):
                break
            if not self._is_joiner(owner):
                said = self._worded(owner, self._catalogue.begin_words, _BEGINS, joined=self._joined(at))
                beyond = owner.start - 1
                return max(said, self._through(owner, beyond, owner.start))
            at = owner.start
        return Beside.NOTHING

    def after(self) -> Beside:
        at, last = self._span.end, len(self._letters.text)
        while at < last and not self._stopped(at):
            owner = self._owners[at]
            if owner is None:
                end = next(one for one in range(at + 1, last + 1) if one == last or self._begins_word(one))
                return self._judged(at, end, joined=self._joined(at), listed=self._listed(at))
            if self._listed(at):
                break
            if owner.value == LEVEL:
                return Beside.UNKNOWN
            if not self._is_joiner(owner):
                said = self._worded(owner, self._catalogue.end_words, _ENDS, joined=False)
                return max(said, self._through(owner, owner.end, owner.end))
            at = owner.end
            if at < last and self._joined(at) and self._letters.text[at].isdecimal():
                return Beside.NOTHING  # a code, `A-1`, not `of 1`
        return Beside.NOTHING

    def _through(self, owner: Span, beyond: int, border: int) -> Beside:
        """Of one word of the tables that names have too, whether an unread one of them follows: `The Ultimate Fear`."""
        letters, word = self._letters, self._letters.text[owner.start : owner.end]
        if self._japanese or word not in self._catalogue.vocabulary or not 0 <= beyond < len(letters.text):
            return Beside.NOTHING
        if self._owners[beyond] is not None or self._stopped(border) or self._listed(border):
            return Beside.NOTHING
        start = next(at for at in range(beyond, -1, -1) if at == 0 or letters.parted[at])
        end = next(at for at in range(beyond + 1, len(letters.text) + 1) if letters.parted[at])
        found = self._judged(start, end, joined=False, listed=False)
        return found if found is Beside.NAME else Beside.NOTHING

    def _begins_word(self, at: int) -> bool:
        """Where an unread word begins; a Japanese one runs on through its scripts."""
        if at == 0 or self._owners[at - 1] is not None:
            return True
        if not self._letters.parted[at]:
            return False
        return self._owners[at] is not None or not (self._japanese and self._joined(at))

    def _between(self, at: int) -> str:
        return self._letters.title[self._letters.last[at - 1] : self._letters.first[at]]

    def _stopped(self, at: int) -> bool:
        return any(letter in _STOPS for letter in self._between(at))

    def _listed(self, at: int) -> bool:
        return any(letter in _LISTS for letter in self._between(at))

    def _joined(self, at: int) -> bool:
        """Whether nothing but a dot or a dash stands between two letters."""
        return not any(letter.isspace() for letter in self._between(at))

    def _is_joiner(self, owner: Span) -> bool:
        return owner.value == SMALL and self._letters.text[owner.start : owner.end] in _JOINERS

    def _judged(self, start: int, end: int, *, joined: bool, listed: bool) -> Beside:
        """An unread word. `joined`, `listed`: what stands between it and the name."""
        word, written = self._letters.text[start:end], self._letters.written(start, end)
        if listed:
            return Beside.UNKNOWN if len(word) > 1 and not word.isdecimal() else Beside.NOTHING
        if self._japanese:
            if joined or any(part in self._catalogue.vocabulary for part in self._parts(start, end)):
                return Beside.NAME
            return Beside.UNKNOWN
        if any(map(is_japanese, written)):
            return Beside.NOTHING
        loud = not self._loud or not written[:1].islower()
        if word in self._catalogue.vocabulary and not word.isdecimal():
            return Beside.NAME if loud else Beside.UNKNOWN
        return Beside.UNKNOWN if loud or joined else Beside.NOTHING

    def _parts(self, start: int, end: int) -> list[str]:
        """A Japanese stretch in one piece, and by its scripts."""
        borders = [start, *(at for at in range(start + 1, end) if self._letters.parted[at]), end]
        pieces = [self._letters.text[one:two] for one, two in itertools.pairwise(borders)]
        return [piece for piece in (self._letters.text[start:end], *pieces) if len(piece) > 1]

    def _worded(self, owner: Span, known: dict[str, int], least: int, *, joined: bool) -> Beside:
        """A word of the tables that also begins or ends names, such as `Super` and `Ghost`."""
        word = self._letters.text[owner.start : owner.end]
        if owner.field not in (TitleField.RARITY, TitleField.OTHER) or owner.value == SMALL:
            return Beside.NOTHING
        if self._japanese:
            begun = joined and owner.end == self._span.start and self._catalogue.count_begun(word)
            return Beside.NAME if begun >= _BEGINS_JAPANESE and owner.field is TitleField.RARITY else Beside.NOTHING
        count = known.get(word, 0)
        if owner.field is TitleField.RARITY:
            return Beside.NOTHING if count < least else Beside.NAME if least == _BEGINS else Beside.UNKNOWN
        # `card Banisher of the Light`: sellers write names with capitals.
        loud = not self._loud or not self._letters.written(owner.start, owner.end)[:1].islower()
        return Beside.UNKNOWN if count >= _WEAKER and loud else Beside.NOTHING
