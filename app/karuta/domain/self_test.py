"""Findings of a catalogue's own test: what to expect of it, and how the shipped calibration is off there. Pure values.

Each photo of the test was looked up twice: in the catalogue, and in the catalogue without its card. All probabilities
are those of the shipped calibration, so a test does not depend on an earlier one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from karuta.domain.calibration import Correction, fitted
from karuta.domain.sentence import Sentence
from karuta.domain.statistics import Share, share_of, wilson

USUAL = ("plain", "hard")
"""The grades that a person is told of; the others are brutal."""

# One photo in six shows a card that the catalogue lacks, as where calibrations are fitted.
STRANGERS = 1 / 6
# What a shipped calibration brings along: of so many strangers so many are *sure* (`workshop/bench/fit_verdict`).
_SHIPPED_SURE, _SHIPPED_STRANGERS = 2, 800

# Of plain and hard photos of a catalogue's own cards.
SHORT_OF = 0.98
# So many strangers may be accepted before *likely* is made harder; so many known claims may lie below the one that says
# how far; and with fewer of these it is left alone.
STRANGERS_ACCEPTED = 0.01
_CLAIMS_BELOW, _FEWEST_CLAIMS = 0.01, 50
FEWEST_OF_A_GAME = 60
"""With fewer photos of a game's cards, what is found of all games holds for it."""


@dataclass(frozen=True)
class AskedPhoto:
    """One photo of the artwork `picture`, in a grade of the photographer.

    `right`: its card was the first match. `probability`: of the first match (None: no card was seen there); `sure`: the
    verdict on it. `stranger`, `stranger_sure`: the same with the card taken out of the catalogue. `game`: of its card;
    `first_game`, `stranger_game`: of the first match, and without the card.
    """

    picture: str
    grade: str
    right: bool
    probability: float | None = None
    sure: bool = False
    stranger: float | None = None
    stranger_sure: bool = False
    game: str = ""
    first_game: str = ""
    stranger_game: str = ""

    def __post_init__(self) -> None:
        for value in (self.probability, self.stranger):
            if value is not None and not 0 <= value <= 1:
                raise ValueError("a probability is none")


@dataclass(frozen=True)
class SelfTest:
    """`artworks`: the hash of the live artworks by the model. `eyes`: of what else the answers come from.

    `photos`: how many it asks for; it is whole once there are as many in `asked`. `cards`: in the catalogue.
    """

    artworks: str
    eyes: str
    cards: int
    photos: int
    asked: tuple[AskedPhoto, ...]

    @property
    def is_whole(self) -> bool:
        return len(self.asked) >= self.photos

    @property
    def games(self) -> list[str]:
        """All games, where there are several."""
        games = sorted({photo.game for photo in self.asked})
        return games if len(games) > 1 else []

    @property
    def games_with_bounds(self) -> list[str]:
        """The games that have enough photos for bounds of their own."""
        counts = Counter(photo.game for photo in self.asked)
        return [game for game in self.games if counts[game] >= FEWEST_OF_A_GAME]


@dataclass(frozen=True)
class Expected:
    """Expected shares: `right` at first, of plain and hard photos; `accepted`, of cards that the catalogue lacks.

    None where nothing was asked. `photos`: of the whole test.
    """

    right: Share | None
    accepted: Share | None
    photos: int

    @property
    def is_short(self) -> bool:
        """Whether it surely does less well than the catalogues that Karuta was made with."""
        if self.right is None or self.accepted is None:
            return False
        return self.right.high < SHORT_OF or self.accepted.low > STRANGERS_ACCEPTED

    @property
    def sentence(self) -> Sentence:
        if self.right is None or self.accepted is None:
            return Sentence("No photo of its own cards could be taken.")
        return Sentence(
            "The right card comes first in {right} of photos ({right_low}-{right_high}), and {accepted} of cards that "
            "the catalogue lacks are taken for another card ({accepted_low}-{accepted_high}), by {photos} simulated "
            "photos of its own cards.",
            right=_percent(self.right.share),
            right_low=_number(self.right.low),
            right_high=_percent(self.right.high),
            accepted=_percent(self.accepted.share),
            accepted_low=_number(self.accepted.low),
            accepted_high=_percent(self.accepted.high),
            photos=self.photos,
        )

    def of_game(self, game: str, *, has_bounds: bool) -> Sentence:
        """In a few words, with whether its verdicts have bounds of their own."""
        if self.right is None or self.accepted is None:
            return Sentence("{game} (no photo; verdicts as for all games)", game=game)
        parts = (
            Sentence(
                "{game} ({right} right, {accepted} taken for another, photos: {photos}; verdicts fitted to this game)"
            )
            if has_bounds
            else Sentence(
                "{game} ({right} right, {accepted} taken for another, photos: {photos}; verdicts as for all games)"
            )
        )
        figures = {"right": _percent(self.right.share), "accepted": _percent(self.accepted.share)}
        return Sentence(parts.template, game=game, photos=self.photos, **figures)


