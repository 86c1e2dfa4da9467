"""Frames of other kinds of card: sideways, dark and old, photographs, one metal, tokens, nearly plain."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw
from tests.lab.blank_card import (
    BLACK,
    INK,
    WHITE,
    BlankCard,
    Colour,
    arched,
    clouds,
    embossed,
    hsv,
    letters,
    star,
    written,
)
from tests.lab.fresh_frames import GOLD, SIZE, digits
from tests.lab.game_sets import Picture, Style, art, words


def leader(number: int, rng: np.random.Generator) -> Picture:
    """Read sideways, dark on dark: a picture that fades into a black panel of rules. Kept upright."""
    hue = float(rng.random())
    card = BlankCard((880, 630), (16, 15, 20))
    card.picture(number, (230, 14, 866, 616))
    card.plate((14, 14, 330, 616), hsv(hue, 0.6, 0.16), alpha=235)
    card.shape([(330, 14), (420, 14), (330, 616)], hsv(hue, 0.6, 0.16), alpha=200)
    card.say(letters(card.called(words(rng, 1).upper()), 46, weight=2), (34, 70), WHITE, wide=290)
    card.say(letters(words(rng, 2), 22), (34, 112), hsv(hue, 0.3, 0.9), wide=280)
    card.paragraph(rng, (34, 150, 310, 0), (220, 216, 206), size=21, lines=9)
    card.disc((80, 556), 44, hsv(hue, 0.7, 0.4), edge=GOLD, text=digits(rng, 2, 7))
    card.say(letters(digits(rng, 3, 9, 1000), 58, weight=2), (848, 574), WHITE, edge=BLACK, anchor="right")
    return card.done.transpose(Image.Transpose.ROTATE_90)


def climax(number: int, rng: np.random.Generator) -> Picture:
    """Read sideways: a picture in a white edge, a name on a slanting strip, signs in the corner. Kept upright."""
    hue = float(rng.random())
    card = BlankCard((860, 590), WHITE)
    card.picture(number, (20, 20, 840, 570), radius=8)
    card.shape([(20, 440), (560, 470), (600, 570), (20, 570)], hsv(hue, 0.7, 0.8), alpha=220)
    card.say(written(rng, 3, 46, script="brushed"), (50, 500), WHITE, edge=hsv(hue, 0.9, 0.3), wide=470)
    card.say(written(rng, 3, 20, script="brushed"), (50, 548), WHITE, wide=470)
    card.plate((590, 500, 832, 562), WHITE, alpha=200, radius=6)
    card.paragraph(rng, (602, 508, 824, 0), INK, size=18, lines=2, script="brushed")
    for place in range(int(rng.integers(1, 3))):
        card.disc((796 - 70 * place, 62), 30, hsv(hue + 0.4, 0.8, 0.8), edge=WHITE, text="+*"[place])
    card.shape(star((60, 60), 34, 5), (250, 220, 60), edge=WHITE)
    return card.done.transpose(Image.Transpose.ROTATE_270 if number % 2 else Image.Transpose.ROTATE_90)


def sports(number: int, rng: np.random.Generator) -> Picture:
    """A photograph cut by a slanting wedge of the club's colours, a badge, a name in large italics; some of chrome."""
    hue = float(rng.random())
    club, second = hsv(hue, 0.85, 0.55), hsv(hue + float(rng.uniform(0.3, 0.6)), 0.7, 0.9)
    edge: Colour = (WHITE, BLACK, (196, 198, 204))[int(rng.integers(3))]
    card = BlankCard(SIZE, edge)
    room = int(rng.choice([0, 22, 34]))
    card.picture(number, (room, room, 630 - room, 880 - room))
    slope = float(rng.uniform(-90, 130))
    low = 880 - room
    card.shape([(room, 690 - slope), (630 - room, 690), (630 - room, low), (room, low)], club)
    card.shape([(room, 664 - slope), (630 - room, 664), (630 - room, 690), (room, 690 - slope)], second)
    first, last = letters(words(rng, 1)[:9], 34), letters(card.called(words(rng, 1).upper()), 66, weight=3)
    card.say(first, (room + 44, 744), WHITE, lean=0.25)
    card.say(last, (room + 44, 800), WHITE, edge=BLACK, lean=0.25, wide=400)
    card.disc((540 - room, 790), 52, second, edge=WHITE, line=6, text=digits(rng, 1, 99))
    card.say(letters(words(rng, 2).upper(), 22, weight=1), (room + 24, room + 34), WHITE, edge=BLACK, reach=2)
    if rng.random() < 0.4:
        shield = [(494 - room, 40), (590 - room, 40), (590 - room, 110), (542 - room, 142), (494 - room, 110)]
        card.shape(shield, second, edge=WHITE)
        card.say(letters(words(rng, 1)[:4].upper(), 26, weight=1), (542 - room, 84), club, anchor="middle", wide=84)
    if rng.random() < 0.5:
        card.shine(rng, strength=float(rng.uniform(0.15, 0.5)), lines=float(rng.uniform(0, 0.5)))
    return card.done


