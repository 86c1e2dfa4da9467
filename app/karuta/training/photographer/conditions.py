"""What is done to a simulated photo and to each card in it: three grades as one table of ranges, and draws from it.

Lengths are in pixels of a photo of 1000 x 1333 and scale with the photo's size. Shares and lights are fractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np


class Grade(StrEnum):
    """How hard a simulated photo is."""

    PLAIN = "plain"
    HARD = "hard"
    BRUTAL = "brutal"


class Fault(StrEnum):
    """One grave fault of a brutal photo."""

    DARK = "dark"
    GLARE = "glare"
    STEEP = "steep"
    FAR = "far"
    MOTION = "motion"
    BAND = "band"
    CHAT = "chat"
    FOIL = "foil"


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low - 1e-9 <= value <= self.high + 1e-9


@dataclass(frozen=True, slots=True)
class GradeTable:
    """Every range of one grade, by default of the plain one. `..._odds`: the probability of an event, 0 to 1."""

    share: Range = Range(0.18, 0.75)  # card's area in the picture's
    perspective: Range = Range(0.0, 0.04)  # largest corner displacement, in card widths
    light: Range = Range(0.65, 1.15)  # mean light, 1 as in the clean picture
    light_slope: Range = Range(0.0, 0.2)  # brightest minus darkest part of the even light, as a share of it
    shadow_odds: float = 0.15  # the shadow of a hand, a phone or a window frame lies over the photo
    shadow: Range = Range(0.75, 0.9)  # light that is left in it
    colour_cast: Range = Range(0.0, 0.10)  # largest gain of one channel against green, either way
    glares: Range = Range(0, 1)  # how many
    glare: Range = Range(0.1, 0.45)  # strength at the centre, 1 is white
    glare_saturates_odds: float = 0.0
    foil_odds: float = 0.3
    foil: Range = Range(0.05, 0.20)  # how much of the pixel is foil
    foil_whole_odds: float = 0.0  # over the whole card, else over its art
    holder_odds: float = 1 / 3  # in a sleeve or a toploader
    finger_odds: float = 0.0
    band_odds: float = 0.0
    band: Range = Range(0.0, 0.0)  # share of the card that a band covers
    blur: Range = Range(0.0, 1.4)  # sigma
    motion_odds: float = 0.0  # motion instead of focus blur
    motion: Range = Range(0.0, 0.0)
    noise: Range = Range(0.0, 4.0)  # sigma in levels of 255
    sharpening_odds: float = 0.4
    jpeg: Range = Range(65, 95)  # quality
    chat_odds: float = 0.0
    marked_odds: float = 0.0  # another program's outline and name burned in
    outside: float = 0.0  # how far the card may leave the picture, in card widths


# Two thirds of the cards lie within this many degrees of upright, the others at any angle.
UPRIGHT_DEGREES: Final = 20.0
UPRIGHT_ODDS: Final = 2 / 3
FAULTS_OF_A_BRUTAL_PHOTO: Final = 2

# What a grave fault overrides.
DARK_LIGHT: Final = Range(0.15, 0.35)
STEEP_PERSPECTIVE: Final = Range(0.15, 0.28)
FAR_SCALE: Final = 0.5
GRAVE_MOTION: Final = Range(9.0, 22.0)
GRAVE_BAND: Final = Range(0.20, 0.30)
CHAT_JPEG: Final = Range(18, 35)
CHAT_WIDTH: Final = 500  # half of the photo's 1000
GRAVE_FOIL: Final = Range(0.25, 0.60)
GRAVE_GLARE: Final = Range(1.2, 2.2)

_HARD = GradeTable(
    share=Range(0.10, 0.75),
    perspective=Range(0.0, 0.09),
    light=Range(0.45, 1.15),
    light_slope=Range(0.1, 0.7),
    shadow_odds=0.35,
    shadow=Range(0.45, 0.85),
    colour_cast=Range(0.0, 0.22),
    glares=Range(0, 2),
    glare=Range(0.2, 0.8),
    glare_saturates_odds=0.4,
    foil_odds=0.5,
    foil=Range(0.08, 0.35),
    foil_whole_odds=0.35,
    finger_odds=0.35,
    blur=Range(0.0, 2.6),
    motion_odds=0.3,
    motion=Range(3.0, 15.0),
    noise=Range(1.0, 12.0),
    jpeg=Range(45, 92),
    marked_odds=0.05,
    outside=0.05,
)

GRADES: Final[Mapping[Grade, GradeTable]] = MappingProxyType(
    {Grade.PLAIN: GradeTable(), Grade.HARD: _HARD, Grade.BRUTAL: _HARD}
)


class Holder(StrEnum):
    """What the card lies in."""

    BARE = "bare"
    SLEEVE = "sleeve"
    TOPLOADER = "toploader"
    POCKET = "pocket"


class Foil(StrEnum):
    """The pattern of a card's foil."""

    NONE = "none"
    RAINBOW = "rainbow"
    LINES = "lines"
    CROSSED = "crossed"
    STARLIGHT = "starlight"
    MOSAIC = "mosaic"
    SPOTS = "spots"
    GOLD = "gold"
    GHOST = "ghost"


PATTERNS: Final = tuple(foil for foil in Foil if foil is not Foil.NONE)
# Rainbow sheens and parallel lines are what most foil cards show.
PATTERN_ODDS: Final = (0.34, 0.18, 0.12, 0.12, 0.08, 0.06, 0.05, 0.05)


