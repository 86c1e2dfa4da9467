"""Photos with drawn codes say what a person could read of them, by lens and hand alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from karuta.training.photographer import Grade
from karuta.training.photographer.conditions import draw_conditions
from workshop.bench.code_photos import SMEARED, SOFT, softness

STILL = replace(draw_conditions(Grade.PLAIN, np.random.default_rng(1)), blur=0.0, motion=0.0)
USUAL, LARGE = (1000, 1333), (2000, 2666)


def test_a_sharp_photo_is_not_soft_whatever_its_size() -> None:
    assert softness(STILL, 10, size=USUAL) == softness(STILL, 10, size=LARGE) == 0


@pytest.mark.parametrize(("blur", "motion"), [(10 * SOFT, 0.0), (0.0, 10 * SMEARED)])
def test_blur_or_a_smear_of_so_much_of_a_capital_is_where_legible_ends(blur: float, motion: float) -> None:
    taken = replace(STILL, blur=blur, motion=motion)
    assert softness(taken, 10, size=USUAL) == pytest.approx(1, abs=0.01)
    # In a photo of twice the width the same blur is twice as wide in pixels, and capitals are as much higher.
    assert softness(taken, 20, size=LARGE) == pytest.approx(1, abs=0.01)
    assert softness(taken, 8, size=USUAL) > 1.2