def warlord(number: int, rng: np.random.Generator) -> Picture:
    """Old and dark on dark: black stone, a name that climbs the left side, dull art, brown rules with pale print."""
    card = BlankCard(SIZE, (30, 27, 26))
    card.grain(rng, (0, 0, *SIZE), cloud=16, grain=8, cells=10)
    card.picture(number, (120, 44, 592, 520))
    card.plate((120, 44, 592, 520), (40, 26, 14), alpha=70, edge=(96, 78, 52), line=6)
    card.plate((34, 44, 104, 836), hsv(float(rng.uniform(0, 0.1)), 0.5, 0.2), edge=(96, 78, 52), line=4)
    name = letters(card.called(words(rng, 2).title()), 44, weight=1).rotate(90, expand=True)
    card.put(Image.new("RGB", name.size, (214, 190, 140)), (69 - name.width / 2, 700 - name.height), mask=name)
    card.plate((120, 560, 592, 800), (52, 38, 28), edge=(96, 78, 52), line=4)
    card.say(letters(f"{words(rng, 1)} {words(rng, 1)}", 24, weight=1), (356, 541), (200, 180, 140), anchor="middle")
    card.paragraph(rng, (140, 578, 572, 0), (206, 192, 164), size=24, lines=int(rng.integers(3, 6)))
    for place in range(4):
        card.disc(
            (164 + 128 * place, 830), 28, hsv(0.25 * place, 0.5, 0.28), edge=(120, 98, 64), text=digits(rng, 0, 9)
        )
    card.disc((69, 78), 30, (90, 24, 20), edge=(150, 120, 70), text=digits(rng, 1, 9))
    return card.done


def wayang(number: int, rng: np.random.Generator) -> Picture:
    """A bright patterned edge of gold, art under a pointed arch, loops of another script on cream."""
    hue = float(rng.random())
    card = BlankCard(SIZE, hsv(hue, 0.75, 0.42))
    for row in range(-1, 23):
        for column in range(-1, 17):
            middle = (column * 40 + 20 * (row % 2), row * 40)
            card.shape(star(middle, 19, 4, inner=0.4), GOLD, edge=None)
    card.plate((44, 44, 586, 836), hsv(hue + 0.08, 0.3, 0.92), radius=20, edge=GOLD, line=6)
    size = (498, 440)
    card.put(art(number, size), (66, 120), mask=arched(size, 110))
    ImageDraw.Draw(card.image).arc((62, 116, 568, 344), 180, 360, fill=GOLD, width=8)
    card.plate((96, 58, 534, 114), (170, 24, 30), radius=26, edge=GOLD, line=5)
    card.say(written(rng, 3, 44, script="looped"), (315, 84), (255, 240, 190), anchor="middle", wide=380)
    card.plate((66, 580, 564, 780), (252, 244, 220), radius=18, edge=hsv(hue, 0.7, 0.5), line=4)
    card.paragraph(rng, (86, 596, 546, 0), INK, size=28, lines=4, script="looped")
    for place in range(3):
        middle = (130 + 185 * place, 800)
        card.shape(star(middle, 46, 8, inner=0.8), hsv(hue + 0.3 * place, 0.7, 0.75), edge=GOLD)
        card.say(letters(digits(rng, 1, 20, 5), 36, weight=2), middle, WHITE, edge=BLACK, anchor="middle")
    return card.done


