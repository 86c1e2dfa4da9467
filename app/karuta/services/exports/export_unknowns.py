"""Writes the groups of cards that the catalogue lacks as a table, to ask for their pack with; changes nothing."""

from __future__ import annotations

import csv
from pathlib import Path

from karuta.domain.file_names import written
from karuta.domain.unknowns import Unknowns
from karuta.files import write_whole

COLUMNS = ("group", "name", "cards", "photo", "photo_sha256", "sighting_id", "kind")


def export_unknowns(unknowns: Unknowns, out: Path) -> int:
    """A row for each sighting, group after group; how many. `kind`: `labelled` by a person, or `judged`.

    Raises `OSError`; `out` is as it was, then.
    """

    def write(beside: Path) -> None:
        with beside.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as text:
            lines = csv.writer(text)
            lines.writerow(written(COLUMNS))
            for number, group in enumerate(unknowns.groups, start=1):
                for card in group.cards:
                    said = "labelled" if card.is_labelled else "judged"
                    place = (card.photo_sha256, card.sighting_id, said)
                    names = (group.name, len(group.cards), card.photo_name)
                    lines.writerow(written((number, *names, *place)))

    write_whole(out, write)
    return unknowns.count
