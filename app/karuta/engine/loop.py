"""Explains a photo: sources yield hypotheses, the verifier lays the catalogue's pictures under them, one loop decides.

A hypothesis is four corners, a mask of what is in view, an orientation and a prior (`detect.Hypothesis`). The photo's
edge hides as any card or hand does, so a card that is whole, cut, covered or larger than the photo is one case with
other masks. Each source is a generator: it yields a batch of hypotheses, the likeliest first, says how a view of one
has to agree with its picture to be believed, and is sent what was believed, by which it chooses what comes next. The
verifier cuts and embeds each hypothesis, searches, and lays the first pictures over what the mask leaves in view. The
loop asks the sources in the order of their table, each only while what it explains is still open, and ends when all is
explained or the photo's budget of crops is spent. Nothing but the catalogue says that there is a card at such a place,
so no hypothesis of a source is taken that no picture agrees with: with few cards, even a table resembles one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from karuta.domain.match import Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners
from karuta.engine.detect import Centre, Detector, Hypothesis
from karuta.engine.edge_outlines import EdgeOutlines
from karuta.engine.proposal_views import ProposalView, is_free, is_one_card, ways_round
from karuta.engine.strips import is_strip
from karuta.engine.verify import Verifier
from karuta.engine.walk_clock import WalkClock

# Of this loop and its sources. Raised when answers change: undecided looks by an older one are made again.
VERSION = 13
# So many crops are embedded for a photo before no source is asked any more, and so many more for each card known in it.
CROPS, CROPS_PER_CARD = 48, 16

Belief = Callable[[Sequence[ProposalView]], list[ProposalView]]
"""Chooses the views that are believed, the likeliest first."""


class Batch(NamedTuple):
    """Without a belief the source judges the views itself."""

    hypotheses: Sequence[Hypothesis]
    belief: Belief = lambda views: []


Batches = Generator[Batch, list[ProposalView], None]
"""A source yields batches, and is sent the views of each that were believed."""


@dataclass(eq=False)
class Findings:
    """Knowledge of one photo so far, for the sources. All views have corners in full-size pixels.

    `seen`: views of the detector's `proposals`; those whose picture agrees are `agreeing`, the others `doubtful`.
    `explained`: what sources added. `views`: of the last batch, believed or not; `edge_views`: of outlines that
    edges bear out, whichever way up.
    """

    verifier: Verifier
    detector: Detector
    proposals: Sequence[Hypothesis]
    seen: Sequence[ProposalView]
    doubtful: Sequence[ProposalView]
    agreeing: list[ProposalView]
    explained: list[ProposalView] = field(default_factory=list)
    views: Sequence[ProposalView] = ()
    edge_views: list[ProposalView] = field(default_factory=list)

    @property
    def pixels(self) -> Pixels:
        """The pixels that the detector sees."""
        return self.verifier.cuts.pixels

    @property
    def recognised(self) -> list[ProposalView]:
        """Views of the detector's proposals that agree with their picture, and are *likely* or *sure*."""
        return [view for view in self.agreeing if view.agrees]

    @cached_property
    def centres(self) -> list[Centre]:
        """Places where the detector feels something, the likeliest first."""
        return self.detector.centres(self.pixels)

    @cached_property
    def edges(self) -> EdgeOutlines:
        return EdgeOutlines(self.pixels)

    def in_detector_pixels(self, views: Sequence[ProposalView]) -> list[Corners]:
        """Their corners in the detector's pixels."""
        return [view.corners / self.verifier.cuts.scale for view in views]

    def refined(self, view: ProposalView) -> list[Corners]:
        """Other outlines of what a view shows, in the detector's pixels."""
        return self.detector.refine_loose(self.pixels, *self.in_detector_pixels([view]))

    def refine(self, outlines: Sequence[Corners]) -> list[Corners]:
        return self.detector.refine(self.pixels, outlines)

    @property
    def crops_left(self) -> int:
        """Crops that may still be embedded."""
        cards = len(self.agreeing) + len(self.explained)
        return CROPS + CROPS_PER_CARD * cards - self.verifier.clock.crops

    def is_none_believed(self) -> bool:
        return not self.explained and not self.verifier.believed(self.agreeing)

    def is_unknown(self) -> bool:
        """Whether nothing is known of a photo, and pictures are there to be compared with.

        All of it is looked at; in a strip the cards are too small.
        """
        is_open = not self.explained and not self.agreeing and not is_strip(self.verifier.cuts.picture.size)
        return is_open and self.verifier.contrasts is not None and not self.is_any_sure

    def is_unknown_in_part(self) -> bool:
        """Whether something is felt, and it is unknown, or some cards agree and others do not."""
        is_strange = bool(self.agreeing and self.doubtful) and not self.explained
        is_open = self.is_unknown() or (is_strange and not is_strip(self.verifier.cuts.picture.size))
        return is_open and bool(self.centres)

    def may_have_backs(self) -> bool:
        return self.verifier.judge.backs is not None and bool(self.doubtful or self.edge_views)

    def is_known_in_part(self) -> bool:
        return bool(self.agreeing or self.explained) and self.verifier.contrasts is not None

    @cached_property
    def is_any_sure(self) -> bool:
        """The picture of half a card may not agree, and its verdict be sure all the same."""
        least = self.verifier.judge.model.least_evidence
        return any(view.evidence >= least and self.verifier.ranked(view).verdict is Verdict.SURE for view in self.seen)


class HypothesisSource(NamedTuple):
    """One row of the table: its hypotheses, and whether what it explains is still open."""

    batches: Callable[[Findings], Batches]
    is_open: Callable[[Findings], bool]


def explained(findings: Findings, sources: Sequence[HypothesisSource]) -> list[ProposalView]:
    """All views of the photo: those that agreed at first, those still doubtful, and those that the sources found."""
    for source in sources:
        if source.is_open(findings) and findings.crops_left > 0:
            _ask(source, findings)
    taken = [view.corners for view in findings.explained]
    left = [view for view in findings.doubtful if is_free(view.corners, taken)]
    parts = [view for view in findings.explained if view.beneath]
    agreeing = [view for view in findings.agreeing if not any(is_one_card(view, part) for part in parts)]
    return [*agreeing, *left, *findings.explained]


def _ask(source: HypothesisSource, findings: Findings) -> None:
    """Until it has no more, or the budget is spent."""
    verifier, batches = findings.verifier, source.batches(findings)
    believed: list[ProposalView] | None = None
    while (batch := _next(batches, believed, verifier.clock)) and (findings.crops_left > 0 or not batch.hypotheses):
        verifier.cancel.check()
        findings.views = verifier.looked_up(_affordable(batch.hypotheses, findings.crops_left))
        believed = batch.belief(findings.views)
        findings.explained += believed
    batches.close()


def _next(batches: Batches, believed: list[ProposalView] | None, clock: WalkClock) -> Batch | None:
    """None where there are no more."""
    with clock.step("detect"):
        try:
            return batches.send(believed)  # type: ignore[arg-type]
        except StopIteration:
            return None


def _affordable(hypotheses: Sequence[Hypothesis], crops: int) -> Sequence[Hypothesis]:
    """The first of them, of which no more than so many crops are embedded; one at least."""
    costs = np.cumsum([len(ways_round(hypothesis)) for hypothesis in hypotheses])
    return hypotheses[: max(1, int((costs <= crops).sum()))]
