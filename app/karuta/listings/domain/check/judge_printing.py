"""Decides whether printing, edition, language and rarity of a title are those of the card in the photos. Pure.

What differs here accuses a seller, so it is said only of what was read for sure, of a title that sells one card and
names it clearly, and of words that can mean nothing else. Of several photos the clearest reading wins: one printing
that was read for sure in one photo outweighs any that was not in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher

from karuta.domain.card import CardKey
from karuta.domain.printing.answer import Illegible, PrintingAnswer, PrintingVerdict
from karuta.domain.sentence import Sentence, listed
from karuta.domain.text import fold
from karuta.listings.domain.check.listing import Because, CloseUp, FieldFinding, FieldVerdict, JudgedField, SeenCard
from karuta.listings.domain.check.words import value_sentence
from karuta.listings.domain.titles.reading import TitleField, TitleReading, TitleToken
from karuta.listings.domain.titles.set_codes import language_of_code
from karuta.listings.domain.titles.title_catalogue import code_key

# Of several photos in which nothing is legible, why it is not in the one that comes nearest.
_NEAREST = (Illegible.BLURRED, Illegible.COVERED, Illegible.SMALL)


PLAIN = 0.6
"""How much of a code has to be read without knowing any code, 0 to 1."""


@dataclass(frozen=True)
class ShownPrintings:
    """`prints`: of each sighting of the sold cards that was read."""

    prints: tuple[PrintingAnswer, ...] = ()

    @classmethod
    def of(
        cls, seen: Sequence[SeenCard], sold: AbstractSet[CardKey], close_ups: Sequence[CloseUp] = ()
    ) -> ShownPrintings:
        shown = (card for card in seen if card.is_believed and card.matches[0].card in sold)
        whole = (card.printing for card in shown if card.printing is not None)
        return cls((*whole, *(up.printing for up in close_ups)))

    @property
    def codes(self) -> tuple[str, ...]:
        """The set codes that were read for sure."""
        read = (answer.read.set_code for answer in self._with(PrintingVerdict.READ))
        return tuple(dict.fromkeys(code for code in read if code is not None))

    @property
    def is_plain(self) -> bool:
        """Whether a code that was read for sure stands there for whoever knows none: only then may it accuse."""
        return any(_is_plain(answer) for answer in self._with(PrintingVerdict.READ))

    @property
    def editions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(print_.read.edition for print_ in self.prints if print_.read.edition is not None))

    @property
    def likely(self) -> tuple[str, float] | None:
        """The likeliest code where none was read for sure, and how probable it is."""
        ranked = [answer.codes[0] for answer in self._with(PrintingVerdict.LIKELY) if answer.codes]
        best = max(ranked, key=lambda code: code.probability, default=None)
        return None if best is None or self.codes else (best.set_code, best.probability)

    @property
    def strange(self) -> str | None:
        """A text that is legible in the place of a code and is none of the card's."""
        return next(
            (answer.read.set_code for answer in self._with(PrintingVerdict.OTHER) if answer.read.set_code), None
        )

    @property
    def has_none(self) -> bool:
        """Whether it is of a frame without a code."""
        return any(self._with(PrintingVerdict.NONE))

    @property
    def illegible(self) -> Illegible | None:
        """Why none can be read."""
        reasons = {answer.reason for answer in self._with(PrintingVerdict.ILLEGIBLE)}
        return next((reason for reason in _NEAREST if reason in reasons), None)

    def _with(self, verdict: PrintingVerdict) -> list[PrintingAnswer]:
        return [print_ for print_ in self.prints if print_.verdict is verdict]


def _is_plain(answer: PrintingAnswer) -> bool:
    """Of a murky strip the code that fits best may fit well by chance, a short one above all."""
    code_answer, code = answer.verified, answer.read.set_code
    if code_answer is None or code_answer.free is None or code is None:
        return code_answer is None
    return SequenceMatcher(None, code_answer.free.text, code).ratio() >= PLAIN


def same_code(code: str, other: str) -> bool:
    """Whether two codes are one, however they are written."""
    return code_key(code) == code_key(other)


