"""The three grades of simulated photos as one table of ranges. Draws nothing.

Lengths are in pixels of a photo of 1000 x 1333 and scale with the photo's size. Shares and lights are fractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final


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
    """Every range of one grade. `..._odds`: the probability of an event, 0 to 1."""

    share: Range  # card's area in the picture's
    perspective: Range  # largest corner displacement, in card widths
    light: Range  # mean light, 1 as in the clean picture
    light_slope: Range  # brightest minus darkest part of the even light, as a share of it
    shadow_odds: float  # the shadow of a hand, a phone or a window frame lies over the photo
    shadow: Range  # light that is left in it
    colour_cast: Range  # largest gain of one channel against green, either way
    glares: Range  # how many
    glare: Range  # strength at the centre, 1 is white
    glare_saturates_odds: float
    foil_odds: float
    foil: Range  # how much of the pixel is foil
    foil_whole_odds: float  # over the whole card, else over its art
    holder_odds: float  # in a sleeve or a toploader
    finger_odds: float
    band_odds: float
    band: Range  # share of the card that a band covers
    blur: Range  # sigma
    motion_odds: float  # motion instead of focus blur
    motion: Range
    noise: Range  # sigma in levels of 255
    sharpening_odds: float
    jpeg: Range  # quality
    chat_odds: float
    marked_odds: float  # another program's outline and name burned in
    outside: float  # how far the card may leave the picture, in card widths


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

_PLAIN = GradeTable(
    share=Range(0.18, 0.75),
    perspective=Range(0.0, 0.04),
    light=Range(0.65, 1.15),
    light_slope=Range(0.0, 0.2),
    shadow_odds=0.15,
    shadow=Range(0.75, 0.9),
    colour_cast=Range(0.0, 0.10),
    glares=Range(0, 1),
    glare=Range(0.1, 0.45),
    glare_saturates_odds=0.0,
    foil_odds=0.3,
    foil=Range(0.05, 0.20),
    foil_whole_odds=0.0,
    holder_odds=1 / 3,
    finger_odds=0.0,
    band_odds=0.0,
    band=Range(0.0, 0.0),
    blur=Range(0.0, 1.4),
    motion_odds=0.0,
    motion=Range(0.0, 0.0),
    noise=Range(0.0, 4.0),
    sharpening_odds=0.4,
    jpeg=Range(65, 95),
    chat_odds=0.0,
    marked_odds=0.0,
    outside=0.0,
)

_HARD = replace(
    _PLAIN,
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
    {Grade.PLAIN: _PLAIN, Grade.HARD: _HARD, Grade.BRUTAL: _HARD}
)
