"""Reads listing titles: which cards, set code, rarity, edition, language, condition, count; every token explained.

Pure: catalogue, words and the search for misspelled names are handed in. Nothing is scanned: a title costs the same in
a catalogue ten times as large.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence
from karuta.listings.domain.titles.misspelled import LostNames, may_mean
from karuta.listings.domain.titles.reading import TitleCard, TitleField, TitleReading, TitleToken
from karuta.listings.domain.titles.set_codes import AlikeNames, Letters, language_of_code, letters_of, narrowed
from karuta.listings.domain.titles.spans import Span, chosen, gaps, named, numbered, worded
from karuta.listings.domain.titles.title_cards import CardsOfTitle, coded_cards, likely_cards
from karuta.listings.domain.titles.title_catalogue import CodedPrinting, TitleCatalogue, TitleWords

NO_RULE = Sentence("no rule explains it")
_CODES = (TitleField.SET_CODE, TitleField.PASSCODE)
# Of so many cards of set codes the badly spelled name is looked for; a title with more of them is a list of codes.
_MOST_CODED = 4
_PLAIN_RARITIES = ("Rare", "Common")


class TitleReader:
    """Reads any number of titles; keeps nothing of them."""

    def __init__(self, catalogue: TitleCatalogue, words: TitleWords, alike: AlikeNames) -> None:
        self._catalogue, self._words, self._alike = catalogue, words, alike

    def read(self, title: str) -> TitleReading:
        """Read a title; any text will do."""
        letters, plain = letters_of(title), narrowed(title)
        if not letters.text:
            return TitleReading(title)
        catalogue = self._catalogue
        numbers = list(numbered(letters, plain, catalogue))
        words = list(worded(letters, plain, self._words))
        taken = chosen(letters, [*numbers, *words, *named(letters, catalogue, words)])
        codes = [span for span in taken if span.field in _CODES]
        coded, meant = coded_cards(codes, catalogue), likely_cards(codes, catalogue)
        meant |= set(coded)
        dropped = CardsOfTitle(letters, taken, catalogue, meant).dropped()
        if dropped:
            taken = chosen(letters, [*(span for span in taken if span not in dropped), *words])
        taken = self._more(letters, taken, coded)
        cards, disagree = CardsOfTitle(letters, taken, catalogue, meant).cards(coded)
        return self._reading(letters, taken, cards, disagree=disagree)

    def owners_of(self, set_code: str) -> tuple[CardKey, ...]:
        """The cards of a set code; none for one that the catalogue does not know."""
        places = (printing.card for printing in self._catalogue.printings(set_code))
        return tuple(self._catalogue.cards[place] for place in dict.fromkeys(places))

    def may_mean(self, title: TitleReading, card: CardKey) -> bool:
        """Whether a title that names one card may mean this other one as well: its shortened or misspelled name."""
        catalogue = self._catalogue
        place = catalogue.place_of.get(card)
        if place is None or len(title.cards) != 1:
            return False
        said = title.cards[0]
        own = catalogue.own_names(catalogue.place_of[said.card]) if said.card in catalogue.place_of else ()
        names = [catalogue.spelled(name) for name in catalogue.own_names(place)]
        return may_mean(said, own, names, self._alike)

    def rarities_of(self, set_code: str) -> tuple[str, ...]:
        """The rarities in which a set code was printed."""
        return tuple(rarity for printing in self._catalogue.printings(set_code) for rarity in printing.rarities)

    def languages_of(self, set_code: str) -> tuple[str, ...]:
        """The languages in which a set code was printed."""
        return tuple(printing.lang for printing in self._catalogue.printings(set_code) if printing.lang)

    def _more(self, letters: Letters, taken: list[Span], coded: dict[int, Span]) -> list[Span]:
        """With the names that do not stand there to the letter."""
        named_places = {place for span in taken for place in span.places}

        def lost() -> LostNames:
            return LostNames(letters, taken, self._catalogue, self._alike)

        for place in islice(coded, _MOST_CODED):
            if place not in named_places:
                taken = _put(taken, lost().of_the_code(place))
        taken = _put(taken, lost().misspelled())
        if not any(span.field is TitleField.CARD for span in taken):
            taken = _put(taken, lost().in_romaji())
            if not coded and not any(span.field is TitleField.CARD for span in taken):
                taken = _put(taken, lost().begun())
        return taken

    def _reading(
        self, letters: Letters, taken: Sequence[Span], cards: tuple[TitleCard, ...], *, disagree: bool
    ) -> TitleReading:
        printings = [
            printing
            for span in taken
            if span.field is TitleField.SET_CODE
            for printing in self._catalogue.printings(span.value)
        ]
        tokens = [*_tokens(letters, taken), *_unread(letters, taken)]
        return TitleReading(
            text=letters.title,
            cards=cards,
            set_codes=tuple(dict.fromkeys(_values(taken, TitleField.SET_CODE))),
            passcodes=tuple(dict.fromkeys(_values(taken, TitleField.PASSCODE))),
            rarity=_rarity(_values(taken, TitleField.RARITY), printings),
            edition=_first(taken, TitleField.EDITION),
            language=_first(taken, TitleField.LANGUAGE) or _language(taken, printings),
            condition=_first(taken, TitleField.CONDITION),
            grade=_first(taken, TitleField.GRADE),
            quantity=_quantity(taken),
            lot=any(span.field is TitleField.LOT for span in taken),
            proxy=any(span.field is TitleField.PROXY for span in taken),
            unread=tuple(token.words for token in tokens if token.field is TitleField.UNREAD),
            tokens=tuple(sorted(tokens, key=lambda one: one.start)),
            disagree=disagree,
            finish=_first(taken, TitleField.FINISH),
        )


def _put(taken: list[Span], spans: Iterable[Span]) -> list[Span]:
    """These too, instead of what they overlap."""
    for span in spans:
        taken = [item for item in taken if not item.meets(span)]
        taken.append(span)
    return sorted(taken, key=lambda one: one.start)


def _values(taken: Iterable[Span], field: TitleField) -> list[str]:
    return [span.value for span in taken if span.field is field]


def _first(taken: Iterable[Span], field: TitleField) -> str | None:
    return next(iter(_values(taken, field)), None)


def _rarity(said: Sequence[str], printings: Sequence[CodedPrinting]) -> str | None:
    """Of several words the one that the set code's printing has, else the most particular: `rare` is also praise."""
    if not said:
        return None
    known = {rarity for printing in printings for rarity in printing.rarities}
    for wanted in (known, set(said) - set(_PLAIN_RARITIES)):
        found = [rarity for rarity in said if rarity in wanted]
        if found:
            return found[0]
    return said[0]


