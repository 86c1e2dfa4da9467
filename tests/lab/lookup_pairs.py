"""What a lookup costs and answers beside another checkout, photo by photo.

    python -m tests.lab.lookup_pairs --before CHECKOUT --library DIR --photos FOLDER... [--no-reading]

Not part of the suite: it times. Two processes, one of each checkout with one thread each, open the same library and
look each photo up in turns, the one and then the other first. It says the processor time of a photo in each and their
ratio, and for how many photos verdicts, first matches or printings differ; of a folder of `judge_sets` (with a truth
file) also how many of its cards are right and *sure* in each, how many in one alone, and how well outlines lie. A photo
is looked up once before it counts, so that its file is in memory; `--no-reading` leaves the small print unread.
A processor without VNNI is emulated by `qemu-x86_64-static -cpu Haswell PYTHON -m karuta lookup PHOTO`; its times say
nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from karuta.domain.recognition import Recognition
from karuta.domain.sighting import Corners, as_corners, iou
from karuta.paths import LibraryFolder, resources_folder

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
HERE = Path(__file__).resolve().parents[2]
DRAWS = 2000
# An outline that overlaps a card by this IoU is of that card.
SAME = 0.5


def answered(found: Recognition) -> list[object]:
    """What must stay: of each sighting its verdict, its first match and its printing."""
    return [
        [
            sighting.verdict.value,
            [str(match.card) for match in sighting.matches[:1]],
            None
            if sighting.printing is None
            else [sighting.printing.verdict.value, [c.set_code for c in sighting.printing.codes[:1]]],
        ]
        for sighting in found.sightings
    ]


def serve(library: Path, *, reading: bool) -> None:
    """Answers each path on stdin with a line of JSON; only what both checkouts have is used."""
    from karuta.engine import sessions
    from karuta.services.library.open_library import open_for_reading
    from karuta.services.lookups.read_prints import open_print_reader

    whole = sessions.open_session
    for module in ("karuta.engine.model", "karuta.engine.code_reader"):
        __import__(module)
        sys.modules[module].open_session = lambda path, *, threads: whole(path, threads=1)  # type: ignore[attr-defined]
    opened = open_for_reading(LibraryFolder(library), resources_folder())
    reader = open_print_reader(opened, resources_folder()) if reading else None
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        spent = []
        for _ in range(2):
            # A detector may remember what it saw last, and nobody looks one photo up twice.
            opened.recogniser.detector.propose(np.zeros((64, 48, 3), dtype=np.uint8))
            began = time.process_time()
            found = opened.recogniser.recognise(path, k=5)
            found = reader.read(path, found) if reader else found
            spent.append(time.process_time() - began)
        outlines = [np.asarray(sighting.corners).tolist() for sighting in found.sightings]
        answer = {"seconds": spent[-1], "answers": answered(found), "corners": outlines, "size": found.size}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


Cards = dict[Path, list[tuple[str, Corners]]]
"""Photo -> its cards' ids and corners."""


def cards_of(truth: Path) -> Cards:
    """By a truth file of `judge_sets`; photos without cards are left out."""
    photos: Cards = defaultdict(list)
    with truth.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["corners"] and row["card_id"]:
                corners = as_corners([float(value) for value in row["corners"].split()])
                photos[truth.parent / row["photo"]].append((row["card_id"], corners))
    return photos


@dataclass(frozen=True)
class CardSeen:
    """What was said of a card of the truth: whether it was right, and how well its outline lay (0: not found)."""

    right: bool
    sure: bool
    overlap: float


def seen_cards(answer: dict[str, Any], cards: Sequence[tuple[str, Corners]]) -> list[CardSeen]:
    found = list(zip(answer["answers"], answer["corners"], strict=True))
    seen = []
    for card, corners in cards:
        overlaps = [iou(np.array(outline), corners) for _, outline in found]
        best = int(np.argmax(overlaps)) if overlaps else -1
        said = found[best][0] if best >= 0 and overlaps[best] >= SAME else None
        named = said[1][0].split(":")[-1] if said and said[1] else ""
        right = named in card.split("|")
        seen.append(CardSeen(right, right and said is not None and said[0] == "sure", max(overlaps, default=0.0)))
    return seen


