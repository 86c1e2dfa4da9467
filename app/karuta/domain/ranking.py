"""From neighbours (pictures) to matches (cards) and a verdict; pure, and the same for any catalogue size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from karuta.domain.calibration import Calibration, CropQuality, Evidence
from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView, Match, Neighbour, Verdict

# The gap is taken to the mean score of these ranks (from 1): a missing card's first score stands out from
# nobody, a known one's does (issue "Recognition": AUROC 0.9996 against 0.998 for the plain score).
RANKS = slice(1, 11)


@dataclass(frozen=True)
class Thresholds:
    """Where the verdicts part, for a model without a calibration: no probabilities, and never *sure*.

    `likely_gap`, `unknown_gap`: gap of the first score to the mean of ranks 2-11, from which a match is likely
    and below which the card is unknown. `likely_score` is asked for as well, and is all that a catalogue of one
    card has. `sharpness`: below it a crop is too poor to judge.
    """

    likely_gap: float
    unknown_gap: float
    likely_score: float
    sharpness: float


@dataclass(frozen=True)
class Ranking:
    """The best `k` different cards and what to make of the first."""

    matches: tuple[Match, ...]
    verdict: Verdict


def rank(
    neighbours: Sequence[Neighbour],
    view: CatalogueView,
    *,
    k: int,
    judge: Thresholds | Calibration,
    quality: CropQuality,
) -> Ranking:
    """Rank cards by their best picture.

    `neighbours` best first; pictures that no live artwork has are passed over. `quality` is the crop's.
    Give enough neighbours for `max(k, 11)` different cards, or all there are.
    """
    cards = _cards_by_best_picture(neighbours, view)
    if isinstance(judge, Calibration) and cards:
        evidence = evidence_of(cards, count=view.card_count)
        decision = judge.decide(evidence, quality)
        scores = [neighbour.score for _, neighbour in cards[1 : max(k, RANKS.stop)]]
        others = judge.others(decision, scores, sharing=evidence.sharing)
        return Ranking(_matches(cards[:k], [decision.probability, *others]), decision.verdict)
    verdict = _verdict(cards, judge, sharpness=quality.sharpness) if isinstance(judge, Thresholds) else Verdict.UNKNOWN
    return Ranking(_matches(cards[:k], [None] * len(cards)), verdict)


def _matches(cards: Sequence[tuple[Artwork, Neighbour]], probabilities: Sequence[float | None]) -> tuple[Match, ...]:
    return tuple(
        Match(
            card=artwork.card,
            name=artwork.name,
            artwork=artwork.file,
            picture_sha256=neighbour.picture_sha256,
            score=neighbour.score,
            probability=probability,
            exemplar=neighbour.exemplar,
        )
        for (artwork, neighbour), probability in zip(cards, probabilities, strict=False)
    )


def _cards_by_best_picture(neighbours: Iterable[Neighbour], view: CatalogueView) -> list[tuple[Artwork, Neighbour]]:
    best: dict[CardKey, tuple[Artwork, Neighbour]] = {}
    for neighbour in neighbours:
        for artwork in view.by_picture.get(neighbour.picture_sha256, ()):
            held = best.get(artwork.card)
            if held is None or _preferred(artwork, neighbour) < _preferred(*held):
                best[artwork.card] = (artwork, neighbour)
    return sorted(best.values(), key=lambda pair: (-pair[1].score, pair[0].card.card_id, pair[0].card.game))


def _preferred(artwork: Artwork, neighbour: Neighbour) -> tuple[float, bool, str]:
    return -neighbour.score, not artwork.is_main, artwork.file


def _verdict(cards: Sequence[tuple[Artwork, Neighbour]], thresholds: Thresholds, *, sharpness: float) -> Verdict:
    """From the gap alone."""
    if not cards:
        return Verdict.UNKNOWN
    if sharpness < thresholds.sharpness:
        return Verdict.UNREADABLE
    first = cards[0][1]
    gap = gap_of(cards)
    if gap is None:
        return Verdict.LIKELY if first.score >= thresholds.likely_score else Verdict.UNKNOWN
    if gap < thresholds.unknown_gap:
        return Verdict.UNKNOWN
    twin = len(cards) > 1 and cards[1][1].picture_sha256 == first.picture_sha256
    if gap >= thresholds.likely_gap and first.score >= thresholds.likely_score and not twin:
        return Verdict.LIKELY
    return Verdict.UNSURE


def evidence_of(cards: Sequence[tuple[Artwork, Neighbour]], *, count: int) -> Evidence:
    """What ranked cards, at least one, say about the first; `count`: cards in the catalogue."""
    first = cards[0][1]
    others = [n.score for _, n in cards[1:] if n.picture_sha256 != first.picture_sha256]
    sharing = sum(n.picture_sha256 == first.picture_sha256 for _, n in cards)
    return Evidence(
        first=first.score,
        second_gap=first.score - others[0] if others else None,
        rest_gap=gap_of(cards),
        cards=count,
        sharing=sharing,
    )


def gap_of(cards: Sequence[tuple[Artwork, Neighbour]]) -> float | None:
    """First score minus the mean score of ranks 2-11, or of the ranks there are; None with nothing to compare.

    A card that shares the first one's picture is no competitor: it cannot score less.
    """
    if not cards:
        return None
    first = cards[0][1]
    others = [n.score for _, n in cards[1:] if n.picture_sha256 != first.picture_sha256]
    compared = others[: RANKS.stop - RANKS.start]
    return first.score - sum(compared) / len(compared) if compared else None
