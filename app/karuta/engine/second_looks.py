"""What is looked at where the first looks at a photo do not agree with a picture of the catalogue.

Nothing but the catalogue says that there is a card at such a place, so each is taken only where the catalogue knows it
and its picture agrees: in a small catalogue a dark table is likely somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from karuta.domain.match import Verdict
from karuta.domain.pixels import mirrored
from karuta.domain.sighting import Corners
from karuta.engine.between_edges import MOST_OUTLINES, BetweenEdges
from karuta.engine.cut_edges import cut_outlines
from karuta.engine.detect import BackFinder, Detector, Proposal
from karuta.engine.filled_by_part import laid_over, rough_cards
from karuta.engine.looks import Looks, Shown, as_cut
from karuta.engine.part_views import blocks_in_view, cut_cards, drawn_out, part_in_view
from karuta.engine.proposal_views import WHOLE_CONFIDENCE, ProposalView, apart, is_clear_of, other_way_up, whole_photo
from karuta.engine.strips import is_strip
from karuta.engine.under_cards import LEAST_BLOCKS, UnderCards, is_among

# So many outlines are looked at mirrored, and as cards whose pictures are wide, where nothing is known as it is.
MOST_MIRRORED, MOST_SIDEWAYS = 6, 3
# Of a photo that a part of a card may fill so many pictures are compared with each rough place, and those that it lies
# on with this likeness, so many at most, are looked at exactly. All of it speaks there, so fewer whole blocks do.
ROUGHLY_FOUND, LAID_ALIKE, MOST_LAID, LEAST_LAID = 5, 0.55, 3, 4


@dataclass(frozen=True, eq=False)
class FurtherLooks:
    """Looks again, with a detector, at the photo of some looks."""

    looks: Looks
    detector: Detector

    def after(self, seen: Sequence[ProposalView], proposals: Sequence[Proposal]) -> list[ProposalView]:
        """`seen` and what is to be seen besides: other outlines of cards, and what was seen upside down turned round.

        Without those that are not believed and lie on a card that is. `proposals`: all of the detector's.
        """
        looks = self.looks
        with looks.clock.step("search"):
            doubtful = [one for one in seen if looks.is_doubtful(one)]
        agreeing = [one for one in seen if not any(one is other for other in doubtful)]
        found = [] if agreeing else self._whole_photo()
        if not found and not looks.believed(agreeing):
            found = self._otherwise(seen)
            agreeing = [one for one in agreeing if is_clear_of(one, found)]
        # Edges are laid over the photo as a whole, in which the cards of a strip are too small.
        if found or is_strip(looks.cuts.picture.size):
            pass
        elif not agreeing and not self._is_any_sure(seen):
            found = self._filled_by_part() or self._between_edges((), doubtful) or self._cut_by_edge()
        elif agreeing and doubtful:
            found = self._between_edges(agreeing, doubtful)
        found += UnderCards(looks, self.detector).below([*agreeing, *found], proposals)
        left = [one for one in doubtful if is_clear_of(one, found)]
        turned = looks.embedded([other_way_up(one, scale=looks.cuts.scale) for one in left])
        return [*agreeing, *left, *found, *turned]

    def _is_any_sure(self, seen: Sequence[ProposalView]) -> bool:
        """The picture of half a card may not agree, and its verdict be sure all the same."""
        with self.looks.clock.step("search"):
            least = self.looks.model.least_evidence
            return any(one.evidence >= least and self.looks.ranking(one).verdict is Verdict.SURE for one in seen)

    def _whole_photo(self) -> list[ProposalView]:
        """The photo as a card."""
        return self.looks.believed(self.looks.embedded(whole_photo(self.looks.cuts.pixels.shape[1::-1])))

    def _otherwise(self, views: Sequence[ProposalView]) -> list[ProposalView]:
        """Some of these outlines as cards in a photo in which left and right are exchanged, if one is sure.

        Else as cards that are read sideways: their pictures are wide, so a long side is up. Few are either, so more has
        to speak for it. `views`: likelier outlines first.
        """
        likeliest = [one.corners for one in sorted(views, key=lambda one: -one.evidence)]
        # What a card that is read sideways scores with a short side up says nothing, but no picture agrees with it.
        lying: list[Corners] = []
        with self.looks.clock.step("search"):
            for one in views:
                if self.looks.is_doubtful(one) and not is_among(one.corners, lying):
                    lying.append(one.corners)
        turned = [np.roll(one, turn, axis=0) for one in lying for turn in (1, 3)]
        return self._if_any(likeliest, MOST_MIRRORED, shown=lambda crop, _: mirrored(crop)) or self._if_any(
            turned, 2 * MOST_SIDEWAYS
        )

    def _if_any(self, outlines: Sequence[Corners], most: int, *, shown: Shown = as_cut) -> list[ProposalView]:
        """Those that are sure; the others are looked at too where one of the first `most` is.

        `outlines`: (4, 2) each in full-size pixels.
        """
        places = _places([one / self.looks.cuts.scale for one in outlines])
        found = self._sure(self.looks.embedded(places[:most], shown=shown))
        if not found:
            return []
        return apart([*found, *self._sure(self.looks.embedded(places[most:], shown=shown))], but=())

    def _sure(self, views: Sequence[ProposalView]) -> list[ProposalView]:
        """Those that are believed and sure, none on another of them."""
        known = [one for one in self.looks.believed(views) if self.looks.is_known(one)]
        return apart(sorted(known, key=lambda one: -one.evidence), but=())

    def _between_edges(self, settled: Sequence[ProposalView], doubtful: Sequence[ProposalView]) -> list[ProposalView]:
        """Where straight edges are; where nothing is settled, cards too that are covered, mirrored or read sideways."""
        if self.looks.reliefs is None or not isinstance(self.detector, BackFinder):
            return []
        edges = BetweenEdges(self.looks, self.detector)
        found = edges.cards(settled, doubtful)
        return found if found or settled else edges.covered(doubtful) or self._otherwise(edges.looked)

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
            wider = drawn_out(pixels)
            found = [
                wider.back(one) for one in self.detector.brought_to_edge(wider.pixels, [*map(wider.forth, outlines)])
            ]
        # The net brings most of them nearer, and some away: it has hardly seen cards that end in the middle.
        laid = [one for one in outlines if not is_among(one, found)]
        return [Proposal(one, WHOLE_CONFIDENCE, upright=False) for one in [*found, *laid]]

    def _parts(self, proposals: Sequence[Proposal], *, least: int = LEAST_BLOCKS) -> list[ProposalView]:
        """Those that are believed by what of them is in view, `least` blocks of it, the likeliest first."""
        seen = [one for one in self._in_view(proposals) if one.blocks is not None and one.blocks.sum() >= least]
        return sorted(self.looks.believed_parts(seen), key=lambda one: -one.evidence)

    def _in_view(self, proposals: Sequence[Proposal]) -> list[ProposalView]:
        """Looked up by what of them the photo shows."""
        size = self.looks.cuts.picture.size
        shown = self.looks.embedded(proposals, shown=lambda crop, corners: part_in_view(crop, corners, size))
        return [replace(one, blocks=blocks_in_view(one.corners, size)) for one in shown]

    def _filled_by_part(self) -> list[ProposalView]:
        """The photo as a part of a card, its art perhaps, where a picture has such a part and agrees with it there."""
        looks = self.looks
        if looks.reliefs is None:
            return []
        wide, tall = looks.model.embedder.spec.size
        pixels = looks.cuts.pixels
        seen = self._in_view(_places(rough_cards(pixels.shape[1::-1], card=wide / tall)))
        with looks.clock.step("search"):
            first = dict.fromkeys(near.picture_sha256 for one in seen for near in one.neighbours[:ROUGHLY_FOUND])
            pictures = [one for one in map(looks.reliefs.of, first) if one is not None]
            laid = [one for one in laid_over(pixels, pictures, card=wide / tall) if one.alike >= LAID_ALIKE]
        likeliest = sorted(laid, key=lambda one: -one.alike)[:MOST_LAID]
        return self._parts(_places([one.corners for one in likeliest]), least=LEAST_LAID)[:1]


def _places(outlines: Sequence[Corners]) -> list[Proposal]:
    """To be looked at as they are; `outlines`: (4, 2) each in the pixels of proposals."""
    return [Proposal(one, WHOLE_CONFIDENCE, upright=True) for one in outlines]
