"""What is drawn for a photo lies within the table of its grade, as often as the table says."""

from __future__ import annotations

import numpy as np
import pytest

from karuta.domain.sighting import area
from karuta.training.photographer import GRADES, CardLook, Conditions, Fault, Foil, Grade
from karuta.training.photographer import conditions as table_of
from karuta.training.photographer.conditions import draw_conditions, draw_look
from karuta.training.photographer.pose import rectangle, tilted

DRAWS = 600


def drawn(grade: Grade) -> list[tuple[Conditions, CardLook]]:
    rng = np.random.default_rng(11)
    pairs = []
    for _ in range(DRAWS):
        conditions = draw_conditions(grade, rng)
        pairs.append((conditions, draw_look(conditions, rng)))
    return pairs


@pytest.mark.parametrize("grade", Grade)
def test_a_photo_without_a_grave_fault_stays_within_its_grade(grade: Grade) -> None:
    table = GRADES[grade]
    for conditions, look in drawn(grade):
        faults = conditions.faults
        assert Fault.DARK in faults or conditions.light in table.light
        assert conditions.light_slope in table.light_slope
        assert conditions.shadow == 1.0 or conditions.shadow in table.shadow
        assert conditions.blur in table.blur
        assert Fault.MOTION in faults or conditions.motion == 0 or conditions.motion in table.motion
        assert not (conditions.blur and conditions.motion)
        assert conditions.noise in table.noise
        assert Fault.CHAT in faults or conditions.jpeg in table.jpeg
        assert Fault.FAR in faults or look.share in table.share
        assert Fault.STEEP in faults or look.perspective in table.perspective
        assert Fault.FOIL in faults or look.foil is Foil.NONE or look.foil_strength in table.foil
        assert Fault.GLARE in faults or look.glares in table.glares
        assert Fault.BAND in faults or look.band == 0
        assert -180 <= look.rotation <= 180


def test_a_brutal_photo_has_two_different_grave_faults_within_their_ranges() -> None:
    seen: set[Fault] = set()
    for conditions, look in drawn(Grade.BRUTAL):
        faults = conditions.faults
        assert len(set(faults)) == 2
        seen.update(faults)
        assert Fault.DARK not in faults or 0.15 <= conditions.light <= 0.35
        assert Fault.GLARE not in faults or (look.glares and look.glare_saturates)
        assert Fault.STEEP not in faults or look.perspective in table_of.STEEP_PERSPECTIVE
        assert Fault.FAR not in faults or 0.025 <= look.share <= 0.75 / 4
        assert Fault.MOTION not in faults or 9 <= conditions.motion <= 22
        assert Fault.BAND not in faults or 0.2 <= look.band <= 0.3
        assert Fault.CHAT not in faults or (conditions.chat and 18 <= conditions.jpeg <= 35)
        assert Fault.FOIL not in faults or (look.foil_whole and 0.25 <= look.foil_strength <= 0.6)
    assert seen == set(Fault)


def test_a_tilt_moves_no_corner_farther_than_it_says() -> None:
    card = rectangle(59, 86)
    for seed in range(50):
        seen = tilted(card, 0.09, np.random.default_rng(seed))
        moves = np.linalg.norm(seen - card, axis=1)
        assert moves.max() == pytest.approx(0.09 * 59)
        assert area(seen) > 0
