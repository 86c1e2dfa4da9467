"""The fonts of this computer that could print a card's small letters. Installs none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from karuta.domain.printing.verifying import LETTERS

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# Capitals are drawn this high, in pixels, and made smaller afterwards.
CAPITALS = 24
# One font in so many is never drawn with in training.
HELD_OUT = 9
MOST_FACES = 500
# Small capitals are so high, of the capitals.
SMALL = 0.8
# Fonts that no card is printed in: scripts, fraktur, toys, signs, pixels.
UNFIT = re.compile(
    r"aenigma|brk|fraktur|script|kaushan|vibes|gesture|scrawl|symbol|math|futhark|klingon|spleen|emoji|icon|braille|"
    r"bocuma|marvosym|pecita|domestic|isabella|penguin|staypuft|engadget|rufscript|comic|humor|karumbi|chilanka|caliban|"
    r"goudy.*ini|romande.*(script|italic)|venturis.*old|keyboard|initials|dingbat|d050000l|z003|chorus|essays|fell|"
    r"variable|stix.*(siz|var|non|int)|purisa|dyuthi|keraleeyam|galapogos|larabie|ume|cjk.*(kr|hk|sc|tc)|outline|shadow|"
    r"ital|obliq|boldit|it\.otf|mono.*bold|larm|mona|thin|hairline|extralight|ultralight|breip|radisnoir|tomson|beteckna.*(low|small)|smallcaps|-sc|_sc|"
    r"biolinum_k|stencil|caps|unz|accanthis.*italic|powerline|ligature|gwmono|ocr|nerd|-nf|codenf|-pl|monoisome|alegreya|mingzat|tuladha",
    re.IGNORECASE,
)

# And those that no title is set in: thin ones, letters of one width. Noto has its Latin letters in many files.
UNFIT_FOR_NAMES = re.compile(
    r"aenigma|brk|fraktur|script|kaushan|leckerli|symbol|math|futhark|emoji|icon|braille|marvosym|pecita|isabella|"
    r"humor|kristi|breip|femkeklaver|tomson|ecolier|initials|dingbat|d050000l|z003|thin|hairline|extralight|ultralight|"
    r"biolinum_k|keyboard|conakry|outline|shadow|-vf|mono|courier|hack|noto(?!(sans|serif)(display)?-)",
    re.IGNORECASE,
)

# Ink, (48, n) uint8 with the capitals in rows 12 to 35, and how far it is to the next letter, in pixels.
Letter = tuple[NDArray[np.uint8], float]


@dataclass(frozen=True, eq=False)
class TypeFace:
    """One font file at the size at which its capitals are `CAPITALS` high. `over`: from the baseline to the top."""

    path: Path | None
    font: ImageFont.FreeTypeFont = field(repr=False)
    over: int
    _drawn: dict[str, Letter] = field(default_factory=dict, compare=False, repr=False)
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def letter(self, sign: str) -> Letter:
        """A letter's ink, (48, n) uint8 with the capitals in rows 12 to 35, and its advance in pixels."""
        if sign in self._drawn:
            return self._drawn[sign]
        room = 12
        advance = self.font.getlength(sign)
        width = int(advance) + 2 * room
        image = Image.new("L", (max(width, 1), 2 * CAPITALS), 0)
        ImageDraw.Draw(image).text((room, CAPITALS // 2 + CAPITALS), sign, fill=255, font=self.font, anchor="ls")
        self._drawn[sign] = np.asarray(image), advance
        return self._drawn[sign]

    @cached_property
    def small(self) -> TypeFace:
        """Itself, with smaller capitals on the same line, as small capitals are."""
        return TypeFace(self.path, self.font.font_variant(size=round(self.font.size * SMALL)), self.over)

    def has(self, sign: str) -> bool:
        """Whether it has this sign and no box in its place."""
        if sign not in self._known:
            self._known[sign] = bytes(self.font.getmask(sign)) not in (b"", bytes(self.font.getmask("\U0010fffd")))
        return self._known[sign]


def type_faces(
    folders: Sequence[Path] = FOLDERS, *, most: int = MOST_FACES, unfit: re.Pattern[str] = UNFIT
) -> list[TypeFace]:
    """Fitting fonts, at most `most`, in a fixed order; Pillow's own is always the first."""
    faces = [_sized(None)]
    paths = sorted({p for folder in folders for p in folder.rglob("*") if p.suffix.lower() in (".ttf", ".otf", ".ttc")})
    fitting = [path for path in paths if not unfit.search(path.name) and not unfit.search(path.parent.name)]
    step = max(1.0, len(fitting) / (1.25 * most))
    for number in range(int(len(fitting) / step)):
        face = _sized(fitting[int(number * step)])
        if face is not None and len(faces) < most:
            faces.append(face)
    return [face for face in faces if face is not None]


def parted(faces: Sequence[TypeFace]) -> tuple[list[TypeFace], list[TypeFace]]:
    """The typefaces to learn from, and the held-out ones."""
    out = [face for number, face in enumerate(faces) if number % HELD_OUT == 4]
    return [face for face in faces if face not in out], out


def parted_by_family(
    faces: Sequence[TypeFace], held_out: Sequence[str]
) -> tuple[list[list[TypeFace]], list[list[TypeFace]]]:
    """As `parted`, in families, each the first two words of fonts' names. `held_out`: those not to learn from, by name:
    which are the ninth ones changes with every font that a computer gets.
    """
    families: dict[str, list[TypeFace]] = {}
    for face in faces:
        families.setdefault(" ".join((face.font.getname()[0] or "").split()[:2]), []).append(face)
    learned = [family for name, family in families.items() if name not in held_out]
    return learned, [family for name, family in families.items() if name in held_out]


def _sized(path: Path | None) -> TypeFace | None:
    try:
        if path is None:
            first = ImageFont.load_default(100)
            assert isinstance(first, ImageFont.FreeTypeFont)
        else:
            first = ImageFont.truetype(path, 100)
        over = -first.getbbox("H", anchor="ls")[1]
        if not 45 <= over <= 95 or not _has_letters(first):
            return None
        size = round(100 * CAPITALS / over)
        font = first.font_variant(size=size)
        return TypeFace(path, font, CAPITALS)
    except (OSError, ValueError):
        return None


def _has_letters(font: ImageFont.FreeTypeFont) -> bool:
    """Whether all letters are there and differ: a font without one draws the same box for it."""
    shapes = {bytes(font.getmask(sign)) for sign in LETTERS}
    return len(shapes) == len(LETTERS) and b"" not in shapes
