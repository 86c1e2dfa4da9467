"""All small print of one sighting as it was seen, and what it says of cards. Pure.

Fourteen thousand strings are too many to sum one by one. So first it is asked which digit stands at each of eight
places, whatever the others are; the likeliest passcodes by that are then summed as any string is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import Card, CardKey, passcodes_in
from karuta.domain.printing.answer import PrintingAnswer, PrintingVerdict
from karuta.domain.printing.evidence import PrintWitness
from karuta.domain.printing.judging import BOUNDS, is_faint, judged
from karuta.domain.printing.places import GamePrint, Print, PrintPlace
from karuta.domain.printing.spelling import fitting, spelled_codes
from karuta.domain.printing.verifying import BLANK, LEAST, SeenStrip, Verified, numbers_of, verified

DIGITS, _HALF = 8, 4
# So many of the likeliest are summed exactly.
COMPARED = 24
# A passcode is read from these on: two numbers, as for a set code.
PASSCODE_RATIO, PASSCODE_MARGIN = -3.0, 4.0
# Sums are kept in the range of a float64 by this every so many places.
_RESCALED = 4
_FIGURES = np.array(numbers_of("0123456789"))


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
# The space between two words, in places beyond the usual step from letter to letter, and beside it; before a star it is
# the least. And how many words are looked at.
_SPACE, _WIDER, _MOST_WORDS = 1.75, 1.4, 5
# Before a digit that follows another one it is so much: `123/198` shall not be taken for `23/198`.
_SURELY = 2.75
_DIGITS = frozenset(numbers_of("0123456789"))
# A letter so near to a strip's edge, in places, may have others beyond it.
_EDGE = 5
_STROKE, _DASH = numbers_of("/-")


@dataclass(frozen=True)
class KnownPasscodes:
    """All passcodes of a game, and whose each is."""

    owners: Mapping[str, Sequence[CardKey]]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(sorted(text for text in self.owners if len(text) == DIGITS and text.isascii() and text.isdigit()))

    @cached_property
    def _table(self) -> NDArray[np.int64]:
        """(2, n): the first four digits of each and the last four, as numbers."""
        return (
            np.array([[int(text[:_HALF]), int(text[_HALF:])] for text in self.texts], dtype=np.int64).reshape(-1, 2).T
        )

    def likeliest(self, chances: NDArray[np.float64], count: int) -> list[str]:
        """By `chances`, (8, 10): the probability of each digit at each place."""
        if not self.texts:
            return []
        logs = np.log(np.maximum(chances, 1e-12))
        first, last = (_of_all_numbers(half) for half in (logs[:_HALF], logs[_HALF:]))
        scores = first[self._table[0]] + last[self._table[1]]
        count = min(count, len(scores))
        return [self.texts[at] for at in np.argpartition(-scores, count - 1)[:count]]


def _of_all_numbers(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """(10,000,) the sum for each number of four digits; `logs` (4, 10) of each digit at each place."""
    sums: NDArray[np.float64] = logs[0]
    for more in logs[1:]:
        sums = (sums[:, None] + more).ravel()
    return sums


def blindly(strips: Sequence[SeenStrip], passcodes: KnownPasscodes, also: Sequence[str] = ()) -> Verified:
    """The likeliest of all passcodes, and of `also`, which are compared in any case."""
    readable = [strip for strip in strips if not strip.is_blank]
    texts = set(also)
    for some in _likeliest(readable, passcodes):
        texts |= set(some)
    return verified(readable, sorted(texts))


def is_read(fits: Verified) -> bool:
    return fits.ratio >= PASSCODE_RATIO and fits.margin >= PASSCODE_MARGIN


def _likeliest(strips: Sequence[SeenStrip], passcodes: KnownPasscodes) -> list[list[str]]:
    """Of each strip; kept in it, since a strip is asked about again once rare places were looked at too."""
    new = [strip for strip in strips if id(passcodes) not in strip.kept_passcodes]
    if new:
        for strip, chances in zip(new, digit_chances(np.stack([strip.logs for strip in new])), strict=True):
            strip.kept_passcodes[id(passcodes)] = passcodes.likeliest(chances, COMPARED)
    return [strip.kept_passcodes[id(passcodes)] for strip in strips]


def digit_chances(logs: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, 8, 10): how probable each digit is at each of eight places, whatever stands at the others.

    `logs`: (n, places, classes), all strips at once. Forward and backward over the layouts of any eight digits: states
    are "none" before, between and after them (9), and each digit at each place (8, 10).
    """
    chances = np.exp(logs.astype(np.float64)).transpose(1, 0, 2)
    digits, none = chances[:, :, _FIGURES], chances[:, :, BLANK]
    # Backward is forward from the other end, so both are walked in one go.
    both = _forward(np.concatenate([digits, digits[::-1]], axis=1), np.concatenate([none, none[::-1]], axis=1))
    (figure, figure_behind), (gap, gap_behind) = (
        (array[:, : len(logs)], array[::-1, len(logs) :, ::-1]) for array in both
    )
    joint = figure * figure_behind / np.maximum(digits, 1e-12)[:, :, None]
    gaps = (gap * gap_behind).sum(axis=2) / np.maximum(none, 1e-12)
    summed = (joint / np.maximum(joint.sum(axis=(2, 3)) + gaps, 1e-300)[:, :, None, None]).sum(axis=0)
    return np.asarray(summed / np.maximum(summed.sum(axis=2, keepdims=True), 1e-300), dtype=np.float64)


