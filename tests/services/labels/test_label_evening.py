"""Random evenings of labelling equal a plain Python model of them, step by step, and their journals played again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from tests.amounts import amount
from tests.evening import Evening

TestEvening = pytest.mark.long(share=True)(Evening.TestCase)
TestEvening.settings = settings(
    # In the first of them nothing happens, and some others are short.
    max_examples=amount(40, least=8),
    stateful_step_count=100,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
