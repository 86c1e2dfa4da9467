"""From the strip with a card's name to the card's outline, and back from an outline to where its name stands.

A picture is laid under what is in view. Where a name stands on a card, and how large, says the game's row of
`print.toml`, else the card's own picture; outlines of a few sizes are tried, and those that the corners net makes of
them. Without a picture, or where none agrees, the strip is all there is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from karuta.domain.printing.names import ReadName
from karuta.domain.printing.places import CAPITALS_SHARE, NamePlace
from karuta.domain.sighting import Corners, carried, homography, picture_corners
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.proposal_views import ProposalView
from karuta.engine.verify import SOMEWHAT, Verifier, has_blocks

# How much larger or smaller than usual its capitals may be.
_SIZES = (0.88, 1.0, 1.13)
# How far below its place a name is looked for on a card that is outlined: outlines are more often wide than tight.
_BELOW = (0.004, 0.012)

_CARD = picture_corners()


def outlines(read_name: ReadName, place: NamePlace) -> list[Corners]:
    """Where a card with this name may lie, (4, 2) each, in its box's pixels. The name begins at its place's left."""
    right = read_name.box[1] - read_name.box[0]
    right = right / max(float(np.linalg.norm(right)), 1e-6)
    down = np.array([-right[1], right[0]])
    start = (read_name.box[0] + read_name.box[3]) / 2
    laid = []
    for size in _SIZES:
        tall = size * read_name.capitals / (CAPITALS_SHARE * place.tall)
        wide = tall * place.shape
        corner = start - right * place.left * wide - down * place.middle * tall
        laid.append(corner + np.array([0 * right, right * wide, right * wide + down * tall, down * tall]))
    return laid


def bands(corners: Corners, place: NamePlace) -> list[Corners]:
    """Bands, (4, 2) each, in which a name may be printed on a card at `corners`; for either way up."""
    half = CAPITALS_SHARE * place.tall / 2
    rows = [place.middle + below for below in _BELOW]
    laid = [np.array([(x, y) for y in (row - half, row + half) for x in (place.left, place.right)]) for row in rows]
    upright = [homography(_CARD, np.roll(corners, turn, axis=0)) for turn in (0, 2)]
    return [carried(band[[0, 1, 3, 2]], matrix) for matrix in upright for band in laid]


def view_under(
    read_name: ReadName, place: NamePlace, picture: str, verifier: Verifier, detector: Detector, over: Sequence[Corners]
) -> ProposalView | None:
    """The card under a name as a view of the part that is in view; None where its picture does not agree.

    `picture`: the card's; `over`: outlines of cards that may lie over it, in the photo's pixels.
    """
    rough = [outline / verifier.cuts.scale for outline in outlines(read_name, place)]
    with verifier.clock.step("detect"):
        tried = [*rough, *detector.refine(verifier.cuts.pixels, rough)]
    parts = [Hypothesis(outline, part=True, over=tuple(over)) for outline in tried]
    scored = [(verifier.alike(view, picture) or -1.0, view) for view in verifier.looked_up(parts) if has_blocks(view)]
    alike, best = max(scored, key=lambda pair: pair[0], default=(-1.0, None))
    return best if alike >= SOMEWHAT else None