def _forward(digits: NDArray[np.float64], none: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(places, n, 8, 10) and (places, n, 9): the weight of each state at each place, all layouts so far together.

    `digits`: (places, n, 10); `none`: (places, n). The weights of two places are not on one scale.
    """
    figures = np.zeros((*none.shape, DIGITS, 10))
    gaps = np.zeros((*none.shape, DIGITS + 1))
    gaps[0, :, 0], figures[0, :, 0] = none[0], digits[0]
    for at in range(1, len(none)):
        figure, gap = figures[at - 1], gaps[at - 1]
        whole = figure.sum(axis=2)
        reached = figure + gap[:, :-1, None]
        reached[:, 1:] += whole[:, :-1, None] - figure[:, :-1]
        ends = gap.copy()
        ends[:, 1:] += whole
        np.multiply(reached, digits[at][:, None], out=figures[at])
        np.multiply(ends, none[at][:, None], out=gaps[at])
        if at % _RESCALED == 0:
            largest = np.maximum(figures[at].max(axis=(1, 2)), gaps[at].max(axis=1))
            largest = np.maximum(largest, 1e-300)
            figures[at] /= largest[:, None, None]
            gaps[at] /= largest[:, None]
    return figures, gaps


def edition_of(strips: Sequence[SeenStrip]) -> str | None:
    """The edition that words say; two languages' words for one thing are no rivals."""
    seen = [seen_strip for strip in strips for seen_strip in (strip, *_without_number(strip))]
    fits = verified([strip for strip in seen if len(strip.free.text) >= LETTERS_SEEN], list(EDITIONS))
    if fits.ratio < RATIO:
        return None
    edition = EDITIONS[fits.fits[0].text]
    rival = next((fit.ratio for fit in fits.fits if EDITIONS[fit.text] != edition), None)
    return edition if rival is None or fits.ratio - rival >= MARGIN else None


def _without_number(strip: SeenStrip) -> Iterator[SeenStrip]:
    """The strip without its first digit, and without two: nothing stands where they were read."""
    best = strip.logs.argmax(axis=1)
    ends = (at for at in range(1, len(best)) if best[at - 1] != BLANK and best[at] != best[at - 1])
    for end in islice(ends, _MOST_CUT):
        if int(best[end - 1]) not in _CUT:
            return
        yield _part(strip, end, len(best))


def parts_of(strips: Sequence[SeenStrip]) -> list[SeenStrip]:
    """Every run of words of each strip: its whole line, or the code without what stands beside it."""
    return [part for strip in strips for part in _runs(strip)]


def _runs(strip: SeenStrip) -> Iterator[SeenStrip]:
    """A line is parted where more space is than within words. A run may end at a stroke, behind which a number's total
    stands, or before a dash, as which a dot is read. A word at the strip's edge may go on beyond it, and is in none.
    """
    best = strip.logs.argmax(axis=1)
    turns = np.flatnonzero(np.diff(best, prepend=BLANK, append=BLANK))
    # First and last place of each letter.
    letters = [(int(a), int(b) - 1, int(best[a])) for a, b in itertools.pairwise(turns) if best[a] != BLANK]
    if not letters:
        yield strip
        return
    steps = np.diff([first + last for first, last, _ in letters]) / 2
    usual = float(np.median(steps)) if len(steps) else 0.0
    over = np.flatnonzero(steps > max(usual + _SPACE, usual * _WIDER))
    digits = [letter in _DIGITS for _, _, letter in letters]
    starts = [letters[0][0]] + [
        letters[at + 1][0] for at in over if steps[at] > usual + _SURELY or not (digits[at] and digits[at + 1])
    ]
    ends = [*(letters[at][1] + 1 for at in over), letters[-1][1] + 1]
    inside = [last + 1 if letter == _STROKE else first for first, last, letter in letters if letter in (_STROKE, _DASH)]
    for start in starts[:_MOST_WORDS]:
        for end in (place for place in (*ends[:_MOST_WORDS], *inside) if place > start >= _EDGE):
            if end <= strip.shown - _EDGE or end in inside:
                yield strip if (start, end) == (starts[0], ends[-1]) else _part(strip, start - 1, end + 1)


def _part(strip: SeenStrip, start: int, end: int) -> SeenStrip:
    """The strip with nothing before one place and from another on."""
    logs = strip.logs.copy()
    outside = np.ones(len(logs), dtype=bool)
    outside[max(0, start) : end] = False
    logs[outside] = _NEVER
    logs[outside, BLANK] = 0.0
    return SeenStrip(strip.place, logs, strip.capitals, strip.contrast, strip.middle, strip.shown)


# What a clear string that is nobody's says for a card that is not there. Of codes less, and too little to contradict a
# picture alone: catalogues lack some (2 of 74 that were read by eye on real photos, and all of a language or two).
NOBODYS_CODE, NOBODYS_PASSCODE = -4.6, -1.0
# Where fewer letters than this are in sight, there is no code: stains and frames make one or two.
LETTERS = 3
# A passcode that fits worse than this is none of those that were compared.
FITS_NONE = -6.0


@dataclass(frozen=True, eq=False)
class SeenPrint:
    """`strips`: of each kind of place. `cards`: those of the matches. `passcode`: read against all of the game.

    `sharpened`: strips of the code's places that order blurred codes.
    """

    strips: Mapping[Print, Sequence[SeenStrip]]
    cards: Sequence[Card]
    row: GamePrint
    passcodes: KnownPasscodes
    passcode: Verified
    edition: str | None
    sharpened: Sequence[SeenStrip] = ()
    # By the card's `id`, with the card, so that the number stays its own: each is asked about several times.
    _kept: dict[int, tuple[Card, PrintingAnswer]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        strips: Mapping[Print, Sequence[SeenStrip]],
        cards: Sequence[Card],
        passcodes: KnownPasscodes,
        *,
        row: GamePrint,
    ) -> SeenPrint:
        """`row`: of the cards' game."""
        also = sorted({code for card in cards for code in passcodes_in(card.codes)})
        passcode = blindly(strips[Print.PASSCODE], passcodes, also)
        return cls(strips, cards, row, passcodes, passcode, edition_of(strips[Print.EDITION]))

    def lacking(self, card: Card) -> list[Print]:
        """The parts that cannot be made out here, if the card is this one."""
        is_lacking = {
            Print.CODE: self._judged(card).verdict in self._wants_more,
            Print.PASSCODE: not is_read(self.passcode),
            Print.EDITION: self.edition is None,
        }
        return [what for what, lacks in is_lacking.items() if lacks]

    def is_faint(self, card: Card) -> bool:
        """Whether sharpened strips may order its codes better, if the card is this one."""
        return is_faint(self._judged(card), self.row)

    def beside(self, sharpened: Sequence[SeenStrip]) -> SeenPrint:
        return replace(self, sharpened=sharpened, _kept={})

    @property
    def _wants_more(self) -> Sequence[PrintingVerdict]:
        """The verdicts after which rare places are looked at, too. Frames that were not measured may have others."""
        return (PrintingVerdict.ILLEGIBLE, *((PrintingVerdict.OTHER,) if self.row.among else ()))

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
        """The strip where its code was read best, or else where most letters were; None where nothing was looked at."""
        fits = self._judged(card)
        codes = [fit.printed for fit in fits.verified.fits[:1]] if fits.codes and fits.verified else []
        strips = self.strips[Print.CODE]
        readable = [strip for strip in strips if not strip.is_blank]
        if codes and readable:
            best = max(readable, key=lambda strip: float(strip.ratios(codes)[0]))
        elif own := [strip for strip in strips if not strip.place.ruled]:
            best = max(own, key=lambda strip: (len(strip.free.text) + strip.free.log, -own.index(strip)))
        else:
            return None
        return best.line

    def _place_of_edition(self) -> PrintPlace | None:
        """The strip where its words stand; None where none were made out."""
        if self.edition is None:
            return None
        return max(self.strips[Print.EDITION], key=lambda strip: len(strip.free.text) + strip.free.log).line

    def by_code(self, cards: Sequence[Card]) -> PrintWitness:
        """The set code's evidence on these cards; those that are not among the matches are elsewhere."""
        codes = {card.key: spelled_codes(card, self.row) for card in cards}
        fits = {key: fitting(self.strips[Print.CODE], some) for key, some in codes.items() if some}
        ratios = {key: code_fits.ratio for key, code_fits in fits.items()}
        among = {card.key for card in self.cards}
        elsewhere = [ratio for key, ratio in ratios.items() if key not in among]
        if self._judged(self.cards[0]).verdict is PrintingVerdict.OTHER:
            elsewhere.append(NOBODYS_CODE)
        return PrintWitness({key: ratio for key, ratio in ratios.items() if key in among}, max(elsewhere, default=None))

    @property
    def by_passcode(self) -> PrintWitness:
        """The passcode's evidence on the matches."""
        fits = self.passcode.of()
        ratios = {
            card.key: max(fits.get(code, LEAST) for code in codes)
            for card in self.cards
            if (codes := passcodes_in(card.codes))
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

    def owners_elsewhere(self) -> Sequence[CardKey]:
        """All cards that the passcode names, where none of the matches has it."""
        if not is_read(self.passcode):
            return ()
        owners = self.passcodes.owners.get(self.passcode.fits[0].text, ())
        among = {card.key for card in self.cards}
        return () if any(key in among for key in owners) else owners

    def _has_no_code(self, passcode: str) -> bool:
        """Whether its number, which is legible, stands where that of cards without a code does, and no code is seen."""
        numbers = [strip for strip in self.strips[Print.PASSCODE] if not strip.is_blank]
        where = max(numbers, key=lambda strip: float(strip.ratios([passcode])[0])).place
        return where.codeless and all(len(strip.free.text) < LETTERS for strip in self.strips[Print.CODE])

    def _judged(self, card: Card) -> PrintingAnswer:
        if id(card) not in self._kept:
            judgement = judged(self.strips[Print.CODE], card, row=self.row, sharpened=self.sharpened)
            self._kept[id(card)] = (card, judgement)
        return self._kept[id(card)][1]
