"""Finds cards by their outlines with OpenCV, until a trained net does it better; cannot tell top from bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from karuta.domain.sighting import Corners, CornersError, area, as_corners, iou, overlap_share
from karuta.engine.detect import Proposal

WORKING_SIDE = 640
# A card whose longer side is 10 % of a 3:4 photo's covers about 0.9 % of it.
LEAST_SHARE = 0.006
MOST_SHARE = 0.995
CARD_ASPECT = 59 / 86
ASPECTS = (0.5, 0.92)
MOST_PROPOSALS = 24
# Near-copies, weak outlines, more than a few looks at one place, and what is tiny beside the others cost time. On 120
# simulated photos with stricter limits than these, 5.7 instead of 8.6 looks a photo found 153 instead of 154 cards.
SAME = 0.8
LEAST_CONFIDENCE = 0.12
LEAST_OF_BEST = 0.15
# A card of a binder page covers a tenth of the page.
LEAST_OF_LARGEST = 0.05
LOOKS_AT_ONE_PLACE = 2
ONE_PLACE = 0.7
POINTS_A_SIDE = 48

Mask = NDArray[Any]
Image = NDArray[Any]


class ContourDetector:
    """Quadrilaterals of a card's shape among the outlines of several edge and colour masks."""

    longest = WORKING_SIDE

    def propose(self, pixels: NDArray[np.uint8]) -> list[Proposal]:
        """See `Detector.propose`."""
        cv2.setNumThreads(1)
        tall, wide = pixels.shape[:2]
        # A little more than the working side is not worth the 4 ms that scaling takes.
        scale = WORKING_SIDE / max(tall, wide) if max(tall, wide) > 1.1 * WORKING_SIDE else 1.0
        size = (max(8, round(wide * scale)), max(8, round(tall * scale)))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        lab = cv2.cvtColor(cv2.GaussianBlur(small, (5, 5), 0), cv2.COLOR_RGB2LAB)
        slope = _slope(lab)
        found = [
            Proposal(corners=quad, confidence=_confidence(quad, slope), upright=False)
            for mask in _masks(lab, slope)
            for quad in _quads(mask)
        ]
        whole = _whole_picture(size)
        if whole is not None:
            found.append(Proposal(corners=whole, confidence=0.05, upright=False))
        ratio = np.array([wide / size[0], tall / size[1]])
        return [
            Proposal(corners=one.corners * ratio, confidence=one.confidence, upright=False) for one in _distinct(found)
        ]


def _slope(lab: Image) -> Image:
    """The steepest change of lightness or colour at each pixel, 0-255 float32."""
    across = cv2.Sobel(lab, cv2.CV_32F, 1, 0, scale=0.25)
    down = cv2.Sobel(lab, cv2.CV_32F, 0, 1, scale=0.25)
    return np.minimum(np.sqrt(_largest(across * across + down * down)), 255.0)


def _largest(values: Image) -> Image:
    """The largest of three channels (numpy's own maximum over the last axis is ten times slower)."""
    first, second, third = cv2.split(values)
    largest: Image = cv2.max(cv2.max(first, second), third)
    return largest


