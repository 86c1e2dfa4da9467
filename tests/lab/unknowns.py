"""The unknowns inbox: `python -m tests.lab.unknowns CATALOGUE [--cards 60] [--photos 300] [--seed 92]`.

Not part of the suite. Takes cards out of the catalogue, photographs them, and lets a library of the others judge the
photos. How pure the groups are, and how many photos their card answers for (*sure* or *likely*) once its pack is added;
each with n and 95 % interval. Half of the photos are plain, three of ten hard, two of ten brutal. `--scale N` times the
grouping of N sightings with drawn vectors instead.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from tests.lab import figures

from karuta.domain.cancel import CancelToken
from karuta.domain.label import Kind, Origin, Source
from karuta.domain.match import Verdict
from karuta.domain.unknowns import Grouping, UnknownCard, Unknowns
from karuta.engine.decode import decode
from karuta.files import file_hash
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.group_unknowns import group_unknowns
from karuta.services.library.open_library import open_for_reading, ready_for_writing
from karuta.services.lookups.look_up import MATCHES_KEPT, keep_look, look_up
from karuta.services.lookups.read_queue import desk
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile
from karuta.store.photos import SeenFile, arrive
from karuta.store.queue import queue_ids
from karuta.training.photographer import Grade, photograph
from workshop.artworks import ArtworkFile, artwork_files

ANNA = Origin("anna", "desk", Source.WINDOW)
GRADES = (Grade.PLAIN, Grade.PLAIN, Grade.PLAIN, Grade.PLAIN, Grade.PLAIN, *[Grade.HARD] * 3, *[Grade.BRUTAL] * 2)


def part_of(catalogue: Path, out: Path, kept: set[str]) -> Path:
    """A catalogue folder with these cards of another."""
    out.mkdir()
    (out / "images").symlink_to((catalogue / "images").resolve())
    with (catalogue / "cards.jsonl").open(encoding="utf-8") as lines, (out / "cards.jsonl").open("w") as file:
        file.writelines(line for line in lines if str(json.loads(line)["card_id"]) in kept)
    with (catalogue / "images.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (out / "images.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row for row in rows if row["card_id"] in kept)
    return out


def add(folder: Path, library: LibraryFolder) -> None:
    add_folder(
        folder,
        pack=None,
        library=library,
        resources=resources_folder(),
        cancel=CancelToken(),
        progress=lambda step, done, total: None,
    )


def give_vectors(library: LibraryFolder, other: LibraryFolder) -> None:
    """Those of another library's pictures, by the same model: to embed 11,000 takes a minute."""
    model = ready_for_writing(library, resources_folder())
    with Catalogue.open_reading(other.catalogue_db) as known, Catalogue.open_writing(library.catalogue_db) as catalogue:
        found = known.vectors(sorted(known.view().by_picture), model.hash, dimension=model.embedder.dimension)
        catalogue.add_vectors(list(found.pictures), found.vectors, model.hash)


