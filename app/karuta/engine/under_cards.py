"""Cards that lie under cards that are known: a hand of cards, a pile. Each is believed by what is left in view of it.

Only the catalogue says that there is a card, as with all that is looked at besides what the detector has outlined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from karuta.domain.match import Verdict
from karuta.domain.sighting import Corners, holds, iou, overlap_share
from karuta.engine.detect import BackFinder, Detector, Outliner, Proposal
from karuta.engine.hidden_edges import hidden_outlines
from karuta.engine.looks import DOUBTFUL, Looks
from karuta.engine.part_views import blocks_in_view, part_in_view
from karuta.engine.proposal_views import WHOLE_CONFIDENCE, ProposalView, is_one_card

# Outlines that share so much are one.
SAME_OUTLINE = 0.92
# What the detector outlines, its middle in no known card, and which shares at least so much with one, may be of a card
# under it. Single cards, stacks, slabs and collages have none (80 simulated photos), hands and piles nearly always.
LEAST_SHARED = 0.02
# So many outlines are looked at around a known card, and as many more where none of those is believed: of 48 hidden
# cards the right one was among the first five in 39, among the first ten in 44.
AT_ONCE, TIMES = 5, 2
# Of a card of which a part is seen so many of its 32 blocks are in view at least.
LEAST_BLOCKS = 6
# So many cards are looked under at most: the bound is for a picture of noise.
MOST_CARDS = 24


@dataclass(frozen=True, eq=False)
class JudgedPart:
    """A part, whether it is likely somebody's, and how alike what is in view of it is to the first card's picture."""

    view: ProposalView
    is_believed: bool
    alike: float


@dataclass(frozen=True, eq=False)
class UnderCards:
    looks: Looks
    detector: Detector

    def below(self, known: Sequence[ProposalView], proposals: Sequence[Proposal]) -> list[ProposalView]:
        """Cards that are partly under the known ones, where the detector felt something besides; then under those."""
        if self.looks.reliefs is None or not isinstance(self.detector, BackFinder):
            return []
        felt = [one.corners * self.looks.cuts.scale for one in proposals]
        left = [one for one in known if one.blocks is None and _is_anything_under(one, known, felt)]
        over, found = list(known), list[ProposalView]()
        for _ in range(MOST_CARDS):
            if not left:
                break
            new = self._under(left.pop(0), over, self.detector)
            over += [one.view for one in new]
            left += [one.view for one in new]
            found += [one.view for one in new if one.is_believed]
        return found

    def _under(self, above: ProposalView, over: Sequence[ProposalView], detector: BackFinder) -> list[JudgedPart]:
        """Cards partly under this one: those that are believed, else the one that a picture agrees with most.

        Whoever that is, a card lies there, and hides others.
        """
        looks = self.looks
        looks.cancel.check()
        with looks.clock.step("detect"):
            here = [one.corners / looks.cuts.scale for one in over]
            like = above.corners / looks.cuts.scale
            laid = hidden_outlines(looks.cuts.pixels, here, like=like, most=TIMES * AT_ONCE)
        agreeing: list[JudgedPart] = []
        for at in range(0, len(laid), AT_ONCE):
            with looks.clock.step("detect"):
                brought = detector.brought_to_edge(looks.cuts.pixels, laid[at : at + AT_ONCE])
            # The net brings most of them nearer, and some away, to the edge of the card above.
            others = [one for one in laid[at : at + AT_ONCE] if not is_among(one, brought)]
            parts = self._parts([*brought, *others], over)
            best = max(parts, key=lambda one: one.alike, default=None)
            if best is not None and best.alike >= DOUBTFUL and not any(one.is_believed for one in parts):
                parts += self._nearer(best.view, over, detector)
                agreeing.append(best)
            found = _each_once([one for one in parts if one.is_believed], over)
            if found:
                return found
        return _each_once(agreeing, over)[:1]

    def _nearer(self, part: ProposalView, over: Sequence[ProposalView], detector: BackFinder) -> list[JudgedPart]:
        """Other outlines of this part."""
        looks = self.looks
        if not isinstance(detector, Outliner):
            return []
        with looks.clock.step("detect"):
            outlines = detector.outlined_anew(looks.cuts.pixels, part.corners / looks.cuts.scale)
        return self._parts(outlines, over)

    def _parts(self, outlines: Sequence[Corners], cards: Sequence[ProposalView]) -> list[JudgedPart]:
        """Each looked up by what these cards leave of it in view, if that is enough."""
        looks, size = self.looks, self.looks.cuts.picture.size
        over = [one.corners for one in cards]
        views = looks.embedded(
            [Proposal(one, WHOLE_CONFIDENCE, upright=True) for one in outlines],
            shown=lambda crop, corners: part_in_view(crop, corners, size, over=over),
        )
        parts = [replace(one, blocks=blocks_in_view(one.corners, size, over=over), beneath=True) for one in views]
        seen = [one for one in parts if one.blocks is not None and one.blocks.sum() >= LEAST_BLOCKS]
        with looks.clock.step("search"):
            return [self._judged(one) for one in seen]

    def _judged(self, part: ProposalView) -> JudgedPart:
        ranking = self.looks.ranking(part)
        first = [one.picture_sha256 for one in ranking.matches[:1]]
        alike = self.looks.alike(part, first[0]) if first else None
        return JudgedPart(part, ranking.verdict is Verdict.LIKELY, -1.0 if alike is None else alike)


def _is_anything_under(card: ProposalView, known: Sequence[ProposalView], felt: Sequence[Corners]) -> bool:
    """Whether the detector outlined something besides that the card may hide in part."""
    return any(
        overlap_share(one, card.corners) >= LEAST_SHARED
        and not any(holds(other.corners, one.mean(axis=0)) for other in known)
        for one in felt
    )


def _each_once(parts: Sequence[JudgedPart], but: Sequence[ProposalView]) -> list[JudgedPart]:
    """The likeliest of each place, none that is one of the others."""
    kept: list[JudgedPart] = []
    for one in sorted(parts, key=lambda each: -each.view.evidence):
        if not any(is_one_card(one.view, other) for other in [*but, *(each.view for each in kept)]):
            kept.append(one)
    return kept


def is_among(corners: Corners, seen: Sequence[Corners]) -> bool:
    """Whether an outline is one of these, either way up."""
    return any(iou(way, other) >= SAME_OUTLINE for other in seen for way in (corners, np.roll(corners, 2, axis=0)))
