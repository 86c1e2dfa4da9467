"""Names read in photos of hands and ladders, of cards of which the catalogue has no picture.

    python -m tests.lab.hands DATA [--part judge] [--with NAMES.csv ...]

DATA: the folder with `hands.csv`, `hands-names.csv` and `hands/` (`../shared/data`). The mark to beat is public:
LauriHursti/visions reads 500 such photos with a recall of 0.96 and a precision of 0.993. A title counts once for each
box, *sure* and *likely* as said. Thresholds were chosen by the photos of the part *look* alone. `--with`: lists of
another game's names in the same catalogue.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import tempfile
from collections import Counter
from pathlib import Path

from tests.lab import figures

import karuta

ACCEPTED = ("sure", "likely")


def named(photo: karuta.Photo) -> Counter[str]:
    """The names that are said to be in it."""
    return Counter(
        sighting.matches[0].name for sighting in photo.sightings if sighting.verdict in ACCEPTED and sighting.matches
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", default="judge", choices=("look", "judge"))
    parser.add_argument("--with", dest="others", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    with (asked.data / "hands.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["part"] == asked.part]
    right, wrong, sure_and_wrong, titles, names = 0, 0, 0, 0, 0
    spent = []
    with tempfile.TemporaryDirectory() as folder, karuta.open(Path(folder, "library"), create=True) as library:
        library.add(asked.data / "hands-names.csv", game="magic")
        for source in asked.others:
            library.add(source)
        names = library.info().cards
        for row in rows:
            photo = library.lookup(asked.data / "hands" / row["photo"])
            there, said = Counter(row["names"].split("|")), named(photo)
            met = (there & said).total()
            right, wrong, titles = right + met, wrong + said.total() - met, titles + there.total()
            sure = Counter(each.matches[0].name for each in photo.sightings if each.verdict == "sure")
            sure_and_wrong += (sure - there).total()
            spent.append(photo.timings_ms["total"] or 0.0)
            for name in sorted((there - said) + (said - there)):
                print(f"{row['photo']}: {'missed' if name in there else 'wrong'}: {name}", flush=True)
    part = "" if asked.part == "judge" else f" ({asked.part})"
    beside = f", {names:,} names" if asked.others else ""
    figures.share(f"titles of hands{part}{beside}: read", right, titles, least=0.95 if asked.others else 0.96)
    figures.share(f"right, of those said{part}{beside}", right, right + wrong, least=0.99)
    figures.share(f"the same: *sure* and wrong{part}{beside}", sure_and_wrong, titles, most=0)
    print(f"{statistics.median(spent):.0f} ms a photo in the median")


if __name__ == "__main__":
    main()
