"""Sources of hypotheses for one photo, in the order in which `loop` asks them. Nothing is looked up here.

Each is a generator over batches, see `loop.Batches`; it is sent what of a batch was believed.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from functools import partial

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, holds, overlap_share
from karuta.engine.detect import Centre, Hypothesis
from karuta.engine.edge_lines import Place
from karuta.engine.edge_outlines import AT_ONCE
from karuta.engine.filled_by_part import laid_over, rough_cards
from karuta.engine.loop import Batch, Batches, Findings, HypothesisSource
from karuta.engine.proposal_views import (
    ProposalView,
    each_once,
    is_among,
    is_clear_of,
    is_free,
    sticks_out,
    whole_photo,
)
from karuta.engine.similarity import AGREES

# Outlines around each known card; outlines that are cut, or laid over a picture: of cut ones the right one was among
# the first three in eight of ten.
AROUND_EACH, FEW = 2, 3
# Two places are parted by a share of the photo's longer side.
APART = 0.05
# A photo that a part of a card may fill is looked at exactly where it lies on a picture with this similarity. All of it
# speaks there, so fewer whole blocks do.
LAID_ALIKE, LEAST_LAID = 0.55, 4
# Beside a card that is known only where the detector feels more than it does on most tables.
FELT = 0.1
# What shares at least so much with a known card, and sticks out of it, may be of a card under it.
LEAST_SHARED = 0.02
# So many outlines are looked at under one card: of 48 hidden cards the right one was among the first five in 39, among
# the first ten in 44.
MOST_UNDER = 8

Found = Generator[Batch, list[ProposalView], list[ProposalView]]


def whole(findings: Findings) -> Batches:
    """The photo as a card."""
    yield Batch(whole_photo(findings.pixels.shape[1::-1]), findings.verifier.believed)


def mirrored_or_lying(findings: Findings) -> Batches:
    """The detector's outlines as cards in a photo in which left and right are exchanged, if one is sure.

    Else as cards that are read sideways: their pictures are wide, so a long side is up. Few are either, so more has
    to speak for it. A view that agreed gives way to a card found on it.
    """
    likeliest = sorted(findings.seen, key=lambda view: -view.evidence)
    first = [Hypothesis(outline, mirrored=True) for outline in findings.here(likeliest)]
    if not (yield from _if_any(findings, first)):
        # What a card that is read sideways scores with a short side up says nothing, but no picture agrees with it.
        lying: list[Corners] = []
        for outline in findings.here(findings.doubtful):
            lying += [] if is_among(outline, lying) else [outline]
        turned = [Hypothesis(np.roll(outline, turn, axis=0)) for outline in lying for turn in (1, 3)]
        yield from _if_any(findings, turned)
    findings.agreeing = [view for view in findings.agreeing if is_clear_of(view, findings.found)]


def _if_any(findings: Findings, hypotheses: Sequence[Hypothesis]) -> Found:
    """Sure ones; those after the first are tried too if one of the first is sure."""
    found = yield Batch(hypotheses[:AT_ONCE], findings.verifier.sure)
    if found:
        yield Batch(hypotheses[AT_ONCE:], partial(findings.verifier.sure, but=found))
    return found


def filled_by_part(findings: Findings) -> Batches:
    """The photo as a part of a card, its art perhaps, where a picture has such a part and agrees with it there."""
    verifier, pixels, aspect = findings.verifier, findings.pixels, findings.card_aspect
    yield Batch([Hypothesis(card, part=True) for card in rough_cards(pixels.shape[1::-1], card=aspect)])
    first = dict.fromkeys(near.picture_sha256 for view in findings.views for near in view.neighbours[:AT_ONCE])
    laid = [place for place in laid_over(pixels, verifier.pictures(first), card=aspect) if place.alike >= LAID_ALIKE]
    likeliest = sorted(laid, key=lambda place: -place.alike)[:FEW]
    parts = [Hypothesis(place.corners, part=True) for place in likeliest]
    yield Batch(parts, lambda views: verifier.parts(views, least=LEAST_LAID)[:1])


def cut_by_edge(findings: Findings) -> Batches:
    """Cards that are partly beside the photo, of which edges bear out three sides.

    The corners net brings most of these nearer, and some away: it has hardly seen cards that end in the middle. So
    they are looked at as laid, too.
    """
    if not findings.centres:
        return
    outlines = findings.edges.cut(aspect=findings.card_aspect, most=FEW)
    found = findings.refine(outlines)
    laid = [outline for outline in outlines if not is_among(outline, found)]
    if not (yield Batch(_parts(found), findings.verifier.parts)):
        yield Batch(_parts(laid), findings.verifier.parts)


def _parts(outlines: Sequence[Corners]) -> list[Hypothesis]:
    return [Hypothesis(outline, upright=False, part=True) for outline in outlines]


def between_edges(findings: Findings) -> Batches:
    """Cards whose outlines straight edges bear out, whatever game they are of, beside those that agree.

    Around some places; where that finds a card there are likely more.
    """
    taken, seen = findings.here(findings.agreeing), findings.here(findings.doubtful)
    places = places_to_try(findings.pixels, findings.centres, taken)
    while places:
        some, others = places[:AT_ONCE], places[AT_ONCE:]
        laid = findings.edges.around(some, most=AROUND_EACH * len(some) if taken else AT_ONCE)
        free = [outline for outline in findings.refine(laid) if is_free(outline, taken)]
        cards = yield from _either_way_up(findings, free, seen)
        if not cards:
            return
        taken += findings.here(cards)
        places, seen = _free([*others, *some], taken), [*seen, *taken]


def _either_way_up(findings: Findings, outlines: Sequence[Corners], seen: Sequence[Corners]) -> Found:
    """Outlines not tried yet; if none is believed, refined outlines of the likeliest."""
    new = [Hypothesis(outline, upright=False) for outline in outlines if not is_among(outline, seen)]
    found = yield Batch(new, findings.verifier.agreeing)
    findings.edge_views += findings.views
    if found:
        return found
    refined = [
        outline for view in findings.verifier.somewhat_alike(findings.views) for outline in findings.refined(view)
    ]
    return (yield Batch([Hypothesis(outline) for outline in refined], findings.verifier.agreeing))


def backs(findings: Findings) -> Batches:
    """Known backs: outlines along edges, where they were looked for, else around what is felt beside known cards."""
    verifier = findings.verifier
    known = [view for view in [*findings.agreeing, *findings.found] if verifier.is_known(view)]

    def belief(views: Sequence[ProposalView]) -> list[ProposalView]:
        return each_once(verifier.backs_among([*findings.doubtful, *findings.edge_views, *views]), but=known)

    outlines: list[Corners] = []
    if not findings.edge_views:
        places = places_to_try(findings.pixels, findings.centres, findings.here(known))[:AT_ONCE]
        outlines = findings.refine(findings.edges.around(places, most=AROUND_EACH * len(places)))
    yield Batch([Hypothesis(outline, upright=False) for outline in outlines], belief)


def under_cards(findings: Findings) -> Batches:
    """Cards that are partly under known ones, where the detector felt something besides; then under those."""
    over = [*findings.known, *findings.found]
    alike = [view.corners for view in findings.edge_views if not findings.verifier.is_doubtful(view)]
    felt = [*alike, *(hypothesis.corners * findings.verifier.cuts.scale for hypothesis in findings.proposals)]
    left = [view for view in over if view.blocks is None and _felt_under(view, over, felt)]
    while left:
        above = left.pop(0)
        new = yield from _under(above, over, _felt_under(above, over, felt), findings)
        over += new
        left += new


def _under(above: ProposalView, over: Sequence[ProposalView], felt: Sequence[Corners], findings: Findings) -> Found:
    """Cards partly under this one: those that are believed, else the one that a picture agrees with most.

    Whoever that is, a card lies there, and hides others.
    """
    verifier, hidden_by = findings.verifier, tuple(view.corners for view in over)

    def judged(outlines: Sequence[Corners]) -> Batch:
        parts = [Hypothesis(outline, part=True, over=hidden_by) for outline in outlines]
        return Batch(parts, lambda views: each_once(verifier.parts(views), but=over))

    hiding: list[ProposalView] = []
    for some in _outlines_under(above, over, felt, findings):
        brought = findings.refine(some)
        # The net brings most of them nearer, and some away, to the edge of the card above.
        others = [outline for outline in some if not is_among(outline, brought)]
        found = yield judged([*brought, *others])
        alike = [(verifier.agreement(view), view) for view in findings.views]
        best = max(alike, key=lambda pair: pair[0], default=None)
        if not found and best is not None and best[0] >= AGREES:
            hiding.append(best[1])
            found = yield judged(findings.refined(best[1]))
        if found:
            return found
    return each_once(sorted(hiding, key=lambda view: -view.evidence), but=over)[:1]


def _outlines_under(
    above: ProposalView, over: Sequence[ProposalView], felt: Sequence[Corners], findings: Findings
) -> Iterator[Sequence[Corners]]:
    """What the detector outlined, then what edges bear out, a few at once, in the detector's pixels."""
    if felt:
        yield [outline / findings.verifier.cuts.scale for outline in felt[:AT_ONCE]]
    (card,) = findings.here([above])
    laid = findings.edges.under(card, findings.here(over), most=MOST_UNDER)
    for at in range(0, len(laid), AT_ONCE):
        yield laid[at : at + AT_ONCE]


