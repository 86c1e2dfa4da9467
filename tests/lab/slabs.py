"""What is read on the labels of graded slabs. They are drawn: no photo of a real one is here.

    python -m tests.lab.slabs PICTURES [--slabs 150] [--others 200] [--seed 53]

A card of the folder PICTURES lies in a case, the label above it laid out as PSA, BGS (Beckett) and CGC lay theirs out,
in Pillow's own typeface; then photos of every other situation show cards without such a label. Read where the label
belongs to the card's own corners: the card is not looked for.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from tests.lab import figures

from karuta.domain.finish import NO_SLAB, Slab
from karuta.engine.code_reader import load_code_reader
from karuta.engine.name_reader import load_name_reader
from karuta.engine.rectify import rectify
from karuta.engine.slab_label import SIZE, LabelReaders, SlabReader, label_place
from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_code_reader
from karuta.services.lookups.read_names import shipped_name_reader
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.photograph import Scene
from workshop.photographer.covered import in_slab
from workshop.photographer.situations import SITUATIONS

GRADES = {
    "PSA": {"10": "GEM MT", "9": "MINT", "8": "NM-MT", "7": "NM", "6": "EX-MT", "5": "EX", "1.5": "FR"},
    "BGS": {"10": "PRISTINE", "9.5": "GEM MINT", "9": "MINT", "8.5": "NM-MT+", "8": "NM-MT", "7": "NEAR MINT"},
    "CGC": {"10": "GEM MINT", "9.5": "MINT+", "9": "MINT", "8.5": "NM/MINT+", "8": "NM/MINT", "7": "NM"},
}
DIGITS = {"PSA": (8, 9), "BGS": (10,), "CGC": (10,)}
ART = ("POKEMON", "JAPANESE", "YU-GI-OH!", "MAGIC", "1ST EDITION", "HOLO", "PROMO", "BASE SET", "RARE", "LEGEND")
WORDS = ("DRAGON", "KNIGHT", "FOREST", "SPIRIT", "STORM", "GIANT", "MIRROR", "BLADE", "QUEEN", "SHADOW", "STAR")


@dataclass(frozen=True)
class DrawnLabel:
    """Text of one label, drawn where its company has it."""

    slab: Slab

    @classmethod
    def of(cls, number: int, rng: np.random.Generator) -> DrawnLabel:
        company = tuple(GRADES)[number % len(GRADES)]
        grade = str(rng.choice(list(GRADES[company])))
        digits = int(rng.choice(DIGITS[company]))
        return cls(Slab(company, grade, "".join(map(str, (rng.integers(1, 10), *rng.integers(0, 10, digits - 1))))))

    def __call__(self, size: Size, rng: np.random.Generator) -> Image.Image:
        company, grade, number = self.slab.company, self.slab.grade, self.slab.number
        assert company and grade and number
        lines = [
            f"{rng.integers(1996, 2027)} {rng.choice(ART)}",
            f"{rng.choice(WORDS)} {rng.choice(WORDS)}",
            str(rng.choice(ART)),
        ]
        return _DRAWN[company](size, lines, GRADES[company][grade], grade, number, rng)


Ink = tuple[int, int, int]


class _Paper:
    """A label four times as large, on which text stands at shares of its width and height."""

    def __init__(self, size: Size, paper: Ink, ink: Ink, rng: np.random.Generator) -> None:
        self.size, self.ink = (size[0] * 3, size[1] * 3), ink
        self.image = Image.new("RGB", self.size, paper)
        self.draw = ImageDraw.Draw(self.image)
        self.narrow, self.bold = float(rng.uniform(0.72, 1)), bool(rng.random() < 0.7)

    def text(self, text: str, x: float, y: float, tall: float, *, anchor: str = "lt", ink: Ink | None = None) -> None:
        """`tall`: of its capitals, as a share of the label's height; (x, y): its upper left, right or middle."""
        high = tall * self.size[1]
        font = ImageFont.load_default(high / 0.7)
        _, _, right, low = font.getbbox(text)
        mask = Image.new("L", (int(right) + 8, int(low) + 8), 0)
        ImageDraw.Draw(mask).text((4, 4), text, 255, font, stroke_width=high / 22 if self.bold else 0)
        mask = mask.crop(mask.getbbox())
        mask = mask.resize((max(1, round(mask.width * self.narrow)), mask.height), Image.Resampling.BICUBIC)
        at = x * self.size[0] - mask.width * {"l": 0, "m": 0.5, "r": 1}[anchor[0]]
        self.image.paste(ink or self.ink, (round(at), round(y * self.size[1])), mask)


