"""Makes a library of an older Karuta: `tests/e2e/test_upgrade.py` runs it with that version's code, which it imports.

    python older_library.py FOLDER LABELS      two packs, a promoted model, labels and undone ones; photos and export

With fewer than `LARGE` labels some of the demo's cards and the shipped model, for versions in which more takes minutes.

It is made when the test runs and not kept in the project: its model alone is 10 MB, and this is what 0.1.0 and later
versions write. In turn the test needs the history, and says so where there is none.
"""

from __future__ import annotations

import io
import shutil
import sys
from itertools import islice
from pathlib import Path

from PIL import Image

from tests.e2e import lesson
from tests.e2e.conftest import pack
from tests.e2e.lesson import karuta_in, photographed, write_truth

QUICK = ("--steps", 20, "--simulated", 40)
LARGE = 300
SOME = 48


def main(folder: Path, labels: int) -> None:
    library, shots = folder / "library", folder / "photos"
    is_large = labels >= LARGE
    if not is_large:
        lesson.CATALOGUE = some_cards(folder / "catalogue")
    must(library, "catalogue", "add", lesson.CATALOGUE)
    if is_large:
        must(library, "catalogue", "add", pack(folder / "menko", game="menko", seeds=range(101, 113)))
    taken = photographed(shots)[:labels]
    # Beyond the first round, each photo again as another file: to a library, that is another photo.
    for at in range(labels - len(taken)):
        first, number = taken[at % len(taken)], 1 + at // len(taken)
        copy = io.BytesIO()
        with Image.open(first.path) as opened:
            opened.save(copy, "JPEG", quality=90 - number)
        path = first.path.with_name(f"{number}-{first.path.name}")
        path.write_bytes(copy.getvalue())
        taken.append(type(first)(path, first.card_id))
    early, late = taken[: labels // 2], taken[labels // 2 :]
    must(library, "labels", "import", write_truth(shots / "early.csv", early), "--annotator", "anna")
    if is_large:
        must(library, "train", *QUICK)
        (candidate,) = (library / "models").glob("*-head-*")
        must(library, "model", "promote", candidate.name, "--crops", 50, "--force")
    must(library, "labels", "import", write_truth(shots / "late.csv", late), "--annotator", "ben")
    # An undo history: one label that was taken back, and one that was brought back.
    for _ in range(2):
        must(library, "confirm", late[0].path, late[1].card_id, "--annotator", "anna")
        must(library, "undo", "--annotator", "anna")
    must(library, "redo", "--annotator", "anna")
    must(library, "labels", "export", folder / "before.csv")


def some_cards(folder: Path) -> Path:
    """The first cards of the demo, as a catalogue."""
    (folder / "images").mkdir(parents=True)
    for name in ("cards.jsonl", "images.csv"):
        with (lesson.CATALOGUE / name).open(encoding="utf-8") as lines:
            (folder / name).write_text("".join(islice(lines, SOME)), encoding="utf-8")
    for line in (folder / "images.csv").read_text(encoding="utf-8").splitlines()[1:]:
        file = line.partition(",")[0]
        shutil.copy(lesson.CATALOGUE / "images" / file, folder / "images" / file)
    return folder


def must(library: Path, *arguments: object) -> None:
    if karuta_in(library, *arguments):
        raise SystemExit(f"it failed to {arguments}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
