"""Sources of hypotheses for one photo, in the order in which `loop` asks them. Nothing is looked up here.

Each is a generator over batches, see `loop.Batches`; it is sent what of a batch was believed.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from karuta.domain.match import Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, holds, overlap_share
from karuta.engine.cut_edges import cut_outlines
from karuta.engine.detect import BackFinder, Hypothesis
from karuta.engine.filled_by_part import laid_over, rough_cards
from karuta.engine.hidden_edges import hidden_outlines
from karuta.engine.loop import Batch, Batches, Findings, HypothesisSource, none
from karuta.engine.proposal_views import (
    SAME_CARD,
    ProposalView,
    cut_cards,
    is_among,
    is_clear_of,
    is_one_card,
    padded,
    whole_photo,
)
from karuta.engine.straight_edges import StraightEdges
from karuta.engine.verify import DOUBTFUL, LEAST_BLOCKS

# So many outlines are looked at mirrored, and as cards whose pictures are wide, where nothing is known as it is.
MOST_MIRRORED, MOST_SIDEWAYS = 6, 3
# Of a photo that a part of a card may fill so many pictures are compared with each rough place, and those that it lies
# on with this similarity, so many at most, are looked at exactly. All of it speaks there, so fewer whole blocks do.
ROUGHLY_FOUND, LAID_ALIKE, MOST_LAID, LEAST_LAID = 5, 0.55, 3, 4
# Straight edges are looked for around so many places at once; two places are parted by a share of the photo's longer
# side.
AT_ONCE, APART = 6, 0.05
# Beside a card that is known, and of many small ones, only where the detector feels more than it does on most tables
# (see `engine/backs`).
FELT = 0.1
# So many outlines are looked at where no card is known yet, and around each place where one is. On 88 simulated photos
# of strange frames the right one was the first in 74 and among the first six in 86.
MOST_OUTLINES, AROUND_EACH = 6, 2
# Of outlines by three sides: the right one is among the first three in eight of ten.
MOST_CUT_OUTLINES = 3
# Where something may lie over a side, edges bear out so much of all four: right outlines had 0.57 and more (60 photos
# of hands over strange frames).
COVERED_WORTH = 0.5
# So many small cards are felt at least where some are looked at from near; so many of the middle ones are tried, with
# so much around them, in shares of what lies between two.
MANY, TRIED, REACH = 8, 6, 1.6
# What the detector outlines, its middle in no known card, and which shares at least so much with one, may be of a card
# under it. Single cards, stacks, slabs and collages have none (80 simulated photos), hands and piles nearly always.
LEAST_SHARED = 0.02
# So many outlines are looked at around a known card, and as many more where none of those is believed: of 48 hidden
# cards the right one was among the first five in 39, among the first ten in 44.
UNDER_AT_ONCE, TIMES = 5, 2
# So many cards are looked under at most: the bound is for a picture of noise.
MOST_CARDS = 24

Place = NDArray[np.float64]
"""(2,) x and y in the pixels that the detector sees."""
Found = Generator[Batch, list[ProposalView], list[ProposalView]]


def whole(findings: Findings) -> Batches:
    """The photo as a card."""
    yield Batch(whole_photo(findings.verifier.cuts.pixels.shape[1::-1]), findings.verifier.believed)


def mirrored_or_lying(findings: Findings) -> Batches:
    """The detector's outlines as mirrored or lying cards; a view that agreed gives way to a card found on it."""
    yield from otherwise(findings, findings.seen)
    findings.agreeing = [view for view in findings.agreeing if is_clear_of(view, findings.found)]


def otherwise(findings: Findings, views: Sequence[ProposalView]) -> Batches:
    """Some of these outlines as cards in a photo in which left and right are exchanged, if one is sure.

    Else as cards that are read sideways: their pictures are wide, so a long side is up. Few are either, so more has
    to speak for it.
    """
    likeliest = sorted(views, key=lambda view: -view.evidence)
    first = [Hypothesis(outline, mirrored=True) for outline in findings.here(likeliest)]
    if (yield from _if_any(findings, first, MOST_MIRRORED)):
        return
    # What a card that is read sideways scores with a short side up says nothing, but no picture agrees with it.
    lying: list[ProposalView] = []
    with findings.verifier.clock.step("search"):
        for view in views:
            if findings.verifier.is_doubtful(view) and not is_among(view.corners, [other.corners for other in lying]):
                lying.append(view)
    turned = [Hypothesis(np.roll(outline, turn, axis=0)) for outline in findings.here(lying) for turn in (1, 3)]
    yield from _if_any(findings, turned, 2 * MOST_SIDEWAYS)


