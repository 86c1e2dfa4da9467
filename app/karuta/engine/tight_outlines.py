"""A loose outline of a card that is known gives way to one whose crop is more like the card's picture.

Only of a card that is sure already by the loose outline, and that stays the same. Otherwise each stranger would be
adjusted until it resembled some card.
"""

from __future__ import annotations

from karuta.engine.detect import Hypothesis
from karuta.engine.loop import Findings
from karuta.engine.proposal_views import ProposalView

# A crop less alike than this to its card's picture may have an outline that the corners net brings nearer: another one
# replaces it if it is this much more alike. On the demo's 44 cards similarity falls with the outline's overlap.
LOOSE, TIGHTER = 0.8, 0.05
# The new outline's score may be this much lower: scores see the whole card, and a slanted card is never quite flat
# (demo photo 22).
MOST_SCORE_LOST = 0.02


def tightened(seen: ProposalView, findings: Findings) -> ProposalView:
    """The view with a better outline, if its own is loose and another fits its first card's picture better."""
    verifier, clock = findings.verifier, findings.verifier.clock
    own = verifier.first_alike(seen)
    if own is None or own >= LOOSE or not verifier.is_known(seen):
        return seen
    verifier.cancel.check()
    first = seen.neighbours[0]
    with clock.step("detect"):
        others = [(verifier.outline_alike(other, first.picture_sha256), other) for other in findings.refined(seen)]
    alike, outline = max(others, key=lambda pair: pair[0], default=(0.0, seen.corners))
    if alike < own + TIGHTER:
        return seen
    (view,) = verifier.looked_up([Hypothesis(outline, confidence=seen.confidence)])
    is_same = bool(view.neighbours) and view.neighbours[0].picture_sha256 == first.picture_sha256
    return view if is_same and view.neighbours[0].score >= first.score - MOST_SCORE_LOST else seen
