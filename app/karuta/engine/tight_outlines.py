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
# Where edges run beside an outline, its sides are laid on them. That moves it little, so less has to be gained. Chosen
# on 111 cards of strange frames: of 43 less alike than this 16 were moved, 12 to the better.
NEARLY, A_LITTLE = 0.85, 0.01
# The new outline's score may be this much lower: scores see the whole card, and a slanted card is never quite flat
# (demo photo 22).
MOST_SCORE_LOST = 0.02


def tightened(seen: ProposalView, findings: Findings) -> ProposalView:
    """The view with a better outline, if its own is loose and another fits its first card's picture better."""
    verifier, clock = findings.verifier, findings.verifier.clock
    own = verifier.first_alike(seen)
    if own is None or own >= NEARLY or not verifier.is_known(seen):
        return seen
    verifier.cancel.check()
    first = seen.neighbours[0]
    with clock.step("detect"):
        others = [(outline, A_LITTLE) for outline in findings.edges.beside(*findings.here([seen]))]
        others += [(outline, TIGHTER) for outline in findings.refined(seen)] if own < LOOSE else []
        better = [
            (alike - gain, outline)
            for outline, gain in others
            if (alike := verifier.outline_alike(outline, first.picture_sha256)) >= own + gain
        ]
    if not better:
        return seen
    _, outline = max(better, key=lambda pair: pair[0])
    (view,) = verifier.looked_up([Hypothesis(outline, confidence=seen.confidence)])
    is_same = bool(view.neighbours) and view.neighbours[0].picture_sha256 == first.picture_sha256
    return view if is_same and view.neighbours[0].score >= first.score - MOST_SCORE_LOST else seen
