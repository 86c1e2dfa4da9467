"""Frames as playing cards of today have them: edge, name, art, rules, numbers. Kinds of layout, no game's own dress."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw, ImageFilter
from tests.lab.blank_card import BLACK, INK, WHITE, BlankCard, Colour, arched, embossed, hsv, letters, star, written
from tests.lab.game_sets import Picture, Style, art, words

SIZE = (630, 880)
GOLD: Colour = (214, 176, 82)


def digits(rng: np.random.Generator, low: int, high: int, step: int = 1) -> str:
    return str(int(rng.integers(low, high)) * step)


def spell(number: int, rng: np.random.Generator) -> Picture:
    """Black edge, a textured frame of one colour, art in a wide box, a type line, text on parchment."""
    hue, pale = float(rng.choice([0.02, 0.12, 0.33, 0.58, 0.75])), float(rng.uniform(0.25, 0.6))
    card = BlankCard(SIZE, BLACK)
    card.plate((26, 26, 604, 826), hsv(hue, pale, 0.62), radius=16)
    card.grain(rng, (30, 34, 600, 818), cloud=28, grain=7)
    light, line = hsv(hue, pale * 0.35, 0.92), hsv(hue, pale, 0.28)
    for top in (46, 496):
        card.plate((42, top, 588, top + 50), light, radius=14, edge=line)
    card.say(letters(card.called(words(rng, 2).title()), 32, weight=1), (58, 71), INK, wide=340)
    for place in range(int(rng.integers(1, 5))):
        card.disc((564 - 34 * place, 71), 15, hsv(hue, 0.3, 0.9), line=1, text=digits(rng, 1, 6) if place == 3 else "*")
    card.picture(number, (54, 100, 576, 490))
    card.plate((54, 100, 576, 490), BLACK, alpha=0, edge=line)
    card.say(letters(f"{words(rng, 1)} - {words(rng, 1)}", 27, weight=1), (58, 521), INK, wide=440)
    card.disc((560, 521), 14, (225, 150, 40), line=2)
    card.plate((54, 552, 576, 802), hsv(hue, 0.10, 0.93), edge=line)
    card.paragraph(rng, (68, 568, 562, 0), INK, size=25, lines=int(rng.integers(2, 5)))
    card.paragraph(rng, (68, 718, 562, 0), (70, 62, 66), size=22, lines=2)
    if rng.random() < 0.7:
        card.plate((478, 780, 594, 834), light, radius=16, edge=line)
        card.say(letters(f"{digits(rng, 0, 8)}/{digits(rng, 1, 8)}", 34, weight=1), (536, 807), INK, anchor="middle")
    card.say(letters(f"{digits(rng, 100, 399)}  {words(rng, 2)}", 17), (40, 848), WHITE)
    return card.done


def borderless(number: int, rng: np.random.Generator) -> Picture:
    """The picture to every edge, clear plates over it, white text on shade: a promotional printing."""
    hue = float(rng.random())
    card = BlankCard(SIZE, BLACK)
    card.picture(number, (0, 0, *SIZE))
    card.shadow((0, 560, *SIZE), top=0, bottom=230)
    card.plate((32, 34, 598, 88), hsv(hue, 0.3, 0.85), radius=24, alpha=165, edge=hsv(hue, 0.4, 0.3), line=2)
    card.say(letters(card.called(words(rng, 2).title()), 32, weight=1), (52, 61), INK, wide=380)
    for place in range(int(rng.integers(1, 4))):
        card.disc((572 - 36 * place, 61), 16, hsv(hue + 0.1 * place, 0.5, 0.9), line=1)
    card.plate((32, 556, 598, 606), hsv(hue, 0.3, 0.85), radius=22, alpha=165, edge=hsv(hue, 0.4, 0.3), line=2)
    card.say(letters(f"{words(rng, 1)} - {words(rng, 1)}", 27, weight=1), (52, 581), INK, wide=440)
    card.plate((42, 616, 588, 806), (14, 14, 18), alpha=120)
    card.paragraph(rng, (58, 630, 572, 0), WHITE, size=25, lines=int(rng.integers(3, 6)))
    if rng.random() < 0.6:
        card.plate((484, 786, 600, 836), hsv(hue, 0.3, 0.85), radius=16, alpha=210)
        card.say(letters(f"{digits(rng, 0, 8)}/{digits(rng, 1, 8)}", 34, weight=1), (542, 811), INK, anchor="middle")
    card.say(letters(f"{digits(rng, 100, 399)}  {words(rng, 2)}", 16), (40, 852), WHITE)
    return card.done


def creature(number: int, rng: np.random.Generator) -> Picture:
    """Yellow or silver edge, a pastel field, art in a metal frame, two attacks with their numbers."""
    edge: Colour = (246, 205, 48) if rng.random() < 0.5 else (186, 190, 198)
    hue = float(rng.random())
    card = BlankCard(SIZE, edge)
    card.wash((0, 0, *SIZE), tuple(min(255, value + 14) for value in edge), edge)  # type: ignore[arg-type]
    card.plate((28, 28, 602, 852), hsv(hue, 0.36, 0.95), radius=12)
    card.grain(rng, (32, 36, 598, 844), cloud=16, grain=3, cells=5)
    card.say(letters(words(rng, 1), 17), (50, 48), INK)
    card.say(letters(card.called(words(rng, 1).title()), 42, weight=1), (50, 80), INK, wide=300)
    card.say(letters(digits(rng, 4, 25, 10), 40, weight=1), (536, 76), (190, 30, 30), anchor="right")
    card.disc((566, 76), 24, hsv(hue, 0.75, 0.85), line=2)
    card.plate((44, 106, 586, 446), (205, 206, 210), edge=(120, 120, 128), line=2)
    card.picture(number, (54, 116, 576, 436))
    card.shape([(96, 448), (546, 448), (534, 474), (84, 474)], GOLD)
    card.say(letters(words(rng, 5), 16), (315, 461), INK, anchor="middle", wide=420)
    for row in range(2):
        top = 520 + 118 * row
        for place in range(int(rng.integers(1, 4))):
            card.disc((66 + 38 * place, top), 17, hsv(hue + 0.35 * place, 0.6, 0.85), line=1)
        card.say(letters(words(rng, 1), 34, weight=1), (196, top), INK, wide=260)
        card.say(letters(digits(rng, 1, 20, 10), 40, weight=1), (580, top), INK, anchor="right")
        card.paragraph(rng, (52, top + 30, 576, 0), INK, size=20, lines=2)
    card.plate((44, 762, 586, 792), WHITE, alpha=150)
    for place in range(3):
        card.say(letters(words(rng, 1), 15), (60 + 180 * place, 777), INK)
        card.disc((168 + 180 * place, 777), 11, hsv(hue + 0.4 * place, 0.6, 0.85), line=1)
    card.paragraph(rng, (300, 800, 580, 0), INK, size=15, lines=2)
    card.say(letters(f"{words(rng, 1)}  {digits(rng, 1, 199)}/199", 15), (50, 836), INK)
    return card.done


def phone(number: int, rng: np.random.Generator) -> Picture:
    """A thin silver or golden edge, one picture over the whole face, outlined attacks on it; some are all gold."""
    golden = rng.random() < 0.33
    card = BlankCard(SIZE, GOLD if golden else (200, 204, 210))
    if golden:
        tone = float(rng.uniform(0.09, 0.14))
        metal = embossed(art(number, (602, 852)), hsv(tone, 0.75, 0.35), hsv(tone, 0.35, 1.0))
        card.put(metal, (14, 14), radius=22)
    else:
        card.picture(number, (14, 14, 616, 866), radius=22)
    card.shine(rng, strength=float(rng.uniform(0.2, 0.6)), lines=float(rng.uniform(0.0, 0.8)))
    around = WHITE if rng.random() < 0.6 else BLACK
    fill = BLACK if around == WHITE else WHITE
    card.say(
        letters(card.called(words(rng, 1).title()), 52, weight=2), (44, 66), fill, edge=around, wide=330, lean=0.15
    )
    card.say(letters(digits(rng, 8, 35, 10), 46, weight=2), (540, 64), fill, edge=around, anchor="right")
    card.disc((572, 62), 25, hsv(float(rng.random()), 0.8, 0.85), edge=around)
    for row in range(int(rng.integers(1, 3))):
        top = 560 + 116 * row
        for place in range(int(rng.integers(1, 4))):
            card.disc((62 + 40 * place, top), 18, hsv(float(rng.random()), 0.6, 0.9), edge=around)
        card.say(letters(words(rng, 2), 36, weight=1), (200, top), fill, edge=around, wide=270)
        card.say(letters(digits(rng, 3, 30, 10), 44, weight=2), (586, top), fill, edge=around, anchor="right")
        for line in (30, 56):
            card.say(letters(words(rng, 6), 21), (46, top + line + 8), fill, edge=around, reach=2, wide=530)
    card.plate((34, 788, 596, 822), around, alpha=150, radius=10)
    card.say(letters(words(rng, 6), 17), (50, 805), fill, wide=520)
    return card.done


def pirate(number: int, rng: np.random.Generator) -> Picture:
    """A thin edge of one colour, a full picture, a cost in the corner, a strip of rules, the name on a plate below."""
    hue = float(rng.choice([0.0, 0.13, 0.35, 0.58, 0.78]))
    full = hsv(hue, 0.85, 0.62)
    card = BlankCard((590, 860), WHITE if rng.random() < 0.25 else full)
    card.picture(number, (16, 16, 574, 844))
    card.shape([(16, 16), (150, 16), (120, 70), (70, 118), (16, 140)], full, alpha=215)
    card.disc((62, 62), 40, full, edge=WHITE, line=5, text=digits(rng, 1, 10))
    card.say(letters(digits(rng, 2, 12, 1000), 50, weight=2), (554, 54), WHITE, edge=BLACK, anchor="right")
    card.disc((534, 110), 22, hsv(hue + 0.3, 0.6, 0.5), edge=WHITE)
    side = letters(f"+{digits(rng, 1, 3, 1000)}  {words(rng, 1)}", 24, weight=1).rotate(90, expand=True)
    card.say(side, (24, 330), WHITE, edge=BLACK, reach=2)
    card.plate((34, 566, 556, 690), WHITE, alpha=205)
    card.plate((44, 574, 150, 600), (38, 84, 160), radius=6)
    card.say(letters(words(rng, 1)[:9], 18), (97, 587), WHITE, anchor="middle", wide=96)
    card.paragraph(rng, (44, 606, 546, 0), INK, size=20, lines=3)
    card.shape([(16, 720), (574, 700), (574, 844), (16, 844)], full, edge=WHITE, line=4)
    card.say(
        letters(card.called(words(rng, 2).title()), 46, weight=2),
        (295, 764),
        WHITE,
        edge=BLACK,
        anchor="middle",
        wide=450,
    )
    card.say(letters(f"{words(rng, 1)} / {words(rng, 1)}", 22), (295, 812), WHITE, anchor="middle", wide=400)
    card.say(letters(digits(rng, 100, 999), 17), (560, 830), WHITE, anchor="right")
    return card.done


def digital(number: int, rng: np.random.Generator) -> Picture:
    """The picture runs out at the top and the sides; a name in slanted capitals, rules on white, a dark box below."""
    hue = float(rng.choice([0.0, 0.14, 0.4, 0.57, 0.8]))
    card = BlankCard((590, 860), WHITE if rng.random() < 0.6 else hsv(hue, 0.5, 0.35))
    card.picture(number, (0, 0, 590, 590))
    card.disc((70, 74), 54, hsv(hue, 0.85, 0.8), edge=WHITE, line=8, text=digits(rng, 2, 13))
    card.plate((22, 146, 118, 250), WHITE, alpha=215, radius=10)
    card.disc((70, 186), 26, hsv(hue, 0.8, 0.7), text=digits(rng, 1, 5))
    card.say(letters(words(rng, 1)[:8], 16), (70, 230), INK, anchor="middle", wide=84)
    card.say(letters(digits(rng, 2, 15, 1000), 54, weight=2), (566, 58), WHITE, edge=hsv(hue, 0.9, 0.4), anchor="right")
    card.shape([(0, 590), (590, 520), (590, 606), (0, 640)], hsv(hue, 0.8, 0.72))
    name = letters(card.called(words(rng, 1).upper()), 50, weight=2)
    card.say(name, (300, 588), WHITE, edge=BLACK, anchor="middle", wide=460, lean=0.2)
    card.say(letters(f"Lv {digits(rng, 2, 8)}", 34, weight=1), (24, 620), WHITE, edge=BLACK)
    for row in range(2):
        card.plate((20, 650 + 46 * row, 108, 674 + 46 * row), (40, 100, 190), radius=8)
        card.say(letters(words(rng, 1)[:8], 16), (64, 662 + 46 * row), WHITE, anchor="middle", wide=80)
        ink = INK if sum(card.image.getpixel((300, 700))) > 400 else WHITE  # type: ignore[arg-type]
        card.paragraph(rng, (118, 652 + 46 * row, 570, 0), ink, size=17, lines=2)
    card.plate((14, 756, 576, 838), (30, 32, 42), radius=14, edge=hsv(hue, 0.6, 0.7))
    card.paragraph(rng, (34, 770, 556, 0), WHITE, size=18, lines=2)
    card.say(letters(digits(rng, 100, 999), 15), (566, 848), (120, 120, 120), anchor="right")
    return card.done


def duel(number: int, rng: np.random.Generator) -> Picture:
    """Black or white edge, a cost in an orb, a name in another script, large slanted art, a mighty number below."""
    hue = float(rng.choice([0.0, 0.13, 0.36, 0.6, 0.76]))
    card = BlankCard(SIZE, BLACK if rng.random() < 0.7 else WHITE)
    card.plate((22, 22, 608, 858), hsv(hue, 0.6, 0.55), radius=10)
    card.grain(rng, (26, 30, 604, 850), cloud=34, grain=4, cells=9)
    card.plate((84, 36, 596, 92), hsv(hue, 0.15, 0.95), edge=hsv(hue, 0.7, 0.25))
    card.say(written(rng, 3, 40, script="brushed"), (120, 64), INK, wide=450)
    size = (562, 430)
    cut = arched(size, 40)
    card.put(art(number, size), (34, 98), mask=cut)
    card.disc((66, 66), 44, hsv(hue, 0.85, 0.65), edge=GOLD, line=6, text=digits(rng, 1, 12))
    card.plate((34, 530, 596, 562), hsv(hue, 0.25, 0.9), edge=hsv(hue, 0.7, 0.25), line=2)
    card.say(written(rng, 3, 22, script="brushed"), (50, 546), INK)
    card.plate((34, 566, 596, 790), hsv(hue, 0.08, 0.96), alpha=225)
    for row in range(3):
        card.plate((48, 584 + 66 * row, 60, 596 + 66 * row), INK)
        card.paragraph(rng, (70, 578 + 66 * row, 582, 0), INK, size=21, lines=2, script="brushed")
    card.say(letters(digits(rng, 1, 19, 1000), 76, weight=3), (36, 818), WHITE, edge=BLACK, reach=5)
    card.say(written(rng, 2, 17, script="brushed"), (590, 832), WHITE, anchor="right", edge=BLACK, reach=1)
    return card.done


def ink(number: int, rng: np.random.Generator) -> Picture:
    """A dark ornate edge, art above to it, a name on a pale band across the middle, parchment below."""
    hue = float(rng.choice([0.0, 0.1, 0.3, 0.6, 0.8]))
    deep = hsv(hue, 0.5, 0.2)
    card = BlankCard(SIZE, deep)
    card.picture(number, (22, 22, 608, 500))
    card.plate((22, 470, 608, 858), (228, 214, 186))
    card.grain(rng, (22, 470, 608, 858), cloud=14, grain=3)
    card.shape([(14, 478), (616, 452), (616, 548), (14, 556)], (238, 228, 206), edge=GOLD, line=4)
    card.say(letters(card.called(words(rng, 1).upper()), 38, weight=1), (40, 500), INK, wide=400)
    card.say(letters(words(rng, 2), 24), (40, 534), INK, lean=0.2, wide=400)
    for place in range(2):
        middle = (480 + 84 * place, 504)
        card.shape(star(middle, 38, 4, inner=0.95), hsv(hue, 0.5, 0.35), edge=GOLD)
        card.say(letters(digits(rng, 1, 9), 40, weight=1), middle, WHITE, anchor="middle")
    card.plate((22, 556, 608, 592), hsv(hue, 0.55, 0.42))
    card.say(letters(f"{words(rng, 1)}  .  {words(rng, 1)}", 21), (315, 574), WHITE, anchor="middle")
    card.paragraph(rng, (50, 612, 560, 0), INK, size=24, lines=int(rng.integers(2, 5)))
    card.plate((150, 752, 480, 754), GOLD)
    card.paragraph(rng, (80, 768, 540, 0), (90, 78, 70), size=20, lines=2)
    for place in range(int(rng.integers(1, 4))):
        card.shape(star((592, 640 + 44 * place), 16, 2, inner=0.9), GOLD, edge=deep)
    card.shape(star((66, 70), 50, 3, inner=1.0), hsv(hue, 0.6, 0.4), edge=GOLD, line=6)
    card.say(letters(digits(rng, 1, 10), 46, weight=2), (66, 70), WHITE, anchor="middle")
    draw = ImageDraw.Draw(card.image)
    draw.rectangle((10, 10, 619, 869), outline=GOLD, width=3)
    draw.rectangle((20, 20, 609, 859), outline=hsv(hue, 0.4, 0.45), width=2)
    for corner in ((12, 12), (618, 12), (12, 868), (618, 868)):
        card.shape(star(corner, 26, 4), GOLD, edge=deep)
    return card.done


def pitch(number: int, rng: np.random.Generator) -> Picture:
    """Dark metal on black: a strip of colour above, art in an arch, dark rules, two signs in the lower corners."""
    strip = (hsv(0.0, 0.8, 0.6), hsv(0.13, 0.8, 0.75), hsv(0.58, 0.8, 0.6))[number % 3]
    card = BlankCard(SIZE, BLACK)
    card.plate((20, 20, 610, 846), (52, 50, 56), radius=24)
    card.grain(rng, (28, 28, 602, 838), cloud=18, grain=9, cells=12)
    card.plate((70, 30, 560, 46), strip, radius=8)
    card.shape([(84, 52), (546, 52), (524, 108), (106, 108)], (34, 32, 38), edge=(120, 112, 100))
    card.say(letters(card.called(words(rng, 2).title()), 34, weight=1), (315, 80), WHITE, anchor="middle", wide=380)
    size = (530, 420)
    card.put(art(number, size), (50, 114), mask=arched(size, 60))
    ImageDraw.Draw(card.image).arc((50, 114, 580, 234), 180, 360, fill=(130, 120, 105), width=6)
    card.plate((50, 536, 580, 776), (30, 28, 33), radius=10, edge=(110, 102, 92))
    card.paragraph(rng, (70, 558, 560, 0), (214, 206, 190), size=24, lines=int(rng.integers(3, 6)))
    card.disc((66, 66), 36, strip, edge=(120, 112, 100), text=digits(rng, 0, 5))
    card.disc((566, 66), 36, (60, 56, 60), edge=(120, 112, 100), text=digits(rng, 1, 4))
    card.shape([(150, 786), (480, 786), (452, 832), (178, 832)], (34, 32, 38), edge=(120, 112, 100))
    card.say(letters(f"{words(rng, 1)} {words(rng, 1)}", 23), (315, 809), (214, 206, 190), anchor="middle", wide=270)
    card.disc((80, 802), 42, (92, 76, 40), edge=(150, 130, 90), text=digits(rng, 1, 10))
    card.shape([(512, 764), (588, 764), (582, 820), (550, 848), (518, 820)], (60, 66, 80), edge=(140, 144, 150))
    card.say(letters(digits(rng, 1, 5), 44, weight=1), (550, 802), WHITE, anchor="middle")
    return card.done


def grade(number: int, rng: np.random.Generator) -> Picture:
    """A golden or white edge with points, a full picture, a grade and its bars at the left, a power plate below."""
    metal: Colour = GOLD if rng.random() < 0.5 else (232, 232, 236)
    hue = float(rng.random())
    card = BlankCard((590, 860), metal)
    card.grain(rng, (0, 0, 590, 860), cloud=20, grain=2, cells=14)
    card.picture(number, (18, 18, 572, 842), radius=10)
    card.shape(
        [(18, 18), (120, 18), (120, 130), (69, 178), (18, 130)], hsv(hue, 0.8, 0.35), alpha=235, edge=metal, line=5
    )
    card.say(letters(digits(rng, 0, 5), 84, weight=3), (69, 86), WHITE, edge=BLACK, anchor="middle")
    for place in range(3):
        card.plate((26, 190 + 46 * place, 72, 226 + 46 * place), hsv(hue + 0.2 * place, 0.7, 0.5), radius=8, edge=metal)
    card.plate((30, 600, 560, 708), (250, 248, 240), alpha=190, radius=8)
    card.paragraph(rng, (44, 612, 548, 0), INK, size=20, lines=3, script="brushed")
    card.shape([(18, 742), (150, 716), (572, 716), (572, 842), (18, 842)], hsv(hue, 0.75, 0.3), edge=metal, line=5)
    card.say(letters(digits(rng, 5, 14, 1000), 60, weight=3), (32, 790), (255, 236, 150), edge=BLACK)
    card.say(written(rng, 3, 36, script="brushed"), (400, 756), WHITE, edge=BLACK, anchor="middle", wide=320)
    card.say(written(rng, 2, 20, script="brushed"), (400, 806), metal, anchor="middle")
    card.image = card.image.filter(ImageFilter.SMOOTH) if rng.random() < 0.3 else card.image
    if rng.random() < 0.4:
        card.shine(rng, strength=0.4, lines=0.4)
    return card.done


FRAMES: tuple[Style, ...] = (spell, borderless, creature, phone, pirate, digital, duel, ink, pitch, grade)
