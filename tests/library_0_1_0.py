"""Makes a library of Karuta 0.1.0: run by `tests/e2e/test_upgrade.py` in a checkout of that version, which it imports.

    python library_0_1_0.py FOLDER      two packs, a promoted model, 1,000 labels; photos and an export beside it

It is made when the test runs and not kept in the project: its model alone is 10 MB, and this is what 0.1.0 writes.
In turn the test needs the history, and says so where there is none.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from tests.e2e.conftest import pack
from tests.e2e.lesson import CATALOGUE, karuta_in, photographed, write_truth

LABELS = 1000
QUICK = ("--steps", 20, "--simulated", 40)


def main(folder: Path) -> None:
    library, shots = folder / "library", folder / "photos"
    must(library, "catalogue", "add", CATALOGUE)
    must(library, "catalogue", "add", pack(folder / "menko", game="menko", seeds=range(101, 113)))
    taken = photographed(shots)
    # Beyond the first round, each photo again as another file: to a library, that is another photo.
    for at in range(LABELS - len(taken)):
        first, number = taken[at % len(taken)], 1 + at // len(taken)
        copy = io.BytesIO()
        with Image.open(first.path) as opened:
            opened.save(copy, "JPEG", quality=90 - number)
        path = first.path.with_name(f"{number}-{first.path.name}")
        path.write_bytes(copy.getvalue())
        taken.append(type(first)(path, first.card_id))
    early, late = taken[: LABELS // 2], taken[LABELS // 2 :]
    must(library, "labels", "import", write_truth(shots / "early.csv", early), "--annotator", "anna")
    must(library, "train", *QUICK)
    (candidate,) = (library / "models").glob("*-head-*")
    must(library, "model", "promote", candidate.name, "--crops", 50, "--force")
    must(library, "labels", "import", write_truth(shots / "late.csv", late), "--annotator", "ben")
    must(library, "labels", "export", folder / "before.csv")


def must(library: Path, *arguments: object) -> None:
    if karuta_in(library, *arguments):
        raise SystemExit(f"0.1.0 failed to {arguments}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