def _if_any(findings: Findings, hypotheses: Sequence[Hypothesis], most: int) -> Found:
    """Sure ones; those after the first `most` are tried too if one of the first is sure."""
    found = yield Batch(hypotheses[:most], findings.verifier.sure)
    if found:
        yield Batch(hypotheses[most:], partial(findings.verifier.sure, but=found))
    return found


def filled_by_part(findings: Findings) -> Batches:
    """The photo as a part of a card, its art perhaps, where a picture has such a part and agrees with it there."""
    verifier, aspect = findings.verifier, findings.card_aspect
    if verifier.contrasts is None:
        return
    pixels = verifier.cuts.pixels
    yield Batch([Hypothesis(card, part=True) for card in rough_cards(pixels.shape[1::-1], card=aspect)], none)
    with verifier.clock.step("search"):
        first = dict.fromkeys(
            near.picture_sha256 for view in findings.views for near in view.neighbours[:ROUGHLY_FOUND]
        )
        pictures = [contrast for contrast in map(verifier.contrasts.of, first) if contrast is not None]
        laid = [place for place in laid_over(pixels, pictures, card=aspect) if place.alike >= LAID_ALIKE]
    likeliest = sorted(laid, key=lambda place: -place.alike)[:MOST_LAID]
    parts = [Hypothesis(place.corners, part=True) for place in likeliest]
    yield Batch(parts, lambda views: verifier.parts(views, least=LEAST_LAID)[:1])


def cut_by_edge(findings: Findings) -> Batches:
    """Cards that are partly beside the photo, as the detector has them."""
    verifier = findings.verifier
    if verifier.contrasts is not None:
        with verifier.clock.step("detect"):
            outlined = cut_cards(findings.detector, verifier.cuts.pixels)
        yield Batch(outlined, verifier.parts)


def cut_by_three_sides(findings: Findings) -> Batches:
    """Cards that are partly beside the photo, of which edges bear out three sides.

    The corners net brings most of these nearer, and some away: it has hardly seen cards that end in the middle. So
    they are looked at as laid, too.
    """
    verifier, pixels = findings.verifier, findings.verifier.cuts.pixels
    if verifier.contrasts is None or not isinstance(findings.detector, BackFinder):
        return
    with verifier.clock.step("detect"):
        outlines = cut_outlines(pixels, aspect=findings.card_aspect, most=MOST_CUT_OUTLINES)
        wider = padded(pixels)
        brought = findings.detector.refine(wider.pixels, [*map(wider.forth, outlines)])
        found = [wider.back(outline) for outline in brought]
    laid = [outline for outline in outlines if not is_among(outline, found)]
    if not (yield Batch(_parts(found), verifier.parts)):
        yield Batch(_parts(laid), verifier.parts)


def _parts(outlines: Sequence[Corners]) -> list[Hypothesis]:
    return [Hypothesis(outline, upright=False, part=True) for outline in outlines]


def between_edges(findings: Findings) -> Batches:
    """Cards whose outlines straight edges bear out, whatever game they are of, beside those that agree.

    Around some places first; where that finds a card there are likely more, as large as it.
    """
    if findings.verifier.contrasts is None or not isinstance(findings.detector, BackFinder):
        return
    edges = _Edges(findings, findings.detector)
    taken, seen = findings.here(findings.agreeing), findings.here(findings.doubtful)
    with findings.verifier.clock.step("detect"):
        places = places_to_try(findings.verifier.cuts.pixels, findings.detector, taken)
    taken += findings.here((yield from edges.alike(findings.agreeing, places, seen)))
    places = _free(places, taken)
    while places:
        some, others = places[:AT_ONCE], places[AT_ONCE:]
        new = yield from edges.around(some, taken, seen)
        if not new and not taken:
            new = yield from edges.close_up(places, seen)
        if not new:
            break
        taken += findings.here(new)
        more = yield from edges.alike(new, _free([*others, *some], taken), [*seen, *taken])
        taken += findings.here(more)
        places = _free([*others, *some], taken)


def covered(findings: Findings) -> Batches:
    """Cards over a side of which something lies, so that no edge is there.

    Asked where nothing else is believed: the outline of a card in full view is found sooner by all of its sides.
    """
    if findings.verifier.contrasts is not None and isinstance(findings.detector, BackFinder):
        yield from _Edges(findings, findings.detector).covered(
            findings.here([*findings.doubtful, *findings.edge_views])
        )


def edges_otherwise(findings: Findings) -> Batches:
    """Outlines along straight edges, as mirrored or lying cards."""
    yield from otherwise(findings, findings.edge_views)


