"""A made photo of a part of a card with its set code, for tests of what a close-up says."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont


def close_up(path: Path, text: str, *, degrees: float) -> Path:
    """The lower right of a card with its code, held at an angle."""
    font = ImageFont.load_default(58)
    card = Image.new("L", (900, 620), 205)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, 620, 330), fill=90)
    draw.rectangle((860, 0, 900, 620), fill=40)
    draw.text((400, 420), text, fill=25, font=font)
    image = card.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=150).convert("RGB")
    image.save(path)
    return path
