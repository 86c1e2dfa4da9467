"""Cards whose outlines straight edges bear out, whatever game they are of: where they are looked for.

Nothing but the catalogue says that there is a card, so each is taken only where its picture agrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, holds, overlap_share
from karuta.engine.detect import BackFinder, Outliner, Proposal
from karuta.engine.looks import BELIEVED, Looks
from karuta.engine.proposal_views import SAME_CARD, WHOLE_CONFIDENCE, ProposalView, apart
from karuta.engine.straight_edges import StraightEdges
from karuta.engine.under_cards import is_among

# Straight edges are looked for around so many places at once; two places are parted by a share of the photo's longer
# side.
AT_ONCE, APART = 6, 0.05
# Beside a card that is known, only where the detector feels more than it does on most tables (see `engine/backs`).
FELT_BESIDE = 0.1
# So many outlines are looked at where no card is known yet, and around each place where one is. On 88 simulated photos
# of strange frames the right one was the first in 74 and among the first six in 86.
MOST_OUTLINES, AROUND_EACH = 6, 2
# Where something may lie over a side, edges bear out so much of all four: right outlines had 0.57 and more (60 photos
# of hands over strange frames).
COVERED_WORTH = 0.5
# Of so many that are likely somebody's but only so alike to the picture other outlines are looked at.
NEARER, SOMEWHAT = 2, 0.42

# So many small cards are felt at least where some are looked at from near; so many of the middle ones are tried, with
# so much around them, in shares of what lies between two.
MANY, TRIED, REACH = 8, 6, 1.6

Place = NDArray[np.float64]
"""(2,) x and y in the pixels that the detector sees."""


@dataclass(eq=False)
class BetweenEdges:
    """Of one photo. `looked`: what was looked at whichever way up, in that order."""

    looks: Looks
    detector: BackFinder
    looked: list[ProposalView] = field(default_factory=list)
    _laid: list[Corners] = field(default_factory=list)

    def cards(self, settled: Sequence[ProposalView], doubtful: Sequence[ProposalView]) -> list[ProposalView]:
        """Cards that are believed, beside those that are settled.

        Around some places first; where that finds a card, there are likely more. What was looked at already, the
        `doubtful`, is not looked at again.
        """
        looks = self.looks
        taken, seen = ([one.corners / looks.cuts.scale for one in some] for some in (settled, doubtful))
        with looks.clock.step("detect"):
            places = places_to_try(looks.cuts.pixels, self.detector, taken)
        found = self._like_those(settled, places, seen)
        taken += [one.corners / looks.cuts.scale for one in found]
        places = _free(places, taken)
        while places:
            some, others = places[:AT_ONCE], places[AT_ONCE:]
            new = self._around(some, taken, seen)
            if not new and not taken:
                new = self._close_up(places, seen)
            if not new:
                break
            found += new
            taken += [one.corners / looks.cuts.scale for one in new]
            more = self._like_those(new, _free([*others, *some], taken), [*seen, *taken])
            found += more
            taken += [one.corners / looks.cuts.scale for one in more]
            places = _free([*others, *some], taken)
        return found

    def covered(self, doubtful: Sequence[ProposalView]) -> list[ProposalView]:
        """Cards that are believed though something lies over a side of them, so that no edge is there.

        Asked where nothing else is believed: the outline of a card in full view is found sooner by all of its sides.
        """
        looks = self.looks
        looks.cancel.check()
        seen = [one.corners / looks.cuts.scale for one in doubtful]
        with looks.clock.step("detect"):
            places = places_to_try(looks.cuts.pixels, self.detector, ())[:AT_ONCE]
            laid = self._edges.outlines(places, most=2 * MOST_OUTLINES, weakest=0.0, least=COVERED_WORTH)
            new = [one for one in laid if not is_among(one, self._laid)][:MOST_OUTLINES]
            outlines = self.detector.brought_to_edge(looks.cuts.pixels, new)
        return self._at([one for one in outlines if not is_among(one, seen)])

    @cached_property
    def _edges(self) -> StraightEdges:
        return StraightEdges(self.looks.cuts.pixels)

    def _like_those(
        self, cards: Sequence[ProposalView], places: Sequence[Place], seen: Sequence[Corners]
    ) -> list[ProposalView]:
        """Cards around these places that are believed, as large as these cards and turned like them."""
        looks = self.looks
        if not cards or not places:
            return []
        looks.cancel.check()
        with looks.clock.step("detect"):
            known = [one.corners / looks.cuts.scale for one in cards]
            outlines = self.detector.brought_to_edge(looks.cuts.pixels, self._edges.alike(places, known))
        new = [Proposal(one, WHOLE_CONFIDENCE, upright=True) for one in outlines if not is_among(one, seen)]
        views = looks.believed(looks.embedded(new))
        return apart(sorted(views, key=lambda one: -one.evidence), but=cards)

    def _around(self, places: Sequence[Place], taken: Sequence[Corners], seen: Sequence[Corners]) -> list[ProposalView]:
        """Cards around these places that are believed, none on one that is taken, nor on another of them."""
        looks = self.looks
        looks.cancel.check()
        with looks.clock.step("detect"):
            most = AROUND_EACH * len(places) if taken else MOST_OUTLINES
            self._laid = self._edges.outlines(places, most=most)
            outlines = self.detector.brought_to_edge(looks.cuts.pixels, self._laid)
        free = [
            one
            for one in outlines
            if all(overlap_share(one, other) < SAME_CARD for other in taken) and not is_among(one, seen)
        ]
        return self._at(free)

    def _close_up(self, places: Sequence[Place], seen: Sequence[Corners]) -> list[ProposalView]:
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
                outlines = self.detector.brought_to_edge(pixels, laid)
            found = self._at([one for one in outlines if not is_among(one, seen)])
            if found:
                return found
        return []

    def _at(self, outlines: Sequence[Corners]) -> list[ProposalView]:
        """Cards at these outlines that are believed, whichever way up, none on another of them."""
        looks = self.looks
        views = looks.embedded([Proposal(one, WHOLE_CONFIDENCE, upright=False) for one in outlines])
        self.looked += views
        found = looks.believed(views) or looks.believed(self._nearer(views))
        return apart(sorted(found, key=lambda one: -one.evidence), but=())

    def _nearer(self, views: Sequence[ProposalView]) -> list[ProposalView]:
        """Other outlines of the likeliest of these: the picture of the right card does not agree with a loose one."""
        if not isinstance(self.detector, Outliner):
            return []
        with self.looks.clock.step("search"):
            alike = [one for one in views if (self.looks.first_alike(one) or 0.0) >= SOMEWHAT]
            likely = [one for one in alike if self.looks.ranking(one).verdict in BELIEVED]
            likely.sort(key=lambda one: -(self.looks.ranking(one).matches[0].probability or 0.0))
        looked: list[ProposalView] = []
        for one in likely[:NEARER]:
            self.looks.cancel.check()
            with self.looks.clock.step("detect"):
                outlines = self.detector.outlined_anew(self.looks.cuts.pixels, one.corners / self.looks.cuts.scale)
            looked += self.looks.embedded([Proposal(each, WHOLE_CONFIDENCE, upright=True) for each in outlines])
        return looked


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
