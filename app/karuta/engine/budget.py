"""How much memory decoding a picture takes, known beforehand, and how small it must be made. Decodes nothing.

A photo may take a gigabyte at most, with the program and its models around it (`python -m tests.lab.picture_memory`
measures it), a strip 700 MB. Only JPEG can be decoded at 1/2, 1/4 or 1/8. All others are decoded whole, then reduced
line by line; if even that takes too much, they are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from karuta.engine.picture_head import Facts
from karuta.engine.strips import is_strip

MOST_PIXELS = 250_000_000
MOST_BYTES = 700_000_000
"""For one decode: the program with the models and a catalogue of 11,000 artworks is 170 MB beside it."""

MOST_STRIP = 450_000_000
"""For one decode of a strip: its windows are cut from what is given, and copied, while it is held."""

MOST_ALONE = 840_000_000
"""For one decode where no models are loaded: a photo of 200 megapixels is given away whole."""

MOST_GIVEN, MOST_STRIP_GIVEN = 52_000_000, 36_000_000
"""Pixels of what a decode gives: whoever cuts a card that fills the photo holds it up to four times."""

MOST_SCANNED = 3_000_000_000
"""Scans of a JPEG times its pixels: a nanosecond each, or less. Usual ones have 10 scans, 12 of 250 megapixels fit."""

MOST_SECONDS = 20
"""Of a processor, for one decode: for whatever takes its time in another way."""

MOST_HEAD = 32_000_000
MOST_FILE = 128_000_000
"""Of a format whose file is read whole before anything is known of it."""

_GIVEN = 3
_SCALES = (1, 2, 4, 8)
# Bytes per pixel in Pillow's memory.
_KEPT = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "I;16N": 2}


@dataclass(frozen=True)
class Cost:
    """Bytes that a decoder takes: per pixel at its peak and at the end, and `fixed` at any scale.

    `scales`: the fractions at which it can decode.
    """

    most: float
    after: float
    fixed: int = 0
    scales: tuple[int, ...] = (1,)

    def reaches(self, pixels: float, *, most: int | None = None) -> bool:
        """Whether so many decoded pixels are within the budget (bytes); `MOST_BYTES` if none is given."""
        return self.fixed + pixels * self.most <= (MOST_BYTES if most is None else most)

    def most_megapixels(self, pixels: int, *, most: int | None = None) -> int:
        """How many megapixels such a picture may have, for the refusal of one with too many."""
        each = self.most / self.scales[-1] ** 2 + self.fixed / pixels
        return int((MOST_BYTES if most is None else most) / each) // 1_000_000


@dataclass(frozen=True)
class Plan:
    """How a picture is decoded: at 1/`scale` by its decoder, then reduced by `step`."""

    scale: int
    step: int


# Measured with 48 megapixels each, of 8 to 12 bits (Pillow 13.0, pi-heif 1.4).
_WEBP = Cost(16.5, 13.5)
_AVIF, _AVIF_ALPHA = Cost(13.5, 11.0), Cost(16.5, 12.0)
_HEIF, _HEIF_FINE, _HEIF_ALPHA = Cost(11.0, 8.0), Cost(15.0, 8.0), Cost(19.5, 9.0)


def cost_of(image: Image.Image, facts: Facts) -> Cost:
    """The memory needed to decode an opened picture; nothing of it is decoded yet."""
    kept = kept_bytes(image.mode)
    pixels = max(1, image.width * image.height)
    if image.format in ("WEBP", "AVIF", "HEIF"):
        # While it is read, a file may be in memory twice.
        return replace(_of_whole(image), fixed=2 * facts.bytes)
    if image.format in ("JPEG", "MPO"):
        held = 2 * 3 * pixels if facts.held is None else facts.held
        return Cost(kept, kept, fixed=held, scales=_SCALES)
    if image.format == "TIFF":
        return Cost(kept * _copies(image) + _strip_bytes(image) / pixels, kept)
    if image.format == "GIF":
        return Cost(kept + 1.5, kept + 1.5)
    if image.format == "BMP":
        return Cost(max(4.0, kept), kept)
    return Cost(kept, kept)


def _of_whole(image: Image.Image) -> Cost:
    """For a format whose decoder also holds the picture in its own colour space."""
    has_alpha = image.mode not in ("L", "RGB")
    if image.format == "WEBP":
        return _WEBP
    if image.format == "AVIF":
        return _AVIF_ALPHA if has_alpha else _AVIF
    if has_alpha:
        return _HEIF_ALPHA
    return _HEIF if image.info.get("chroma") == 420 else _HEIF_FINE


def plan_for(size: tuple[int, int], cost: Cost, *, longest: int | None = None) -> Plan | None:
    """The finest plan within the budget; None if there is none.

    With `longest`, no finer than needed for a longer side of that many pixels, as far as the decoder can.
    """
    wanted_scale = _wanted_scale(size, longest) if len(cost.scales) > 1 else 1
    given, most = (MOST_STRIP_GIVEN, MOST_STRIP) if is_strip(size) else (MOST_GIVEN, MOST_BYTES)
    for scale in cost.scales:
        decoded = size[0] * size[1] / scale**2
        if scale < wanted_scale or not cost.reaches(decoded, most=most):
            continue
        step, held = 1, cost.fixed + decoded * cost.after
        while step <= max(size) and not ((pixels := decoded / step**2) <= given and held + _GIVEN * pixels <= most):
            step += 1
        if step == 1 or (scale == cost.scales[-1] and step <= max(size)):
            return Plan(scale, step)
    return None


def kept_bytes(mode: str) -> int:
    """Bytes per pixel in Pillow's memory for this mode."""
    return _KEPT.get(mode, 4)


def _wanted_scale(size: tuple[int, int], longest: int | None) -> int:
    """The coarsest scale at which the longer side keeps `longest` pixels."""
    full = max(size)
    if longest is None or longest >= full:
        return 1
    needed = [max(1, -(-side * longest // full)) for side in size]
    ratio = min(side // need for side, need in zip(size, needed, strict=True))
    return max(scale for scale in _SCALES if scale <= max(1, ratio))


def _copies(image: Image.Image) -> int:
    """Pillow turns a TIFF by itself, and holds it twice meanwhile."""
    tags: Any = getattr(image, "tag_v2", {})
    return 1 if tags.get(274, 1) == 1 else 2


def _strip_bytes(image: Image.Image) -> int:
    """The memory for unpacking one strip or tile of a TIFF, which may be the whole picture."""
    tags: Any = getattr(image, "tag_v2", {})
    wide = _number(tags.get(322), image.width)
    tall = min(max(image.size), _number(tags.get(323), _number(tags.get(278), max(image.size))))
    bits = _number(tags.get(258), 1)
    return wide * tall * max(4, -(-_number(tags.get(277), 1) * bits // 8))


def _number(value: Any, otherwise: int) -> int:
    first = value[0] if isinstance(value, tuple) and value else value
    return first if isinstance(first, int) and first > 0 else otherwise
