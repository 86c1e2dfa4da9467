"""How good recognition is: `python -m tests.lab.recognition --model FOLDER --sets FOLDER [--catalogue FOLDER]`.

Not part of the suite: it looks thousands of photos up. SETS is what `python -m workshop.bench.judge_sets` wrote;
its catalogue lacks the strangers. The exact search answers. Each figure with its n and 95 % interval (Wilson).

The usual sets: `judge_sets --plain 400 --hard 400 --brutal 400 --turned 0 --face 120 --page 12 --scatter 20
--overlap 30 --nothing 40 --stranger 300 --life 0 --seed SEED`; what real people photograph: `--life 15` and nothing
else, `--width 700`. Choose on one seed and measure on another, once. `--name` keeps another game's figures apart.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tests.lab import figures

from karuta.domain.evaluation import Evaluation, evaluation
from karuta.domain.judging import CardOutcome, PhotoOutcome
from karuta.domain.match import Verdict
from karuta.domain.recognition import Recognition
from karuta.domain.statistics import Share, share_where
from karuta.engine.int8_networks import Int8Networks
from karuta.engine.model import load_model
from karuta.engine.recognise import Recogniser
from karuta.engine.search import SearchWithout
from karuta.files import write_whole
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.evaluation.evaluate import MATCHES, evaluate
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.library.open_library import INT8_FOLDER, open_for_reading
from workshop.artworks import artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.bench.fit_verdict import recogniser_of

SINGLES = ("plain", "hard", "brutal")
REFUSED = (Verdict.UNKNOWN, Verdict.UNREADABLE)
GOOD_CORNERS = 0.85
# How the figures that are kept are worded, and what they shall be at least.
SETS = {
    "face": "another language's face",
    "page": "nine on a page",
    "scatter": "scattered",
    "overlap": "two that overlap",
    "stranger": "missing cards",
}
MEASURES = {
    "right_at_1": "right first",
    "sure_right": "right, of *sure*",
    "unknown, unreadable or not seen": "refused",
    "sure": "*sure*",
}
AIMS = {
    **{(name, "right_at_1"): 0.99 for name in ("face", "page", "scatter", "overlap")},
    **{("plain", "right_at_1"): 1.0, ("hard", "right_at_1"): 0.995, ("brutal", "right_at_1"): 0.97},
    **{("all singles", "sure_right"): 0.998, ("stranger", "unknown, unreadable or not seen"): 0.985},
}


@dataclass(frozen=True)
class Line:
    """One figure: what of which set, and its share or plain number."""

    set: str
    measure: str
    share: Share | None = None
    number: float | None = None
    n: int | None = None

    def __str__(self) -> str:
        if self.share is not None:
            s = self.share
            return f"{self.set:24} {self.measure:34} {s.k:5d} of {s.n:5d}  {s.share:.4f} ({s.low:.4f}-{s.high:.4f})"
        value = "none" if self.number is None else f"{self.number:.4f}"
        return f"{self.set:24} {self.measure:34} {value}" + (f" (n = {self.n})" if self.n else "")


def recogniser(model: Path, catalogues: Sequence[Path], threads: int) -> Recogniser:
    """As the program opens it: networks in their quick forms where the processor gains by that."""
    loaded = load_model(model, threads=threads, int8=Int8Networks(resources_folder() / INT8_FOLDER))
    artworks = [file for catalogue in catalogues for file in artwork_files(catalogue)]
    return recogniser_of(loaded, artworks, embedded_artworks(loaded.embedder, artworks))


def measured(folder: Path, answering: Recogniser, *, missing: bool = False) -> Evaluation:
    """`missing`: as if the cards that a photo shows had never been added."""
    truth = read_truth(folder / "truth.csv")
    shown = {folder / photo.name: {name for card in photo.cards for name in card.ids} for photo in truth.photos}
    began = time.monotonic()

    def found_in(path: Path) -> Recognition:
        asked = without(answering, shown[path]) if missing else answering
        return asked.recognise(path, k=MATCHES)

    found = evaluate(truth, folder, recognise=found_in)
    sys.stderr.write(f"{folder.name}: {len(truth.photos)} photos in {time.monotonic() - began:.0f} s\n")
    return found


def without(answering: Recogniser, ids: set[str]) -> Recogniser:
    names = [artwork.picture_sha256 for artwork in answering.view.artworks if artwork.card.card_id in ids]
    return replace(answering, search=SearchWithout(answering.search, names))


def of_one_set(name: str, found: Evaluation) -> Iterable[Line]:
    for measure in ("right_at_1", "right_at_5", "found", "false_sightings", "unknown_rejected", "known_refused"):
        if (share := getattr(found, measure)) is not None:
            yield Line(name, measure, share)
    overlaps = [card.overlap for photo in found.photos for card in photo.cards if card.overlap is not None]
    if overlaps:
        yield Line(name, "corner IoU, mean", number=float(np.mean(overlaps)), n=len(overlaps))
        yield Line(
            name, f"corner IoU over {GOOD_CORNERS}", share_where([overlap > GOOD_CORNERS for overlap in overlaps])
        )
        yield Line(name, "upright", found.upright)


def of_singles(photos: Sequence[PhotoOutcome], grades: Mapping[str, Sequence[PhotoOutcome]]) -> Iterable[Line]:
    """The photos of one card each, all grades together: *sure*, and cards that were trained on or not."""
    found = evaluation(photos, conditions=("trained",), model=None, index=None)
    for measure in ("sure_right", "sure_coverage"):
        yield Line("all singles", measure, getattr(found, measure))
    for value, part in found.by["trained"].items():
        yield Line(f"trained on: {value}", "right_at_1", part.right_at_1)
    easy = [card for name in ("plain", "hard") for photo in grades.get(name, ()) for card in photo.cards]
    yield Line("plain and hard", "known that are sure", share_where([card.verdict is Verdict.SURE for card in easy]))
    yield Line("plain and hard", "known that are refused", share_where([card.verdict in REFUSED for card in easy]))


def of_strangers(name: str, found: Evaluation) -> Iterable[Line]:
    cards = [card for photo in found.photos for card in photo.cards]
    refused = [card.sighting is None or card.verdict in REFUSED for card in cards]
    yield Line(name, "unknown, unreadable or not seen", share_where(refused))
    yield Line(name, "sure", share_where([card.called_sure for card in cards]))


def of_turns(found: Evaluation) -> Iterable[Line]:
    for turn in ("-0", "-90", "-180", "-270"):
        cards = [card for photo in found.photos if Path(photo.photo.name).stem.endswith(turn) for card in photo.cards]
        yield Line(f"turned by {turn[1:]}", "right_at_1", share_where([card.right_at_1 for card in cards]))


def of_styles(found: Mapping[str, Evaluation]) -> Iterable[Line]:
    """What is sure and wrong, for each set and each style: a card's id up to its last hyphen."""
    groups: dict[str, list[CardOutcome]] = {}
    for name, one in found.items():
        for card in (card for photo in one.photos for card in photo.cards if card.card.names_card):
            for group in (name, f"style {min(card.card.ids).rpartition('-')[0]}"):
                groups.setdefault(group, []).append(card)
    for name, cards in groups.items():
        yield Line(name, "right_at_1", share_where([card.right_at_1 for card in cards]))
        yield Line(name, "found", share_where([card.sighting is not None for card in cards]))
        yield Line(name, "sure", share_where([card.called_sure for card in cards]))
        yield Line(name, "sure and wrong", share_where([card.called_sure and not card.right_at_1 for card in cards]))
        overlaps = [card.overlap for card in cards if card.overlap is not None]
        if overlaps:
            yield Line(name, "corner IoU, mean", number=float(np.mean(overlaps)), n=len(overlaps))
            yield Line(
                name, f"corner IoU over {GOOD_CORNERS}", share_where([overlap > GOOD_CORNERS for overlap in overlaps])
            )


