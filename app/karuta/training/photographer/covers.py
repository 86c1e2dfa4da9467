"""Things over or under a card that are not cards: fingers, bands. Gives RGBA patches and their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from karuta.domain.sighting import Corners, carried, homography, picture_corners
from karuta.training.photographer.arrays import Colour, Floats, Size, clouds, grain, print_text

_SKINS: Final = ((246, 208, 182), (228, 184, 152), (206, 156, 122), (168, 118, 86), (120, 80, 58), (82, 54, 40))
_DETAIL: Final = 26.0  # radius in pixels at which a finger is painted; larger ones are enlarged


@dataclass(frozen=True)
class Patch:
    """An RGBA picture and where its top left goes."""

    image: Image.Image
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finger:
    """From `tip` to `base`, in pixels; `nail`: whether the nail's side is seen."""

    tip: tuple[float, float]
    base: tuple[float, float]
    radius: float
    skin: Colour
    nail: bool


def draw_skin(rng: np.random.Generator) -> Colour:
    """A skin tone."""
    tone = np.array(_SKINS[int(rng.integers(len(_SKINS)))]) + rng.integers(-10, 11, 3)
    return int(tone[0].clip(0, 255)), int(tone[1].clip(0, 255)), int(tone[2].clip(0, 255))


def hand_over_edge(corners: Corners, skin: Colour, rng: np.random.Generator) -> list[Finger]:
    """A finger that reaches slightly over one edge of the card, with its hand and arm; the finger comes last."""
    edge = int(rng.choice(4, p=(0.1, 0.3, 0.3, 0.3)))
    start, end = corners[edge], corners[(edge + 1) % 4]
    width = float(np.linalg.norm(corners[1] - corners[0]))
    along = (end - start) / np.linalg.norm(end - start)
    outward = np.array([along[1], -along[0]])
    place = start + (end - start) * rng.uniform(0.1, 0.9)
    lean = outward + along * rng.uniform(-0.8, 0.8)
    lean /= np.linalg.norm(lean)
    radius = width * float(rng.uniform(0.09, 0.16))
    tip = place - outward * width * float(rng.uniform(0.04, 0.2)) + lean * radius * 0.5
    base = tip + lean * width * float(rng.uniform(0.9, 1.5))
    palm = base + lean * width * 0.45 + along * width * float(rng.uniform(-0.3, 0.3))
    wrist = palm + lean * width * float(rng.uniform(0.7, 1.0))
    side = along * float(rng.choice([-0.26, 0.26])) * width
    bent = [
        Finger(
            _pair(base + side * n + lean * width * 0.1), _pair(palm + side * n * 0.7), radius * 1.15, skin, nail=False
        )
        for n in range(1, int(rng.integers(2, 5)))
    ]
    return [
        Finger(_pair(wrist), _pair(wrist + lean * width * 12), width * 0.36, skin, nail=False),
        Finger(_pair(palm), _pair(wrist), width * float(rng.uniform(0.42, 0.52)), skin, nail=False),
        *bent,
        Finger(_pair(tip), _pair(palm), radius, skin, nail=bool(rng.random() < 0.65)),
    ]


def fingers_behind(corners: Corners, skin: Colour, rng: np.random.Generator) -> list[Finger]:
    """The fingers and palm of a hand that holds the card from behind. Laid before the card, so they cover nothing."""
    edge = int(rng.choice(4, p=(0.05, 0.3, 0.35, 0.3)))
    start, end = corners[edge], corners[(edge + 1) % 4]
    width = float(np.linalg.norm(corners[1] - corners[0]))
    along = (end - start) / np.linalg.norm(end - start)
    outward = np.array([along[1], -along[0]])
    first, count = rng.uniform(0.1, 0.4), int(rng.integers(2, 5))
    palm = start + (end - start) * (first + 0.2) + outward * width * float(rng.uniform(1.0, 1.4))
    away = palm + outward * width * 12
    hand = [Finger(_pair(palm), _pair(away), width * float(rng.uniform(0.45, 0.6)), skin, nail=False)]
    for number in range(count):
        radius = width * float(rng.uniform(0.09, 0.12))
        place = start + (end - start) * (first + number * 0.17)
        base = place + outward * width * float(rng.uniform(0.8, 1.2)) + along * width * (number - 1) * 0.05
        hand.append(Finger(_pair(place - outward * width * 0.25), _pair(base), radius, skin, nail=False))
    return hand


