"""Writes sets of simulated photos with their truth files, for `karuta evaluate`. Measures and trains nothing.

python -m workshop.bench.judge_sets --catalogue FOLDER --out FOLDER

The same catalogue, counts and seed give the same photos. Half of the cards were held out of all training; those of the
sets `life-...`, what real people photograph (`photographer/situations`), all were.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
from PIL import Image

from karuta.engine.decode import decode
from karuta.files import file_hash
from karuta.training.photographer import PHOTO_SIZE, Grade, PlacedCard, Scene, photograph
from workshop.artworks import ArtworkFile, artwork_files
from workshop.pairs import pair_faces
from workshop.photographer.pages import photograph_nothing, photograph_page
from workshop.photographer.scattered import photograph_scatter
from workshop.photographer.situations import SITUATIONS, Situation
from workshop.scenes import quarter_turned


@dataclass(frozen=True)
class PhotoSubject:
    """A card to photograph: its artwork, the picture used, and the ids that count as right (empty: unknown)."""

    artwork: ArtworkFile
    picture: Path
    right: str


@dataclass(frozen=True)
class Row:
    """One row of a truth file."""

    photo: str
    card_id: str
    corners: str
    grade: str
    trained: str
    holder: str
    foil: str
    glare: str
    faults: str
    seen: str
    surface: str


def row(photo: str, subject: PhotoSubject, card: PlacedCard, scene: Scene) -> Row:
    look, conditions = card.look, scene.conditions
    return Row(
        photo=photo,
        card_id=subject.right,
        corners=" ".join(f"{value:.2f}" for value in card.corners.ravel()),
        grade=conditions.grade.value,
        trained="no" if subject.artwork.held_out else "yes",
        holder=look.holder.value,
        foil="no" if not look.foil_strength else "whole" if look.foil_whole else "art",
        glare="saturated" if look.glare_saturates else "yes" if look.glares else "no",
        faults=" ".join(fault.value for fault in conditions.faults) or "none",
        seen="whole" if card.visible > 0.97 else "partly" if card.visible > 0.6 else "hardly",
        surface=conditions.surface,
    )


def empty_row(photo: str, scene: Scene) -> Row:
    grade = scene.conditions.grade.value
    return Row(photo, "", "", grade, "", "", "", "", "", "", scene.conditions.surface)


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(item) for item in rows)


TRUTH, PHOTOS, CATALOGUE = "truth.csv", "photos", "catalogue"
JPEG_QUALITY = 95
GRADES = tuple(Grade)


@dataclass(frozen=True)
class SetSizes:
    """How many photos each set has. `turned`: so many, each in all four quarter turns; `life`: in each of its sets."""

    plain: int = 200
    hard: int = 200
    brutal: int = 200
    turned: int = 50
    face: int = 120
    page: int = 20
    scatter: int = 30
    overlap: int = 30
    nothing: int = 50
    stranger: int = 100
    life: int = 40


class SetWriter:
    """Draws subjects and writes sets under `out`. Each photo depends only on the seed, its set and its number.

    `unpictured`: photos are of so many cards alone, of which the catalogue shall have the names and no picture.
    """

    def __init__(
        self,
        artworks: Sequence[ArtworkFile],
        out: Path,
        *,
        faces: dict[str, Path],
        strangers: int,
        width: int,
        seed: int,
        unpictured: int = 0,
    ) -> None:
        self._out = out
        self._size = (width, round(width * PHOTO_SIZE[1] / PHOTO_SIZE[0]))
        self._seed = seed
        rng = np.random.default_rng(seed)
        right = right_ids(artworks)
        order = [artworks[i] for i in rng.permutation(len(artworks))]
        unseen = [entry for entry in order if entry.held_out]
        self.strangers = {str(entry.key) for entry in unseen[:strangers]}
        entries = [entry for entry in order if str(entry.key) not in self.strangers]
        shown = entries[:unpictured] if unpictured else entries
        self.unpictured = {str(entry.key) for entry in entries[:unpictured]}
        self._subjects = [PhotoSubject(entry, entry.path, right[entry.path]) for entry in shown]
        self._faces = [
            PhotoSubject(subject.artwork, faces[subject.artwork.key.card_id], subject.right)
            for subject in self._subjects
            if subject.artwork.key.card_id in faces
        ]
        self._unknown = [PhotoSubject(entry, entry.path, "") for entry in unseen if str(entry.key) in self.strangers]

    def write(self, counts: SetSizes) -> None:
        for grade in GRADES:
            self._write(grade.value, getattr(counts, grade.value), self._single(self._subjects, grade), self._subjects)
        self._write_turned(counts.turned)
        self._write("face", counts.face, self._single(self._faces, None), self._faces)
        self._write("page", counts.page, self._several(photograph_page, 9), self._subjects)
        apart = self._several(lambda cards, **how: photograph_scatter(cards, overlap=False, **how), 5)
        self._write("scatter", counts.scatter, apart, self._subjects)
        over = self._several(lambda cards, **how: photograph_scatter(cards, overlap=True, **how), 2)
        self._write("overlap", counts.overlap, over, self._subjects)
        self._write("nothing", counts.nothing, self._nothing, [])
        self._write("stranger", counts.stranger, self._single(self._unknown, None), self._unknown)
        unseen = [subject for subject in self._subjects if subject.artwork.held_out]
        for name, situation in SITUATIONS.items():
            self._write(f"life-{name}", counts.life, self._life(situation, unseen), unseen, outlined=situation.outlined)

    def _write(
        self, name: str, count: int, take: Taker, subjects: Sequence[PhotoSubject], *, outlined: bool = True
    ) -> None:
        if not count or (not subjects and name != "nothing"):
            return
        rows: list[Row] = []
        for number in range(count):
            shown, scene = take(number, np.random.default_rng([self._seed, *name.encode(), number]))
            rows += self._saved(name, f"{number:05d}.jpg", shown, scene)
        if not outlined:
            rows = [replace(item, corners="") for item in rows]
        write_rows(self._out / name / TRUTH, rows)

    def _write_turned(self, count: int) -> None:
        rows: list[Row] = []
        take = self._single(self._subjects, None)
        for number in range(count):
            shown, scene = take(number, np.random.default_rng([self._seed, *b"turned", number]))
            for quarters in range(4):
                rows += self._saved("turned", f"{number:05d}-{quarters * 90}.jpg", shown, turned(scene, quarters))
        if rows:
            write_rows(self._out / "turned" / TRUTH, rows)

    def _saved(self, name: str, file: str, shown: Sequence[PhotoSubject], scene: Scene) -> list[Row]:
        folder = self._out / name / PHOTOS
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(scene.pixels).save(folder / file, "JPEG", quality=JPEG_QUALITY, subsampling=0)
        photo = f"{PHOTOS}/{file}"
        rows = [row(photo, shown[card.source], card, scene) for card in scene.cards]
        return rows or [empty_row(photo, scene)]

    def _single(self, subjects: Sequence[PhotoSubject], grade: Grade | None) -> Taker:
        """`grade` None: plain, hard and brutal in turn."""

        def take(number: int, rng: np.random.Generator) -> tuple[list[PhotoSubject], Scene]:
            shown = [chosen(subjects, number, rng)]
            kind = grade or GRADES[number // 2 % 3]
            return shown, photograph([decode(shown[0].picture)], grade=kind, rng=rng, size=self._size)

        return take

    def _several(self, photographed: Callable[..., Scene], count: int) -> Taker:
        def take(number: int, rng: np.random.Generator) -> tuple[list[PhotoSubject], Scene]:
            shown = [chosen(self._subjects, number + i, rng) for i in range(count)]
            kind = GRADES[number % 2]
            return shown, photographed(
                [decode(subject.picture) for subject in shown], grade=kind, rng=rng, size=self._size
            )

        return take

    def _life(self, situation: Situation, subjects: Sequence[PhotoSubject]) -> Taker:
        def take(number: int, rng: np.random.Generator) -> tuple[list[PhotoSubject], Scene]:
            several = len(subjects) < situation.cards
            drawn = rng.choice(len(subjects), situation.cards, replace=several)
            shown = [subjects[int(array)] for array in drawn]
            return shown, situation.take([decode(subject.picture) for subject in shown], rng, self._size)

        return take

    def _nothing(self, number: int, rng: np.random.Generator) -> tuple[list[PhotoSubject], Scene]:
        return [], photograph_nothing(grade=GRADES[number % 3], rng=rng, size=self._size)


Taker = Callable[[int, np.random.Generator], tuple[list[PhotoSubject], Scene]]


def chosen(subjects: Sequence[PhotoSubject], number: int, rng: np.random.Generator) -> PhotoSubject:
    """A random subject; for an even number a held-out card, if there are any."""
    is_held_out = number % 2 == 0
    for _ in range(200):
        subject = subjects[int(rng.integers(len(subjects)))]
        if subject.artwork.held_out == is_held_out:
            return subject
    return subject


def right_ids(artworks: Sequence[ArtworkFile]) -> dict[Path, str]:
    """Picture -> the ids of all cards that it stands for: of two cards that share a picture, both are right."""
    cards: dict[str, set[str]] = {}
    hashes = {artwork.path: file_hash(artwork.path) for artwork in artworks}
    for artwork in artworks:
        cards.setdefault(hashes[artwork.path], set()).add(artwork.key.card_id)
    return {path: "|".join(sorted(cards[digest])) for path, digest in hashes.items()}


def turned(scene: Scene, quarters: int) -> Scene:
    """The photo, held another way."""
    pixels = scene.pixels
    cards = scene.cards
    for _ in range(quarters):
        tall = pixels.shape[0]
        cards = tuple(
            PlacedCard(card.source, quarter_turned(card.corners, tall=tall), card.visible, card.look) for card in cards
        )
        pixels = np.ascontiguousarray(np.rot90(pixels, -1))
    return Scene(pixels, cards, scene.conditions)


def write_catalogue(catalogue: Path, out: Path, *, without: set[str], unpictured: set[str]) -> None:
    """A copy of the catalogue's folder without these cards (`game:card_id`), so that they become strangers, and
    without the pictures of those `unpictured`.
    """
    ids, lacking = ({key.split(":", 1)[1] for key in keys} for keys in (without, without | unpictured))
    (out / "images").mkdir(parents=True, exist_ok=True)
    lines = (catalogue / "cards.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if str(json.loads(line)["card_id"]) not in ids]
    (out / "cards.jsonl").write_text("".join(kept), encoding="utf-8")
    with (catalogue / "images.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), [text for text in reader if text["card_id"] not in lacking]
    with (out / "images.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for entry in rows:
        source = catalogue / "images" / entry["file"]
        if source.is_file():
            shutil.copyfile(source, out / "images" / entry["file"])


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.bench.judge_sets", description=__doc__)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--other-faces", type=Path, help="images.csv and images/: the cards in another language")
    parser.add_argument("--out", type=Path, required=True, help="each set becomes a folder in it")
    parser.add_argument("--width", type=int, default=PHOTO_SIZE[0], help="of the photos, in pixels")
    parser.add_argument("--seed", type=int, default=61)
    parser.add_argument(
        "--unpictured", type=int, default=0, help="so many cards are in the photos, their pictures lack"
    )
    for field in fields(SetSizes):
        parser.add_argument(f"--{field.name}", type=int, default=field.default, help=f"photos (else {field.default})")
    asked = vars(parser.parse_args(argv))
    counts = SetSizes(**{field.name: asked[field.name] for field in fields(SetSizes)})
    writer = SetWriter(
        artwork_files(asked["catalogue"]),
        asked["out"],
        faces=pair_faces(asked["other_faces"]) if asked["other_faces"] else {},
        strangers=counts.stranger,
        width=asked["width"],
        seed=asked["seed"],
        unpictured=asked["unpictured"],
    )
    writer.write(counts)
    if writer.strangers or writer.unpictured:
        lacking, unpictured = writer.strangers, writer.unpictured
        write_catalogue(asked["catalogue"], asked["out"] / CATALOGUE, without=lacking, unpictured=unpictured)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