def idol(number: int, rng: np.random.Generator) -> Picture:
    """A photo card: the photograph alone, to the edge or in white, with a scrawled name and a few stickers."""
    card = BlankCard((550, 850), WHITE)
    room = int(rng.choice([0, 0, 28]))
    card.picture(number, (room, room, 550 - room, 850 - room), radius=room)
    pastel = hsv(float(rng.random()), 0.35, 1.0)
    draw = ImageDraw.Draw(card.image)
    if rng.random() < 0.7:
        pen = WHITE if rng.random() < 0.6 else INK
        x, y = rng.uniform(120, 200), rng.uniform(620, 760)
        points = [
            (x + 8 * step + 26 * math.cos(step * 0.9), y - step + rng.uniform(20, 60) * math.sin(step * 1.3))
            for step in range(28)
        ]
        draw.line(points, fill=pen, width=5, joint="curve")
    for _ in range(int(rng.integers(0, 5))):
        middle = (float(rng.uniform(60, 490)), float(rng.choice([rng.uniform(50, 150), rng.uniform(700, 800)])))
        card.shape(star(middle, float(rng.uniform(14, 34)), 5), pastel, edge=WHITE)
    if rng.random() < 0.4:
        card.say(letters(words(rng, 1).upper(), 30, weight=1), (275, 60), WHITE, anchor="middle", edge=pastel, reach=2)
    return card.done


def gilded(number: int, rng: np.random.Generator) -> Picture:
    """One sheet of gold or silver foil: picture, plates and letters are contrast map in the same metal."""
    tone, depth = (float(rng.uniform(0.10, 0.135)), 0.72) if rng.random() < 0.7 else (0.6, 0.08)
    dark, light = hsv(tone - 0.02, depth, 0.3), hsv(tone + 0.02, depth * 0.45, 1.0)
    card = BlankCard(SIZE, hsv(tone, depth, 0.82))
    card.grain(rng, (0, 0, *SIZE), cloud=26, grain=2, cells=4)
    card.put(embossed(art(number, (566, 500)), dark, light), (32, 104), radius=8)
    for box in ((32, 32, 598, 94), (32, 616, 598, 848)):
        card.plate(box, hsv(tone, depth, 0.9), radius=10, edge=dark)
    card.say(letters(card.called(words(rng, 2).title()), 38, weight=1), (54, 63), dark, wide=380)
    card.say(letters(digits(rng, 5, 40, 10), 42, weight=1), (576, 63), dark, anchor="right")
    card.paragraph(rng, (54, 640, 576, 0), dark, size=25, lines=5)
    card.say(letters(words(rng, 3), 18), (315, 826), dark, anchor="middle")
    card.shine(rng, strength=float(rng.uniform(0.03, 0.15)), lines=float(rng.uniform(0.2, 0.9)))
    return card.done


