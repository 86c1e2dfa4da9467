"""What a lookup costs: `python -m tests.lab.lookup_cost --library DIR --photos FOLDER...`.

Not part of the suite: it times. Each photo is looked up once by a recogniser that has seen none of its cards, so no
artwork is remembered. It says the processor time of a photo, and a hash of all verdicts and first matches: run it in
two checkouts, each with a library of its own, in turn, and compare both.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from pathlib import Path

from tests.lab import figures

from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import open_for_reading

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--photos", type=Path, nargs="+", required=True)
    asked = parser.parse_args()
    photos = [path for folder in asked.photos for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES]
    recogniser = open_for_reading(LibraryFolder(asked.library), resources_folder()).recogniser
    recogniser.recognise(photos[0], k=5)  # the first one pays for what is loaded late
    answers: list[object] = []
    began = time.process_time()
    for path in photos[1:]:
        found = recogniser.recognise(path, k=5).sightings
        answers.append([(sighting.verdict, [str(match.card) for match in sighting.matches[:1]]) for sighting in found])
    took = 1000 * (time.process_time() - began) / len(answers)
    hashed = hashlib.sha256(repr(answers).encode()).hexdigest()[:12]
    sys.stdout.write(f"{recogniser.index_name}, answers {hashed}\n")
    figures.tell("a lookup, of a processor", f"{took:.1f} ms", len(answers))


if __name__ == "__main__":
    main()
