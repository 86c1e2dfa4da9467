"""What the gate costs on a library, and how much of it is for answers as a lookup gives them; twice, as it is kept.

    python -m tests.lab.gate_cost LIBRARY [--crops 4000]

The library is copied. Another model with the same network is embedded and asked twice: the first time every crop is
made and shown to the network, the second time only both models' answers are worked out. Seconds of this process, which
another program on the machine does not change; on the clock it is less where two cores are free.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.lab import figures
from tests.learning import RESOURCES, candidate, silent

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.models import contender, measurements, promote_model, standard_test

TIMED = {
    "embedding the artworks": (contender, "embed_missing"),
    "the gate": (promote_model, "measure"),
    "of that: crops of the standard test": (standard_test, "simulated_crop"),
    "of that: labels": (measurements, "compare_on_labels"),
    "of that: answers to both": (contender.Bench, "answers"),
}


def nearly(projection: NDArray[np.float32]) -> NDArray[np.float32]:
    noise = np.random.default_rng(1).normal(size=projection.shape).astype(np.float32)
    return projection + np.float32(0.05 * projection.std()) * noise


def timed(work: Callable[..., Any], title: str, spent: Counter[str]) -> Callable[..., Any]:
    def run(*arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return work(*arguments, **named)
        finally:
            spent[title] += time.process_time() - began  # type: ignore[assignment]

    return run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--crops", type=int, default=standard_test.CROPS)
    asked = parser.parse_args()
    spent: Counter[str] = Counter()
    for title, (module, name) in TIMED.items():
        setattr(module, name, timed(getattr(module, name), title, spent))
    with tempfile.TemporaryDirectory() as place:
        library = LibraryFolder(Path(place) / "library")
        shutil.copytree(asked.library, library.root)
        candidate(library, "nearly", change=nearly)
        for turn in ("first", "second"):
            spent.clear()
            wish = promote_model.PromotionRequest("nearly", crops=asked.crops)
            found = promote_model.promote_model(library, RESOURCES, wish, cancel=CancelToken(), told=silent)
            print(f"the {turn} time: {found.sets[0].whole.n} crops of the standard test", flush=True)
            for title in TIMED:
                print(f"  {title}: {spent[title]:.1f} s")
            figures.tell(f"the gate, of a processor, the {turn} time", f"{spent['the gate']:.0f} s", 1)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
