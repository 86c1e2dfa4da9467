"""Moves the corners of proposals onto the cards' own, with our trained network. numpy and Pillow around one session.

A detector that looks at a whole photo is a few hundredths of a card off at each corner. This network sees each card
nearly flat and upright, with a margin, so it only has to say how far each corner of that view is off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, CornersError, as_corners, carried, homography, iou
from karuta.engine.cards_net import CardsNet
from karuta.engine.detect import Centre, Detector, Hypothesis
from karuta.engine.embed import NetSession
from karuta.engine.prepare import InputSpec, network_input
from karuta.engine.rectify import rectify

# The view's margin on every side, as shares of the card's own width and height.
MARGIN = 0.125
# If the moved corners overlap the proposal by less than this, they are not believed.
LEAST_AGREEMENT = 0.5
AT_ONCE = 12
# From the art of a card to its edge is a fifth to a third of the art's width and height.
GROWN = 1.35
SHRUNK = 0.85


class CornersNet:
    """`refined` returns proposals with better corners; their number, order and confidence stay."""

    def __init__(self, session: NetSession, *, input_name: str, spec: InputSpec) -> None:
        self._session = session
        self._input_name = input_name
        self._spec = spec

    def refined(self, pixels: Pixels, proposals: Sequence[Hypothesis]) -> list[Hypothesis]:
        """`pixels`: (height, width, 3) uint8, RGB; the proposals' corners are in these pixels."""
        found: list[Hypothesis] = []
        for at in range(0, len(proposals), AT_ONCE):
            some = proposals[at : at + AT_ONCE]
            views = [outline_view(pixels, one.corners, size=self._spec.size) for one in some]
            answers = self._session.run(None, {self._input_name: network_input(views, self._spec)})[0]
            moves = np.asarray(answers, dtype=np.float64).reshape(-1, 4, 2)
            found += [moved(one, move) for one, move in zip(some, moves, strict=True)]
        return found


class RefinedDetector:
    """A detector whose proposals' corners are refined once. See `Detector`.

    `exact`: see `Exacting`; asked once at most.
    """

    def __init__(
        self, detector: Detector, corners: CornersNet, *, exact: Callable[[], Detector | None] = lambda: None
    ) -> None:
        self._detector = detector
        self._corners = corners
        self.longest = detector.longest
        self.exact = cache(exact)

    def propose(self, pixels: Pixels) -> list[Hypothesis]:
        return self._corners.refined(pixels, self._detector.propose(pixels))

    def centres(self, pixels: Pixels) -> list[Centre]:
        """See `BackFinder`; none from a detector that cannot say."""
        return self._detector.centres(pixels) if isinstance(self._detector, CardsNet) else []

    def brought_to_edge(self, pixels: Pixels, outlines: Sequence[Corners]) -> list[Corners]:
        """See `BackFinder`. Looked at twice, for the first look has far to go."""
        found = [Hypothesis(outline, 1.0, upright=True) for outline in outlines]
        for _ in range(2):
            found = self._corners.refined(pixels, found)
        return [one.corners for one in found]

    def outlined_anew(self, pixels: Pixels, corners: Corners) -> list[Corners]:
        """Other outlines of a card whose outline may be loose; comparing pictures decides which is better.

        One comes from a second refinement, which helps if the first had far to go (a slanted card). One starts from far
        outside: a dark frame is easily taken for the table, and then the outline is that of the art within it. One
        starts from inside: on a binder page the outline may end at the neighbour's edge.
        """
        middle = corners.mean(axis=0)
        begun = [Hypothesis(middle + share * (corners - middle), 1.0, upright=True) for share in (1.0, GROWN, SHRUNK)]
        more, *others = self._corners.refined(pixels, begun)
        return [more.corners, *(one.corners for one in self._corners.refined(pixels, others))]


def outline_view(pixels: Pixels, corners: Corners, *, size: tuple[int, int]) -> Pixels:
    """The network's view of one card, (height, width, 3) uint8 RGB; `size`: (width, height)."""
    around = carried(frame(), homography(unit_card(), corners))
    return rectify(pixels, around, size=size, resampling=Image.Resampling.BILINEAR)


def unit_card() -> Corners:
    """A card's own corners in its own units: 0 to 1 across and down."""
    return np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)


def frame() -> Corners:
    """The view's corners in the card's units."""
    low, high = -MARGIN, 1 + MARGIN
    return np.array([(low, low), (high, low), (high, high), (low, high)], dtype=np.float64)


def moved(proposal: Hypothesis, move: NDArray[np.float64]) -> Hypothesis:
    """The proposal with its corners moved; `move`: (4, 2) in the card's units of the proposal."""
    try:
        corners = as_corners(carried(unit_card() + move, homography(unit_card(), proposal.corners)))
    except (CornersError, np.linalg.LinAlgError):
        return proposal
    if iou(corners, proposal.corners) < LEAST_AGREEMENT:
        return proposal
    return Hypothesis(corners, proposal.confidence, proposal.upright)
