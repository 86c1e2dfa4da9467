"""Planted listings: how often `karuta check` accuses rightly, and how often it misses or believes a wrong one.

    python -m tests.long.check CATALOGUE [--library LIBRARY] [--listings 300] [--seed 40] [--jobs 1] [--keep FOLDER]

Half of the listings are right. The others have a title of another card, of the card that is most like theirs, another
number, a lot that the photo does not show, another listing's photo (encoded anew and smaller), or words of a proxy.
Photos are the photographer's (half plain, three of ten hard, two of ten brutal); titles are `tests/made_titles`'s.
LIBRARY: one that has just this catalogue already; else one is made.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from tests.long.titles import meant
from tests.made_titles import MadeTitle, made_titles

from karuta.domain.card import CardKey
from karuta.domain.pixels import Pixels
from karuta.domain.statistics import wilson
from karuta.engine.decode import decode
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.read_nicknames import read_nicknames
from karuta.services.library.open_library import open_for_reading
from karuta.store.cards import Catalogue
from karuta.training.photographer import Grade, photograph, photograph_scatter

# Of forty listings, so many of each kind.
PLANTED = {"right": 20, "other card": 8, "look-alike": 5, "count": 2, "lot": 2, "another's photo": 2, "proxy": 1}
WRONG_CARD = ("other card", "look-alike", "another's photo")
# What has to be said of each kind; anything else is a miss.
WANTED = {
    "right": "match",
    "other card": "wrong_card",
    "look-alike": "wrong_card",
    "another's photo": "wrong_card",
    "count": "count_differs",
    "proxy": "not_genuine",
}
GRADES = (*[Grade.PLAIN] * 5, *[Grade.HARD] * 3, *[Grade.BRUTAL] * 2)
MOST_COPIES = 4
TRIES = 8


@dataclass(frozen=True)
class Planted:
    """A listing of which is known what it sells and shows."""

    listing_id: str
    kind: str
    grade: str
    title: MadeTitle
    photo: str


class Cards:
    """The catalogue's pictures, and which card is most like another by its model."""

    def __init__(self, library: LibraryFolder, images: Path) -> None:
        opened = open_for_reading(library, resources_folder()).recogniser
        self.of: dict[CardKey, Path] = {}
        pictures: dict[CardKey, str] = {}
        for artwork in opened.view.artworks:
            if artwork.card not in self.of:
                self.of[artwork.card], pictures[artwork.card] = images / artwork.file, artwork.picture_sha256
        self.keys = list(self.of)
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            model = opened.model
            known = catalogue.vectors(list(pictures.values()), model.hash, dimension=model.embedder.dimension)
            self.facts = [card for card in catalogue.for_titles() if card.card in self.of]
        place = {picture: at for at, picture in enumerate(known.pictures)}
        self._vectors = known.vectors[[place[pictures[key]] for key in self.keys]].astype(np.float32)

    def pixels(self, card: CardKey) -> Pixels:
        return decode(self.of[card])

    def most_like(self, card: CardKey) -> CardKey:
        """The nearest one with another picture."""
        scores = self._vectors @ self._vectors[self.keys.index(card)]
        return next(self.keys[at] for at in np.argsort(-scores) if self.keys[at] != card and scores[at] < 0.9999)

    def other(self, taken: Sequence[CardKey], rng: np.random.Generator) -> CardKey:
        while (found := self.keys[int(rng.integers(len(self.keys)))]) in taken:
            pass
        return found

    def planted(self, kind: str, sold: Sequence[CardKey], rng: np.random.Generator) -> list[CardKey]:
        """What the photo of such a listing shows."""
        if kind == "look-alike":
            return [self.most_like(sold[0])]
        if kind in ("right", "count", "proxy"):
            return [sold[0]]
        return [self.other(sold, rng) for _ in range(2 if kind == "lot" else 1)]