# Words that are also said of offers, of reprints and of places.
_LOOSE = {
    TitleField.EDITION: frozenset(
        ("limited", "ltd", "limitiert", "限定", "リミテッド", "再版", "再録版", "初版", "2nd edition")
    ),
    TitleField.LANGUAGE: frozenset(("de", "it", "es", "pt", "cn", "アジア", "海外版")),
}
# One word is also praise, a colour or part of another rarity: `super nice`, `gold`.
_LEAST_WORDS = 2
_RARITY = ("レア", "レリーフ")
_PLAIN = frozenset(("Rare", "Common"))
# Sorts of plain cards, which nobody tells apart in a title.
_COMMON = frozenset(("Common", "Short Print", "Super Short Print", "Normal Rare", "Normal Parallel Rare"))


def is_firm(title: TitleReading, field: TitleField) -> bool:
    """Whether the title says one thing of the field, in words that can mean nothing else.

    What follows from a set code alone is firm: the code is.
    """
    tokens = [token for token in title.tokens if token.field is field]
    if len({token.value for token in tokens}) > 1:
        return False
    return all(_is_firm(token) for token in tokens)


def _is_firm(token: TitleToken) -> bool:
    words = token.words.casefold().strip(" .,!-()[]")
    if token.field is TitleField.RARITY:
        if token.value in _PLAIN:
            return False
        return len(words.split()) >= _LEAST_WORDS or any(text in words for text in _RARITY)
    loose = _LOOSE.get(token.field, frozenset())
    return words not in loose and fold(words) not in loose


def are_alike(rarity: str, other: str) -> bool:
    """Whether one rarity's name is part of the other's: people say `Secret Rare` of a prismatic one too."""
    first, second = (frozenset(name.casefold().replace("/", " ").split()) for name in (rarity, other))
    return first <= second or second <= first or {rarity, other} <= _COMMON


LIKELY_AGREES = 0.75
"""From this on a code that is likely agrees with the title's; nothing that is only likely ever differs."""

_NOT_STATED = {
    "printing": Sentence("The title has no set code."),
    "edition": Sentence("The title does not mention the edition."),
    "language": Sentence("The title does not mention the language."),
    "rarity": Sentence("The title does not mention the rarity."),
}
_ILLEGIBLE = {
    Illegible.SMALL: Sentence("The set code is too small in the photos to be read."),
    Illegible.BLURRED: Sentence("The set code is too blurred in the photos to be read."),
    Illegible.COVERED: Sentence("The place of the set code is covered in the photos, or empty."),
}
_UNMET = Sentence("The title's card was not recognised in the photos.")
_UNREAD = Sentence("Small print was not read in the photos.")
_SEVERAL_CARDS = Sentence("The title sells several cards, and it is not clear which card this refers to.")
_UNCLEAR = Sentence("The title does not say clearly which card it sells.")
_NONE = Sentence("A card of this kind has no set code.")


@dataclass(frozen=True)
class PrintingFacts:
    """A catalogue's word on a set code: `owners`, the cards that have it, its `rarities` and its `languages`."""

    owners: Callable[[str], Sequence[CardKey]]
    rarities: Callable[[str], Sequence[str]]
    languages: Callable[[str], Sequence[str]]


def printing_fields(
    title: TitleReading, facts: PrintingFacts, card: FieldFinding, shown: ShownPrintings, met: AbstractSet[CardKey]
) -> tuple[FieldFinding, ...]:
    """Printing, edition, language and rarity. `met`: the title's cards that the photos show."""
    judge = _Judge(title, facts, card, shown, met)
    return judge.printing(), judge.edition(), judge.language(), judge.rarity()


