"""What is looked at where the first looks at a photo do not agree with a picture of the catalogue.

Nothing but the catalogue says that there is a card at such a place, so each is taken only where the catalogue knows it
and its picture agrees: in a small catalogue a dark table is likely somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from karuta.domain.match import Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, holds, overlap_share
from karuta.engine.cut_edges import cut_outlines
from karuta.engine.detect import BackFinder, Detector, Proposal
from karuta.engine.looks import Looks
from karuta.engine.part_views import ArtWindow, blocks_in_view, cut_cards, drawn_out, part_in_view
from karuta.engine.proposal_views import SAME_CARD, WHOLE_CONFIDENCE, ProposalView, apart, other_way_up, whole_photo
from karuta.engine.straight_edges import StraightEdges
from karuta.engine.under_cards import LEAST_BLOCKS, UnderCards, is_among

# Straight edges are looked for around so many places at once; two places are parted by a share of the photo's longer
# side.
AT_ONCE, APART = 6, 0.05
# Beside a card that is known, only where the detector feels more than it does on most tables (see `engine/backs`).
FELT_BESIDE = 0.1
# So many outlines are looked at where no card is known yet, and around each place where one is. On 88 simulated photos
# of strange frames the right one was the first in 74 and among the first six in 86.
MOST_OUTLINES, AROUND_EACH = 6, 2

# So many small cards are felt at least where some are looked at from near; so many of the middle ones are tried, with
# so much around them, in shares of what lies between two.
MANY, TRIED, REACH = 8, 6, 1.6

Place = NDArray[np.float64]
"""(2,) x and y in the pixels that the detector sees."""


@dataclass(frozen=True, eq=False)
class FurtherLooks:
    """`windows`: where the games of the catalogue have their art; asked only where a photo may be one."""

    looks: Looks
    detector: Detector
    windows: Callable[[], Sequence[ArtWindow]]

    def after(self, seen: Sequence[ProposalView], proposals: Sequence[Proposal]) -> list[ProposalView]:
        """`seen` and what is to be seen besides: other outlines of cards, and what was seen upside down turned round.

        Without those that do not agree with a picture and lie on a card that does. `proposals`: all of the detector's.
        """
        looks = self.looks
        with looks.clock.step("search"):
            doubtful = [one for one in seen if looks.is_doubtful(one)]
        agreeing = [one for one in seen if not any(one is other for other in doubtful)]
        found: list[ProposalView] = []
        if not agreeing:
            found = self._whole_photo()
            if not found and not self._is_any_sure(seen):
                found = self._between_edges((), doubtful) or self._cut_by_edge() or self._artworks_alone()
        elif doubtful:
            found = self._between_edges(agreeing, doubtful)
        found += UnderCards(looks, self.detector).below([*agreeing, *found], proposals)
        left = [
            one for one in doubtful if all(overlap_share(one.corners, other.corners) < SAME_CARD for other in found)
        ]
        turned = looks.embedded([other_way_up(one, scale=looks.cuts.scale) for one in left])
        return [*agreeing, *left, *found, *turned]

    def _is_any_sure(self, seen: Sequence[ProposalView]) -> bool:
        """The picture of half a card may not agree, and its verdict be sure all the same."""
        with self.looks.clock.step("search"):
            least = self.looks.model.least_evidence
            return any(one.evidence >= least and self.looks.ranking(one).verdict is Verdict.SURE for one in seen)

    def _whole_photo(self) -> list[ProposalView]:
        """The photo as a card."""
        return self._believed(self.looks.embedded(whole_photo(self.looks.cuts.pixels.shape[1::-1])))

    def _between_edges(self, settled: Sequence[ProposalView], doubtful: Sequence[ProposalView]) -> list[ProposalView]:
        """Cards whose outlines straight edges bear out, whatever game they are of; beside those that are settled.

        Around some places first; where that finds a card, there are likely more. What was looked at already, the
        `doubtful`, is not looked at again.
        """
        looks = self.looks
        if looks.reliefs is None or not isinstance(self.detector, BackFinder):
            return []
        taken, seen = ([one.corners / looks.cuts.scale for one in some] for some in (settled, doubtful))
        with looks.clock.step("detect"):
            places = places_to_try(looks.cuts.pixels, self.detector, taken)
            edges = StraightEdges(looks.cuts.pixels)
        found = self._like_those(edges, settled, places, self.detector, seen)
        taken += [one.corners / looks.cuts.scale for one in found]
        places = _free(places, taken)
        while places:
            some, others = places[:AT_ONCE], places[AT_ONCE:]
            new = self._around(edges, some, self.detector, taken, seen)
            if not new and not taken:
                new = self._close_up(places, self.detector, seen)
            if not new:
                break
            found += new
            taken += [one.corners / looks.cuts.scale for one in new]
            more = self._like_those(edges, new, _free([*others, *some], taken), self.detector, [*seen, *taken])
            found += more
            taken += [one.corners / looks.cuts.scale for one in more]
            places = _free([*others, *some], taken)
        return found

    def _like_those(
        self,
        edges: StraightEdges,
        cards: Sequence[ProposalView],
        places: Sequence[Place],
        detector: BackFinder,
        seen: Sequence[Corners],
    ) -> list[ProposalView]:
        """Cards around these places that are believed, as large as these cards and turned like them."""
        looks = self.looks
        if not cards or not places:
            return []
        looks.cancel.check()
        with looks.clock.step("detect"):
            known = [one.corners / looks.cuts.scale for one in cards]
            outlines = detector.brought_to_edge(looks.cuts.pixels, edges.alike(places, known))
        new = [Proposal(one, WHOLE_CONFIDENCE, upright=True) for one in outlines if not is_among(one, seen)]
        views = self._believed(looks.embedded(new))
        return apart(sorted(views, key=lambda one: -one.evidence), but=cards)

    def _around(
        self,
        edges: StraightEdges,
        places: Sequence[Place],
        detector: BackFinder,
        taken: Sequence[Corners],
        seen: Sequence[Corners],
    ) -> list[ProposalView]:
        """Cards around these places that are believed, none on one that is taken, nor on another of them."""
        looks = self.looks
        looks.cancel.check()
        with looks.clock.step("detect"):
            most = AROUND_EACH * len(places) if taken else MOST_OUTLINES
            outlines = detector.brought_to_edge(looks.cuts.pixels, edges.outlines(places, most=most))
        free = [
            one
            for one in outlines
            if all(overlap_share(one, other) < SAME_CARD for other in taken) and not is_among(one, seen)
        ]
        views = self._believed(looks.embedded([Proposal(one, WHOLE_CONFIDENCE, upright=False) for one in free]))
        return apart(sorted(views, key=lambda one: -one.evidence), but=())

    def _close_up(self, places: Sequence[Place], detector: BackFinder, seen: Sequence[Corners]) -> list[ProposalView]:
        """The first card that is found where many small ones lie: edges of a few places, each looked at from near."""
        felt, pixels = places[1:], self.looks.cuts.pixels
        if len(felt) < MANY:
            return []
        reach = REACH * spacing(felt)
        for place in sorted(felt, key=lambda one: float(np.hypot(*(one - np.median(felt, axis=0)))))[:TRIED]:
            low = np.maximum(np.rint(place - reach), 0).astype(int)
            high = np.minimum(np.rint(place + reach), pixels.shape[1::-1]).astype(int)
            self.looks.cancel.check()
            with self.looks.clock.step("detect"):
                edges = StraightEdges(pixels[low[1] : high[1], low[0] : high[0]])
                laid = [one + low for one in edges.outlines([place - low], most=AROUND_EACH)]
                outlines = detector.brought_to_edge(pixels, laid)
            new = [Proposal(one, WHOLE_CONFIDENCE, upright=False) for one in outlines if not is_among(one, seen)]
            found = self._believed(self.looks.embedded(new))
            if found:
                return apart(sorted(found, key=lambda one: -one.evidence), but=())
        return []

    def _cut_by_edge(self) -> list[ProposalView]:
        """Cards that are partly beside the photo, where what is in view agrees with a picture."""
        looks = self.looks
        if looks.reliefs is None:
            return []
        with looks.clock.step("detect"):
            proposals = cut_cards(self.detector, looks.cuts.pixels)
        return self._parts(proposals) or self._parts(self._cut_by_three_sides())

    def _cut_by_three_sides(self) -> list[Proposal]:
        """Where straight edges bear out three sides of a card and the photo's edge cuts the rest away."""
        if not isinstance(self.detector, BackFinder):
            return []
        pixels = self.looks.cuts.pixels
        wide, tall = self.looks.model.embedder.spec.size
        self.looks.cancel.check()
        with self.looks.clock.step("detect"):
            outlines = cut_outlines(pixels, aspect=wide / tall, most=MOST_OUTLINES)
            wider, by = drawn_out(pixels)
            found = [one - by for one in self.detector.brought_to_edge(wider, [one + by for one in outlines])]
        # The net brings most of them nearer, and some away: it has hardly seen cards that end in the middle.
        laid = [one for one in outlines if not is_among(one, found)]
        return [Proposal(one, WHOLE_CONFIDENCE, upright=False) for one in [*found, *laid]]

    def _parts(self, proposals: Sequence[Proposal]) -> list[ProposalView]:
        """Those that are believed by what of them is in view, the likeliest first."""
        looks = self.looks
        size = looks.cuts.picture.size
        shown = looks.embedded(proposals, shown=lambda crop, corners: part_in_view(crop, corners, size))
        views = [replace(one, blocks=blocks_in_view(one.corners, size)) for one in shown]
        seen = [one for one in views if one.blocks is not None and one.blocks.sum() >= LEAST_BLOCKS]
        return sorted(looks.believed_parts(seen), key=lambda one: -one.evidence)

    def _artworks_alone(self) -> list[ProposalView]:
        """The photo as the art of a card of each game whose art has its shape, where the art agrees with a picture."""
        wide, tall = self.looks.model.embedder.spec.size
        size = self.looks.cuts.pixels.shape[1::-1]
        found: list[ProposalView] = []
        for window in self.windows():
            if window.fits(size, card=wide / tall):
                around = [Proposal(window.card_around(size), WHOLE_CONFIDENCE, upright=True)]
                (view,) = self.looks.embedded(around, shown=window.alone)
                found.append(replace(view, blocks=window.blocks))
        return self.looks.believed_parts(found)

    def _believed(self, views: Sequence[ProposalView]) -> list[ProposalView]:
        with self.looks.clock.step("search"):
            return [one for one in views if self.looks.is_believed(one)]


def places_to_try(pixels: Pixels, detector: BackFinder, settled: Sequence[Corners]) -> list[Place]:
    """Where a card's middle may be, the likeliest first, none in a settled card.

    Where nothing is settled the photo's own middle is one: people aim at the card.
    """
    size = np.array(pixels.shape[1::-1], dtype=np.float64)
    least = FELT_BESIDE if settled else 0.0
    felt = [np.array([one.x, one.y]) for one in detector.centres(pixels) if one.confidence >= least]
    chosen: list[Place] = []
    for place in felt if settled else [size / 2, *felt]:
        if all(float(np.hypot(*(place - other))) > APART * size.max() for other in chosen):
            chosen.append(place)
    return _free(chosen, settled)


def spacing(places: Sequence[Place]) -> float:
    """How far a place, (2,), usually is from the nearest other one of at least two."""
    apart = np.hypot(*(np.array(places)[:, None] - np.array(places)[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return float(np.median(apart.min(axis=1)))


def _free(places: Sequence[Place], taken: Sequence[Corners]) -> list[Place]:
    """Those that lie in none of the outlines."""
    return [one for one in places if not any(holds(corners, one) for corners in taken)]
