"""`karuta train --scope full` from labels to the gate, with a few small steps; needs the extra `train`.

    python -m tests.long.full_scope [--steps 6] [--pairs 6]

A small library of drawn cards with labelled photos. The network's last blocks are trained by the real command; then the
candidate is asked of the gate as any other. (That a stopped training goes on is held by `tests/training/test_full.py`.)
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.long import figures
from tests.long.train_kill import karuta, make

from karuta.engine.model import load_model


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--pairs", type=int, default=6)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        library = make(Path(name))
        how = (
            "train",
            "--scope",
            "full",
            "--steps",
            str(asked.steps),
            "--pairs",
            str(asked.pairs),
            "--simulated",
            "40",
        )
        code, out = karuta(library, *how, "--json")
        said = [json.loads(line) for line in out.splitlines()]
        assert code == 0, out
        done = said[-1]
        assert done["event"] == "finished" and "-full-" in done["model"]
        model = load_model(Path(done["folder"]))
        print(f"{model.title}; loss {model.card['training']['loss']}")
        figures.tell(f"`train --scope full`, {asked.steps} steps", f"{done['seconds']:.0f} s", 1)
        assert karuta(library, *how, "--json")[0] == 0
        code, out = karuta(library, "model", "promote", done["model"], "--crops", "60", "--json")
        ruling = json.loads(out.splitlines()[-1])
        print(f"the gate, asked with 60 crops: promoted {ruling['promoted']}, {ruling['worse']}, {ruling['untold']}")
        assert (code, ruling["promoted"]) == (1, False), "sixty crops rule no loss out"
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