def _language(taken: Sequence[Span], printings: Sequence[CodedPrinting]) -> str | None:
    """As the set code says it."""
    languages = {printing.lang for printing in printings if printing.lang}
    if len(languages) == 1:
        return next(iter(languages))
    codes = _values(taken, TitleField.SET_CODE)
    return language_of_code(codes[0]) if codes else None


def _quantity(taken: Sequence[Span]) -> int | None:
    counts = [
        int(span.value)
        for span in taken
        if span.field in (TitleField.QUANTITY, TitleField.LOT) and span.value.isdecimal()
    ]
    return counts[0] if counts else None


def _tokens(letters: Letters, taken: Iterable[Span]) -> Iterable[TitleToken]:
    for span in taken:
        begin, end = letters.span(span.start, span.end)
        yield TitleToken(begin, end, letters.title[begin:end], span.field, span.value, span.rule)


def _unread(letters: Letters, taken: Sequence[Span]) -> Iterable[TitleToken]:
    """Each word apart."""
    for start, end in gaps(letters, taken):
        begins = [at for at in range(start, end) if at == start or (letters.parted[at] and _is_apart(letters, at))]
        for begin, stop in zip(begins, [*begins[1:], end], strict=True):
            first, last = letters.span(begin, stop)
            words = letters.title[first:last]
            yield TitleToken(first, last, words, TitleField.UNREAD, "", NO_RULE)


def _is_apart(letters: Letters, at: int) -> bool:
    """Whether something stands between this letter and the one before; a change of script alone parts no word."""
    return letters.first[at] > letters.last[at - 1]
