"""What titles may name: the cards of a catalogue by name, nickname, set code and passcode. In memory, built once."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from karuta.domain.card import CardKey, Printing, TitleFacts
from karuta.domain.nickname import Nickname, Nicknames
from karuta.domain.romaji import romaji_of
from karuta.domain.text import fold, squeeze
from karuta.listings.domain.titles.title_words import ends, lengths_by_head

# A word that begins or ends so many other names says little alone: `Dragon`, `Storm`.
COMMON = 6
_SHORT = 4
_LEAST_SET_NAME = 8
# What Japanese names are made of: kanji, and katakana.
_PARTS = re.compile("[\u3400-\u9fff々]{2,}|[ァ-ヶー]{3,}")
# How names begin, and how people write it as well.
_SPELLINGS = (
    ("number ", ("no ", "nr ", "#")),
    ("elemental hero ", ("e hero ", "e-hero ")),
    ("evil hero ", ("e-hero ",)),
)


class CodedPrinting(NamedTuple):
    """A printing, and the place of its card."""

    card: int
    set_code: str
    lang: str
    rarities: tuple[str, ...]


@dataclass
class TitleCatalogue:
    """Cards are numbered in the order in which they are given: of two that are named alike the first is meant.

    `vocabulary`: the words of English names, and the kanji and katakana that Japanese ones are made of. `spelled`: a
    folded name without spaces -> with them. `begin_words`, `end_words`: how many English names of several words begin
    and end with a word. `set_heads`: what set codes begin with. `absent`: nicknames of cards that are not here.
    `ordinary`: words of a language, which sellers may say of any card.
    """

    cards: list[CardKey] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    by_name: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_romaji: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_nickname: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_code: dict[str, tuple[CodedPrinting, ...]] = field(default_factory=dict)
    by_number: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_passcode: dict[str, tuple[int, ...]] = field(default_factory=dict)
    set_names: dict[str, str] = field(default_factory=dict)
    own_names: list[tuple[str, ...]] = field(default_factory=list)
    common: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()
    spelled: dict[str, str] = field(default_factory=dict)
    begin_words: Counter[str] = field(default_factory=Counter)
    end_words: Counter[str] = field(default_factory=Counter)
    set_heads: frozenset[str] = frozenset()
    absent: set[str] = field(default_factory=set)
    ordinary: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, cards: Iterable[TitleFacts], nicknames: Nicknames | None = None, ordinary: frozenset[str] = frozenset()
    ) -> TitleCatalogue:
        made = cls(ordinary=ordinary)
        words: Counter[str] = Counter()
        for place, card in enumerate(cards):
            made._add(place, card, words)
        made.vocabulary = frozenset((*words, *made._parts))
        heads = {one.set_code.partition("-")[0] for codes in made.by_code.values() for one in codes}
        # `GLD` stands for `GLD1` to `GLD5`.
        made.set_heads = frozenset((*heads, *(head.rstrip("0123456789") for head in heads))) - {""}
        made.common = frozenset(word for word, count in words.items() if count > COMMON)
        for nickname in nicknames or ():
            made._call(nickname)
        folded = ((squeeze(fold(name)), name) for name in made._sets)
        made.set_names = {text: name for text, name in folded if len(text) >= _LEAST_SET_NAME}
        made._sorted = sorted(made.by_name)
        made._lengths = lengths_by_head(made.by_name)
        made._nickname_lengths = lengths_by_head((*made.by_nickname, *made.absent))
        made._set_lengths = lengths_by_head(made.set_names)
        return made

    def __post_init__(self) -> None:
        self._sorted: list[str] = []
        self._sets: dict[str, None] = {}
        self._parts: set[str] = set()
        self._lengths = lengths_by_head(())
        self._nickname_lengths = lengths_by_head(())
        self._set_lengths = lengths_by_head(())

    def __len__(self) -> int:
        return len(self.cards)

    def named(self, name: str) -> tuple[int, ...]:
        """The cards of a folded name. An ordinary English word means none by what it is called in another language."""
        places = self.by_name[name]
        if name not in self.ordinary:
            return places
        return tuple(place for place in places if squeeze(fold(self.names[place])) == name)

    def names_at(self, text: str, start: int) -> Iterator[int]:
        """Where names that begin at this place of a folded text end, the longest first."""
        return (end for end in ends(self._lengths, text, start) if text[start:end] in self.by_name)

    def nicknames_at(self, text: str, start: int) -> Iterator[int]:
        found = ends(self._nickname_lengths, text, start)
        return (end for end in found if text[start:end] in self.by_nickname or text[start:end] in self.absent)

    def set_names_at(self, text: str, start: int) -> Iterator[int]:
        return (end for end in ends(self._set_lengths, text, start) if text[start:end] in self.set_names)

    def begun(self, text: str) -> tuple[int, ...]:
        """The cards with a name that begins with this folded text, at most 3 of them; more are no answer."""
        at = bisect_left(self._sorted, text)
        found: dict[int, None] = {}
        while at < len(self._sorted) and self._sorted[at].startswith(text) and len(found) < 3:
            found.update(dict.fromkeys(self.by_name[self._sorted[at]]))
            at += 1
        return tuple(found)

    def count_begun(self, text: str, most: int = 9) -> int:
        """How many names begin with this folded text and are longer, at most `most`."""
        at = bisect_right(self._sorted, text)
        ahead = self._sorted[at : at + most]
        return sum(name.startswith(text) for name in ahead)

    def is_weak(self, name: str) -> bool:
        """Whether a name is also an ordinary word, so that it must stand alone to mean the card."""
        return name.isascii() and (name in self.common or self.is_ordinary(name))

    def is_ordinary(self, name: str) -> bool:
        """Whether it is one that no other name needs to have: `Fine`, `Oil`."""
        return len(name) <= _SHORT or name in self.ordinary

    def _add(self, place: int, card: TitleFacts, words: Counter[str]) -> None:
        self.cards.append(card.card)
        self.names.append(card.name)
        own: dict[str, None] = {}
        for _, written in card.names:
            folded = fold(written)
            own.setdefault(name := squeeze(folded))
            self.spelled.setdefault(name, folded)
            _note(self.by_name, name, place)
        for lang, name in card.names:
            romaji = romaji_of(name) if lang == "ja" else None
            if romaji:
                _note(self.by_romaji, romaji, place)
            if lang == "en":
                spelled = fold(name).split()
                words.update(set(spelled))
                if len(spelled) > 1:
                    self.begin_words[spelled[0]] += 1
                    self.end_words[spelled[-1]] += 1
                self._spell_otherwise(name, place)
            if lang == "ja":
                self._parts.update(squeeze(fold(part)) for part in _PARTS.findall(unicodedata.normalize("NFKC", name)))
        self.own_names.append(tuple(own))
        for passcode in card.passcodes:
            _note(self.by_passcode, passcode, place)
        for printing in card.printings:
            self._add_printing(place, printing)

    def _spell_otherwise(self, name: str, place: int) -> None:
        for words, others in _SPELLINGS:
            if name.casefold().startswith(words):
                for other in others:
                    _note(self.by_name, squeeze(fold(other + name[len(words) :])), place)

    def _add_printing(self, place: int, printing: Printing) -> None:
        key = code_key(printing.set_code)
        known = self.by_code.get(key, ())
        self.by_code[key] = (*known, CodedPrinting(place, printing.set_code, printing.lang, printing.rarities))
        number = number_key(printing.set_code)
        if number:
            _note(self.by_number, number, place)
        self._sets.setdefault(printing.set_name)

    def _call(self, nickname: Nickname) -> None:
        """What a card is called that this catalogue lacks names none that it has: `BLS Envoy` is no BLS."""
        named = self.by_name.get(squeeze(fold(nickname.card)), ())
        places = [place for place in named if not nickname.game or self.cards[place].game == nickname.game]
        places = places or self._by_id(nickname)
        for place in places:
            _note(self.by_nickname, nickname.folded, place)
        if not places:
            self.absent.add(nickname.folded)

    def _by_id(self, nickname: Nickname) -> list[int]:
        if not nickname.card.isdigit():
            return []
        wanted = nickname.card
        return [at for at, key in enumerate(self.cards) if key.card_id == wanted and nickname.game in ("", key.game)]


def _note(table: dict[str, tuple[int, ...]], key: str, place: int) -> None:
    known = table.get(key, ())
    if place not in known:
        table[key] = (*known, place)


def code_key(set_code: str) -> str:
    """A set code as it is compared: without hyphens and spaces, in capitals."""
    return set_code.replace("-", "").replace(" ", "").upper()


def number_key(set_code: str) -> str:
    """Set and number without the language: `BIY-S004` and `BIY-EN004` are issues of one set, and mostly of one card."""
    front, _, back = set_code.upper().partition("-")
    digits = back.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{front}-{int(digits)}" if digits.isdecimal() else ""
