"""Measures *Supply and demand*: what counting a table of listings costs.

    python -m tests.lab.listed LIBRARY [--listings 20000] [--seed 7]

Titles are made from the library's own catalogue, each of them another text; few cards have most of the listings.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.lab import figures

from karuta.domain.cancel import CancelToken
from karuta.listings.domain.popularity import ListedBy
from karuta.listings.services.popularity.count_demand import DemandTables, count_demand
from karuta.paths import LibraryFolder, resources_folder
from karuta.store.cards import Catalogue


def made_listings(library: LibraryFolder, path: Path, *, count: int, seed: int) -> None:
    chance = random.Random(seed)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        cards = [card.name for card in catalogue.for_titles()]
    chance.shuffle(cards)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["listing_id", "title"])
        for number in range(count):
            place = min(int(chance.paretovariate(0.7)), len(cards) - 1)
            writer.writerow([f"L{number}", f"{cards[place]} NM No.{number}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    library = LibraryFolder(given.library)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "listings.csv"
        made_listings(library, table, count=given.listings, seed=given.seed)
        began = time.process_time()
        counts = count_demand(library, resources_folder(), DemandTables((table,)), cancel=CancelToken())
        took = time.process_time() - began
        sys.stdout.write(f"{counts.tallies[ListedBy.TABLES].rows:,} of {given.listings:,} listings count\n")
        figures.tell(f"{given.listings:,} listings counted, of a processor", f"{took:.1f} s", 1)


if __name__ == "__main__":
    main()