def correction_of(test: SelfTest, *, sure: float, likely: float) -> Correction:
    """The test's finding on the shipped calibration. `sure`, `likely`: where that lets these begin in this catalogue.

    *Sure* never becomes easier: two hundred photos cannot show what the shipped calibration learned from thousands. It
    becomes harder where more wrong answers were *sure* than were promised, by the upper end of the interval over what
    was shipped and what was seen here. *Likely* becomes harder where too many strangers were, as far as that costs no
    card of a plain or hard photo. Where there are several games, each with enough photos has its own.
    """
    common = _correction(test.asked, sure=sure, likely=likely)
    games = (
        (game, _correction(_claims_of(test.asked, game), sure=sure, likely=likely)) for game in test.games_with_bounds
    )
    return replace(common, games=tuple((game, own) for game, own in games if own != common))


def _claims_of(asked: Sequence[AskedPhoto], game: str) -> list[AskedPhoto]:
    """The photos of the game's cards, and others for which one was taken; only claims of the game's cards are left."""
    return [
        replace(
            photo,
            probability=photo.probability if photo.first_game == game else None,
            sure=photo.sure and photo.first_game == game,
            stranger=photo.stranger if photo.stranger_game == game else None,
            stranger_sure=photo.stranger_sure and photo.stranger_game == game,
        )
        for photo in asked
        if game in (photo.game, photo.first_game, photo.stranger_game)
    ]


def _correction(asked: Sequence[AskedPhoto], *, sure: float, likely: float) -> Correction:
    claims: list[tuple[float, bool, float]] = []
    for photo in asked:
        if photo.probability is not None:
            claims.append((photo.probability, photo.right, 1 - STRANGERS))
        if photo.stranger is not None:
            claims.append((photo.stranger, False, STRANGERS))
    slope, shift = fitted([p for p, _, _ in claims], [right for _, right, _ in claims], [w for _, _, w in claims])
    fit = Correction(slope, shift)
    return Correction(
        slope,
        shift,
        _sure_from(asked, fit, sure=sure),
        _likely_from(asked, fit, likely=likely),
    )


def expected(asked: Sequence[AskedPhoto], correction: Correction, *, likely: float) -> Expected:
    """`likely`: from where on the shipped calibration accepts an answer."""
    usual = [photo for photo in asked if photo.grade in USUAL]
    accepted = sum(
        photo.stranger is not None
        and (own := correction.for_game(photo.stranger_game)).of(photo.stranger) >= max(likely, own.likely_from)
        for photo in asked
    )
    return Expected(
        share_of(sum(photo.right for photo in usual), len(usual)), share_of(accepted, len(asked)), len(asked)
    )


def _sure_from(asked: Sequence[AskedPhoto], fit: Correction, *, sure: float) -> float:
    wrong = [
        max(
            min(photo.probability, fit.of(photo.probability))
            if photo.probability and photo.sure and not photo.right
            else 0.0,
            min(photo.stranger, fit.of(photo.stranger)) if photo.stranger and photo.stranger_sure else 0.0,
        )
        for photo in asked
    ]
    passed = sorted((value for value in wrong if value >= sure), reverse=True)
    allowed = _allowed(len(asked))
    return math.nextafter(passed[allowed], 1.0) if len(passed) > allowed else 0.0


def _likely_from(asked: Sequence[AskedPhoto], fit: Correction, *, likely: float) -> float:
    """High enough for the strangers, but at most half-way, in log odds, to the claims of cards that are right."""
    strangers = sorted((fit.of(photo.stranger) for photo in asked if photo.stranger is not None), reverse=True)
    allowed = int(STRANGERS_ACCEPTED * len(asked))
    claims = sorted(
        fit.of(photo.probability)
        for photo in asked
        if photo.right and photo.grade in USUAL and photo.probability is not None
    )
    if len(claims) < _FEWEST_CLAIMS or len(strangers) <= allowed or strangers[allowed] < likely:
        return 0.0
    lowest = claims[int(_CLAIMS_BELOW * len(claims))]
    half_way = 1 / (1 + math.exp(-(_logit(likely) + _logit(lowest)) / 2))
    return min(math.nextafter(strangers[allowed], 1.0), half_way) if lowest > likely else 0.0


def _logit(probability: float) -> float:
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


def _allowed(photos: int) -> int:
    """How many wrong answers may be *sure* among so many, as long as the promise is not less certain than it was."""
    promised = wilson(_SHIPPED_SURE, _SHIPPED_STRANGERS).high
    count = 0
    while count < photos and wilson(_SHIPPED_SURE + count + 1, _SHIPPED_STRANGERS + photos).high <= promised:
        count += 1
    return count


def _number(share: float) -> str:
    return f"{100 * share:.0f}"


def _percent(share: float) -> str:
    return f"{_number(share)} %"
