"""What the lines of large letters in a photo say: whose names they are, and how sure that is. Pure.

Of each line the likeliest names of the catalogue were summed, as of set codes (`verifying`). How much worse a name fits
than what was read freely is its loss, in natural logarithms; a longer name may lose more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import Match, Verdict
from karuta.domain.printing.evidence import HIDDEN, LIKELY, NOTHING, SURE, WARMTH, PrintWitness
from karuta.domain.printing.letters import letters_of
from karuta.domain.sighting import Corners, height
from karuta.domain.text import squeeze

# A name that loses so much a letter, from the second or third on, fits nothing: of 168 titles of the photos of hands
# that are there to choose by (part *look*) the worst lost 0.53 a letter, and of 25 other lines the best 0.75.
LOSS_A_LETTER, FREE_LETTERS = 0.75, 1.5
# Letters in disorder fit a short name badly and anything else worse: of so many letters one may be wrong.
LETTERS_AN_ERROR = 4
# A name with fewer letters is read off anything.
SHORTEST = 3


def readable(name: str) -> str:
    """The letters by which a name is known in a photo; empty where it has too few, or some of another script."""
    letters = squeeze(letters_of(name))
    return letters if len(letters) >= SHORTEST else ""


@dataclass(frozen=True)
class FittingName:
    """A name of the catalogue, as it writes it, and the cards that have it. `letters`: how many it has.

    `loss`: how much worse it fits than what was read freely, 0 and more. `distance`: in how many letters it differs
    from that (Levenshtein).
    """

    name: str
    cards: Set[CardKey]
    letters: int
    loss: float
    distance: int


@dataclass(frozen=True, eq=False)
class ReadName:
    """One line. `text`: as it was read. `box`: (4, 2) of its band of capitals, in the photo's full-size pixels, from
    its own upper left. `fits`: the likeliest names, best first. `is_part`: a longer name begins or ends with the first.
    """

    text: str
    box: Corners
    fits: tuple[FittingName, ...] = ()
    is_part: bool = False

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """How probable each name of `fits` is; what is left over is no name that is known."""
        if not self.fits:
            return ()
        best = self.fits[0]
        fit = math.exp(WARMTH * self._ratio(best))
        odds = [math.exp(-WARMTH * (name.loss - best.loss)) for name in self.fits]
        hidden = math.exp(-WARMTH * HIDDEN) if self.is_part else 0.0
        total = fit * (sum(odds) + hidden) + math.exp(WARMTH * NOTHING)
        return tuple(fit * odd / total for odd in odds)

    @property
    def named(self) -> FittingName | None:
        """The name that was read; None where none is likely."""
        if not self.shares or self.shares[0] < LIKELY:
            return None
        best = self.fits[0]
        return best if best.distance * LETTERS_AN_ERROR <= best.letters else None

    @property
    def verdict(self) -> Verdict:
        """What the name alone says of a card that has no picture."""
        if self.named is None:
            return Verdict.UNKNOWN
        return Verdict.SURE if self.shares[0] >= SURE and len(self.named.cards) == 1 else Verdict.LIKELY

    def witness(self, cards: Sequence[CardKey]) -> PrintWitness:
        """What it says of these cards, and of all others."""
        if self.named is None:
            return PrintWitness()
        best, among = self.named, set(cards)
        ratios: dict[CardKey, float] = {}
        elsewhere: list[float] = []
        for name in self.fits:
            ratio = self._ratio(best) - (name.loss - best.loss)
            for card in name.cards & among:
                ratios.setdefault(card, ratio)
            if not name.cards & among:
                elsewhere.append(ratio)
        return PrintWitness(ratios, max(elsewhere, default=None))

    @cached_property
    def capitals(self) -> float:
        """Their height, in the photo's pixels."""
        return height(self.box)

    def matches(
        self, called: Callable[[CardKey], str], mains: Mapping[CardKey, Artwork], *, k: int
    ) -> tuple[Match, ...]:
        """The cards of the names that fit, best first. `called`: what a card is called; `mains`: its picture."""
        cards = [
            (card, share / len(name.cards))
            for name, share in zip(self.fits, self.shares, strict=True)
            for card in sorted(name.cards)
        ]
        return tuple(by_name(card, called(card), share, mains.get(card)) for card, share in cards[:k])

    @staticmethod
    def _ratio(name: FittingName) -> float:
        """0 where nothing fits better, `NOTHING` where it fits nothing."""
        return NOTHING * name.loss / (LOSS_A_LETTER * (name.letters - FREE_LETTERS))


def by_name(card: CardKey, name: str, probability: float, artwork: Artwork | None) -> Match:
    """A card that no picture was compared with; `artwork`: what it would have been compared with."""
    shown = ("", "", "") if artwork is None else (artwork.file, artwork.picture_sha256, artwork.pack)
    file, picture, pack = shown
    return Match(card, name, file, picture, -1.0, probability, exemplar=False, pack=pack, by="name")