class _Edges:
    """The edges of one photo."""

    def __init__(self, findings: Findings, detector: BackFinder) -> None:
        self._findings, self._detector, self._verifier = findings, detector, findings.verifier
        self._pixels, self._edges = findings.verifier.cuts.pixels, findings.edges

    def alike(self, cards: Sequence[ProposalView], places: Sequence[Place], seen: Sequence[Corners]) -> Found:
        """Cards around these places, as large as these cards and turned like them."""
        if not cards or not places:
            return []
        with self._verifier.clock.step("detect"):
            laid = self._edges.alike(places, self._findings.here(cards))
            outlines = self._detector.refine(self._pixels, laid)
        new = [Hypothesis(outline) for outline in outlines if not is_among(outline, seen)]
        return (yield Batch(new, partial(self._verifier.agreeing, but=cards)))

    def around(self, places: Sequence[Place], taken: Sequence[Corners], seen: Sequence[Corners]) -> Found:
        """Cards around these places, none on one that is taken."""
        with self._verifier.clock.step("detect"):
            laid = self._edges.outlines(places, most=AROUND_EACH * len(places) if taken else MOST_OUTLINES)
            outlines = self._detector.refine(self._pixels, laid)
        free = [outline for outline in outlines if all(overlap_share(outline, other) < SAME_CARD for other in taken)]
        return (yield from self._either_way_up(free, seen))

    def close_up(self, places: Sequence[Place], seen: Sequence[Corners]) -> Found:
        """The first card that is found where many small ones lie: edges of a few places, each looked at from near."""
        felt = places[1:]
        if len(felt) < MANY or sum(c.confidence >= FELT for c in self._detector.centres(self._pixels)) < MANY:
            return []
        reach, middle = REACH * spacing(felt), np.median(felt, axis=0)
        for place in sorted(felt, key=lambda at: float(np.hypot(*(at - middle))))[:TRIED]:
            low = np.maximum(np.rint(place - reach), 0).astype(int)
            high = np.minimum(np.rint(place + reach), self._pixels.shape[1::-1]).astype(int)
            with self._verifier.clock.step("detect"):
                near = StraightEdges(self._pixels[low[1] : high[1], low[0] : high[0]])
                laid = [outline + low for outline in near.outlines([place - low], most=AROUND_EACH)]
                outlines = self._detector.refine(self._pixels, laid)
            found = yield from self._either_way_up(outlines, seen)
            if found:
                return found
        return []

    def covered(self, seen: Sequence[Corners]) -> Found:
        with self._verifier.clock.step("detect"):
            places = places_to_try(self._pixels, self._detector, ())[:AT_ONCE]
            laid = self._edges.outlines(places, most=2 * MOST_OUTLINES, weakest=0.0, least=COVERED_WORTH)
            new = [outline for outline in laid if not is_among(outline, seen)][:MOST_OUTLINES]
            outlines = self._detector.refine(self._pixels, new)
        return (yield from self._either_way_up(outlines, seen))

    def _either_way_up(self, outlines: Sequence[Corners], seen: Sequence[Corners]) -> Found:
        """Outlines not tried yet; if none is believed, refined outlines of the likeliest."""
        new = [Hypothesis(outline, upright=False) for outline in outlines if not is_among(outline, seen)]
        found = yield Batch(new, self._verifier.agreeing)
        self._findings.edge_views += self._findings.views
        if found:
            return found
        refined: list[Corners] = []
        for view in self._verifier.somewhat_alike(self._findings.views):
            refined += self._findings.refined(view)
        return (yield Batch([Hypothesis(outline) for outline in refined], self._verifier.agreeing))


def under_cards(findings: Findings) -> Batches:
    """Cards that are partly under known ones, where the detector felt something besides; then under those."""
    verifier, known = findings.verifier, [*findings.agreeing, *findings.found]
    if verifier.contrasts is None or not isinstance(findings.detector, BackFinder):
        return
    felt = [hypothesis.corners * verifier.cuts.scale for hypothesis in findings.proposals]
    left = [view for view in known if view.blocks is None and _is_anything_under(view, known, felt)]
    over = list(known)
    for _ in range(MOST_CARDS):
        if not left:
            return
        new = yield from _under(left.pop(0), over, findings, findings.detector)
        over += [part.view for part in new]
        left += [part.view for part in new]
        findings.found += [part.view for part in new if part.is_believed]


@dataclass(frozen=True, eq=False)
class _JudgedPart:
    """A part, whether it is likely somebody's, and how alike what is in view of it is to the first card's picture."""

    view: ProposalView
    is_believed: bool
    alike: float


Parts = Generator[Batch, list[ProposalView], list[_JudgedPart]]


