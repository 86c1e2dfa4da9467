"""Whether what a catalogue's own test finds holds on other photos: fitted on one seed, judged on another, both ways.

    python -m tests.lab.self_tests --library DIR [--photos 200]

DIR: a library that was made with `karuta catalogue add`. It is not changed.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from tests.lab import figures

from karuta.domain.calibration import Calibration, Correction
from karuta.domain.self_test import USUAL, AskedPhoto, SelfTest, expected
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue import self_test
from karuta.services.catalogue.tested import correction_for

SEEDS = (83, 84)


def log_loss(asked: Sequence[AskedPhoto], correction: Correction) -> float:
    """Of all claims; strangers weigh one in six."""
    lost, weight = 0.0, 0.0
    for request in asked:
        for claim, is_right, counts in ((request.probability, request.right, 5 / 6), (request.stranger, False, 1 / 6)):
            if claim is not None:
                p = min(max(correction.of(claim), 1e-9), 1 - 1e-9)
                lost, weight = lost - counts * math.log(p if is_right else 1 - p), weight + counts
    return lost / weight


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--photos", type=int, default=200)
    chosen = parser.parse_args(argv)
    self_test.PHOTOS = chosen.photos
    asker = self_test._Asker.open(LibraryFolder(chosen.library), resources_folder())
    judge, cards = asker.recogniser.model.judge, asker.recogniser.view.card_count
    assert isinstance(judge, Calibration)
    tests = []
    for seed in SEEDS:
        self_test.SEED = seed
        asked = tuple(asker.ask(picture) for picture in asker.pictures())
        tests.append(SelfTest("", "", cards, len(asked), asked))
    accepted = []
    for fit, other in (tests, tests[::-1]):
        found = correction_for(fit, judge)
        print(found)
        for correction in (Correction(), found):
            said = expected(other.asked, correction, likely=judge.likely)
            begins = max(judge.likely, correction.likely_from)
            usual = [request for request in other.asked if request.grade in USUAL]
            refused = sum(photo.probability is None or correction.of(photo.probability) < begins for photo in usual)
            loss = log_loss(other.asked, correction)
            print(f"  {said.sentence} Plain and hard refused: {refused} of {len(usual)}. Log loss {loss:.4f}.")
        accepted.append(said.accepted)
    both = [share for share in accepted if share is not None]
    k, n = sum(share.k for share in both), sum(share.n for share in both)
    figures.share(f"own test of {cards:,} cards: missing ones accepted", k, n, most=0.015)


if __name__ == "__main__":
    main()
