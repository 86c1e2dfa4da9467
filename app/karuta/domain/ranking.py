"""From neighbours (pictures) to matches (cards) and a verdict. Pure, and the same for any catalogue size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from karuta.domain.calibration import Calibration, CropQuality, SearchEvidence, VerdictDecision
from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView, Match, Neighbour, Verdict

# The gap is measured to the mean score of these ranks (from 1). The first score of a card that is not in the catalogue
# hardly exceeds them; a known card's does (issue "Recognition": AUROC 0.9996 against 0.998 for the plain score).
RANKS = slice(1, 11)
# So many of the first cards' pictures are compared with the crop, and a label keeps as many; more where their scores
# are nearly the first one's, as in a large catalogue and of a poor photo. Of those at most one is brought forward, to
# the first place, so all others that a label keeps are the search's own first nine, and the list can be replayed.
COMPARED, MOST_COMPARED = 9, 24
NEARLY = 0.15
# So many pictures the search is asked for at first: enough for 11 cards, some of which have several artworks. By a part
# of a card it says less, and the right one may be far behind: so all of these are compared where one of the first is so
# alike that at least a frame lies on a frame.
FIRST_COUNT, FRAME_ALIKE = 100, 0.45
# A part is believed where the picture agrees with it, and its similarity and its lead together are so much; and where
# the search says a little, too, for in a small catalogue nobody else may have the frame. Chosen on 48 simulated photos
# of halves, hands and piles; see engine/decisions.
PART_SIMILARITY, PART_LEAD, PART_TOTAL, PART_SCORE = 0.6, 0.1, 0.96, 0.25
# Photos are closer to each other than to any clean picture, and their crops are more alike. So where similarity counts,
# a confirmed crop's score is lowered by this much. Of 0 to 0.3, this value kept all that 2,000 crops of a shifted look
# gained for their own cards, and removed nearly all that they cost others; see engine/decisions.
EXEMPLAR_LESS = 0.2


class PictureSimilarity(NamedTuple):
    """How alike a crop and a picture are, -1 to 1, where they are most alike (`most`, most of the picture) and least.

    A finger or a glare makes `least` small, and so does another card that shares frame and background.
    """

    most: float
    least: float


# How alike a crop is to each of some pictures, by content hash; None if a picture is not available.
Similarity = Callable[[Sequence[str]], Sequence[PictureSimilarity | None]]
Card = tuple[Artwork, Neighbour]


@dataclass(frozen=True)
class Thresholds:
    """The bounds where verdicts part for a model without a calibration: no probabilities, and never *sure*.

    `likely_gap`: the least gap from the first score to the mean of ranks 2-11 for *likely*; `unknown_gap`: below it the
    card is unknown. `likely_score` is required too, and is the only rule in a catalogue of one card. `sharpness`: below
    it a crop is too poor to judge.
    """

    likely_gap: float
    unknown_gap: float
    likely_score: float
    sharpness: float


@dataclass(frozen=True)
class Ranking:
    """The best `k` different cards, and the verdict on the first.

    `one_of`: cards that the photo cannot tell apart, the first among them; then it is likely at most.
    """

    matches: tuple[Match, ...]
    verdict: Verdict
    one_of: tuple[CardKey, ...] = ()


def rank(
    neighbours: Sequence[Neighbour],
    view: CatalogueView,
    *,
    k: int,
    judge: Thresholds | Calibration,
    quality: CropQuality,
    similarity: Similarity | None = None,
    part: bool = False,
) -> Ranking:
    """Rank cards by their best picture, the first ones by similarity too if the judge can weigh it.

    `neighbours`: best first; pictures without a live artwork are skipped. `quality`: of the crop. Give neighbours of at
    least `max(k, 11)` different cards, or all there are. `part`: of a card only a part is in view: likely at best.
    """
    ordered = in_order(neighbours, view, judge=judge, similarity=similarity, part=part)
    cards = ordered.cards
    if isinstance(judge, Calibration) and cards:
        evidence = ordered.evidence(count=view.card_count)
        decision = judge.decide(evidence, quality, game=cards[0][0].card.game)
        if part:
            decision = of_a_part(evidence, decision, likely=judge.likely)
        others = judge.others(decision, ordered.strengths[1 : max(k, RANKS.stop)], sharing=evidence.sharing)
        return Ranking(_matches(cards[:k], [decision.probability, *others]), decision.verdict)
    verdict = _verdict(cards, judge, sharpness=quality.sharpness) if isinstance(judge, Thresholds) else Verdict.UNKNOWN
    return Ranking(_matches(cards[:k], [None] * len(cards)), verdict)


def of_a_part(evidence: SearchEvidence, decision: VerdictDecision, *, likely: float) -> VerdictDecision:
    """The verdict on a part of a card: likely or unknown, because no calibration was fitted on parts."""
    alike, lead = evidence.similarity or 0.0, evidence.second_gap or 0.0
    agrees = alike >= PART_SIMILARITY and lead >= PART_LEAD and alike + lead >= PART_TOTAL
    if agrees and evidence.first >= PART_SCORE and evidence.sharing == 1:
        return VerdictDecision(Verdict.LIKELY, max(decision.probability, likely))
    return VerdictDecision(Verdict.UNKNOWN, decision.probability)


@dataclass(frozen=True)
class Ordered:
    """Cards, best first. `strengths`: the total of each, falling; `similarity`: the first one's, None if not compared.

    Without similarity the total is the score. `rival`: the best total of a card that was compared besides the first
    nine and stays behind them; None without one.
    """

    cards: Sequence[Card]
    strengths: Sequence[float]
    similarity: PictureSimilarity | None
    rival: float | None = None

    def evidence(self, *, count: int) -> SearchEvidence:
        """The judgement of at least one card about the first; `count`: cards in the catalogue."""
        evidence = evidence_of(self.cards, count=count)
        if self.similarity is None:
            return evidence
        first = self.cards[0][1].picture_sha256
        others = [
            strength
            for (_, near), strength in zip(self.cards, self.strengths, strict=True)
            if near.picture_sha256 != first
        ]
        if others and self.rival is not None:
            others.append(self.rival)
        gap = self.strengths[0] - max(others) if others else None
        return replace(evidence, second_gap=gap, similarity=self.similarity.most, least=self.similarity.least)


def in_order(
    neighbours: Sequence[Neighbour],
    view: CatalogueView,
    *,
    judge: Thresholds | Calibration,
    similarity: Similarity | None = None,
    part: bool = False,
) -> Ordered:
    """The cards of these neighbours in the order that a person sees: by score, the first ones by similarity too.

    `part`: of a part of a card; then more of them are compared.
    """
    cards = _cards_by_best_picture(neighbours, view)
    scores = [near.score for _, near in cards]
    if similarity is None or not cards or not isinstance(judge, Calibration) or judge.likened is None:
        return Ordered(cards, scores, None)
    pictures = [near.picture_sha256 for _, near in cards]
    count = compared(scores)
    alike = list(similarity(pictures[:count]))
    if part and any(
        picture_similarity is not None and picture_similarity.most >= FRAME_ALIKE for picture_similarity in alike
    ):
        alike += similarity(pictures[count:FIRST_COUNT])
    if any(picture_similarity is None for picture_similarity in alike[:COMPARED]):
        return Ordered(cards, scores, None)
    were_compared = [picture_similarity for picture_similarity in alike[:COMPARED] if picture_similarity is not None]
    reordered = by_similarity(cards, were_compared, weight=judge.likened.weight)
    return _with_one_from_behind(reordered, cards, alike, weight=judge.likened.weight)


def compared(scores: Sequence[float]) -> int:
    """How many of the first cards' pictures are compared; `scores`: of all cards, falling."""
    nearly = sum(scores[0] - score <= NEARLY for score in scores[:MOST_COMPARED])
    return min(len(scores), max(COMPARED, nearly))