@dataclass(frozen=True)
class _Judge:
    title: TitleReading
    facts: PrintingFacts
    card: FieldFinding
    shown: ShownPrintings
    met: AbstractSet[CardKey]

    def printing(self) -> FieldFinding:
        stated, read = self.title.set_codes, self.shown.codes
        compared = JudgedField("printing", ", ".join(stated) or None, ", ".join(read) or None)
        if not stated:
            return compared.not_stated(_NOT_STATED["printing"])
        foreign = self._foreign()
        if foreign:
            return compared.differs(
                Sentence(
                    "The set code {code} is that of another card; the photos show {shown}.",
                    code=listed(foreign),
                    shown=self.card.photo or "",
                )
            )
        if doubt := self._doubt():
            return compared.cannot_tell(*doubt)
        # That the likeliest of all its codes is the title's is no chance; so one that is not sure may agree.
        likely, probability = self.shown.likely or ("", 0.0)
        if not read and probability >= LIKELY_AGREES and self._states(likely):
            share = f"{100 * probability:.0f}"
            return compared.agrees(
                Sentence("The set code in the photos is likely {code} ({share} %).", code=likely, share=share)
            )
        if not read:
            return compared.cannot_tell(*self._unread_code())
        kept = [code for code in read if self._states(code)]
        if len(kept) == len(read):
            return compared.agrees(Sentence("The photos show the set code {code}.", code=listed(read)))
        if kept:
            reason = Sentence("The photos show several printings: {codes}.", codes=listed(read))
            return compared.cannot_tell(reason, Because.PHOTO)
        return self._differs(
            compared,
            Sentence("The title says {said}; the photos show {shown}.", said=listed(stated), shown=listed(read)),
        )

    def edition(self) -> FieldFinding:
        stated, read = self.title.edition, self.shown.editions
        seen = read[0] if len(read) == 1 else None
        compared = JudgedField("edition", stated, seen)
        if stated is None:
            return compared.not_stated(_NOT_STATED["edition"])
        if doubt := self._doubt():
            return compared.cannot_tell(*doubt)
        if seen is None:
            return compared.cannot_tell(self._unread_edition(), Because.PHOTO)
        edition = value_sentence("edition", seen)
        if seen == stated:
            return compared.agrees(Sentence("The card says {edition}.", edition=edition))
        if not is_firm(self.title, TitleField.EDITION):
            return compared.cannot_tell(*self._loose(TitleField.EDITION))
        words = {"said": value_sentence("edition", stated), "edition": edition}
        return compared.differs(Sentence("The title says {said}; the card says {edition}.", **words))

    def language(self) -> FieldFinding:
        stated, read, codes = self.title.language, self._languages(), self.shown.codes
        seen = read[0] if len(read) == 1 else None
        compared = JudgedField("language", stated, seen)
        if stated is None:
            return compared.not_stated(_NOT_STATED["language"])
        if doubt := self._doubt():
            return compared.cannot_tell(*doubt)
        if seen is None and codes:
            reason = Sentence("The set code {code} does not say one language.", code=listed(codes))
            return compared.cannot_tell(reason, Because.CATALOGUE)
        if seen is None:
            return compared.cannot_tell(*self._unread_code())
        if seen == stated:
            return compared.agrees(self._of_language(codes, seen) if codes else _NONE)
        if not codes:
            return compared.cannot_tell(_NONE, Because.PHOTO)
        if not is_firm(self.title, TitleField.LANGUAGE):
            return compared.cannot_tell(*self._loose(TitleField.LANGUAGE))
        return self._differs(compared, self._of_language(codes, seen))

    def rarity(self) -> FieldFinding:
        stated, codes = self.title.rarity, self.shown.codes
        rarities_of_codes = self._rarities(codes)
        compared = JudgedField("rarity", stated, rarities_of_codes[0] if len(rarities_of_codes) == 1 else None)
        if stated is None:
            return compared.not_stated(_NOT_STATED["rarity"])
        doubt = self._doubt()
        if doubt is not None or not codes:
            return compared.cannot_tell(*self._by_stated_code(*(doubt or self._unread_code())))
        code, rarities = listed(codes), listed(rarities_of_codes)
        if not rarities_of_codes:
            reason = Sentence("The catalogue has no rarity of {code}.", code=code)
            return compared.cannot_tell(reason, Because.CATALOGUE)
        reason = Sentence(
            "The photos show {code}, which the catalogue lists as {rarities}.", code=code, rarities=rarities
        )
        if len(rarities_of_codes) > 1:
            return compared.cannot_tell(reason, Because.PHOTO if stated in rarities_of_codes else Because.CATALOGUE)
        if stated == rarities_of_codes[0]:
            return compared.agrees(reason)
        if not is_firm(self.title, TitleField.RARITY) or are_alike(stated, rarities_of_codes[0]):
            loose, because = self._loose(TitleField.RARITY)
            return compared.cannot_tell(Sentence("{first} {second}", first=reason, second=loose), because)
        return self._differs(compared, reason)

    # Inside

    def _foreign(self) -> list[str]:
        """The title's codes that are another card's than the one that title and photos agree on."""
        if self.card.verdict is not FieldVerdict.AGREES or not self.met or self._unknown():
            return []
        return [code for code in self.title.set_codes if not self.met & set(self.facts.owners(code))]

    def _unknown(self) -> list[str]:
        return [code for code in self.title.set_codes if not self.facts.owners(code)]

    def _doubt(self) -> tuple[Sentence, Because] | None:
        """Why nothing is said of the printing, whatever was read."""
        if not self.met:
            unknown = self._unknown()
            if unknown:
                return Sentence("The catalogue has no printing {code}.", code=listed(unknown)), Because.CATALOGUE
            return _UNMET, Because.PHOTO
        if self.title.lot or len(self.title.cards) > 1:
            return _SEVERAL_CARDS, Because.TITLE
        if self.card.verdict is not FieldVerdict.AGREES:
            return _UNCLEAR, Because.TITLE
        return None

    def _unread_code(self) -> tuple[Sentence, Because]:
        """Why no code was read for sure."""
        shown, likely = self.shown, self.shown.likely
        unknown = self._unknown()
        if likely is not None:
            code, probability = likely
            share = f"{100 * probability:.0f}"
            reason = Sentence(
                "The set code is not clear enough; it is likely {code} ({share} %).", code=code, share=share
            )
            return reason, Because.PHOTO
        if shown.strange is not None:
            reason = Sentence(
                "The card has {code}, which is none of its printings in the catalogue.", code=shown.strange
            )
            return reason, Because.CATALOGUE
        if unknown:
            return Sentence("The catalogue has no printing {code}.", code=listed(unknown)), Because.CATALOGUE
        if shown.has_none:
            return _NONE, Because.PHOTO
        return _ILLEGIBLE[shown.illegible] if shown.illegible is not None else _UNREAD, Because.PHOTO

    def _differs(self, compared: JudgedField, reason: Sentence) -> FieldFinding:
        """Accuse nobody by a code that is not plain."""
        if self.shown.is_plain:
            return compared.differs(reason)
        codes = listed(self.shown.codes)
        text = Sentence("The photos seem to show {code}, but it is not clear enough.", code=codes)
        return compared.cannot_tell(text, Because.PHOTO)

    def _states(self, code: str) -> bool:
        return any(same_code(code, stated) for stated in self.title.set_codes)

    def _rarities(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rarity for code in codes for rarity in self.facts.rarities(code)))

    def _unread_edition(self) -> Sentence:
        if len(self.shown.editions) > 1:
            return Sentence("The photos show words of several editions.")
        if not self.shown.prints:
            return _UNREAD
        if self.title.edition == "unlimited":
            return Sentence("No edition could be read in the photos; many unlimited cards do not state one.")
        return Sentence("No edition could be read in the photos.")

    def _languages(self) -> tuple[str, ...]:
        languages: dict[str | None, None] = {}
        for code in self.shown.codes:
            of_code = set(self.facts.languages(code))
            languages[of_code.pop() if len(of_code) == 1 else language_of_code(code) if not of_code else None] = None
        # The frames without a code are those of the first Japanese cards.
        if not languages and self.shown.has_none:
            return ("ja",)
        return () if None in languages else tuple(language for language in languages if language)

    def _of_language(self, codes: Sequence[str], language: str) -> Sentence:
        words = value_sentence("language", language)
        if len(codes) > 1:
            return Sentence(
                "The set codes in the photos ({codes}) are {language}.", codes=listed(codes), language=words
            )
        return Sentence("The set code in the photos ({code}) is {language}.", code=codes[0], language=words)

    def _by_stated_code(self, why: Sentence, because: Because) -> tuple[Sentence, Because]:
        """Tell of the title's own code in the catalogue, where that is all there is to say."""
        of_code = self._rarities(self.title.set_codes)
        if not of_code or self.title.rarity in of_code:
            return why, because
        code, rarities = self.title.set_codes[0], listed(of_code)
        first = Sentence("The catalogue lists {code} as {rarities}.", code=code, rarities=rarities)
        return Sentence("{first} {second}", first=first, second=why), Because.CATALOGUE

    def _loose(self, field: TitleField) -> tuple[Sentence, Because]:
        """The title's words may mean something else."""
        token = self.title.token(field)
        words = "" if token is None else token.words
        return Sentence("“{words}” in the title need not mean another one.", words=words), Because.TITLE
