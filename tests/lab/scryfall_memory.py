"""What reading a Scryfall bulk file of 500 MB takes: memory, time, and how often progress is said.

    python -m tests.lab.scryfall_memory [MEGABYTES] [--printings N]

The file is made of invented cards, each with N printings (3 in `default_cards`, as of 2026), and read through the whole
of `karuta catalogue add` into an empty library. Exit 1 where it takes 300 MB or more.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.lab import figures
from tests.services.catalogue.sources.test_magic_and_pokemon import magic_card

MOST_MB = 300


def write_bulk(path: Path, *, megabytes: int, printings: int) -> int:
    """Of how many cards. An object is 4 kB, as the real ones are."""
    cards = 0
    padding = {"legalities": {f"format_{n}": "not_legal" for n in range(40)}, "purchase_uris": {"x": "y" * 1500}}
    with path.open("w", encoding="utf-8") as file:
        file.write("[\n")
        while file.tell() < megabytes * 1_000_000:
            for number in range(printings):
                card = magic_card(cards * printings + number, f"Lantern {cards}", oracle=10_000_000 + cards, **padding)
                file.write(("" if cards == number == 0 else ",\n") + json.dumps(card))
            cards += 1
        file.write("\n]\n")
    return cards


ADD = """
import resource, sys
from pathlib import Path
from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.add_folder import add_folder
told = []
library = LibraryFolder(Path(sys.argv[2]))
report = add_folder(Path(sys.argv[1]), pack=None, library=library, resources=resources_folder(),
    cancel=CancelToken(), progress=lambda step, done, total: told.append(step))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
print(report.cards.added, len(report.skipped), peak, told.count("reading"), report.seconds)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("megabytes", type=int, nargs="?", default=500)
    parser.add_argument("--printings", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "default-cards.json")
        cards = write_bulk(path, megabytes=arguments.megabytes, printings=arguments.printings)
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", ADD, str(path), str(Path(place, "library"))],
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - started
        print(done.stderr, end="")
        added, skipped, peak, told, _ = done.stdout.split()
        print(
            f"{path.stat().st_size / 1e6:.0f} MB, {cards:,} cards of {arguments.printings} printings: {added} added, "
            f"{skipped} skipped, {seconds:.0f} s, progress said {told} times"
        )
        what = f"a Scryfall file of {arguments.megabytes} MB added: most memory"
        figures.tell(what, f"{peak} MB", 1, aim=f"{MOST_MB} MB", met=int(peak) < MOST_MB)
    return int(int(added) != cards or int(peak) >= MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