def _under(above: ProposalView, over: Sequence[ProposalView], findings: Findings, detector: BackFinder) -> Parts:
    """Cards partly under this one: those that are believed, else the one that a picture agrees with most.

    Whoever that is, a card lies there, and hides others.
    """
    pixels = findings.verifier.cuts.pixels
    with findings.verifier.clock.step("detect"):
        (like,) = findings.here([above])
        laid = hidden_outlines(pixels, findings.here(over), like=like, most=TIMES * UNDER_AT_ONCE)
    agreeing: list[_JudgedPart] = []
    for at in range(0, len(laid), UNDER_AT_ONCE):
        some = laid[at : at + UNDER_AT_ONCE]
        with findings.verifier.clock.step("detect"):
            brought = detector.refine(pixels, some)
        # The net brings most of them nearer, and some away, to the edge of the card above.
        others = [outline for outline in some if not is_among(outline, brought)]
        parts = yield from _judged([*brought, *others], over, findings)
        best = max(parts, key=lambda part: part.alike, default=None)
        if best is not None and best.alike >= DOUBTFUL and not any(part.is_believed for part in parts):
            parts += yield from _judged(findings.refined(best.view), over, findings)
            agreeing.append(best)
        found = _each_once([part for part in parts if part.is_believed], over)
        if found:
            return found
    return _each_once(agreeing, over)[:1]


def _judged(outlines: Sequence[Corners], cards: Sequence[ProposalView], findings: Findings) -> Parts:
    """Each by what these cards leave of it in view, if that is enough."""
    over = tuple(card.corners for card in cards)
    yield Batch([Hypothesis(outline, part=True, over=over) for outline in outlines], none)
    verifier, judged = findings.verifier, []
    with verifier.clock.step("search"):
        for view in findings.views:
            if view.blocks is not None and view.blocks.sum() >= LEAST_BLOCKS:
                ranking = verifier.ranking(view)
                alike = verifier.alike(view, ranking.matches[0].picture_sha256) if ranking.matches else None
                is_believed = ranking.verdict is Verdict.LIKELY
                judged.append(_JudgedPart(view, is_believed, -1.0 if alike is None else alike))
    return judged


def _is_anything_under(card: ProposalView, known: Sequence[ProposalView], felt: Sequence[Corners]) -> bool:
    """Whether the detector outlined something besides that the card may hide in part."""
    return any(
        overlap_share(outline, card.corners) >= LEAST_SHARED
        and not any(holds(other.corners, outline.mean(axis=0)) for other in known)
        for outline in felt
    )


def _each_once(parts: Sequence[_JudgedPart], but: Sequence[ProposalView]) -> list[_JudgedPart]:
    """The likeliest of each place, none that is one of the others."""
    kept: list[_JudgedPart] = []
    for part in sorted(parts, key=lambda judged: -judged.view.evidence):
        if not any(is_one_card(part.view, other) for other in [*but, *(each.view for each in kept)]):
            kept.append(part)
    return kept


def places_to_try(pixels: Pixels, detector: BackFinder, settled: Sequence[Corners]) -> list[Place]:
    """Places where a card's middle may be, the likeliest first, none in a settled card.

    Where nothing is settled the photo's own middle is one: people aim at the card.
    """
    size = np.array(pixels.shape[1::-1], dtype=np.float64)
    least = FELT if settled else 0.0
    felt = [np.array([centre.x, centre.y]) for centre in detector.centres(pixels) if centre.confidence >= least]
    chosen: list[Place] = []
    for place in felt if settled else [size / 2, *felt]:
        if all(float(np.hypot(*(place - other))) > APART * size.max() for other in chosen):
            chosen.append(place)
    return _free(chosen, settled)


def spacing(places: Sequence[Place]) -> float:
    """Median distance, in pixels, of a place (2,) to the nearest of the others; there are at least two."""
    distances = np.hypot(*(np.array(places)[:, None] - np.array(places)[None]).transpose(2, 0, 1))
    np.fill_diagonal(distances, np.inf)
    return float(np.median(distances.min(axis=1)))


def _free(places: Sequence[Place], taken: Sequence[Corners]) -> list[Place]:
    """Places outside all of the outlines."""
    return [place for place in places if not any(holds(corners, place) for corners in taken)]


SOURCES = (
    HypothesisSource(whole, Findings.agrees_with_nothing),
    HypothesisSource(mirrored_or_lying, Findings.is_none_believed),
    HypothesisSource(filled_by_part, Findings.is_unknown),
    HypothesisSource(between_edges, Findings.is_unknown_in_part),
    HypothesisSource(cut_by_edge, Findings.is_unknown),
    HypothesisSource(cut_by_three_sides, Findings.is_unknown),
    HypothesisSource(covered, Findings.is_unknown_but_felt),
    HypothesisSource(edges_otherwise, Findings.is_unknown_but_felt),
    HypothesisSource(under_cards, Findings.is_known_in_part),
)
"""The likeliest first, each with what has to be open for it."""