@dataclass(frozen=True, slots=True)
class CardLook:
    """How one card was laid and what its surface does.

    Angles in degrees, clockwise; other fields as in `GradeTable`.
    """

    rotation: float
    share: float
    perspective: float
    holder: Holder
    foil: Foil
    foil_strength: float
    foil_whole: bool
    glares: int
    glare_strength: float
    glare_saturates: bool
    finger: bool
    band: float
    wear: float


@dataclass(frozen=True, slots=True)
class Conditions:
    """How the photo was taken: light, camera and file, the same for every card in it."""

    grade: Grade
    faults: tuple[Fault, ...]
    light: float
    light_slope: float
    shadow: float
    warmth: float
    tint: float
    blur: float
    motion: float
    noise: float
    sharpening: float
    jpeg: int
    chat: bool
    marked: bool
    surface: str = ""


def draw_conditions(grade: Grade, rng: np.random.Generator) -> Conditions:
    """Conditions of one photo, within the grade's table; a brutal one gets two grave faults as well."""
    table = GRADES[grade]
    faults = draw_faults(rng) if grade is Grade.BRUTAL else ()
    moving = Fault.MOTION in faults or rng.random() < table.motion_odds
    motion = between(GRAVE_MOTION if Fault.MOTION in faults else table.motion, rng) if moving else 0.0
    chat = Fault.CHAT in faults or rng.random() < table.chat_odds
    cast = table.colour_cast.high
    # A shadow would darken the photo beyond the fault's range.
    shaded = Fault.DARK not in faults and rng.random() < table.shadow_odds
    return Conditions(
        grade=grade,
        faults=faults,
        light=between(DARK_LIGHT if Fault.DARK in faults else table.light, rng),
        light_slope=between(table.light_slope, rng),
        shadow=between(table.shadow, rng) if shaded else 1.0,
        warmth=float(rng.triangular(-cast, 0.15 * cast, cast)),
        tint=float(rng.triangular(-cast, 0.0, cast)) / 2,
        # Most photos are nearly in focus: squaring favours small values.
        blur=0.0 if moving else table.blur.low + (table.blur.high - table.blur.low) * float(rng.random()) ** 1.5,
        motion=motion,
        noise=between(table.noise, rng),
        sharpening=float(rng.uniform(0.3, 1.2)) if rng.random() < table.sharpening_odds else 0.0,
        jpeg=round(between(CHAT_JPEG if chat else table.jpeg, rng)),
        chat=chat,
        marked=bool(rng.random() < table.marked_odds),
    )


def draw_look(conditions: Conditions, rng: np.random.Generator, *, pocket: bool = False) -> CardLook:
    """The look of one card in a photo with these conditions; in a binder's pocket it has no other holder."""
    table, faults = GRADES[conditions.grade], conditions.faults
    scale = FAR_SCALE**2 if Fault.FAR in faults else 1.0
    foil, strength, whole = _draw_foil(table, faults, rng)
    glares, glare_strength, saturates = _draw_glare(table, faults, rng)
    banded = Fault.BAND in faults or rng.random() < table.band_odds
    return CardLook(
        rotation=draw_rotation(rng),
        share=between(table.share, rng) * scale,
        perspective=between(STEEP_PERSPECTIVE if Fault.STEEP in faults else table.perspective, rng),
        holder=Holder.POCKET if pocket else _draw_holder(table, rng),
        foil=foil,
        foil_strength=strength,
        foil_whole=whole,
        glares=glares,
        glare_strength=glare_strength,
        glare_saturates=saturates,
        finger=bool(rng.random() < table.finger_odds),
        band=between(GRAVE_BAND if Fault.BAND in faults else table.band, rng) if banded else 0.0,
        wear=max(0.0, float(rng.uniform(-0.6, 1.0))),
    )


def draw_faults(rng: np.random.Generator) -> tuple[Fault, ...]:
    """Different grave faults of one brutal photo."""
    chosen = rng.choice(len(Fault), size=FAULTS_OF_A_BRUTAL_PHOTO, replace=False)
    return tuple(list(Fault)[i] for i in sorted(chosen))


def draw_rotation(rng: np.random.Generator) -> float:
    """Degrees clockwise: two thirds of the cards nearly upright, one third at any angle."""
    if rng.random() < UPRIGHT_ODDS:
        return float(rng.uniform(-UPRIGHT_DEGREES, UPRIGHT_DEGREES))
    return float(rng.uniform(-180.0, 180.0))


def between(span: Range, rng: np.random.Generator) -> float:
    """A number drawn evenly from the range."""
    return float(rng.uniform(span.low, span.high))


def _draw_holder(table: GradeTable, rng: np.random.Generator) -> Holder:
    if rng.random() >= table.holder_odds:
        return Holder.BARE
    return Holder.TOPLOADER if rng.random() < 0.2 else Holder.SLEEVE


def _draw_foil(table: GradeTable, faults: tuple[Fault, ...], rng: np.random.Generator) -> tuple[Foil, float, bool]:
    pattern = PATTERNS[int(rng.choice(len(PATTERNS), p=PATTERN_ODDS))]
    if Fault.FOIL in faults:
        return pattern, between(GRAVE_FOIL, rng), True
    if rng.random() >= table.foil_odds:
        return Foil.NONE, 0.0, False
    return pattern, between(table.foil, rng), bool(rng.random() < table.foil_whole_odds)


def _draw_glare(table: GradeTable, faults: tuple[Fault, ...], rng: np.random.Generator) -> tuple[int, float, bool]:
    count = int(rng.integers(int(table.glares.low), int(table.glares.high) + 1))
    if Fault.GLARE in faults:
        return max(count, 1), between(GRAVE_GLARE, rng), True
    saturates = bool(rng.random() < table.glare_saturates_odds)
    return count, between(table.glare, rng) * (1.6 if saturates else 1.0), saturates and count > 0
