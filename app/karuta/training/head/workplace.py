"""Where a training keeps what it works with: features, unfinished runs and the candidate; trains nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

RUNS, FEATURES, STATE = "runs", "features", "state"
# Apart: a training of minutes does not throw away one of hours.
FULL_RUNS = "full-runs"


@dataclass(frozen=True)
class Workplace:
    """`training`: where features and unfinished runs are kept; `models`: where the candidate goes."""

    training: Path
    models: Path


def unfinished_runs(training: Path) -> list[Path]:
    """The states of trainings that were stopped or killed after their first step."""
    return sorted((training / RUNS).glob(f"*/{STATE}"))


def forget_other_runs(folder: Path) -> None:
    """An unfinished run of other labels or another recipe will not be gone on with; its features stay."""
    for other in folder.parent.glob("*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