def _masks(lab: Image, slope: Image) -> Iterator[Mask]:
    """Views of the picture in which a card may be one closed shape."""
    kernel = np.ones((3, 3), np.uint8)
    grey = lab[:, :, 0]
    typical = float(np.percentile(slope[::3, ::3], 85))
    for share in (0.5, 1.0, 2.0):
        edges = (slope > max(4.0, typical * share)).astype(np.uint8) * 255
        yield cv2.morphologyEx(edges, cv2.MORPH_CLOSE, kernel)
    canny = cv2.Canny(grey, 30, 90)
    yield cv2.dilate(canny, kernel)
    yield cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    yield cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    away = _away_from_border(lab)
    strangeness = cv2.threshold(away, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    yield strangeness
    yield cv2.morphologyEx(strangeness, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    yield cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 4)


def _away_from_border(lab: Image) -> Mask:
    """How far each pixel's colour is from what lies along the picture's border, 0-255."""
    rim = max(3, min(lab.shape[:2]) // 40)
    border = np.concatenate(
        [lab[:rim].reshape(-1, 3), lab[-rim:].reshape(-1, 3), lab[:, :rim].reshape(-1, 3), lab[:, -rim:].reshape(-1, 3)]
    )
    typical = np.median(border[::5], axis=0)
    away = _largest(cv2.absdiff(lab, np.broadcast_to(np.rint(typical).astype(np.uint8), lab.shape)))
    scaled: Mask = cv2.add(away, away)
    return scaled


def _quads(mask: Mask) -> Iterator[Corners]:
    frame = mask.shape[0] * mask.shape[1]
    shortest = 3.0 * (LEAST_SHARE * frame) ** 0.5
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    for outline in outlines:
        if len(outline) < shortest:
            continue
        hull = cv2.convexHull(outline)
        covered = cv2.contourArea(hull)
        if not LEAST_SHARE * frame <= covered <= MOST_SHARE * frame:
            continue
        quad = _four_sides(hull, covered)
        if quad is None or not _aspect_fits(short_edge_first(quad)):
            continue
        try:
            corners = short_edge_first(as_corners(_refined(quad, outline)))
        except CornersError:
            continue
        if _aspect_fits(corners):
            yield corners


def _four_sides(hull: Image, covered: float) -> Image | None:
    """The hull as four points, or None where it is no quadrilateral."""
    around = cv2.arcLength(hull, closed=True)
    for share in (0.015, 0.025, 0.04, 0.06, 0.08):
        points = cv2.approxPolyDP(hull, share * around, closed=True)
        if len(points) == 4:
            quad = points.reshape(4, 2).astype(np.float64)
            return quad if 0.88 <= area(quad) / covered <= 1.08 else None
        if len(points) < 4:
            break
    box = cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float64)
    return box if covered >= 0.9 * area(box) else None


def _refined(quad: Image, outline: Image) -> Image:
    """Sides fitted to the outline's points away from the rounded corners, and met again in corners."""
    points = outline.reshape(-1, 2).astype(np.float64)
    sides = []
    for start, end in zip(quad, quad[[1, 2, 3, 0]], strict=True):
        along = end - start
        length = float(np.linalg.norm(along))
        if length < 8:
            return quad
        unit = along / length
        offset = points - start
        share = offset @ unit / length
        apart = np.abs(offset @ np.array([-unit[1], unit[0]]))
        near = points[(share > 0.12) & (share < 0.88) & (apart < max(3.0, 0.02 * length))]
        if len(near) < 8:
            return quad
        few = near[:: max(1, len(near) // POINTS_A_SIDE)]
        sides.append(cv2.fitLine(few.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    corners = [_meeting(sides[i - 1], sides[i]) for i in range(4)]
    if any(corner is None for corner in corners):
        return quad
    refined = np.array(corners)
    moved = np.linalg.norm(refined - quad, axis=1).max()
    return refined if moved < 0.1 * np.sqrt(area(quad)) else quad


def _meeting(one: Image, other: Image) -> tuple[float, float] | None:
    matrix = np.array([[one[0], -other[0]], [one[1], -other[1]]])
    if abs(np.linalg.det(matrix)) < 1e-3:
        return None
    along = np.linalg.solve(matrix, np.array([other[2] - one[2], other[3] - one[3]]))[0]
    return float(one[2] + along * one[0]), float(one[3] + along * one[1])


def short_edge_first(corners: Corners) -> Corners:
    """The same corners, begun so that the first edge (the card's top) is a short one, nearest to the top."""
    across, down = _spans(corners)
    turned = corners if across <= down else corners[[1, 2, 3, 0]]
    opposite = turned[[2, 3, 0, 1]]
    return turned if turned[:2, 1].sum() <= opposite[:2, 1].sum() else opposite


def _aspect_fits(corners: Corners) -> bool:
    across, down = _spans(corners)
    return ASPECTS[0] <= across / max(down, 1e-9) <= ASPECTS[1]


def _spans(corners: Corners) -> tuple[float, float]:
    """Lengths of the first and third edges together, and of the second and fourth."""
    edges = np.linalg.norm(corners[[1, 2, 3, 0]] - corners, axis=1)
    return float(edges[0] + edges[2]), float(edges[1] + edges[3])


def _confidence(corners: Corners, slope: Image) -> float:
    """How well an edge runs along the outline, and how much its shape is a card's, 0 to 1."""
    shares = np.linspace(0.06, 0.94, 24)
    ends = corners[[1, 2, 3, 0]]
    places = (corners[:, None] + (ends - corners)[:, None] * shares[None, :, None]).reshape(-1, 2)
    x = np.clip(np.rint(places[:, 0]).astype(int), 0, slope.shape[1] - 1)
    y = np.clip(np.rint(places[:, 1]).astype(int), 0, slope.shape[0] - 1)
    support = float(np.clip(slope[y, x] / 20.0, 0, 1).mean())
    across, down = _spans(corners)
    aspect = across / max(down, 1e-9)
    return support * float(np.exp(-(((aspect - CARD_ASPECT) / 0.12) ** 2)))


def _whole_picture(size: tuple[int, int]) -> Corners | None:
    """A scanner app's picture is the card itself: the frame, where it has a card's shape."""
    width, height = float(size[0]), float(size[1])
    if not ASPECTS[0] <= min(width, height) / max(width, height) <= 0.8:
        return None
    return short_edge_first(np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]))


def _distinct(found: Sequence[Proposal]) -> list[Proposal]:
    """Best first, without near-copies, weak outlines, details, and too many looks at one place."""
    best = max((one.confidence for one in found), default=0.0)
    least = max(LEAST_CONFIDENCE, LEAST_OF_BEST * best)
    largest = max((area(one.corners) for one in found if one.confidence >= best / 2), default=0.0)
    kept: list[Proposal] = []
    for one in sorted(found, key=lambda proposal: -proposal.confidence):
        if len(kept) == MOST_PROPOSALS or one.confidence < least:
            break
        if area(one.corners) < LEAST_OF_LARGEST * largest:
            continue
        if any(iou(one.corners, other.corners) >= SAME for other in kept):
            continue
        if sum(overlap_share(one.corners, other.corners) > ONE_PLACE for other in kept) < LOOKS_AT_ONE_PLACE:
            kept.append(one)
    return kept
