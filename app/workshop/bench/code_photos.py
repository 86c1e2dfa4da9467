"""Writes simulated photos of cards with drawn codes, and which code each has. Measures and trains nothing.

python -m workshop.bench.code_photos --catalogue FOLDER --pictures FOLDER --out SET [--count 300] [--width 1500]

Each card is a sharp picture of the catalogue on which one of its own set codes and its passcode are drawn anew, in a
font that the reader was not trained with. The same folders, counts and seed give the same photos.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.verifying import is_readable
from karuta.domain.shape import parsed
from karuta.domain.sighting import height
from karuta.engine.decode import decode
from karuta.print_table import print_table
from karuta.training.photographer import Grade, photograph
from karuta.training.photographer.conditions import Conditions
from karuta.training.photographer.photograph import PHOTO_SIZE
from workshop.artworks import artwork_files
from workshop.code_reader.print_on import PrintStamp, face_of, printed_on
from workshop.code_reader.typefaces import FOLDERS, MOST_FACES, TypeFace, parted, type_faces

GAME, FACE_WIDTH = "yugioh", 1100
GRADES = (Grade.PLAIN, Grade.HARD, Grade.PLAIN, Grade.HARD, Grade.BRUTAL)
# The widest blur (sigma) and the longest smear of a legible code, in heights of its capitals: 28 strips of seed 101
# near these bounds were read by eye, without the reader's answer.
SOFT, SMEARED = 0.16, 0.5
TRUTH, PHOTOS = "truth.csv", "photos"


@dataclass(frozen=True)
class CodeRow:
    """`capitals`: how many pixels high they are in the photo; `seen`: the share of the card that nothing covers.

    `softness`: up to 1 a person can read a code of this size, as far as lens and hand go.
    """

    photo: str
    card_id: str
    corners: str
    set_code: str
    passcode: str
    grade: str
    capitals: float
    seen: float
    softness: float


@dataclass(frozen=True)
class Coded:
    card_id: str
    picture: Path
    codes: tuple[str, ...]
    passcode: str


def coded_cards(catalogue: Path, pictures: Path) -> list[Coded]:
    """Cards with a sharp picture, at least one readable code, and a passcode."""
    codes_of_card: dict[str, dict[str, Any]] = {}
    for line in (catalogue / "cards.jsonl").read_text(encoding="utf-8").splitlines():
        card = parsed(line)
        codes_of_card[str(card["card_id"])] = card
    cards = []
    for artwork in artwork_files(catalogue):
        picture = pictures / artwork.path.name
        card = codes_of_card.get(artwork.key.card_id)
        if card is None or not picture.is_file() or artwork.key.game != GAME:
            continue
        codes = tuple(sorted({entry["set_code"] for entry in card.get("printings") or ()}))
        codes = tuple(code for code in codes if is_readable(code))
        passcode = str((card.get("codes") or {}).get("passcode", ""))
        if codes and passcode:
            cards.append(Coded(artwork.key.card_id, picture, codes, passcode))
    return cards


class CodePhotos:
    """Photographs cards with drawn codes; a photo depends on the seed and its number alone."""

    def __init__(
        self, cards: Sequence[Coded], faces: Sequence[TypeFace], *, width: int, seed: int, in_turn: bool = False
    ) -> None:
        """`in_turn`: one card after the other, and not any."""
        self._cards, self._faces, self._in_turn = cards, faces, in_turn
        self._size, self._seed = (width, round(width * 4 / 3)), seed
        self._places = {what: _place(what) for what in (Print.CODE, Print.PASSCODE)}

    def take(self, number: int) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], CodeRow]:
        rng = np.random.default_rng([self._seed, number])
        card = self._cards[number % len(self._cards) if self._in_turn else int(rng.integers(len(self._cards)))]
        code = card.codes[rng.integers(len(card.codes))]
        typeface = self._faces[int(rng.integers(len(self._faces)))]
        face = face_of(decode(card.picture), game=GAME, width=FACE_WIDTH)
        code_place, passcode_place = self._places[Print.CODE], self._places[Print.PASSCODE]
        middle, end = rng.uniform(0.7215, 0.731), rng.uniform(0.886, 0.893)
        stamps = [
            PrintStamp(code_place, code, middle, ends=end, clean=(0.45, 0.6)),
            PrintStamp(passcode_place, card.passcode, rng.uniform(0.965, 0.974), starts=0.05, clean=(0.3, 0.42)),
        ]
        face = printed_on(face, stamps, typeface, wide=rng.uniform(0.8, 0.95))
        grade = GRADES[number % len(GRADES)]
        scene = photograph([face], grade=grade, rng=rng, size=self._size)
        (placed,) = scene.cards
        corners = " ".join(f"{value:.2f}" for value in placed.corners.ravel())
        capitals = height(placed.corners) * self._places[Print.CODE].capitals
        row = CodeRow(
            "",
            card.card_id,
            corners,
            code,
            card.passcode,
            grade.value,
            round(capitals, 1),
            round(placed.visible, 3),
            round(softness(scene.conditions, capitals, size=self._size), 2),
        )
        return scene.pixels, row


def softness(conditions: Conditions, capitals: float, *, size: tuple[int, int]) -> float:
    """Blur and motion beside the most that leaves capitals of so many pixels legible. `size`: the photo's."""
    scale = float(np.sqrt(size[0] * size[1] / (PHOTO_SIZE[0] * PHOTO_SIZE[1])))
    return max(conditions.blur / SOFT, conditions.motion / SMEARED) * scale / capitals


def _place(what: Print) -> PrintPlace:
    return next(place for place in print_table().of(GAME).places_of(what, type_line="") if place.frame == "standard")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.bench.code_photos", description=__doc__)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--pictures", type=Path, required=True, help="larger pictures under the same file names")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="*", default=(), help="folders with fonts besides the computer's")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--width", type=int, default=1500, help="of the photos, in pixels")
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--only", type=Path, help="a file with names of pictures, one a line (before a tab), in turn")
    asked = parser.parse_args(argv)
    _, held_out = parted(type_faces([*FOLDERS, *asked.fonts], most=MOST_FACES))
    cards = coded_cards(asked.catalogue, asked.pictures)
    if asked.only is not None:
        by_name = {card.picture.name: card for card in cards}
        names = [line.partition("\t")[0] for line in asked.only.read_text(encoding="utf-8").splitlines()]
        cards = [by_name[name] for name in names if name in by_name]
    photos = CodePhotos(cards, held_out, width=asked.width, seed=asked.seed, in_turn=asked.only is not None)
    (asked.out / PHOTOS).mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(asked.count):
        pixels, row = photos.take(number)
        name = f"{PHOTOS}/{number:05d}.jpg"
        Image.fromarray(pixels).save(asked.out / name, "JPEG", quality=92)
        rows.append({**asdict(row), "photo": name})
    with (asked.out / TRUTH).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(CodeRow)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
