"""Measures a detector on the simulated test sets: cards found, corners, upright, false ones. Trains nothing.

python -m workshop.bench.detector_test --model resources/models/NAME --sets FOLDER
"""

from __future__ import annotations

import argparse
import csv
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import ModelError
from karuta.domain.sighting import Corners, as_corners, iou
from karuta.domain.statistics import wilson
from karuta.engine.decode import open_picture
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.model import load_model
from workshop.bench.judge_sets import TRUTH

# A proposal that overlaps a card by this IoU belongs to it.
SAME = 0.5
GOOD = 0.85

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class DetectorLooks:
    """A detector's answers for the n cards in some photos.

    `overlap`: (n,) IoU of the best proposal for each card, 0 for none. `upright`: (n,) whether its first corner is the
    right one. `confidence`: (n,), 0 to 1. `false`: the confidence of each proposal that belongs to no card.
    """

    overlap: NDArray[np.float64]
    upright: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    false: NDArray[np.float64]
    photos: int
    milliseconds: float


def looked(detector: Detector, truth: dict[Path, list[Corners]]) -> DetectorLooks:
    """Every photo once, decoded as a lookup decodes it."""
    overlap, upright, confidence, false, spent = [], [], [], [], []
    for path, cards in truth.items():
        picture = open_picture(path)
        pixels = picture.pixels(longest=detector.longest)
        scale = np.array(picture.size) / (pixels.shape[1], pixels.shape[0])
        began = time.perf_counter()
        proposals = detector.propose(pixels)
        spent.append(time.perf_counter() - began)
        hypotheses = [
            Hypothesis(proposal.corners * scale, proposal.confidence, proposal.upright) for proposal in proposals
        ]
        table = np.array([[iou(hypothesis.corners, card) for hypothesis in hypotheses] for card in cards]).reshape(
            len(cards), len(hypotheses)
        )
        for card, row in zip(cards, table, strict=True):
            best = int(row.argmax()) if len(row) else -1
            good = best >= 0 and row[best] >= SAME
            overlap.append(float(row[best]) if good else 0.0)
            upright.append(good and hypotheses[best].upright and first_corner(hypotheses[best].corners, card) == 0)
            confidence.append(hypotheses[best].confidence if good else 0.0)
        of_none = table.max(axis=0) < SAME if len(cards) else np.ones(len(hypotheses), dtype=bool)
        false += [hypothesis.confidence for hypothesis, no in zip(hypotheses, of_none, strict=True) if no]
    return DetectorLooks(
        np.array(overlap),
        np.array(upright, dtype=bool),
        np.array(confidence),
        np.array(false),
        len(truth),
        float(np.median(spent)) * 1000,
    )


def first_corner(corners: Corners, card: Corners) -> int:
    """The index of the corner that lies where the card's top left is (0: correct)."""
    return int(np.argmin([np.abs(np.roll(corners, -turn, axis=0) - card).sum() for turn in range(4)]))


def read_set(folder: Path) -> dict[Path, list[Corners]]:
    """Photo -> its cards' corners, from a set of `judge_sets`."""
    photos: dict[Path, list[Corners]] = {}
    with (folder / TRUTH).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cards = photos.setdefault(folder / row["photo"], [])
            if row["corners"]:
                cards.append(as_corners([float(value) for value in row["corners"].split()]))
    return photos


def explained(looks: DetectorLooks) -> str:
    n = len(looks.overlap)
    surest = np.round(np.sort(looks.false)[::-1][:5], 2)
    false = f"{len(looks.false)} false in {looks.photos} photos, confidence {surest}; {looks.milliseconds:.0f} ms"
    if not n:
        return false
    seen = looks.overlap > 0
    share = wilson(int(seen.sum()), n)
    good = wilson(int((looks.overlap > GOOD).sum()), n)
    quantiles = np.quantile(looks.confidence[seen], (0.01, 0.05, 0.5)) if seen.any() else np.zeros(3)
    return (
        f"found {share.k}/{n} ({share.low:.3f}-{share.high:.3f}), upright {int(looks.upright.sum())}, "
        f"IoU of the found mean {looks.overlap[seen].mean() if seen.any() else 0:.3f}, over {GOOD} {good.k}/{n} "
        f"({good.low:.3f}-{good.high:.3f}), confidence 1/5/50 % {np.round(quantiles, 2)}; {false}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workshop.bench.detector_test", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--sets", type=Path, required=True, help="what judge_sets wrote")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    detector = load_model(chosen.model, threads=chosen.threads).detector
    if detector is None:
        raise ModelError("The model in {model} has no detector", model=chosen.model, mend="name one that has")
    for folder in sorted(path.parent for path in chosen.sets.glob(f"*/{TRUTH}")):
        log.info("%s: %s", folder.name, explained(looked(detector, read_set(folder))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
