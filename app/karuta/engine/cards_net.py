"""Finds cards, and moves proposals' corners onto the cards' own, with our trained networks. numpy and Pillow alone.

The detector sees the whole picture in a square, or a strip's windows one by one; where something is very small in it,
its tiles too. If a card is small, it sees the card's neighbourhood once more, turned upright and enlarged. So the
corners are exact to a fraction of a picture's pixel, and a few hundredths of a card off in a large one. The corners net
sees each card nearly flat and upright, with a margin, so it only has to say how far each corner of that view is off.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import (
    Corners,
    CornersError,
    area,
    as_corners,
    carried,
    homography,
    iou,
    overlap_share,
    picture_corners,
)
from karuta.engine.detect import Centre, Detector, Hypothesis
from karuta.engine.embed import NetSession
from karuta.engine.prepare import InputSpec, network_input
from karuta.engine.rectify import rectify
from karuta.engine.strips import StripPart, tiles, window_around, windows

STRIDE = 8
# The network gives corners as offsets from a cell's centre in units of this many pixels.
CORNER_UNIT = 64.0
BACKGROUND = 127

LEAST_CONFIDENCE = 0.2
# As many as are found: forty laid out are forty. The bound is for a picture of noise, which must not take minutes.
MOST_PROPOSALS = 150
# The net has learned to pass over backs of cards; what it still feels there is little.
LEAST_CENTRE = 0.03
# Of a card in a hand of cards the next one hides up to two thirds; what shares more is one card seen twice.
SAME = 0.8
# Where cards are looked for that the photo's edge cuts, the photo takes this share of the square.
INSIDE = 0.72
# In a second look the card's longer side takes this share of the square.
LOOK_SHARE = 0.8
# A card that covers less than this share of the square is looked at again.
SMALL = 0.25
# Where so many outlines cover less than this share of the square there are likely more that it hardly sees, or not at
# all. Of 150 photos of larger cards and of nothing six have one or two such outlines; all 12 of cards 40 to 60 pixels
# wide in 1,000 have three.
FAR, FEW = 0.01, 3
# The likeliest ones; a second look at so many takes some 0.3 s.
MOST_LOOKS = 60
AT_ONCE = 12
# The second look must overlap the first by this much (IoU) to be of the same card: neighbours in a hand have up to 0.5.
LEAST_AGREEMENT = 0.7


@dataclass(frozen=True, eq=False)
class View:
    """A square that the network looks at; `forth` (2, 3) maps a point of the picture into it, in pixels."""

    pixels: Pixels
    forth: NDArray[np.float64]

    def beginning(self, at: NDArray[np.float64]) -> View:
        """View of the whole picture, from that of a part which begins at the place `at`, (2,), in pixels."""
        return View(self.pixels, np.c_[self.forth[:, :2], self.forth[:, 2] - self.forth[:, :2] @ at])

    def back(self, points: Corners) -> Corners:
        """Maps points from the square back to the picture."""
        return np.asarray(np.linalg.solve(self.forth[:, :2], (points - self.forth[:, 2]).T).T, dtype=np.float64)


class CardsNet(Detector):
    """See `Detector`; `side` is the square's, in pixels."""

    longest = 640

    def __init__(self, session: NetSession, *, input_name: str, spec: InputSpec) -> None:
        if spec.width != spec.height or spec.width % (4 * STRIDE):
            raise ValueError(f"the detector's input is {spec.width}x{spec.height}, no square of whole cells")
        self._session = session
        self._input_name = input_name
        self._spec = spec
        self.side = spec.width
        self._last: tuple[Pixels, NDArray[np.float32]] | None = None

    def propose(self, pixels: Pixels) -> list[Hypothesis]:
        """See `Detector.propose`."""
        parts = windows(pixels)
        views, answers = self._whole(parts)
        first = _found(views, answers)
        seen = distinct(self._looked_again(parts, distinct(first), views[0]))
        far = FAR * self.side**2 / float(np.linalg.det(views[0].forth[:, :2]))
        if len(parts) > 1 or sum(area(hypothesis.corners) < far for hypothesis in first) < FEW:
            return seen
        # What is larger is seen better as a whole. What is seen in a tile alone is a thing as often as a card: half as
        # likely, it is no sighting by itself.
        tile_views = self._views(tiles(pixels))
        near = [each for each in _found(tile_views, self._answers(tile_views)) if area(each.corners) < 2 * far]
        more = [
            replace(each, confidence=each.confidence / 2)
            for each in self._looked_again(parts, distinct(near), views[0])
        ]
        return distinct([*seen, *more])

    def _views(self, parts: Sequence[StripPart]) -> list[View]:
        return [whole_view(part.pixels, side=self.side).beginning(part.at) for part in parts]

    def _whole(self, parts: Sequence[StripPart]) -> tuple[list[View], NDArray[np.float32]]:
        """The whole picture and what the network says of it; asked about the same again, it is not run again."""
        views = self._views(parts)
        seen, last = np.stack([view.pixels for view in views]), self._last
        if last is None or not np.array_equal(last[0], seen):
            last = (seen, self._answers(views))
            self._last = last
        return views, last[1]

    def centres(self, pixels: Pixels) -> list[Centre]:
        """See `Detector.centres`."""
        middles = []
        for view, answer in zip(*self._whole(windows(pixels)), strict=True):
            heat, peaks = _peaks(answer, at_least=LEAST_CENTRE)
            for row, column in peaks:
                ((x, y),) = view.back(np.array([[(column + 0.5) * STRIDE, (row + 0.5) * STRIDE]]))
                middles.append(Centre(float(x), float(y), float(heat[row, column])))
        return sorted(middles, key=lambda middle: -middle.confidence)

    def beyond(self, pixels: Pixels) -> list[Corners]:
        """See `Detector.beyond`."""
        view = whole_view(pixels, side=self.side, inside=INSIDE)
        outlines = [each.corners for each in distinct(found_in(self._answers([view])[0], view))]
        return [each for each in outlines if (each < 0).any() or (each > pixels.shape[1::-1]).any()]

    def _looked_again(self, parts: Sequence[StripPart], first: Sequence[Hypothesis], whole: View) -> list[Hypothesis]:
        zoom = float(np.linalg.det(whole.forth[:, :2]))
        small = [hypothesis for hypothesis in first if area(hypothesis.corners) * zoom < SMALL * self.side**2][
            :MOST_LOOKS
        ]
        if not small:
            return list(first)
        views = [
            self._near(window_around(parts, hypothesis.corners.mean(axis=0)), hypothesis.corners)
            for hypothesis in small
        ]
        better = {
            id(hypothesis): agreeing(hypothesis, found_in(answer, view))
            for hypothesis, answer, view in zip(small, self._answers(views), views, strict=True)
        }
        return [better.get(id(hypothesis), hypothesis) for hypothesis in first]

    def _near(self, part: StripPart, corners: Corners) -> View:
        return view_of(part.pixels, corners - part.at, side=self.side).beginning(part.at)

    def _answers(self, views: Sequence[View]) -> NDArray[np.float32]:
        """(n, 9, rows, columns) float32; a few at once, so that many cards take no more memory than some."""
        parts = []
        for at in range(0, len(views), AT_ONCE):
            pictures = network_input([view.pixels for view in views[at : at + AT_ONCE]], self._spec)
            parts.append(np.asarray(self._session.run(None, {self._input_name: pictures})[0], dtype=np.float32))
        return np.concatenate(parts)