def _psa(size: Size, lines: list[str], word: str, grade: str, number: str, rng: np.random.Generator) -> Image.Image:
    paper = _Paper(size, (246, 246, 244), (15, 15, 18), rng)
    paper.draw.rectangle(
        (0, 0, paper.size[0] - 1, paper.size[1] - 1), outline=(206, 32, 44), width=round(paper.size[1] * 0.06)
    )
    for row, line in enumerate(lines):
        paper.text(line, 0.05, 0.13 + 0.19 * row, 0.115)
    paper.text(f"#{rng.integers(1, 200)}", 0.95, 0.13, 0.115, anchor="rt")
    paper.text(word, 0.95, 0.32, 0.115, anchor="rt")
    paper.text(grade, 0.95, 0.51, 0.115, anchor="rt")
    paper.text(number, 0.95, 0.74, 0.115, anchor="rt")
    paper.text("PSA", 0.47, 0.70, 0.17, anchor="mt", ink=(30, 60, 150))
    x = 0.05
    while x < 0.3:
        wide = float(rng.uniform(0.003, 0.012))
        paper.draw.rectangle(
            (x * paper.size[0], 0.74 * paper.size[1], (x + wide) * paper.size[0], 0.88 * paper.size[1]), fill=paper.ink
        )
        x += wide + float(rng.uniform(0.004, 0.012))
    return paper.image.resize(size, Image.Resampling.LANCZOS)


def _bgs(size: Size, lines: list[str], word: str, grade: str, number: str, rng: np.random.Generator) -> Image.Image:
    tint = [(196, 199, 204), (212, 178, 96), (26, 26, 28)][int(rng.integers(3))]
    ink = (240, 240, 240) if sum(tint) < 200 else (20, 20, 24)
    paper = _Paper(size, tint, ink, rng)
    paper.text("BECKETT", 0.04, 0.07, 0.14)
    for row, line in enumerate(lines[:2]):
        paper.text(line, 0.04, 0.30 + 0.17 * row, 0.11)
    paper.text(grade, 0.84, 0.08, 0.36, anchor="mt")
    paper.text(word, 0.84, 0.52, 0.11, anchor="mt")
    for x, part in ((0.04, "CENTERING"), (0.34, "CORNERS")):
        paper.text(f"{part} {rng.choice(['9', '9.5', '10'])}", x, 0.68, 0.08)
    for x, part in ((0.04, "EDGES"), (0.34, "SURFACE")):
        paper.text(f"{part} {rng.choice(['9', '9.5', '10'])}", x, 0.83, 0.08)
    paper.text(number, 0.96, 0.80, 0.1, anchor="rt")
    return paper.image.resize(size, Image.Resampling.LANCZOS)


def _cgc(size: Size, lines: list[str], word: str, grade: str, number: str, rng: np.random.Generator) -> Image.Image:
    paper = _Paper(size, (244, 246, 250), (18, 24, 40), rng)
    paper.draw.rectangle((0, 0, paper.size[0] * 0.22, paper.size[1]), fill=(24, 70, 150))
    paper.text("CGC", 0.11, 0.12, 0.24, anchor="mt", ink=(250, 250, 250))
    paper.text("CARDS", 0.11, 0.47, 0.1, anchor="mt", ink=(250, 250, 250))
    for row, line in enumerate(lines):
        paper.text(line, 0.25, 0.12 + 0.19 * row, 0.115)
    paper.text(number, 0.25, 0.76, 0.11)
    paper.text(word, 0.86, 0.12, 0.11, anchor="mt")
    paper.text(grade, 0.86, 0.32, 0.36, anchor="mt")
    return paper.image.resize(size, Image.Resampling.LANCZOS)


_DRAWN = {"PSA": _psa, "BGS": _bgs, "CGC": _cgc}

PHOTO = (1500, 2000)


def read_in(reader: SlabReader, scene: Scene) -> Slab | None:
    """Above the first card of the photo; None, too, where no label can be."""
    place = label_place(scene.cards[0].corners, (), PHOTO) if scene.cards else None
    return None if place is None else reader.read(rectify(scene.pixels, place, size=SIZE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--slabs", type=int, default=150)
    parser.add_argument("--others", type=int, default=200)
    parser.add_argument("--seed", type=int, default=53)
    asked = parser.parse_args()
    pictures = sorted(path for path in asked.pictures.iterdir() if path.suffix in (".webp", ".jpg", ".png"))
    codes = load_code_reader(shipped_code_reader(resources_folder()))
    readers = LabelReaders(load_name_reader(shipped_name_reader(resources_folder())), codes)
    reader = SlabReader(lambda: readers)

    def cards(rng: np.random.Generator) -> list[np.ndarray]:
        chosen = rng.choice(len(pictures), size=9, replace=False)
        return [np.asarray(Image.open(pictures[int(at)]).convert("RGB")) for at in chosen]

    told, right = Counter[str](), Counter[str]()
    for number in range(asked.slabs):
        rng = np.random.default_rng([asked.seed, number])
        label = DrawnLabel.of(number, rng)
        slab = read_in(reader, in_slab(cards(rng), rng, PHOTO, label)) or NO_SLAB
        for part, read, drawn in zip(fields(Slab), astuple(slab), astuple(label.slab), strict=True):
            told[part.name] += read is not None
            right[part.name] += read == drawn
    for part in fields(Slab):
        figures.share(f"labels of slabs, drawn: {part.name} told", told[part.name], asked.slabs)
        figures.share(f"{part.name} right, of those told", right[part.name], told[part.name], least=0.99)
    others = [situation for name, situation in SITUATIONS.items() if name != "slab"]
    false = 0
    for number in range(asked.others):
        rng = np.random.default_rng([asked.seed, 1, number])
        other = others[number % len(others)]
        false += read_in(reader, other.take(cards(rng)[: other.cards], rng, PHOTO)) is not None
    figures.share("without a slab: one is told", false, asked.others, most=0)


if __name__ == "__main__":
    main()
