"""For the hand at a real screen: cards whose colours tell which they are, also in a small picture, and their photos."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from tests.packs import card, silent, write_pack
from tests.pictures import CARD_SIZE, photo_of
from tests.pictures import card as drawn_card

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder

PALETTE = ((230, 40, 40), (40, 190, 60), (60, 80, 235), (240, 220, 40), (225, 60, 220), (40, 215, 225), (245, 150, 30))
IN_CATALOGUE, LACKING = 40, 8
"""Cards 0 to 39; 40 to 47 are in no catalogue."""
WIDTH, HEIGHT = 760, 560
PHOTOS = 240
"""So many of them make a queue."""
TITLE, TEXT = (12, 8, 164, 40), (12, 188, 164, 250)
"""The two plain fields of a card that tell its number: left, top, right, bottom, of 177 by 258."""


@dataclass(frozen=True)
class Share:
    """Of a card's height."""

    start: float
    stop: float


FIELD_HEIGHTS = tuple(Share(top / CARD_SIZE[1], (bottom + 1) / CARD_SIZE[1]) for _, top, _, bottom in (TITLE, TEXT))
BLUE, GROUNDS = 90, range(10, 130, 4)
"""A photo's ground has this much blue, and in red and green the two digits of its number. A small picture of it may be
off by one."""


def colours_of(number: int) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    return PALETTE[number // len(PALETTE)], PALETTE[number % len(PALETTE)]


def face(number: int) -> NDArray[np.uint8]:
    """(258, 177, 3) uint8 RGB."""
    image = Image.fromarray(drawn_card(1000 + number))
    draw = ImageDraw.Draw(image)
    for field, colour in zip((TITLE, TEXT), colours_of(number), strict=True):
        draw.rectangle(field, fill=colour)
    return np.asarray(image)


def name_of(number: int) -> str:
    return f"Shape {number:02}"


def make_library(folder: Path) -> LibraryFolder:
    numbers = range(IN_CATALOGUE)
    pack = write_pack(
        folder / "shapes",
        [
            card(
                str(number),
                name_of(number),
                game="yugioh",
                printings=[{"set_code": f"SHP-EN{number:03}"}, {"set_code": f"RED-EN{number:03}"}],
            )
            for number in numbers
        ],
        images=[(f"{number:04}.png", str(number), "main") for number in numbers],
    )
    (pack / "images").mkdir(exist_ok=True)
    for number in numbers:
        Image.fromarray(face(number)).save(pack / "images" / f"{number:04}.png")
    library = LibraryFolder(folder / "library")
    resources = paths.resources_folder()
    add_folder(pack, pack=None, library=library, resources=resources, cancel=CancelToken(), progress=silent)
    return library


def ground_of(number: int) -> tuple[int, int, int]:
    """The colour of a photo's ground, which no card has: it tells the photo."""
    high, low = divmod(number, len(GROUNDS))
    return GROUNDS[low], GROUNDS[high], BLUE


Place = tuple[float, float]


@dataclass(frozen=True)
class MadePhoto:
    """`cards`: the number of each with the middle of its place, in pixels."""

    sha256: str
    number: int
    cards: tuple[tuple[int, Place], ...]

    def card_at(self, x: float, y: float) -> int:
        """The card whose place is nearest."""
        return min(self.cards, key=lambda card: (card[1][0] - x) ** 2 + (card[1][1] - y) ** 2)[0]


def make_photo(path: Path, number: int, dice: random.Random) -> MadePhoto:
    """One card most often, else two to four different ones, some that the catalogue lacks, or none."""
    count = dice.choices((0, 1, 2, 4), (1, 62, 22, 15))[0]
    faces = dice.sample(range(IN_CATALOGUE + LACKING), count)
    photo = np.full((HEIGHT, WIDTH, 3), ground_of(number), np.uint8)
    columns, rows = {0: (1, 1), 1: (1, 1), 2: (2, 1), 4: (2, 2)}[count]
    high = {1: 430, 2: 380, 4: 230}.get(count, 0)
    wide = high * CARD_SIZE[0] / CARD_SIZE[1]
    box = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)]) / 2
    cards: list[tuple[int, Place]] = []
    for at, shape in enumerate(faces):
        middle = (WIDTH * (at % columns + 0.5) / columns, HEIGHT * (at // columns + 0.5) / rows)
        cards.append((shape, middle))
        turn = dice.uniform(-0.06, 0.06)
        turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        alone = photo_of(face(shape), box @ turned.T + middle, size=(WIDTH, HEIGHT), ground=(1, 2, 3))
        photo = np.where((alone == (1, 2, 3)).all(axis=2, keepdims=True), photo, alone).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(photo).save(path)
    return MadePhoto(hashlib.sha256(path.read_bytes()).hexdigest(), number, tuple(cards))
