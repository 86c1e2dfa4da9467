"""What titles may name: the cards of a catalogue by name, nickname, set code and passcode. Worked out elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from karuta.domain.card import CardKey
from karuta.domain.text import Nickname, Nicknames, fold, squeeze
from karuta.listings.domain.titles.title_parts import (
    RARITY_END,
    TitleParts,
    code_key,
    ends,
    lengths_by_head,
    number_key,
)

_SHORT = 4


class CodedPrinting(NamedTuple):
    """A printing, and the place of its card."""

    card: int
    set_code: str
    lang: str
    rarities: tuple[str, ...]


class TitleCatalogue:
    """Cards are numbered in the order in which they are given: of two that are named alike the first is meant.

    `absent`: nicknames of cards that are not here. `ordinary`: words of a language, which sellers may say of any card.
    """

    def __init__(
        self, parts: TitleParts, nicknames: Nicknames | None = None, ordinary: frozenset[str] = frozenset()
    ) -> None:
        self._parts = parts
        self.ordinary = ordinary
        self.by_romaji, self.by_passcode = parts.romaji, parts.passcodes
        self.by_nickname: dict[str, tuple[int, ...]] = {}
        self.absent: set[str] = set()
        for nickname in nicknames or ():
            self._call(nickname)
        self._nickname_lengths = lengths_by_head((*self.by_nickname, *self.absent))
        self._set_lengths = lengths_by_head(parts.sets.texts)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def names(self) -> list[str]:
        """The cards' names, as they are shown."""
        return self._parts.cards.texts

    @cached_property
    def cards(self) -> list[CardKey]:
        return list(map(CardKey, self._parts.games.texts, self._parts.ids.texts))

    @cached_property
    def place_of(self) -> dict[CardKey, int]:
        return {card: place for place, card in enumerate(self.cards)}

    @cached_property
    def folded(self) -> list[str]:
        """What cards are called, folded and without spaces: first all their names, then how some are written too."""
        return [name.replace(" ", "") for name in self._parts.names.texts]

    @cached_property
    def _name_places(self) -> dict[str, int]:
        return dict(zip(self.folded, range(len(self.folded)), strict=True))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of English names, and the kanji and katakana that Japanese ones are made of."""
        return frozenset(self._parts.vocabulary.texts)

    @cached_property
    def common(self) -> frozenset[str]:
        return frozenset(self._parts.common.texts)

    @cached_property
    def set_heads(self) -> frozenset[str]:
        """What set codes begin with."""
        return frozenset(self._parts.set_heads.texts)

    @cached_property
    def begin_words(self) -> dict[str, int]:
        """How many English names of several words begin with a word."""
        return dict(zip(self._parts.begin_words.texts, self._parts.begin_words.numbers, strict=True))

    @cached_property
    def end_words(self) -> dict[str, int]:
        return dict(zip(self._parts.end_words.texts, self._parts.end_words.numbers, strict=True))

    def own_names(self, place: int) -> list[str]:
        """What a card is called, folded and without spaces."""
        return [self.folded[name] for name in self._parts.cards.row(place)]

    def spelled(self, name: str) -> str:
        """A folded name with its spaces."""
        place = self._name_places.get(name)
        return name if place is None else self._parts.names.texts[place]

    def called(self, name: str) -> tuple[int, ...]:
        """The cards of a folded name."""
        place = self._name_places.get(name)
        return () if place is None else self._parts.names.row(place)

    def named(self, name: str) -> tuple[int, ...]:
        """The same. An ordinary English word means none by what it is called in another language."""
        places = self.called(name)
        if name not in self.ordinary:
            return places
        return tuple(place for place in places if squeeze(fold(self.names[place])) == name)

    def printings(self, set_code: str) -> list[CodedPrinting]:
        """Those with a set code, however it is written."""
        parts = self._parts
        numbers = iter(parts.codes.get(code_key(set_code)))
        return [
            CodedPrinting(
                card, parts.set_codes.texts[code], parts.langs.texts[lang], _parted(parts.rarities.texts[row])
            )
            for card, code, lang, row in zip(numbers, numbers, numbers, numbers, strict=True)
        ]

    def of_issue(self, set_code: str) -> tuple[int, ...]:
        """The cards with this number in this set, in any language."""
        return self._parts.issues.get(number_key(set_code))

    def set_name(self, text: str) -> str:
        """A set by its folded name."""
        return self._parts.set_names.texts[self._parts.sets.place[text]]

    def names_at(self, text: str, start: int) -> Iterator[int]:
        """Where names that begin at this place of a folded text end, the longest first."""
        return (end for end in ends(self._parts.heads, text, start) if text[start:end] in self._name_places)

    def nicknames_at(self, text: str, start: int) -> Iterator[int]:
        found = ends(self._nickname_lengths, text, start)
        return (end for end in found if text[start:end] in self.by_nickname or text[start:end] in self.absent)

    def set_names_at(self, text: str, start: int) -> Iterator[int]:
        return (end for end in ends(self._set_lengths, text, start) if text[start:end] in self._parts.sets.place)

    def begun(self, text: str) -> tuple[int, ...]:
        """The cards with a name that begins with this folded text, at most 3 of them; more are no answer."""
        ordered, found = self._parts.ordered.numbers, dict[int, None]()
        for at in range(bisect_left(ordered, text, key=self.folded.__getitem__), len(ordered)):
            if len(found) >= 3 or not self.folded[ordered[at]].startswith(text):
                break
            found.update(dict.fromkeys(self._parts.names.row(ordered[at])))
        return tuple(found)

    def count_begun(self, text: str, most: int = 9) -> int:
        """How many names begin with this folded text and are longer, at most `most`."""
        ordered = self._parts.ordered.numbers
        at = bisect_right(ordered, text, key=self.folded.__getitem__)
        return sum(self.folded[name].startswith(text) for name in ordered[at : at + most])

    def is_weak(self, name: str) -> bool:
        """Whether a name is also an ordinary word, so that it must stand alone to mean the card."""
        return name.isascii() and (name in self.common or self.is_ordinary(name))

    def is_ordinary(self, name: str) -> bool:
        """Whether it is one that no other name needs to have: `Fine`, `Oil`."""
        return len(name) <= _SHORT or name in self.ordinary

    def _call(self, nickname: Nickname) -> None:
        """What a card is called that this catalogue lacks names none that it has: `BLS Envoy` is no BLS."""
        named = self._in_game(self.called(squeeze(fold(nickname.card))), nickname.game)
        places = named or self._in_game(self._with_id(nickname.card), nickname.game)
        if not places:
            self.absent.add(nickname.folded)
            return
        known = self.by_nickname.get(nickname.folded, ())
        self.by_nickname[nickname.folded] = tuple(dict.fromkeys((*known, *places)))

    def _in_game(self, places: Iterable[int], game: str) -> list[int]:
        return [place for place in places if game in ("", self._parts.games.texts[place])]

    def _with_id(self, text: str) -> list[int]:
        return [place for place, each in enumerate(self._parts.ids.texts) if each == text] if text.isdigit() else []


def _parted(rarities: str) -> tuple[str, ...]:
    return tuple(rarities.split(RARITY_END)) if rarities else ()
