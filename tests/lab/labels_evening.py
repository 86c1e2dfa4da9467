"""500 random actions, undos and redos by three annotators and a machine, each step compared with the plain model.

    python -m tests.lab.labels_evening [--evenings 20]

The suite runs the same machine with fewer steps (tests/services/labels/test_label_evening.py).
"""

from __future__ import annotations

import argparse
import sys
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.evening import Evening
from tests.lab import figures

STEPS = 500


class CountedEvening(Evening):
    """An evening that is counted when it ends."""

    longest = 0
    evenings = 0
    actions = 0

    def teardown(self) -> None:
        CountedEvening.evenings += 1
        CountedEvening.longest = max(CountedEvening.longest, self.steps)
        CountedEvening.actions += self.steps
        super().teardown()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evenings", type=int, default=20)
    wanted = parser.parse_args().evenings
    began = time.perf_counter()
    run_state_machine_as_test(
        CountedEvening,
        settings=settings(
            max_examples=wanted, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    print(
        f"{CountedEvening.evenings} evenings, {CountedEvening.actions} steps, the longest {CountedEvening.longest}: "
        "labels, corners and queue were the model's, and those of the journal played again "
        f"({time.perf_counter() - began:.0f} s)"
    )
    figures.share("random evenings: labels other than the plain model's", 0, CountedEvening.evenings, most=0)
    return 0 if CountedEvening.longest >= STEPS else 1


if __name__ == "__main__":
    sys.exit(main())
