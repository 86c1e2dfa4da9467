"""The whole face of a card: frame, finished art, ornaments and lettering together; it writes no files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from kazeyomi.canvas import as_image, as_picture, blurred, darkened, mixed
from kazeyomi.colour import Colour, Picture, mix, rgb
from kazeyomi.deck import Card
from kazeyomi.frame import CREST, PANEL, STYLES, Frame, frame
from kazeyomi.lettering import Ink, centred, fitted, font, lines_centred, upright, wrapped
from kazeyomi.windows import ART, HEIGHT, WIDTH, WINDOW

SIZE = (421, 614)
# The finished art, one picture a card; the programs that drew it are in this repository's history.
ART_FOLDER = Path(__file__).resolve().parents[1] / "art"
_SEASON_SIGNS = {"spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"}
_SEASON_INKS = {"spring": "#c2487a", "summer": "#2f8a4a", "autumn": "#c2561c", "winter": "#2f5f9a"}


def art(card: Card) -> Picture:
    """What the card's window shows."""
    with Image.open(ART_FOLDER / f"{card.art}.webp") as image:
        if image.size != (ART.width, ART.height):
            raise ValueError(f"the art of {card.card_id} is not {ART.width} x {ART.height} pixels")
        return as_picture(image)


def face(card: Card) -> Image.Image:
    """The card's face, twice as large as it is kept."""
    dress = frame(card.kind, card.rarity)
    picture = _in_window(dress, art(card))
    image = as_image(dress.trim.onto(picture))
    _crest(image, card)
    if card.family != "token":
        _name_strip(image, card)
    _banner(image, card, dress)
    _panel(image, card, dress)
    _foot(image, card)
    return image


def reduced(image: Image.Image) -> Image.Image:
    """The picture at the size that the catalogue keeps."""
    return image.resize(SIZE, Image.Resampling.LANCZOS)


def _in_window(dress: Frame, shown: Picture) -> Picture:
    left, top, right, bottom = WINDOW
    canvas = np.zeros((HEIGHT, WIDTH, 3), dtype=np.float32)
    canvas[top:bottom, left:right] = shown
    depth = 1 - blurred(dress.window, 9)
    canvas = darkened(canvas, np.clip(depth * 1.1 - 0.05, 0, 1))
    return mixed(dress.ground, canvas, dress.window)


def _ink(colour: Colour) -> Ink:
    red, green, blue = (round(part * 255) for part in colour)
    return (red, green, blue)


def _crest(image: Image.Image, card: Card) -> None:
    x, y, _ = CREST
    text = str(card.breath) if card.family != "token" else "札"
    type_ = font("title", 66) if card.family != "token" else font("brush", 56)
    centred(image, text, x=x, y=y - 3, type_=type_, ink=(255, 244, 214), glow=(0, 0, 0))


def _name_strip(image: Image.Image, card: Card) -> None:
    """The Japanese name on a slip of paper, as poems are hung."""
    letters = len(card.ja)
    size = 58 if letters <= 7 else 50
    height = min(560, letters * (size + 6))
    right, top = WINDOW[2] - 30, WINDOW[1] + 44
    left = right - 82
    if card.kind == "Omen":
        top += 92
    if card.kind in ("Treasure", "Realm"):
        top += 50
    shadow = Image.new("L", image.size, 0)
    ImageDraw.Draw(shadow).rectangle((left + 5, top + 7, right + 5, top + height + 47), fill=150)
    image.paste(Image.new("RGB", image.size, (0, 0, 0)), mask=shadow.filter(ImageFilter.GaussianBlur(6)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((left, top, right, top + height + 40), fill=(247, 240, 222), outline=(120, 92, 48), width=2)
    draw.rectangle(
        (left + 6, top + 6, right - 6, top + height + 34),
        outline=_ink(mix(rgb("#f7f0de"), rgb(_SEASON_INKS[card.season]), 0.75)),
        width=3,
    )
    upright(draw, card.ja, x=(left + right) / 2, top=top + 20, height=height, size=size, ink=(26, 20, 18))


def _banner(image: Image.Image, card: Card, dress: Frame) -> None:
    name = fitted("title", card.en, size=50, width=560)
    ink = _ink(dress.banner_ink)
    draw = ImageDraw.Draw(image)
    draw.text((WIDTH / 2, 884), card.en, font=name, fill=ink, anchor="mm", stroke_width=1, stroke_fill=ink)
    sign = STYLES[card.kind].sign
    for x, text, colour in (
        (104, sign, (138, 28, 24)),
        (WIDTH - 104, _SEASON_SIGNS[card.season], _ink(rgb(_SEASON_INKS[card.season]))),
    ):
        draw.rounded_rectangle((x - 25, 861, x + 25, 911), radius=8, fill=colour, outline=(246, 232, 200), width=2)
        draw.text((x, 885), text, font=font("mincho", 36), fill=(255, 246, 226), anchor="mm")


def _panel(image: Image.Image, card: Card, dress: Frame) -> None:
    draw = ImageDraw.Draw(image)
    ink = _ink(dress.panel_ink)
    letters, glow = _on_frame(card)
    kind = f"{card.kind.upper()}  ·  {card.season.upper()}"
    if card.kind == "Spirit":
        kind += f"  ·  FORCE {card.force}  ·  CALM {card.calm}"
    if card.family == "token":
        kind = "TOKEN"
    centred(image, kind, x=WIDTH / 2, y=949, type_=font("caps", 25), ink=letters, glow=glow)
    width = PANEL[2] - PANEL[0] - 70
    body, italic = font("body", 31), font("italic", 29)
    rules, lines = wrapped(card.rule, body, width), wrapped(card.verse, italic, width)
    height = 36 * len(rules) + 34 * len(lines) + 14
    y = (PANEL[1] + PANEL[3]) / 2 - height / 2 + 18
    y = lines_centred(draw, rules, x=WIDTH / 2, y=y, step=36, type_=body, ink=ink)
    draw.line((WIDTH / 2 - 110, y - 10, WIDTH / 2 + 110, y - 10), fill=ink, width=1)
    lines_centred(draw, lines, x=WIDTH / 2, y=y + 14, step=34, type_=italic, ink=ink)


def _on_frame(card: Card) -> tuple[Ink, Ink]:
    """Letters and their halo on the bare frame; only the Bloom's is pale."""
    return ((20, 34, 18), (235, 240, 215)) if card.kind == "Bloom" else ((246, 236, 212), (0, 0, 0))


def _foot(image: Image.Image, card: Card) -> None:
    y = 1178
    letters, glow = _on_frame(card)
    set_code = card.printings[0].set_code if card.printings else ""
    for text, x, size in ((card.passcode, 132, 25), ("KAZEYOMI  風詠", WIDTH / 2, 21), (set_code, WIDTH - 140, 25)):
        centred(image, text, x=x, y=y, type_=font("mincho", size), ink=letters, glow=glow)
