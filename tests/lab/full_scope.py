"""Trains a library's whole network on its labels, in hours or on a GPU; needs the extra `train`.

    python -m tests.lab.full_scope LIBRARY [--layers last|all] [--steps 600] [--pairs 48] [--simulated 3000]
    python -m tests.lab.full_scope --steps 6 --pairs 6 --simulated 40

The candidate lies beside the library's models and answers once `karuta model promote` lets it. Without a library a
small one is made, of drawn cards with labelled photos, and the candidate is asked of the gate as any other. (That a
stopped training goes on is held by `tests/training/test_full.py`.)
"""

from __future__ import annotations

import argparse
import json
import tempfile
from functools import partial
from pathlib import Path

from tests.lab import figures
from tests.lab.train_kill import karuta, make

from karuta.domain.cancel import CancelToken
from karuta.domain.training_progress import Finished, as_values
from karuta.engine.model import load_model
from karuta.paths import LibraryFolder
from karuta.services.models.retrain import retrained
from workshop.backbone.full_steps import FullRecipe, Layers
from workshop.backbone.train_full import train_full


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path, nargs="?")
    parser.add_argument("--layers", choices=[layers.value for layers in Layers], default=Layers.LAST.value)
    parser.add_argument("--steps", type=int, default=FullRecipe.steps)
    parser.add_argument("--pairs", type=int, default=FullRecipe.pairs)
    parser.add_argument("--simulated", type=int, default=FullRecipe.simulated)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        library = LibraryFolder(asked.library or make(Path(name)))
        recipe = FullRecipe(
            steps=asked.steps, pairs=asked.pairs, simulated=asked.simulated, layers=Layers(asked.layers)
        )

        def train() -> Finished:
            call = partial(train_full, recipe=recipe, cancel=CancelToken())
            return retrained(library, call, lambda progress: print(as_values(progress), flush=True))

        done = train()
        assert "-full-" in done.model and train().already
        model = load_model(Path(done.folder))
        print(f"{model.title}; loss {model.card['training']['loss']}")
        if asked.library is not None:
            print(f"Next: `karuta model promote {done.model}`.")
            return 0
        figures.tell(f"a whole network, {asked.steps} steps", f"{done.seconds:.0f} s", 1)
        code, out = karuta(library.root, "model", "promote", done.model, "--crops", "60", "--json")
        ruling = json.loads(out.splitlines()[-1])
        print(f"the gate, asked with 60 crops: promoted {ruling['promoted']}, {ruling['worse']}, {ruling['untold']}")
        assert (code, ruling["promoted"]) == (1, False), "sixty crops rule no loss out"
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
