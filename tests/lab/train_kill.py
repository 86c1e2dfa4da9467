"""Kill -9 at random moments of a training: the library answers as before, and the run ends as an unbroken one would.

    python -m tests.lab.train_kill [--rounds 20] [--seed 1]

Makes a small library of drawn cards with labelled photos, trains a candidate without a break, then trains the same in
another copy, killed after a random time each round until it is done. The two matrices must be the same bytes, no
half-made model may lie in `models/`, labels and answers must be as they were after each kill.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.conftest import CARDS, pack, photo
from tests.lab import figures

from karuta.engine.model import load_model
from karuta.files import file_hash

QUICK = ("--steps", "400", "--simulated", "200")


def karuta(library: Path, *arguments: str, life: float | None = None) -> tuple[int, str]:
    """The exit code and stdout; killed after `life` seconds, then -9."""
    command = [sys.executable, "-m", "karuta", "--library", str(library), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            out, _ = process.communicate(timeout=life)
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
    return process.returncode, out


def make(folder: Path) -> Path:
    library = folder / "library"
    assert karuta(library, "catalogue", "add", str(pack(folder / "cards")))[0] == 0
    shots = folder / "shots"
    shots.mkdir()
    rows = [f"{photo(shots / f'{seed}.jpg', seed).name},{seed}" for seed in range(1, CARDS + 1)]
    (shots / "truth.csv").write_text("\n".join(["photo,card_id", *rows, ""]), encoding="utf-8")
    assert karuta(library, "labels", "import", str(shots / "truth.csv"))[0] == 0
    return library


def models(library: Path) -> list[Path]:
    return sorted(path for path in (library / "models").iterdir() if path.is_dir())


def look_through(library: Path, labels: str, active: str) -> None:
    assert file_hash(library / "labels.db") == labels, "the label file changed"
    assert (library / "models" / "active.json").read_text(encoding="utf-8") == active, "another model answers"
    for folder in models(library):
        load_model(folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    dice = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = make(folder)
        whole = folder / "whole"
        shutil.copytree(library, whole)
        began = time.perf_counter()
        assert karuta(whole, "train", *QUICK)[0] == 0
        unbroken = time.perf_counter() - began
        labels = file_hash(library / "labels.db")
        active = (library / "models" / "active.json").read_text(encoding="utf-8")
        kills = 0
        while kills < asked.rounds:
            code, _ = karuta(library, "train", *QUICK, life=dice.uniform(0.3, unbroken / 3))
            look_through(library, labels, active)
            if code == 0:  # done before it could be killed: begin again, from its features on
                for made in models(library):
                    if "-head-" in made.name:
                        shutil.rmtree(made)
                continue
            kills += 1
        assert karuta(library, "train", *QUICK)[0] == 0
        look_through(library, labels, active)
        ours, theirs = (next(path for path in models(file) if "-head-" in path.name) for file in (library, whole))
        assert file_hash(ours / "projection.npy") == file_hash(theirs / "projection.npy"), "another matrix"
        left = [path.name for path in (library / "training").rglob("*.part")]
    print(f"{kills} kills of a training of {unbroken:.1f} s; each time the library was whole and its model answered")
    print(f"the run ended with the very matrix of an unbroken one; left behind: {left or 'nothing'}")
    figures.share("trainings killed: the library is not whole", 0, kills, most=0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
