"""Whether two trees give the same answers: writes those of fixed photos, or compares two such files.

    python -m tests.lab.same_answers write OUT --library DIR --photos FOLDER... --sets SETS CATALOGUE [--sets ...]
    python -m tests.lab.same_answers compare BEFORE AFTER

Not part of the suite. For the tree of before run the first line with its `app` first on PYTHONPATH. `--library`
looks up all pictures of FOLDERs; SETS is what `workshop.bench.judge_sets` or `tests.lab.other_games` wrote, looked up
among the cards of CATALOGUE. An answer is each sighting's corners to 0.1 pixel, verdict, back, and first five cards
with scores and probabilities to 0.0001; beside it stand the crops that were embedded, the processor time, and how many
of the photo's cards are right. Set KARUTA_NETWORKS, so that both trees use the same form of the networks.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from karuta.domain.recognition import Recognition
from karuta.engine.int8_networks import Int8Networks
from karuta.engine.model import load_model
from karuta.engine.recognise import Recogniser
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.library.open_library import INT8_FOLDER, open_for_reading, shipped_model_folder
from workshop.artworks import artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.bench.fit_verdict import recogniser_of
from workshop.bench.judge_sets import TRUTH

CARDS = 5
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
Ids = list[list[str]]
"""Of each card in a photo, those that are right."""


def of_catalogue(folder: Path) -> Recogniser:
    model = load_model(
        shipped_model_folder(resources_folder()), threads=1, int8=Int8Networks(resources_folder() / INT8_FOLDER)
    )
    artworks = artwork_files(folder)
    return recogniser_of(model, artworks, embedded_artworks(model.embedder, artworks))


def of_sets(sets: Path) -> Iterator[tuple[Path, Ids]]:
    for truth in sorted(sets.glob(f"*/{TRUTH}")):
        for photo in read_truth(truth).photos:
            yield truth.parent / photo.name, [sorted(card.ids) for card in photo.cards]


def answer(found: Recognition) -> list[dict[str, Any]]:
    return [
        {
            "corners": np.round(np.asarray(seen.corners), 1).ravel().tolist(),
            "verdict": seen.verdict.value,
            "back": seen.back,
            "cards": [
                [match.card.card_id, round(match.score, 4), match.probability and round(match.probability, 4)]
                for match in seen.matches
            ],
        }
        for seen in found.sightings
    ]


def looked_up(recogniser: Recogniser, photos: Iterator[tuple[Path, Ids]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for photo, cards in photos:
        # A detector remembers what it saw last.
        recogniser.detector.propose(np.zeros((64, 48, 3), dtype=np.uint8))
        began = time.process_time()
        found = recogniser.recognise(photo, k=CARDS)
        spent = time.process_time() - began
        named = {seen.matches[0].card.card_id for seen in found.sightings if seen.matches}
        firsts = {
            seen.matches[0].card.card_id for seen in found.sightings if seen.verdict.value == "sure" and seen.matches
        }
        right = {name for card in cards for name in card}
        yield (
            str(photo),
            {
                "answer": answer(found),
                "crops": found.crops,
                "seconds": round(spent, 3),
                "cards": len(cards),
                "right": sum(bool(named & set(card)) for card in cards),
                "wrong_sure": len(firsts - right) if cards else 0,
            },
        )


def write(asked: argparse.Namespace) -> None:
    answers: dict[str, Any] = {}
    if asked.library:
        recogniser = open_for_reading(LibraryFolder(asked.library), resources_folder()).recogniser
        pictures = [
            path for folder in asked.photos for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES
        ]
        answers |= looked_up(recogniser, ((picture, []) for picture in pictures))
    for sets, catalogue in asked.sets:
        answers |= looked_up(of_catalogue(catalogue), of_sets(sets))
    asked.out.write_text(json.dumps(answers, indent=1), encoding="utf-8")
    for line in summary(answers):
        sys.stdout.write(f"{line}\n")


def summary(answers: dict[str, Any]) -> Iterator[str]:
    """For each folder its photos, right cards, crops and processor time."""
    totals: dict[str, Counter[str]] = {}
    for name, found in answers.items():
        numbers = {key: found[key] for key in ("crops", "seconds", "cards", "right", "wrong_sure")}
        folder = Path(name).parent if Path(name).parent.name != "photos" else Path(name).parents[1]
        totals.setdefault(str(folder), Counter()).update(photos=1, **numbers)
    for folder, sums in totals.items():
        yield (
            f"{folder}: {sums['photos']} photos, {sums['right']} of {sums['cards']} cards right, "
            f"{sums['wrong_sure']} sure and wrong, {sums['crops']} crops, {sums['seconds']:.2f} s"
        )


def compare(before: dict[str, Any], after: dict[str, Any]) -> int:
    """Tells each photo whose answer differs; how many there are."""
    differ = 0
    for name in sorted(before.keys() | after.keys()):
        one, other = (side.get(name, {}) for side in (before, after))
        if one.get("answer") != other.get("answer"):
            differ += 1
            sys.stdout.write(f"{name}: {one.get('right')} -> {other.get('right')} right of {one.get('cards')}\n")
            for mark, side in (("-", one), ("+", other)):
                for seen in side.get("answer", ()):
                    if seen not in (other if side is one else one).get("answer", ()):
                        sys.stdout.write(f"  {mark} {seen['verdict']} {seen['cards'][:1]} {seen['corners']}\n")
    for what in ("crops", "seconds", "right", "wrong_sure"):
        sums = [sum(found[what] for found in side.values()) for side in (before, after)]
        sys.stdout.write(f"{what}: {sums[0]:.6g} -> {sums[1]:.6g}\n")
    sys.stdout.write(f"{differ} of {len(before)} photos differ\n")
    return differ


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    doing = parser.add_subparsers(dest="doing", required=True)
    writing = doing.add_parser("write")
    writing.add_argument("out", type=Path)
    writing.add_argument("--library", type=Path)
    writing.add_argument("--photos", type=Path, nargs="*", default=[])
    writing.add_argument("--sets", type=Path, nargs=2, action="append", default=[], metavar=("SETS", "CATALOGUE"))
    comparing = doing.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    asked = parser.parse_args(argv)
    if asked.doing == "write":
        write(asked)
        return 0
    one, other = (json.loads(path.read_text(encoding="utf-8")) for path in (asked.before, asked.after))
    return min(1, compare(one, other))


if __name__ == "__main__":
    raise SystemExit(main())
