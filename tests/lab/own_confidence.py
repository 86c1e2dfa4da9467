"""What a thousand labels make of the stated confidence: the calibration error on the next two thousand.

    python -m tests.lab.own_confidence CATALOGUE --faces FOLDER [--labels 1000] [--next 2000] [--strength 0.7]

Simulated labels: crops of a camera's shifted look (as `tests.lab.shifted_look` makes them) that the model is wrong on
far more often than it says, one in six of a card that the catalogue lacks. The first ones teach, as a person's labels
do; of the next ones the error of the shipped claims and of the corrected ones is told, each beside the error that a
perfectly calibrated model would show at the same claims and n.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from tests.lab import figures
from tests.lab.shifted_look import SHIPPED, Bench, shots, written

from karuta.domain.calibration import Calibration, SearchEvidence
from karuta.domain.evaluation import calibration, calibration_floor
from karuta.domain.own_confidence import Outcome, learned
from karuta.engine.decode import decode
from karuta.engine.prepare import fit
from karuta.engine.proposal_views import quality
from karuta.training.head.gather import wanted_picture
from karuta.training.model_folder import project
from karuta.training.recalibrate import usual_quality
from workshop.artworks import artwork_files
from workshop.pairs import pair_faces

STRANGERS = 6


def outcomes_of(asked: argparse.Namespace, place: Path) -> tuple[str, list[Outcome]]:
    folder = asked.model or next(path for path in sorted(SHIPPED.iterdir()) if path.is_dir())
    artworks = artwork_files(asked.catalogue)
    bench = Bench(artworks, pair_faces(asked.faces) if asked.faces else {}, folder, place)
    model = bench.model
    assert isinstance(model.judge, Calibration)
    order = [int(i) for i in np.random.default_rng(asked.seed).permutation(len(artworks))]
    order.sort(key=lambda i: artworks[i].key.card_id not in bench.faces)
    some = shots(order, asked.labels + asked.next, start=600_000)
    files = written(
        bench,
        some,
        lambda shot: bench.shifted(shot, seed=asked.seed, strength=asked.strength),
        look=f"{asked.seed} {asked.strength} {bool(bench.faces)}",
    )
    features = bench.features([wanted_picture(picture_file, model.embedder) for picture_file in files], "labels")
    matrix = np.load(folder / model.card["projection"]["file"])
    pictures = [wanted_picture(picture, model.embedder) for picture in bench.pictures]
    vectors = project(bench.features(pictures, "artworks"), matrix)
    pixels, outline = usual_quality(model.judge)
    found = []
    cards = len(np.unique(bench.identity))
    for number, (shot, file, crop) in enumerate(zip(some, files, project(features, matrix), strict=True)):
        best = np.full(int(bench.identity.max()) + 1, -2.0)
        np.maximum.at(best, bench.identity, vectors @ crop)
        own = int(bench.identity[shot.artwork])
        if number % STRANGERS == 0:
            best[own] = -2.0
        first = np.argsort(-best)[:11]
        scores = best[first]
        evidence = SearchEvidence(
            float(scores[0]), float(scores[0] - scores[1]), float(scores[0] - scores[1:].mean()), cards, 1
        )
        look = quality(fit(decode(file.path), model.embedder.spec), pixels=pixels, outline=outline)
        found.append(Outcome(model.judge.decide(evidence, look).probability, right=int(first[0]) == own))
    # Labels come in no order of cards.
    return model.title, [found[at] for at in np.random.default_rng(asked.seed).permutation(len(found))]


def said(title: str, claims: list[float], right: list[bool]) -> str:
    """The error, with that of a perfect model."""
    found, floor = calibration(claims, right), calibration_floor(claims)
    assert found is not None and floor is not None
    above = found.error - floor
    print(f"{title}: calibration error {found.error:.3f}, of a perfect one {floor:.3f}, above it {above:+.3f}")
    return f"{found.error:.3f} (perfect: {floor:.3f})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--faces", type=Path)
    parser.add_argument("--model", type=Path, help="else the shipped one")
    parser.add_argument("--labels", type=int, default=1000)
    parser.add_argument("--next", type=int, default=2000)
    parser.add_argument("--strength", type=float, default=0.7)
    parser.add_argument("--seed", type=int, default=41)
    parser.add_argument("--keep", type=Path, help="where features and crops stay for the next run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        title, found = outcomes_of(asked, (asked.keep or Path(name)).resolve())
    first, then = found[: asked.labels], found[asked.labels :]
    own = learned(first)
    right = [outcome.right for outcome in then]
    print(f"{title}: {sum(right)} of {len(right)} claims right, after {len(first)} labels")
    said("as shipped", [outcome.probability for outcome in then], right)
    figure = said("from one's own labels", [own.corrected(outcome.probability) for outcome in then], right)
    figures.tell(f"calibration error after {len(first):,} labels", figure, len(then))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
