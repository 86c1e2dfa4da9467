"""Where a training keeps its files: features, unfinished runs and the candidate. Trains nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

RUNS, FEATURES, STATE = "runs", "features", "state"
# Kept apart, so that a training of minutes does not throw away one of hours.
FULL_RUNS = "full-runs"


@dataclass(frozen=True)
class Workplace:
    """`training`: the folder for features and unfinished runs; `models`: where the candidate goes."""

    training: Path
    models: Path


def unfinished_runs(training: Path) -> list[Path]:
    """The states of trainings that were stopped or killed after their first step."""
    return sorted((training / RUNS).glob(f"*/{STATE}"))


def forget_other_runs(folder: Path) -> None:
    """Unfinished runs with other labels or another recipe will not be resumed, so they go; features stay."""
    for other in folder.parent.glob("*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
