"""What asks a clock, a zone or a language passes at any hour; `tests.lab.any_hour` runs the whole suite so."""

from __future__ import annotations

import pytest

from tests.lab.any_hour import CONDITIONS, ROOT, Condition, run, why_not

CLOCKS_ASKED = ("tests/gui/test_pressed.py", "tests/test_settings.py", "tests/log")


@pytest.mark.long
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a clone is made of the checkout")
@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: condition.name)
def test_what_asks_a_clock_passes_at_any_hour(condition: Condition) -> None:
    if lacks := why_not(condition):
        pytest.skip(lacks)
    passed, failed = run(condition, ["-n", "0", *CLOCKS_ASKED])
    assert passed and not failed
