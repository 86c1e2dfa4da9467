"""All small print of one sighting as it was seen, and what it says of cards. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice

from karuta.domain.card import Card, CardKey
from karuta.domain.printing.alphabet import BLANK, numbers_of
from karuta.domain.printing.answer import PrintingAnswer, PrintingVerdict
from karuta.domain.printing.evidence import PrintWitness
from karuta.domain.printing.judging import BOUNDS, judged
from karuta.domain.printing.passcodes import DIGITS, KnownPasscodes, blindly, is_read
from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.verifying import LEAST, SeenStrip, Verified, verified

# In capitals, without spaces and accents, as the reader writes them.
EDITIONS: dict[str, str] = {
    "1STEDITION": "first",
    "1AUFLAGE": "first",
    "1REEDITION": "first",
    "1EREEDITION": "first",
    "1AEDIZIONE": "first",
    "1AEDICION": "first",
    "1AEDICAO": "first",
    "LIMITEDEDITION": "limited",
    "LIMITIERTEAUFLAGE": "limited",
    "EDITIONLIMITEE": "limited",
    "UNLIMITEDEDITION": "unlimited",
}
# Chosen on planted photos of one seed: where no words stood nothing fitted better than -17, and where some did those of
# another edition fitted no better than -15.
RATIO, MARGIN = -8.0, 4.0
# A strip in which fewer letters were read freely has none of these words.
LETTERS_SEEN = 4
# The end of the passcode stands right before the words, and a loose outline lets it in: so many of its digits.
_MOST_CUT = 2
_CUT = frozenset(numbers_of("0123456789-"))
_NEVER = -27.0


def edition_of(strips: Sequence[SeenStrip]) -> str | None:
    """What an edition's words say; two languages' words for one thing are no rivals."""
    seen = [one for strip in strips for one in (strip, *_without_number(strip))]
    said = verified([strip for strip in seen if len(strip.free.text) >= LETTERS_SEEN], list(EDITIONS))
    if said.ratio < RATIO:
        return None
    meant = EDITIONS[said.fits[0].text]
    rival = next((fit.ratio for fit in said.fits if EDITIONS[fit.text] != meant), None)
    return meant if rival is None or said.ratio - rival >= MARGIN else None


def _without_number(strip: SeenStrip) -> Iterator[SeenStrip]:
    """The strip without its first digit, and without two: nothing stands where they were read."""
    best = strip.logs.argmax(axis=1)
    ends = (at for at in range(1, len(best)) if best[at - 1] != BLANK and best[at] != best[at - 1])
    for end in islice(ends, _MOST_CUT):
        if int(best[end - 1]) not in _CUT:
            return
        logs = strip.logs.copy()
        logs[:end] = _NEVER
        logs[:end, BLANK] = 0.0
        yield SeenStrip(strip.place, logs, strip.capitals, strip.contrast)


# What a clear string that is nobody's says for a card that is not there. Of codes less, and too little to contradict a
# picture alone: catalogues lack some (2 of 74 that were read by eye on real photos, and all of a language or two).
NOBODYS_CODE, NOBODYS_PASSCODE = -4.6, -1.0
# Where fewer letters than this are in sight, there is no code: stains and frames make one or two.
LETTERS = 3
# A passcode that fits worse than this is none of those that were compared.
FITS_NONE = -6.0


@dataclass(frozen=True, eq=False)
class SeenPrint:
    """`strips`: of each kind of place. `cards`: those of the matches. `passcode`: read against all of the game."""

    strips: Mapping[Print, Sequence[SeenStrip]]
    cards: Sequence[Card]
    known: KnownPasscodes
    passcode: Verified
    edition: str | None
    # By the card's `id`, with the card, so that the number stays its own: each is asked about several times.
    _kept: dict[int, tuple[Card, PrintingAnswer]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, strips: Mapping[Print, Sequence[SeenStrip]], cards: Sequence[Card], known: KnownPasscodes) -> SeenPrint:
        also = sorted({code for card in cards for code in _passcodes(card)})
        passcode = blindly(strips[Print.PASSCODE], known, also)
        return cls(strips, cards, known, passcode, edition_of(strips[Print.EDITION]))

    def lacking(self, card: Card) -> list[Print]:
        """What cannot be made out here, if the card is this one."""
        is_lacking = {
            Print.CODE: self._judged(card).verdict is PrintingVerdict.ILLEGIBLE,
            Print.PASSCODE: not is_read(self.passcode),
            Print.EDITION: self.edition is None,
        }
        return [what for what, lacks in is_lacking.items() if lacks]

    def printing(self, card: Card) -> PrintingAnswer:
        """The verdict on the printing, if the card is this one; and all that was made out."""
        answer = self._judged(card)
        passcode = self.passcode.fits[0].text if is_read(self.passcode) else None
        if answer.verdict is PrintingVerdict.ILLEGIBLE and passcode is not None and self._has_no_code(passcode):
            answer = replace(answer, verdict=PrintingVerdict.NONE, reason=None)
        return replace(
            answer,
            read=replace(answer.read, passcode=passcode, edition=self.edition),
            place=self.place_of_code(card),
            edition_place=self._place_of_edition(),
        )

    def place_of_code(self, card: Card) -> PrintPlace | None:
        """Where its code was read best, or else where most letters were; None where nothing was looked at."""
        codes = [code.set_code for code in self._judged(card).codes[:1]]
        strips = self.strips[Print.CODE]
        readable = [strip for strip in strips if not strip.is_blank]
        if codes and readable:
            best = max(readable, key=lambda strip: float(strip.ratios(codes)[0]))
        elif strips:
            best = max(strips, key=lambda strip: (len(strip.free.text) + strip.free.log, -strips.index(strip)))
        else:
            return None
        return best.line

    def _place_of_edition(self) -> PrintPlace | None:
        """Where its words stand; None where none were made out."""
        if self.edition is None:
            return None
        return max(self.strips[Print.EDITION], key=lambda strip: len(strip.free.text) + strip.free.log).line

    def by_code(self, cards: Sequence[Card]) -> PrintWitness:
        """What the set code says of these cards; those that are not among the matches are elsewhere."""
        codes = {card.key: {one.set_code.upper() for one in card.printings} for card in cards}
        fits = verified(self.strips[Print.CODE], sorted({code for some in codes.values() for code in some})).of()
        ratios = {key: max(fits.get(code, LEAST) for code in some) for key, some in codes.items() if some}
        among = {card.key for card in self.cards}
        elsewhere = [ratio for key, ratio in ratios.items() if key not in among]
        if self._judged(self.cards[0]).verdict is PrintingVerdict.OTHER:
            elsewhere.append(NOBODYS_CODE)
        return PrintWitness({key: ratio for key, ratio in ratios.items() if key in among}, max(elsewhere, default=None))

    @property
    def by_passcode(self) -> PrintWitness:
        """What the passcode says of the matches."""
        fits = self.passcode.of()
        ratios = {
            card.key: max(fits.get(one, LEAST) for one in codes) for card in self.cards if (codes := _passcodes(card))
        }
        if self.owners_elsewhere():
            return PrintWitness(ratios, self.passcode.ratio)
        free = self.passcode.free
        is_nobodys = (
            free is not None
            and len(free.text) == DIGITS
            and free.text.isdigit()
            and free.log >= BOUNDS.legible
            and self.passcode.ratio < FITS_NONE
            and bool(ratios)
        )
        return PrintWitness(ratios, NOBODYS_PASSCODE if is_nobodys else None)

    def named_elsewhere(self, pictured: Set[CardKey]) -> list[CardKey]:
        """The cards without a picture that the passcode names; none if one of the matches has it."""
        return [key for key in self.owners_elsewhere() if key not in pictured]

    def owners_elsewhere(self) -> Sequence[CardKey]:
        """All cards that the passcode names, where none of the matches has it."""
        if not is_read(self.passcode):
            return ()
        owners = self.known.owners.get(self.passcode.fits[0].text, ())
        among = {card.key for card in self.cards}
        return () if any(key in among for key in owners) else owners

    def _has_no_code(self, passcode: str) -> bool:
        """Whether its number, which is legible, stands where that of cards without a code does, and no code is seen."""
        numbers = [strip for strip in self.strips[Print.PASSCODE] if not strip.is_blank]
        where = max(numbers, key=lambda strip: float(strip.ratios([passcode])[0])).place
        return where.codeless and all(len(strip.free.text) < LETTERS for strip in self.strips[Print.CODE])

    def _judged(self, card: Card) -> PrintingAnswer:
        if id(card) not in self._kept:
            said = judged(self.strips[Print.CODE], card.printings, game=card.key.game)
            self._kept[id(card)] = (card, said)
        return self._kept[id(card)][1]


def _passcodes(card: Card) -> list[str]:
    said = [str(one) for value in card.codes.values() for one in (value if isinstance(value, list) else [value])]
    return [one for one in said if len(one) == DIGITS and one.isdecimal()]