def _pair(point: Corners) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def finger_patch(finger: Finger, size: Size, rng: np.random.Generator) -> Patch | None:
    """The finger as seen in a photo of that size; None if it lies outside."""
    shrink = max(1.0, finger.radius / _DETAIL)
    tip, base = np.array(finger.tip), np.array(finger.base)
    reach = finger.radius * 1.3 + 2
    low = np.maximum(np.floor(np.minimum(tip, base) - reach), 0).astype(int)
    high = np.minimum(np.ceil(np.maximum(tip, base) + reach), np.array(size)).astype(int)
    if (high - low < 2).any():
        return None
    small = np.maximum(np.round((high - low) / shrink), 2).astype(int)
    step = (high - low) / small
    x = (low[0] + (np.arange(small[0], dtype=np.float32) + 0.5) * step[0])[None, :].astype(np.float32)
    y = (low[1] + (np.arange(small[1], dtype=np.float32) + 0.5) * step[1])[:, None].astype(np.float32)
    colour, alpha = _shade(finger, x, y, float(step.max()), rng)
    picture = np.concatenate([colour, alpha[..., None]], axis=2)
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    if shrink > 1:
        image = image.resize((int(high[0] - low[0]), int(high[1] - low[1])), Image.Resampling.BICUBIC)
    return Patch(image, (int(low[0]), int(low[1])))


def _shade(finger: Finger, x: Floats, y: Floats, pixel: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Colour and alpha on a grid of places."""
    tip, base = np.array(finger.tip), np.array(finger.base)
    length = float(np.linalg.norm(base - tip))
    along = (base - tip) / max(length, 1e-6)
    down = (x - tip[0]) * along[0] + (y - tip[1]) * along[1]
    side = (y - tip[1]) * along[0] - (x - tip[0]) * along[1]
    held = np.clip(down, 0, length)
    radius = finger.radius * (0.88 + 0.16 * np.clip(held / (3 * finger.radius), 0, 1))
    radius *= 1 - 0.05 * np.exp(-(((held / finger.radius) - 1.9) ** 2) * 4)  # waist below the end joint
    far = np.hypot(down - held, side)
    alpha = np.clip((radius - far) / pixel + 0.5, 0, 1) * 255
    round_ = np.clip(far / radius, 0, 1)
    lit = float(rng.uniform(-0.25, 0.25))
    shade = 1.02 - 0.42 * round_**3 + lit * side / radius
    joint = (held / finger.radius - 2.3) / 0.35
    shade -= 0.06 * np.exp(-(joint**2)) * (0.5 + 0.5 * np.sin(joint * 9))
    shade += 0.02 * grain(rng, shade.shape)
    skin = np.array(finger.skin, dtype=np.float32)
    colour = skin * shade[..., None]
    rosy = np.exp(-((held / finger.radius) ** 2)) * 0.12
    colour[..., 1] *= 1 - rosy
    colour[..., 2] *= 1 - rosy
    if finger.nail:
        u = (down - 0.25 * finger.radius) / (0.75 * finger.radius)
        v = side / (0.58 * finger.radius)
        inside = np.clip((1 - np.hypot(u, v)) * 6, 0, 1)[..., None]
        nail = (skin * 0.75 + 55) * (1.0 + 0.12 * np.exp(-((v[..., None] - 0.3) ** 2) * 8))
        rim = np.clip(1 - np.abs(np.hypot(u, v) - 1) * 9, 0, 1)[..., None]
        colour = (colour + (nail - colour) * inside * 0.8) * (1 - 0.22 * rim)
    return colour.astype(np.float32), alpha


def band_patch(corners: Corners, share: float, size: Size, rng: np.random.Generator) -> Patch | None:
    """A strip across the whole card that covers `share` of it: tape, a paper slip, another thing's edge."""
    unit = picture_corners()
    start = float(rng.uniform(0.02, 0.98 - share))
    lean = float(rng.uniform(-1, 1)) * min(start, 1 - share - start)
    reach = float(rng.uniform(0.02, 0.6))
    rows = [start - lean - 2 * lean * reach, start + lean + 2 * lean * reach]
    strip = np.array([(-reach, rows[0]), (1 + reach, rows[1]), (1 + reach, rows[1] + share), (-reach, rows[0] + share)])
    if rng.random() < 0.5:
        strip = strip[::-1, ::-1].copy()
    points = carried(strip, homography(unit, corners))
    low = np.maximum(np.floor(points.min(axis=0)), 0).astype(int)
    high = np.minimum(np.ceil(points.max(axis=0)), np.array(size)).astype(int)
    if (high - low < 2).any():
        return None
    box = (int(high[0] - low[0]), int(high[1] - low[1]))
    mask = Image.new("L", (2 * box[0], 2 * box[1]), 0)
    ImageDraw.Draw(mask).polygon([(2 * float(px), 2 * float(py)) for px, py in points - low], fill=255)
    return Patch(_strip_face(box, mask.reduce(2), rng), (int(low[0]), int(low[1])))


def _strip_face(box: Size, mask: Image.Image, rng: np.random.Generator) -> Image.Image:
    base = float(rng.choice([20, 60, 130, 190, 225])) + rng.uniform(-15, 15, 3)
    plane = clouds(rng, box, (3, 3)) * np.float32(0.3) + np.float32(0.75)
    image = Image.fromarray(np.clip(base[None, None, :] * plane[..., None], 0, 255).astype(np.uint8))
    if rng.random() < 0.4:
        print_text(ImageDraw.Draw(image), box, max(3, round(max(box) * float(rng.uniform(0.03, 0.08)))), rng)
    image.putalpha(mask)
    return image
