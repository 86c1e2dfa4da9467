"""What was done to a simulated photo and to each card in it: drawn from a grade's table, kept beside the pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from karuta.training.photographer import grades
from karuta.training.photographer.grades import GRADES, Fault, Grade, GradeTable, Range


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
    motion = between(grades.GRAVE_MOTION if Fault.MOTION in faults else table.motion, rng) if moving else 0.0
    chat = Fault.CHAT in faults or rng.random() < table.chat_odds
    cast = table.colour_cast.high
    # A shadow would darken the photo beyond the fault's range.
    shaded = Fault.DARK not in faults and rng.random() < table.shadow_odds
    return Conditions(
        grade=grade,
        faults=faults,
        light=between(grades.DARK_LIGHT if Fault.DARK in faults else table.light, rng),
        light_slope=between(table.light_slope, rng),
        shadow=between(table.shadow, rng) if shaded else 1.0,
        warmth=float(rng.triangular(-cast, 0.15 * cast, cast)),
        tint=float(rng.triangular(-cast, 0.0, cast)) / 2,
        # Most photos are nearly in focus: squaring favours small values.
        blur=0.0 if moving else table.blur.low + (table.blur.high - table.blur.low) * float(rng.random()) ** 1.5,
        motion=motion,
        noise=between(table.noise, rng),
        sharpening=float(rng.uniform(0.3, 1.2)) if rng.random() < table.sharpening_odds else 0.0,
        jpeg=round(between(grades.CHAT_JPEG if chat else table.jpeg, rng)),
        chat=chat,
        marked=bool(rng.random() < table.marked_odds),
    )


def draw_look(conditions: Conditions, rng: np.random.Generator, *, pocket: bool = False) -> CardLook:
    """The look of one card in a photo with these conditions; in a binder's pocket it has no other holder."""
    table, faults = GRADES[conditions.grade], conditions.faults
    scale = grades.FAR_SCALE**2 if Fault.FAR in faults else 1.0
    foil, strength, whole = _draw_foil(table, faults, rng)
    glares, glare_strength, saturates = _draw_glare(table, faults, rng)
    banded = Fault.BAND in faults or rng.random() < table.band_odds
    return CardLook(
        rotation=draw_rotation(rng),
        share=between(table.share, rng) * scale,
        perspective=between(grades.STEEP_PERSPECTIVE if Fault.STEEP in faults else table.perspective, rng),
        holder=Holder.POCKET if pocket else _draw_holder(table, rng),
        foil=foil,
        foil_strength=strength,
        foil_whole=whole,
        glares=glares,
        glare_strength=glare_strength,
        glare_saturates=saturates,
        finger=bool(rng.random() < table.finger_odds),
        band=between(grades.GRAVE_BAND if Fault.BAND in faults else table.band, rng) if banded else 0.0,
        wear=max(0.0, float(rng.uniform(-0.6, 1.0))),
    )


def draw_faults(rng: np.random.Generator) -> tuple[Fault, ...]:
    """Different grave faults of one brutal photo."""
    chosen = rng.choice(len(Fault), size=grades.FAULTS_OF_A_BRUTAL_PHOTO, replace=False)
    return tuple(list(Fault)[i] for i in sorted(chosen))


def draw_rotation(rng: np.random.Generator) -> float:
    """Degrees clockwise: two thirds of the cards nearly upright, one third at any angle."""
    if rng.random() < grades.UPRIGHT_ODDS:
        return float(rng.uniform(-grades.UPRIGHT_DEGREES, grades.UPRIGHT_DEGREES))
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
        return pattern, between(grades.GRAVE_FOIL, rng), True
    if rng.random() >= table.foil_odds:
        return Foil.NONE, 0.0, False
    return pattern, between(table.foil, rng), bool(rng.random() < table.foil_whole_odds)


def _draw_glare(table: GradeTable, faults: tuple[Fault, ...], rng: np.random.Generator) -> tuple[int, float, bool]:
    count = int(rng.integers(int(table.glares.low), int(table.glares.high) + 1))
    if Fault.GLARE in faults:
        return max(count, 1), between(grades.GRAVE_GLARE, rng), True
    saturates = bool(rng.random() < table.glare_saturates_odds)
    return count, between(table.glare, rng) * (1.6 if saturates else 1.0), saturates and count > 0
