"""A graded card: a thick clear case, a frame around the card, a label with a grade above it. Of no real company."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import draw_colour, print_text, shaded
from karuta.training.photographer.conditions import CardLook
from karuta.training.photographer.face import printed
from karuta.training.photographer.holder import CardLayer, CardPlace, add_glare, rounded
from workshop.photographer.usual import font

_WIDE: Final = 420
_LABELS: Final = ((250, 250, 250), (235, 235, 240), (20, 20, 24), (200, 30, 40), (190, 160, 80), (40, 70, 150))
_GRADES: Final = ("10", "9.5", "9", "8.5", "8", "7")


def slabbed(card: Pixels, look: CardLook, rng: np.random.Generator) -> CardLayer:
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
    colour.paste(_label((_WIDE, label), rng), box[:2])
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


def _label(size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
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