def planted(cards: Cards, titles: Iterator[MadeTitle], folder: Path, *, count: int, seed: int) -> Iterator[Planted]:
    kinds = [kind for kind, share in PLANTED.items() for _ in range(share)]
    earlier: list[tuple[CardKey, str]] = []
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        kind = kinds[number * 7 % len(kinds)]
        grade = GRADES[int(rng.integers(len(GRADES)))]
        title = next(one for one in titles if _fits(one, kind))
        copies = 1 if kind in ("lot", "count") else min(int(str(title.fields.get("quantity", 1))), MOST_COPIES)
        if kind == "count":
            title.text += str(rng.choice([" x3", " 3枚", " ×2"]))
        (sold, *_) = title.cards
        name = f"{number:05}.jpg"
        if kind == "another's photo" and earlier:
            shown, photo = earlier[int(rng.integers(len(earlier)))]
            if shown == sold:
                kind = "right"
            with Image.open(folder / photo) as image:
                image.resize((image.width * 3 // 4, image.height * 3 // 4)).save(folder / name, quality=75)
        else:
            show = cards.planted(kind, title.cards, rng)
            _photo([cards.pixels(one) for one in show] * copies, grade, rng, folder / name)
            if kind == "right":
                earlier.append((sold, name))
        yield Planted(f"L{number:05}", kind, grade.value, title, name)


def _fits(title: MadeTitle, kind: str) -> bool:
    lot = bool(title.fields.get("lot"))
    if kind == "lot":
        return lot
    if kind == "proxy":
        return title.kind == "proxy" and not lot
    usual = len(title.cards) == 1 and title.kind != "proxy" and not lot
    quantity = int(str(title.fields.get("quantity", 1)))
    return usual and (quantity == 1 if kind == "count" else quantity <= MOST_COPIES)


def _photo(faces: list[Pixels], grade: Grade, rng: np.random.Generator, path: Path) -> None:
    """One photo with all of them in it."""
    for _ in range(TRIES):
        scene = photograph(faces, grade=grade, rng=rng)
        if len(scene.cards) == len(faces):
            break
    else:
        scene = photograph_scatter(faces, grade=Grade.PLAIN, rng=rng, size=(1500, 2000), overlap=False)
    Image.fromarray(scene.pixels).save(path, quality=92)


def checked(library: Path, table: Path, jobs: int) -> dict[str, dict[str, Any]]:
    command = [sys.executable, "-m", "karuta", "--library", str(library), "check", str(table), "--json"]
    done = subprocess.run([*command, "--jobs", str(jobs)], stdout=subprocess.PIPE, text=True, check=True)
    return {found["listing_id"]: found for found in map(json.loads, done.stdout.splitlines())}


def report(listings: Sequence[Planted], found: dict[str, dict[str, Any]]) -> None:
    verdict = {one.listing_id: str(found[one.listing_id]["verdict"]) for one in listings}
    wrong = [one for one in listings if one.kind in WRONG_CARD]
    accused = [one for one in listings if verdict[one.listing_id] == "wrong_card"]
    print(f"wrong_card, precision: {said(sum(one.kind in WRONG_CARD for one in accused), len(accused))}")
    for name, some in (
        ("", wrong),
        *((f", {grade} photo", [one for one in wrong if one.grade == grade]) for grade in ("plain", "hard", "brutal")),
        (", no nickname in the title", [one for one in wrong if one.title.kind != "nickname"]),
        (", named by a nickname", [one for one in wrong if one.title.kind == "nickname"]),
    ):
        hit = sum(verdict[one.listing_id] == "wrong_card" for one in some)
        print(f"wrong_card, recall{name}: {said(hit, len(some))}")
    believed = sum(verdict[one.listing_id] == "match" for one in wrong)
    print(f"match said of a wrong card: {said(believed, len(wrong))}")
    for kind in PLANTED:
        some = [one for one in listings if one.kind == kind]
        counts = Counter(verdict[one.listing_id] for one in some)
        print(f"{kind}: {dict(counts.most_common())}")
    reused = [one for one in wrong if one.kind == "another's photo"]
    print(
        f"another's photo said: {said(sum(bool(found[one.listing_id]['same_photos']) for one in reused), len(reused))}"
    )
    others = sum(bool(found[one.listing_id]["same_photos"]) for one in listings)
    print(f"listings with a photo of another one: {others}")


def misses(listings: Sequence[Planted], found: dict[str, dict[str, Any]]) -> Iterator[str]:
    for one in listings:
        line = found[one.listing_id]
        if line["verdict"] != WANTED.get(one.kind, line["verdict"]) or (one.kind, line["verdict"]) == (
            "lot",
            "wrong_card",
        ):
            reasons = [field["reason"] for field in line["fields"] if field["field"] in ("card", "count")]
            yield f"  {one.listing_id} {one.kind}, {one.grade}: {line['verdict']}: {one.title.text} | {reasons}"


def said(k: int, n: int) -> str:
    if not n:
        return "none"
    share = wilson(k, n)
    return f"{k:,} of {n:,} ({100 * share.low:.1f}-{100 * share.high:.1f} %)"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--listings", type=int, default=300)
    parser.add_argument("--seed", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave photos, listings and truth in this folder")
    parser.add_argument("--misses", action="store_true", help="tell every listing of which something else was said")
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        library = wanted.library or Path(temporary) / "library"
        if wanted.library is None:
            add = [sys.executable, "-m", "karuta", "--library", str(library), "catalogue", "add", str(wanted.catalogue)]
            subprocess.run(add, stdout=subprocess.DEVNULL, check=True)
        home = LibraryFolder(library)
        cards = Cards(home, wanted.catalogue / "images")
        nicknames = meant(cards.facts, list(read_nicknames(home, resources_folder()).nicknames))
        titles = made_titles(cards.facts, nicknames, count=wanted.listings * 60, seed=wanted.seed)
        listings = list(planted(cards, titles, folder, count=wanted.listings, seed=wanted.seed))
        with (folder / "listings.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("listing_id", "title", "photos"))
            writer.writerows((one.listing_id, one.title.text, one.photo) for one in listings)
        started = time.perf_counter()
        found = checked(library, folder / "listings.csv", wanted.jobs)
        print(f"{len(listings):,} listings of {len(cards.keys):,} cards, {time.perf_counter() - started:.0f} s")
        report(listings, found)
        if wanted.misses:
            for line in misses(listings, found):
                print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