@dataclass(frozen=True, eq=False)
class _Side:
    """One checkout's process."""

    process: subprocess.Popen[str]
    asks: IO[str]
    answers: IO[str]

    def ask(self, photo: Path) -> dict[str, Any]:
        self.asks.write(f"{photo}\n")
        self.asks.flush()
        return dict(json.loads(self.answers.readline()))


def _side(checkout: Path, asked: argparse.Namespace) -> _Side:
    command = [sys.executable, str(Path(__file__).resolve()), "--serve", "--library", str(asked.library)]
    command += ["--no-reading"] if asked.no_reading else []
    around = {**os.environ, "PYTHONPATH": str(checkout / "app"), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=around, cwd=checkout, text=True, encoding="utf-8"
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return _Side(process, process.stdin, process.stdout)


def ratio(after: list[float], before: list[float]) -> tuple[float, float, float]:
    """All of one over all of the other, and its 95 % interval by drawing photos anew."""
    one, other = np.array(after), np.array(before)
    drawn = np.random.default_rng(1).integers(0, len(one), (DRAWS, len(one)))
    low, high = np.quantile(one[drawn].sum(axis=1) / other[drawn].sum(axis=1), (0.025, 0.975))
    return float(one.sum() / other.sum()), float(low), float(high)


def judged(name: str, before: Sequence[CardSeen], after: Sequence[CardSeen]) -> str:
    pairs = list(zip(before, after, strict=True))
    parts = [f"{name}: {len(pairs)} cards"]
    for what in ("right", "sure"):
        old, new = ([bool(getattr(card, what)) for card in side] for side in (before, after))
        lost, won = (sum(a and not b for a, b in zip(x, y, strict=True)) for x, y in ((old, new), (new, old)))
        parts.append(f"{what} {sum(old)} -> {sum(new)} (lost {lost}, won {won})")
    both = [(old.overlap, new.overlap) for old, new in pairs if min(old.overlap, new.overlap) >= SAME]
    if both:
        old, new = np.mean(both, axis=0)
        parts.append(f"IoU of the {len(both)} that both found {old:.4f} -> {new:.4f}")
    return "; ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, help="another checkout of Karuta")
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--photos", type=Path, nargs="+", default=[])
    parser.add_argument("--most", type=int, default=1000, help="photos of a folder")
    parser.add_argument("--no-reading", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.library, reading=not asked.no_reading)
        return
    from tests.lab import figures

    from workshop.bench.judge_sets import PHOTOS, TRUTH

    sides = {"before": _side(asked.before.resolve(), asked), "after": _side(HERE, asked)}
    for folder in asked.photos:
        cards: Cards = cards_of(folder.resolve() / TRUTH) if (folder / TRUTH).is_file() else {}
        seen: dict[str, list[CardSeen]] = {name: [] for name in sides}
        inside = folder / PHOTOS if cards or (folder / TRUTH).is_file() else folder
        photos = [path.resolve() for path in sorted(inside.iterdir()) if path.suffix.lower() in SUFFIXES][: asked.most]
        spent: dict[str, list[float]] = {name: [] for name in sides}
        others = 0
        for number, photo in enumerate(photos):
            order = list(sides) if number % 2 else list(reversed(sides))
            found = {name: sides[name].ask(photo) for name in order}
            others += found["before"]["answers"] != found["after"]["answers"]
            for name in sides:
                spent[name].append(found[name]["seconds"])
                seen[name] += seen_cards(found[name], cards.get(photo, ()))
        share, low, high = ratio(spent["after"], spent["before"])
        each = {
            name: f"{1000 * np.mean(times):.1f} (median {1000 * np.median(times):.1f})" for name, times in spent.items()
        }
        sys.stdout.write(
            f"{folder}: ms of processor time before {each['before']}, after {each['after']}; "
            f"answers that differ: {others}\n"
        )
        interval = f"{low:.3f}-{high:.3f}"
        figures.tell(f"{folder.name}, a lookup: times before", f"{share:.3f}", len(photos), interval=interval)
        if cards:
            sys.stdout.write(f"  {judged(folder.name, seen['before'], seen['after'])}\n")
        sys.stdout.flush()
    for side in sides.values():
        side.asks.close()
        side.process.wait()


if __name__ == "__main__":
    main()
