"""Decides which cards a title names, from its names, nicknames, set codes and passcodes. Pure.

The words around a name may make it a longer one, of a card that the catalogue lacks: `Polymerization` in `Super
Polymerization` and カオス・ソルジャー in `カオスソルジャー 開闢の使者` are other cards. So a name is sure only where
the words beside it are understood.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from enum import IntEnum

from karuta.listings.domain.titles.reading import TitleCard, TitleField
from karuta.listings.domain.titles.set_codes import Letters, is_japanese, narrowed
from karuta.listings.domain.titles.spans import GOODS, LEVEL, SMALL, Span, unread_letters
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue


class Beside(IntEnum):
    """Things beside a name. The worst of both sides counts."""

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


class _Around:
    def __init__(self, letters: Letters, owners: Sequence[Span | None], span: Span, catalogue: TitleCatalogue) -> None:
        self._letters, self._owners, self._span, self._catalogue = letters, owners, span, catalogue
        self._japanese = any(map(is_japanese, letters.written(span.start, span.end)))
        self._loud = any(letter.isupper() for letter in letters.written(span.start, span.end))

    def beside(self, *, back: bool) -> Beside:
        """Before the name (`back`), or after it."""
        at, last = self._span.start if back else self._span.end, len(self._letters.text)
        while (at > 0 if back else at < last) and not self._stopped(at):
            owner = self._owners[at - back]
            if owner is None:
                begins = (
                    (number for number in range(at - 1, -1, -1) if self._begins_word(number))
                    if back
                    else (number for number in range(at + 1, last + 1) if number == last or self._begins_word(number))
                )
                start, end = sorted((at, next(begins)))
                return self._judged(start, end, joined=self._joined(at), listed=self._listed(at))
            if self._listed(at):
                break
            if not back and owner.value == LEVEL:
                return Beside.UNKNOWN
            at, before = owner.start if back else owner.end, at
            if not self._is_joiner(owner):
                known, least = (self._catalogue.begin_words, _BEGINS) if back else (self._catalogue.end_words, _ENDS)
                said = self._worded(owner, known, least, joined=back and self._joined(before))
                return max(said, self._through(owner, at - back, at))
            if not back and at < last and self._joined(at) and self._letters.text[at].isdecimal():
                break  # a code, `A-1`, not `of 1`
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
        """Whether an unread word begins here; a Japanese one runs on through its scripts."""
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
        pieces = [self._letters.text[begin:stop] for begin, stop in itertools.pairwise(borders)]
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


# By what a card is named -> how often that is right (tests/lab/titles.py measures it).
TRUST = {
    "name+code": 0.999,
    "name": 0.98,
    "beside": 0.8,
    "part": 0.5,
    "part+code": 0.999,
    "beside+code": 0.999,
    "near+code": 0.99,
    "word": 0.6,
    "word+code": 0.99,
    "alike+code": 0.99,
    "code": 0.95,
    "passcode": 0.99,
    "romaji": 0.93,
    "alike": 0.9,
    "near": 0.8,
    "foreign": 0.5,
    "nickname+code": 0.99,
    "nickname": 0.85,
    "called": 0.93,
    "begun": 0.8,
    "begun+code": 0.98,
    "romaji+code": 0.99,
    "disagree": 0.5,
}
BY_CODE = frozenset(("code", "passcode", "foreign"))
SURE_NAMES = frozenset(("name", "alike", "beside", "part"))
"""Of a title whose set code is that of another card: by these its name is one, and no word that looks like one."""
CLEAR = 0.9
"""From this on a title's card counts as clearly read."""

# Shorter nicknames are chance: `Ra`, `Nova`.
_LEAST_ODD = 5
_PROSE = frozenset((SMALL, "shipping", "seller", "praise", "sale", "note"))
_SEPARATORS = frozenset(",;/+&|・、。／＋＆｜()[]【】「」『』（）")


