"""Names and codes that titles may have: tables worked out of a catalogue, which a file can hold, and their search.

Whoever changes what is worked out changes `FORMAT` of `read_titles` too. Knows no file.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple, TypeAlias

from karuta.domain.card import CardKey, Printing, TitleFacts
from karuta.domain.text import Nickname, Nicknames, fold, romaji_of, squeeze
from karuta.listings.domain.titles.reading import TitleField

Numbers: TypeAlias = "array[int] | memoryview[int]"
_END = "\0"


FIELDS = frozenset(TitleField) - frozenset(
    (TitleField.CARD, TitleField.SET_CODE, TitleField.SET_NAME, TitleField.PASSCODE, TitleField.UNREAD)
)
"""Fields as which a row may be read."""

EDITIONS = ("first", "limited", "unlimited")
CONDITIONS = ("mint", "near_mint", "good", "played", "damaged")


@dataclass(frozen=True, eq=False)
class Table:
    """`lines`: the texts in UTF-8, each ended by a zero. `first`: where in `numbers` those of each text begin, and the
    end of the last; where no text has any, one zero. Both are unsigned, of 32 bits.

    Nothing is read out before it is asked for, so that a table that no title needs costs nothing.
    """

    lines: bytes | memoryview
    first: Numbers
    numbers: Numbers

    @classmethod
    def of(cls, texts: Iterable[str], rows: Collection[Collection[int]] = ()) -> Table:
        """`rows`: the numbers of each."""
        # Nobody sees a zero in a text.
        lines = "".join([text.replace(_END, "") + _END for text in texts]).encode("utf-8", "surrogatepass")
        first = accumulate(map(len, rows), initial=0)
        return cls(lines, array("I", first), array("I", chain.from_iterable(rows)))

    @cached_property
    def texts(self) -> list[str]:
        return str(self.lines, "utf-8", "surrogatepass").split(_END)[:-1]

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each text; of two that are alike, of the last."""
        return dict(zip(self.texts, range(len(self.texts)), strict=True))

    def row(self, place: int) -> tuple[int, ...]:
        """The numbers of a text by its place."""
        return tuple(self.numbers[self.first[place] : self.first[place + 1]])

    def get(self, text: str) -> tuple[int, ...]:
        """The numbers of a text; none if it is not there."""
        place = self.place.get(text)
        return () if place is None else self.row(place)


_HEAD = 3


def lengths_by_head(texts: Iterable[str]) -> Table:
    """For the first letters of texts, which lengths there are, the longest first; a head has those of shorter ones."""
    found: dict[str, set[int]] = {}
    for text in texts:
        found.setdefault(text[:_HEAD], set()).add(len(text))
    shorter = {head: {size for size in range(1, len(head)) if head[:size] in found} for head in found}
    return Table.of(found, [sorted(lengths | shorter[head], reverse=True) for head, lengths in found.items()])


def ends(lengths: Table, text: str, start: int) -> list[int]:
    """The ends that a text from `start` may have, the farthest first. Asked at every letter, so as short as can be."""
    found = lengths.get(text[start : start + 3]) or lengths.get(text[start : start + 2]) or lengths.get(text[start])
    last = len(text) - start
    return [start + length for length in found if length <= last]


@dataclass(frozen=True)
class TitleWord:
    """One row. `words`: as people write them. `value`: what they mean (a grader's name for `grade`).

    Words in capitals alone, of three letters or fewer, are met in capitals only: `IT` is Italian, `it` is not.
    """

    field: TitleField
    words: str
    value: str

    @property
    def folded(self) -> str:
        return squeeze(fold(self.words))

    @property
    def is_capital(self) -> bool:
        return len(self.words) <= 3 and self.words.isascii() and self.words.isalpha() and self.words.isupper()


class TitleWords:
    """All rows, found by their folded words. Of two with the same words the first counts, or one not in capitals."""

    def __init__(self, rows: Iterable[TitleWord]) -> None:
        self._by_text: dict[str, TitleWord] = {}
        for row in rows:
            known = self._by_text.get(row.folded)
            if known is None or (known.is_capital and not row.is_capital and known.value == row.value):
                self._by_text[row.folded] = row
        self._lengths = lengths_by_head(self._by_text)

    def at(self, text: str, start: int) -> Iterable[TitleWord]:
        """The rows whose words stand at this place of a folded text, the longest first."""
        for end in ends(self._lengths, text, start):
            row = self._by_text.get(text[start:end])
            if row is not None:
                yield row


