"""Sources of hypotheses for one photo, in the order in which `loop` asks them. Nothing is looked up here.

Each is a generator over batches, see `loop.Batches`; it is sent what of a batch was believed.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, holds, overlap_share
from karuta.engine.detect import Centre, Hypothesis
from karuta.engine.edge_outlines import Place
from karuta.engine.filled_by_part import laid_over, rough_cards
from karuta.engine.loop import Batch, Batches, Findings, HypothesisSource
from karuta.engine.proposal_views import ProposalView, each_once, is_free, sticks_out, unseen, whole_photo, without
from karuta.engine.similarity import AGREES
from karuta.engine.verify import SOMEWHAT

# Outlines looked at in one batch; around each known card; laid over a picture.
AT_ONCE, AROUND_EACH, FEW = 6, 2, 3
# Two places are parted by a share of the photo's longer side.
APART = 0.05
# What shares at least so much with a known card, and sticks out of it, may be of a card under it. With any share at all
# a known card took a tenth longer in the mean.
LEAST_SHARED = 0.02
# Beside a card that is known only where the detector feels more than it does on most tables.
FELT = 0.1

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
    first = [Hypothesis(outline, mirrored=True) for outline in findings.in_detector_pixels(likeliest)]
    if not (yield from _if_any(findings, first)):
        # What a card that is read sideways scores with a short side up says nothing, but no picture agrees with it.
        lying = unseen(findings.in_detector_pixels(findings.doubtful))
        turned = [Hypothesis(np.roll(outline, turn, axis=0)) for outline in lying for turn in (1, 3)]
        yield from _if_any(findings, turned)
    taken = [view.corners for view in findings.explained]
    findings.agreeing = [view for view in findings.agreeing if is_free(view.corners, taken)]


def _if_any(findings: Findings, hypotheses: Sequence[Hypothesis]) -> Found:
    """Sure ones; those after the first are tried too if one of the first is sure."""
    sure = yield Batch(hypotheses[:AT_ONCE], findings.verifier.sure)
    if sure:
        yield Batch(hypotheses[AT_ONCE:], partial(findings.verifier.sure, but=sure))
    return sure


def filled_by_part(findings: Findings) -> Batches:
    """The photo as a part of a card, its art perhaps, where a picture has such a part and agrees with it there."""
    verifier, pixels = findings.verifier, findings.pixels
    wide, tall = verifier.judge.model.embedder.spec.size
    aspect = wide / tall
    yield Batch([Hypothesis(card, part=True) for card in rough_cards(pixels.shape[1::-1], card=aspect)])
    first = dict.fromkeys(near.picture_sha256 for view in findings.views for near in view.neighbours[:AT_ONCE])
    laid = [place for place in laid_over(pixels, verifier.pictures(first), card=aspect) if place.alike >= AGREES]
    likeliest = sorted(laid, key=lambda place: -place.alike)[:FEW]
    parts = [Hypothesis(place.corners, part=True) for place in likeliest]
    yield Batch(parts, lambda views: verifier.parts(views)[:1])


def cut_by_edge(findings: Findings) -> Batches:
    """Cards that are partly beside the photo: the detector's outlines as parts, then those that it sees beyond it.

    Of a card that ends in the middle the corners net knows little, so its outlines are looked at beside the others.
    """
    outlines = findings.in_detector_pixels(findings.doubtful)
    if not (yield Batch(_parts(outlines), findings.verifier.parts)):
        beyond = findings.detector.beyond(findings.pixels)[:FEW]
        outlines_beyond = unseen([*findings.refine(beyond), *beyond], but=outlines)
        yield Batch(_parts(outlines_beyond), findings.verifier.parts)


def _parts(outlines: Sequence[Corners]) -> list[Hypothesis]:
    return [Hypothesis(outline, upright=False, part=True) for outline in outlines]


def between_edges(findings: Findings) -> Batches:
    """Cards whose outlines straight edges bear out, whatever game they are of, beside those that agree.

    Around some places; where that finds a card there are likely more.
    """
    taken, seen = findings.in_detector_pixels(findings.agreeing), findings.in_detector_pixels(findings.doubtful)
    places = places_to_try(findings.pixels, findings.centres, taken)
    while places:
        some, others = places[:AT_ONCE], places[AT_ONCE:]
        laid = findings.edges.around(some, most=AROUND_EACH * len(some) if taken else AT_ONCE)
        free = [outline for outline in findings.refine(laid) if is_free(outline, taken)]
        new = [Hypothesis(outline, upright=False) for outline in unseen(free, but=seen)]
        cards = yield Batch(new, findings.verifier.agreeing)
        findings.edge_views += findings.views
        if not cards:
            return
        taken += findings.in_detector_pixels(cards)
        places, seen = _free([*others, *some], taken), [*seen, *taken]


def backs(findings: Findings) -> Batches:
    """Known backs, among the outlines that no picture agrees with."""
    verifier, doubtful = findings.verifier, [*findings.doubtful, *findings.edge_views]
    known_views = [view for view in [*findings.agreeing, *findings.explained] if verifier.is_known(view)]
    yield Batch([], lambda _: each_once(verifier.backs_among(doubtful), but=known_views))


def under_cards(findings: Findings) -> Batches:
    """Cards that are partly under known ones, where the detector outlined something besides; then under those.

    There it looks again at the photo in which the known cards are grey, and takes nothing of theirs for the card below.
    """
    over = [*findings.recognised, *findings.explained]
    covered = findings.in_detector_pixels(over)
    alike = [view for view in findings.edge_views if not findings.verifier.is_doubtful(view)]
    felt = [*findings.in_detector_pixels(alike), *(each.corners for each in findings.proposals)]
    if any(sticks_out(each, covered) for each in felt):
        felt += [each.corners for each in findings.detector.propose(without(findings.pixels, covered))]
    left = [view for view in over if view.blocks is None]
    while left:
        (card,), covered = findings.in_detector_pixels([left.pop(0)]), findings.in_detector_pixels(over)
        outlines = [each for each in felt if overlap_share(each, card) >= LEAST_SHARED and sticks_out(each, covered)]
        new = (yield from _under(outlines[:AT_ONCE], over, findings)) if outlines else []
        over += new
        left += new


def _under(outlines: Sequence[Corners], over: Sequence[ProposalView], findings: Findings) -> Found:
    """Cards partly under these: those that are believed, else the one that a picture agrees with most.

    Even if the card is wrong, something covers the others. A known card that itself lies under an outline hides
    nothing of it.
    """
    verifier = findings.verifier

    def hidden_by(outline: Corners) -> tuple[Corners, ...]:
        full_size = outline * verifier.cuts.scale
        return tuple(view.corners for view in over if verifier.lies_over(view, full_size))

    def judged(outlines: Sequence[Corners]) -> Batch:
        parts = [Hypothesis(outline, part=True, over=hidden_by(outline)) for outline in outlines]
        return Batch(parts, lambda views: each_once(verifier.parts(views), but=over))

    # The net brings most of them nearer, and some away, to the edge of the card above.
    believed = yield judged(unseen([*findings.refine(outlines), *outlines]))
    alike, likest = verifier.likest(findings.views)
    if believed or likest is None or alike < SOMEWHAT:
        return believed
    believed = yield judged(findings.refined(likest))
    return believed or each_once([likest] if alike >= AGREES else [], but=over)


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
