"""Cards of no game, drawn in grey with their lines of text: where each line lies is known. Photographs nothing."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from workshop.code_reader.typefaces import CAPITALS, TypeFace
from workshop.name_reader.grounds import Grey, art, leveled, paper, shapes

WORDS = Path("/usr/share/dict/words")
# A face's size in pixels; its titles have capitals of 14 to 34.
WIDE, TALL = 480, 672
_ROOM = 12
_SMALL = ("of", "the", "and", "to", "in", "for", "der", "des", "von", "de", "la", "du", "with", "a")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ACCENTS = "äöüéèáíóñçêôÄÖÜÉ"


@dataclass(frozen=True, eq=False)
class CardFace:
    """`lines`: (n, 4, 2), each from its own upper left round: capitals' top to baseline, first letter to last.
    `counts`: (n,) bool; False for a number or a sign, of which it does not matter what is said.
    """

    pixels: Grey
    lines: NDArray[np.float64]
    counts: NDArray[np.bool_]


@functools.cache
def words() -> list[str]:
    """Where the computer has no list, words of random letters."""
    if not WORDS.exists():
        rng = np.random.default_rng(1)
        return ["".join(_LETTERS[i] for i in rng.integers(26, size=rng.integers(2, 11))) for _ in range(1000)]
    lines = WORDS.read_text(encoding="utf-8").split()
    return [word for word in lines if not word.endswith("'s") and word.isalpha() and len(word) < 13]


def phrase(rng: np.random.Generator, count: int) -> str:
    """Words as titles have them."""
    listed, parts = words(), []
    for k in range(count):
        if k and count > 2 and rng.random() < 0.3:
            parts.append(_SMALL[rng.integers(len(_SMALL))])
            continue
        if rng.random() < 0.12:
            word = "".join(_LETTERS[i] for i in rng.integers(26, size=rng.integers(2, 11)))
        else:
            word = listed[rng.integers(len(listed))]
        word = word[0].upper() + word[1:]
        if rng.random() < 0.05:
            at = int(rng.integers(len(word)))
            word = word[:at] + _ACCENTS[rng.integers(len(_ACCENTS))] + word[at + 1 :]
        if rng.random() < 0.08:
            word += ("'s", ",", "-" + listed[rng.integers(len(listed))], ":", "!")[rng.integers(5)]
        parts.append(word)
    return " ".join(parts)


def sentence(rng: np.random.Generator, letters: int) -> str:
    """Small words of about so many letters in all."""
    listed, text = words(), ""
    while len(text) < letters:
        word = listed[rng.integers(len(listed))]
        text += (word if rng.random() < 0.2 else word.lower()) + (" ", " ", " ", " ", ", ", ". ")[rng.integers(6)]
    return text[:letters].strip()


@functools.lru_cache(maxsize=1024)
def _smaller(face: TypeFace, share: float) -> ImageFont.FreeTypeFont:
    return face.font.font_variant(size=max(4, round(face.font.size * share)))


def inked(text: str, face: TypeFace, *, small_capitals: float = 0.0) -> Image.Image:
    """The line's ink, cut at its first and last letter; 60 rows, capitals in rows 12 to 35."""
    if not small_capitals:
        parts = [(text, face.font)]
    else:
        parts = []
        for k, word in enumerate(text.split(" ")):
            parts += [((" " if k else "") + word[:1].upper(), face.font)]
            parts += [(word[1:].upper(), _smaller(face, small_capitals))] if word[1:] else []
    width = sum(font.getlength(part) for part, font in parts)
    image = Image.new("L", (int(width) + 2 * _ROOM, 60), 0)
    draw, at = ImageDraw.Draw(image), float(_ROOM)
    for part, font in parts:
        draw.text((at, _ROOM + CAPITALS), part, fill=255, font=font, anchor="ls")
        at += font.getlength(part)
    box = image.getbbox() or (0, 0, 2, 60)
    return image.crop((box[0], 0, max(box[2], box[0] + 2), 60))


class FaceMaker:
    """Draws faces with these typefaces."""

    def __init__(self, faces: Sequence[TypeFace]) -> None:
        self._faces = list(faces)

    def face(self, rng: np.random.Generator) -> CardFace:
        """One card's face."""
        return _Drawing(self._faces, rng).drawn()


