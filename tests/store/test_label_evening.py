"""A random evening of labelling equals a plain Python model of it, step by step, and its journal played again."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from tests.evening import Evening

TestEvening = Evening.TestCase
TestEvening.settings = settings(
    max_examples=2, stateful_step_count=500, deadline=None, suppress_health_check=list(HealthCheck)
)
