"""Kill -9 at random moments of `karuta model promote`: the old model answers, or the new one whole; never neither.

    python -m tests.lab.promote_kill [--rounds 20] [--seed 1] [--crops 300]

Each round starts the real command in a process of its own, kills it after a random share of the time that it takes,
and then looks the library over: which model answers, whether a lookup of every artwork is right, whether `karuta
doctor` finds anything wrong. A killed promotion is then run to its end, and rolled back.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.lab import figures
from tests.learning import RESOURCES, candidate, known_library, silent, slightly

from karuta.domain.cancel import CancelToken
from karuta.engine.decode import decode
from karuta.engine.prepare import fit
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import open_for_reading
from karuta.services.models.active_model import active_model
from karuta.services.models.promote_model import roll_back_model
from karuta.store.cards import Catalogue

NEW = "twin"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crops", type=int, default=300)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    answering: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        made = known_library(Path(name))
        candidate(made, NEW, change=slightly)
        old = _answering(made)
        began = time.perf_counter()
        whole = _copy(made, Path(name) / "whole")
        assert _promote(whole, crops=asked.crops).wait() == 0
        seconds = time.perf_counter() - began
        for round_ in range(asked.rounds):
            library = _copy(made, Path(name) / str(round_))
            process = _promote(library, crops=asked.crops)
            time.sleep(dice.uniform(0.0, seconds))
            process.send_signal(signal.SIGKILL)
            process.wait()
            answering["old" if _answering(library) == old else "new"] += 1
            _look_over(library)
            if _answering(library) == old:
                assert _promote(library, crops=asked.crops).wait() == 0
            assert _answering(library) == NEW
            _look_over(library)
            roll_back_model(library, cancel=CancelToken(), told=silent)
            assert _answering(library) == old
            _look_over(library)
            shutil.rmtree(library.root)
    print(f"{asked.rounds} kills within {seconds:.1f} s: afterwards {dict(answering)} answered, every lookup right,")
    print("doctor found nothing wrong, the promotion went through the second time, and the rollback after it")
    figures.share("promotions killed: neither model answers whole", 0, asked.rounds, most=0)
    return 0


def _copy(made: LibraryFolder, to: Path) -> LibraryFolder:
    shutil.copytree(made.root, to)
    return LibraryFolder(to)


def _promote(library: LibraryFolder, *, crops: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "karuta", "--library", str(library.root), "model", "promote", NEW]
    return subprocess.Popen(
        [*command, "--force", "--crops", str(crops)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _answering(library: LibraryFolder) -> str:
    active = active_model(library)
    assert active is not None
    return active.name


def _look_over(library: LibraryFolder) -> None:
    doctor = [sys.executable, "-m", "karuta", "--library", str(library.root), "doctor"]
    said = subprocess.run(doctor, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
    opened = open_for_reading(library, RESOURCES)
    assert opened.warning is None, opened.warning
    recogniser = opened.recogniser
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        pictures = catalogue.live_pictures()
    for picture in pictures:
        face = decode(library.artwork_file(picture.picture_sha256, picture.suffix))
        vector = recogniser.model.embedder.embed([fit(face, recogniser.model.embedder.spec)])
        assert recogniser.search.neighbours(vector, count=1)[0][0].picture_sha256 == picture.picture_sha256


if __name__ == "__main__":
    raise SystemExit(main())
