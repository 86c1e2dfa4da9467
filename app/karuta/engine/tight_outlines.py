"""A loose outline of a card that is known gives way to one whose crop is more like the card's picture.

Only of a card that is sure already by the loose outline, and that stays the same. Otherwise each stranger would be
adjusted until it resembled some card.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, kept_corners
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.edge_outlines import EdgeOutlines
from karuta.engine.proposal_views import ProposalView
from karuta.engine.verify import Verifier

# A crop less alike than this to its card's picture may have an outline that the corners net brings nearer: another one
# replaces it if it is this much more alike. On the demo's 44 cards similarity falls with the outline's overlap.
LOOSE, TIGHTER = 0.8, 0.05
# Where edges run beside an outline, its sides are laid on them. That moves it little, so less has to be gained. Chosen
# on 111 cards of strange frames: of 43 less alike than this 16 were moved, 12 to the better.
NEARLY, A_LITTLE = 0.85, 0.01
# The new outline's score may be this much lower: scores see the whole card, and a slanted card is never quite flat
# (demo photo 22).
MOST_SCORE_LOST = 0.02


@dataclass(frozen=True, eq=False)
class TightOutlines:
    """For the cards of one photo."""

    verifier: Verifier
    detector: Detector

    def of(self, seen: ProposalView) -> ProposalView:
        """The view with a better outline, if its own is loose and another fits its first card's picture better."""
        if self.verifier.contrasts is None or not seen.neighbours:
            return seen
        picture = seen.neighbours[0].picture_sha256
        own = self.verifier.alike(seen, picture)
        if own is None or own >= NEARLY or not self.verifier.is_known(seen):
            return seen
        self.verifier.cancel.check()
        with self.verifier.clock.step("detect"):
            better = [
                (alike - gain, corners)
                for corners, gain in self._others(seen.corners / self.verifier.cuts.scale, own)
                if (alike := self.verifier.crop_alike(self._crop(corners), picture) or 0.0) >= own + gain
            ]
        if not better:
            return seen
        _, corners = max(better, key=lambda pair: pair[0])
        (view,) = self.verifier.looked_up([Hypothesis(corners, confidence=seen.confidence, upright=True)])
        is_same = bool(view.neighbours) and view.neighbours[0].picture_sha256 == picture
        return view if is_same and view.neighbours[0].score >= seen.neighbours[0].score - MOST_SCORE_LOST else seen

    def _others(self, outline: Corners, own: float) -> list[tuple[Corners, float]]:
        """Other outlines, and how much more alike each has to be; all in the detector's pixels."""
        on_edges = self._edges.beside(outline)
        found = [] if on_edges is None else [(on_edges, A_LITTLE)]
        if own < LOOSE:
            anew = self.detector.refine_loose(self.verifier.cuts.pixels, outline)
            found += [(array, TIGHTER) for array in anew]
        return found

    def _crop(self, corners: Corners) -> Pixels:
        cuts = self.verifier.cuts
        return cuts.crop(kept_corners(corners * cuts.scale), size=self.verifier.model.embedder.spec.size)

    @cached_property
    def _edges(self) -> EdgeOutlines:
        return EdgeOutlines(self.verifier.cuts.pixels)
