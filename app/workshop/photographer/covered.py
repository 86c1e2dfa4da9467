"""Cards that something hides in part: a hand, another card, stickers, the photo's edge, a case with its label.

The thick clear case of a graded card, its frame and the label with a grade above it are of no real company.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, carried, height, homography, picture_corners
from karuta.training.photographer import covers, pose
from karuta.training.photographer.arrays import Size, draw_colour, print_text, shaded
from karuta.training.photographer.canvas import Canvas
from karuta.training.photographer.conditions import CardLook, Holder, Range
from karuta.training.photographer.covers import Finger
from karuta.training.photographer.face import printed
from karuta.training.photographer.holder import CardLayer, CardPlace, add_glare, rounded
from karuta.training.photographer.photograph import Scene, taken
from karuta.training.photographer.table import LaidCard, TableTop
from workshop.photographer.usual import easy_conditions, font, one_place, share_in_view

_WIDE: Final = 420
_LABELS: Final = ((250, 250, 250), (235, 235, 240), (20, 20, 24), (200, 30, 40), (190, 160, 80), (40, 70, 150))
_GRADES: Final = ("10", "9.5", "9", "8.5", "8", "7")


DrawLabel = Callable[[Size, np.random.Generator], Image.Image]
"""The label of a case, of this size, (width, height)."""


def slabbed(card: Pixels, look: CardLook, rng: np.random.Generator, draw_label: DrawLabel) -> CardLayer:
    """The clean card picture in its case; the card's corners are where the face lies in it."""
    tall = round(_WIDE * card.shape[0] / card.shape[1])
    side, foot, gap = (round(_WIDE * float(rng.uniform(*span))) for span in ((0.13, 0.19), (0.12, 0.2), (0.07, 0.12)))
    label = round(_WIDE * float(rng.uniform(0.3, 0.38)))
    head = round(_WIDE * 0.09)
    left, top = side, head + label + gap
    size = (_WIDE + 2 * side, top + tall + foot)
    clear = (214, 220, 226)
    colour = Image.new("RGB", size, clear)
    alpha = Image.new("L", size, 0)
    body = int(rng.uniform(50, 120))
    ImageDraw.Draw(alpha).rounded_rectangle((1, 1, size[0] - 2, size[1] - 2), 22, fill=body, outline=230, width=5)
    draw = ImageDraw.Draw(colour)
    draw.rounded_rectangle((1, 1, size[0] - 2, size[1] - 2), 22, outline=shaded(clear, 1.15), width=5)
    _frame(
        draw, ImageDraw.Draw(alpha), (left - gap // 2, top - gap // 2, left + _WIDE + gap // 2, top + tall + gap // 2)
    )
    box = (side, head, side + _WIDE, head + label)
    colour.paste(draw_label((_WIDE, label), rng), box[:2])
    alpha.paste(255, box)
    colour.paste(printed(card, (_WIDE, tall), look, rng), (left, top), rounded(_WIDE, tall, 14))
    alpha.paste(255, (left, top), rounded(_WIDE, tall, 14))
    colour = add_glare(colour, look, CardPlace(left, top, _WIDE, tall), rng)
    colour.putalpha(alpha)
    corners = np.array([(0, 0), (_WIDE, 0), (_WIDE, tall), (0, tall)], dtype=np.float64) + (left, top)
    outline = np.array([(1, 1), (size[0] - 1, 1), (size[0] - 1, size[1] - 1), (1, size[1] - 1)], dtype=np.float64)
    return CardLayer(colour, corners, outline)


def _frame(colour: ImageDraw.ImageDraw, alpha: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    """The inner walls: a bright and a dark line around the card."""
    for by, tone in ((0, 245), (5, 120)):
        part = (box[0] - by, box[1] - by, box[2] + by, box[3] + by)
        colour.rounded_rectangle(part, 12, outline=(tone, tone, tone), width=4)
        alpha.rounded_rectangle(part, 12, outline=190, width=4)


def _label(size: Size, rng: np.random.Generator) -> Image.Image:
    """Lines of text, a bar code, a large grade, an edge of one colour."""
    paper = _LABELS[int(rng.integers(len(_LABELS)))]
    dark = sum(paper) < 380
    ink = (245, 245, 245) if dark else (15, 15, 20)
    image = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(image)
    edge = draw_colour(rng)
    draw.rectangle((0, 0, size[0] - 1, size[1] - 1), outline=edge, width=int(rng.integers(3, 9)))
    part = Image.new("RGB", (round(size[0] * 0.6), round(size[1] * 0.7)), paper)
    print_text(ImageDraw.Draw(part), part.size, max(8, size[1] // 5), rng)
    image.paste(part, (round(size[0] * 0.05), round(size[1] * 0.1)))
    grade = _GRADES[int(rng.integers(len(_GRADES)))]
    draw.text((size[0] * 0.72, size[1] * 0.12), grade, fill=ink, font=font(round(size[1] * 0.5)))
    x = size[0] * 0.62
    while x < size[0] * 0.93:  # the bar code
        wide = float(rng.uniform(1, 5))
        draw.rectangle((x, size[1] * 0.72, x + wide, size[1] * 0.9), fill=ink)
        x += wide + float(rng.uniform(2, 5))
    return image


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
_UNIT = picture_corners()
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
    share = float(rng.uniform(_LEFT_BY_EDGE.low, _LEFT_BY_EDGE.high))
    near, far = 0.0, 2.0 * max(size)
    for _ in range(30):  # less is in view the further it is moved
        by = (near + far) / 2
        near, far = (by, far) if share_in_view(plan.corners + way * by, size) > share else (near, by)
    return taken(cards[:1], [replace(plan, corners=plan.corners + way * near)], conditions, size, rng)


def in_slab(cards: Sequence[Pixels], rng: np.random.Generator, size: Size, draw_label: DrawLabel = _label) -> Scene:
    conditions = easy_conditions(rng)
    plan = one_place(cards[0], conditions, size, rng, Range(0.14, 0.3))
    plan = replace(plan, look=replace(plan.look, holder=Holder.TOPLOADER))
    plan = replace(plan, corners=plan.corners + (np.array(size) * (0.5, 0.56) - plan.corners.mean(axis=0)) * 0.7)

    def lay(table: TableTop, card: Pixels, laid: LaidCard) -> None:
        table.lay_dressed(slabbed(card, laid.look, rng, draw_label), laid)

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
