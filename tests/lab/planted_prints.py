"""Cards with their small print drawn anew, so that a planted listing may show any printing; measures nothing.

The pictures are the catalogue's, larger, under the same names; code, passcode and edition are drawn in fonts that the
code reader has not learned from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.pixels import Pixels
from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.verifying import is_readable
from karuta.engine.decode import decode
from karuta.print_table import print_table
from workshop.bench.code_photos import FACE_WIDTH, GAME
from workshop.code_reader.print_on import PrintStamp, face_of, printed_on
from workshop.code_reader.typefaces import TypeFace, parted, type_faces

# What a card with such an edition has printed; an unlimited one mostly has nothing.
EDITION_WORDS = {"first": ("1st Edition",), "limited": ("LIMITED EDITION", "Limited Edition"), "unlimited": ("",)}
# Capitals of so many pixels and more count as legible in a plain or hard photo in which nothing lies over the card.
LEGIBLE = 10.0
CODE_CAPITALS = print_table().of(GAME).places_of(Print.CODE, type_line="")[0].capitals


@dataclass(frozen=True)
class DrawnPrint:
    """What stands on a planted card."""

    set_code: str
    edition: str


class DrawnCards:
    """Faces with any print. `pictures`: a folder with larger pictures."""

    def __init__(self, cards: Mapping[CardKey, Card], files: Mapping[CardKey, Path], pictures: Path) -> None:
        self._cards = cards
        self._files = {key: pictures / file.name for key, file in files.items() if (pictures / file.name).is_file()}
        _, self._faces = parted(type_faces())

    def can_draw(self, key: CardKey) -> bool:
        """Whether it has a larger picture, a passcode and at least two codes to draw."""
        card = self._cards.get(key)
        return key in self._files and card is not None and bool(card.codes.get("passcode")) and len(self.codes(key)) > 1

    def printings(self, key: CardKey) -> Sequence[Printing]:
        return [printing for printing in self._cards[key].printings if is_readable(printing.set_code)]

    def codes(self, key: CardKey) -> list[str]:
        return sorted({printing.set_code for printing in self.printings(key)})

    def face(self, key: CardKey, print_: DrawnPrint, rng: np.random.Generator) -> Pixels:
        face = face_of(decode(self._files[key]), game=GAME, width=FACE_WIDTH)
        middle, end = rng.uniform(0.7215, 0.731), rng.uniform(0.886, 0.893)
        bottom = rng.uniform(0.965, 0.974)
        stamps = [
            PrintStamp(_place(Print.CODE), print_.set_code, middle, ends=end, clean=(0.45, 0.6)),
            PrintStamp(
                _place(Print.PASSCODE), str(self._cards[key].codes["passcode"]), bottom, starts=0.05, clean=(0.3, 0.42)
            ),
        ]
        words = EDITION_WORDS[print_.edition]
        text = words[int(rng.integers(len(words)))]
        if text:
            stamps.append(PrintStamp(_place(Print.EDITION), text, bottom, starts=rng.uniform(0.205, 0.225)))
        typeface: TypeFace = self._faces[int(rng.integers(len(self._faces)))]
        return printed_on(face, stamps, typeface, wide=rng.uniform(0.8, 0.95))


def _place(what: Print) -> PrintPlace:
    return print_table().of(GAME).places_of(what, type_line="")[0]
