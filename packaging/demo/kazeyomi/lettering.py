"""Letters on a card: which fonts, text that is fitted, wrapped or set upright; it knows no layout.

No font is kept in this repository. Composing wants these Debian packages (all free: SIL OFL or public domain):
fonts-kouzan-mouhitsu, fonts-morisawa-bizud-mincho, fonts-ebgaramond, fonts-quattrocento. Without one of them
Pillow's own font stands in for Latin and Japanese letters become boxes, which is enough to test the layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

Ink = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_SHARE = Path("/usr/share/fonts")
_FILES = {
    "brush": "truetype/kouzan-mouhitsu/kouzan-mouhitsu.ttf",
    "mincho": "truetype/bizud-mincho/BIZUDPMincho-Bold.ttf",
    "title": "opentype/quattrocento/Quattrocento-Regular.otf",
    "caps": "opentype/quattrocento/Quattrocento-Regular.otf",
    "body": "opentype/ebgaramond/EBGaramond12-Regular.otf",
    "italic": "opentype/ebgaramond/EBGaramond12-Italic.otf",
    "bold": "opentype/ebgaramond/EBGaramond12-Bold.otf",
}


@lru_cache(maxsize=256)
def font(face: str, size: int) -> Font:
    """A face at a size in pixels."""
    path = _SHARE / _FILES[face]
    return ImageFont.truetype(path, size) if path.is_file() else ImageFont.load_default(size)


def missing_fonts() -> list[str]:
    """The faces that would be stood in for."""
    return [face for face, file in _FILES.items() if not (_SHARE / file).is_file()]


def fitted(face: str, text: str, *, size: int, width: float) -> Font:
    """The largest size up to `size` at which the text is no wider than `width`."""
    while size > 12 and font(face, size).getlength(text) > width:
        size -= 1
    return font(face, size)


def centred(
    image: Image.Image, text: str, *, x: float, y: float, type_: Font, ink: Ink, glow: Ink | None = None
) -> None:
    """One line with its middle at (x, y); with `glow`, a soft halo that lifts it from what lies below."""
    if glow is not None:
        halo = Image.new("L", image.size, 0)
        ImageDraw.Draw(halo).text((x, y), text, font=type_, fill=255, anchor="mm", stroke_width=3)
        halo = halo.filter(ImageFilter.GaussianBlur(5))
        image.paste(Image.new("RGB", image.size, glow), mask=halo.point(lambda value: min(255, int(value * 1.4))))
    ImageDraw.Draw(image).text((x, y), text, font=type_, fill=ink, anchor="mm")


def wrapped(text: str, type_: Font, width: float) -> list[str]:
    """Lines no wider than `width`; line breaks in the text stay."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and type_.getlength(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def lines_centred(
    draw: ImageDraw.ImageDraw, lines: Iterable[str], *, x: float, y: float, step: float, type_: Font, ink: Ink
) -> float:
    """Lines below each other, each centred on x; gives the y after the last."""
    for line in lines:
        draw.text((x, y), line, font=type_, fill=ink, anchor="mm")
        y += step
    return y


def upright(
    draw: ImageDraw.ImageDraw, text: str, *, x: float, top: float, height: float, size: int, ink: Ink, bold: int = 1
) -> None:
    """Japanese from the top down, spread over `height`."""
    step = height / len(text)
    type_ = font("brush", min(size, int(step * 1.08)))
    for i, letter in enumerate(text):
        draw.text(
            (x, top + step * (i + 0.5)), letter, font=type_, fill=ink, anchor="mm", stroke_width=bold, stroke_fill=ink
        )
