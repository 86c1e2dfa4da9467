"""A random evening of labelling equals a plain Python model of it, step by step, and its journal played again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from tests.amounts import amount
from tests.evening import Evening

TestEvening = pytest.mark.long(share=True)(Evening.TestCase)
TestEvening.settings = settings(
    max_examples=1,
    stateful_step_count=amount(500, least=200),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