def coded_cards(codes: Iterable[Span], catalogue: TitleCatalogue) -> dict[int, Span]:
    """The cards that set codes and passcodes name, in their order."""
    found: dict[int, Span] = {}
    for span in codes:
        if span.field is TitleField.PASSCODE:
            places: Sequence[int] = catalogue.by_passcode.get(span.value)
        else:
            places = [printing.card for printing in catalogue.printings(span.value)]
        # A code that stands for several cards (`MAMO-EN???`) names none.
        if len(set(places)) == 1:
            found.setdefault(places[0], span)
    return found


def likely_cards(codes: Iterable[Span], catalogue: TitleCatalogue) -> frozenset[int]:
    """Cards with the number of a set code in another language, or one of several with a code: they confirm a name."""
    found: set[int] = set()
    for span in codes:
        if span.field is TitleField.SET_CODE:
            found.update(printing.card for printing in catalogue.printings(span.value))
            found.update(catalogue.of_issue(span.value))
    return frozenset(found)


class CardsOfTitle:
    """The cards of one title. `taken`: what is explained of it. `meant`: cards that its codes confirm."""

    def __init__(
        self, letters: Letters, taken: Sequence[Span], catalogue: TitleCatalogue, meant: AbstractSet[int]
    ) -> None:
        self._letters, self._taken, self._catalogue, self._meant = letters, taken, catalogue, meant
        self._free = unread_letters(letters, taken)
        self._owners: list[Span | None] = [None] * len(letters.text)
        for span in taken:
            self._owners[span.start : span.end] = [span] * span.length

    def dropped(self) -> list[Span]:
        """The names and nicknames that are ordinary words here: `Fine` of *a fine copy*."""
        cards = [span for span in self._taken if span.field is TitleField.CARD]
        strong = [span for span in cards if not span.weak or self._meant & set(span.places)]
        weak = [span for span in cards if span not in strong]
        kept = [span for span in weak if self._stands(span, alone=not strong and not self._meant)]
        certain = [span for span in kept if span.by == "name" or self._is_sure(span)]
        if not strong and certain:
            # A name, or a nickname that is no ordinary word, before nicknames that are.
            kept = certain
        return [span for span in weak if span not in kept]

    def cards(self, coded: dict[int, Span]) -> tuple[tuple[TitleCard, ...], bool]:
        """The cards of a title, each once, and whether names and set codes (`coded`) mean different ones."""
        found: dict[int, TitleCard] = {}
        for span in sorted(
            (span for span in self._taken if span.field is TitleField.CARD), key=lambda span: span.start
        ):
            place = self._one_of(span.places, found)
            card = self._card(span, place, self._by(span) + ("+code" if place in self._meant else ""))
            if place not in found or found[place].probability < card.probability:
                found[place] = card
        missing = [place for place in coded if place not in found]
        alone = [place for place, card in found.items() if not card.by.endswith("+code")]
        for place in missing:
            by = "passcode" if coded[place].field is TitleField.PASSCODE else "code"
            is_foreign = not alone and self._has_foreign_words(self._catalogue.own_names(place))
            found[place] = self._card(coded[place], place, "foreign" if is_foreign else by)
        if not missing or not alone:
            return tuple(found.values()), False
        doubtful = TRUST["disagree"]
        cards = (card if "+" in card.by else replace(card, probability=doubtful) for card in found.values())
        return tuple(cards), True

    # Inside

    def _written(self, span: Span) -> str:
        return self._letters.written(span.start, span.end)

    def _beside(self, span: Span) -> Beside:
        """Judge the words before and after a name."""
        if any(item.value == GOODS for item in self._taken):
            return Beside.UNKNOWN
        name = self._letters.text[span.start : span.end]
        if any(item.value == LEVEL for item in self._taken) and self._catalogue.count_begun(name + "lv"):
            # Other cards of this name differ by their level, and the title's level is none of those known.
            return Beside.NAME
        around = _Around(self._letters, self._owners, span, self._catalogue)
        return max(around.beside(back=True), around.beside(back=False))

    def _has_foreign_words(self, names: Sequence[str]) -> bool:
        """Whether unread words that other names have, and none of these (folded, without spaces), stand together."""
        letters, row = self._letters, 0
        borders = letters.words_begin()
        for start, end in zip(borders, [*borders[1:], len(letters.text)], strict=True):
            word, is_free = letters.text[start:end], bool(self._free[start])
            is_foreign = is_free and len(word) > 1 and word in self._catalogue.vocabulary
            row += is_foreign and not any(word in name for name in names)
            if row > 1:
                return True
            row *= is_free
        return False

    def _is_prose(self, span: Span) -> bool:
        """Whether a small word stands beside it (`storm of cards`), or it is an ordinary word in a title that says what
        sellers say of any card, or what nothing explains: `fast return`, `error card, last one left`.
        """
        others = [item for item in self._taken if item.field is TitleField.OTHER]
        if any(item.value == SMALL and (item.start == span.end or item.end == span.start) for item in others):
            return True
        # In a title in capitals they say nothing: `ACT FAST`.
        is_capital = self._written(span)[:1].isupper() and not self._letters.title.isupper()
        if (span.by == "nickname" and is_capital) or not self._is_ordinary(span):
            return False
        return any(self._free) or any(item.value in _PROSE for item in others)

    def _is_ordinary(self, span: Span) -> bool:
        return self._letters.text[span.start : span.end] in self._catalogue.ordinary

    def _stands(self, span: Span, *, alone: bool) -> bool:
        """Whether a word that is also an ordinary one means the card here."""
        free, prose = self._free, self._is_prose(span)
        before = span.start == 0 or not free[span.start - 1]
        after = span.end == len(free) or not free[span.end]
        if span.by == "nickname" and self._is_sure(span) and not (prose and span.common):
            return True
        is_name = span.by == "name" and span.common and self._written(span)[:1].isupper()
        return before and after if (alone and not prose) or is_name else self._is_listed(span)

    def _is_sure(self, span: Span) -> bool:
        """A nickname that is no ordinary word: capitals (BEWD), Japanese, or several words (Ash Blossom)."""
        written = self._written(span)
        if not written.isascii():
            return span.length >= 3
        several = sum(self._letters.parted[span.start : span.end]) > 1
        return several or (written.isupper() and span.length >= 3)

    def _is_a_word_of_names(self, span: Span) -> bool:
        """A nickname that is a word of its cards' names and else of hardly any (Droll, Lumina), written as one."""
        word, catalogue = self._letters.text[span.start : span.end], self._catalogue
        is_odd = self._written(span)[:1].isupper() and span.length >= _LEAST_ODD and word not in catalogue.common
        return is_odd and not catalogue.is_ordinary(word) and word in catalogue.vocabulary

    def _is_listed(self, span: Span) -> bool:
        """Whether it is one of several that are listed: `Dark Magician / Kuriboh / Wolf`."""
        begin, end = self._letters.span(span.start, span.end)
        plain = narrowed(self._letters.title)
        before, after = plain[:begin].rstrip()[-1:], plain[end:].lstrip("!?！？ ")[:1]
        return (before in _SEPARATORS and before != "") and (after == "" or after in _SEPARATORS)

    def _by(self, span: Span) -> str:
        """By what a span names its card. A name beside other words may be part of a name that the catalogue lacks."""
        if span.by == "nickname":
            is_called = self._is_sure(span) or self._is_a_word_of_names(span)
            return "called" if is_called and self._beside(span) is Beside.NOTHING else "nickname"
        if span.by not in ("name", "alike"):
            return span.by
        around = self._beside(span)
        if span.weak and around is not Beside.NAME:
            return "word"
        return {Beside.NOTHING: span.by, Beside.UNKNOWN: "beside", Beside.NAME: "part"}[around]

    def _one_of(self, places: Sequence[int], found: dict[int, TitleCard]) -> int:
        """Of cards that are named alike: the set code's, else one that was named before, else the first."""
        known = [place for place in places if place in self._meant] or [place for place in places if place in found]
        return known[0] if known else min(places)

    def _card(self, span: Span, place: int, by: str) -> TitleCard:
        cards, others = self._catalogue.cards, (number for number in span.places if number != place)
        rivals = () if by.endswith("+code") else tuple(cards[number] for number in others)
        trust = round(TRUST.get(by, TRUST["code"]) / (1 + len(rivals)), 3)
        return TitleCard(cards[place], self._catalogue.names[place], trust, self._written(span), by, rivals)
