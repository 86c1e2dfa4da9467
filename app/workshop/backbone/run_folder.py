"""A training's folder: config, log, a checkpoint that survives a kill, and the table of all runs. Knows no network."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from karuta.files import make_folder, write_whole

CONFIG, LOG, CHECKPOINT, TABLE = "config.json", "log.csv", "checkpoint.pt", "runs.csv"


@dataclass(frozen=True)
class RunFolder:
    """`folder` belongs to the run; `runs.csv`, the table of runs, lies beside it."""

    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / LOG

    def begin(self, config: Mapping[str, Any]) -> None:
        make_folder(self.folder)
        text = json.dumps(config, indent=1, sort_keys=True) + "\n"
        write_whole(self.folder / CONFIG, lambda beside: beside.write_text(text, encoding="utf-8"))

    def save(self, state: Mapping[str, Any]) -> None:
        """Leaves the old checkpoint or the new one, never something between."""
        # Given a path, torch reports a full disk only as some failure.
        packed = io.BytesIO()
        torch.save(dict(state), packed)
        write_whole(self.folder / CHECKPOINT, lambda beside: beside.write_bytes(packed.getvalue()))

    def load(self) -> dict[str, Any] | None:
        """The last checkpoint, or None before the first."""
        path = self.folder / CHECKPOINT
        if not path.exists():
            return None
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        return state

    def cut_log(self, step: int) -> None:
        """Remove log rows of steps from `step` on: after a kill these are done again."""
        if not self.log.exists():
            return
        head, *rows = self.log.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if row.endswith("\n") and int(row.split(",", 1)[0]) < step]
        write_whole(self.log, lambda beside: beside.write_text(head + "".join(kept), encoding="utf-8"))

    def note(self, figures: Mapping[str, float | int]) -> None:
        """One row of the log; its first column is the step."""
        _append(
            self.log,
            {name: f"{value:.6g}" if isinstance(value, float) else str(value) for name, value in figures.items()},
        )

    def enter(self, row: Mapping[str, str | float | int]) -> None:
        """Add one row to the table of runs."""
        config = (self.folder / CONFIG).read_bytes()
        entry = {"run": self.folder.name, "config": hashlib.sha256(config).hexdigest()[:12]}
        _append(self.folder.parent / TABLE, {**entry, **{name: str(value) for name, value in row.items()}})


def _append(path: Path, row: Mapping[str, str]) -> None:
    fresh = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(row)
        writer.writerow(row.values())