class _Drawing:
    def __init__(self, faces: Sequence[TypeFace], rng: np.random.Generator) -> None:
        self._faces, self._rng = faces, rng
        self._lines: list[list[tuple[float, float]]] = []
        self._counts: list[bool] = []
        self._frame = rng.uniform(10, 245)
        self._image = paper((WIDE, TALL), self._frame, rng)
        self._draw = ImageDraw.Draw(self._image)
        self._title_face = self._any_face()
        self._text_face = self._any_face()
        self._capitals = rng.uniform(14, 34)

    def _any_face(self) -> TypeFace:
        return self._faces[int(self._rng.integers(len(self._faces)))]

    def drawn(self) -> CardFace:
        rng = self._rng
        kind = rng.random()
        if kind < 0.05:
            shapes(self._image, int(rng.integers(5, 60)), rng)
        elif kind < 0.11:
            self._words()
        else:
            self._usual(whole_art=kind > 0.8)
        self._border()
        image = self._image
        if rng.random() < 0.06:
            # A title up the side.
            self._side_title()
        lines = np.array(self._lines, dtype=np.float64).reshape(-1, 4, 2)
        return CardFace(np.array(image), lines, np.array(self._counts, dtype=bool))

    def _usual(self, *, whole_art: bool) -> None:
        rng, capitals = self._rng, self._capitals
        edge = round(rng.uniform(0.02, 0.07) * WIDE)
        inner = (edge, edge, WIDE - edge, TALL - edge)
        if rng.random() < 0.7:
            self._box(inner, rng.uniform(10, 245))
        bar = round(capitals * rng.uniform(1.5, 2.4))
        side = edge + round(rng.uniform(0, 0.03) * WIDE)
        top = edge + round(rng.uniform(0, 0.03) * TALL)
        middle_title = rng.random() < 0.12
        art_top = top + (0 if whole_art else bar + round(rng.uniform(0, 10)))
        art_end = round(rng.uniform(0.45, 0.62) * TALL)
        if middle_title:
            top, art_top = art_end, edge
            art_end = top
        art_box = (edge, edge, WIDE - edge, TALL - edge) if whole_art else (side, art_top, WIDE - side, art_end)
        picture = art((art_box[2] - art_box[0], max(8, art_box[3] - art_box[1])), rng)
        self._image.paste(picture, art_box[:2])
        if rng.random() < 0.6:
            self._draw.rectangle(art_box, outline=int(rng.integers(256)), width=int(rng.integers(1, 5)))
        barred = rng.random() < (0.35 if whole_art else 0.7)
        if barred:
            self._bar((side, top, WIDE - side, top + bar))
        self._title((side, top, WIDE - side, top + bar), barred=barred)
        self._lower(side, (top + bar if middle_title else art_end) + round(rng.uniform(2, 12)), edge)

    def _lower(self, side: int, row: int, edge: int) -> None:
        """The line of kinds, the box of rules, a number in the corner, the small print."""
        rng, capitals = self._rng, self._capitals
        if rng.random() < 0.75:
            size = capitals * rng.uniform(0.65, 1)
            bar = round(size * rng.uniform(1.5, 2.3))
            if rng.random() < 0.7:
                self._bar((side, row, WIDE - side, row + bar))
            text = phrase(rng, int(rng.integers(1, 4)))
            self._text(text, self._title_face, (side + rng.uniform(4, 24), row + (bar - size) / 2), size,
                       most=WIDE - 2 * side - 30)  # fmt: skip
            row += bar + round(rng.uniform(0, 8))
        end = TALL - edge - round(rng.uniform(8, 40))
        if end - row < 40:
            return
        box = (side, row, WIDE - side, end)
        if rng.random() < 0.75:
            self._box(box, rng.uniform(60, 250) if rng.random() < 0.8 else rng.uniform(5, 80))
        size = rng.uniform(7, 13)
        at, step = row + rng.uniform(6, 20), size * rng.uniform(1.5, 2)
        wide = WIDE - 2 * side - 24
        while at + step < end - 6:
            letters = int(wide / size * rng.uniform(0.25, 1.15))
            if rng.random() < 0.1:
                at += step * 0.6
            elif rng.random() < 0.1 and at + 3 * size < end:
                big = size * rng.uniform(1.2, 1.9)
                self._text(phrase(rng, int(rng.integers(1, 4))), self._title_face, (side + rng.uniform(8, 90), at), big,
                           most=wide - 90)  # fmt: skip
                at += big * 1.7
            else:
                self._text(sentence(rng, max(4, letters)), self._text_face, (side + 12, at), size, most=wide)
                at += step
        if rng.random() < 0.6:
            size = capitals * rng.uniform(0.8, 1.2)
            x, y = WIDE - side - size * rng.uniform(2.5, 4), end - size * rng.uniform(0.6, 1.6)
            if rng.random() < 0.7:
                self._bar((round(x - 8), round(y - 5), round(x + size * 2.6), round(y + size + 5)))
            self._text(f"{rng.integers(1, 13)}/{rng.integers(1, 13)}", self._title_face, (x, y), size, counts=False)
        for _ in range(int(rng.integers(0, 3))):
            size = rng.uniform(4, 6.5)
            self._text(sentence(rng, int(rng.integers(8, 40))), self._text_face,
                       (side + rng.uniform(0, 200), TALL - edge * rng.uniform(0.5, 1) - size), size)  # fmt: skip

    def _title(self, box: tuple[int, int, int, int], *, barred: bool) -> None:
        rng, capitals = self._rng, self._capitals
        left = box[0] + rng.uniform(4, 20)
        end = box[2] - rng.uniform(4, 20)
        row = (box[1] + box[3] - capitals) / 2 + rng.normal(0, 0.04) * capitals
        if rng.random() < 0.2:
            # A sign or a number before the title.
            wide = capitals * rng.uniform(1.2, 2.4)
            self._sign(left + wide / 2, (box[1] + box[3]) / 2, wide / 2)
            left += wide + rng.uniform(4, 14)
        for _ in range(int(rng.integers(0, 6)) if rng.random() < 0.65 else 0):
            size = capitals * rng.uniform(1, 1.35)
            self._sign(end - size / 2, (box[1] + box[3]) / 2, size / 2)
            end -= size + rng.uniform(1, 3)
        if rng.random() < 0.12:
            size = capitals * rng.uniform(0.8, 1.3)
            text = f"{rng.integers(1, 34) * 10}"
            end -= len(text) * size * 0.9 + 6
            self._text(text, self._title_face, (end + 6, box[1] + (box[3] - box[1] - size) / 2), size, counts=False)
        text = phrase(rng, int(rng.choice([1, 2, 3, 4, 5], p=[0.2, 0.4, 0.24, 0.11, 0.05])))
        style = rng.random()
        small = 0.0
        if style < 0.17:
            text = text.upper()
        elif style < 0.32:
            small = float(rng.uniform(0.72, 0.86))
        where = rng.random()
        align = 0.0 if where < 0.75 else (0.5 if where < 0.93 else 1.0)
        self._text(text, self._title_face, (left, row), capitals, most=end - left - 6, align=align,
                   small_capitals=small, outlined=rng.random() < (0.2 if barred else 0.6), squeeze=True)  # fmt: skip
        if rng.random() < 0.1:
            size = capitals * rng.uniform(0.45, 0.6)
            self._text(phrase(rng, 2), self._title_face, (left, row + capitals * 1.35), size, most=end - left)

    def _words(self) -> None:
        """A page of a few lines: a box, a book, a token."""
        rng, row = self._rng, float(self._rng.uniform(20, 80))
        if rng.random() < 0.5:
            shapes(self._image, int(rng.integers(1, 30)), rng)
        while row < TALL - 60:
            size = float(np.exp(rng.uniform(np.log(10), np.log(50))))
            text = phrase(rng, int(rng.integers(1, 5)))
            text = text.upper() if rng.random() < 0.3 else text
            self._text(text, self._any_face(), (rng.uniform(20, 60), row), size, most=WIDE - 80,
                       align=float(rng.choice([0, 0.5])), outlined=rng.random() < 0.3)  # fmt: skip
            row += size * rng.uniform(1.7, 4)

    def _side_title(self) -> None:
        """Turned by a quarter: the line reads upward, at the left."""
        rng, size = self._rng, float(self._rng.uniform(12, 26))
        ink = inked(phrase(rng, int(rng.integers(1, 4))), self._title_face)
        scale = size / CAPITALS
        wide = min(round(ink.width * scale), TALL - 120)
        ink = ink.resize((max(2, wide), max(2, round(ink.height * scale))), Image.Resampling.BOX)
        turned = ink.transpose(Image.Transpose.ROTATE_90)
        x, y = rng.uniform(4, 20), TALL - 60 - wide - rng.uniform(0, 40)
        under = paper((round(size * 2), wide + 40), rng.uniform(10, 245), rng)
        self._image.paste(under, (round(x), round(y - 20)))
        x += size * 0.5
        level = self._against(np.asarray(under).mean())
        top = round(x - 12 * scale)
        self._image.paste(level, (top, round(y)), turned)
        a = top + 12 * scale
        self._lines.append([(a, y + wide), (a, y), (a + size, y), (a + size, y + wide)])
        self._counts.append(True)

    def _sign(self, x: float, y: float, radius: float) -> None:
        rng = self._rng
        level = int(rng.integers(256))
        box = (x - radius, y - radius, x + radius, y + radius)
        if rng.random() < 0.8:
            self._draw.ellipse(box, fill=level)
        else:
            self._draw.regular_polygon((x, y, radius), int(rng.integers(3, 8)), rotation=int(rng.integers(90)),
                                       fill=level)  # fmt: skip
        other = self._against(level)
        r = radius * rng.uniform(0.3, 0.75)
        at = rng.random()
        if at < 0.4:
            sign = str(rng.integers(10)) if rng.random() < 0.7 else "XWUBRGT"[rng.integers(7)]
            font = _smaller(self._title_face, max(0.2, 2 * r / CAPITALS))
            self._draw.text((x, y), sign, fill=other, font=font, anchor="mm")
        elif at < 0.7:
            turn = rng.uniform(0, 6.3)
            self._draw.polygon([(x + r * f * math.cos(turn + t), y + r * f * math.sin(turn + t))
                                for t, f in zip(np.linspace(0, 6.2, 7), rng.uniform(0.3, 1, 7), strict=True)],
                               fill=other)  # fmt: skip
        else:
            self._draw.ellipse((x - r, y - r * 0.8, x + r, y + r), fill=other)

    def _bar(self, box: tuple[int, int, int, int]) -> None:
        rng = self._rng
        level = rng.uniform(100, 245) if rng.random() < 0.6 else rng.uniform(10, 140)
        size = (max(2, box[2] - box[0]), max(2, box[3] - box[1]))
        mask = Image.new("L", size, 0)
        round_by = rng.uniform(0, 0.5) * size[1] if rng.random() < 0.6 else 0
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), round_by, fill=255)
        self._image.paste(paper(size, level, rng), box[:2], mask)
        if rng.random() < 0.7:
            self._draw.rounded_rectangle(box, round_by, outline=int(rng.integers(256)), width=int(rng.integers(1, 5)))

    def _box(self, box: tuple[int, int, int, int], level: float) -> None:
        if box[2] - box[0] < 4 or box[3] - box[1] < 4:
            return
        self._image.paste(paper((box[2] - box[0], box[3] - box[1]), level, self._rng), box[:2])
        if self._rng.random() < 0.6:
            self._draw.rectangle(box, outline=int(self._rng.integers(256)), width=int(self._rng.integers(1, 5)))

    def _border(self) -> None:
        rng = self._rng
        if rng.random() < 0.7:
            level = int(rng.choice([8, 20, 235, 128, int(rng.integers(256))]))
            self._draw.rectangle((0, 0, WIDE - 1, TALL - 1), outline=level, width=int(rng.integers(4, 22)))

    def _against(self, level: float) -> int:
        """A level that can be read on this one."""
        rng = self._rng
        contrast = 50 + rng.exponential(110)
        dark = level > 150 or (level > 70 and rng.random() < 0.5)
        return int(np.clip(level - contrast if dark else level + contrast, 0, 255))

    def _text(
        self,
        text: str,
        face: TypeFace,
        at: tuple[float, float],
        capitals: float,
        *,
        most: float = WIDE,
        align: float = 0.0,
        small_capitals: float = 0.0,
        outlined: bool = False,
        squeeze: bool = False,
        counts: bool = True,
    ) -> None:
        """Prints one line, its capitals' upper left at `at`, and notes where it stands."""
        rng = self._rng
        ink = inked(text, face, small_capitals=small_capitals)
        scale = capitals / CAPITALS
        wide = ink.width * scale * (rng.uniform(0.75, 1.15) if squeeze else 1.0)
        if wide > most:
            if not squeeze or most < 0.6 * wide:
                share = most / wide
                text = text[: max(3, int(len(text) * share * 0.95))].strip() or "Ab"
                ink = inked(text, face, small_capitals=small_capitals)
                wide = ink.width * scale
            wide = min(wide, most)
        size = (max(3, round(wide)), max(3, round(60 * scale)))
        ink = ink.resize(size, Image.Resampling.BOX if scale < 0.7 else Image.Resampling.BILINEAR)
        left = round(at[0] + max(0.0, most - wide) * align)
        top = round(at[1] - _ROOM * size[1] / 60)
        under = self._image.crop((max(0, left), max(0, round(at[1])), left + size[0], round(at[1] + capitals)))
        level = float(np.asarray(under).mean()) if under.width and under.height else 128.0
        colour = self._against(level)
        if outlined:
            edge = self._against(colour)
            reach = 3 if capitals < 16 else 5
            if rng.random() < 0.5:
                around = ink.filter(ImageFilter.MaxFilter(reach))
                if rng.random() < 0.4:
                    around = around.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 3)))
                self._image.paste(edge, (left, top), around)
            else:
                step = int(rng.integers(1, reach))
                self._image.paste(edge, (left + step, top + step), ink)
        if rng.random() < 0.1:
            self._image.paste(leveled(art(size, rng), colour, 0.3), (left, top), ink)
        else:
            self._image.paste(colour, (left, top), ink)
        a = top + _ROOM * size[1] / 60
        b = a + CAPITALS * size[1] / 60
        self._lines.append([(left, a), (left + size[0], a), (left + size[0], b), (left, b)])
        self._counts.append(counts)
