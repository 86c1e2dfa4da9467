"""Whether exemplars help more than they hurt: lookups of simulated photos, each without and with confirmed crops.

    python -m tests.lab.exemplars CATALOGUE [--faces FOLDER] [--cards 60] [--catalogue-cards 3000] [--seed 7]
    python -m tests.lab.exemplars CATALOGUE --crops brutal ...     crops instead of photos: no card is missed

CATALOGUE is a catalogue folder; FOLDER holds the same cards in another language (images.csv, images/). All cards that
are photographed were held out of training. Each is photographed twice, in all three grades in turn: the first photo is
confirmed, the second is looked up. Sets:

    own        a second photo of a card of which a first photo was confirmed
    foreign    the same, the card in another language both times
    other      a photo of a card of which nothing was confirmed, while photos of all those above were
    other foreign   the same, in another language
    stranger   a photo of a card that is not in the catalogue, likewise; right is: not called sure or likely

Each line: right at 1 (stranger: rejected) without and with exemplars, how many each alone got right, and the gain with
its 95 % interval (Newcombe); then answers that were offered (sure or likely) and wrong. One thread, a second a photo.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tests.lab import figures

from karuta.domain.card import Artwork
from karuta.domain.match import CatalogueView, Exemplar, Verdict
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.sighting import Corners, iou
from karuta.domain.statistics import counts, mcnemar, newcombe
from karuta.engine.decode import decode
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.model import load_model
from karuta.engine.recognise import Recogniser
from karuta.engine.search import ExactSearch, Exemplars, PictureVectors, stock_hash
from karuta.engine.similarity import ContrastMaps
from karuta.files import file_hash
from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_model_folder
from karuta.training.photographer import CROP_SIZE, Grade, photograph, simulated_crop
from workshop.artworks import ArtworkFile, artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.pairs import pair_faces

SIZE = (750, 1000)
OFFERED = (Verdict.SURE, Verdict.LIKELY)
GRADES = tuple(Grade)


@dataclass(frozen=True)
class Subject:
    """A card, and the picture of it that is photographed."""

    artwork: ArtworkFile
    picture: Path


@dataclass(frozen=True)
class Outcome:
    """One photo, looked up: whether the right card came first (or a stranger was rejected), and whether a wrong card
    was offered."""

    right: bool
    misled: bool


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.exemplars", description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--faces", type=Path)
    parser.add_argument("--cards", type=int, default=60, help="photographed cards in each set")
    parser.add_argument("--catalogue-cards", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--model", type=Path, help="else the shipped one")
    parser.add_argument("--margin", type=float, help="by which a crop must be nearer than every artwork")
    parser.add_argument("--crops", type=Grade, choices=list(Grade), help="simulated crops of this grade")
    chosen = parser.parse_args()
    artworks = artwork_files(chosen.catalogue)
    faces = pair_faces(chosen.faces) if chosen.faces else {}
    sets = drawn_sets(artworks, faces, cards=chosen.cards, seed=chosen.seed)
    strangers = {subject.artwork.key for subject in sets["stranger"]}
    subjects = {subject.artwork.key for some in sets.values() for subject in some} - strangers
    rng = np.random.default_rng(chosen.seed)
    rest = [artworks[i] for i in rng.permutation(len(artworks)) if artworks[i].key not in subjects | strangers]
    known = [artwork for artwork in artworks if artwork.key in subjects] + rest[
        : chosen.catalogue_cards - len(subjects)
    ]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        folder = chosen.model or shipped_model_folder(resources_folder())
        plain = recogniser_of(known, folder, crops=bool(chosen.crops), kept=place)
        print(f"{plain.model.title}, {len(known)} artworks, seed {chosen.seed}", flush=True)
        photos = Photos(place, chosen.seed, chosen.crops)
        confirmed = list(confirmed_crops(plain, photos, [*sets["own"], *sets["foreign"]], kept=place))
        book = Exemplars(plain.view, dimension=plain.model.embedder.dimension, model_hash=plain.model.hash)
        book.replace([exemplar.photo_sha256 for exemplar in confirmed], confirmed)
        print(f"{len(book)} crops confirmed, of {len(sets['own']) + len(sets['foreign'])} photos", flush=True)
        if chosen.margin is not None:
            book.margin = chosen.margin
        helped = replace(plain, exemplars=book)
        for title, some in sets.items():
            if some:
                print(compared(title, some, photos, plain, helped, stranger=title == "stranger"), flush=True)
    return 0


def drawn_sets(
    artworks: Sequence[ArtworkFile], faces: dict[str, Path], *, cards: int, seed: int
) -> dict[str, list[Subject]]:
    rng = np.random.default_rng(seed)
    main = {artwork.key: artwork for artwork in reversed(artworks) if artwork.held_out}
    order = [list(main.values())[i] for i in rng.permutation(len(main))]
    abroad = [Subject(card, faces[card.key.card_id]) for card in order if card.key.card_id in faces]
    foreign, other_foreign = abroad[:cards], abroad[cards : 2 * cards]
    taken = {subject.artwork.key for subject in foreign + other_foreign}
    home = [Subject(card, card.path) for card in order if card.key not in taken]
    own, other, stranger = home[:cards], home[cards : 2 * cards], home[2 * cards : 3 * cards]
    return {"own": own, "foreign": foreign, "other": other, "other foreign": other_foreign, "stranger": stranger}


class WholePicture(Detector):
    """Finds one card, and it is all of the picture."""

    longest = 100_000

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        tall, wide = pixels.shape[:2]
        corners = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], dtype=np.float64)
        return [Hypothesis(corners=corners, confidence=1.0, upright=True)]


def recogniser_of(known: Sequence[ArtworkFile], model_folder: Path, *, crops: bool, kept: Path) -> Recogniser:
    """As a library's, confirmed crops (in `kept`, by their hash) among the pictures that are laid over a crop."""
    model = load_model(model_folder, threads=1)
    began = time.monotonic()
    vectors = embedded_artworks(model.embedder, known)
    print(f"{len(known)} artworks embedded in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    named: dict[str, tuple[Artwork, int]] = {}
    for row, one in enumerate(known):
        sha256 = file_hash(one.path)
        named.setdefault(sha256, (Artwork(one.key, one.key.card_id, one.path.name, "main", sha256), row))
    pictures = sorted(named)
    stock = PictureVectors(tuple(pictures), vectors[[named[picture][1] for picture in pictures]])
    view = CatalogueView.of([artwork for artwork, _ in named.values()])
    detector = WholePicture() if crops else model.detector
    paths = {picture: known[row].path for picture, (_, row) in named.items()}
    contrasts = ContrastMaps(lambda picture: decode(paths.get(picture) or kept / f"{picture}.png"))
    search = ExactSearch(stock)
    return Recogniser(model, detector, search, view, "exact", stock_hash(pictures, model.hash), contrasts=contrasts)


class Photos:
    """Takes photos, each depending on the seed, its card and its take alone; or crops, as if every card were found."""

    def __init__(self, folder: Path, seed: int, crops: Grade | None) -> None:
        self._folder = folder
        self._seed = seed
        self._crops = crops

    def take(self, subject: Subject, number: int, *, take: int) -> tuple[Path, Corners]:
        key = int.from_bytes(str(subject.artwork.key).encode(), "big")
        rng = np.random.default_rng([self._seed, take, number, key % 2**63])
        if self._crops is not None:
            path = self._folder / "crop.png"
            crop = simulated_crop(decode(subject.picture), grade=self._crops, rng=rng)
            Image.fromarray(crop).save(path, compress_level=1)
            wide, tall = CROP_SIZE
            return path, np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], dtype=np.float64)
        scene = photograph([decode(subject.picture)], grade=GRADES[number % len(GRADES)], rng=rng, size=SIZE)
        path = self._folder / "photo.jpg"
        Image.fromarray(scene.pixels).save(path, "JPEG", quality=95, subsampling=0)
        return path, scene.cards[0].corners