def whole_view(pixels: Pixels, *, side: int, inside: float = 1.0) -> View:
    """The whole picture, upright, in the middle of the square; `inside`: its share of the square's side."""
    tall, wide = pixels.shape[:2]
    scale = side * inside / max(tall, wide)
    size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    image = Image.fromarray(np.ascontiguousarray(pixels))
    small = np.asarray(image.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.0))
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    square = np.full((side, side, 3), BACKGROUND, dtype=np.uint8)
    square[top : top + size[1], left : left + size[0]] = small
    forth = np.array([[size[0] / wide, 0.0, left], [0.0, size[1] / tall, top]])
    return View(square, forth)


def view_of(pixels: Pixels, corners: Corners, *, side: int) -> View:
    """One card's neighbourhood, the card upright in the middle of the square."""
    middle = corners.mean(axis=0)
    down = (corners[2] + corners[3] - corners[0] - corners[1]) / 2
    across = (corners[1] + corners[2] - corners[0] - corners[3]) / 2
    length = max(float(np.linalg.norm(down)), float(np.linalg.norm(across)), 4.0)
    scale = side * LOOK_SHARE / length
    angle = math.atan2(down[0], down[1])
    cos, sin = math.cos(angle), math.sin(angle)
    turn = scale * np.array([[cos, -sin], [sin, cos]])
    forth = np.c_[turn, side / 2 - turn @ middle]
    if scale >= 0.5:
        return View(_seen(pixels, forth, side=side), forth)
    # Pillow's transform does not average, so the picture is reduced by averaging first.
    step = int(1 / scale)
    reduced = np.asarray(Image.fromarray(np.ascontiguousarray(pixels)).reduce(step))
    return View(_seen(reduced, np.c_[turn * step, forth[:, 2]], side=side), forth)