def token(number: int, rng: np.random.Generator) -> Picture:
    """A token or a land: a tall picture in an arch, a name on a small strip, no rules."""
    hue = float(rng.random())
    card = BlankCard(SIZE, BLACK if rng.random() < 0.6 else WHITE)
    card.plate((26, 26, 604, 834), hsv(hue, 0.3, 0.55), radius=18)
    card.grain(rng, (30, 34, 600, 826), cloud=24, grain=6)
    card.plate((120, 40, 510, 88), (24, 22, 26), radius=10, edge=GOLD)
    card.say(letters(card.called(words(rng, 1).upper()), 30, weight=1), (315, 64), GOLD, anchor="middle", wide=340)
    size = (542, 640)
    card.put(art(number, size), (44, 98), mask=arched(size, 90))
    ImageDraw.Draw(card.image).arc((44, 98, 586, 278), 180, 360, fill=hsv(hue, 0.4, 0.25), width=7)
    card.plate((44, 742, 586, 790), hsv(hue, 0.12, 0.9), radius=12, edge=hsv(hue, 0.4, 0.25))
    card.say(letters(f"{words(rng, 1)} {words(rng, 1)}", 26, weight=1), (62, 766), INK, wide=380)
    if rng.random() < 0.5:
        card.disc((315, 700), 40, hsv(hue, 0.7, 0.7), edge=BLACK)
    return card.done


def energy(number: int, rng: np.random.Generator) -> Picture:
    """Nearly plain: one colour, one sign in a ball, one word; yellow, silver or black edge."""
    hue = number / 12  # twelve numbers in a row, or every seventh, have twelve hues
    card = BlankCard(SIZE, ((246, 205, 48), (186, 190, 198), BLACK)[int(rng.integers(3))])
    y, x = np.mgrid[0:824, 0:574].astype(np.float32)
    glow = (
        np.clip(1.15 - np.hypot(x - 287, y - 430) / 620, 0.2, 1)[..., None]
        + clouds(rng, (574, 824), 5)[..., None] * 0.08
    )
    field = np.clip(np.array(hsv(hue, 0.6, 0.95)) * glow, 0, 255).astype(np.uint8)
    card.put(Image.fromarray(field), (28, 28), radius=12)
    card.disc((315, 450), 190, hsv(hue, 0.75, 0.8), edge=hsv(hue, 0.8, 0.45), line=8)
    points = 3 + number % 5
    card.shape(star((315, 450), 120, points, inner=float(rng.uniform(0.3, 0.8))), hsv(hue, 0.9, 0.18))
    card.say(letters(card.called(words(rng, 1).upper()), 40, weight=1), (315, 84), INK, anchor="middle", wide=420)
    card.disc((566, 76), 24, hsv(hue, 0.75, 0.8), line=2)
    card.say(letters(digits(rng, 100, 999), 15), (56, 834), INK)
    return card.done


def counter(number: int, rng: np.random.Generator) -> Picture:
    """A marker: rays or nothing on white, black or one colour, one large word, the same upside down below."""
    hue = float(rng.random())
    ground: Colour = (WHITE, BLACK, hsv(hue, 0.5, 0.9))[number % 3]
    card = BlankCard(SIZE, ground)
    if number % 2:
        for ray in range(12):
            one, other = ray * math.pi / 6, ray * math.pi / 6 + 0.24
            far = [(315 + 560 * math.cos(angle), 440 + 560 * math.sin(angle)) for angle in (one, other)]
            card.shape([(315, 440), *far], hsv(hue, 0.4, 0.8 if ground != BLACK else 0.25))
        ImageDraw.Draw(card.image).rectangle((0, 0, 629, 879), outline=ground, width=30)
    ink_colour = hsv(hue, 0.9, 0.5 if ground != BLACK else 0.9)
    word, small = letters(card.called(words(rng, 1).upper()[:7]), 120, weight=5), letters(words(rng, 3), 30, weight=1)
    for _ in range(2):
        card.say(word, (315, 290), ink_colour, edge=WHITE if ground != WHITE else BLACK, anchor="middle", wide=520)
        card.say(small, (315, 390), INK if ground != BLACK else WHITE, anchor="middle", wide=460)
        card.disc((70, 74), 34, ink_colour, edge=WHITE, text=str(number + 1))
        card.image = card.image.transpose(Image.Transpose.ROTATE_180)
    card.plate((60, 436, 570, 444), ink_colour)
    return card.done


OTHERS: tuple[Style, ...] = (leader, climax, sports, warlord, wayang, idol, gilded, token, energy, counter)