def by_similarity(cards: Sequence[Card], alike: Sequence[PictureSimilarity], *, weight: float) -> Ordered:
    """The first cards ordered by score plus weighted similarity; the others stay behind them.

    A confirmed crop's score counts `EXEMPLAR_LESS` less.
    """
    strengths = [
        near.score - EXEMPLAR_LESS * near.exemplar + weight * similarity.most
        for (_, near), similarity in zip(cards, alike, strict=False)
    ]
    order = sorted(range(len(strengths)), key=lambda at: -strengths[at])
    least, last = strengths[order[-1]], cards[len(strengths) - 1][1].score
    behind = [least + near.score - last for _, near in cards[len(strengths) :]]
    return Ordered(
        [*(cards[at] for at in order), *cards[len(strengths) :]],
        [*(strengths[at] for at in order), *behind],
        alike[order[0]],
    )


def _with_one_from_behind(
    ordered: Ordered, cards: Sequence[Card], alike: Sequence[PictureSimilarity | None], *, weight: float
) -> Ordered:
    """The likeliest of the cards behind the first nine (`cards`: by score) comes first, if it is likelier than these.

    Confirmed crops are neither brought forward nor pushed out: replay knows their cards by artworks alone.
    """
    behind = [
        (cards[at][1].score + weight * similarity.most, at)
        for at, similarity in enumerate(alike[COMPARED:], start=COMPARED)
        if similarity is not None and not cards[at][1].exemplar
    ]
    # What is compared besides, of a part of a card, is never brought forward: no label could be replayed then.
    count = compared([near.score for _, near in cards])
    nearly = [item for item in behind if item[1] < count]
    if not nearly or max(pair[0] for pair in nearly) <= ordered.strengths[0]:
        return replace(ordered, rival=max(pair[0] for pair in behind)) if behind else ordered
    strength, place = max(nearly, key=lambda pair: pair[0])
    rest = sorted((pair for pair in behind if pair[1] != place), key=lambda pair: -pair[0])
    nine, strengths = list(ordered.cards[:COMPARED]), list(ordered.strengths)
    last = max((at for at, (_, near) in enumerate(nine) if not near.exemplar), default=len(nine) - 1)
    nine.append(nine.pop(last))
    left = [card for card in ordered.cards[COMPARED:] if card is not cards[place]]
    del strengths[place]
    return Ordered(
        [cards[place], *nine, *left],
        [strength, *strengths],
        alike[place],
        rival=rest[0][0] if rest else None,
    )