def confirmed_crops(
    plain: Recogniser, photos: Photos, subjects: Sequence[Subject], *, kept: Path
) -> Iterator[Exemplar]:
    """What a person would confirm: the sighting on the card, whatever was suggested for it. Its crop lies in `kept`."""
    for number, subject in enumerate(subjects):
        path, corners = photos.take(subject, number, take=1)
        met = on_the_card(plain.recognise(path, k=5), corners)
        if met is not None:
            name = f"{number:064x}"
            Image.fromarray(met.crop).save(kept / f"{name}.png", compress_level=1)
            yield Exemplar(name, name, f"{number:064x}", subject.artwork.key, met.embedding)
        _told(number)


def on_the_card(found: Recognition, corners: Corners) -> FoundSighting | None:
    return max(
        (sighting for sighting in found.sightings if iou(sighting.corners, corners) > 0.5),
        key=lambda one: iou(one.corners, corners),
        default=None,
    )


def compared(
    name: str, subjects: Sequence[Subject], photos: Photos, plain: Recogniser, helped: Recogniser, *, stranger: bool
) -> str:
    without, with_them = [], []
    for number, subject in enumerate(subjects):
        path, corners = photos.take(subject, number, take=2)
        without.append(judged(plain.recognise(path, k=5), corners, subject, stranger=stranger))
        with_them.append(judged(helped.recognise(path, k=5), corners, subject, stranger=stranger))
        _told(number)
    table = counts([outcome.right for outcome in without], [outcome.right for outcome in with_them])
    gain = newcombe(table)
    if name == "other":
        then, now = table.both + table.only_old, table.both + table.only_new
        interval = f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f} points"
        figures.tell(
            "other cards: without and with exemplars", f"{then} and {now} of {table.n}", table.n, interval=interval
        )
    return (
        f"{name:14} right {table.both + table.only_old} -> {table.both + table.only_new} of {table.n} "
        f"(lost {table.only_old}, won {table.only_new}; gain {100 * gain.gain:+.1f} points, "
        f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f}; p {mcnemar(table):.3f}); "
        f"wrong and offered {sum(outcome.misled for outcome in without)} -> "
        f"{sum(outcome.misled for outcome in with_them)}"
    )


def judged(found: Recognition, corners: Corners, subject: Subject, *, stranger: bool) -> Outcome:
    if stranger:
        offered = any(sighting.verdict in OFFERED for sighting in found.sightings)
        return Outcome(right=not offered, misled=offered)
    met = on_the_card(found, corners)
    right = met is not None and bool(met.matches) and met.matches[0].card == subject.artwork.key
    wrong = [
        sighting for sighting in found.sightings if sighting.matches and sighting.matches[0].card != subject.artwork.key
    ]
    return Outcome(right=right, misled=any(sighting.verdict in OFFERED for sighting in wrong))


def _told(number: int) -> None:
    if number % 20 == 19:
        print(f"  {number + 1} photos", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