def of_calibration(photos: Sequence[PhotoOutcome]) -> Iterable[Line]:
    found = evaluation(photos, conditions=(), model=None, index=None)
    n = sum(card.first is not None for photo in photos for card in photo.cards)
    yield Line("singles and strangers", "calibration error", number=found.calibration_error, n=n)
    yield Line("singles and strangers", "floor at this n", number=found.calibration_floor, n=n)


def keep(lines: Iterable[Line], *, name: str) -> None:
    """The main figures; aims are those of Yu-Gi-Oh."""
    for line in lines:
        what = MEASURES.get(line.measure)
        if what is None or line.share is None or line.set.startswith(("style ", "trained on", "turned by")):
            continue
        least = None if name else AIMS.get((line.set, line.measure))
        of = SETS.get(line.set, line.set)
        figures.share(f"{name}{', ' * bool(name)}{of}: {what}", line.share.k, line.share.n, least=least)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("resources/models/lite0-relief1376"))
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, help="else the one beside the sets, which lacks the strangers")
    parser.add_argument("--others", type=Path, nargs="*", default=[], help="catalogues of other games that join it")
    parser.add_argument("--library", type=Path, help="a library made of that catalogue: nothing is embedded anew")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", nargs="*", help="these sets alone")
    parser.add_argument("--by-style", action="store_true", help="each style too: a card's id up to its last hyphen")
    parser.add_argument("--missing", action="store_true", help="each photo's cards are taken out of the catalogue")
    parser.add_argument("--out", type=Path, help="the figures as JSON")
    parser.add_argument("--name", default="", help="of what is no Yu-Gi-Oh: it stands before each figure that is kept")
    asked = parser.parse_args()
    if asked.library:
        answering = open_for_reading(LibraryFolder(asked.library), resources_folder(), own_test=False).recogniser
    else:
        catalogues = [asked.catalogue or asked.sets / "catalogue", *asked.others]
        answering = recogniser(asked.model, catalogues, asked.threads)
    names = [path.parent.name for path in sorted(asked.sets.glob("*/truth.csv"))]
    wanted = [name for name in names if not asked.only or name in asked.only]
    found = {name: measured(asked.sets / name, answering, missing=asked.missing) for name in wanted}
    lines = [line for name, one in found.items() for line in of_one_set(name, one)]
    grades = {name: found[name].photos for name in SINGLES if name in found}
    singles = [photo for photos in grades.values() for photo in photos]
    if singles:
        lines += of_singles(singles, grades)
        strangers = found["stranger"].photos if "stranger" in found else ()
        lines += of_calibration([*singles, *strangers])
    for name in found:
        if asked.missing or name in ("stranger", "other_game"):
            lines += of_strangers(name, found[name])
    if "turned" in found:
        lines += of_turns(found["turned"])
    if asked.by_style:
        lines += of_styles(found)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    keep(lines, name=asked.name)
    if asked.out is not None:
        rows = [{**vars(line), "share": vars(line.share) if line.share else None} for line in lines]
        write_whole(asked.out, lambda beside: beside.write_text(json.dumps(rows, indent=1), encoding="utf-8"))


if __name__ == "__main__":
    main()