def _matches(cards: Sequence[Card], probabilities: Sequence[float | None]) -> tuple[Match, ...]:
    return tuple(
        Match(
            card=artwork.card,
            name=artwork.name,
            artwork=artwork.file,
            picture_sha256=neighbour.picture_sha256,
            score=neighbour.score,
            probability=probability,
            exemplar=neighbour.exemplar,
            pack=artwork.pack,
        )
        for (artwork, neighbour), probability in zip(cards, probabilities, strict=False)
    )


def _cards_by_best_picture(neighbours: Iterable[Neighbour], view: CatalogueView) -> list[Card]:
    best: dict[CardKey, Card] = {}
    for neighbour in neighbours:
        for artwork in view.by_picture.get(neighbour.picture_sha256, ()):
            held = best.get(artwork.card)
            if held is None or _preferred(artwork, neighbour) < _preferred(*held):
                best[artwork.card] = (artwork, neighbour)
    return sorted(best.values(), key=lambda pair: (-pair[1].score, pair[0].card.card_id, pair[0].card.game))


def _preferred(artwork: Artwork, neighbour: Neighbour) -> tuple[float, bool, str]:
    return -neighbour.score, not artwork.is_main, artwork.file


def _verdict(cards: Sequence[Card], thresholds: Thresholds, *, sharpness: float) -> Verdict:
    """The verdict from the gap alone, without a calibration."""
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


def evidence_of(cards: Sequence[Card], *, count: int) -> SearchEvidence:
    """The judgement of ranked cards (at least one) about the first; `count`: cards in the catalogue."""
    first = cards[0][1]
    others = [n.score for _, n in cards[1:] if n.picture_sha256 != first.picture_sha256]
    sharing = sum(n.picture_sha256 == first.picture_sha256 for _, n in cards)
    return SearchEvidence(
        first=first.score,
        second_gap=first.score - others[0] if others else None,
        rest_gap=gap_of(cards),
        cards=count,
        sharing=sharing,
    )


def gap_of(cards: Sequence[Card]) -> float | None:
    """First score minus the mean score of ranks 2-11, or of those that exist; None with nothing to compare.

    A card that shares the first one's picture is no competitor: it cannot score lower.
    """
    if not cards:
        return None
    first = cards[0][1]
    others = [n.score for _, n in cards[1:] if n.picture_sha256 != first.picture_sha256]
    compared = others[: RANKS.stop - RANKS.start]
    return first.score - sum(compared) / len(compared) if compared else None
