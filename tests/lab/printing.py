"""How well printings are read off photos: right, wrong and called *read*, with the true code and without it; the time.

python -m tests.lab.printing --library DIR --set SET [--reader FOLDER] [--rows FILE]
python -m tests.lab.printing --library DIR --codes printings.csv --photos FOLDER

SET is what `workshop.bench.code_photos` wrote. `--codes` is a CSV with photo, card_id, set_code, legible. The
library's catalogue has the cards with their printings. `--rows` keeps both numbers of each photo.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from tests.lab import figures

from karuta.domain.card import Card
from karuta.domain.printing.answer import PrintingAnswer
from karuta.domain.printing.places import Print
from karuta.domain.recognition import Recognition
from karuta.domain.sighting import height
from karuta.engine.code_reader import load_code_reader
from karuta.paths import LibraryFolder, resources_folder
from karuta.print_table import print_table
from karuta.services.library.open_library import open_for_reading
from karuta.services.lookups.read_prints import PrintReader, shipped_code_reader

# Capitals of so many pixels and more count as legible in a plain or hard photo in which nothing lies over the card.
LEGIBLE = 10.0
CAPITALS = print_table().of("yugioh").places_of(Print.CODE, type_line="")[0].capitals


@dataclass(frozen=True)
class Photographed:
    """A photo and what is printed on its card. `group`: how the figures are grouped. `softness`: as in `CodeRow`."""

    photo: Path
    card_ids: tuple[str, ...]
    set_code: str
    passcode: str
    group: str
    seen: float
    softness: float = 0.0


@dataclass(frozen=True)
class PrintRow:
    photo: str
    group: str
    set_code: str
    capitals: float
    verdict: str
    first: str
    ratio: float
    margin: float
    without: str
    without_first: str
    without_ratio: float
    without_margin: float
    free: str
    free_log: float
    passcode: str
    ms: float
    softness: float


def set_photos(folder: Path) -> list[Photographed]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return [
            Photographed(
                folder / row["photo"],
                (row["card_id"],),
                row["set_code"],
                row["passcode"],
                row["grade"],
                float(row["seen"]),
                float(row.get("softness", 0.0)),
            )
            for row in csv.DictReader(file)
        ]


def real_photos(codes: Path, photos: Path) -> list[Photographed]:
    with codes.open(encoding="utf-8", newline="") as file:
        return [
            Photographed(
                photos / row["photo"], tuple(row["card_id"].split("|")), row["set_code"], "", row["legible"], 1.0
            )
            for row in csv.DictReader(file)
        ]


class PrintMeasure:
    def __init__(self, library: LibraryFolder, reader: Path) -> None:
        opened = open_for_reading(library, resources_folder())
        self._recogniser = opened.recogniser
        pictured = frozenset(artwork.card for artwork in opened.recogniser.view.artworks)
        self._reader = PrintReader(load_code_reader(reader), library.catalogue_db, pictured)

    def row(self, one: Photographed) -> PrintRow | None:
        """None where the card was not found, or is taken for another."""
        found = self._recogniser.recognise(one.photo, k=5)
        right = [s for s in found.sightings if s.matches and s.matches[0].card.card_id in one.card_ids]
        if len(right) != 1:
            return None
        alone = replace(found, sightings=tuple(right))
        answer, took = self._answer(one.photo, alone)
        card = self._reader.card(right[0].matches[0].card)
        assert card is not None
        others = tuple(p for p in card.printings if p.set_code != one.set_code)
        without, _ = self._answer(one.photo, alone, instead=replace(card, printings=others))
        truth = one.passcode or str(card.codes.get("passcode", ""))
        said = answer.read.passcode
        return PrintRow(
            one.photo.name,
            one.group if one.seen > 0.97 else "covered",
            one.set_code,
            round(height(right[0].corners) * CAPITALS, 1),
            answer.verdict.value,
            *_numbers(answer),
            without.verdict.value,
            *_numbers(without),
            answer.verified.free.text if answer.verified and answer.verified.free else "",
            round(answer.verified.free.log, 2) if answer.verified and answer.verified.free else 0.0,
            "none" if said is None else "right" if said == truth else "wrong",
            round(took, 1),
            one.softness,
        )

    def _answer(self, photo: Path, found: Recognition, *, instead: Card | None = None) -> tuple[PrintingAnswer, float]:
        began = time.process_time()
        read = self._reader.read(photo, found, instead=instead).sightings[0].printing
        assert read is not None
        return read, (time.process_time() - began) * 1000


def _numbers(answer: PrintingAnswer) -> tuple[str, float, float]:
    said = answer.verified
    if said is None or not said.fits:
        return "", -99.0, 0.0
    return said.fits[0].text, round(said.ratio, 2), round(said.margin, 2)


def tell(rows: Sequence[PrintRow], missed: int) -> None:
    print(f"{len(rows)} cards, {missed} not found or taken for another card")
    groups = sorted({row.group for row in rows})
    parts = {group: [row for row in rows if row.group == group] for group in groups}
    parts["legible"] = [row for row in rows if _is_legible(row)]
    parts["legible to the eye"] = [row for row in parts["legible"] if row.softness <= 1]
    for group, some in parts.items():
        if some:
            _tell_group(group, some)
    clear, read = parts["legible to the eye"], [row for row in rows if row.verdict == "read"]
    right = sum(row.first == row.set_code for row in clear)
    figures.share("whole photos, legible: right first", right, len(clear), least=0.97)
    wrong = sum(row.first != row.set_code for row in read) + sum(row.without == "read" for row in rows)
    figures.share("*read* and wrong, or with the true code withheld", wrong, len(rows))
    figures.spread("reading a sighting with decoding, of a processor", [row.ms for row in rows], "ms")


def _is_legible(row: PrintRow) -> bool:
    return row.group in ("plain", "hard", "clear") and row.capitals >= LEGIBLE


def _tell_group(name: str, rows: Sequence[PrintRow]) -> None:
    read = [row for row in rows if row.verdict == "read"]
    counts = (
        ("first right", sum(row.first == row.set_code for row in rows)),
        ("read", len(read)),
        ("read and wrong", sum(row.first != row.set_code for row in read)),
        ("read, true code withheld", sum(row.without == "read" for row in rows)),
        ("passcode right", sum(row.passcode == "right" for row in rows)),
        ("passcode wrong", sum(row.passcode == "wrong" for row in rows)),
    )
    print(f"{name}: " + "; ".join(f"{what} {figures.in_words(k, len(rows))}" for what, k in counts))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.printing", description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--set", type=Path)
    parser.add_argument("--codes", type=Path)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--reader", type=Path, help="a code reader's folder (default: the shipped one)")
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--skip", type=int, default=0, help="photos to leave out at the beginning")
    parser.add_argument("--count", type=int)
    asked = parser.parse_args(argv)
    photos = set_photos(asked.set) if asked.set else real_photos(asked.codes, asked.photos)
    measure = PrintMeasure(LibraryFolder(asked.library), asked.reader or shipped_code_reader(resources_folder()))
    found = [measure.row(photo) for photo in photos[asked.skip :][: asked.count]]
    rows = [row for row in found if row is not None]
    if asked.rows:
        with asked.rows.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field.name for field in fields(PrintRow)], lineterminator="\n")
            writer.writeheader()
            writer.writerows(asdict(row) for row in rows)
    tell(rows, len(found) - len(rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
