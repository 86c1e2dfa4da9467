"""How cards of games that nobody trained on are found and known: `python -m tests.lab.other_games OUT`.

Not part of the suite. It draws a catalogue of frames that the training's own generator (`photographer/any_face`) does
not have, each around the demo's art, which no training has seen, and writes photos of them as `judge_sets` does; sets
of its own besides: forty laid out, a page of twenty, a card that fills the photo, things that are no card. Then, for
each model: python -m tests.lab.recognition --model MODEL --sets OUT --catalogue OUT/catalogue --by-style

`--styles fresh` draws twenty frames as cards of today have them (`fresh_frames`, `fresh_others`), by somebody who had
not seen what the training draws. A seed and a number of photos give the same photos; a set of none is not written.
The usual sets: `--styles fresh --seed SEED --width 600 --plain 64 --hard 64 --brutal 48 --page 6 --scatter 8 --forty 4
--forty-1800 3 --twenty 4 --filled 48 --things 24 --nothing 24`; real life: `judge_sets --life 30` of OUT/catalogue.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from tests.lab.fresh_frames import FRAMES
from tests.lab.fresh_others import OTHERS
from tests.lab.game_sets import (
    TALL,
    WIDE,
    MoreSets,
    Picture,
    Style,
    art,
    colour,
    font,
    words,
    write_faces,
    write_lying,
)

from workshop.artworks import artwork_files
from workshop.bench.judge_sets import SetSizes, SetWriter

COUNTS = SetSizes(
    plain=60, hard=60, brutal=60, turned=0, face=0, page=6, scatter=10, overlap=0, nothing=40, stranger=0, life=0
)
SETS = ("plain", "hard", "brutal", "page", "scatter", "overlap", "nothing")
MORE = {"forty": 5, "forty-1800": 0, "twenty": 5, "far": 0, "filled": 60, "things": 40}
LARGE = 1800


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


STYLES: tuple[Style, ...] = (
    hexagon, landscape, full_text, photographic, oval, divided, comic, token,
)  # fmt: skip
FRESH = (*FRAMES, *OTHERS)


def write_sets(out: Path, counts: SetSizes, more: Mapping[str, int], *, width: int, seed: int) -> None:
    """The photos of the catalogue in `out`: those of `judge_sets`, and `more`, so many of each."""
    artworks = artwork_files(out / "catalogue")
    SetWriter(artworks, out, faces={}, strangers=0, width=width, seed=seed).write(counts)
    own = MoreSets(artworks, out, width=width, seed=seed)
    large = MoreSets(artworks, out, width=LARGE, seed=seed)
    writing = {
        "forty": lambda photos: own.rows("forty", photos=photos, cards=40, columns=8),
        "forty-1800": lambda photos: large.rows("forty-1800", photos=photos, cards=40, columns=8),
        "twenty": lambda photos: own.rows("twenty", photos=photos, cards=20, columns=4),
        "far": lambda photos: own.far("far", photos=photos, cards=10),
        "filled": lambda photos: own.filled("filled", photos=photos),
        "things": lambda photos: own.things("things", photos=photos),
    }
    for name, photos in more.items():
        if photos:
            writing[name](photos)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--styles", choices=("first", "fresh"), default="first", help="which table of frames")
    parser.add_argument("--each", type=int, default=12, help="cards of each style")
    parser.add_argument("--width", type=int, default=600, help="of the photos, in pixels")
    parser.add_argument("--seed", type=int, default=71)
    parser.add_argument("--wide", action="store_true", help="catalogue-wide too: the same pictures, lying")
    usual = {name: getattr(COUNTS, name) for name in SETS}
    for name, photos in (usual | MORE).items():
        parser.add_argument(f"--{name}", dest=name, type=int, default=photos, help=f"photos (else {photos})")
    asked = parser.parse_args(argv)
    catalogue = asked.out / "catalogue"
    if asked.styles == "fresh":
        write_faces(catalogue, FRESH, each=asked.each, seed=asked.seed, first=asked.seed, step=7)
    else:
        write_faces(catalogue, STYLES, each=asked.each, seed=asked.seed)
    if asked.wide:
        write_lying(catalogue, asked.out / "catalogue-wide")
    counts = replace(COUNTS, **{name: getattr(asked, name) for name in SETS})
    write_sets(asked.out, counts, {name: getattr(asked, name) for name in MORE}, width=asked.width, seed=asked.seed)


if __name__ == "__main__":
    main()
