"""What asks a clock, a zone or a language passes at any hour; `tests.lab.any_hour` runs the whole suite so.

What changes the environment alone is changed all at once here, and each by itself there.
"""

from __future__ import annotations

import pytest

from tests.lab.any_hour import CONDITIONS, ROOT, Condition, run, why_not

_ALONE = ("up for 30 s", "up for 60 days", "2031", "another user, a home that cannot be written")
_OTHERS = ("Apia", "Japanese", "no other programs")
_AT_ONCE = [condition for condition in CONDITIONS if condition.name in _OTHERS]
_ENVIRONMENT = {name: value for condition in _AT_ONCE for name, value in condition.environment.items()}
_SHORT = (
    *(condition for condition in CONDITIONS if condition.name in _ALONE),
    Condition(", ".join(_OTHERS), environment=_ENVIRONMENT),
)
CLOCKS_ASKED = ("tests/gui/test_pressed.py", "tests/test_settings.py", "tests/log")


@pytest.mark.long
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a clone is made of the checkout")
@pytest.mark.parametrize("condition", _SHORT, ids=lambda condition: condition.name)
def test_what_asks_a_clock_passes_at_any_hour(condition: Condition) -> None:
    if lacks := why_not(condition):
        pytest.skip(lacks)
    passed, failed = run(condition, ["-n", "0", *CLOCKS_ASKED])
    assert passed and not failed
