"""A missing card whose sibling is there: `python -m tests.lab.siblings OUT --library DIR --catalogue FOLDER`.

Not part of the suite. The library was made of the folder by `karuta catalogue add`. It takes the pairs of cards whose
pictures differ least, takes one of each pair out of the catalogue and looks photos of it up; then the same photos with
it in, so that both prices are paid in one table: missing cards that are called *sure*, and known ones that no longer
are. `--chance` does the same with cards drawn at random. Photos and pairs stay in OUT and are not made again, so that
two states of the program see the same ones. Half of the pairs, every other one, may be looked at to choose bounds:
`--half 0`; `--half 1` is for figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from tests.lab import figures

from karuta.domain.card import CardKey
from karuta.domain.match import Verdict
from karuta.engine.decode import decode
from karuta.engine.recognise import Recogniser
from karuta.engine.search import SearchWithout
from karuta.engine.siblings import Siblings
from karuta.files import write_whole
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import open_for_reading
from karuta.training.photographer import Grade, photograph
from workshop.artworks import ArtworkFile, artwork_files
from workshop.bench.fit_verdict import told_apart

SMALL = (22, 32)
GRADES = (Grade.PLAIN, Grade.HARD, Grade.PLAIN, Grade.HARD, Grade.BRUTAL)
REFUSED = (Verdict.UNKNOWN, Verdict.UNREADABLE)


@dataclass(frozen=True)
class Pair:
    """Two artworks' numbers, and how far apart their pictures are (0: equal, 2: opposite)."""

    missing: int
    left: int
    apart: float


def nearest_pairs(artworks: Sequence[ArtworkFile], *, count: int) -> list[Pair]:
    """Pairs of different cards without a common card, the likest first; cards that share a picture are no pair."""
    cards = told_apart(artworks)
    rows = []
    for artwork in artworks:
        small = np.asarray(Image.fromarray(decode(artwork.path)).resize(SMALL, Image.Resampling.BOX), dtype=np.float32)
        even = small.ravel() - small.mean()
        rows.append(even / max(float(np.linalg.norm(even)), 1e-6))
    looks = np.stack(rows)
    found = []
    for at in range(0, len(looks), 512):
        alike = looks[at : at + 512] @ looks.T
        alike[cards[at : at + 512, None] == cards[None, :]] = -1
        other = alike.argmax(axis=1)
        found += [Pair(at + row, int(one), float(1 - alike[row, one])) for row, one in enumerate(other)]
    taken: set[int] = set()
    pairs = []
    for pair in sorted(found, key=lambda one: (one.apart, one.missing)):
        if cards[pair.missing] not in taken and cards[pair.left] not in taken and len(pairs) < count:
            taken |= {int(cards[pair.missing]), int(cards[pair.left])}
            pairs.append(pair)
    return pairs


def chance_pairs(artworks: Sequence[ArtworkFile], *, count: int, seed: int) -> list[Pair]:
    rows = np.random.default_rng(seed).choice(len(artworks), count, replace=False)
    return [Pair(int(row), -1, 2.0) for row in rows]


