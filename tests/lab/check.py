"""Planted listings: how often `karuta check` accuses rightly, and how often it misses or believes a wrong one.

    python -m tests.lab.check CATALOGUE [--library LIBRARY] [--listings 300] [--seed 40] [--jobs 1] [--keep FOLDER]
    python -m tests.lab.check CATALOGUE --pictures SHARP --keep FOLDER [--make] ...
    python -m tests.lab.check CATALOGUE --library LIBRARY --again FOLDER

Half of the listings are right. The others have a title of another card, of the card that is most like theirs, another
number, a lot that the photo does not show, another listing's photo (encoded anew and smaller), or words of a proxy.
Photos are the photographer's (half plain, three of ten hard, two of ten brutal); titles are `tests/made_titles`'s.
LIBRARY: one that has just this catalogue already; else one is made.

With SHARP, larger pictures of cards under the same names, each card has a set code, its passcode and an edition drawn
anew, and two kinds come besides: another printing of the card than the title's, and the words of another edition. Such
a code is legible in a plain or hard photo with nothing over the card and capitals of ten pixels. `--make` makes the
listings alone, `--again` checks those that are kept in a folder.
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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from tests.lab import figures
from tests.lab.planted_prints import CODE_CAPITALS, LEGIBLE, DrawnCards, DrawnPrint
from tests.lab.titles import meant
from tests.made_titles import MadeTitle, made_titles

from karuta.domain.card import CardKey
from karuta.domain.pixels import Pixels
from karuta.domain.sighting import height
from karuta.engine.decode import decode
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.search_cards import read_nicknames
from karuta.services.library.open_library import open_for_reading
from karuta.store.cards import Catalogue
from karuta.training.photographer import Grade
from workshop.photographer.scattered import photograph_all, photograph_scatter

# Of forty listings, so many of each kind.
PLANTED = {"right": 20, "other card": 8, "look-alike": 5, "count": 2, "lot": 2, "another's photo": 2, "proxy": 1}
# With small print drawn anew, of sixty.
PRINTED = {"right": 24, "other card": 8, "look-alike": 5, "other printing": 10, "other edition": 6}
PRINTED |= {"count": 2, "lot": 2, "another's photo": 2, "proxy": 1}
WRONG_PRINTING = ("other printing", "other edition")
# Of a title without an edition.
EDITIONS = ("first", "unlimited", "unlimited", "limited")
WRONG_CARD = ("other card", "look-alike", "another's photo")
# What has to be said of each kind; anything else is a miss.
WANTED = {
    "right": "match",
    "other card": "wrong_card",
    "look-alike": "wrong_card",
    "another's photo": "wrong_card",
    "count": "count_differs",
    "proxy": "not_genuine",
    "other printing": "wrong_printing",
    "other edition": "wrong_printing",
}
GRADES = (*[Grade.PLAIN] * 5, *[Grade.HARD] * 3, *[Grade.BRUTAL] * 2)
TRUTH = "truth.jsonl"
SIZE = (1500, 2000)
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
    set_code: str = ""
    edition: str = ""
    is_legible: bool = False


class Cards:
    """The catalogue's pictures, and which card is most like another by its model."""

    def __init__(self, library: LibraryFolder, images: Path, pictures: Path | None = None) -> None:
        opened = open_for_reading(library, resources_folder()).recogniser
        self.of: dict[CardKey, Path] = {}
        shas: dict[CardKey, str] = {}
        for artwork in opened.view.artworks:
            if artwork.card not in self.of:
                self.of[artwork.card], shas[artwork.card] = images / artwork.file, artwork.picture_sha256
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            self.drawn = None if pictures is None else DrawnCards(catalogue.cards(set(self.of)), self.of, pictures)
            self.of = {key: file for key, file in self.of.items() if self.drawn is None or self.drawn.can_draw(key)}
            self.keys = list(self.of)
            model = opened.model
            wanted = [shas[key] for key in self.keys]
            known = catalogue.vectors(wanted, model.hash, dimension=model.embedder.dimension)
            self.facts = [card for card in catalogue.for_titles() if card.card in self.of]
        place = {picture: at for at, picture in enumerate(known.pictures)}
        self._vectors = known.vectors[[place[shas[key]] for key in self.keys]].astype(np.float32)

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
        if kind in ("right", "count", "proxy", *WRONG_PRINTING):
            return [sold[0]]
        return [self.other(sold, rng) for _ in range(2 if kind == "lot" else 1)]