def _seen(pixels: Pixels, forth: NDArray[np.float64], *, side: int) -> Pixels:
    back = np.linalg.inv(forth[:, :2])
    box = np.c_[back, -back @ forth[:, 2]].ravel()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    grey = (BACKGROUND, BACKGROUND, BACKGROUND)
    coefficients = tuple(float(value) for value in box)
    seen = image.transform(
        (side, side), Image.Transform.AFFINE, coefficients, Image.Resampling.BILINEAR, fillcolor=grey
    )
    return np.asarray(seen)


def _found(views: Sequence[View], answers: NDArray[np.float32]) -> list[Hypothesis]:
    return [hypothesis for view, answer in zip(views, answers, strict=True) for hypothesis in found_in(answer, view)]


def found_in(answer: NDArray[np.float32], view: View) -> list[Hypothesis]:
    """Proposals in the picture's pixels from one answer (9, rows, columns): one per peak of the map of centres."""
    heat, peaks = _peaks(answer, at_least=LEAST_CONFIDENCE)
    proposals = []
    for row, column in peaks[: 2 * MOST_PROPOSALS]:
        try:
            corners = as_corners(view.back(_corners_at(answer, heat, int(row), int(column))))
        except CornersError:
            continue
        proposals.append(Hypothesis(corners=corners, confidence=float(heat[row, column]), upright=True))
    return proposals


def _peaks(answer: NDArray[np.float32], *, at_least: float) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """The centres' map, 0 to 1, and its peaks, (n, 2) rows and columns, highest first."""
    heat = 1 / (1 + np.exp(-np.clip(answer[0], -30.0, 30.0)))
    rows, columns = heat.shape
    padded = np.pad(heat, 1)
    around = np.stack([padded[y : y + rows, x : x + columns] for y in range(3) for x in range(3)])
    peaks = np.argwhere((heat >= around.max(axis=0)) & (heat >= at_least))
    heights = heat[peaks[:, 0], peaks[:, 1]]
    return heat, peaks[np.argsort(-heights, kind="stable")]


def _corners_at(answer: NDArray[np.float32], heat: NDArray[np.float32], row: int, column: int) -> Corners:
    """The mean of what the peak and its neighbours say, each as much as it is sure, all the peak's way up."""
    rows, columns = heat.shape
    near = (slice(max(0, row - 1), min(rows, row + 2)), slice(max(0, column - 1), min(columns, column + 2)))
    weight = np.where(heat[near] >= 0.5 * heat[row, column], heat[near], 0.0)
    down, across = np.mgrid[near]
    x = answer[1::2][(slice(None), *near)] * CORNER_UNIT + (across + 0.5) * STRIDE
    y = answer[2::2][(slice(None), *near)] * CORNER_UNIT + (down + 0.5) * STRIDE
    at = (slice(None), row - near[0].start, column - near[1].start)
    given, turned = (sum(np.abs(axis - np.roll(axis[at], by)[:, None, None]) for axis in (x, y)) for by in (0, 2))
    other = np.sum(turned, axis=0) < np.sum(given, axis=0)
    x, y = (np.where(other, np.roll(axis, 2, axis=0), axis) for axis in (x, y))
    mean = [(points * weight).sum(axis=(1, 2)) / weight.sum() for points in (x, y)]
    return np.stack(mean, axis=1).astype(np.float64)


def agreeing(first: Hypothesis, again: Sequence[Hypothesis]) -> Hypothesis:
    """The card as the second look has it, or as before if the second look found something else."""
    overlaps = [iou(first.corners, hypothesis.corners) for hypothesis in again]
    best = int(np.argmax(overlaps)) if overlaps else -1
    if best < 0 or overlaps[best] < LEAST_AGREEMENT:
        return Hypothesis(first.corners, first.confidence / 2, upright=True)
    return Hypothesis(again[best].corners, max(first.confidence, again[best].confidence), upright=True)


