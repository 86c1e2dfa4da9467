"""How cards of games that nobody trained on are found and known: `python -m tests.long.other_games OUT`.

Not part of the suite. It draws a catalogue of frames that the training's own generator (`photographer/any_face`) does
not have, each around the demo's art, which no training has seen, and writes photos of them as `judge_sets` does; sets
of its own besides: forty laid out, a page of twenty, a card that fills the photo, things that are no card. Then, for
each model: python -m tests.long.recognition --model MODEL --sets OUT --catalogue OUT/catalogue
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from karuta.engine.decode import decode
from karuta.training.artworks import artwork_files
from karuta.training.bench.judge_sets import PHOTOS, TRUTH, SetSizes, SetWriter
from karuta.training.bench.truth_rows import Row, write_rows
from karuta.training.photographer import Grade, Scene, photograph_rows, photograph_scatter, simulated_crop

ART = Path(__file__).resolve().parents[2] / "packaging" / "demo" / "art"
TALL, WIDE = 440, 315
COUNTS = SetSizes(
    plain=60, hard=60, brutal=60, turned=0, face=0, page=6, scatter=10, overlap=0, nothing=40, stranger=0, life=0
)
Picture = Image.Image


def art(number: int, size: tuple[int, int]) -> Picture:
    files = sorted(ART.iterdir())
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


def hexagon(number: int, rng: np.random.Generator) -> Picture:
    """Art in a hexagon on leather, its name on a ribbon under it."""
    noise = rng.integers(-12, 12, (TALL, WIDE, 1)) + np.array(colour(rng, 40, 130))
    face = Image.fromarray(np.clip(noise, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.2))
    mask = Image.new("L", (280, 300), 0)
    points = [(140 + 138 * math.sin(turn * math.pi / 3), 150 + 148 * math.cos(turn * math.pi / 3)) for turn in range(6)]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    face.paste(art(number, mask.size), (18, 20), mask)
    draw = ImageDraw.Draw(face)
    draw.polygon([(4, 340), (311, 340), (296, 362), (311, 384), (4, 384), (19, 362)], fill=colour(rng, 120))
    draw.text((40, 350), words(rng, 2), fill=(10, 10, 10), font=font(20))
    draw.text((30, 398), words(rng, 5), fill=(230, 220, 200), font=font(13))
    return face


def landscape(number: int, rng: np.random.Generator) -> Picture:
    """Read sideways: art on the left, text on the right, kept upright in the catalogue."""
    face = Image.new("RGB", (TALL, WIDE), colour(rng, 150))
    face.paste(art(number, (250, 285)), (15, 15))
    draw = ImageDraw.Draw(face)
    draw.text((275, 20), words(rng, 1), fill=(20, 20, 40), font=font(22))
    for row in range(11):
        draw.text((275, 60 + 20 * row), words(rng, 2)[:19], fill=(30, 30, 30), font=font(14))
    return face.transpose(Image.Transpose.ROTATE_90)


def full_text(number: int, rng: np.random.Generator) -> Picture:
    """A page of a book: two columns, a large initial."""
    del number
    face = Image.new("RGB", (WIDE, TALL), (238, 228, 205))
    draw = ImageDraw.Draw(face)
    draw.text((24, 14), words(rng, 2), fill=(90, 20, 20), font=font(26))
    draw.text((22, 46), str(rng.choice(list("ABDEGKMRST"))), fill=(150, 30, 30), font=font(70))
    for row in range(20):
        start = 80 if row < 4 else 22
        draw.text((start, 58 + 18 * row), words(rng, 3)[: 18 if start == 22 else 10], fill=(40, 30, 30), font=font(13))
        draw.text((166, 58 + 18 * row), words(rng, 3)[:18], fill=(40, 30, 30), font=font(13))
    return face


def photographic(number: int, rng: np.random.Generator) -> Picture:
    """Nothing but the picture, to the edge."""
    del rng
    return art(number, (WIDE, TALL))


def oval(number: int, rng: np.random.Generator) -> Picture:
    """Black with a thin golden line, the art in an oval, three numbers under it."""
    face = Image.new("RGB", (WIDE, TALL), (12, 12, 16))
    draw = ImageDraw.Draw(face)
    draw.rounded_rectangle((10, 10, WIDE - 11, TALL - 11), 14, outline=(190, 150, 60), width=2)
    mask = Image.new("L", (255, 330), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, 254, 329), fill=255)
    face.paste(art(number, mask.size), (30, 24), mask)
    draw.text((60, 362), words(rng, 2), fill=(220, 190, 110), font=font(18))
    for place in range(3):
        draw.text((60 + 80 * place, 394), str(rng.integers(1, 99)), fill=(240, 240, 240), font=font(24))
    return face


def divided(number: int, rng: np.random.Generator) -> Picture:
    """White-edged, two pictures parted by a slanting line."""
    face = Image.new("RGB", (WIDE, TALL), (250, 250, 250))
    inner = (WIDE - 28, TALL - 28)
    one, other = art(number, inner), art(number + 97, inner)
    mask = Image.new("L", inner, 0)
    ImageDraw.Draw(mask).polygon([(0, 0), (inner[0], 0), (inner[0], 130), (0, 290)], fill=255)
    other.paste(one, (0, 0), mask)
    ImageDraw.Draw(other).line([(inner[0], 130), (0, 290)], fill=colour(rng), width=9)
    face.paste(other, (14, 14))
    return face


def comic(number: int, rng: np.random.Generator) -> Picture:
    """Four panels as in a comic, a bubble in one."""
    face = Image.new("RGB", (WIDE, TALL), colour(rng, 200))
    for place in range(4):
        face.paste(art(number + 31 * place, (140, 200)), (14 + 147 * (place % 2), 14 + 210 * (place // 2)))
    draw = ImageDraw.Draw(face)
    draw.ellipse((165, 225, 290, 285), fill=(255, 255, 255), outline=(0, 0, 0), width=2)
    draw.text((185, 245), words(rng, 1)[:11], fill=(0, 0, 0), font=font(15))
    return face


def token(number: int, rng: np.random.Generator) -> Picture:
    """A dark sky with a round picture in the middle and hardly a word."""
    sky = rng.integers(0, 26, (TALL, WIDE, 3)).astype(np.uint8)
    sky[rng.random((TALL, WIDE)) < 0.004] = 240
    face = Image.fromarray(sky)
    mask = Image.new("L", (240, 240), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, 239, 239), fill=255)
    face.paste(art(number, mask.size), (37, 90), mask)
    ImageDraw.Draw(face).text((110, 360), words(rng, 1), fill=(200, 210, 255), font=font(24))
    return face


STYLES: tuple[Callable[[int, np.random.Generator], Picture], ...] = (
    hexagon, landscape, full_text, photographic, oval, divided, comic, token,
)  # fmt: skip


def write_faces(folder: Path, *, each: int, seed: int) -> None:
    """`each` cards of every style as a catalogue's folder; a card's id begins with its style."""
    (folder / "images").mkdir(parents=True)
    lines, rows = [], ["file,card_id,artwork"]
    for place, style in enumerate(STYLES):
        for number in range(each):
            card = f"{style.__name__}-{number:02d}"
            face = style(place * each + number, np.random.default_rng([seed, place, number]))
            face.save(folder / "images" / f"{card}.png")
            lines.append(json.dumps({"card_id": card, "game": "held-out", "names": {"en": card}}))
            rows.append(f"{card}.png,{card},main")
    (folder / "cards.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "images.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


class MoreSets:
    """Sets that `judge_sets` has not; each photo depends on the seed, its set and its number alone."""

    def __init__(self, catalogue: Path, out: Path, *, width: int, seed: int) -> None:
        self._cards = artwork_files(catalogue)
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
            faces = [decode(one.path) for one in shown]
            grade = Grade.PLAIN if number % 2 else Grade.HARD
            made = photograph_rows(faces, grade=grade, rng=rng, size=size, columns=columns)
            self._save(name, number, made.pixels)
            rows += [truth(number, shown[card.source].key.card_id, card.corners, made) for card in made.cards]
        write_rows(self._out / name / TRUTH, rows)

    def filled(self, name: str, *, photos: int) -> None:
        """The photo is the card, but for what a careless cut leaves or takes at each side."""
        rows: list[Row] = []
        tall = round(self._width * TALL / WIDE)
        for number, rng in self._drawn(name, photos):
            shown = self._cards[int(rng.integers(len(self._cards)))]
            grade = Grade.PLAIN if number % 2 else Grade.HARD
            pixels = simulated_crop(decode(shown.path), grade=grade, rng=rng, size=(self._width, tall), jitter=0.0)
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


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=12, help="cards of each style")
    parser.add_argument("--width", type=int, default=600, help="of the photos, in pixels")
    parser.add_argument("--seed", type=int, default=71)
    asked = parser.parse_args(argv)
    catalogue = asked.out / "catalogue"
    write_faces(catalogue, each=asked.each, seed=asked.seed)
    SetWriter(artwork_files(catalogue), asked.out, faces={}, strangers=0, width=asked.width, seed=asked.seed).write(
        COUNTS
    )
    more = MoreSets(catalogue, asked.out, width=asked.width, seed=asked.seed)
    more.rows("forty", photos=5, cards=40, columns=8)
    more.rows("twenty", photos=5, cards=20, columns=4)
    more.filled("filled", photos=60)
    more.things("things", photos=40)


if __name__ == "__main__":
    main()