def drawn_print(cards: DrawnCards, kind: str, title: MadeTitle, rng: np.random.Generator) -> DrawnPrint | None:
    """What the card of a title has printed; None where the title cannot have such a card."""
    (sold, *_), said = title.cards, title.fields
    edition = str(said.get("edition") or rng.choice(EDITIONS))
    if kind == "other edition":
        edition = "limited" if edition == "first" else "first"
    stated = title.set_codes[0] if title.set_codes else None
    fitting = [
        printing.set_code
        for printing in cards.printings(sold)
        if (stated is None or printing.set_code == stated)
        and said.get("language") in (None, printing.lang)
        and said.get("rarity") in (None, *printing.rarities)
    ]
    if kind == "other printing":
        fitting = [code for code in cards.codes(sold) if code != stated] if stated else []
    return DrawnPrint(str(rng.choice(fitting)), edition) if fitting else None


def any_print(cards: DrawnCards, card: CardKey, rng: np.random.Generator) -> DrawnPrint:
    return DrawnPrint(str(rng.choice(cards.codes(card))), str(rng.choice(EDITIONS)))


def planted(cards: Cards, titles: Iterator[MadeTitle], folder: Path, *, count: int, seed: int) -> Iterator[Planted]:
    table = PLANTED if cards.drawn is None else PRINTED
    kinds = [kind for kind, share in table.items() for _ in range(share)]
    earlier: list[tuple[CardKey, str]] = []
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        kind = kinds[number * 7 % len(kinds)]
        grade = GRADES[int(rng.integers(len(GRADES)))]
        print_: DrawnPrint | None = None
        for title in titles:
            if _fits(title, kind):
                print_ = drawn_print(cards.drawn, kind, title, rng) if cards.drawn is not None else None
                if (
                    cards.drawn is None
                    or print_ is not None
                    or kind not in ("right", "count", "proxy", *WRONG_PRINTING)
                ):
                    break
        # One alone may be one of several: two are laid out of those that the title says.
        copies = (
            1
            if kind == "lot"
            else 2
            if kind == "count"
            else min(int(str(title.fields.get("quantity", 1))), MOST_COPIES)
        )
        if kind == "count":
            title.text += str(rng.choice([" x3", " 3枚", " ×4"]))
        (sold, *_) = title.cards
        name = f"{number:05}.jpg"
        capitals = 0.0
        if kind == "another's photo" and earlier:
            shown, photo = earlier[int(rng.integers(len(earlier)))]
            if shown == sold:
                kind = "right"
            with Image.open(folder / photo) as image:
                image.resize((image.width * 3 // 4, image.height * 3 // 4)).save(folder / name, quality=75)
        else:
            show = cards.planted(kind, title.cards, rng)
            if cards.drawn is None:
                faces = [cards.pixels(key) for key in show]
            else:
                prints = [
                    print_ if key == sold and print_ is not None else any_print(cards.drawn, key, rng) for key in show
                ]
                faces = [cards.drawn.face(one, what, rng) for one, what in zip(show, prints, strict=True)]
                print_ = prints[0]
            capitals = _photo(faces * copies, grade, rng, folder / name, is_printed=cards.drawn is not None)
            if kind == "right":
                earlier.append((sold, name))
        yield Planted(
            f"L{number:05}",
            kind,
            grade.value,
            title,
            name,
            set_code=print_.set_code if print_ is not None else "",
            edition=print_.edition if print_ is not None else "",
            is_legible=capitals >= LEGIBLE and grade is not Grade.BRUTAL,
        )


def _fits(title: MadeTitle, kind: str) -> bool:
    lot = bool(title.fields.get("lot"))
    if kind == "lot":
        return lot
    if kind == "proxy":
        return title.kind == "proxy" and not lot
    usual = len(title.cards) == 1 and title.kind != "proxy" and not lot
    quantity = int(str(title.fields.get("quantity", 1)))
    if kind == "other edition" and not title.fields.get("edition"):
        return False
    return usual and (quantity == 1 if kind == "count" else quantity <= MOST_COPIES)


def _photo(faces: list[Pixels], grade: Grade, rng: np.random.Generator, path: Path, *, is_printed: bool) -> float:
    """One photo with all of them in it; how high the capitals of codes are, 0 where something lies over a card."""
    for _ in range(TRIES):
        scene = (
            photograph_all(faces, grade=grade, rng=rng, size=SIZE)
            if is_printed
            else photograph_all(faces, grade=grade, rng=rng)
        )
        if len(scene.cards) == len(faces):
            break
    else:
        scene = photograph_scatter(faces, grade=Grade.PLAIN, rng=rng, size=SIZE, overlap=False)
    Image.fromarray(scene.pixels).save(path, quality=92)
    return min(CODE_CAPITALS * height(card.corners) if card.visible > 0.97 else 0.0 for card in scene.cards)


def checked(library: Path, table: Path, jobs: int) -> dict[str, dict[str, Any]]:
    command = [sys.executable, "-m", "karuta", "--library", str(library), "check", str(table), "--json"]
    done = subprocess.run([*command, "--jobs", str(jobs)], stdout=subprocess.PIPE, text=True, check=True)
    return {found["listing_id"]: found for found in map(json.loads, done.stdout.splitlines())}


def report(listings: Sequence[Planted], found: dict[str, dict[str, Any]]) -> None:
    verdict = {listing.listing_id: str(found[listing.listing_id]["verdict"]) for listing in listings}
    wrong = [listing for listing in listings if listing.kind in WRONG_CARD]
    accused = [listing for listing in listings if verdict[listing.listing_id] == "wrong_card"]
    figures.share("*wrong card*, precision", sum(listing in wrong for listing in accused), len(accused), least=0.995)
    hits = sum(verdict[listing.listing_id] == "wrong_card" for listing in wrong)
    figures.share("*wrong card*, recall", hits, len(wrong), least=0.97)
    for name, some in (
        *(
            (f", {grade} photo", [listing for listing in wrong if listing.grade == grade])
            for grade in ("plain", "hard", "brutal")
        ),
        (", no nickname in the title", [listing for listing in wrong if listing.title.kind != "nickname"]),
        (", named by a nickname", [listing for listing in wrong if listing.title.kind == "nickname"]),
    ):
        hit = sum(verdict[listing.listing_id] == "wrong_card" for listing in some)
        print(f"wrong_card, recall{name}: {figures.in_words(hit, len(some))}")
    believed = sum(verdict[listing.listing_id] == "match" for listing in wrong)
    figures.share("*match* said of a wrong card", believed, len(wrong), most=0.003)
    right = [listing for listing in listings if listing.kind == "right"]
    blamed = sum(verdict[listing.listing_id] in ("wrong_card", "wrong_printing") for listing in right)
    figures.share("right listings accused", blamed, len(right))
    if any(listing.set_code for listing in listings):
        report_prints(listings, found, verdict)
    for kind in dict.fromkeys((*PLANTED, *PRINTED)):
        some = [listing for listing in listings if listing.kind == kind]
        counts = Counter(verdict[listing.listing_id] for listing in some)
        print(f"{kind}: {dict(counts.most_common())}")
    reused = [listing for listing in wrong if listing.kind == "another's photo"]
    print(
        "another's photo said: "
        + figures.in_words(sum(bool(found[listing.listing_id]["same_photos"]) for listing in reused), len(reused))
    )
    others = sum(bool(found[listing.listing_id]["same_photos"]) for listing in listings)
    print(f"listings with a photo of another one: {others}")


def report_prints(listings: Sequence[Planted], found: dict[str, dict[str, Any]], verdict: dict[str, str]) -> None:
    """What is said of printings; a listing of a wrong card has no right printing either."""
    accused = [listing for listing in listings if verdict[listing.listing_id] == "wrong_printing"]
    wrong = [listing for listing in listings if listing.kind in WRONG_PRINTING]
    for name, some in (("", accused), (", not legible", [listing for listing in accused if not listing.is_legible])):
        print(
            f"wrong_printing, precision{name}: {figures.in_words(sum(listing in wrong for listing in some), len(some))}"
        )
    clear = [listing for listing in accused if listing.is_legible]
    figures.share(
        "*wrong printing*, precision, code legible", sum(listing in wrong for listing in clear), len(clear), least=0.98
    )
    for kind in WRONG_PRINTING:
        for name, legible in (("legible", True), ("not legible", False)):
            some = [listing for listing in wrong if listing.kind == kind and listing.is_legible is legible]
            hit = sum(verdict[listing.listing_id] == "wrong_printing" for listing in some)
            figures.share(f"{kind}, {name}: said", hit, len(some))
    for field in ("printing", "edition", "language", "rarity"):
        of = {listing.listing_id: _field(found[listing.listing_id], field) for listing in listings}
        for kinds in (("right",), ("other printing",), ("other edition",)):
            some = [listing for listing in listings if listing.kind in kinds and listing.is_legible]
            counts = Counter(of[listing.listing_id] for listing in some)
            print(f"{field} of {kinds[0]}, legible: {dict(counts.most_common())}")
        read = [
            listing
            for listing in listings
            if listing.kind in ("right", *WRONG_PRINTING) and _shown(found[listing.listing_id], field)
        ]
        if field in ("printing", "edition"):
            truth = [listing.set_code if field == "printing" else listing.edition for listing in read]
            right = sum(_shown(found[one.listing_id], field) == what for one, what in zip(read, truth, strict=True))
            print(f"{field} read for sure, right: {figures.in_words(right, len(read))}")


def _field(line: dict[str, Any], name: str) -> str:
    return next((str(field["verdict"]) for field in line["fields"] if field["field"] == name), "")


def _shown(line: dict[str, Any], name: str) -> str:
    return next((str(field["photo"] or "") for field in line["fields"] if field["field"] == name), "")


def misses(listings: Sequence[Planted], found: dict[str, dict[str, Any]]) -> Iterator[str]:
    for listing in listings:
        line = found[listing.listing_id]
        if line["verdict"] != WANTED.get(listing.kind, line["verdict"]) or (listing.kind, line["verdict"]) == (
            "lot",
            "wrong_card",
        ):
            told = ("card", "count", *(() if not listing.set_code else ("printing", "edition", "language", "rarity")))
            reasons = [field["reason"] for field in line["fields"] if field["field"] in told]
            legible = ", legible" if listing.is_legible else ""
            drawn = f" [{listing.set_code}, {listing.edition}{legible}]" if listing.set_code else ""
            what = f"{listing.listing_id} {listing.kind}, {listing.grade}{drawn}"
            yield f"  {what}: {line['verdict']}: {listing.title.text} | {reasons}"


def kept(listings: Sequence[Planted], folder: Path) -> None:
    """The truth, and the table that `karuta check` reads."""
    with (folder / TRUTH).open("w", encoding="utf-8") as truth:
        truth.writelines(json.dumps(asdict(listing)) + "\n" for listing in listings)
    with (folder / "listings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("listing_id", "title", "photos"))
        writer.writerows((listing.listing_id, listing.title.text, listing.photo) for listing in listings)


def kept_before(folder: Path) -> list[Planted]:
    found = []
    for line in (folder / TRUTH).read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        title = one.pop("title")
        cards = tuple(CardKey(*card) for card in title.pop("cards"))
        found.append(Planted(title=MadeTitle(cards=cards, **title), **one))
    return found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--listings", type=int, default=300)
    parser.add_argument("--seed", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--pictures", type=Path, help="larger pictures, on which small print is drawn anew")
    parser.add_argument("--keep", type=Path, help="leave photos, listings and truth in this folder")
    parser.add_argument("--make", action="store_true", help="make the listings, and check none")
    parser.add_argument("--again", type=Path, metavar="FOLDER", help="check what --keep left in a folder")
    parser.add_argument("--misses", action="store_true", help="tell every listing of which something else was said")
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.again or wanted.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        library = wanted.library or Path(temporary) / "library"
        if wanted.library is None:
            add = [sys.executable, "-m", "karuta", "--library", str(library), "catalogue", "add", str(wanted.catalogue)]
            subprocess.run(add, stdout=subprocess.DEVNULL, check=True)
        listings = kept_before(folder) if wanted.again else made(wanted, library, folder)
        if wanted.make:
            return 0
        started = time.perf_counter()
        found = checked(library, folder / "listings.csv", wanted.jobs)
        print(f"{len(listings):,} listings, {time.perf_counter() - started:.0f} s")
        report(listings, found)
        if wanted.misses:
            for line in misses(listings, found):
                print(line)
    return 0


def made(wanted: argparse.Namespace, library: Path, folder: Path) -> list[Planted]:
    home = LibraryFolder(library)
    cards = Cards(home, wanted.catalogue / "images", wanted.pictures)
    nicknames = meant(cards.facts, list(read_nicknames(home, resources_folder()).nicknames))
    titles = made_titles(cards.facts, nicknames, count=wanted.listings * 60, seed=wanted.seed)
    listings = list(planted(cards, titles, folder, count=wanted.listings, seed=wanted.seed))
    kept(listings, folder)
    print(f"{len(listings):,} listings of {len(cards.keys):,} cards")
    return listings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