def taken(cards: Sequence[ArtworkFile], folder: Path, *, count: int, seed: int) -> dict[str, str]:
    """Photos; by hash the card that each shows."""
    folder.mkdir()
    shown = {}
    for number in range(count):
        card = cards[number % len(cards)]
        rng = np.random.default_rng([seed, number])
        scene = photograph([decode(card.path)], grade=GRADES[number // len(cards) * 3 % len(GRADES)], rng=rng)
        path = folder / f"{number:04}.jpg"
        Image.fromarray(scene.pixels).save(path, quality=92)
        shown[file_hash(path)] = card.key.card_id
    return shown


def look(library: LibraryFolder, folder: Path) -> None:
    """Every photo, as the window does it."""
    recogniser = open_for_reading(library, resources_folder()).recogniser
    with LabelFile.open_writing(library) as file:
        for path in sorted(folder.iterdir()):
            sha256 = file_hash(path)
            with file.writing():
                arrive(file, SeenFile(path, sha256, path.stat().st_size), device="desk")
            seen = look_up(path, sha256, library, lambda photo: recogniser.recognise(photo, k=MATCHES_KEPT))
            keep_look(file, sha256, seen)


def label_half(library: LibraryFolder) -> int:
    """Every second photo gets the label of a person; how many of them stand *sure* or *likely* as another card."""
    astray = 0
    with LabelFile.open_writing(library) as file:
        for number, photo in enumerate(queue_ids(file)):
            on_desk = desk(file, photo)
            for sighting in on_desk.sightings if on_desk else ():
                astray += sighting.verdict in (Verdict.SURE, Verdict.LIKELY)
                if number % 2:
                    decide(file, [Choice(photo, Kind.UNKNOWN, sighting.sighting_id)], ANNA)
    return astray


def found_in(library: LibraryFolder) -> Unknowns:
    model = open_for_reading(library, resources_folder()).recogniser.model.hash
    with LabelFile.open_reading(library) as file:
        return group_unknowns(file, model, cancel=CancelToken(), told=lambda done, of: None)


def tell(name: str, k: int, n: int) -> None:
    sys.stdout.write(f"{name:60} {figures.in_words(k, n)}\n")
    sys.stdout.flush()


def of_groups(found: Unknowns, shown: dict[str, str], photos: int) -> None:
    """Purity: of the sightings in groups of two and more, those of their group's commonest card."""
    pure = whole = 0
    for group in found.groups:
        cards = Counter(shown[card.photo_sha256] for card in group.cards)
        if len(group.cards) > 1:
            pure += cards.most_common(1)[0][1]
            whole += len(group.cards)
    figures.share("unknown cards in a group: of its commonest card", pure, whole, least=0.95)
    tell("photos that are grouped with another", whole, photos)
    pairs = [group for group in found.groups if len(group.cards) > 1]
    single = sum(len({shown[card.photo_sha256] for card in group.cards}) == 1 for group in pairs)
    tell("groups of two and more with one card alone", single, len(pairs))
    sys.stdout.write(f"groups: {len(found.groups)}, sightings: {found.count}\n")


def of_answers(library: LibraryFolder, shown: dict[str, str], found: Unknowns) -> None:
    right = wrong = labelled = 0
    known = {unknown.card.photo_sha256: unknown.match.card.card_id for unknown in found.known_now}
    with LabelFile.open_reading(library) as file:
        for photo, card in shown.items():
            on_desk = desk(file, photo)
            answers = [
                sighting
                for sighting in (on_desk.sightings if on_desk else ())
                if sighting.verdict in ("sure", "likely")
            ]
            firsts = {answer.matches[0].card.card_id for answer in answers if answer.matches}
            is_labelled = any(sighting.label for sighting in on_desk.sightings) if on_desk else False
            labelled += is_labelled
            right += card in firsts and (not is_labelled or known.get(photo) == card)
            wrong += bool(firsts - {card})
        stands = file.rows("SELECT count(*) FROM current_labels WHERE kind = 'unknown'")[0][0]
    figures.share("their photos that the card answers for, once added", right, len(shown), least=0.95)
    tell("photos that another card answers for", wrong, len(shown))
    sys.stdout.write(f"labelled photos: {labelled}; their labels that stand as they were: {stands}\n")


def scale(count: int) -> None:
    """A fifth as many cards as sightings."""
    rng = np.random.default_rng(1)
    middles = rng.normal(size=(count // 5, 256)).astype(np.float32)
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    grouping, began, longest = Grouping(), time.monotonic(), 0.0
    for at in range(0, count, 400):
        kinds = rng.integers(len(middles), size=min(400, count - at))
        some = middles[kinds] + rng.normal(size=(len(kinds), 256)).astype(np.float32) * 0.02
        some /= np.linalg.norm(some, axis=1, keepdims=True)
        cards = [
            UnknownCard(f"{at + n:064x}", "a.jpg", f"{at + n}", None, is_labelled=False) for n in range(len(kinds))
        ]
        step = time.monotonic()
        grouping.add(cards, some.astype(np.float32))
        longest = max(longest, time.monotonic() - step)
    took, memory = time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{count} sightings: {len(grouping.groups())} groups, {took:.1f} s, longest step {longest:.2f} s, "
    )
    sys.stdout.write(f"process {memory} MB\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path, nargs="?")
    parser.add_argument("--cards", type=int, default=60)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--others", type=int, default=12000, help="how many cards of the catalogue stay in it at most")
    parser.add_argument("--seed", type=int, default=92)
    parser.add_argument("--scale", type=int)
    parser.add_argument("--vectors", type=Path, help="a library of the same pictures and model; else they are made")
    asked = parser.parse_args()
    if asked.scale:
        scale(asked.scale)
        return
    artworks = artwork_files(asked.catalogue)
    rng = np.random.default_rng(asked.seed)
    unseen = [artwork for artwork in artworks if artwork.held_out]
    names = sorted({file.key.card_id for file in unseen})
    missing = {names[at] for at in rng.choice(len(names), asked.cards, replace=False)}
    firsts = {file.key.card_id: file for file in reversed(unseen) if file.key.card_id in missing}
    kept = {artwork.key.card_id for artwork in artworks} - missing
    kept = set(sorted(kept)[: asked.others])
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        library = LibraryFolder(place / "library")
        if asked.vectors:
            give_vectors(library, LibraryFolder(asked.vectors))
        add(part_of(asked.catalogue, place / "others", kept), library)
        shown = taken(list(firsts.values()), place / "photos", count=asked.photos, seed=asked.seed)
        look(library, place / "photos")
        tell("photos that another card answers for before", label_half(library), len(shown))
        of_groups(found_in(library), shown, len(shown))
        add(part_of(asked.catalogue, place / "missing", missing), library)
        look(library, place / "photos")
        of_answers(library, shown, found_in(library))


if __name__ == "__main__":
    main()
