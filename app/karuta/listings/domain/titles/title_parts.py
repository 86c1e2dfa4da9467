"""What titles may name, worked out of a catalogue's cards: tables that a file can hold. Knows no file.

`title_catalogue` reads titles with them. Whoever changes what is worked out changes `FORMAT` of `read_titles` too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from karuta.domain.card import Printing, TitleFacts
from karuta.domain.romaji import romaji_of
from karuta.domain.text import fold, squeeze
from karuta.listings.domain.titles.text_tables import Table, lengths_by_head

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
    names are that begin so.
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
