"""Writes a catalogue of drawn frames and the sets of photos that `judge_sets` has not. Draws no frame itself."""

from __future__ import annotations

import functools
import json
import math
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageFont, ImageOps

from karuta.engine.decode import decode
from karuta.training.photographer import Grade, Scene, simulated_crop
from workshop.artworks import ArtworkFile
from workshop.bench.judge_sets import PHOTOS, TRUTH, Row, write_rows
from workshop.photographer.pages import photograph_rows
from workshop.photographer.scattered import photograph_scatter

ART = Path(__file__).resolve().parents[2] / "packaging" / "demo" / "art"
TALL, WIDE = 440, 315
TALLEST = 680  # as large as the pictures of most catalogues
Picture = Image.Image
Style = Callable[[int, np.random.Generator], Picture]


@functools.cache
def art_files() -> tuple[Path, ...]:
    return tuple(sorted(ART.iterdir()))


def art(number: int, size: tuple[int, int]) -> Picture:
    files = art_files()
    with Image.open(files[number % len(files)]) as opened:
        return ImageOps.fit(opened.convert("RGB"), size)


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def words(rng: np.random.Generator, count: int) -> str:
    parts = ("ban", "dro", "li", "sul", "mer", "tok", "rin", "va", "que", "hal", "ost", "em")
    return " ".join("".join(rng.choice(parts, int(rng.integers(1, 4)))) for _ in range(count)).capitalize()


def colour(rng: np.random.Generator, low: int = 0, high: int = 256) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in rng.integers(low, high, 3))
    return red, green, blue


def write_faces(folder: Path, styles: Sequence[Style], *, each: int, seed: int, first: int = 0, step: int = 1) -> None:
    """`each` cards of every style as a catalogue's folder. An id begins with its style; the name is that on the face.

    `first`, `step`: the number of the first face's art, and how far it is to the next one's.
    """
    (folder / "images").mkdir(parents=True)
    lines, rows = [], ["file,card_id,artwork"]
    for place, style in enumerate(styles):
        for number in range(each):
            card = f"{style.__name__}-{number:02d}"
            face = style(first + step * (place * each + number), np.random.default_rng([seed, place, number]))
            face.thumbnail((TALLEST, TALLEST))
            face.save(folder / "images" / f"{card}.png")
            name = face.info.get("name") or card
            lines.append(json.dumps({"card_id": card, "game": "held-out", "names": {"en": name}}))
            rows.append(f"{card}.png,{card},main")
    (folder / "cards.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "images.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def write_lying(catalogue: Path, folder: Path) -> None:
    """The same catalogue with every picture turned by 90 degrees, as cards are kept that are read sideways."""
    shutil.copytree(catalogue, folder)
    for path in (folder / "images").iterdir():
        with Image.open(path) as opened:
            lying = opened.transpose(Image.Transpose.ROTATE_270)
        lying.save(path)


class MoreSets:
    """Sets that `judge_sets` has not; each photo depends on the seed, its set and its number alone."""

    def __init__(self, artworks: Sequence[ArtworkFile], out: Path, *, width: int, seed: int) -> None:
        self._cards = artworks
        self._out = out
        self._width = width
        self._seed = seed

    def rows(self, name: str, *, photos: int, cards: int, columns: int) -> None:
        """So many cards in rows."""
        tall = round(self._width * 4 / 3)
        size = (self._width, tall) if columns < math.sqrt(cards) * 1.3 else (tall, self._width)
        rows: list[Row] = []
        for number, rng in self._drawn(name, photos):
            shown = [self._cards[i] for i in rng.choice(len(self._cards), cards, replace=False)]
            faces = [decode(artwork.path) for artwork in shown]
            grade = Grade.PLAIN if number % 2 else Grade.HARD
            made = photograph_rows(faces, grade=grade, rng=rng, size=size, columns=columns)
            self._save(name, number, made.pixels)
            rows += [truth(number, shown[card.source].key.card_id, card.corners, made) for card in made.cards]
        write_rows(self._out / name / TRUTH, rows)

    def far(self, name: str, *, photos: int, cards: int) -> None:
        """So many cards of 40 to 60 pixels' width beside each other, in a photo of 1,000 on its longer side."""
        rows: list[Row] = []
        for number, rng in self._drawn(name, photos):
            shown = [self._cards[i] for i in rng.choice(len(self._cards), cards, replace=False)]
            grade = Grade.PLAIN if number % 2 else Grade.HARD
            side = float(rng.uniform(40, 60)) * 1.2  # of a square as large as a card of that width
            faces = [decode(artwork.path) for artwork in shown]
            made = photograph_scatter(faces, grade=grade, rng=rng, size=(750, 1000), overlap=False, side=side)
            self._save(name, number, made.pixels)
            rows += [truth(number, shown[card.source].key.card_id, card.corners, made) for card in made.cards]
        write_rows(self._out / name / TRUTH, rows)

    def filled(self, name: str, *, photos: int) -> None:
        """The photo is the card, but for what a careless cut leaves or takes at each side."""
        rows: list[Row] = []
        for number, rng in self._drawn(name, photos):
            shown = self._cards[int(rng.integers(len(self._cards)))]
            grade = Grade.PLAIN if number % 2 else Grade.HARD
            face = decode(shown.path)
            tall = round(self._width * face.shape[0] / face.shape[1])
            pixels = simulated_crop(face, grade=grade, rng=rng, size=(self._width, tall), jitter=0.0)
            cut = [round(float(rng.uniform(0, 0.02)) * self._width) for _ in range(4)]
            pixels = pixels[cut[0] : tall - cut[1], cut[2] : self._width - cut[3]]
            corners = np.array([(0, 0), (self._width, 0), (self._width, tall), (0, tall)]) - (cut[2], cut[0])
            self._save(name, number, pixels)
            rows.append(truth(number, shown.key.card_id, corners, None))
        write_rows(self._out / name / TRUTH, rows)

    def things(self, name: str, *, photos: int) -> None:
        """Printed things of other shapes: squares, screens, tickets, posters."""
        rows: list[Row] = []
        size = (self._width, round(self._width * 4 / 3))
        shapes = ((300, 300), (480, 270), (160, 420), (420, 160), (560, 260))
        for number, rng in self._drawn(name, photos):
            things = [
                np.asarray(art(int(rng.integers(400)), shapes[int(rng.integers(len(shapes)))]))
                for _ in range(int(rng.integers(1, 4)))
            ]
            made = photograph_scatter(things, grade=Grade.PLAIN if number % 2 else Grade.HARD, rng=rng, size=size)
            self._save(name, number, made.pixels)
            rows.append(truth(number, "", None, made))
        write_rows(self._out / name / TRUTH, rows)

    def _drawn(self, name: str, photos: int) -> Iterator[tuple[int, np.random.Generator]]:
        (self._out / name / PHOTOS).mkdir(parents=True, exist_ok=True)
        for number in range(photos):
            yield number, np.random.default_rng([self._seed, *name.encode(), number])

    def _save(self, name: str, number: int, pixels: np.ndarray) -> None:
        Image.fromarray(pixels).save(self._out / name / PHOTOS / f"{number:05d}.jpg", quality=92)


def truth(number: int, card: str, corners: np.ndarray | None, scene: Scene | None) -> Row:
    at = "" if corners is None else " ".join(f"{value:.2f}" for value in np.asarray(corners, dtype=float).ravel())
    grade = "" if scene is None else scene.conditions.grade.value
    return Row(f"{PHOTOS}/{number:05d}.jpg", card, at, grade, "no", "", "", "", "", "", "")