def _felt_under(card: ProposalView, known: Sequence[ProposalView], felt: Sequence[Corners]) -> list[Corners]:
    """What the detector outlined besides that the card may hide in part, the likeliest first."""
    return [
        outline
        for outline in felt
        if overlap_share(outline, card.corners) >= LEAST_SHARED
        and sticks_out(outline, [other.corners for other in known])
    ]


def places_to_try(pixels: Pixels, centres: Sequence[Centre], settled: Sequence[Corners]) -> list[Place]:
    """Places where a card's middle may be, the likeliest first, none in a settled card.

    Where nothing is settled the photo's own middle is one: people aim at the card.
    """
    size = np.array(pixels.shape[1::-1], dtype=np.float64)
    least = FELT if settled else 0.0
    felt = [np.array([centre.x, centre.y]) for centre in centres if centre.confidence >= least]
    chosen: list[Place] = []
    for place in felt if settled else [size / 2, *felt]:
        if all(float(np.hypot(*(place - other))) > APART * size.max() for other in chosen):
            chosen.append(place)
    return _free(chosen, settled)


def _free(places: Sequence[Place], taken: Sequence[Corners]) -> list[Place]:
    """Places outside all of the outlines."""
    return [place for place in places if not any(holds(corners, place) for corners in taken)]


SOURCES = (
    HypothesisSource(whole, lambda findings: not findings.agreeing),
    HypothesisSource(mirrored_or_lying, Findings.is_none_believed),
    HypothesisSource(filled_by_part, Findings.is_unknown),
    HypothesisSource(between_edges, Findings.is_unknown_in_part),
    HypothesisSource(backs, Findings.may_have_backs),
    HypothesisSource(cut_by_edge, Findings.is_unknown),
    HypothesisSource(under_cards, Findings.is_known_in_part),
)
"""The likeliest first, each with what has to be open for it."""