def distinct(hypotheses: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Best first; of proposals that overlap too much only the best."""
    kept: list[Hypothesis] = []
    for hypothesis in sorted(hypotheses, key=lambda proposal: -proposal.confidence):
        if len(kept) < MOST_PROPOSALS and all(
            overlap_share(hypothesis.corners, other.corners) < SAME for other in kept
        ):
            kept.append(hypothesis)
    return kept


# The view's margin on every side, as shares of the card's own width and height.
MARGIN = 0.125
# If the moved corners overlap the proposal by less than this, they are not believed.
LEAST_BELIEVED = 0.5
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
        moved_proposals: list[Hypothesis] = []
        for at in range(0, len(proposals), AT_ONCE):
            some = proposals[at : at + AT_ONCE]
            views = [outline_view(pixels, hypothesis.corners, size=self._spec.size) for hypothesis in some]
            answers = self._session.run(None, {self._input_name: network_input(views, self._spec)})[0]
            moves = np.asarray(answers, dtype=np.float64).reshape(-1, 4, 2)
            moved_proposals += [moved(hypothesis, move) for hypothesis, move in zip(some, moves, strict=True)]
        return moved_proposals


class RefinedDetector(Detector):
    """A detector whose proposals' corners are refined once. See `Detector`."""

    def __init__(self, detector: Detector, corners: CornersNet) -> None:
        self._detector = detector
        self._corners = corners
        self.longest = detector.longest

    def propose(self, pixels: Pixels) -> list[Hypothesis]:
        return self._corners.refined(pixels, self._detector.propose(pixels))

    def centres(self, pixels: Pixels) -> list[Centre]:
        return self._detector.centres(pixels)

    def beyond(self, pixels: Pixels) -> list[Corners]:
        return self._detector.beyond(pixels)

    def refine(self, pixels: Pixels, outlines: Sequence[Corners]) -> list[Corners]:
        """See `Detector.refine`. Looked at twice, for the first look has far to go."""
        proposals = [Hypothesis(outline, 1.0, upright=True) for outline in outlines]
        for _ in range(2):
            proposals = self._corners.refined(pixels, proposals)
        return [hypothesis.corners for hypothesis in proposals]

    def refine_loose(self, pixels: Pixels, corners: Corners) -> list[Corners]:
        """Other outlines of a card whose outline may be loose; comparing pictures decides which is better.

        One comes from a second refinement, which helps if the first had far to go (a slanted card). One starts from far
        outside: a dark frame is easily taken for the table, and then the outline is that of the art within it. One
        starts from inside: on a binder page the outline may end at the neighbour's edge.
        """
        middle = corners.mean(axis=0)
        begun = [Hypothesis(middle + share * (corners - middle), 1.0, upright=True) for share in (1.0, GROWN, SHRUNK)]
        more, *others = self._corners.refined(pixels, begun)
        return [more.corners, *(hypothesis.corners for hypothesis in self._corners.refined(pixels, others))]


def outline_view(pixels: Pixels, corners: Corners, *, size: tuple[int, int]) -> Pixels:
    """The network's view of one card, (height, width, 3) uint8 RGB; `size`: (width, height)."""
    around = carried(frame(), homography(picture_corners(), corners))
    return rectify(pixels, around, size=size, resampling=Image.Resampling.BILINEAR)


def frame() -> Corners:
    """The view's corners in the card's units."""
    low, high = -MARGIN, 1 + MARGIN
    return np.array([(low, low), (high, low), (high, high), (low, high)], dtype=np.float64)


def moved(proposal: Hypothesis, move: NDArray[np.float64]) -> Hypothesis:
    """The proposal with its corners moved; `move`: (4, 2) in the card's units of the proposal."""
    try:
        corners = as_corners(carried(picture_corners() + move, homography(picture_corners(), proposal.corners)))
    except (CornersError, np.linalg.LinAlgError):
        return proposal
    if iou(corners, proposal.corners) < LEAST_BELIEVED:
        return proposal
    return Hypothesis(corners, proposal.confidence, proposal.upright)
