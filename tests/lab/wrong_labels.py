"""Which share of wrong labels the gate's doubt finds, and how many right labels it doubts, over a range of margins.

    python -m tests.lab.wrong_labels CATALOGUE --seed 51 [--faces FOLDER] [--look shifted|usual] [--labels 2000]
        [--wrong 0.05] [--strength 0.7] [--keep FOLDER] [--model FOLDER]

Labels of simulated photos, one card each, of a strange look (see `shifted_look`) or a usual one. A share of them is
made wrong in turn by three kinds of slips: `lot` names any other card, `near` the card that the model finds nearest
besides the right one (the wrong key of the list on screen), `twin` the card whose picture is most like the right one's.
For each kind and each margin: wrong labels found, right labels doubted, with 95 % intervals, and whether the gate would
refuse a model that learned from them. Last without any wrong label. Nothing is random but by `--seed`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.lab import figures
from tests.lab.shifted_look import SHIPPED, Bench, Shot, named, shots

from karuta.domain.gate import ALLOWED_DOUBT
from karuta.domain.statistics import wilson
from karuta.services.models.compare_on_labels import BY_FAR, contradiction
from karuta.services.models.contender import Contender
from karuta.store.confirmed_crops import ConfirmedCrop
from karuta.training.head.gather import Wanted, wanted_picture
from workshop.artworks import artwork_files
from workshop.pairs import pair_faces

MARGINS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
Kind = str


def label(bench: Bench, number: int, artwork: int, *, seed: int) -> ConfirmedCrop:
    photo = named(f"{seed} {number}")
    return ConfirmedCrop(
        str(number), bench.artworks[artwork].key, photo, photo, "s", "anna", "t", None, None, str(number)
    )


def slips(
    kind: Kind, bench: Bench, old: Contender, crops: NDArray[np.float32], some: Sequence[Shot], *, seed: int
) -> list[int]:
    """For every shot the artwork of a wrong card, as this kind of slip would name it."""
    rng = np.random.default_rng([seed, 17])
    place = {picture: row for row, picture in enumerate(old.stock.pictures)}
    of_artwork = np.array([place[picture.sha256] for picture in bench.pictures])
    vectors = old.stock.vectors[of_artwork]
    named_cards = []
    for row, shot in enumerate(some):
        own = bench.identity == bench.identity[shot.artwork]
        if kind == "lot":
            named_cards.append(int(rng.choice(np.flatnonzero(~own))))
            continue
        scores = vectors @ (crops[row] if kind == "near" else vectors[shot.artwork])
        scores[own] = -2.0
        named_cards.append(int(scores.argmax()))
    return named_cards


def measured(
    title: str, old: Contender, crops: NDArray[np.float32], labels: list[ConfirmedCrop], wrong: set[int]
) -> None:
    found = contradiction(old, crops, labels)
    if found is None:
        print(f"{title}: too few labels to tell")
        return
    bad = np.array([row in wrong for row in range(len(labels))], dtype=np.bool_)
    print(f"{title}: {len(wrong)} of {len(labels)} labels wrong", flush=True)
    for margin in MARGINS:
        doubted = found.margins > margin
        caught = figures.in_words(int(doubted[bad].sum()), int(bad.sum()))
        right = figures.in_words(int(doubted[~bad].sum()), int((~bad).sum()))
        refused = doubted.any() and wilson(int(doubted.sum()), len(labels)).low > ALLOWED_DOUBT
        ruling = ("refuses" if refused else "passes") + (" <- BY_FAR" if margin == BY_FAR else "")
        print(f"  {margin:.2f}: wrong found {caught}, right doubted {right}, the gate {ruling}", flush=True)
        if margin == BY_FAR and title == "twin":
            figures.share("wrong labels (the likest card's) doubted", int(doubted[bad].sum()), len(wrong))
        if margin == BY_FAR and not wrong:
            figures.share("right labels doubted", int(doubted.sum()), len(labels))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--faces", type=Path)
    parser.add_argument("--model", type=Path, help="else the shipped one")
    parser.add_argument("--look", choices=("shifted", "usual"), default="shifted")
    parser.add_argument("--labels", type=int, default=2000)
    parser.add_argument("--wrong", type=float, default=0.05)
    parser.add_argument("--strength", type=float, default=0.7, help="of the cast of a shifted look")
    parser.add_argument("--keep", type=Path, help="where features stay for the next run")
    parser.add_argument("--seed", type=int, required=True)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(asked, (asked.keep or Path(name)).resolve())
    return 0


def measure(asked: argparse.Namespace, place: Path) -> None:
    folder = asked.model or next(path for path in sorted(SHIPPED.iterdir()) if path.is_dir())
    bench = Bench(artwork_files(asked.catalogue), pair_faces(asked.faces) if asked.faces else {}, folder, place)
    order = np.random.default_rng(asked.seed).permutation(len(bench.artworks)).tolist()
    some = shots(order, asked.labels, start=600_000)
    print(f"{bench.model.title}; {len(bench.artworks)} artworks; {asked.look} look, seed {asked.seed}", flush=True)
    artworks = [wanted_picture(picture, bench.model.embedder) for picture in bench.pictures]
    old = bench.contender(bench.features(artworks, "artworks"), bench.model)
    crops = bench.model.embedder.project(bench.features([wanted(bench, shot, asked) for shot in some], "labels"))
    truth = [label(bench, number, shot.artwork, seed=asked.seed) for number, shot in enumerate(some)]
    near = old.nearest_is(crops, [crop.card for crop in truth])
    print(f"the model is right on {figures.in_words(int(near.sum()), len(near))} by scores alone", flush=True)
    chosen = np.flatnonzero(np.random.default_rng([asked.seed, 5]).random(len(some)) < asked.wrong).tolist()
    for kind in ("lot", "near", "twin"):
        others = slips(kind, bench, old, crops, some, seed=asked.seed)
        said = list(truth)
        for row in chosen:
            said[row] = label(bench, row, others[row], seed=asked.seed)
        measured(kind, old, crops, said, set(chosen))
    measured("no slip", old, crops, truth, set())


def wanted(bench: Bench, shot: Shot, asked: argparse.Namespace) -> Wanted:
    if asked.look == "usual":
        return bench.usual(shot, seed=asked.seed)
    picture = bench.pictures[shot.artwork].sha256
    said = f"wrong_labels {picture} {asked.seed} {asked.strength} {shot.number} {bool(bench.faces)}"
    return Wanted(named(said), lambda: bench.shifted(shot, seed=asked.seed, strength=asked.strength))


if __name__ == "__main__":
    raise SystemExit(main())