def kept_pairs(folder: Path, artworks: Sequence[ArtworkFile], *, count: int, seed: int, by_chance: bool) -> list[Pair]:
    if by_chance:
        return chance_pairs(artworks, count=count, seed=seed)
    path = folder / f"pairs-{count}.json"
    if not path.is_file():
        text = json.dumps([asdict(pair) for pair in nearest_pairs(artworks, count=count)])
        write_whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))
    return [Pair(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def photo(folder: Path, artwork: ArtworkFile, number: int, *, seed: int, width: int) -> Path:
    path = folder / f"{seed}-{number:05d}-{artwork.path.stem}.jpg"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        rng = np.random.default_rng([seed, number])
        size = (width, round(width * 4 / 3))
        scene = photograph([decode(artwork.path)], grade=GRADES[number % len(GRADES)], rng=rng, size=size)
        Image.fromarray(scene.pixels).save(path, quality=95)
    return path


def without(answering: Recogniser, card: CardKey) -> Recogniser:
    """The same as if this card had never been added."""
    names = [artwork.picture_sha256 for artwork in answering.view.artworks if artwork.card == card]
    left = [pair for pair in answering.siblings.pairs if not set(pair) & set(names)] if answering.siblings else []
    siblings = Siblings(left, answering.view)
    return replace(answering, search=SearchWithout(answering.search, names), siblings=siblings)


def said(answering: Recogniser, path: Path) -> tuple[str, CardKey | None]:
    """The verdict on the largest sighting and its first card."""
    sightings = answering.recognise(path, k=1).sightings
    if not sightings:
        return "not seen", None
    one = max(sightings, key=lambda each: float(np.ptp(each.corners[:, 0]) * np.ptp(each.corners[:, 1])))
    return one.verdict.value, one.matches[0].card if one.matches else None


def rows(
    pairs: Sequence[tuple[int, Pair]],
    artworks: Sequence[ArtworkFile],
    answering: Recogniser,
    out: Path,
    *,
    seed: int,
    width: int,
) -> Iterator[dict[str, object]]:
    for number, pair in pairs:
        path = photo(out / "photos", artworks[pair.missing], number, seed=seed, width=width)
        missing, first = said(without(answering, artworks[pair.missing].key), path)
        known, right = said(answering, path)
        yield {
            "number": number,
            "photo": path.name,
            "grade": GRADES[number % len(GRADES)].value,
            "apart": pair.apart,
            "missing": missing,
            "first_is_sibling": pair.left >= 0 and first == artworks[pair.left].key,
            "known": known,
            "right": right is not None and right == artworks[pair.missing].key,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--blind", action="store_true", help="as if no siblings were known")
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--chance", action="store_true", help="cards drawn at random instead of the likest pairs")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--seed", type=int, default=91)
    parser.add_argument("--width", type=int, default=700)
    parser.add_argument("--answers", type=Path, required=True, help="a file of answers; what it has is not asked again")
    parser.add_argument("--most", type=int, help="so many more photos at most")
    asked = parser.parse_args()
    artworks = artwork_files(asked.catalogue)
    asked.out.mkdir(parents=True, exist_ok=True)
    answering = open_for_reading(LibraryFolder(asked.library), resources_folder(), own_test=False).recogniser
    if asked.blind:
        answering = replace(answering, siblings=None)
    pairs = kept_pairs(asked.out, artworks, count=asked.pairs, seed=asked.seed, by_chance=asked.chance)
    asked.answers.touch()
    found = {
        answer["number"]: answer for answer in map(json.loads, asked.answers.read_text(encoding="utf-8").splitlines())
    }
    wanted = [(number, pair) for number, pair in enumerate(pairs) if asked.half in (None, number % 2)]
    left = [(number, pair) for number, pair in wanted if number not in found][: asked.most]
    with asked.answers.open("a", encoding="utf-8") as file:
        for row in rows(left, artworks, answering, asked.out, seed=asked.seed, width=asked.width):
            file.write(json.dumps(row) + "\n")
            found[row["number"]] = row
    say_all([found[number] for number, _ in wanted if number in found])
    sure = sum(found[number]["missing"] == "sure" for number, _ in wanted if number in found)
    what = "by chance" if asked.chance else "likest pairs"
    asked_of = sum(number in found for number, _ in wanted)
    figures.share(f"{what}, one missing: *sure*", sure, asked_of, most=0.0025 if asked.chance else 0.01)


def say_all(found: Sequence[dict[str, object]]) -> None:
    say("missing, sure", [row["missing"] == "sure" for row in found])
    say("missing, refused or not seen", [row["missing"] in ("unknown", "unreadable", "not seen") for row in found])
    say("known, right at first", [bool(row["right"]) for row in found])
    say("known, sure and right", [bool(row["right"]) and row["known"] == "sure" for row in found])
    say("known, sure and wrong", [not row["right"] and row["known"] == "sure" for row in found])
    sys.stdout.write(f"missing: {dict(Counter(str(row['missing']) for row in found))}\n")
    sys.stdout.write(f"known: {dict(Counter(str(row['known']) for row in found))}\n")


def say(measure: str, yes: Sequence[bool]) -> None:
    sys.stdout.write(f"{measure:32} {figures.in_words(sum(yes), len(yes))}\n")


if __name__ == "__main__":
    main()