# A word that begins or ends so many other names says little alone: `Dragon`, `Storm`.
COMMON = 6
RARITY_END = "\n"
_LEAST_SET_NAME = 8
# What Japanese names are made of: kanji, and katakana.
_PARTS = re.compile("[\u3400-\u9fff々]{2,}|[ァ-ヶー]{3,}")
# How names begin, and how people write it as well.
_SPELLINGS = (
    ("number ", ("no ", "nr ", "#")),
    ("elemental hero ", ("e hero ", "e-hero ")),
    ("evil hero ", ("e-hero ",)),
)


@dataclass(frozen=True, eq=False)
class TitleParts:
    """Cards are numbered in the order in which they are given, and are the numbers of a table unless said otherwise.

    `cards`: their names as they are shown, with the places of all that they are called in `names`. `names`: folded,
    with spaces, then how some are written as well, without; `ordered`: their places, in the order of the texts without
    spaces. `codes`: set codes as they are compared; for each printing the card, then places in `set_codes`, `langs` and
    `rarities` (of one printing in one text). `issues`: set and number without the language. `sets`: folded names of
    sets, with the place in `set_names`. `begin_words`, `end_words`: with how many English names of several words begin
    and end so. `vocabulary`: the words of English names, and the kanji and katakana of Japanese ones. `heads`: how long
    names are that begin so. `grams`: triples and pairs of letters of the cards' own names, to find misspelled ones;
    made elsewhere.
    """

    cards: Table
    games: Table
    ids: Table
    names: Table
    ordered: Table
    romaji: Table
    passcodes: Table
    codes: Table
    set_codes: Table
    langs: Table
    rarities: Table
    issues: Table
    sets: Table
    set_names: Table
    set_heads: Table
    common: Table
    vocabulary: Table
    begin_words: Table
    end_words: Table
    heads: Table
    grams: Table = field(default_factory=lambda: Table.of(()))


def title_parts(cards: Iterable[TitleFacts]) -> TitleParts:
    """Takes seconds for 10,000 cards."""
    made = _Parts()
    for place, card in enumerate(cards):
        made.add(place, card)
    return made.parts()


