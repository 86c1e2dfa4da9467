"""A loose outline of a card that is known gives way to one whose crop is more like the card's picture.

Only of a card that is sure already by the loose outline, and that stays the same. Otherwise each stranger would be
adjusted until it resembled some card.
"""

from __future__ import annotations

from karuta.engine.detect import Hypothesis
from karuta.engine.loop import Findings
from karuta.engine.proposal_views import ProposalView
from karuta.engine.similarity import LEAD

# A crop less alike than this to its card's picture may have an outline that the corners net brings nearer. On the
# demo's 44 cards similarity falls with the outline's overlap.
LOOSE = 0.8


def tightened(seen: ProposalView, findings: Findings) -> ProposalView:
    """The view with a better outline, if its own is loose and another fits its first card's picture better."""
    verifier, clock = findings.verifier, findings.verifier.clock
    own = verifier.first_alike(seen)
    if own is None or own >= LOOSE or not verifier.is_known(seen):
        return seen
    verifier.cancel.check()
    first = seen.neighbours[0].picture_sha256
    with clock.step("detect"):
        others = [(verifier.outline_alike(other, first), other) for other in findings.refined(seen)]
    alike, outline = max(others, key=lambda pair: pair[0], default=(0.0, seen.corners))
    if alike < own + LEAD:
        return seen
    (view,) = verifier.looked_up([Hypothesis(outline, confidence=seen.confidence)])
    return view if view.neighbours and view.neighbours[0].picture_sha256 == first else seen
