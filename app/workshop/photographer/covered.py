"""Cards that something hides in part: a hand, another card, stickers, the photo's edge, a case with its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, carried, height, homography
from karuta.training.photographer import covers, pose
from karuta.training.photographer.arrays import Size, draw_colour
from karuta.training.photographer.canvas import Canvas
from karuta.training.photographer.conditions import Holder, Range
from karuta.training.photographer.covers import Finger
from karuta.training.photographer.photograph import Scene, taken
from karuta.training.photographer.table import LaidCard, TableTop
from workshop.photographer.slab import slabbed
from workshop.photographer.usual import easy_conditions, font, one_place, share_in_view

_WORDS: Final = ("NM", "EX", "LP", "SALE", "SOLD", "1st", "RARE", "HOLO", "x2", "TRADE")
_PAPERS: Final = ((255, 255, 255), (250, 235, 60), (255, 120, 40), (240, 50, 60), (120, 220, 90), (250, 160, 190))


def draw_sticker(rng: np.random.Generator) -> Image.Image:
    """A round or square label with a price or a word, printed or by pen."""
    paper = _PAPERS[int(rng.integers(len(_PAPERS)))]
    ink = (20, 20, 25) if rng.random() < 0.7 else draw_colour(rng, value=(0, 90))
    text = f"${int(rng.integers(1, 90))}.{int(rng.choice([0, 50, 99])):02d}" if rng.random() < 0.65 else _word(rng)
    is_round = rng.random() < 0.45
    size = (150, 150) if is_round else (180, int(rng.integers(80, 130)))
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    box = (2, 2, size[0] - 3, size[1] - 3)
    if is_round:
        draw.ellipse(box, fill=(*paper, 255), outline=(150, 150, 150, 255), width=2)
    else:
        draw.rounded_rectangle(box, float(rng.uniform(0, 16)), fill=(*paper, 255), outline=(160, 160, 160, 255))
    tall = int(min(size[1] * 0.5, 1.5 * size[0] / len(text)))
    left, top, right, low = draw.textbbox((0, 0), text, font=font(tall))
    draw.text(((size[0] - right - left) / 2, (size[1] - low - top) / 2), text, fill=(*ink, 255), font=font(tall))
    if rng.random() < 0.4:  # a shop's line under the price
        draw.line((size[0] * 0.25, size[1] * 0.82, size[0] * 0.75, size[1] * 0.82), fill=(*ink, 200), width=3)
    return image


def draw_tape(rng: np.random.Generator) -> Image.Image:
    """A strip that closes a toploader: clear, masking tape or blue painter's tape."""
    colour = ((235, 235, 230, 120), (225, 205, 160, 235), (60, 110, 180, 235))[int(rng.integers(3))]
    image = Image.new("RGBA", (200, 30), colour)
    draw = ImageDraw.Draw(image)
    for x in range(0, 200, 4):  # torn ends
        deep = int(rng.integers(0, 5))
        draw.line((x % 8, x * 30 // 200, deep, x * 30 // 200), fill=(0, 0, 0, 0))
    draw.line((0, 8, 199, 8 + int(rng.integers(-4, 5))), fill=(255, 255, 255, 90), width=2)
    return image


def _word(rng: np.random.Generator) -> str:
    return _WORDS[int(rng.integers(len(_WORDS)))]


_SHARE = Range(0.22, 0.55)
_UNIT = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
# How much of a card the photo's edge leaves.
_LEFT_BY_EDGE = Range(0.42, 0.62)


def by_hand(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    conditions = easy_conditions(rng)
    plan = one_place(cards[0], conditions, size, rng, _SHARE)
    skin = covers.draw_skin(rng)

    def over(canvas: Canvas) -> None:
        for finger in _hand_over_half(plan.corners, skin, rng):
            patch = covers.finger_patch(finger, canvas.size, rng)
            if patch is not None:
                canvas.cover(patch)

    return taken(cards[:1], [plan], conditions, size, rng, over=over)


def by_card(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    """Both cards are asked for: the upper one is wholly in view."""
    conditions = easy_conditions(rng)
    below = one_place(cards[0], conditions, size, rng, Range(0.15, 0.3))
    across, down = below.corners[1] - below.corners[0], below.corners[3] - below.corners[0]
    way = rng.uniform(0, 2 * np.pi)
    away = np.array([np.cos(way), np.sin(way)])
    # An ellipse around the lower card: on it the upper one hides a third to half.
    by = (across * away[0] * 0.72 + down * away[1] * 0.6) * float(rng.uniform(0.85, 1.1))
    middle = below.corners.mean(axis=0)
    turn = float(rng.normal(0, 14))
    above = pose.turned(below.corners - middle, turn) + middle + by
    both = np.concatenate([below.corners, above])
    fit = min(1.0, float((np.array(size) * 0.97 / np.ptp(both, axis=0)).min()))
    both = both * fit
    spare = np.array(size) - np.ptp(both, axis=0)
    both += np.clip(both.min(axis=0), 0, spare) - both.min(axis=0)
    plans = [replace(below, corners=both[:4]), replace(below, source=1, corners=both[4:])]
    return taken(cards[:2], plans, conditions, size, rng)


def by_sticker(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    conditions = easy_conditions(rng)
    plan = one_place(cards[0], conditions, size, rng, _SHARE)

    def over(canvas: Canvas) -> None:
        for _ in range(int(rng.integers(1, 3))):
            _stick(canvas, plan, rng, wide=Range(0.28, 0.55), down=Range(0.1, 0.9))

    return taken(cards[:1], [plan], conditions, size, rng, over=over)


def by_edge(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    conditions = easy_conditions(rng)
    plan = one_place(cards[0], conditions, size, rng, Range(0.3, 0.7))
    way = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)][int(rng.integers(4))], dtype=np.float64)
    wanted = float(rng.uniform(_LEFT_BY_EDGE.low, _LEFT_BY_EDGE.high))
    near, far = 0.0, 2.0 * max(size)
    for _ in range(30):  # less is in view the further it is moved
        by = (near + far) / 2
        near, far = (by, far) if share_in_view(plan.corners + way * by, size) > wanted else (near, by)
    return taken(cards[:1], [replace(plan, corners=plan.corners + way * near)], conditions, size, rng)


def in_slab(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    conditions = easy_conditions(rng)
    plan = one_place(cards[0], conditions, size, rng, Range(0.14, 0.3))
    plan = replace(plan, look=replace(plan.look, holder=Holder.TOPLOADER))
    plan = replace(plan, corners=plan.corners + (np.array(size) * (0.5, 0.56) - plan.corners.mean(axis=0)) * 0.7)

    def lay(table: TableTop, card: Pixels, laid: LaidCard) -> None:
        table.lay_dressed(slabbed(card, laid.look, rng), laid)

    return taken(cards[:1], [plan], conditions, size, rng, lay=lay)


def in_toploader(cards: Sequence[Pixels], rng: np.random.Generator, size: Size) -> Scene:
    conditions = easy_conditions(rng)
    plan = one_place(cards[0], conditions, size, rng, Range(0.18, 0.4))
    plan = replace(plan, look=replace(plan.look, holder=Holder.TOPLOADER))

    def over(canvas: Canvas) -> None:
        if rng.random() < 0.6:
            canvas.cover_thing(draw_tape(rng), carried(_around(0.5, -0.06, 0.95, 0.12), _on(plan.corners)))
        for _ in range(int(rng.integers(1, 4))):
            _stick(canvas, plan, rng, wide=Range(0.18, 0.4), down=Range(-0.02, 1.02))

    return taken(cards[:1], [plan], conditions, size, rng, over=over)


def _stick(canvas: Canvas, plan: LaidCard, rng: np.random.Generator, *, wide: Range, down: Range) -> None:
    """One sticker somewhere on the card, a little turned."""
    image = draw_sticker(rng)
    aspect = height(plan.corners) / float(np.linalg.norm(plan.corners[1] - plan.corners[0]))
    width = float(rng.uniform(wide.low, wide.high))
    tall = width * image.height / image.width / aspect
    box = _around(float(rng.uniform(0.1, 0.9)), float(rng.uniform(down.low, down.high)), width, tall)
    corners = carried(box, _on(plan.corners))
    middle = corners.mean(axis=0)
    canvas.cover_thing(image, pose.turned(corners - middle, float(rng.normal(0, 9))) + middle)


def _around(x: float, y: float, wide: float, tall: float) -> Corners:
    box: Corners = pose.rectangle(wide, tall) + np.array([x, y])
    return box


def _on(corners: Corners) -> NDArray[np.float64]:
    """From shares of a card to the photo's pixels."""
    return homography(_UNIT, corners)


def _hand_over_half(corners: Corners, skin: tuple[int, int, int], rng: np.random.Generator) -> list[Finger]:
    """Four fingers side by side that reach a third to half across the card, and the hand that they belong to."""
    edge = int(rng.choice(3)) + 1
    start, end = corners[edge], corners[(edge + 1) % 4]
    width = float(np.linalg.norm(corners[1] - corners[0]))
    along = (end - start) / np.linalg.norm(end - start)
    outward = np.array([along[1], -along[0]])
    across = float(np.linalg.norm(corners[(edge + 2) % 4] - end))
    reach = across * float(rng.uniform(0.32, 0.5))
    place = start + (end - start) * rng.uniform(0.35, 0.65)
    lean = along * float(rng.uniform(-0.25, 0.25))
    fingers = []
    for number in range(4):
        side = (number - 1.5) * 0.245 * width
        tip = place + along * side - (outward + lean) * reach * float(1 - 0.1 * abs(number - 1.4) + rng.normal(0, 0.03))
        base = place + along * side * 0.9 + outward * width * 0.75
        radius = width * float(rng.uniform(0.115, 0.13))
        fingers.append(Finger(_pair(tip), _pair(base), radius, skin, nail=True))
    palm, wrist = place + outward * width * 0.85, place + outward * width * 1.6
    hand = [
        Finger(_pair(wrist), _pair(wrist + outward * width * 12), width * 0.4, skin, nail=False),
        Finger(_pair(palm), _pair(wrist), width * 0.55, skin, nail=False),
    ]
    return [*hand, *fingers]


def _pair(point: Corners) -> tuple[float, float]:
    return float(point[0]), float(point[1])