class _Parts:
    """The tables while they grow. `_rows`: texts and their cards. `_places`: texts alone. `_counts`: how often."""

    def __init__(self) -> None:
        self._cards: list[TitleFacts] = []
        self._own: list[dict[int, None]] = []
        self._spelled: list[str] = []
        self._codes: dict[str, list[int]] = {}
        self._rows: defaultdict[str, dict[str, dict[int, None]]] = defaultdict(dict)
        self._places: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._otherwise: list[tuple[str, int]] = []

    def add(self, place: int, card: TitleFacts) -> None:
        own: dict[int, None] = {}
        for lang, written in card.names:
            folded = fold(written)
            name = squeeze(folded)
            if name not in self._rows["names"]:
                self._spelled.append(folded)
            self._note("names", name, place)
            own[self._place("names", name)] = None
            if lang == "en":
                self._add_words(written, folded.split(), place)
            if lang == "ja":
                self._add_japanese(written, place)
        self._cards.append(card)
        self._own.append(own)
        for passcode in card.passcodes:
            self._note("passcodes", passcode, place)
        for printing in card.printings:
            self._add_printing(place, printing)

    def _add_words(self, name: str, words: list[str], place: int) -> None:
        for word in dict.fromkeys(words):
            self._place("vocabulary", word)
            self._counts["words"][word] += 1
        if len(words) > 1:
            self._counts["begin_words"][words[0]] += 1
            self._counts["end_words"][words[-1]] += 1
        for begin, others in _SPELLINGS:
            if name.casefold().startswith(begin):
                self._otherwise += [(squeeze(fold(other + name[len(begin) :])), place) for other in others]

    def _add_japanese(self, name: str, place: int) -> None:
        romaji = romaji_of(name)
        if romaji:
            self._note("romaji", romaji, place)
        for part in _PARTS.findall(unicodedata.normalize("NFKC", name)):
            self._place("vocabulary", squeeze(fold(part)))

    def _add_printing(self, place: int, printing: Printing) -> None:
        rarities = RARITY_END.join(printing.rarities)
        said = {"set_codes": printing.set_code, "langs": printing.lang, "rarities": rarities}
        numbers = [self._place(table, text) for table, text in said.items()]
        self._codes.setdefault(code_key(printing.set_code), []).extend((place, *numbers))
        number = number_key(printing.set_code)
        if number:
            self._note("issues", number, place)
        self._place("sets", printing.set_name)

    def _note(self, table: str, text: str, card: int) -> None:
        self._rows[table].setdefault(text, {})[card] = None

    def _place(self, table: str, text: str) -> int:
        places = self._places[table]
        return places.setdefault(text, len(places))

    def parts(self) -> TitleParts:
        names: dict[str, Collection[int]] = {**self._rows["names"]}
        for name, card in self._otherwise:
            names[name] = sorted({*names.get(name, ()), card})
        folded = list(names)
        sets = {text: name for name in self._places["sets"] if len(text := squeeze(fold(name))) >= _LEAST_SET_NAME}
        heads = {code.partition("-")[0] for code in self._places["set_codes"]}
        # `GLD` stands for `GLD1` to `GLD5`.
        heads |= {head.rstrip("0123456789") for head in heads}
        counts = self._counts["words"].items()
        return TitleParts(
            cards=Table.of([card.name for card in self._cards], self._own),
            games=Table.of([card.card.game for card in self._cards]),
            ids=Table.of([card.card.card_id for card in self._cards]),
            names=Table.of([*self._spelled, *folded[len(self._spelled) :]], names.values()),
            ordered=Table.of((), [sorted(range(len(folded)), key=folded.__getitem__)]),
            codes=Table.of(self._codes, self._codes.values()),
            sets=Table.of(sets),
            set_names=Table.of(sets.values()),
            set_heads=Table.of(sorted(heads - {""})),
            common=Table.of(word for word, count in counts if count > COMMON),
            heads=lengths_by_head(folded),
            **{name: Table.of(self._places[name]) for name in ("set_codes", "langs", "rarities", "vocabulary")},
            **{name: Table.of(rows := self._rows[name], rows.values()) for name in ("romaji", "passcodes", "issues")},
            **{name: _counted(self._counts[name]) for name in ("begin_words", "end_words")},
        )


def _counted(words: Counter[str]) -> Table:
    return Table.of(words, [(count,) for count in words.values()])


def code_key(set_code: str) -> str:
    """A set code as it is compared: without hyphens and spaces, in capitals."""
    return set_code.replace("-", "").replace(" ", "").upper()


def number_key(set_code: str) -> str:
    """Set and number without the language: `BIY-S004` and `BIY-EN004` are issues of one set, and mostly of one card."""
    front, _, back = set_code.upper().partition("-")
    digits = back.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{front}-{int(digits)}" if digits.isdecimal() else ""


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
        """Names of cards, folded and without spaces: first all their own, then how some are written too."""
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
        """The beginnings of set codes."""
        return frozenset(self._parts.set_heads.texts)

    @cached_property
    def begin_words(self) -> dict[str, int]:
        """How many English names of several words begin with a word."""
        return dict(zip(self._parts.begin_words.texts, self._parts.begin_words.numbers, strict=True))

    @cached_property
    def end_words(self) -> dict[str, int]:
        return dict(zip(self._parts.end_words.texts, self._parts.end_words.numbers, strict=True))

    def own_names(self, place: int) -> list[str]:
        """A card's names, folded and without spaces."""
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
        """The cards of a folded name. An ordinary English word means none by what it is called in another language."""
        places = self.called(name)
        if name not in self.ordinary:
            return places
        return tuple(place for place in places if squeeze(fold(self.names[place])) == name)

    def printings(self, set_code: str) -> list[CodedPrinting]:
        """The printings with a set code, however it is written."""
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
        """The ends of names that begin at this place of a folded text, the longest first."""
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
        """Take a nickname in. One of a card that this catalogue lacks names none that it has: `BLS Envoy` is no BLS."""
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
